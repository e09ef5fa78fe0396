"""Real pages of Vietnamese papers, served as one site and collected through its listing."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from diembao.archive import articles, open_archive, visits
from diembao.core.home import Home
from diembao.core.models import Article
from diembao.pipeline.founding import found_home

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def collected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    """File name -> article, for every page that the reference calls an article."""
    files = {f"/{file.name}.html": file for file in (corpus / "html").glob("*.gz")}
    listing = "".join(f'<li><a href="{path}">{path}</a></li>' for path in files)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b""
            if self.path == "/":
                body = f"<html><body><ul>{listing}</ul></body></html>".encode()
            elif self.path in files:
                body = gzip.decompress(files[self.path].read_bytes())
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://real.localhost:{server.server_port}"
    catalogue = f"""
[[source]]
id = "real"
name = "Real pages"
publisher = "various"
kind = "central"
domains = ["real.localhost"]
local = true
listings = [{{ url = "{site}/", article_pattern = '\\.gz\\.html$' }}]
"""
    home = found_home(tmp_path_factory.mktemp("real") / "home", catalogue=catalogue)
    home.settings_file.write_text("[crawl]\ndelay_seconds = 0\n")
    command = [sys.executable, "-m", "diembao", "collect", "--once", "--json", "--home", str(home.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["fetched"] == len(files) == report["collected"] + report["failed"]
    assert report["collected"] == report["new"] + report["changed"] + report["unchanged"] + report["quarantined"]
    found = {}
    with open_archive(Home(home.path)) as archive, archive.reading() as connection:
        for article in articles.newest(connection, 100):
            for visit in visits.of_article(connection, article.id):
                found[visit.url.rpartition("/")[2].removesuffix(".html")] = article
    return found


def test_front_and_section_pages_are_not_taken_for_articles(corpus: Path, collected: dict[str, Article]) -> None:
    manifest = json.loads((corpus / "html" / "manifest.json").read_text(encoding="utf-8"))
    listings = {entry["file"] for entry in manifest if entry["kind"] == "listing"}
    assert len(listings) > 10
    assert not listings & collected.keys()


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def differences(article: Article, reference: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Field -> (got, expected), where they differ."""
    content = article.content
    body = [paragraph for paragraph in reference["body"] if plain(paragraph) != plain(reference["lead"])]
    pairs: dict[str, tuple[object, object]] = {
        "title": (content.title, reference["title"]),
        "published": (
            content.published_at and content.published_at.replace(second=0, microsecond=0),
            datetime.fromisoformat(reference["published"]),
        ),
        "lead": (plain(content.lead), plain(reference["lead"])),
        "authors": ([plain(name) for name in content.authors], [plain(name) for name in reference["authors"]]),
        "section": (content.section, reference["section"]),
        "body": ([plain(text) for text in content.text.split("\n\n")], [plain(text) for text in body]),
    }
    return {field: (got, expected) for field, (got, expected) in pairs.items() if got != expected}


def test_every_article_page_comes_out_as_the_reference_says(corpus: Path, collected: dict[str, Article]) -> None:
    lines = (corpus / "html" / "reference.jsonl").read_text(encoding="utf-8").splitlines()
    missed = {}
    for reference in map(json.loads, lines):
        assert reference["file"] in collected, f"{reference['file']} was not collected"
        for field, pair in differences(collected[reference["file"]], reference).items():
            missed[reference["file"], field] = pair
    assert missed == {}
