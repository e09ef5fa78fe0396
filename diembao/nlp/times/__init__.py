"""Times in a text: what days a sentence speaks of, as intervals of the calendar."""

from diembao.nlp.times.model import DayPart, Granularity, Kind, TimeExpression, Unresolved
from diembao.nlp.times.reading import find_times

__all__ = ["DayPart", "Granularity", "Kind", "TimeExpression", "Unresolved", "find_times"]
