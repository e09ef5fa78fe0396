"""``stories list|show|move|merge|split|undo``, as people call them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from diembao.archive import people
from diembao.core.casework import Role
from diembao.core.clock import local_day
from diembao.core.home import Home
from diembao.pipeline import indexing
from diembao.pipeline.parts import Parts
from diembao.verify.examining import Examiner
from tests.conftest import run_cli
from tests.desk.press import NOON, before, report, story

LAN = "Trần Thị Lan"
FIVE = "Vụ chìm phà trên sông Vàm Trúc làm 5 người mất tích, theo công an xã Bến Sậy."
SEVEN = "Công an xã Bến Sậy cho biết vụ chìm phà trên sông Vàm Trúc làm 7 người mất tích."
DATE = local_day(NOON).isoformat()


@pytest.fixture
def desk(home: Home) -> tuple[Home, list[str], list[str]]:
    """A home of one person; ids of four reports, the third a copy of the first; ids of two stories."""
    with Parts(home) as parts:
        with parts.archive.writing() as connection:
            people.add(connection, name=LAN, role=Role.ADMIN)
        refs = [
            report(parts.archive, title, lead=lead, at=before(hours))
            for title, lead, hours in (
                ("Chìm phà", FIVE, 4),
                ("Phà chìm ở Vàm Trúc", SEVEN, 3),
                ("Phà chìm: in lại", FIVE, 2),
                ("Giá lúa", "", 1),
            )
        ]
        stories = [story(parts.archive, refs[:2], copies=refs[2:3]), story(parts.archive, refs[3:])]
        Examiner(parts.archive).examine(story_ids=stories, article_ids=refs)
        indexing.drain(parts)
    return home, refs, stories


def stories(home: Home, *arguments: str) -> Any:
    done = run_cli("stories", *arguments, "--json", "--home", home.path)
    assert done.code == 0, done.stderr
    return done.json()


def test_the_list_and_one_story(desk: tuple[Home, list[str], list[str]]) -> None:
    home, refs, (ferry, rice) = desk
    listed = stories(home, "list", "--date", DATE)
    assert listed["total"] == 1
    (first,) = listed["stories"]
    assert (first["id"], first["articles"], first["voices"], first["flags"]) == (ferry, 3, 2, 1)
    assert [each["id"] for each in stories(home, "list", "--date", DATE, "--all")["stories"]] == [ferry, rice]
    shown = stories(home, "show", ferry)
    assert [text["id"] for text in shown["texts"]] == refs[:2]
    assert [copy["id"] for copy in shown["texts"][0]["copies"]] == [refs[2]]
    (differing,) = shown["differ"]
    assert [(value["value"], value["said"][0]["article"]) for value in differing["values"]] == [
        ("5 người", refs[0]),
        ("7 người", refs[1]),
    ]
    told = run_cli("stories", "show", ferry, "--home", home.path).stdout
    assert "Where reports differ" in told and "100% of the text in common" in told
    table = run_cli("stories", "list", "--date", DATE, "--home", home.path).stdout
    assert "1 story" in table and "Chìm phà" in table


def test_flags_and_searches_follow_a_split_and_its_undoing(desk: tuple[Home, list[str], list[str]]) -> None:
    home, refs, (ferry, _rice) = desk

    def flagged() -> list[str]:
        return [each["story"] for each in run_cli("flags", "list", "--json", "--home", home.path).json()["flags"]]

    def together(story_id: str) -> set[str]:
        with Parts(Home(home.path)) as parts:
            parts.index.refresh()
            from diembao.index import Filters

            return {hit.id for hit in parts.index.search(None, Filters(story=story_id)).hits}

    assert flagged() == [ferry]
    split = stories(home, "split", refs[1], "--by", LAN)
    assert split["moved"] == [refs[1]] and together(split["founded"]) == {refs[1]}
    assert flagged() == [], "reports of two events do not disagree"
    undone = stories(home, "undo", split["id"], "--by", LAN)
    assert undone["undone"] and together(ferry) == {*refs[:3]}
    assert flagged() == [ferry]


def test_moved_merged_and_undone_in_order(desk: tuple[Home, list[str], list[str]]) -> None:
    home, refs, (ferry, rice) = desk
    moved = stories(home, "move", refs[0], "--to", rice, "--by", LAN)
    assert sorted(moved["moved"]) == sorted([refs[0], refs[2]]), "the copy goes with its text"
    merged = run_cli("stories", "merge", ferry, rice, "--by", LAN, "--home", home.path)
    assert merged.code == 0 and "diembao stories undo" in merged.stdout
    changes = stories(home, "show", ferry)["changes"]
    assert [(each["kind"], each["by"], each["undoable"]) for each in changes] == [
        ("merge", LAN, True),
        ("move", LAN, False),
    ]
    refused = run_cli("stories", "undo", moved["id"], "--by", LAN, "--home", home.path)
    assert refused.code == 2 and changes[0]["id"] in refused.stderr and "first" in refused.stderr
    for change in changes:
        assert run_cli("stories", "undo", change["id"], "--by", LAN, "--home", home.path).code == 0
    assert stories(home, "show", rice)["articles"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "01NONE"), "There is no story 01NONE."),
        (("undo", "01NONE", "--by", LAN), "There is no change 01NONE."),
        (("move", "01NONE", "--to", "01NONE", "--by", LAN), "01NONE"),
        (("split", "--by", LAN), "ARTICLE"),
        (("split", "01NONE"), "--by"),
        (("list", "--order", "source"), "source"),
    ],
)
def test_what_cannot_be_is_refused_in_words(home: Home, arguments: tuple[str, ...], said: str) -> None:
    assert run_cli("users", "add", LAN, "--role", "admin", "--home", home.path).code == 0
    done = run_cli("stories", *arguments, "--home", home.path)
    assert done.code == 2 and said in done.stderr


def test_a_day_without_stories(home: Home) -> None:
    day = (local_day(NOON) - timedelta(days=9)).isoformat()
    done = run_cli("stories", "list", "--date", day, "--home", home.path)
    assert (done.code, done.stdout) == (0, "0 stories\n")
