"""What the two databases do differently: how they are opened, how one writer waits for another, how they fail.

SQLite serves a home by itself. PostgreSQL serves a team: several processes, on one machine or more, and backups while
they work. Everything else of this room is the same SQL for both.
"""

from __future__ import annotations

import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.engine import Connection, Engine

from diembao.core.errors import ArchiveError
from diembao.core.i18n import _

#: How long a writer waits for another one.
PATIENCE_SECONDS = 60

#: File in the home that is locked while the schema changes.
MIGRATION_LOCK = ".migration.lock"
#: How much of an SQLite file is read through the page cache of the system instead of by copying.
_MAPPED_BYTES = 1 << 30
#: Share of free pages from which on an SQLite file is worth writing anew.
_MUCH_FREE = 0.25
_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_SECRETS = re.compile(r"//.*@|\?.*", re.DOTALL)
#: One number for every desk: PostgreSQL keeps advisory locks apart by database already.
_WRITER_LOCK = int.from_bytes(b"diembao", "big")
#: Seconds of silence before the first probe, seconds between two, and how many.
_KEEPALIVES: Mapping[str, int] = MappingProxyType(
    {"keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3}
)
#: The server ended the connection, or never gave one: connection exceptions, shutting down, too many clients.
_LOST = re.compile("08...|57P0[1-5]|53300")
_LOCK_NOT_AVAILABLE = "55P03"
#: Execution option of a transaction that writes.
_WRITING = "diembao_writes"


class Database(ABC):
    """One opened database. ``reader`` and ``writer`` are views of one pool of connections."""

    #: Execution options of transactions that only read, and of those that write.
    _READER: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    _WRITER: ClassVar[Mapping[str, Any]] = MappingProxyType({_WRITING: True})

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        engine = sa.create_engine(url, **self._engine_options(url))
        self._prepare(engine, url)
        self.reader: Engine = engine.execution_options(**self._READER)
        self.writer: Engine = engine.execution_options(**self._WRITER)
        self.name = url.set(query={}).render_as_string()
        """The address without password."""

    def error(self, error: sa.exc.SQLAlchemyError) -> ArchiveError:
        """What a failure of the database is for a reader."""
        if self._is_busy(error):
            return ArchiveError(
                _("Somebody else has been writing in the archive {database} for {seconds} seconds.").format(
                    database=self.name, seconds=PATIENCE_SECONDS
                ),
                _("Nothing of this step was kept. Try again when that work has ended."),
            )
        if self._is_lost(error):
            return ArchiveError(
                _("The archive {database} cannot be reached: {error}.").format(
                    database=self.name, error=self._reason(error)
                ),
                _("Nothing of this step was kept. Check that the database server runs, and archive.url."),
            )
        return ArchiveError(
            _("The archive {database} refuses: {error}.").format(database=self.name, error=self._reason(error)),
            _("Nothing of this step was kept. Check disk space and rights, then try again."),
        )

    def _reason(self, error: sa.exc.SQLAlchemyError) -> str:
        return " ".join(str(error.__cause__ or error).split()).rstrip(".")

    def close(self) -> None:
        """Give back all connections."""
        self.reader.dispose()

    @abstractmethod
    def check(self, connection: Connection) -> None:
        """Look at a database before the first tables are made in it.

        :raises ArchiveError: it cannot hold an archive.
        """

    @abstractmethod
    def size(self, connection: Connection) -> int:
        """Bytes on disk."""

    def tidy(self, *, thoroughly: bool) -> int:
        """Give back the place of what was deleted; returns the bytes won.

        :param thoroughly: so that nothing of it can be read in the files of the database any more.
        """
        # Not in a transaction, and so not over a connection that begins one.
        options = self._engine_options(self._url) | {"poolclass": sa.NullPool, "isolation_level": "AUTOCOMMIT"}
        with sa.create_engine(self._url, **options).connect() as connection:
            before = self.size(connection)
            self._tidy(connection, thoroughly=thoroughly)
            return max(0, before - self.size(connection))

    @abstractmethod
    def _tidy(self, connection: Connection, *, thoroughly: bool) -> None: ...

    @abstractmethod
    def _engine_options(self, url: sa.URL) -> dict[str, Any]: ...

    @abstractmethod
    def _prepare(self, engine: Engine, url: sa.URL) -> None: ...

    @abstractmethod
    def _is_busy(self, error: sa.exc.SQLAlchemyError) -> bool: ...

    @abstractmethod
    def _is_lost(self, error: sa.exc.SQLAlchemyError) -> bool: ...


class SQLite(Database):
    """One file: readers see a snapshot (WAL), a writer takes the lock of the file."""

    def check(self, connection: Connection) -> None:
        """Any file will do."""

    def size(self, connection: Connection) -> int:
        """Bytes of the file, without its log."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def _tidy(self, connection: Connection, *, thoroughly: bool) -> None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
        free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        if thoroughly or free > pages * _MUCH_FREE:
            connection.exec_driver_sql("VACUUM")
        # The log keeps older states of pages until it is emptied.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _engine_options(self, url: sa.URL) -> dict[str, Any]:
        return {}

    def _prepare(self, engine: Engine, url: sa.URL) -> None:
        @sa.event.listens_for(engine, "connect")
        def _on_connect(connection: Any, record: Any) -> None:
            connection.isolation_level = None  # the driver would begin transactions at moments of its own choosing
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "delete":  # new: the mode stays with the file
                with FileLock(Path(url.database or "").with_name(MIGRATION_LOCK)):  # of two at once, one is refused
                    cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            cursor.close()

        @sa.event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            # A writer takes the lock at once: upgrading a read transaction later could fail by nobody's fault.
            writes = connection.get_execution_options().get(_WRITING)
            connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def _is_busy(self, error: sa.exc.SQLAlchemyError) -> bool:
        return getattr(error.__cause__, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY

    def _is_lost(self, error: sa.exc.SQLAlchemyError) -> bool:
        return False


class PostgreSQL(Database):
    """A server: readers see a snapshot, a writer takes one lock of the whole archive.

    One writer at a time is what the functions of this room rely on: they look, then write what they have decided. The
    writer's statements see what the one before it has committed (READ COMMITTED): a snapshot would be taken before
    the lock is granted.
    """

    _READER = MappingProxyType({"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    _WRITER = MappingProxyType({_WRITING: True, "isolation_level": "READ COMMITTED"})

    def check(self, connection: Connection) -> None:
        """Whether the database keeps text as Unicode.

        :raises ArchiveError: it does not.
        """
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise ArchiveError(
                _("The database {database} keeps text as {encoding}, not as UTF8.").format(
                    database=self.name, encoding=encoding
                ),
                _("Make it with: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0."),
            )

    def size(self, connection: Connection) -> int:
        """Bytes of the database with its indexes."""
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())

    def _tidy(self, connection: Connection, *, thoroughly: bool) -> None:
        connection.exec_driver_sql("VACUUM FULL" if thoroughly else "VACUUM")

    def _engine_options(self, url: sa.URL) -> dict[str, Any]:
        # A dead peer is noticed within a minute and a half, on both sides: a writer that vanished holds the lock until
        # then. What the address itself says wins.
        options = [
            f"-c lock_timeout={PATIENCE_SECONDS}s",
            *(f"-c tcp_{key}={value}" for key, value in _KEEPALIVES.items()),
        ]
        ours = {"application_name": "diembao", "client_encoding": "utf8", "connect_timeout": 10, **_KEEPALIVES}
        return {
            "connect_args": {
                **{key: value for key, value in ours.items() if key not in url.query},
                "options": " ".join([*options, *url.normalized_query.get("options", ())]),
            },
            # A restart of the server costs a connection that lay idle, not the work that takes it next.
            "pool_pre_ping": True,
        }

    def _prepare(self, engine: Engine, url: sa.URL) -> None:
        @sa.event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            if connection.get_execution_options().get(_WRITING):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")

    def _is_busy(self, error: sa.exc.SQLAlchemyError) -> bool:
        return _sqlstate(error) == _LOCK_NOT_AVAILABLE

    def _is_lost(self, error: sa.exc.SQLAlchemyError) -> bool:
        state = _sqlstate(error)
        return isinstance(error, sa.exc.OperationalError) and (state is None or bool(_LOST.fullmatch(state)))

    def _reason(self, error: sa.exc.SQLAlchemyError) -> str:
        """The server's own sentence; its further lines repeat the statement and values."""
        said = getattr(getattr(error.__cause__, "diag", None), "message_primary", None)
        return str(said).rstrip(".") if said else super()._reason(error)


def _sqlstate(error: sa.exc.SQLAlchemyError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def sqlite_file(path: Path) -> sa.URL:
    """Address of a database in a file, whose path may have characters that mean something in an address."""
    return sa.URL.create("sqlite", database=str(path))


def open_database(address: str | sa.URL) -> Database:
    """The database at an address; nothing is connected yet.

    :param address: ``sqlite:///…`` or ``postgresql://…``.
    :raises ArchiveError: no such address, another kind of database, or its driver is not installed.
    """
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise _unusable(str(address), _("it is not a database address")) from error
    if url.drivername in _POSTGRESQL:
        if "@" in (url.host or ""):
            raise _unusable(str(address), _("an @ in its password must be written as %40"))
        try:
            return PostgreSQL(url.set(drivername="postgresql+psycopg"))
        except ImportError as error:
            raise ArchiveError(
                _("The archive address {url} needs the driver psycopg, which is not installed.").format(
                    url=_without_secrets(str(address))
                ),
                _("Install the program with its extra: pip install 'diembao[team]'."),
            ) from error
    if url.drivername in _SQLITE:
        return SQLite(url)
    raise _unusable(str(address), _("only SQLite and PostgreSQL can hold an archive"))


def _unusable(address: str, reason: str) -> ArchiveError:
    return ArchiveError(
        _("The archive address {url} cannot be used: {error}.").format(url=_without_secrets(address), error=reason),
        _(
            "Set archive.url to an address such as postgresql://desk@localhost/diembao or "
            "sqlite:////path/archive.sqlite3, or leave it empty."
        ),
    )


def _without_secrets(address: str) -> str:
    """An address that perhaps cannot be parsed, without what may be a password."""
    return _SECRETS.sub(lambda found: "//***@" if found[0].startswith("//") else "", address)
