"""The table: each row is an outlet that misbehaves in one way, and says what must become of it.

An outlet's feed lists its bad pages first and a good article last, which must be there in the end, whatever comes
before it. What a visit ends in is written as outcome and reason: ``new``, ``failed timeout``, ``quarantined no-text``,
``skipped outside-source``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.crawlers.hostile import misbehaving as bad
from tests.crawlers.server import (
    Answer,
    Behaviour,
    article,
    cut_off,
    endless,
    feed,
    hang_up,
    redirect,
    robots,
    silent,
    trickle,
)

BAD = "/thoi-su/bai-xau-ve-mua-lon-o-phu-giang-10001.html"
SECOND = "/thoi-su/bai-xau-thu-hai-ve-mua-lon-o-phu-giang-10002.html"
HIDDEN = "/thoi-su/bai-khong-duoc-liet-ke-o-phu-giang-10003.html"
GOOD = "/thoi-su/bai-tot-ve-mua-lon-o-phu-giang-10009.html"
OTHER = "https://baokhac.example/tin-khac-ve-mua-lon-o-phu-giang-10001.html"


PAGE = article("Mưa lớn ở Phú Giang")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way to misbehave; its host is ``name.localhost``."""

    name: str
    pages: Mapping[str, Behaviour] = field(default_factory=lambda: {GOOD: PAGE})
    """What its feed lists, in this order."""
    becomes: Mapping[str, str] = field(default_factory=lambda: {GOOD: "new"})
    """What the visit of each listed page ends in."""
    any_order: bool = False
    """Whether the ends may be spread over the pages in another way: which is asked for first is nobody's promise."""
    beside: Mapping[str, Behaviour] = field(default_factory=dict)
    """Pages that no door lists."""
    door: Callable[[str, Sequence[str]], Behaviour] | None = None
    """Makes another door than that feed, of the outlet's first address and the listed ones."""
    listing: bool = False
    sitemap: bool = False
    door_fails: str = ""
    """Reason and detail with which the door fails; nothing is visited then. A bar separates what may come."""
    door_says: str = ""
    """What a door that works says beside."""
    tls: str = ""
    """Name of its certificate, see ``press``."""
    resolves_to: tuple[str, ...] = ()
    """What its name resolves to, one answer after the other; such a host is ``name.example``, and not local."""

    @property
    def host(self) -> str:
        return f"{self.name}.{'example' if self.resolves_to else 'localhost'}"

    @property
    def expected(self) -> dict[str, str]:
        """Path -> end of each visit."""
        return {} if self.door_fails else dict(self.becomes)


def page(name: str, behaviour: Behaviour, becomes: str, **beside: Behaviour) -> Row:
    """A row with one bad page, and a good one after it."""
    return Row(name=name, pages={BAD: behaviour, GOOD: PAGE}, becomes={BAD: becomes, GOOD: "new"}, beside=beside)


def turned_away(name: str, answer: Answer, becomes: str, asked: int = 2) -> Row:
    """A row whose host refuses, and is left alone when it has been asked so often."""
    paths = [BAD, SECOND, GOOD]
    ends = [becomes] * asked + ["skipped paused"] * (len(paths) - asked)
    return Row(
        name=name, pages=dict.fromkeys(paths, answer), becomes=dict(zip(paths, ends, strict=True)), any_order=True
    )


def text(title: str, *, head: str = "", last: str = "Nước rút dần từ chiều.") -> bytes:
    return str(article(title, head=head, last=last).body).encode()


def prices(day: int) -> Answer:
    """What is written anew each day from one pattern, under an address that stands for all days."""
    towns = "".join(
        f"<p>Tại chợ đầu mối {town} của tỉnh Phú Giang, thương lái thu mua lúa tươi tại ruộng với giá {7000 + day} "
        "đồng mỗi ký, gạo thành phẩm được các kho giữ nguyên như phiên trước.</p>"
        for town in ("Tân Lập", "Vĩnh Hòa", "Long Sơn", "Mỹ An")
    )
    return Answer(
        f'<html><head><title>Giá lúa gạo hôm nay {day}/9</title><meta property="og:type" content="article">'
        f"{bad.published(f'2026-09-{day}T06:00:00+07:00')}{bad.canonical(HIDDEN)}</head>"
        f"<body><article><h1>Giá lúa gạo hôm nay {day}/9</h1>{towns}</article></body></html>"
    )


