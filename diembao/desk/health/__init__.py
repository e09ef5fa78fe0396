"""How sources do: judged from what the archive holds, told in plain sentences, with since when."""

from diembao.desk.health.judging import Facts, judge
from diembao.desk.health.keeping import current, refresh
from diembao.desk.health.model import Field, Finding, Health, HealthStatus

__all__ = ["Facts", "Field", "Finding", "Health", "HealthStatus", "current", "judge", "refresh"]
