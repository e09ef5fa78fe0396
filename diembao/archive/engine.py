"""Opening the archive: transactions and migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.engine import Connection, Engine

from diembao.archive.databases import MIGRATION_LOCK, Database, open_database, sqlite_file
from diembao.archive.raw import RawStore
from diembao.core.errors import ArchiveError, RawFileMissing
from diembao.core.home import Home
from diembao.core.i18n import _
from diembao.core.models import Page

#: Revision that this program reads and writes; the newest file in ``migrations/versions`` (a test says so).
HEAD = "0005"


class Archive(AbstractContextManager["Archive"]):
    """The system of record of one home: its database and its raw pages.

    Reading and writing happen inside :meth:`reading` and :meth:`writing`; the functions of this room take the
    connection that those hand out, so that a caller decides what belongs together.
    """

    def __init__(self, database: Database, raw: RawStore, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self.raw = raw

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view. Never blocks a writer.

        :raises ArchiveError: the database refuses.
        """
        with self._transaction(self._database.reader) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One short transaction: all of it or nothing. No network inside.

        :raises ArchiveError: the database refuses, or somebody else writes for longer than a minute.
        """
        with self._transaction(self._database.writer) as connection:
            yield connection

    def page(self, digest: str) -> Page:
        """A raw page, in a transaction of its own.

        :raises ArchiveError: there is none, or it cannot be read.
        """
        try:
            with self.reading() as connection:
                return self.raw.get(connection, digest)
        except RawFileMissing:  # compaction may have moved it between the look at its row and that at its file
            with self.reading() as connection:
                return self.raw.get(connection, digest)

    def lock(self, name: str) -> FileLock:
        """A lock between the processes of this home; the system frees it when its holder dies."""
        return FileLock(self._folder / f"{name}.lock")

    def size(self, connection: Connection) -> int:
        """Bytes that the database takes on disk, without raw pages."""
        return self._database.size(connection)

    def tidy(self, *, thoroughly: bool) -> int:
        """Give back the place of what was deleted in the database; returns the bytes won.

        :param thoroughly: so that nothing of what was deleted can be read in its files any more. That takes a while,
            and nobody writes meanwhile.
        :raises ArchiveError: the database refuses.
        """
        with _named(self._database):
            return self._database.tidy(thoroughly=thoroughly)

    def close(self) -> None:
        """Give back connections and files."""
        self.raw.close()
        self._database.close()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with _named(self._database), engine.connect() as connection, connection.begin():
            yield connection

    def __exit__(self, *exc_info: object) -> None:
        self.close()


@contextmanager
def _named(database: Database) -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise database.error(error) from error


def open_archive(home: Home) -> Archive:
    """The archive of a home, brought to the newest schema.

    :raises ArchiveError: the database cannot be opened, or a newer version of the program made it.
    """
    database = open_database(home.settings.archive.url or sqlite_file(home.archive_file))
    try:
        with _named(database):
            _migrate(database, home.path)
    except ArchiveError:
        database.close()
        raise
    return Archive(database, RawStore(home.raw_folder), home.path)


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(database: Database, folder: Path) -> None:
    with database.reader.connect() as connection:
        revision = _revision(connection)
        if revision == HEAD:
            return
        if revision is None:
            database.check(connection)
    # Loaded only when there is something to do: it would cost every command a fifth of a second.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "diembao:archive/migrations")
    config.set_main_option("path_separator", "os")
    with (
        FileLock(folder / MIGRATION_LOCK),
        database.writer.connect() as connection,
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveError(
                _("The archive {database} was made by a newer version of the program (revision {revision}).").format(
                    database=database.name, revision=_revision(connection)
                ),
                _("Install that version, or restore a backup."),
            ) from error