OTHER_TEXT = Answer(
    '<html><head><title>Cầu mới qua sông Hưng thông xe</title><meta property="og:type" content="article">'
    f"{bad.canonical(HIDDEN)}</head><body><article><h1>Cầu mới qua sông Hưng thông xe</h1>"
    "<p>Sáng nay cây cầu bắc qua sông Hưng được thông xe sau ba năm thi công, nối hai xã ven biển với trung tâm.</p>"
    "<p>Người dân hai bờ từ nay không phải đi phà, thời gian tới bệnh viện tỉnh rút ngắn còn hai mươi phút.</p>"
    "</article></body></html>"
)
NEXT_CENTURY = "Fri, 31 Dec 2099 23:59:59 GMT"
D1N = '<html><body><script>document.cookie="D1N=5b1f;path=/";window.location.reload(true);</script></body></html>'
MOMENT = (
    "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue"
    "</noscript><script>window._cf_chl_opt={cvId:'3'};</script></body></html>"
)
CAPTCHA = '<html><body><p>Vui lòng xác nhận bạn không phải là robot.</p><div class="g-recaptcha"></div></body></html>'
REFRESHING = (
    '<html><head><meta http-equiv="refresh" content="3;url=/cdn-cgi/l/chk"></head>'
    "<body><p>Checking your browser before accessing the site.</p></body></html>"
)
CONSENT = (
    "<html><head><title>Báo Phú Giang</title></head><body><p>Before you continue: accept all cookies to continue.</p>"
    "</body></html>"
)
MAINTENANCE = "<html><head><title>Thông báo</title></head><body><h1>Trang web đang bảo trì</h1></body></html>"
LOG_IN = "<html><head><title>Đăng nhập</title></head><body><h1>Đăng nhập</h1><p>Đăng nhập để đọc.</p></body></html>"
SOFT_404 = "<html><head><title>Lỗi</title></head><body><h1>Không tìm thấy trang</h1><p>Về trang chủ.</p></body></html>"
LAUGHS = "".join(f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(12))
TOO_LONG_TITLE = "Mưa lớn " * 75_000

CONNECTIONS = [
    page("slow-loris", trickle, "failed timeout"),
    page("slow-headers", bad.slow_head, "failed timeout"),
    page("silence", silent, "failed timeout"),
    page("endless-headers", bad.endless_head, "failed too-large"),
    page("endless-header-line", bad.endless_line, "failed too-large"),
    page("endless-body", endless, "failed too-large"),
    page("body-too-large", Answer(b"x" * 2_500_000), "failed too-large"),
    page("hangs-up", hang_up, "failed connection"),
    page("shorter-than-announced", cut_off, "failed connection"),
    page("longer-than-announced", bad.longer_than_announced(PAGE), "new"),
    page("no-http", bad.says(b"khong phai http\r\n\r\n"), "failed connection"),
    page("broken-chunks", bad.broken_chunks, "failed connection"),
    page("gzip-bomb", bad.packed("gzip"), "failed too-large"),
    page("deflate-bomb", bad.packed("deflate"), "failed too-large"),
    page("brotli-bomb", bad.packed("br"), "failed too-large"),
    page("zstd-bomb", bad.packed("zstd"), "failed too-large"),
    page("broken-gzip", Answer(b"khong phai gzip", headers={"Content-Encoding": "gzip"}), "failed encoding"),
    page("broken-deflate", Answer(b"khong phai deflate", headers={"Content-Encoding": "deflate"}), "failed encoding"),
    page(
        "packed-in-layers",
        Answer(PAGE.body, headers={"Content-Encoding": "gzip, " * 9_000 + "gzip"}),
        "failed encoding",
    ),
]

STATUS = [
    page("500-then-200", bad.Recovering(PAGE), "new"),
    page("always-500", Answer("", 500), "failed http-status"),
    page("not-found", Answer("<h1>Không có</h1>", 404), "failed http-status"),
    page("unasked-304", Answer(status=304, type=""), "failed http-status"),
    page("redirect-to-nowhere", Answer(status=302), "failed http-status"),
    page("no-content", Answer(status=204), "failed http-status"),
    turned_away("too-many-requests", Answer("", 429), "failed http-status", asked=1),
    turned_away("retry-after", Answer("", 503, headers={"Retry-After": "3600"}), "failed http-status", asked=1),
    turned_away("retry-after-a-date", Answer("", 503, headers={"Retry-After": NEXT_CENTURY}), "failed http-status", 1),
    page("forbidden-once", Answer("", 403), "failed http-status"),
    turned_away("forbidden", Answer("", 403), "failed http-status"),
]

WALLS = [
    turned_away("cookie-script", Answer(D1N), "failed blocked"),
    turned_away("cloudflare", Answer(MOMENT, 403), "failed blocked"),
    turned_away("cloudflare-200", Answer(MOMENT), "failed blocked"),
    turned_away("captcha", Answer(CAPTCHA), "failed blocked"),
    turned_away("maintenance", Answer(MAINTENANCE), "failed blocked"),
    turned_away("maintenance-503", Answer(MAINTENANCE, 503), "failed blocked"),
    turned_away("consent-wall", Answer(CONSENT), "failed blocked"),
    turned_away("refreshing-wall", Answer(REFRESHING), "failed blocked"),
    page(
        "cookies-required",
        Answer(status=302, headers={"Location": BAD, "Set-Cookie": "vao=1; Path=/"}),
        "failed blocked",
    ),
    page("log-in", redirect("/dang-nhap"), "quarantined login-wall", **{"/dang-nhap": Answer(LOG_IN)}),
    Row(name="walled-door", door=lambda _own, _urls: Answer(MAINTENANCE), door_fails="blocked maintenance"),
]

