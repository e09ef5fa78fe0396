"""``diembao review`` from proposals to the file and the mail, as people call it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import tomlkit

from diembao.archive import people
from diembao.core.casework import Role
from diembao.core.home import Home
from diembao.pipeline.parts import Parts
from tests.conftest import Done, run_cli
from tests.desk.press import before, report, story
from tests.smtp import mail_server

Review = Callable[..., Done]


@pytest.fixture
def stories(parts: Parts) -> list[str]:
    archive = parts.archive
    with archive.writing() as connection:
        people.add(connection, name="Lê Thu An", role=Role.ANALYST)
    return [
        story(archive, [report(archive, f"Tin số {number}", lead="Sa-pô.", topic="environment", at=before(number))])
        for number in range(3)
    ]


@pytest.fixture
def review(home: Home, stories: list[str]) -> Review:
    def review(command: str, *arguments: str | Path, **environment: str) -> Done:
        days = () if "--date" in arguments else ("--date", "2026-11-22")
        return run_cli("review", command, *arguments, *days, "--home", home.path, **environment)

    return review


def headlines(done: Done) -> list[str]:
    return [found["headline"] for section in done.json()["sections"] for found in section["stories"]]


def test_from_proposal_to_word_file(review: Review, stories: list[str], tmp_path: Path) -> None:
    proposed = review("propose", "--json").json()
    assert [group["topic"] for group in proposed["groups"]] == ["environment"]
    assert [found["id"] for found in proposed["groups"][0]["stories"]] == stories
    assert proposed["groups"][0]["stories"][0]["why"] == "1 report, 1 independent voice, latest 22/11/2026 12:00"
    adding = [word for story_id in stories for word in ("--add", story_id)]
    edited = review(
        "edit", "--by", "Lê Thu An", *adding, "--down", stories[0], "--note", stories[1], "Ghi chú.", "--json"
    )
    assert edited.json()["revision"] == 5
    assert headlines(review("show", "--json")) == ["Tin số 1", "Tin số 0", "Tin số 2"]
    out = tmp_path / "out.docx"
    assert review("export", "--out", out).code == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(out.read_bytes())).paragraphs)
    assert text.index("1. Tin số 1\nGhi chú.") < text.index("2. Tin số 0\nSa-pô.") < text.index("3. Tin số 2")
    page = tmp_path / "out.html"
    assert review("export", "--out", page).code == 0
    assert "Ghi chú." in page.read_text(encoding="utf-8")


def test_edits_can_be_taken_back(review: Review, stories: list[str]) -> None:
    review("edit", "--by", "Lê Thu An", "--add", stories[0], "--title", "Điểm báo đặc biệt")
    assert "ĐIỂM BÁO ĐẶC BIỆT" in review("show").stdout
    review("edit", "--by", "Lê Thu An", "--undo", "--drop", stories[0])
    found = review("show", "--json").json()
    assert (found["title"], found["sections"]) == ("Press review of 22/11/2026", [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "--date", "2020-01-01"), "Nobody has begun the press review of 01/01/2020."),
        (("export", "--out", "out.pdf"), "ends neither in .docx nor in .html"),
        (("edit", "--by", "Không ai", "--title", "x"), "Nobody at this desk is called"),
        (("edit", "--by", "Lê Thu An", "--add", "01XYZ"), "There is no story 01XYZ."),
        (("edit", "--by", "Lê Thu An", "--note", "01XYZ", "x"), "does not have the story 01XYZ"),
        (("send", "--to", "a@b.example"), "Nobody has begun"),
        (("propose", "--date", "22/11/2026"), "22/11/2026"),
    ],
)
def test_wrong_usage_is_answered_by_name(review: Review, arguments: tuple[str, ...], said: str) -> None:
    done = review(*arguments)
    assert done.code == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_written_is_named(review: Review, stories: list[str], tmp_path: Path) -> None:
    review("edit", "--by", "Lê Thu An", "--add", stories[0])
    done = review("export", "--out", tmp_path / "no-such-folder" / "x.docx")
    assert done.code == 2
    assert "x.docx cannot be written" in done.stderr


def test_the_review_is_mailed(review: Review, home: Home, stories: list[str]) -> None:
    review("edit", "--by", "Lê Thu An", "--add", stories[0])
    with mail_server() as server:
        settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
        settings["mail"] = server.settings.model_dump(include={"host", "port", "security", "sender"})
        home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")
        done = review("send", "--to", "a@co-quan.example.vn", "--json")
        assert done.code == 0, done.stderr
        assert [(one["to"], one["state"]) for one in json.loads(done.stdout)] == [("a@co-quan.example.vn", "sent")]
        assert server.recipients == ["a@co-quan.example.vn"]
        server.refusals["b@co-quan.example.vn"] = "550 no such user"
        refused = review("send", "--to", "b@co-quan.example.vn")
    assert refused.code == 1
    assert "550" in refused.stdout
