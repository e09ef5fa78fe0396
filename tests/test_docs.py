"""Docs are tested: what they say exists, and what exists they say."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import click
import pytest

from diembao.core import settings
from diembao.core.findings import FlagReason
from diembao.core.models import Channel, Listed, Page, Source, SourceKind
from diembao.crawlers import profiles
from diembao.crawlers.extraction import extract
from diembao.crawlers.profiles import KindRule, Layout, PageKind, load_profiles
from diembao.crawlers.reasons import Reason
from diembao.desk.health import HealthStatus
from diembao.nlp import SHIPPED_TOPICS
from tests.crawlers.hostile.table import ROWS, Row
from tests.crawlers.test_profiles import as_expected

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def script(name: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIEMBAO_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name), "--check"], capture_output=True, text=True, env=environment
    )


def test_the_reference_pages_are_up_to_date() -> None:
    done = script("docs.py")
    assert done.returncode == 0, done.stdout


def test_every_visible_string_is_translated() -> None:
    done = script("messages.py")
    assert done.returncode == 0, done.stdout


def commands() -> list[click.Command]:
    from diembao.cli.app import diembao

    found: list[click.Command] = []

    def walk(command: click.Command) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                walk(child)
        else:
            found.append(command)

    walk(diembao)
    return found


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_help_an_example_and_help_for_each_option(command: click.Command) -> None:
    assert command.help
    assert command.epilog and "diembao" in command.epilog
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", ["commands.md", "vi/lenh.md"])
def test_every_command_is_documented(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for command in commands():
        assert re.search(rf"## `diembao ([a-z]+ )?{command.name}`", text)


@pytest.mark.parametrize("name", ["settings.md", "vi/cai-dat.md"])
def test_every_setting_is_documented(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for section, model in settings.sections().items():
        assert f"## `[{section}]`" in text
        for key in model.model_fields:
            assert f"`{key}`" in text


@pytest.mark.parametrize(("topics", "why"), [("topics.md", "reasons.md"), ("vi/chu-de.md", "vi/ly-do.md")])
def test_every_topic_and_every_reason_is_documented(topics: str, why: str) -> None:
    text = (ROOT / "docs" / topics).read_text(encoding="utf-8")
    assert all(f"## `{topic}`" in text for topic in SHIPPED_TOPICS)
    text = (ROOT / "docs" / why).read_text(encoding="utf-8")
    assert all(f"**`{reason.value}`**" in text for reason in (*Reason, *FlagReason))


@pytest.mark.parametrize("name", ["health.md", "vi/tinh-trang-nguon.md"])
def test_every_status_of_a_source_is_documented_with_what_to_do(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    parts = {part.partition("`")[0]: part for part in text.split("\n## `")[1:]}
    assert list(parts) == [status.value for status in HealthStatus]
    assert all(len(part.strip().split("\n\n")) == 3 for part in parts.values())  # its name, its meaning, what to do


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_whatever_a_press_does_to_us_has_a_documented_reason(row: Row) -> None:
    ends = [*row.becomes.values(), *(f"door {said}" for said in row.door_fails.split("|") if said)]
    named = {end.split()[1] for end in ends if len(end.split()) > 1}
    for name in ("reasons.md", "vi/ly-do.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert all(f"**`{reason}`**" in text for reason in named)


# profiles


def shipped_keys() -> Iterator[str]:
    """Every key that a shipped profile or family uses."""
    folder = Path(profiles.__file__).parent
    for file in folder.rglob("*.toml"):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        yield from content
        for version in content.get("version", ()):
            yield from (key.removesuffix("_also") for key in version)
        for rule in content.get("kinds", {}).values():
            yield from rule


def test_every_key_and_every_kind_of_a_profile_is_documented() -> None:
    text = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([a-z_]+)` \| .", text, re.MULTILINE))
    assert {*(field.name for field in fields(Layout)), *PageKind} <= rows
    assert len(fields(KindRule)) == 3
    assert all(f"`{key}`" in text for key in ("path", "section", "selector", "_also"))
    assert set(shipped_keys()) - {"path", "selector"} <= rows


def test_the_example_of_a_profile_reads_the_example_of_a_page(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    profile, html, expectation = (
        next(iter(re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)))
        for language in ("toml", "html", "json")
    )
    expected = json.loads(expectation)
    (tmp_path / "baotinh.toml").write_text(profile, encoding="utf-8")
    page = Page(
        url=expected["url"],
        requested_url=expected["url"],
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched_at=datetime.fromisoformat(expected["fetched_at"]),
    )
    source = Source(id="baotinh", name="Báo Tỉnh", publisher="…", kind=SourceKind.LOCAL, domains=("baotinh.example",))
    listed = Listed(url=page.url, source_id=source.id, channel=Channel.LISTING)
    read = as_expected(extract(page, listed, source, load_profiles(tmp_path)).content)
    assert read == {key: expected[key] for key in read}
    assert expected.keys() - read.keys() == {"url", "fetched_at"}


# pages and what they name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize(("start", "folder"), [("README.md", "docs"), ("README.vi.md", "docs/vi")])
def test_links_lead_from_the_readme_to_every_page(start: str, folder: str) -> None:
    found: set[Path] = set()
    waiting = [ROOT / start]
    while waiting:
        page = waiting.pop()
        found.add(page)
        targets = re.findall(r"\]\(([^)#]+\.md)", page.read_text(encoding="utf-8"))
        linked = {(page.parent / target).resolve() for target in targets if not target.startswith("http")}
        waiting += linked - found
    assert set((ROOT / folder).glob("*.md")) <= found


def named_commands(text: str) -> Iterator[str]:
    """Command lines in a page, in blocks of code and between backticks."""
    blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    code = [line for block in blocks for line in block.splitlines()] + re.findall(r"`(diembao [^`]+)`", text)
    for line in code:
        if match := re.search(r"(?:^|[\s/])diembao ([a-z][^#|>`]*)", line):
            yield match[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_names_exist_with_their_options(page: Path) -> None:
    from diembao.cli.app import diembao

    for line in named_commands(page.read_text(encoding="utf-8")):
        command: click.Command = diembao
        words = line.split()
        while isinstance(command, click.Group) and words and re.fullmatch("[a-z]+", words[0]):
            child = command.get_command(click.Context(command), words[0])
            assert child is not None, line
            command = child
            words = words[1:]
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in {*options, "--help"}, line


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_names_the_two_commands_and_every_page_of_the_dashboard(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pages = (
        "Tổng quan",
        "Cần kiểm chứng",
        "Điểm báo ngày",
        "Hồ sơ",
        "Kiểm tra bản thảo",
        "Tìm kiếm",
        "Bài viết",
        "Nguồn tin",
        "Bản tin ngày",
    )
    for word in ("make demo", "make test", *(f"**{page}**" for page in pages)):
        assert word in text
    assert len(re.findall(r"^[1-9]\. ", text, re.MULTILINE)) == 9  # the lines that the project holds
