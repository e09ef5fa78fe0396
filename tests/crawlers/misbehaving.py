"""Sources that misbehave in every way that a crawl has to bear, and some that do not."""

import gzip
from http.server import BaseHTTPRequestHandler

from tests.crawlers.crawling import Plan
from tests.crawlers.server import (
    Answer,
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
