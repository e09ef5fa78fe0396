"""Archives of earlier versions of the program, with rows in them, are brought up to date."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from diembao.archive import article_addresses, articles, open_archive, recording, revisits
from diembao.archive.databases import open_database, sqlite_file
from diembao.core.home import Home
from diembao.core.models import Channel, Outcome
from tests import services
from tests.archive.conftest import NOON, after, content
from tests.databases import KINDS, PostgreSQL

DESK, MOBILE = (f"https://{host}bao-mau.example/thoi-su/mua-lon-o-ba-xa-4420519.html" for host in ("www.", "m."))
ALONE = "https://m.bao-mau.example/kinh-te/gia-gao-len-cao-4420600.html"
TWICE = (
    "https://bao-mau.example/xa-hoi/cau-moi-thong-xe-4420700.html?print=1",
    "https://bao-mau.example/xa-hoi/cau-moi-thong-xe-4420700.html",
)
WITHOUT = "urn:sha256:00ff"
#: Article -> its addresses, each with the key that it had.
OLD = {
    "A" * 26: {DESK: "bao-mau.example/thoi-su/mua-lon-o-ba-xa-4420519.html"},
    "B" * 26: {MOBILE: "m.bao-mau.example/thoi-su/mua-lon-o-ba-xa-4420519.html"},
    "C" * 26: {ALONE: "m.bao-mau.example/kinh-te/gia-gao-len-cao-4420600.html"},
    "D" * 26: {url: url.removeprefix("https://") for url in TWICE},
    "E" * 26: {WITHOUT: WITHOUT},
}


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """An empty one."""
    if request.param == "sqlite":
        yield ""
    else:
        with PostgreSQL(services.postgresql()).empty() as url:
            yield url


@pytest.fixture
def old(home: Home) -> Home:
    """A home whose archive is of revision 0002, with articles."""
    home.archive_file.unlink(missing_ok=True)
    config = Config()
    config.set_main_option("script_location", "diembao:archive/migrations")
    config.set_main_option("path_separator", "os")
    database = open_database(home.settings.archive.url or sqlite_file(home.archive_file))
    try:
        with database.writer.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "0002")
            tables = sa.MetaData()
            tables.reflect(connection, only=["articles", "versions", "addresses"])
            for article_id, known in OLD.items():
                _insert(connection, tables, article_id, known)
    finally:
        database.close()
    return home


def _insert(connection: sa.Connection, tables: sa.MetaData, article_id: str, known: dict[str, str]) -> None:
    given = content(f"Văn bản của bài {article_id[0]}.", title=f"Bài {article_id[0]}")
    at = NOON.replace(tzinfo=None) if connection.dialect.name == "sqlite" else NOON
    row = {"id": article_id, "source_id": "bao-mau", "url": next(iter(known)), "version": 1, "first_seen_at": at}
    connection.execute(tables.tables["articles"].insert(), row | {"fetched_at": at, "dated": at, "next_visit_at": at})
    version = {"article_id": article_id, "number": 1, "digest": given.digest, "kind": "article", "title": given.title}
    version |= {"lead": "", "text": given.text, "authors": [], "section": "", "fetched_at": at}
    connection.execute(tables.tables["versions"].insert(), version)
    for url, key in known.items():
        address = {"key": key, "url": url, "article_id": article_id, "channel": "feed", "first_seen_at": at}
        connection.execute(tables.tables["addresses"].insert(), address)


def test_articles_and_addresses_of_the_first_release_are_known_again(old: Home) -> None:
    with open_archive(old) as archive, archive.reading() as connection:
        found = articles.get(connection, list(OLD))
        assert [article.content.title for article in found] == [f"Bài {name}" for name in "ABCDE"]
        assert found[0].content.tags == () and found[0].removed_because is None

        def leads_to(key: str) -> str:
            known = article_addresses.known(connection, key)
            return known.article_id[0] if known else ""

        assert leads_to("bao-mau.example/thoi-su/mua-lon-o-ba-xa-4420519.html") == "A"
        assert leads_to("bao-mau.example/kinh-te/gia-gao-len-cao-4420600.html") == "C"
        assert leads_to("bao-mau.example/xa-hoi/cau-moi-thong-xe-4420700.html") == "D"
        assert leads_to(WITHOUT) == "E"
        assert leads_to("m.bao-mau.example/kinh-te/gia-gao-len-cao-4420600.html") == ""


def test_of_two_addresses_that_become_one_the_second_is_kept_and_visited_no_more(old: Home) -> None:
    with open_archive(old) as archive, archive.reading() as connection:
        assert [each.url for each in article_addresses.of(connection, "B" * 26)] == [MOBILE]
        assert set(revisits.due(connection, "bao-mau", after(1), 10)) == {DESK, ALONE, TWICE[0], WITHOUT}


def test_what_is_fetched_afterwards_meets_the_old_articles(old: Home) -> None:
    with open_archive(old) as archive, archive.writing() as connection:
        moved = "https://bao-mau.example/doi-song/gia-gao-len-nua-4420600.html"
        recorded = recording.record(
            connection,
            content("Văn bản của bài C.", title="Bài C"),
            source_id="bao-mau",
            keys={moved.removeprefix("https://"): moved},
            channel=Channel.FEED,
            fetched_at=after(1),
        )
        assert (recorded.article_id, recorded.outcome) == ("C" * 26, Outcome.UNCHANGED)
