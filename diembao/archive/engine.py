"""Opening the archive's database: transactions, pragmas, migrations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.engine import Connection, Engine

from diembao.archive.raw import RawStore
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from diembao.core.i18n import _

#: Revision that this program reads and writes; the newest file in ``migrations/versions`` (a test says so).
HEAD = "0002"

_BUSY_MILLISECONDS = 60_000
#: How much of the database file is read through the page cache of the system instead of by copying.
_MAPPED_BYTES = 1 << 30
_PASSWORD = re.compile(r"//[^/]*@")


class Archive(AbstractContextManager["Archive"]):
    """The system of record of one home: its database and its raw pages.

    Reading and writing happen inside :meth:`reading` and :meth:`writing`; the functions of this room take the
    connection that those hand out, so that a caller decides what belongs together.
    """

    def __init__(self, engine: Engine, raw: RawStore) -> None:
        self._engine = engine
        self.raw = raw

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view. Never blocks a writer.

        :raises ArchiveError: the database refuses.
        """
        with _named(self._engine), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One short transaction: all of it or nothing. No network inside.

        :raises ArchiveError: the database refuses, or somebody else writes for longer than a minute.
        """
        with (
            _named(self._engine),
            self._engine.connect().execution_options(diembao_writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Give back connections and files."""
        self.raw.close()
        self._engine.dispose()

    def __exit__(self, *exc_info: object) -> None:
        self.close()


@contextmanager
def _named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise ArchiveError(
            _("The archive {database} refuses: {error}.").format(
                database=engine.url.render_as_string(), error=str(error.__cause__ or error).strip().rstrip(".")
            ),
            _("Nothing of this step was kept. Check disk space and rights, then try again."),
        ) from error


def open_archive(home: Home) -> Archive:
    """The archive of a home, brought to the newest schema.

    :raises ArchiveError: the database cannot be opened, or a newer version of the program made it.
    """
    url = home.settings.archive.url or f"sqlite:///{home.archive_file}"
    try:
        engine = sa.create_engine(url)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        shown = _PASSWORD.sub("//***@", url)
        raise ArchiveError(
            _("The archive address {url} cannot be used: {error}.").format(url=shown, error=error),
            _("Set archive.url to an address such as sqlite:////path/archive.sqlite3, or leave it empty."),
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with _named(engine):
            _migrate(engine, home.path)
    except ArchiveError:
        engine.dispose()
        raise
    return Archive(engine, RawStore(home.raw_folder))


def _prepare_sqlite(engine: Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions at moments of its own choosing
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A writer takes the lock at once: upgrading a read transaction later could fail although nobody is at fault.
        writes = connection.get_execution_options().get("diembao_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, folder: Path) -> None:
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    # Loaded only when there is something to do: it would cost every command a fifth of a second.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "diembao:archive/migrations")
    config.set_main_option("path_separator", "os")
    with (
        FileLock(folder / ".migration.lock"),
        engine.connect().execution_options(diembao_writes=True) as connection,
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveError(
                _("The archive {database} was made by a newer version of the program (revision {revision}).").format(
                    database=engine.url.render_as_string(), revision=_revision(connection)
                ),
                _("Install that version, or restore a backup."),
            ) from error
