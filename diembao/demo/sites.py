"""Pages of the fictional outlets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from importlib.resources import files

import jinja2

from diembao.demo.outlets import FEED_PATH, LISTING_PATH, SITEMAP_PATH, Outlet
from diembao.demo.press import Press, PressArticle

_ROBOTS = "User-agent: *\nDisallow: /noi-bo/\n"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_FEED_TEMPLATES = {"rss": "rss.xml", "rss-us-dates": "rss.xml", "rdf": "rdf.xml", "atom": "atom.xml"}
_RELATED = 4


@dataclass(frozen=True)
class Answer:
    """What a site answers."""

    status: int
    content_type: str
    text: str


class Site:
    """The site of one outlet.

    :param port: port under which it is reached, for its absolute links.
    """

    def __init__(self, outlet: Outlet, press: Press, port: int) -> None:
        self._outlet = outlet
        self._press = press
        self._site = f"http://{outlet.host}:{port}"
        self._templates = jinja2.Environment(
            loader=jinja2.FunctionLoader(
                lambda name: (files("diembao.demo") / "templates" / name).read_text(encoding="utf-8")
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    def answer(self, path: str, visit: int) -> Answer:
        """What the site answers at a path, at the first or second visit."""
        everything = self._press.articles(self._outlet, visit)
        articles = [article for article in everything if not article.removed]
        if path == "/robots.txt":
            return Answer(200, "text/plain; charset=utf-8", _ROBOTS)
        if path == FEED_PATH and self._outlet.feed:
            return self._feed(articles)
        if path == SITEMAP_PATH and self._outlet.sitemap:
            return Answer(200, "application/xml; charset=utf-8", self._render("sitemap.xml", articles=articles))
        if path in ("/", LISTING_PATH):
            return self._html(self._render("listing.html", articles=articles))
        for article in articles:
            if article.path == path:
                return self._article(article, articles)
        if any(article.path == path for article in everything):
            return Answer(410, "text/html; charset=utf-8", "<h1>Bài viết đã được gỡ</h1>")
        return Answer(404, "text/html; charset=utf-8", "<h1>Không tìm thấy trang</h1>")

    def _feed(self, articles: list[PressArticle]) -> Answer:
        if self._outlet.feed == "broken" or self._outlet.feed is None:
            return self._html("<html><body><p>Hệ thống đang được nâng cấp, mời bạn đọc quay lại sau.</p></body></html>")
        text = self._render(
            _FEED_TEMPLATES[self._outlet.feed],
            articles=articles,
            rss_date=self._rss_date,
            updated=articles[0].published_at.isoformat() if articles else "",
        )
        return Answer(200, "application/xml; charset=utf-8", text)

    def _rss_date(self, article: PressArticle) -> str:
        moment = article.published_at
        if self._outlet.feed == "rss-us-dates":
            return f"{moment.month}/{moment.day}/{moment.year} {moment.strftime('%I:%M:%S %p').lstrip('0')}"
        return format_datetime(moment)

    def _article(self, article: PressArticle, articles: list[PressArticle]) -> Answer:
        moment = article.published_at
        text = self._render(
            "article.html",
            article=article,
            related=[other for other in articles if other is not article][:_RELATED],
            printed_date=f"{_WEEKDAYS[moment.weekday()]}, {moment.strftime('%d/%m/%Y, %H:%M')} (GMT+7)",
            json_ld=_json_ld(article, self._site),
        )
        if article.slug == self._outlet.wrong_charset:
            return Answer(200, "text/html; charset=iso-8859-1", text)
        return self._html(text)

    def _html(self, text: str) -> Answer:
        return Answer(200, "text/html; charset=utf-8", text)

    def _render(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(outlet=self._outlet, site=self._site, **values)


def _json_ld(article: PressArticle, site: str) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "datePublished": article.published_at.isoformat(),
        "articleSection": article.section,
        "mainEntityOfPage": {"@type": "WebPage", "@id": site + article.path},
        "author": [{"@type": "Person", "name": article.author}] if article.author else [],
        "publisher": {"@type": "Organization", "name": article.outlet.name},
    }
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
