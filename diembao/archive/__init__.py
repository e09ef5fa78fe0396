"""The system of record: tables, migrations, raw pages, queues.

``with archive.writing() as connection: recording.record(connection, …)``
"""

from diembao.archive.engine import Archive, open_archive
from diembao.archive.queues import outbox, unverified

__all__ = ["Archive", "open_archive", "outbox", "unverified"]
