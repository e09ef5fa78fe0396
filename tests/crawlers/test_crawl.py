"""A crawl of many sources, most of which misbehave: each is answered by name, and none costs another one anything."""

from collections.abc import Iterator

import pytest

from diembao import __version__
from tests.crawlers.crawling import Crawl, Plan, run
from tests.crawlers.misbehaving import healthy, with_bad_doors, with_errors, with_redirects, with_robots, without_way
from tests.crawlers.server import (
    Server,
)


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
