"""The demo: its home, its people, the press server, two visits, a mailbox, the dashboard."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
import tomlkit

from diembao.core.clock import local_day, now, today
from diembao.core.errors import DiembaoError, HomeError
from diembao.core.home import Home
from diembao.core.i18n import _
from diembao.core.settings import SearchEngine
from diembao.demo.fact_checks import claim_reviews
from diembao.demo.mailbox import Mailbox
from diembao.demo.morning import morning
from diembao.demo.outlets import catalogue
from diembao.demo.people import settle
from diembao.demo.server import PressServer
from diembao.desk.factchecks import base as fact_checks
from diembao.index import drop_index
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from diembao.pipeline.processes import command, run_json

DEFAULT_HOME = Path("demo-home")
#: Tried first for the fictional press; another free port is taken when something else listens there.
PORT = 8765
_MARKER = "demo.json"
_PROVINCE = "Phú Giang"
_SENDER = "Điểm Báo <diem-bao@phugiang.example>"
_SUMS = ("fetched", "collected", "new", "changed", "unchanged", "quarantined", "failed", "removed", "skipped")


class Show:
    """One demo on one home; the press is served while it is open.

    A demo's home is made again when the day has changed, because its press is dated relative to the day; any other
    home is refused.

    :param engine: search engine; None: the home's, which is the embedded one unless it was set.
    :param talk: say on stderr what is happening.
    :raises HomeError: the folder holds something that no demo made.
    """

    def __init__(self, path: Path, *, engine: SearchEngine | None = None, talk: bool = True) -> None:
        self._talk = talk
        self._path = path.expanduser().resolve()
        self._marker = self._path / _MARKER
        state = self._state()
        if state and local_day(datetime.fromisoformat(state["served_at"])) != today():
            self._say(_("A new day: the demo's home is made again with today's press."))
            drop_index(Home(self._path))
            shutil.rmtree(self._path)
            state = {}
        self._first_visit = int(state.get("visit", 1))
        self._served_at = datetime.fromisoformat(state["served_at"]) if state else now()
        self._server = _server(self._served_at, state.get("port"))
        self._mailbox = Mailbox(self._path / "mails")
        self._home = self._found()
        self._keep_state(self._first_visit)
        if engine and engine != self._home.settings.index.engine:
            self._change_engine(engine)

    def collect(self) -> dict[str, Any]:
        """Collect the press at two visits; returns the sums of both, and each visit's own."""
        self._furnish()
        reports = []
        for visit in (1, 2):
            self._server.visit = max(visit, self._first_visit)
            self._say(_("Visit {visit}: collecting the fictional press …").format(visit=visit))
            reports.append(run_json(self._home, "collect", "--once"))
            self._keep_state(self._server.visit)
        with Parts(self._home) as parts:
            morning(parts.archive)
        mails = run_json(self._home, "digest")
        sums = Counter[str]()
        for report in reports:
            sums.update({key: report[key] for key in _SUMS})
        indexed = sum(report["indexed"] or 0 for report in reports)
        return {
            **{key: sums[key] for key in _SUMS},
            "indexed": indexed,
            "sources": max(report["sources"] for report in reports),
            "stories": reports[-1]["stories"],
            "flags": reports[-1]["flags"],
            "mails": sum(mail["state"] == "sent" for mail in mails),
            "home": str(self._home.path),
            "visits": reports,
        }

    def dashboard(self) -> None:
        """Serve the dashboard until it ends."""
        subprocess.run(command(self._home, "dashboard"), check=False)

    def __enter__(self) -> Self:
        self._server.__enter__()
        self._mailbox.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mailbox.__exit__(kind, error, trace)
        self._server.__exit__(kind, error, trace)

    def _furnish(self) -> None:
        """People, subscribers, an agency, and the fact-checks that were published before."""
        reviews = self._path / "fact-checks.json"
        reviews.write_text(claim_reviews(self._served_at), encoding="utf-8")
        with Parts(self._home) as parts:
            settle(parts.archive, [topic.id for topic in parts.topics])
            fact_checks.import_file(parts.archive, reviews)

    def _state(self) -> dict[str, Any]:
        if self._marker.is_file():
            state: dict[str, Any] = json.loads(self._marker.read_text(encoding="utf-8"))
            return state
        if self._path.exists() and (not self._path.is_dir() or any(self._path.iterdir())):
            raise HomeError(
                _("{path} was not made by the demo.").format(path=self._path),
                _("Name another folder: the demo makes its own home."),
            )
        return {}

    def _keep_state(self, visit: int) -> None:
        state = {"served_at": self._served_at.isoformat(), "port": self._server.port, "visit": visit}
        self._marker.write_text(json.dumps(state), encoding="utf-8")

    def _found(self) -> Home:
        home = found_home(
            self._path,
            province=_PROVINCE,
            name=_("Điểm Báo: demo desk of Phú Giang"),
            catalogue=catalogue(self._server.port),
        )
        if not home.places_file.exists():
            source = Path(__file__).with_name("press") / "places.toml"
            home.places_file.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
            settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
            # Everything is on this machine: no pause between requests, and every article is visited at every pass.
            settings["crawl"].update({"delay_seconds": 0.0, "revisit_hours": [0.0]})
            home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")
        home.sources_file.write_text(catalogue(self._server.port), encoding="utf-8")
        self._set(home, "mail", host="127.0.0.1", port=self._mailbox.port, security="none", sender=_SENDER)
        return Home(home.path)

    def _change_engine(self, engine: SearchEngine) -> None:
        self._set(self._home, "index", engine=engine)
        self._home = Home(self._home.path)
        run_json(self._home, "reindex")

    @staticmethod
    def _set(home: Home, section: str, **values: object) -> None:
        settings = tomlkit.parse(home.settings_file.read_text(encoding="utf-8"))
        settings[section].update(values)
        home.settings_file.write_text(tomlkit.dumps(settings), encoding="utf-8")

    def _say(self, sentence: str) -> None:
        if self._talk:
            click.echo(sentence, err=True)


def _server(served_at: datetime, port: int | None) -> PressServer:
    if port:  # addresses of the press are known to the archive: it must be this port again
        return PressServer(served_at, port)
    try:
        return PressServer(served_at, PORT)
    except DiembaoError:
        return PressServer(served_at)
