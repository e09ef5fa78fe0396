"""A crawl of many sources, most of which misbehave: each is answered by name, and none costs another one anything."""

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from diembao import __version__
from tests.crawlers.crawling import Crawl, Plan, run, start
from tests.crawlers.server import (
    Answer,
    Server,
    article,
    cut_off,
    endless,
    hang_up,
    redirect,
    robots,
    silent,
    trickle,
)

PAGE = article("Mưa lớn ở Phú Giang")


class Recovering:
    """Answers 503 the first time and with a page from then on."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked += 1
        body = PAGE.body.encode() if isinstance(PAGE.body, str) else PAGE.body
        handler.send_response(503 if self.asked == 1 else 200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def healthy(plan: Plan) -> None:
    server = plan.server
    pages = [server.put("lanh", f"/bai-{number}", PAGE) for number in range(8)]
    again = [f"{pages[0]}?utm_source=rss&utm_medium=feed", f"{pages[0]}#binh-luan", f"{pages[0]}/?fbclid=1", pages[0]]
    plan.source("lanh", *pages, *again)
    cookie = Answer(PAGE.body, headers={"Set-Cookie": "theo-doi=1; Path=/"})
    plan.source("banh", *(server.put("banh", f"/bai-{number}", cookie) for number in range(3)))


def with_robots(plan: Plan) -> None:
    server = plan.server
    for name, rules in {
        "cam-mot-phan": robots("User-agent: *\nDisallow: /kin/\n"),
        "cam-het": robots("User-agent: *\nDisallow: /\n"),
        "cam-ta": robots("User-agent: *\nAllow: /\n\nUser-agent: Diembao\nDisallow: /mo/\n"),
        "cam-ai-khac": robots("User-agent: press\nDisallow: /\n\nUser-agent: monitoring\nDisallow: /\n"),
        "robots-404": Answer("User-agent: *\nDisallow: /\n", 404),
        "robots-403": Answer("User-agent: *\nDisallow: /\n", 403),
        "robots-html": Answer("<html><body><h1>Trang chủ</h1></body></html>"),
        "robots-500": Answer("", 500),
        "robots-429": Answer("", 429),
        "robots-dut": hang_up,
        "robots-im": silent,
        "robots-sang-mang": redirect("http://www.facebook.com/robots.txt"),
        "robots-sang-may": redirect(server.url("la", "/robots-la.txt")),
        "robots-vong": redirect("/robots.txt"),
        "robots-cung-nha": redirect(server.url("www.robots-cung-nha", "/luat.txt")),
        "cham": robots("User-agent: *\nCrawl-delay: 2\n"),
    }.items():
        server.put(name, "/robots.txt", rules)
        plan.source(name, server.put(name, "/mo/bai", PAGE), server.put(name, "/kin/bai", PAGE))
    server.put("www.robots-cung-nha", "/luat.txt", robots("User-agent: *\nDisallow: /kin/\n"))


def with_errors(plan: Plan) -> None:
    server = plan.server
    plan.source(
        "loi",
        server.url("loi", "/404"),
        *(server.put("loi", f"/{status}", Answer("<h1>Lỗi</h1>", status)) for status in (410, 500, 403, 204)),
        server.put("loi", "/hoi-phuc", Recovering()),
        server.put("loi", "/trong", Answer("")),
        server.put("loi", "/pdf", Answer(b"%PDF-1.7", type="application/pdf")),
        server.put("loi", "/khong-kieu", Answer(PAGE.body, type="")),
        server.put("loi", "/bai", PAGE),
    )
    answers = {
        "qua-nhieu": Answer("", 429),
        "xin-cho": Answer("", 503, headers={"Retry-After": "60"}),
        "cam": Answer("", 403),
    }
    for name, answer in answers.items():
        plan.source(name, *(server.put(name, f"/bai-{number}", answer) for number in range(5)))
    for name, behaviour in {"im": silent, "nho-giot": trickle, "dut": hang_up, "cut": cut_off}.items():
        plan.source(name, server.put(name, "/hong", behaviour), server.put(name, "/bai", PAGE))
    bomb = gzip.compress(b"<p>" * 20_000_000)
    plan.source(
        "to",
        server.put("to", "/vo-tan", endless),
        server.put("to", "/lon", Answer(b"x" * 1_500_000)),
        server.put("to", "/bom", Answer(bomb, headers={"Content-Encoding": "gzip"})),
        server.put("to", "/nen-hong", Answer(b"khong phai gzip", headers={"Content-Encoding": "gzip"})),
        server.put("to", "/bo-ma", Answer(PAGE.body, type="text/html; charset=hex")),
        server.put("to", "/" + "dai-" * 1000, PAGE),
        server.put("to", "/bai", PAGE),
    )


def with_redirects(plan: Plan) -> None:
    server = plan.server
    reload = '<meta http-equiv="refresh" content="60;url=/tu-tai-lai">'
    plan.source(
        "chuyen",
        server.put("chuyen", "/vong", redirect("/vong-2")),
        server.put("chuyen", "/mang", redirect("https://www.facebook.com/bai")),
        server.put("chuyen", "/may", redirect(server.url("lanh", "/bai-0"))),
        server.put("chuyen", "/may-nay", redirect(f"http://127.0.0.1:{server.port}/")),
        server.put("chuyen", "/ngoai", redirect("https://baokhac.example/bai")),
        server.put("chuyen", "/tep", redirect("file:///etc/passwd")),
        server.put("chuyen", "/hong", redirect("http://[xau")),
        server.put("chuyen", "/trong-nha", redirect(server.url("m.chuyen", "/bai"), 301)),
        server.put("chuyen", "/mo-lai", Answer('<meta http-equiv="refresh" content="0;url=/dich">')),
        server.put("chuyen", "/tu-tai-lai", article("Bài", head=reload)),
    )
    server.put("chuyen", "/vong-2", redirect("/vong"))
    server.put("chuyen", "/dich", PAGE)
    server.put("m.chuyen", "/bai", PAGE)
    moved = [
        server.put("hai-nha", f"/bai-{number}", redirect(server.url("m.hai-nha", f"/bai-{number}")))
        for number in range(6)
    ]
    there = [server.put("m.hai-nha", f"/bai-{number}", PAGE) for number in range(6, 12)]
    for number in range(6):
        server.put("m.hai-nha", f"/bai-{number}", PAGE)
    plan.source("hai-nha", *moved, *there)


def with_bad_doors(plan: Plan) -> None:
    server = plan.server
    html = Answer("<html><body><h1>Trang chủ</h1></body></html>")
    plan.door("kenh-html", server.put("kenh-html", "/rss", html))
    maintenance = Answer("<html><body><h1>Trang web đang bảo trì</h1></body></html>")
    plan.door("kenh-bao-tri", server.put("kenh-bao-tri", "/rss", maintenance))
    plan.door("kenh-rong", server.put("kenh-rong", "/rss", Answer("", type="text/xml")))
    plan.door("kenh-404", server.url("kenh-404", "/rss"))
    plan.door("kenh-im", server.put("kenh-im", "/rss", silent))
    plan.door("kenh-chuyen", server.put("kenh-chuyen", "/rss", redirect("https://www.youtube.com/feeds")))
    plan.source(
        "kenh-ban",
        "http://[xau",
        "http://kenh-ban.localhost:99999/",
        "http://kenh-ban.localhost:abc/",
        "mailto:a@b.vn",
        "",
        "https://www.facebook.com/bai-mang",
        "https://baokhac.example/bai-khac",
        server.url("lanh", "/bai-0?tu=kenh-ban"),
        server.put("kenh-ban", "/bai", PAGE),
    )


def without_way(plan: Plan) -> None:
    server = plan.server
    plan.door("tu-choi", "http://tu-choi.localhost:1/rss")
    plan.door("khong-ten", "http://khong-ten.invalid/rss", domains=("khong-ten.invalid",))
    plan.source("khong-khai", server.put("khong-khai", "/bai", PAGE), local=False)
    plan.door("so-ip", f"http://127.0.0.1:{server.port}/rss", domains=("127.0.0.1",), local=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def plan(server: Server) -> Plan:
    """All of them."""
    plan = Plan(server)
    for part in (healthy, with_robots, with_errors, with_redirects, with_bad_doors, without_way):
        part(plan)
    return plan


@pytest.fixture(scope="module")
def crawl(plan: Plan) -> Crawl:
    """One crawl of everything."""
    return run(sources=plan.sources, settings={"timeout_seconds": 3, "max_page_megabytes": 1})


# what concerns every request


def test_a_crawl_of_all_this_ends_without_error_and_without_noise(crawl: Crawl) -> None:
    assert (crawl.error, crawl.stderr) == ("", "")


def test_every_door_is_reported_once(crawl: Crawl, plan: Plan) -> None:
    doors = [event["source"] for event in crawl.events if event["kind"] == "door"]
    assert sorted(doors) == sorted(source["id"] for source in plan.sources)


def test_every_request_says_honestly_who_asks(crawl: Crawl, server: Server) -> None:
    assert {asked.headers["User-Agent"] for asked in server.asked} == {f"diembao/{__version__} (press monitoring)"}


def test_every_request_asks_for_vietnamese_and_tells_nothing_else(crawl: Crawl, server: Server) -> None:
    assert {asked.headers["Accept-Language"] for asked in server.asked} == {"vi"}
    assert {name for asked in server.asked for name in asked.headers} == {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Host",
        "User-Agent",
    }


def test_no_cookie_is_sent_back(crawl: Crawl, server: Server) -> None:
    assert list(crawl.visits("banh").values()) == ["page"] * 3
    assert not [asked for asked in server.asked if "Cookie" in asked.headers]


def test_each_host_has_one_request_at_a_time(crawl: Crawl, server: Server) -> None:
    assert len(server.paths("lanh")) > 8
    assert len(server.paths("m.hai-nha")) > 12
    assert {host: most for host, most in server.most_at_once.items() if most > 1} == {}


def test_robots_txt_is_asked_for_first_and_once(crawl: Crawl, server: Server) -> None:
    for host in {asked.host for asked in server.asked} - {"robots-vong.localhost"}:
        paths = [asked.path for asked in server.asked if asked.host == host]
        if host == "www.robots-cung-nha.localhost":  # nothing but the other host's rules is fetched from here
            assert paths == ["/luat.txt"]
            continue
        assert paths[0] == "/robots.txt"
        tries = 2 if host.startswith(("robots-500", "robots-dut", "robots-im")) else 1
        assert paths.count("/robots.txt") == tries, host


def test_the_process_opens_no_port(crawl: Crawl) -> None:
    assert crawl.open_ports == 0


# healthy sources


def test_one_article_listed_in_many_spellings_is_fetched_once(crawl: Crawl, server: Server) -> None:
    assert crawl.door("lanh") == (8, "")
    assert crawl.visits("lanh") == {f"/bai-{number}": "page" for number in range(8)}
    assert server.paths("lanh") == ["/robots.txt", "/rss", *(f"/bai-{number}" for number in range(8))]


# robots.txt


def test_what_robots_txt_disallows_is_not_fetched(crawl: Crawl, server: Server) -> None:
    assert crawl.visits("cam-mot-phan") == {"/mo/bai": "page", "/kin/bai": "skipped robots"}
    assert "/kin/bai" not in server.paths("cam-mot-phan")


def test_a_site_that_disallows_everything_is_left_alone(crawl: Crawl, server: Server) -> None:
    assert crawl.door("cam-het") == (0, "robots")
    assert server.paths("cam-het") == ["/robots.txt"]


def test_rules_for_our_name_are_ours_and_others_are_not(crawl: Crawl) -> None:
    assert crawl.visits("cam-ta") == {"/mo/bai": "skipped robots", "/kin/bai": "page"}
    assert crawl.visits("cam-ai-khac") == {"/mo/bai": "page", "/kin/bai": "page"}


@pytest.mark.parametrize("name", ["robots-404", "robots-403", "robots-html"])
def test_without_robots_txt_everything_is_allowed(crawl: Crawl, name: str) -> None:
    assert crawl.visits(name) == {"/mo/bai": "page", "/kin/bai": "page"}


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("robots-500", "500"),
        ("robots-429", "429"),
        ("robots-im", "timeout"),
        ("robots-sang-mang", "facebook.com"),
        ("robots-sang-may", "la.localhost"),
        ("robots-vong", "redirect-loop"),
    ],
)
def test_while_robots_txt_cannot_be_read_nothing_is_fetched(
    crawl: Crawl, server: Server, name: str, detail: str
) -> None:
    assert crawl.door(name) == (0, "robots-unavailable")
    assert crawl.door_detail(name) == detail
    assert set(server.paths(name)) == {"/robots.txt"}
    assert server.paths("la") == []


def test_a_site_that_hangs_up_on_robots_txt_is_called_unreachable(crawl: Crawl, server: Server) -> None:
    assert crawl.door("robots-dut") == (0, "connection")
    assert set(server.paths("robots-dut")) == {"/robots.txt"}


def test_robots_txt_may_lie_elsewhere_in_the_house(crawl: Crawl) -> None:
    assert crawl.visits("robots-cung-nha") == {"/mo/bai": "page", "/kin/bai": "skipped robots"}


def test_the_crawl_delay_is_kept(crawl: Crawl, server: Server) -> None:
    assert crawl.visits("cham") == {"/mo/bai": "page", "/kin/bai": "page"}
    gaps = server.gaps("cham")
    assert len(gaps) == 3
    assert min(gaps) > 0.5  # 2 as asked for, less what a busy machine takes to note the first of two requests


# errors


def test_error_answers_are_told_apart(crawl: Crawl) -> None:
    visits = crawl.visits("loi")
    assert {path: visits[path] for path in ("/404", "/410")} == {"/404": "gone 404", "/410": "gone 410"}
    assert {visits[path] for path in ("/500", "/403", "/204")} == {"failed http-status"}
    assert {visits[path] for path in ("/hoi-phuc", "/trong", "/pdf", "/khong-kieu", "/bai")} == {"page"}


def test_what_may_be_better_in_a_moment_is_tried_again_and_nothing_else(crawl: Crawl, server: Server) -> None:
    tries = {path: server.paths("loi").count(path) for path in server.paths("loi")}
    assert {path for path, number in tries.items() if number == 2} == {"/500", "/hoi-phuc"}
    assert max(tries.values()) == 2


@pytest.mark.parametrize(("name", "asked"), [("qua-nhieu", 1), ("xin-cho", 1), ("cam", 2)])
def test_a_host_that_turns_requests_away_is_left_alone(crawl: Crawl, server: Server, name: str, asked: int) -> None:
    visits = [crawl.visits(name)[f"/bai-{number}"] for number in range(5)]
    assert visits == ["failed http-status"] * asked + ["skipped paused"] * (5 - asked)
    assert len(server.paths(name)) == 2 + asked


@pytest.mark.parametrize(
    ("name", "reason"), [("im", "timeout"), ("nho-giot", "timeout"), ("dut", "connection"), ("cut", "connection")]
)
def test_a_slow_or_broken_connection_costs_one_page(crawl: Crawl, name: str, reason: str) -> None:
    assert crawl.visits(name) == {"/hong": f"failed {reason}", "/bai": "page"}


def test_a_page_that_is_too_large_is_not_read_to_its_end(crawl: Crawl, server: Server) -> None:
    visits = crawl.visits("to")
    assert {visits[path] for path in ("/vo-tan", "/lon", "/bom")} == {"failed too-large"}
    assert visits["/bai"] == "page"
    assert 0 < server.sent_of_endless < 20_000_000


def test_a_body_that_cannot_be_unpacked_or_decoded_costs_one_page(crawl: Crawl) -> None:
    visits = crawl.visits("to")
    assert visits["/nen-hong"] == "failed encoding"
    assert visits["/bo-ma"] == "failed unexpected"


def test_a_very_long_address_is_counted_like_any_other(crawl: Crawl) -> None:
    assert crawl.visits("to")["/" + "dai-" * 1000] == "page"


# redirects


def test_redirects_keep_the_rules(crawl: Crawl, server: Server) -> None:
    visits = crawl.visits("chuyen")
    assert visits["/vong"] == "failed redirect-loop"
    assert visits["/mang"] == "skipped refused-host"
    assert visits["/may"] == visits["/may-nay"] == visits["/ngoai"] == "skipped outside-source"
    assert visits["/tep"] == "failed http-status"
    assert visits["/hong"] == "failed unexpected"
    assert server.paths("lanh").count("/bai-0") == 1
    assert not [asked for asked in server.asked if asked.host == "127.0.0.1"]


def test_redirects_within_the_house_are_followed(crawl: Crawl, server: Server) -> None:
    page = crawl.page("chuyen", "/trong-nha")
    assert page["final"] == server.url("m.chuyen", "/bai")
    assert page["requested"] == server.url("chuyen", "/trong-nha")
    assert crawl.page("chuyen", "/mo-lai")["final"] == server.url("chuyen", "/dich")


def test_a_page_that_reloads_itself_is_a_page(crawl: Crawl, server: Server) -> None:
    assert crawl.visits("chuyen")["/tu-tai-lai"] == "page"
    assert server.paths("chuyen").count("/tu-tai-lai") == 1


def test_redirected_pages_arrive(crawl: Crawl) -> None:
    assert crawl.visits("hai-nha") == {f"/bai-{number}": "page" for number in range(12)}


# doors


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("kenh-html", "not-a-feed"),
        ("kenh-bao-tri", "blocked"),
        ("kenh-rong", "not-a-feed"),
        ("kenh-404", "http-status"),
        ("kenh-im", "timeout"),
        ("kenh-chuyen", "refused-host"),
        ("tu-choi", "connection"),
        ("khong-ten", "name-unknown"),
        ("khong-khai", "refused-host"),
        ("so-ip", "refused-host"),
    ],
)
def test_a_bad_door_is_named(crawl: Crawl, name: str, reason: str) -> None:
    assert crawl.door(name) == (0, reason)
    assert crawl.visits(name) == {}


def test_a_source_that_did_not_declare_itself_local_is_not_asked_at_all(crawl: Crawl, server: Server) -> None:
    assert server.paths("khong-khai") == []
    assert not [asked for asked in server.asked if asked.host == "127.0.0.1"]


def test_bad_addresses_in_a_feed_cost_only_themselves(crawl: Crawl, server: Server) -> None:
    assert crawl.door("kenh-ban") == (4, "")
    assert crawl.visits("kenh-ban") == {
        "/bai-mang": "skipped refused-host",
        "/bai-khac": "skipped outside-source",
        "/bai-0?tu=kenh-ban": "skipped outside-source",
        "/bai": "page",
    }
    assert server.paths("kenh-ban") == ["/robots.txt", "/rss", "/bai"]


# single addresses, revisits, and a receiver that breaks


def test_single_addresses_are_fetched_without_looking_at_doors(server: Server) -> None:
    server.put("le", "/bai", PAGE)
    server.put("le", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    source = {"id": "le", "domains": ["le.localhost"], "doors": [[server.url("le", "/rss"), "feed"]]}
    found = run(single=[(source, server.url("le", "/bai")), (source, server.url("le", "/kin/bai"))])
    assert found.visits("le") == {"/bai": "page", "/kin/bai": "skipped robots"}
    assert server.paths("le") == ["/robots.txt", "/bai"]


def test_a_revisit_of_a_listed_article_is_one_fetch(server: Server) -> None:
    plan = Plan(server)
    listed, unlisted = server.put("tham-lai", "/bai", PAGE), server.put("tham-lai", "/cu", PAGE)
    plan.source("tham-lai", server.put("tham-lai", "/bai?utm_source=rss", PAGE))
    found = run(sources=plan.sources, revisits={"tham-lai": [listed, unlisted]})
    assert sorted(found.visits("tham-lai").values()) == ["page", "page"]
    assert len(server.paths("tham-lai")) == 4


def test_what_one_source_must_not_fetch_another_may(server: Server) -> None:
    plan = Plan(server)
    url = server.put("chu-nha", "/bai", PAGE)
    plan.source("nguoi-la", url)
    plan.source("chu-nha", url)
    found = run(sources=plan.sources)
    assert found.visits("nguoi-la") == {"/bai": "skipped outside-source"}
    assert found.visits("chu-nha") == {"/bai": "page"}


@pytest.mark.parametrize("breaks_at", ["revisits", "door", "page", "gone", "skipped"])
def test_an_error_of_the_receiver_stops_the_crawl_and_surfaces(server: Server, breaks_at: str) -> None:
    plan = Plan(server)
    server.put("dung", "/robots.txt", robots("User-agent: *\nDisallow: /kin/\n"))
    pages = [server.put("dung", f"/bai-{number}", PAGE) for number in range(100)]
    plan.source("dung", server.url("dung", "/404"), server.url("dung", "/kin/bai"), *pages)
    found = run(sources=plan.sources, breaks_at=breaks_at)
    assert found.error == "the disk is full"
    assert len(found.events) < 5


def test_ctrl_c_does_not_wait_for_the_turn_of_requests_that_were_not_sent(server: Server) -> None:
    plan = Plan(server)
    server.put("doi", "/robots.txt", robots("User-agent: *\nCrawl-delay: 100\n"))
    plan.source("doi", server.put("doi", "/bai", PAGE))
    with start(sources=plan.sources) as process:
        while not server.paths("doi"):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=50)  # the next request would have been sent after 100 seconds
    assert json.loads(printed)["events"] == []
    assert server.paths("doi") == ["/robots.txt"]


# names that lead into private networks

RESOLVE = """
import json, sys
from twisted.internet import asyncioreactor
asyncioreactor.install()
from twisted.internet import reactor, task
from twisted.internet.error import DNSLookupError
from diembao.crawlers.connection.resolver import PublicResolver