REDIRECTS = [
    page("thirty-redirects", redirect("/chuyen/0"), "failed redirect-loop", **bad.chain(30)),
    page("redirect-circle", redirect(SECOND), "failed redirect-loop", **{SECOND: redirect(BAD)}),
    page("redirect-to-private-network", redirect("http://10.0.0.1/tin"), "skipped outside-source"),
    page("redirect-to-this-machine", redirect("http://127.0.0.1:80/tin"), "skipped outside-source"),
    page("redirect-to-ipv6-loopback", redirect("http://[::ffff:127.0.0.1]/tin"), "skipped outside-source"),
    page("redirect-to-metadata", redirect("http://169.254.169.254/latest"), "skipped outside-source"),
    page("redirect-to-other-outlet", redirect(OTHER), "skipped outside-source"),
    page("redirect-to-network", redirect("https://www.facebook.com/bao"), "skipped refused-host"),
    page("redirect-to-file", redirect("file:///etc/passwd"), "failed http-status"),
    page("redirect-to-nonsense", redirect("http://[xau"), "failed unexpected"),
    page("refresh-to-other-outlet", bad.refreshing(OTHER), "skipped outside-source"),
    page(
        "refresh-within-the-house",
        Answer(f'<meta http-equiv="refresh" content="0;url={HIDDEN}">'),
        "new",
        **{HIDDEN: PAGE},
    ),
    page("refresh-to-itself", Answer(f'<meta http-equiv="refresh" content="0;url={BAD}">'), "failed redirect-loop"),
    page("redirect-to-front-page", redirect("/"), "quarantined not-an-article", **{"/": Answer("<h1>Trang chủ</h1>")}),
]

