"""What a day, topic or place talks about and what rises against its own past, and how fast stories grow."""

from diembao.desk.growth.pace import Pace, pace
from diembao.desk.growth.ranking import Said, Talk, WindowText, talk
from diembao.desk.growth.reading import Growth, Phrase, rising

__all__ = ["Growth", "Pace", "Phrase", "Said", "Talk", "WindowText", "pace", "rising", "talk"]
