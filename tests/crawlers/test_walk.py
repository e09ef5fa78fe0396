"""Going through the pages of a door: which are worth a request, and what the door is told to have answered."""

from collections.abc import Iterator

import pytest

from diembao.core.models import Channel, Listed
from diembao.crawlers.doors import Reading, Walk
from tests.crawlers.crawling import Crawl, Plan, run
from tests.crawlers.making import SITE, SOURCE, door
from tests.crawlers.server import Answer, Server, article, feed, robots

PAGE = article("Mưa lớn ở Phú Giang")
SLUG = "mua-lon-gay-ngap-nhieu-tuyen-duong"


def reading(*numbers: int, further: tuple[str, ...] = (), left_out: int = 0) -> Reading:
    items = (Listed(url=f"{SITE}/tin-{n}", source_id=SOURCE.id, channel=Channel.LISTING) for n in numbers)
    return Reading(tuple(items), further, left_out)


def answer(walk: Walk) -> tuple[int, str, str]:
    listed, reason, detail = walk.answer()
    return len(listed), reason, detail


def test_a_page_on_which_little_is_new_is_the_last() -> None:
    walk = Walk(door(Channel.LISTING))
    known = {f"{SITE}/tin-{n}" for n in range(2, 20)}
    wanted, pages = walk.took(
        reading(*range(20), further=("/2",)), 0, lambda items: [i for i in items if i.url not in known]
    )
    assert ([item.url for item in wanted], pages) == ([f"{SITE}/tin-0", f"{SITE}/tin-1"], [])
    assert walk.over
    assert answer(walk) == (20, "", "")


def test_a_page_that_repeats_the_one_before_is_the_last() -> None:
    walk = Walk(door(Channel.LISTING))
    assert walk.took(reading(1, 2, further=(f"{SITE}/trang-2",)), 0, lambda items: items)[1] == [f"{SITE}/trang-2"]
    assert not walk.over
    assert walk.took(reading(1, 2, further=(f"{SITE}/trang-3",)), 1, lambda items: items) == ([], [])
    assert walk.over
    assert answer(walk) == (2, "", "")


def test_a_page_that_was_read_is_not_read_again() -> None:
    walk = Walk(door(Channel.LISTING))
    assert walk.took(reading(1, further=(f"{SITE}/door", "/trang-2")), 0, lambda items: items)[1] == ["/trang-2"]


def test_a_door_fails_when_none_of_its_pages_lists_anything() -> None:
    walk = Walk(door(Channel.SITEMAP))
    walk.took(Reading((), ("/1.xml", "/2.xml")), 0, lambda items: items)
    walk.failed("timeout", "")
    walk.failed("http-status", "500")
    assert walk.over
    assert answer(walk) == (0, "timeout", "")


def test_a_door_works_when_one_of_its_pages_does_and_says_what_it_left_out() -> None:
    walk = Walk(door(Channel.SITEMAP))
    walk.took(Reading((), ("/1.xml", "/2.xml")), 0, lambda items: items)
    walk.failed("http-status", "500")
    walk.took(reading(1, left_out=4000), 1, lambda items: items)
    assert answer(walk) == (1, "", "4,000 older entries left out; 1 of its pages failed: http-status 500")


# over HTTP


def listing(name: str, number: int, following: str) -> Answer:
    links = "".join(f'<p><a href="/{SLUG}-{10_000 + 10 * number + n}.html">Tin</a></p>' for n in range(3))
    return Answer(f"<html><body>{links}{following}</body></html>")


