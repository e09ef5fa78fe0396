"""Of what is withheld nothing is left in a home, once it is compacted; and nothing comes back by itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import tomlkit

from diembao.archive import Archive, article_addresses, flags, people, reviews, sendings, visits
from diembao.core.casework import Rating, Role
from diembao.core.clock import today
from diembao.core.findings import FlagReason
from diembao.core.home import Home
from diembao.core.mailing import SendingKind
from diembao.core.models import Channel, Listed, Page
from diembao.core.reviews import Review, ReviewItem
from diembao.desk.casework import cases as casework
from diembao.desk.casework import publishing
from diembao.index import drop_index
from diembao.pipeline import indexing, verifying
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests import services
from tests.conftest import Done, run_cli
from tests.draft_press import traces_in

URL = "https://bao-mau.example/cau/cau-vam-truc-1.html"
#: Its first three words stand nowhere else.
SECRET = "Ngần Xoẻn Loẳng nói cầu Vàm Trúc có tổng mức đầu tư 2.150 tỷ đồng"
#: What is looked for: words that no other report uses.
OWN = ("Ngần Xoẻn Loẳng nói cầu",)
TITLE = "Nhoẻng quạng thuồm bên cầu Vàm Trúc"
FIRST = f"{SECRET}. Cầu Vàm Trúc nối hai bờ sông Hưng, khởi công tại xã Bến Sậy."
OTHER = "Cầu Vàm Trúc có tổng mức đầu tư 2.510 tỷ đồng. Cầu nối hai bờ sông Hưng, khởi công tại xã Bến Sậy."
REASON = "Theo yêu cầu của người được nêu tên."
BOSS = "Lê Văn Bình"
CLERK = "Trần Thị Lan"


def html(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f"<html><head><title>{title}</title><meta property='og:type' content='article'></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def fetch(parts: Parts, url: str, title: str, text: str, at: datetime) -> None:
    source = parts.sources[0]
    with parts.archive.writing() as connection:
        run = visits.begin(connection, "collect", at)
    listed = Listed(url=url, source_id=source.id, channel=Channel.FEED, title=title, published_at=at)
    body = html(title, text).encode()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    Intake(parts, run).page(
        source, listed, Page(url=url, requested_url=url, status=200, headers=headers, body=body, fetched_at=at)
    )


@pytest.fixture(params=["embedded", "elasticsearch"])
def desk(request: pytest.FixtureRequest, home: Home) -> Iterator[Home]:
    """A desk that has quoted the article wherever it can: flag, case, evidence, published page, review, mail."""
    settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
    if request.param == "elasticsearch":
        place = {"engine": "elasticsearch", "url": services.elasticsearch(), "prefix": f"tests-{secrets.token_hex(6)}"}
        settings["index"].update(place)  # type: ignore[union-attr]
    home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")
    home = Home(home.path)
    at = datetime.now(UTC).replace(microsecond=0)
    with Parts(home) as parts:
        fetch(parts, URL, TITLE, FIRST, at - timedelta(hours=3))
        fetch(parts, URL, TITLE, f"{FIRST}\n\nThi công bắt đầu trong tháng này.", at - timedelta(hours=2))
        fetch(parts, "https://bao-mau.example/cau/2.html", "Cầu Vàm Trúc sắp xây", OTHER, at - timedelta(hours=1))
        verifying.drain(parts)
        indexing.drain(parts)
        quote_everywhere(parts)
    yield home
    if request.param == "elasticsearch":
        drop_index(home)


def quote_everywhere(parts: Parts) -> None:
    archive = parts.archive
    with archive.writing() as connection:
        boss = people.add(connection, name=BOSS, role=Role.ADMIN)
        people.add(connection, name=CLERK, role=Role.ANALYST, actor=boss.id)
        (flag,) = flags.listing(connection, reasons=[FlagReason.CONFLICTING_FIGURES])
    case = casework.open_from_flag(archive, flag.key, who=boss.id, reason=REASON)
    article_id = the_article(archive)
    casework.add_evidence(archive, str(case.number), quote=SECRET, article_id=article_id, who=boss.id)
    casework.conclude(archive, str(case.number), rating=Rating.FALSE, reason=REASON, publisher="Bàn tin", who=boss.id)
    publishing.publish(archive, parts.home, str(case.number), source_names={}, who=boss.id)
    with archive.writing() as connection:
        item = ReviewItem(story_id=flag.story_id, note=f"Xem: {SECRET}.", reports=(article_id,))
        reviews.append(connection, Review(day=today(), revision=1, intro=SECRET, items=(item,), edited_by=boss.id))
        mail = EmailMessage()
        mail["Subject"] = "Điểm báo"
        mail.set_content(f"{SECRET}.")
        sendings.claim(
            connection,
            key="digest:x",
            kind=SendingKind.DIGEST,
            recipient="a@b.example",
            subject="Điểm báo",
            message_id="<1@x>",
            message=bytes(mail),
            at=datetime.now(UTC),
        )


def the_article(archive: Archive) -> str:
    with archive.reading() as connection:
        known = article_addresses.known(connection, "bao-mau.example/cau/cau-vam-truc-1.html")
        return known.article_id if known else ""


def diembao(home: Home, *args: str, stdin: str = "") -> Done:
    return run_cli(*args, "--home", home.path, stdin=stdin.encode())


@pytest.mark.parametrize("what", ["passage", "article"])
def test_nothing_is_left_in_the_home(desk: Home, what: str) -> None:
    assert traces_in(desk.path, OWN) != {}  # the test can fail
    with Parts(desk) as parts:
        article_id = the_article(parts.archive)
    passage = ("--passage", "-") if what == "passage" else ()
    done = diembao(desk, "withhold", article_id, *passage, "--reason", REASON, "--as", BOSS, "--json", stdin=SECRET)
    assert done.code == 0, done.stderr
    assert done.json()["flags"] >= 1
    compacted = diembao(desk, "compact", "--json")
    assert compacted.code == 0, compacted.stderr
    assert traces_in(desk.path, OWN) == {}
    found = diembao(desk, "search", '"Ngần Xoẻn"', "--json")
    assert found.json()["total"] == 0
    assert diembao(desk, "audit", "verify").code == 0
    shown = diembao(desk, "show", article_id, "--json")
    assert (shown.code == 0) == (what == "passage")
    exported = diembao(desk, "export")
    assert "Cầu Vàm Trúc sắp xây" in exported.stdout and "Xoẻn" not in exported.stdout
    # A replay brings nothing back, nor does the page itself when it is met again.
    assert diembao(desk, "collect", "--replay").code == 0
    with Parts(desk) as parts:
        fetch(parts, URL, TITLE, FIRST, datetime.now(UTC))
        verifying.drain(parts)
        indexing.drain(parts)
    assert diembao(desk, "compact").code == 0
    assert traces_in(desk.path, OWN) == {}
    listed = diembao(desk, "withhold", "list", "--json").json()
    assert [(entry["article_id"], entry["person"], entry["reason"]) for entry in listed] == [(article_id, BOSS, REASON)]
