"""The team deployment: what docker-compose.yml promises, and its commands, run as they stand outside of containers."""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from elasticsearch import Elasticsearch

from diembao.core import settings
from tests import services
from tests.browser import free_port

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
#: Services that stay; the others do one thing at the start.
LASTING = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}
SECRETS = {"POSTGRES_PASSWORD": "pg-pass/w@rd", "ELASTIC_PASSWORD": "elastic-pass"}
_PATIENCE = 60.0

each_lasting = pytest.mark.parametrize("name", LASTING)


def substituted(text: str, values: Mapping[str, str] = SECRETS) -> str:
    """A value of the file as Compose reads it."""

    def value(found: re.Match[str]) -> str:
        if found["name"] is None:
            return "$"
        given = values.get(found["name"]) or (found["other"] if found["how"] == ":-" else "")
        assert given or found["how"] == ":-", f"{found['name']} is not set"
        return given

    return re.sub(r"\$(?:\$|\{(?P<name>\w+)(?P<how>:-|:\?)(?P<other>[^}]*)\})", value, text)


def environment(service: str) -> dict[str, str]:
    return {name: substituted(str(value)) for name, value in SERVICES[service].get("environment", {}).items()}


# what the file says


def test_the_services_of_a_team_are_there() -> None:
    assert set(LASTING) == {"worker", "dashboard", "postgresql", "elasticsearch", "mail"}


def test_ports_are_published_on_loopback_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


