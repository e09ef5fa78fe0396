"""Databases for tests: every test that asks for one has its own, made anew and gone afterwards."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import sqlalchemy as sa
import tomlkit

from diembao.archive import open_archive
from diembao.core.home import Home

_ATTEMPTS = 20
#: What tests of the archive run on.
KINDS = ("sqlite", "postgresql")


def keep_archive_in(home: Home, url: str) -> None:
    """Write an address into the settings of a home."""
    written = tomlkit.parse(home.settings_file.read_text())
    written["archive"]["url"] = url  # type: ignore[index]
    home.settings_file.write_text(tomlkit.dumps(written))


def put_archive(home: Home) -> None:
    """Give a home an archive in SQLite that has its tables already."""
    home.archive_file.write_bytes(_empty_archive())


@cache
def _empty_archive() -> bytes:
    """The file of an archive without rows: its migrations run once a process."""
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.settings_file.touch()
        open_archive(home).close()
        return home.archive_file.read_bytes()


class PostgreSQL:
    """A server on which databases are made."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Address of a database without tables."""
        # A collation that sorts quite otherwise than SQLite does: nothing may hang on it.
        with self._made(
            "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'vi'"
        ) as url:
            yield url

    @contextmanager
    def ascii(self) -> Iterator[str]:
        """Address of a database that knows no Unicode."""
        with self._made("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'") as url:
            yield url

    @contextmanager
    def template(self, folder: Path) -> Iterator[str]:
        """Name of a database with the tables of an archive."""
        with self.empty() as url:
            folder.mkdir()
            home = Home(folder)
            home.settings_file.write_text(f'[archive]\nurl = "{url}"\n')
            open_archive(home).close()
            yield sa.make_url(url).database or ""

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """Address of a database that begins as a template."""
        with self._made(f"TEMPLATE {template}") as url:
            yield url

    @contextmanager
    def _made(self, how: str) -> Iterator[str]:
        name = f"diembao_test_{secrets.token_hex(6)}"
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {how}".encode())
            try:
                yield self._url.set(database=name).render_as_string(hide_password=False)
            finally:
                _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is still in it; the server's own cleaning may be at it, which only it can end."""
    for attempt in range(_ATTEMPTS):
        try:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            return
        except psycopg.errors.InsufficientPrivilege:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.5)
