"""The reference pages of ``docs/`` in both languages: commands, settings, topics, reasons.

``python scripts/docs.py`` writes them; ``--check`` fails when one is not up to date.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from annotated_types import Ge, Gt, Le, Lt

from diembao import nlp
from diembao.core import i18n, settings
from diembao.core.findings import FlagReason
from diembao.crawlers import reasons
from diembao.desk import words

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WIDTH = 100
_LIMITS = {Ge: " · ≥ {0.ge}", Gt: " · > {0.gt}", Le: " · ≤ {0.le}", Lt: " · < {0.lt}"}
_NOTES = {
    "en": "Made by `scripts/docs.py` from the program itself; do not edit.",
    "vi": "Trang này do `scripts/docs.py` tạo từ chính chương trình; không sửa tay.",
}
_INTRODUCTIONS = {
    "commands": {
        "en": ("Commands", "What each command's `--help` says."),
        "vi": ("Các lệnh", "Nội dung `--help` của từng lệnh."),
    },
    "reasons": {
        "en": (
            "Reasons",
            "Why a report is flagged, and why a page or a feed was not collected, as the dashboard names it.",
        ),
        "vi": (
            "Lý do",
            "Vì sao một bài được đánh dấu cần kiểm chứng, và vì sao một trang hay một kênh RSS không lấy được.",
        ),
    },
    "settings": {
        "en": ("Settings", "They stand in `diembao.toml` of the home; an environment variable wins over the file."),
        "vi": ("Cài đặt", "Ghi trong `diembao.toml` của thư mục bàn tin; biến môi trường được ưu tiên hơn tệp."),
    },
    "topics": {
        "en": (
            "Topics",
            "The shipped topics with all their words; `topics.toml` of a home decides what its desk uses.",
        ),
        "vi": ("Chủ đề", "Các chủ đề đi kèm cùng mọi từ của chúng; bàn tin dùng gì là do `topics.toml` quyết định."),
    },
}


def _introduction(page: str, language: str) -> str:
    title, text = _INTRODUCTIONS[page][language]
    return f"# {title}\n\n{text} {_NOTES[language]}\n"


def commands() -> Iterator[tuple[str, click.Context]]:
    """Every command with its context, groups before what is in them."""
    app = importlib.import_module("diembao.cli.app")

    def walk(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, click.Context]]:
        context = click.Context(
            command,
            info_name=name,
            parent=parent,
            **{**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH},
        )
        yield context.command_path, context
        if isinstance(command, click.Group):
            for name in sorted(command.list_commands(context)):
                if child := command.get_command(context, name):
                    yield from walk(child, name, context)

    yield from walk(app.diembao, "diembao", None)


def command_page(language: str) -> str:
    """Reference of all commands."""
    blocks = [_introduction("commands", language)]
    for path, context in commands():
        blocks.append(f"## `{path}`\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(blocks)


def setting_page(language: str) -> str:
    """Reference of all settings."""
    blocks = [_introduction("settings", language)]
    for section, model in settings.sections().items():
        blocks.append(f"## `[{section}]`\n")
        for key, info in model.model_fields.items():
            default = list(info.default) if isinstance(info.default, tuple) else info.default
            variable = f"{settings.ENVIRONMENT_PREFIX}{section}__{key}".upper()
            limits = "".join(_LIMITS[type(limit)].format(limit) for limit in info.metadata if type(limit) in _LIMITS)
            description = i18n._(info.description or "")
            blocks.append(f"- **`{key}`** = `{default!r}`{limits} · `{variable}`\n  {description}")
        blocks.append("")
    return "\n".join(blocks)


def topic_page(language: str) -> str:
    """Every shipped topic with its words."""
    blocks = [_introduction("topics", language)]
    for topic in nlp.load_topics(Path(nlp.__file__).parent / "data" / "topics.toml"):
        found = sorted({word for word, _weight in (*topic.words, *topic.title_words)})
        name = topic.name_vi if language == "vi" else f"{topic.name_en} ({topic.name_vi})"
        blocks.append(f"## `{topic.id}`: {name}\n\n{topic.description}\n\n{', '.join(found)}\n")
    return "\n".join(blocks)


def reason_page(language: str) -> str:
    """Every reason for a flag, and every one for which a page is not collected."""
    flags = [
        f"- **`{reason.value}`** ({words.flag_reason(reason)}): {words.flag_explanation(reason)}"
        for reason in FlagReason
    ]
    lines = [f"- **`{reason.value}`**: {reasons.explain(reason)}" for reason in reasons.Reason]
    return _introduction("reasons", language) + "\n" + "\n".join([*flags, "", *lines]) + "\n"


def pages(language: str) -> dict[Path, str]:
    """Every page of one language. The language must be spoken before :mod:`diembao.cli` is first imported."""
    i18n.use(language)
    names = {
        "en": ("commands.md", "settings.md", "topics.md", "reasons.md"),
        "vi": ("vi/lenh.md", "vi/cai-dat.md", "vi/chu-de.md", "vi/ly-do.md"),
    }[language]
    makers = (command_page, setting_page, topic_page, reason_page)
    return {DOCS / name: maker(language) for name, maker in zip(names, makers, strict=True)}


def _forget_cli() -> None:
    """Help texts are translated when commands are defined: for another language they are defined anew."""
    for name in [name for name in sys.modules if name.startswith("diembao.cli")]:
        del sys.modules[name]


def main() -> int:
    """Write or check."""
    stale = []
    for language in i18n.LANGUAGES:
        _forget_cli()
        for file, text in pages(language).items():
            if "--check" not in sys.argv:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            elif not file.exists() or file.read_text(encoding="utf-8") != text:
                stale.append(file.name)
    if stale:
        print(f"not up to date: {', '.join(stale)}; run python scripts/docs.py")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
