"""The system of record: tables, migrations, raw pages, outbox.

``with archive.writing() as connection: articles.record(connection, …)``
"""

from diembao.archive.engine import Archive, open_archive

__all__ = ["Archive", "open_archive"]
