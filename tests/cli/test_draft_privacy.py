"""Of a checked draft nothing is left: in no file, log or database, and on no wire, whatever stands behind the desk."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import tomlkit
from elasticsearch import Elasticsearch

from diembao.core.home import Home
from diembao.index import drop_index
from tests import services
from tests.conftest import Done
from tests.draft_press import ALTERED, CANARIES, DRAFT, furnish, traces, traces_in
from tests.relay import Relay

#: Where ``make services`` puts its services; only root can read their logs and data.
_CLUSTERS = Path("/var/lib/postgresql/diembao-tests")
_NODES = Path("/var/lib/diembao-elasticsearch")

Wires = dict[str, Relay]


@pytest.fixture
def wires() -> Wires:
    """What the program speaks to its services through, by the service."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, wires: Wires, opened: ExitStack) -> str:
    if request.param == "sqlite":
        return ""
    url = sa.make_url(request.getfixturevalue("postgresql"))
    wires["postgresql"] = opened.enter_context(Relay(f"http://{url.host}:{url.port}"))
    port = urlsplit(wires["postgresql"].url).port
    return url.set(port=port).render_as_string(hide_password=False)


@pytest.fixture(params=["embedded", "elasticsearch"])
def furnished(
    request: pytest.FixtureRequest, home: Home, tmp_path: Path, wires: Wires, opened: ExitStack
) -> Iterator[Home]:
    """A home with a small press, on each archive and each engine, that logs all it can."""
    settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
    settings["log"]["level"] = "debug"  # type: ignore[index]
    if request.param == "elasticsearch":
        wires["elasticsearch"] = opened.enter_context(Relay(services.elasticsearch()))
        place = {"engine": "elasticsearch", "url": wires["elasticsearch"].url, "prefix": _prefix()}
        settings["index"].update(place)  # type: ignore[union-attr]
    home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")
    home = Home(home.path)
    furnish(home, tmp_path)
    yield home
    if request.param == "elasticsearch":
        drop_index(home)


def _prefix() -> str:
    return f"tests-{secrets.token_hex(6)}"


def check(home: Home, scratch: Path) -> Done:
    """Check the draft in a process whose temporary files are all its own."""
    scratch.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "diembao", "check", "-", "--json", "--home", str(home.path)],
        input=DRAFT.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"DIEMBAO_DESK__LANGUAGE": "en", "TMPDIR": str(scratch), "HOME": str(scratch)},
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_traces_are_found_where_there_are_some(tmp_path: Path) -> None:
    """The other tests here can fail."""
    (tmp_path / "a").write_text(f"… {CANARIES[1].lower()} …", encoding="utf-8")
    (tmp_path / "b").write_bytes(CANARIES[0].encode("utf-16-le"))
    (tmp_path / "c").write_text("Kho, quặng, mực nước: Khoắt, Xuyềm", encoding="utf-8")
    assert {Path(file).name for file in traces_in(tmp_path)} == {"a", "b"}


def test_nothing_is_left_anywhere(furnished: Home, wires: Wires, tmp_path: Path) -> None:
    for wire in wires.values():
        wire.heard.clear()
    done = check(furnished, tmp_path / "scratch")
    assert done.code == 0 and done.json()["counts"]["with_findings"] == 3
    assert traces(done.stdout.encode()) != []  # the editor's own terminal is the one place
    assert traces(done.stderr.encode()) == []
    assert traces_in(tmp_path) == {}  # the home: archive, write-ahead log, index, raw pages; and temporary files
    if database := wires.get("postgresql"):
        asked = bytes(database.heard)
        assert b"signatures" in asked  # the wire is heard
        assert traces(asked) == [] and not any(sentence.encode() in asked for sentence in ALTERED)
    if search := wires.get("elasticsearch"):
        assert bytes(search.heard) == b""  # not asked at all


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("furnished", ["elasticsearch"], indirect=True)
def test_nothing_is_in_the_logs_and_data_of_the_services(furnished: Home, wires: Wires, tmp_path: Path) -> None:
    if os.geteuid() != 0 or not _CLUSTERS.is_dir() or not _NODES.is_dir():
        pytest.skip("only root can read the logs of what `make services` started on this machine")
    (cluster,) = _CLUSTERS.iterdir()
    log = cluster / "log"
    name = sa.make_url(furnished.settings.archive.url).database
    _as_superuser(cluster, f"ALTER DATABASE {name} SET log_statement = 'all'")
    _as_superuser(cluster, f"ALTER DATABASE {name} SET log_min_duration_statement = 0")
    with Elasticsearch(services.elasticsearch()) as client:
        slowlog = {f"search.slowlog.threshold.{phase}.trace": "0ms" for phase in ("query", "fetch")}
        client.indices.put_settings(index=f"{furnished.settings.index.prefix}*", settings=slowlog)
    before = log.stat().st_size
    assert check(furnished, tmp_path / "scratch").code == 0
    written = log.read_bytes()[before:]
    assert b"signatures" in written  # statements are logged
    assert traces(written) == []
    assert traces_in(cluster / "data") == {}
    assert traces_in(_NODES) == {}


def _as_superuser(cluster: Path, statement: str) -> None:
    port = str(sa.make_url(services.postgresql()).port)
    subprocess.run(
        ["runuser", "-u", "postgres", "--", "psql", "-qXh", str(cluster), "-p", port, "-c", statement, "postgres"],
        check=True,
        cwd="/",
    )