def sitemap(*urls: str) -> Answer:
    return Answer(f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>", type="text/xml")


def index(*urls: str) -> Answer:
    maps = "".join(f"<sitemap><loc>{url}</loc><lastmod>2199-01-01</lastmod></sitemap>" for url in urls)
    return Answer(f"<sitemapindex>{maps}</sitemapindex>", type="text/xml")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def crawl(server: Server) -> Crawl:
    plan = Plan(server)
    put = server.put
    # an index with a sitemap that robots.txt closes, one outside the house, one that breaks, and an index in it
    put("chi-muc", "/robots.txt", robots("User-agent: *\nDisallow: /kin.xml\n"))
    put("chi-muc", "/kin.xml", sitemap("/bai-kin"))
    inner = put("chi-muc", "/trong.xml", index(put("chi-muc", "/b.xml", sitemap(put("chi-muc", "/bai-b", PAGE)))))
    children = (put("chi-muc", "/a.xml", sitemap(put("chi-muc", "/bai-a", PAGE))), "/kin.xml", "/hong.xml", inner)
    outside = "https://bao-khac.vn/a.xml"
    plan.door("chi-muc", put("chi-muc", "/chi-muc.xml", index(*children, outside)), channel="sitemap")
    # an index that names itself, and indexes without end
    plan.door("vong", put("vong", "/0.xml", index("/0.xml", "/1.xml")), channel="sitemap")
    for depth in range(1, 30):
        put("vong", f"/{depth}.xml", index(f"/{depth + 1}.xml"))
    # an index of more sitemaps than anybody reads
    many = [put("nhieu", f"/{n}.xml", sitemap(put("nhieu", f"/bai-{n}", PAGE))) for n in range(100)]
    plan.door("nhieu", put("nhieu", "/chi-muc.xml", index(*many)), channel="sitemap")
    # a listing of three pages, and one without end
    for name, last in (("trang", 3), ("vo-tan", 50)):
        for number in range(1, last + 1):
            more = f'<a href="/tin?page={number + 1}">Trang sau</a>' if number < last else ""
            put(name, "/tin" if number == 1 else f"/tin?page={number}", listing(name, number, more))
        for number in range(10_000, 10_600):
            put(name, f"/{SLUG}-{number}.html", PAGE)
        plan.door(name, server.url(name, "/tin"), channel="listing")
    # a feed that says where its archive goes on
    put("rss", "/rss", feed(put("rss", "/bai-1", PAGE)))
    plan.door("rss", server.url("rss", "/rss"))
    return run(sources=plan.sources)


def test_the_sitemaps_of_an_index_are_followed_and_those_that_fail_cost_only_themselves(
    crawl: Crawl, server: Server
) -> None:
    assert crawl.visits("chi-muc") == {"/bai-a": "page", "/bai-b": "page"}
    assert crawl.door("chi-muc") == (2, "")
    assert crawl.door_detail("chi-muc").startswith("3 ")  # in the language of the process that crawls
    assert "/kin.xml" not in server.paths("chi-muc")


def test_indexes_of_indexes_are_followed_only_so_far(crawl: Crawl, server: Server) -> None:
    assert crawl.door("vong") == (0, "")
    assert server.paths("vong") == ["/robots.txt", "/0.xml", "/1.xml", "/2.xml", "/3.xml"]


def test_only_so_many_sitemaps_of_an_index_are_read(crawl: Crawl, server: Server) -> None:
    assert crawl.door("nhieu") == (11, "")
    assert len([path for path in server.paths("nhieu") if path.endswith(".xml")]) == 12


def test_a_listing_is_read_page_by_page(crawl: Crawl, server: Server) -> None:
    assert crawl.door("trang") == (9, "")
    assert len(crawl.visits("trang")) == 9


def test_a_listing_without_end_is_read_only_so_far(crawl: Crawl, server: Server) -> None:
    assert crawl.door("vo-tan") == (15, "")
    assert [path for path in server.paths("vo-tan") if path.startswith("/tin")][-1] == "/tin?page=5"


def test_every_door_is_told_once(crawl: Crawl) -> None:
    told = [event["source"] for event in crawl.events if event["kind"] == "door"]
    assert sorted(told) == ["chi-muc", "nhieu", "rss", "trang", "vo-tan", "vong"]


def test_a_door_that_lists_pages_only_is_an_index() -> None:
    index, listing = Walk(door(Channel.SITEMAP)), Walk(door(Channel.LISTING))
    index.took(Reading((), ("/1.xml",)), 0, lambda items: items)
    index.took(reading(1), 1, lambda items: items)
    listing.took(reading(1, further=(f"{SITE}/trang-2",)), 0, lambda items: items)
    assert (index.is_index, listing.is_index) == (True, False)
