"""Why a page or a door failed: the words that are kept, and the sentences that are shown."""

from __future__ import annotations

from enum import StrEnum

from diembao.core.i18n import N_, _


class Reason(StrEnum):
    """One word for each thing that goes wrong with a page."""

    BLOCKED = "blocked"
    BUSY = "busy"
    CERTIFICATE = "certificate"
    CONNECTION = "connection"
    EMPTY_PAGE = "empty-page"
    ENCODING = "encoding"
    HTTP_STATUS = "http-status"
    LOGIN_WALL = "login-wall"
    NAME_UNKNOWN = "name-unknown"
    NO_ARTICLES = "no-articles"
    NO_TEXT = "no-text"
    NO_TITLE = "no-title"
    NOT_A_FEED = "not-a-feed"
    NOT_A_SITEMAP = "not-a-sitemap"
    NOT_AN_ARTICLE = "not-an-article"
    NOT_HTML = "not-html"
    OUTSIDE_SOURCE = "outside-source"
    PAUSED = "paused"
    PLACEHOLDER = "placeholder"
    REDIRECTED = "redirected"
    REDIRECT_LOOP = "redirect-loop"
    REFUSED_HOST = "refused-host"
    ROBOTS = "robots"
    ROBOTS_UNAVAILABLE = "robots-unavailable"
    SHORTER = "shorter"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    UNEXPECTED = "unexpected"
    WITHHELD = "withheld"


#: Reasons that are rules of ours or of the site, not failures of the page.
RULES = frozenset(
    {
        Reason.BUSY,
        Reason.OUTSIDE_SOURCE,
        Reason.PAUSED,
        Reason.REFUSED_HOST,
        Reason.ROBOTS,
        Reason.ROBOTS_UNAVAILABLE,
    }
)
#: Those that are over some time: what they kept from being fetched is still wanted.
FOR_NOW = frozenset({Reason.BUSY, Reason.PAUSED, Reason.ROBOTS_UNAVAILABLE})

_SENTENCES = {
    Reason.BLOCKED: N_("the site answers with a bot wall or a maintenance page"),
    Reason.BUSY: N_("another pass of this desk is at the site; each site is visited by one at a time"),
    Reason.CERTIFICATE: N_("the site's certificate cannot be verified"),
    Reason.CONNECTION: N_("the site does not accept the connection"),
    Reason.EMPTY_PAGE: N_("the page is empty"),
    Reason.ENCODING: N_("the page is packed in a way that cannot be unpacked"),
    Reason.HTTP_STATUS: N_("the site answers with an error"),
    Reason.LOGIN_WALL: N_("the page asks for a log-in"),
    Reason.NAME_UNKNOWN: N_("the host name is unknown, or leads into a private network"),
    Reason.NO_ARTICLES: N_("no article address is listed there"),
    Reason.NO_TEXT: N_("no article text was found on the page"),
    Reason.NO_TITLE: N_("no title was found on the page"),
    Reason.NOT_A_FEED: N_("the address does not answer with a feed"),
    Reason.NOT_A_SITEMAP: N_("the address does not answer with a sitemap"),
    Reason.NOT_AN_ARTICLE: N_("the page is a front or section page, not an article"),
    Reason.NOT_HTML: N_("the address does not answer with a web page"),
    Reason.OUTSIDE_SOURCE: N_("the address leads outside the source's domains"),
    Reason.PAUSED: N_("the site turned requests away, so it is left alone for a while"),
    Reason.PLACEHOLDER: N_("the page says that there is no such page"),
    Reason.REDIRECTED: N_("the address leads to another page now"),
    Reason.REDIRECT_LOOP: N_("the address redirects without end"),
    Reason.REFUSED_HOST: N_("the host is never collected"),
    Reason.ROBOTS: N_("the site's robots.txt does not allow it"),
    Reason.ROBOTS_UNAVAILABLE: N_("the site's robots.txt cannot be read, so nothing is fetched"),
    Reason.SHORTER: N_("most of the text is missing, which may be a fault of the page"),
    Reason.TIMEOUT: N_("the site did not answer in time"),
    Reason.TOO_LARGE: N_("the page is larger than allowed"),
    Reason.UNEXPECTED: N_("an error that nobody foresaw"),
    Reason.WITHHELD: N_("the article is withheld, so nothing of it is kept"),
}

#: Details that are words of ours, too, in the form that stands in brackets behind the sentence.
_DETAILS = {
    "ca-file": N_("the catalogue's ca_file is no PEM file of this home"),
    "captcha": N_("a captcha"),
    "cloudflare": N_("a challenge by Cloudflare"),
    "consent": N_("a request for consent to cookies"),
    "cookie-script": N_("a script that sets a cookie"),
    "cookies": N_("it leads in a circle until a cookie is sent back"),
    "expired": N_("it has expired"),
    "incomplete-chain": N_("its chain to a known authority is incomplete"),
    "javascript": N_("a page for browsers with JavaScript only"),
    "maintenance": N_("maintenance"),
    "not-yet-valid": N_("it is not valid yet"),
    "self-signed": N_("it is signed by nobody that is known"),
    "wrong-host": N_("it is made for another host"),
}


def explain(reason: str, detail: str = "") -> str:
    """A sentence for a reason word, with its detail in brackets."""
    sentence = _(_SENTENCES[Reason(reason)]) if reason in list(Reason) else reason
    detail = _(_DETAILS[detail]) if detail in _DETAILS else detail
    return f"{sentence} ({detail})" if detail else sentence
