"""Docs are tested: what they say exists, and what exists they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from diembao.core import settings
from diembao.core.findings import FlagReason
from diembao.crawlers.reasons import Reason
from diembao.nlp import SHIPPED_TOPICS

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


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
