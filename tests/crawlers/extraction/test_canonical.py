"""The address that a page calls its own."""

import pytest

from tests.crawlers.extraction.pages import html, meta, said, whole
from tests.crawlers.making import ARTICLE, SITE


def canonical(link: str, url: str = ARTICLE) -> str | None:
    return whole(html(f'<link rel="canonical" href="{link}">{said()}'), url).canonical_url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (ARTICLE, f"{ARTICLE}?utm_source=zalo"),
        (ARTICLE, ARTICLE.replace("//", "//m.")),
        (ARTICLE, ARTICLE.replace("/thoi-su/", "/amp/thoi-su/")),
        ("/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html", f"{SITE}/x/184532"),
        (ARTICLE.replace(SITE, "https://phugiangonline.vn"), ARTICLE),
        (f"{SITE}/bai/77", f"{SITE}/amp/bai/77"),
        (f"{SITE}/Default.aspx?id=77", f"{SITE}/m/Default.aspx?id=77"),
    ],
)  # fmt: skip
def test_a_canonical_link_within_the_source_counts(link: str, url: str) -> None:
    assert canonical(link, url) == (link if link.startswith("http") else ARTICLE)


@pytest.mark.parametrize(
    "link",
    [
        "https://baokhac.vn/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        "https://baophugiang.vn.evil.example/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        SITE,
        "/",
        f"{SITE}/thoi-su",
        f"{SITE}/chi-tiet-tin/",
        "",
        "http://[xau",
        "https://baophugiang.vn:abc/thoi-su/ngap-nang-o-ba-phuong-trung-tam-184532.html",
        "javascript:void(0)",
    ],
)
def test_any_other_canonical_link_does_not(link: str) -> None:
    assert canonical(link) is None


def test_a_canonical_link_that_leaves_the_number_out_does_not_count() -> None:
    assert canonical(f"{SITE}/Default.aspx", f"{SITE}/Default.aspx?id=77") is None


def test_the_open_graph_address_stands_in_for_a_canonical_link() -> None:
    assert whole(html(said() + meta(og_url=ARTICLE)), f"{ARTICLE}?a=1").canonical_url == ARTICLE
