import sys
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from diembao.archive import Archive, engine, marks, open_archive, schema
from diembao.core.clock import local
from diembao.core.errors import ArchiveError
from diembao.core.home import Home
from diembao.pipeline.founding import found_home
from tests.archive.conftest import NOON
from tests.conftest import run_cli

SQLITE = pytest.mark.parametrize("database", [""], ids=["sqlite"])


def test_migrations_make_what_the_schema_says(archive: Archive) -> None:
    with archive.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", "diembao:archive/migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [engine.HEAD]


def test_an_archive_of_a_newer_program_is_refused_by_name_and_left_alone(home: Home, archive: Archive) -> None:
    with archive.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveError, match=r"The archive \S+ was made by a newer version .*revision 9999"):
        open_archive(home)
    with archive.reading() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"


def test_opening_again_keeps_what_is_there(home: Home) -> None:
    with open_archive(home) as archive, archive.writing() as connection:
        marks.put(connection, "overview", NOON)
    with open_archive(home) as archive, archive.reading() as connection:
        assert marks.get(connection, "overview") == NOON


def test_a_home_may_have_any_path(tmp_path: Path) -> None:
    for name in ("a%20b?c#d", "bàn tin", "a b", "x:y@z"):
        home = found_home(tmp_path / name, catalogue="")
        with open_archive(home):
            assert home.archive_file.is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(("a%20b?c#d", "bàn tin", "a b", "x:y@z"))


@SQLITE
def test_a_file_that_is_no_database_is_named(home: Home) -> None:
    home.archive_file.write_bytes(b"not a database, but long enough to look like one" * 100)
    with pytest.raises(ArchiveError, match=r"archive\.sqlite3 refuses: file is not a database"):
        open_archive(home)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nosuchdb://desk:secret@host/db", "only SQLite and PostgreSQL"),
        ("mysql+pymysql://desk:secret@host/db", "only SQLite and PostgreSQL"),
        ("postgresql+nosuch://desk:secret@host/db?password=secret", "only SQLite and PostgreSQL"),
        ("postgresql://desk:oh@secret@host/db", "must be written as %40"),
        ("postgresql://desk:secret@host:port/db", "not a database address"),
        ("postgresql//desk:secret@host/db", "not a database address"),
        ("x", "not a database address"),
    ],
)
def test_an_unusable_address_is_refused_without_its_password(tmp_path: Path, url: str, why: str) -> None:
    (tmp_path / "diembao.toml").write_text(f'[archive]\nurl = "{url}"\n')
    with pytest.raises(ArchiveError, match=f"cannot be used: .*{why}") as caught:
        open_archive(Home(tmp_path))
    assert "secret" not in str(caught.value)


def test_an_address_without_its_driver_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (tmp_path / "diembao.toml").write_text('[archive]\nurl = "postgresql://desk:secret@host/db"\n')
    with pytest.raises(ArchiveError, match=r"//\*\*\*@host/db needs the driver psycopg") as caught:
        open_archive(Home(tmp_path))
    assert "diembao[team]" in caught.value.hint


@SQLITE
def test_the_command_line_answers_a_damaged_archive_with_a_sentence(home: Home) -> None:
    home.archive_file.write_bytes(b"x" * 5000)
    done = run_cli("status", "--home", home.path)
    assert done.code == 1
    assert done.stderr.startswith("Error: The archive ")
    assert "Traceback" not in done.stderr


def test_an_instant_without_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="an instant without zone"), archive.writing() as connection:
        marks.put(connection, "overview", datetime(2026, 11, 22))
    with archive.reading() as connection:
        assert marks.get(connection, "overview") is None


def test_an_instant_comes_back_in_utc(archive: Archive) -> None:
    with archive.writing() as connection:
        marks.put(connection, "overview", local(NOON))
        marks.put(connection, "overview", local(NOON))
    with archive.reading() as connection:
        assert marks.get(connection, "overview") == NOON
        assert str(marks.get(connection, "overview")).endswith("+00:00")


def test_a_failed_step_leaves_nothing_behind(archive: Archive) -> None:
    with pytest.raises(RuntimeError), archive.writing() as connection:
        marks.put(connection, "overview", NOON)
        raise RuntimeError
    with archive.reading() as connection:
        assert marks.get(connection, "overview") is None


def test_a_reader_sees_one_moment_while_somebody_writes(archive: Archive) -> None:
    with archive.reading() as before:
        assert marks.get(before, "overview") is None
        with archive.writing() as connection:
            marks.put(connection, "overview", NOON)
        assert marks.get(before, "overview") is None
    with archive.reading() as connection:
        assert marks.get(connection, "overview") == NOON


def test_a_reader_cannot_write(archive: Archive) -> None:
    with pytest.raises(ArchiveError), archive.reading() as connection:
        marks.put(connection, "overview", NOON)
