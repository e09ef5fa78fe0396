"""``topics list|show|label``, and searches by organisation, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diembao.archive import annotation_store, articles
from diembao.core.home import Home
from diembao.core.models import Annotation, OrganisationTag, PlaceTag
from diembao.pipeline import indexing
from diembao.pipeline.parts import Parts
from tests.conftest import run_cli

ARTICLE = {
    "title": "Bờ sông Vàm Trúc sạt lở, 12 hộ phải di dời",
    "text": "Sạt lở bờ sông kéo dài 200 m. Ban quản lý đê điều cho biết đã cắm biển cảnh báo và di dời các hộ dân.",
    "url": "https://bao-mau.example/bai-1",
    "date": "2026-11-20T08:00:00+07:00",
}
LAN = "Trần Thị Lan"


@pytest.fixture
def desk(home: Home, tmp_path: Path) -> Home:
    """A home of one person with one article."""
    file = tmp_path / "bai.jsonl"
    file.write_text(json.dumps(ARTICLE, ensure_ascii=False))
    assert run_cli("import", file, "--home", home.path).code == 0
    assert run_cli("users", "add", LAN, "--role", "admin", "--home", home.path).code == 0
    return home


def found(home: Home, *arguments: str) -> list[str]:
    listing = run_cli("search", *arguments, "--json", "--home", home.path).json()
    return [hit["id"] for hit in listing["hits"]]


def label(home: Home, *arguments: str, by: str = LAN) -> dict:
    done = run_cli("topics", "label", *arguments, "--by", by, "--json", "--home", home.path)
    assert done.code == 0, done.stderr
    return done.json()


def test_a_label_counts_at_once_and_is_taken_back(desk: Home) -> None:
    (article,) = found(desk, "--topic", "environment")
    said = label(desk, article, "environment", "--no")
    assert "environment" not in said["topics"]
    assert [(each["topic"], each["carried"], each["by"]) for each in said["said"]] == [("environment", False, LAN)]
    assert found(desk, "--topic", "environment") == []
    label(desk, article, "development", "--yes")
    assert found(desk, "topic:development") == [article]
    shown = run_cli("show", article, "--json", "--home", desk.path).json()
    assert shown["topics"][0] == {"topic": "development", "score": None, "why": {}}
    assert shown["said_topics"] == {"environment": False, "development": True}
    label(desk, article, "environment", "--undo")
    assert found(desk, "--topic", "environment") == [article]


def test_show_says_why(desk: Home) -> None:
    (article,) = found(desk)
    label(desk, article, "development", "--yes")
    shown = run_cli("topics", "show", article, "--home", desk.path).stdout
    assert f"{LAN}: carries it" in shown
    assert "sạt lở" in shown


def test_the_list_counts_labels_and_says_which_topics_learn(desk: Home) -> None:
    (article,) = found(desk)
    with (desk.path / "topics.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[topic]]\nid = "rice-price"\nname = "Giá lúa"\nwords = ["giá lúa"]\n')
    label(desk, article, "development", "--no")
    listed = run_cli("topics", "list", "--json", "--home", desk.path).json()["topics"]
    known = {each["id"]: each for each in listed}
    assert (known["development"]["labelled_yes"], known["development"]["labelled_no"]) == (0, 1)
    assert known["development"]["learns"] and not known["rice-price"]["learns"]
    refused = run_cli("topics", "label", article, "rice-price", "--yes", "--by", LAN, "--home", desk.path)
    assert refused.code == 2 and "takes no labels" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("environment", "--by", LAN), "Nothing is said"),
        (("environment", "--yes"), "--by"),
        (("environment", "--yes", "--by", "Ai Đó"), "Ai Đó"),
        (("environment", "--undo", "--by", LAN), "Nobody has said"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk: Home, arguments: tuple[str, ...], said: str) -> None:
    (article,) = found(desk)
    done = run_cli("topics", "label", article, *arguments, "--home", desk.path)
    assert done.code in (1, 2) and said in done.stderr


def test_organisations_and_the_province_around_a_place_narrow_a_search(desk: Home) -> None:
    (article,) = found(desk)
    with Parts(desk) as parts:
        with parts.archive.writing() as connection:
            (known,) = articles.get(connection, [article])
            read = Annotation(
                language="vi",
                places=(PlaceTag(place="Vàm Trúc", count=1, home=True, within="Phú Giang"),),
                organisations=(OrganisationTag(name="Sở Y tế Phú Giang", count=2),),
                phrases=("sạt lở bờ sông",),
            )
            annotation_store.put(connection, article, known.version, read)
        indexing.rebuild(parts)
    assert found(desk, "--organisation", "Sở Y tế Phú Giang") == [article]
    assert found(desk, "--organisation", "Sở Y tế") == []
    assert found(desk, 'organisation:"so y te phu giang"') == [article]
    assert found(desk, "--place", "Phú Giang") == found(desk, "--place", "Vàm Trúc") == [article]
    facets = run_cli("search", "--json", "--home", desk.path).json()["facets"]
    assert facets["organisation"] == [{"value": "Sở Y tế Phú Giang", "count": 1}]
    assert {each["value"] for each in facets["place"]} == {"Phú Giang", "Vàm Trúc"}
    shown = run_cli("show", article, "--home", desk.path).stdout
    assert "Organisations: Sở Y tế Phú Giang" in shown and "Key phrases: sạt lở bờ sông" in shown
