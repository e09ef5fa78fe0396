"""What is asked of the spider: single addresses, revisits, and an orderly end, whoever asks for it."""

import json
import signal
import time
from collections.abc import Iterator

import pytest

from tests.crawlers.crawling import Plan, run, start
from tests.crawlers.misbehaving import PAGE
from tests.crawlers.server import (
    Server,
    robots,
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


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
