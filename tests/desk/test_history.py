from datetime import UTC, datetime

from diembao.archive import articles
from diembao.core.home import Home
from diembao.desk.history import EventKind, history
from diembao.pipeline.parts import Parts
from tests.conftest import run_cli
from tests.history_press import NOTICE, tell

AT = datetime(2026, 11, 10, 1, tzinfo=UTC)


def test_the_history_has_versions_absences_and_what_waits(parts: Parts) -> None:
    article_id = tell(parts, AT)
    with parts.archive.reading() as connection:
        found = history(connection, articles.get(connection, [article_id])[0])
    assert [event.kind for event in found.events] == [
        EventKind.BACK,
        EventKind.REMOVED,
        EventKind.CHANGED,
        EventKind.CHANGED,
        EventKind.FIRST_READ,
    ]
    assert found.waiting
    assert found.comparison(2).reasons == ()
    assert found.comparison(3).reasons


def test_show_prints_the_history_with_its_differences(parts: Parts, home: Home) -> None:
    article_id = tell(parts, AT)
    told = run_cli("show", article_id, "--home", home.path).stdout
    for line in (
        "17/11/2026 08:00  waits for a second look: most of the text was missing",
        "11/11/2026 09:00  No longer at the source: the page says that there is no such page",
        "10/11/2026 14:00  The text has changed: version 3 (with a correction notice)",
        f"    “{NOTICE}”",
        "    - Mưa lớn suốt đêm, 53 hộ dân phải di dời",
        "    + Mưa lớn suốt đêm, 35 hộ dân phải di dời",
        "10/11/2026 09:00  The text has changed: version 2 (form only)",
    ):
        assert line in told.splitlines()


def test_show_gives_the_history_as_json(parts: Parts, home: Home) -> None:
    article_id = tell(parts, AT)
    told = run_cli("show", article_id, "--home", home.path, "--json").json()
    assert [version["edit"] for version in told["versions"]] == [None, "cosmetic", "correction"]
    assert told["versions"][2]["correction"] == NOTICE
    assert told["versions"][2]["concerns"] == ["sentence", "figure"]
    assert told["versions"][2]["changes"][0] == {
        "part": "title",
        "change": "changed",
        "before": "Mưa lớn suốt đêm, 53 hộ dân phải di dời",
        "after": "Mưa lớn suốt đêm, 35 hộ dân phải di dời",
    }
    assert [event["kind"] for event in told["events"]] == ["first-read", "changed", "changed", "removed", "back"]
    assert told["waiting"]["reason"] == "shorter"
    assert told["removed_because"] is None
