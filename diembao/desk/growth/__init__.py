"""What a day, topic or place talks about, and what rises against its own past."""

from diembao.desk.growth.ranking import Said, Talk, WindowText, talk
from diembao.desk.growth.reading import Growth, Phrase, rising

__all__ = ["Growth", "Phrase", "Said", "Talk", "WindowText", "rising", "talk"]
