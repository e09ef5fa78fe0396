"""``sources add``, ``import`` and ``export``: the catalogue grows, and what stands in it stays."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diembao.core.home import Home
from diembao.core.models import Channel
from diembao.crawlers.catalogue import load_sources
from tests.conftest import Done, run_cli
from tests.crawlers.server import Answer, Server, article, feed, redirect, robots

COMMENTS = '# Nguồn của bàn\n\n[[source]] # đã kiểm tra\nid   = "bao-cu"\nname = "Báo Cũ"\n' + (
    'publisher = "Sở Thông tin tỉnh Cũ"\nkind = "local"\ndomains = ["baocu.vn"]\n# hết'
)
PAGE = article("Mưa lớn ở Phú Giang")
IMPRINT = "<footer><ul><li>Cơ quan của <b>Tỉnh ủy Phú Giang</b></li><li>Tổng biên tập: —</li></ul></footer>"
SLUG = "mua-lon-gay-ngap-nhieu-tuyen-duong-o-phu-giang"


def front(head: str = "", body: str = "", imprint: str = IMPRINT) -> Answer:
    name = '<meta property="og:site_name" content="Báo Phú Giang">'
    return Answer(f"<html><head><title>Trang nhất</title>{name}{head}</head><body>{body}{imprint}</body></html>")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        put = server.put

        def news(name: str, path: str) -> str:
            return put(name, path, feed(server.url(name, f"/{SLUG}-1.html")))

        # feeds named by the front page, and by the page that lists them
        alternate = '<link rel="alternate" type="application/rss+xml" href="/home.rss">'
        put("phugiang", "/", front(alternate, '<a href="/rss.htm">RSS</a>'))
        lists = (
            '<a href="/rss/thoi-su.rss">Thời sự</a><a href="/rss/kinh-te.rss">RSS</a><a href="/rss/hong.rss">Hỏng</a>'
        )
        put("phugiang", "/rss.htm", Answer(lists))
        for path in ("/home.rss", "/rss/thoi-su.rss", "/rss/kinh-te.rss"):
            news("phugiang", path)
        # no feed, but a sitemap in robots.txt
        sitemap = put("sodo", "/tin.xml", Answer(f"<urlset><url><loc>/{SLUG}-1.html</loc></url></urlset>"))
        put("sodo", "/robots.txt", robots(f"User-agent: *\nDisallow: /rss\nSitemap: {sitemap}\n"))
        put("sodo", "/", front())
        # neither: the front page lists articles
        links = "".join(f'<a href="/{SLUG}-{number}.html">Tin</a>' for number in range(100_000, 100_005))
        put("trang", "/", front(body=links))
        # nothing at all; nobody who publishes it; closed; elsewhere; broken
        put("khong", "/", front(body="<p>Đang xây dựng</p>"))
        put("vo-chu", "/", front(body=links, imprint=""))
        put("cam", "/robots.txt", robots("User-agent: *\nDisallow: /\n"))
        put("cam", "/", front(body=links))
        put("di", "/", redirect(server.url("noi-khac", "/")))
        put("hong", "/", Answer("lỗi", 500))
        yield server


@pytest.fixture
def desk(home: Home) -> Home:
    home.sources_file.write_text(COMMENTS, encoding="utf-8")
    home.settings_file.write_text("[crawl]\ndelay_seconds = 0\nretries = 0\ntimeout_seconds = 3\n", encoding="utf-8")
    return home


def add(desk: Home, url: str, *options: str) -> Done:
    return run_cli("sources", "add", url, "--local", "--home", desk.path, *options)


def added(desk: Home, url: str, *options: str) -> dict[str, Any]:
    done = add(desk, url, "--yes", "--json", *options)
    assert done.code == 0, done.stderr
    return done.json()


def test_a_site_is_added_with_the_feeds_that_it_names(desk: Home, server: Server) -> None:
    said = added(desk, server.url("phugiang"))
    assert said["written"] is True
    assert sorted(item["reason"] for item in said["tried"]) == ["", "", "", "http-status"]
    old, new = load_sources(desk.sources_file)
    assert old.id == "bao-cu"
    assert (new.id, new.name, new.publisher, new.kind, new.place, new.verified) == (
        "phugiang",
        "Báo Phú Giang",
        "Tỉnh ủy Phú Giang",
        "local",
        "Phú Giang",
        False,
    )
    assert [(door.url.partition("localhost")[2].partition("/")[2], door.section) for door in new.doors] == [
        ("home.rss", ""),
        ("rss/thoi-su.rss", "Thời sự"),
        ("rss/kinh-te.rss", ""),
    ]
    assert desk.sources_file.read_text(encoding="utf-8").startswith(COMMENTS)


def test_without_feeds_the_sitemaps_of_robots_txt_are_taken(desk: Home, server: Server) -> None:
    entry = added(desk, server.url("sodo"))["entry"]
    assert [door["url"] for door in entry["sitemaps"]] == [server.url("sodo", "/tin.xml")]
    assert "/rss" not in server.paths("sodo")


def test_without_either_the_front_page_is_taken(desk: Home, server: Server) -> None:
    added(
        desk,
        server.url("trang"),
        "--id",
        "trang",
        "--name",
        "Báo Trang",
        "--kind",
        "central",
        "--publisher",
        "Hội Trang",
    )
    source = load_sources(desk.sources_file)[-1]
    assert (source.id, source.name, source.publisher, source.kind, source.place) == (
        "trang",
        "Báo Trang",
        "Hội Trang",
        "central",
        "",
    )
    assert [door.channel for door in source.doors] == [Channel.LISTING]


def test_a_dry_run_shows_the_entry_and_writes_nothing(desk: Home, server: Server) -> None:
    done = add(desk, server.url("phugiang"), "--dry-run")
    assert done.code == 0
    assert done.stdout.startswith('[[source]]\nid = "phugiang"\n')
    assert "✗" in done.stderr
    assert desk.sources_file.read_text(encoding="utf-8") == COMMENTS


def test_nothing_is_written_when_nobody_is_there_to_ask(desk: Home, server: Server) -> None:
    done = add(desk, server.url("phugiang"))
    assert (done.code, "--yes" in done.stderr) == (2, True)
    assert desk.sources_file.read_text(encoding="utf-8") == COMMENTS


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("khong", 1, "No feed, sitemap or list of articles was found"),
        ("vo-chu", 2, "--publisher"),
        ("cam", 1, "robots.txt does not allow it"),
        ("di", 1, "leads outside the source's domains"),
        ("hong", 1, "500"),
        ("khong-co-that", 1, "could not be fetched"),
    ],
)
def test_a_site_that_cannot_be_added_is_answered_by_name(
    desk: Home, server: Server, name: str, code: int, said: str
) -> None:
    done = add(desk, server.url(name), "--yes")
    assert done.code == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert desk.sources_file.read_text(encoding="utf-8") == COMMENTS


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.facebook.com/baophugiang", "social network"),
        ("http://127.0.0.1:9/", "not a public host"),
        ("http://may-in/", "not a public host"),
        ("baophugiang.vn", "not a web address"),
        ("https://m.baocu.vn/thoi-su", "belongs to the source bao-cu"),
    ],
)
def test_what_is_never_collected_is_refused_before_it_is_asked(desk: Home, url: str, said: str) -> None:
    done = run_cli("sources", "add", url, "--yes", "--home", desk.path)
    assert done.code == 2
    assert said in done.stderr


def test_an_id_that_is_taken_is_named(desk: Home, server: Server) -> None:
    done = add(desk, server.url("trang"), "--yes", "--id", "bao-cu")
    assert (done.code, "has a source bao-cu already" in done.stderr) == (2, True)


# OPML


def test_what_one_desk_exports_another_one_imports_whole(tmp_path: Path, desk: Home) -> None:
    file = tmp_path / "nguon.opml"
    assert run_cli("init", "--home", tmp_path / "khac").code == 0
    everything = load_sources(Home(tmp_path / "khac").sources_file)
    assert run_cli("sources", "export", file, "--home", tmp_path / "khac").code == 0
    done = run_cli("sources", "import", file, "--home", desk.path, "--json")
    assert done.code == 0, done.stderr
    assert sorted(done.json()["added"]) == sorted(source.id for source in everything)
    here = {source.id: source for source in load_sources(desk.sources_file)}
    assert all(here[source.id] == source for source in everything)
    again = run_cli("sources", "import", file, "--home", desk.path, "--json").json()
    assert (again["added"], len(again["known"])) == ([], len(everything))


def test_another_programs_list_gives_what_can_be_used_and_the_rest_is_named(tmp_path: Path, desk: Home) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        """<opml version="1.0"><head><title>Feeds</title></head><body>
        <outline text="Báo"><outline text="Kinh tế" type="rss" xmlUrl="https://nhandan.vn/rss/kinhte-1185.rss"/>
        <outline text="Lạ" type="rss" xmlUrl="https://bao-la.vn/home.rss"/></outline>
        <outline text="Cũ" type="rss" xmlUrl="https://baocu.vn/rss"/>
        <outline text="Mạng" type="rss" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=1"/>
        <outline text="Hỏng" type="rss" xmlUrl="khong phai dia chi"/>
        </body></opml>""",
        encoding="utf-8",
    )
    done = run_cli("sources", "import", file, "--home", desk.path, "--json")
    said = done.json()
    assert done.code == 1
    assert said["added"] == ["nhandan"]
    (new,) = load_sources(desk.sources_file)[1:]
    assert new.publisher and [door.url for door in new.doors] == ["https://nhandan.vn/rss/kinhte-1185.rss"]
    why = {item["what"].split("/")[2] if "//" in item["what"] else item["what"]: item["why"] for item in said["unused"]}
    assert why == {
        "bao-la.vn": "Nothing says who publishes it.",
        "baocu.vn": "baocu.vn belongs to the source bao-cu already.",
        "www.youtube.com": "youtube.com is a social network or messenger, which are never collected",
        "khong phai dia chi": "This is not a web address.",
    }
    assert json.dumps(said["unused"]).count("diembao sources add https://bao-la.vn --publisher") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not an OPML file"),
        (b"<html><body/></html>", "not an OPML file"),
        (b"<opml><head/></opml>", "not an OPML file"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>', "declares entities"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>'.encode("utf-16"), "declares entities"),
        (b"<opml><body>" + b"<outline>" * 300, "not an OPML file"),
    ],
)
def test_what_is_no_opml_is_answered_by_name(tmp_path: Path, desk: Home, content: bytes, said: str) -> None:
    file = tmp_path / "x.opml"
    file.write_bytes(content)
    done = run_cli("sources", "import", file, "--home", desk.path)
    assert (done.code, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert desk.sources_file.read_text(encoding="utf-8") == COMMENTS


def test_a_source_that_cannot_be_used_costs_only_itself(tmp_path: Path, desk: Home) -> None:
    def outline(**said: str) -> str:
        own = {"id": "mot", "name": "Một", "publisher": "Hội Một", "kind": "central", "domains": "mot.vn"} | said
        return "<outline " + " ".join(f'd:{key}="{value}"' for key, value in own.items() if value) + "/>"

    lines = [
        outline(),
        outline(id="hai", domains="hai.vn", publisher=""),
        outline(id="ba", domains="facebook.com"),
        outline(id="bon", domains="mot.vn"),
        outline(id="nam", domains="nam.vn", interval_minutes="nhanh"),
        outline(id="sau", domains="sau.vn", color="xanh"),
    ]
    file = tmp_path / "x.opml"
    file.write_text(f'<opml version="2.0" xmlns:d="urn:diembao:opml:1"><body>{"".join(lines)}</body></opml>')
    said = run_cli("sources", "import", file, "--home", desk.path, "--json").json()
    assert said["added"] == ["mot"]
    assert [item["what"] for item in said["unused"]] == ["hai", "ba", "bon", "nam", "sau"]


def test_a_source_that_is_named_is_told_with_what_to_do(home: Home) -> None:
    everyone = run_cli("sources", "health", "--home", home.path)
    named = run_cli("sources", "health", "bao-mau", "--home", home.path)
    assert "What to do" not in everyone.stdout
    assert "What to do: `diembao collect --source bao-mau --once` looks at it now." in named.stdout
