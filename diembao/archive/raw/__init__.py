"""Raw pages: what the web server sent, kept in WARC 1.1 files, one file per writing process and day.

::

    records       a page as one WARC record, and back
    files         which file a process writes, and where a file really ends
    store         pages by the digest of their body
    compaction    files without what no row points to any more

There are no ``revisit`` records. An equal body met again, at another address or later, is a row of ``visits`` and
nothing else: rows are what leads into these files, the visit says all that such a record would, and a record costs a
sync of the disk at every visit that found nothing new.
"""

from diembao.archive.raw.records import to_record
from diembao.archive.raw.store import RawStore

__all__ = ["RawStore", "to_record"]
