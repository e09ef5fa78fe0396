"""The outlets of the table, served on loopback, and a home whose catalogue names them."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diembao.core.home import Home
from tests.crawlers.homes import make_home
from tests.crawlers.hostile.certificates import Authority, context
from tests.crawlers.hostile.table import ROWS, Row
from tests.crawlers.server import Server, feed


@dataclass
class Press:
    """Everything at work."""

    server: Server
    tls_server: Server
    home: Home

    def server_of(self, row: Row) -> Server:
        return self.tls_server if row.tls else self.server


@contextmanager
def hostile_press(folder: Path) -> Iterator[Press]:
    """All rows of the table."""
    root = Authority("Gốc Phú Giang")
    between = Authority("Trung gian Phú Giang", root)
    tls = _contexts(folder, root, between)
    with Server() as server, Server(tls) as tls_server:
        entries = [_outlet(tls_server if row.tls else server, row) for row in ROWS]
        home = make_home(
            folder / "home", "\n".join(entries), retries=1, delay_seconds=0.1, timeout_seconds=20, max_page_megabytes=2
        )
        (home.path / "root.pem").write_bytes(root.pem)
        (home.path / "both.pem").write_bytes(root.pem + between.pem)
        yield Press(server, tls_server, home)


def _contexts(folder: Path, root: Authority, between: Authority) -> ssl.SSLContext:
    """The certificate of each host, chosen by the name that the client asks for."""
    by_host = {
        f"tls-{name}.localhost": context(folder, name, f"{shown}.localhost", signer, expired=name == "expired")
        for name, shown, signer in (
            ("good", "tls-good", root),
            ("expired", "tls-expired", root),
            ("self-signed", "tls-self-signed", None),
            ("wrong-host", "tls-la", root),
            ("incomplete", "tls-incomplete", between),
            ("incomplete-mended", "tls-incomplete-mended", between),
            ("without-ca-file", "tls-without-ca-file", root),
        )
    }

    def choose(connection: ssl.SSLSocket, name: str | None, _first: ssl.SSLContext) -> None:
        if name in by_host:
            connection.context = by_host[name]

    first = by_host["tls-good.localhost"]
    first.sni_callback = choose
    return first


def _outlet(server: Server, row: Row) -> str:
    """Set up an outlet; returns its entry for the catalogue."""
    for path, behaviour in {**row.pages, **row.beside}.items():
        server.put(row.name, path, behaviour)
    own = server.url(row.name, "")
    urls = [f"{own}{path}" for path in row.pages]
    server.put(row.name, "/cua", row.door(own, urls) if row.door else feed(*urls))
    door = f"{own}/cua".replace(f"{row.name}.localhost", row.host)
    ca_file = {"": "", "incomplete-mended": "both.pem", "no-file": "khong-co.pem"}.get(row.tls, "root.pem")
    return f"""
[[source]]
id = "{row.name}"
name = "Báo {row.name}"
publisher = "Cơ quan chủ quản"
kind = "local"
domains = ["{row.host}"]
local = {str(not row.resolves_to).lower()}
ca_file = "{ca_file}"
{"listings" if row.listing else "sitemaps" if row.sitemap else "feeds"} = ["{door}"]
"""