def test_databases_and_mail_are_on_a_network_without_a_way_out() -> None:
    for name in ("postgresql", "elasticsearch", "mail"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_nothing_starts_without_its_passwords_and_none_is_written_down() -> None:
    secrets = [
        (name, str(value))
        for service in SERVICES.values()
        for name, value in service.get("environment", {}).items()
        if "PASSWORD" in name
    ]
    assert {name for name, _value in secrets} >= {"PGPASSWORD", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD"}
    for name, value in secrets:
        # The mail catcher has no sign-in; a real server's password is in .env or nowhere.
        expected = r"\$\{MAIL_PASSWORD:-\}" if "MAIL" in name else r"\$\{\w+_PASSWORD:\?[^}]+\}"
        assert re.fullmatch(expected, value), name
    with pytest.raises(AssertionError, match="is not set"):
        substituted(SERVICES["worker"]["environment"]["PGPASSWORD"], {})


@each_lasting
def test_every_service_has_a_health_check_limits_and_few_rights(name: str) -> None:
    service = LASTING[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries", "start_period"} < set(service["healthcheck"])
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service.get("read_only") or name == "elasticsearch"


@each_lasting
def test_what_a_service_keeps_is_in_a_named_volume(name: str) -> None:
    volumes = [volume.partition(":") for volume in LASTING[name]["volumes"]]
    assert volumes
    assert {volume for volume, _colon, _path in volumes} <= set(COMPOSE["volumes"])


def test_images_are_pinned() -> None:
    for service in SERVICES.values():
        assert "build" in service or re.search(r":\d+\.\d+", service["image"])
    assert re.search(r"^FROM python:\d+\.\d+\.\d+-", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_suite_runs_on_the_elasticsearch_that_is_deployed() -> None:
    script = (ROOT / "scripts" / "services" / "elasticsearch.sh").read_text(encoding="utf-8")
    tested = re.search(r"^version=(\S+)", script, re.MULTILINE)
    assert tested
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{tested[1]}"


@pytest.mark.parametrize("name", ["init", "worker", "dashboard"])
def test_the_program_understands_its_environment(name: str) -> None:
    loaded = settings.load(Path("none"), environment(name))
    assert loaded.index.engine == "elasticsearch"
    assert loaded.archive.url == "postgresql://diembao@postgresql/diembao"
    assert (loaded.mail.host, loaded.mail.port) == ("mail", 1025)


def test_the_dashboard_listens_beyond_loopback_in_its_container_only() -> None:
    assert settings.load(Path("none"), environment("dashboard")).dashboard.address == "0.0.0.0"
    assert settings.load(Path("none"), environment("worker")).dashboard.address == "127.0.0.1"


def test_no_secret_and_no_test_gets_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    assert not [line for line in lines if line.startswith("!") and "env" in line]


def test_passwords_are_made_once_and_differently_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name / "deploy").mkdir(parents=True)
        script = shutil.copy(ROOT / "deploy" / "make-env", tmp_path / name / "deploy")
        file = tmp_path / name / ".env"
        assert subprocess.run([script], capture_output=True, check=False).returncode == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        made.append(dict(line.split("=", 1) for line in file.read_text().splitlines() if line[:1].isupper()))
        before = file.read_text()
        assert subprocess.run([script], capture_output=True, check=False).returncode == 1
        assert file.read_text() == before
    passwords = [values[name] for values in made for name in SECRETS]
    assert len(set(passwords)) == 4
    assert all(re.fullmatch("[0-9a-f]{48}", password) for password in passwords)
    named = set(re.findall(r"\$\{(\w+):", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert named == set(made[0])


def test_compose_reads_the_file(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker with Compose on this machine")
    command = [docker, "compose", "--file", str(ROOT / "docker-compose.yml"), "--env-file", str(tmp_path / ".env")]
    (tmp_path / ".env").write_text("")
    refused = subprocess.run([*command, "config"], capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "run deploy/make-env first" in refused.stderr
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=a\nELASTIC_PASSWORD=b\n")
    assert subprocess.run([*command, "config", "--quiet"], check=False).returncode == 0


# what the commands do


class Outside:
    """The services' own commands, in this environment: other hosts, ports and paths, and nothing else changed."""

    def __init__(self, folder: Path, postgresql: str) -> None:
        self.home, self.mail = folder / "home", folder / "mail"
        self.home.mkdir()
        self.mail.mkdir()
        self.archive = sa.make_url(postgresql)
        self.dashboard_port, self.mail_port = free_port(), free_port()

    def adapted(self, text: str) -> str:
        server = f"@{self.archive.host}:{self.archive.port}/{self.archive.database}"
        for there, here in {
            "@postgresql/diembao": server,
            "http://elasticsearch:9200": services.elasticsearch(),
            "http://127.0.0.1:9200": services.elasticsearch(),
            "0.0.0.0:1025": f"127.0.0.1:{self.mail_port}",
            '"127.0.0.1", 1025': f'"127.0.0.1", {self.mail_port}',
            "http://127.0.0.1:8501": f"http://127.0.0.1:{self.dashboard_port}",
            "/mail/": f"{self.mail}/",
        }.items():
            text = text.replace(there, here)
        return text

    def environment(self, service: str) -> dict[str, str]:
        given = {name: self.adapted(value) for name, value in environment(service).items()}
        given |= {
            "DIEMBAO_HOME": str(self.home),
            "PGPASSWORD": self.archive.password or "",
            "DIEMBAO_MAIL__HOST": "127.0.0.1",
            "DIEMBAO_MAIL__PORT": str(self.mail_port),
            "DIEMBAO_INDEX__PREFIX": f"test-{self.archive.database}".replace("_", "-"),
        }
        if service == "dashboard":
            # On this machine the address would be reachable by others.
            given |= {"DIEMBAO_DASHBOARD__PORT": str(self.dashboard_port), "DIEMBAO_DASHBOARD__ADDRESS": "127.0.0.1"}
        return os.environ | given

    def line(self, words: list[str]) -> list[str]:
        python = [sys.executable] if words[0] == "python" else [sys.executable, "-m", words[0]]
        return [*python, *(self.adapted(substituted(word)) for word in words[1:])]

    def command(self, service: str) -> list[str]:
        return self.line([*SERVICES[service].get("entrypoint", ["diembao"]), *SERVICES[service]["command"]])

    def run(self, service: str) -> None:
        subprocess.run(self.command(service), env=self.environment(service), check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def running(self, service: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            self.command(service), env=self.environment(service), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_PATIENCE)

    def is_healthy(self, service: str) -> bool:
        kind, *test = SERVICES[service]["healthcheck"]["test"]
        line = ["sh", "-c", self.adapted(substituted(test[0]))] if kind == "CMD-SHELL" else self.line(test)
        return self.succeeds(line, self.environment(service))

    def has_collected(self) -> bool:
        """Whether the worker has finished a pass."""
        line = self.line(SERVICES["worker"]["healthcheck"]["test"][1:])
        done = subprocess.run(line, env=self.environment("worker"), capture_output=True, check=True)
        return any(run["kind"] == "collect" and run["finished_at"] for run in json.loads(done.stdout)["last_runs"])

    @staticmethod
    def succeeds(line: list[str], environment: Mapping[str, str]) -> bool:
        return subprocess.run(line, env=environment, capture_output=True, check=False).returncode == 0


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert process.poll() is None, f"it ended with {process.returncode}"
        assert time.monotonic() < deadline, "it did not become healthy"
        time.sleep(0.2)


@pytest.fixture
def outside(tmp_path: Path, postgresql: str) -> Iterator[Outside]:
    node = services.elasticsearch()
    made = Outside(tmp_path, postgresql)
    yield made
    prefix = made.environment("worker")["DIEMBAO_INDEX__PREFIX"]
    with Elasticsearch(node) as client:
        for index in client.indices.get(index=f"{prefix}*"):
            client.indices.delete(index=index)


def test_the_desk_works_with_its_services_and_each_tells_whether_it_is_healthy(outside: Outside) -> None:
    outside.run("init")
    outside.run("init")  # at every start, over a home that is there
    (outside.home / "sources.toml").write_text("")  # nothing is fetched from anywhere
    assert not outside.is_healthy("mail")
    assert not outside.is_healthy("dashboard")
    with (
        outside.running("mail") as mail,
        outside.running("dashboard") as dashboard,
        outside.running("worker") as worker,
    ):
        until(lambda: outside.is_healthy("mail"), mail)
        with smtplib.SMTP("127.0.0.1", outside.mail_port) as client:
            client.sendmail("desk@desk.invalid", ["reader@desk.invalid"], b"Subject: test\r\n\r\nXin ch\xc3\xa0o")
        until(lambda: len(list((outside.mail / "box" / "new").iterdir())) == 1, mail)
        until(lambda: outside.is_healthy("dashboard"), dashboard)
        with urllib.request.urlopen(f"http://127.0.0.1:{outside.dashboard_port}/", timeout=10) as page:
            assert page.status == 200
        until(lambda: outside.is_healthy("worker"), worker)
        until(outside.has_collected, worker)
        worker.terminate()
        assert worker.wait(_PATIENCE) == 0
        assert not list(outside.home.glob("archive.sqlite3*"))


def test_the_health_checks_of_the_databases_tell_whether_they_answer(outside: Outside) -> None:
    for tool in ("pg_isready", "curl"):
        if shutil.which(tool) is None:
            pytest.skip(f"no {tool} on this machine")
    kind, *test = SERVICES["postgresql"]["healthcheck"]["test"]
    assert kind == "CMD"
    for port, healthy in ((str(outside.archive.port), True), (str(free_port()), False)):
        assert outside.succeeds([*test, "--port", port], os.environ) is healthy
    assert outside.is_healthy("elasticsearch")
    outside.adapted = lambda text: text.replace(":9200", f":{free_port()}")  # type: ignore[method-assign]
    assert not outside.is_healthy("elasticsearch")
