"""Walls are recognised by what they consist of; what only speaks of walls is an article."""

import pytest
from scrapy.http import HtmlResponse

from diembao.crawlers.politeness.walls import wall

D1N = (
    '<html><body><script>document.cookie="D1N=5b1f0a7c9d2e4f60"+"; path=/";window.location.reload(true);</script>'
    "</body></html>"
)
SLOW_AES = """<html><body><script type="text/javascript" src="/aes.js"></script><script>
function toNumbers(d){var e=[];d.replace(/(..)/g,function(d){e.push(parseInt(d,16))});return e}
var a=toNumbers("00"),b=toNumbers("01"),c=toNumbers("02");
document.cookie="__test="+toHex(slowAES.decrypt(c,2,a,b))+"; path=/"; location.href="http://bao.example/tin?i=1";
</script><noscript>This site requires Javascript to work, please enable Javascript in your browser</noscript></body>
</html>"""
MOMENT = """<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div class="main-wrapper">
<noscript>Enable JavaScript and cookies to continue</noscript></div>
<script>window._cf_chl_opt={cvId:'3'};var a=document.createElement('script');
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1';</script></body></html>"""
BLOCKED = """<html><head><title>Attention Required! | Cloudflare</title></head><body><div id="cf-error-details">
<h1>Sorry, you have been blocked</h1><p>You are unable to access bao.example</p></div></body></html>"""
OLD_CHECK = """<html><head><title>bao.example</title></head><body>
<h1>Checking your browser before accessing bao.example.</h1>
<p>This process is automatic. Your browser will redirect to your requested content shortly.</p></body></html>"""
CAPTCHA = """<html><head><title>Xác minh truy cập</title></head><body><p>Vui lòng xác nhận bạn không phải là robot.</p>
<form><div class="g-recaptcha" data-sitekey="k"></div><button>Tiếp tục</button></form></body></html>"""
BROWSER = """<html><head><title>Báo Phú Giang</title></head><body>
<p>Vui lòng bật JavaScript để tiếp tục truy cập trang web.</p></body></html>"""
CHECKING = """<html><head><title>VNIS</title></head><body>
<div>Hệ thống đang kiểm tra trình duyệt của bạn</div></body></html>"""
MAINTENANCE = """<html><head><title>Thông báo</title></head><body><h1>Trang web đang bảo trì</h1>
<p>Xin quý bạn đọc vui lòng quay lại sau ít phút.</p></body></html>"""
UPGRADE = """<html><head><title>Bảo trì hệ thống</title></head><body><img src="/bt.png"></body></html>"""
ENGLISH = "<html><head><title>Site</title></head><body><p>The site is down for maintenance.</p></body></html>"
CONSENT = """<html><head><title>Cookie</title></head><body>
<p>Vui lòng chấp nhận cookie để tiếp tục đọc báo.</p></body></html>"""


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (D1N, "cookie-script"),
        (SLOW_AES, "cookie-script"),
        (MOMENT, "cloudflare"),
        (BLOCKED, "cloudflare"),
        (OLD_CHECK, "javascript"),
        (BROWSER, "javascript"),
        (CHECKING, "javascript"),
        (CAPTCHA, "captcha"),
        (MAINTENANCE, "maintenance"),
        (UPGRADE, "maintenance"),
        (ENGLISH, "maintenance"),
        (CONSENT, "consent"),
    ],
)
def test_a_wall_is_named(body: str, name: str) -> None:
    assert wall(HtmlResponse("https://bao.example/tin", body=body.encode())) == name


def test_cloudflare_says_itself_that_it_challenges() -> None:
    response = HtmlResponse("https://bao.example/tin", status=403, body=b"x", headers={"cf-mitigated": "challenge"})
    assert wall(response) == "cloudflare"


MANY = "<p>Đoạn này kể lại sự việc ở ba phường trung tâm, nơi nước ngập từ sáng và rút dần vào buổi chiều.</p>" * 12
OG = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    "body",
    [
        # articles that speak of it
        f"<html><head><title>Just a moment: Cloudflare sập</title>{OG}</head><body><h1>Sập</h1>{MANY}</body>",
        f"<html><head><title>Captcha là gì?</title></head><body><h1>Tôi không phải là robot</h1>{MANY}</body></html>",
        f"<html><head><title>Cổng thông tin đang bảo trì</title>{OG}</head><body><h1>Cổng đang bảo trì</h1>"
        "<p>Hệ thống đang được bảo trì đến 18 giờ, theo thông báo của sở.</p></body></html>",
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>'
        "<h1>Trang web đang bảo trì</h1></body></html>",
        f"<html><head><title>Nâng cấp hệ thống thoát nước</title></head><body><h1>Nâng cấp</h1>{MANY}</body></html>",
        # articles whose machinery looks like it
        f'<html><body><script>document.cookie="a=1"; location.href = "#";</script><h1>Mưa lớn</h1>{MANY}</body></html>',
        f'<html><body><h1>Mưa lớn</h1>{MANY}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'
        '<form class="comment"><div class="g-recaptcha"></div></form></body></html>',
        f"<html><body><noscript>Vui lòng bật JavaScript để bình luận</noscript><h1>Mưa lớn</h1>{MANY}</body></html>",
        # a short piece with a comment form, and pages that extraction answers for
        '<html><body><h1>Tin vắn</h1><p>Cầu Phú Giang thông xe sáng nay.</p><form><div class="g-recaptcha"></div>'
        "</form></body></html>",
        "<html><body><h1>Đăng nhập để đọc tiếp</h1><p>Bài viết dành cho thuê bao.</p></body></html>",
        "<html><body><h1>404</h1><p>Không tìm thấy trang.</p></body></html>",
        "",
        "<",
        "\x00" * 50,
        "checking " * 20_000,
        "<div>" * 20_000 + "captcha",
    ],
)
def test_what_is_no_wall_is_none(body: str) -> None:
    assert wall(HtmlResponse("https://bao.example/tin", body=body.encode())) == ""


def test_a_wall_in_another_encoding_is_read_too() -> None:
    headers = {"Content-Type": "text/html; charset=utf-16"}
    response = HtmlResponse("https://bao.example/", body=MAINTENANCE.encode("utf-16"), headers=headers)
    assert wall(response) == "maintenance"


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\nDisallow: /captcha\nDisallow: /xac-nhan-khong-phai-robot\n",
        '<?xml version="1.0"?><rss><channel><item><title>Captcha và robot</title></item></channel></rss>',
        '{"title": "Website đang bảo trì"}',
    ],
)
def test_robots_txt_and_feeds_speak_of_anything(body: str) -> None:
    assert wall(HtmlResponse("https://bao.example/tin", body=body.encode())) == ""