async def main(reactor, names):
    resolver = PublicResolver(reactor, 100, 5)
    resolver.local_hosts = frozenset({"bao.localhost", "0x7f.2"})
    found = {}
    for name in names * 2:  # the second answer comes from the cache
        try:
            found.setdefault(name, []).append(await resolver.getHostByName(name))
        except DNSLookupError:
            found.setdefault(name, []).append(None)
    print(json.dumps(found))

def start(reactor, *names):
    from twisted.internet.defer import ensureDeferred
    return ensureDeferred(main(reactor, names))

task.react(start, sys.argv[1:])
"""


def test_a_name_that_leads_into_a_private_network_is_not_resolved() -> None:
    # Names in hexadecimal are looked up like any other, and need no name server.
    names = [
        "localhost",
        "bao.localhost",
        "tin.bao.localhost",
        "khac.localhost",
        "0x7f.1",
        "0x7f.2",
        "0x0a.1",
        "0xa9fea9fe",
        "0x08080808",
        "khong-co.invalid",
    ]
    done = subprocess.run([sys.executable, "-c", RESOLVE, *names], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout or "{}") == {
        "localhost": [None, None],
        "bao.localhost": ["127.0.0.1"] * 2,
        "tin.bao.localhost": ["127.0.0.1"] * 2,
        "khac.localhost": [None, None],
        "0x7f.1": [None, None],
        "0x7f.2": ["127.0.0.2"] * 2,
        "0x0a.1": [None, None],
        "0xa9fea9fe": [None, None],
        "0x08080808": ["8.8.8.8"] * 2,
        "khong-co.invalid": [None, None],
    }, done.stderr