PAGES = [
    page("empty-body", Answer(""), "quarantined empty-page"),
    page("blank-body", Answer(" \n "), "quarantined empty-page"),
    page("pdf-as-html", Answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"), "quarantined not-html"),
    page("image-as-html", Answer(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "quarantined not-html"),
    page("pdf", Answer(b"%PDF-1.7", type="application/pdf"), "quarantined not-html"),
    page("soft-404", Answer(SOFT_404), "quarantined no-text"),
    page("no-text", Answer("<html><body><h1>Bài không có chữ nào</h1></body></html>"), "quarantined not-an-article"),
    page("wrong-charset", Answer(PAGE.body, type="text/html; charset=windows-1252"), "new"),
    page("charset-that-is-none", Answer(PAGE.body, type="text/html; charset=khong-co"), "new"),
    page("charset-that-is-no-text", Answer(PAGE.body, type="text/html; charset=hex"), "failed unexpected"),
    page("no-content-type", Answer(PAGE.body, type=""), "new"),
    page("utf-16", Answer(str(PAGE.body).encode("utf-16"), type="text/html; charset=utf-16"), "new"),
    page("nul-bytes", Answer(text("Mưa\x00 lớn\x00 ở Phú Giang")), "new"),
    page("surrogates", Answer(text("Mưa lớn &#xD800;&#xDFFF; ở Phú Giang")), "new"),
    page("megabyte-of-title", Answer(text(TOO_LONG_TITLE)), "new"),
    page("deep-nesting", Answer("<div>" * 10_000 + str(PAGE.body)), "quarantined not-an-article"),
    page("future-date", Answer(text("Bài", head=bad.published("2099-01-01T00:00:00+07:00"))), "new"),
    page("foreign-canonical", Answer(text("Bài", head=bad.canonical(OTHER))), "new"),
    page("front-page-as-canonical", Answer(text("Bài", head=bad.canonical("/"))), "new"),
    page(
        "canonical-in-another-language",
        Answer(text("Bài", head=f'<link rel="alternate" hreflang="en" href="{HIDDEN}"><link rel="canonical" href="">')),
        "new",
    ),
    Row(
        name="two-articles-with-one-canonical",
        pages={BAD: Answer(text("Bài", head=bad.canonical(HIDDEN))), SECOND: OTHER_TEXT, GOOD: PAGE},
        becomes={BAD: "new", SECOND: "new", GOOD: "new"},
        beside={HIDDEN: Answer("", 404)},
    ),
    Row(
        name="one-canonical-for-every-day",
        pages={BAD: prices(14), SECOND: prices(15), GOOD: PAGE},
        becomes={BAD: "new", SECOND: "new", GOOD: "new"},
        beside={HIDDEN: prices(15)},
    ),
    page("canonical-that-is-none", Answer(text("Bài", head=bad.canonical("javascript:alert(1)"))), "new"),
    page("amp-page", Answer(text("Bài AMP", head=bad.canonical(HIDDEN))), "new", **{HIDDEN: PAGE}),
    page("scripts-in-the-text", Answer(text("Bài", last="<script>alert(1)</script>Hết.<img src=x onerror=y>")), "new"),
]

DOORS = [
    Row(
        name="duplicate-guids",
        pages={BAD: PAGE, GOOD: PAGE},
        becomes={BAD: "new", GOOD: "new"},
        door=bad.with_one_guid,
    ),
    Row(name="duplicate-links", door=lambda _own, urls: feed(*urls * 50)),
    Row(name="links-to-nowhere", door=bad.with_links_to_nowhere),
    Row(name="billion-laughs", door=bad.laughing(LAUGHS)),
    Row(name="external-entity", door=bad.reading_files),
    Row(name="html-as-feed", door=lambda _own, _urls: PAGE, door_fails="not-a-feed"),
    Row(name="no-feed", door=lambda _own, _urls: Answer("", 404), door_fails="http-status 404"),
    Row(name="endless-feed", door=lambda _own, _urls: endless, door_fails="too-large"),
    Row(name="hundred-thousand-items", door=bad.with_items(100_000), door_fails="too-large"),
    Row(
        name="hundred-thousand-empty-items",
        door=bad.with_empty_items(100_000),
        door_says="bỏ qua 98.001 mục cũ hơn",
    ),
    Row(
        name="json-feed-of-many-items",
        door=bad.json_feed('{"title":""},' * 100_000),
        door_says="bỏ qua 98.001 mục cũ hơn",
    ),
    Row(name="json-feed-too-deep", door=bad.json_feed("[" * 500_000), door_fails="not-a-feed"),
    Row(
        name="thousand-sitemaps",
        sitemap=True,
        door=bad.sitemap_index(1_000),
        beside={f"/so-do/{number}.xml": bad.sitemap(GOOD) for number in range(1_000)},
    ),
    Row(
        name="listing-that-goes-on",
        listing=True,
        pages={GOOD: PAGE},
        becomes={GOOD: "new"}
        | {f"/thoi-su/bai-moi-trang-sau-{page}0000.html": "failed http-status" for page in range(1, 5)},
        door=bad.turning(0),
        beside={
            f"/danh-sach/{number}": bad.turning(number)("", [f"/thoi-su/bai-moi-trang-sau-{number}0000.html"])
            for number in range(1, 60)
        },
    ),
    Row(name="calendar", listing=True, door=bad.calendar),
    Row(name="endless-listing", listing=True, door=lambda _own, _urls: endless, door_fails="too-large"),
    Row(name="base-elsewhere", listing=True, door=bad.based(OTHER), door_fails="no-articles"),
    Row(name="base-that-is-none", listing=True, door=bad.based("javascript:alert(1)")),
    Row(name="script-links", listing=True, door=bad.with_script_links),
    Row(name="robots-without-end", beside={"/robots.txt": robots("User-agent: *\nDisallow: /kin\n" + "#\n" * 900_000)}),
    Row(
        name="robots-behind-a-wall",
        beside={"/robots.txt": Answer(D1N)},
        door_fails="robots-unavailable cookie-script",
    ),
]

CERTIFICATES = [
    Row(name="tls-good", tls="good"),
    Row(name="tls-expired", tls="expired", door_fails="certificate expired"),
    Row(name="tls-self-signed", tls="self-signed", door_fails="certificate self-signed"),
    Row(name="tls-wrong-host", tls="wrong-host", door_fails="certificate wrong-host"),
    Row(name="tls-incomplete", tls="incomplete", door_fails="certificate incomplete-chain"),
    Row(name="tls-incomplete-mended", tls="incomplete-mended"),
    Row(name="tls-without-ca-file", tls="no-file", door_fails="certificate ca-file"),
]

#: 192.88.99.0/24 is public by its number, and nobody is there any more (RFC 7526).
NAMES = [
    Row(name="private-name", resolves_to=("127.0.0.1",), door_fails="name-unknown"),
    Row(name="shared-address-name", resolves_to=("100.64.0.1",), door_fails="name-unknown"),
    Row(
        name="turns-private-after-the-check", resolves_to=("192.88.99.1", "127.0.0.1"), door_fails="timeout|connection"
    ),
]

ROWS = [*CONNECTIONS, *STATUS, *WALLS, *REDIRECTS, *PAGES, *DOORS, *CERTIFICATES, *NAMES]
