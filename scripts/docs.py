"""The reference pages of ``docs/``: commands and settings, in both languages, made from the program itself.

``python scripts/docs.py`` writes them; ``--check`` fails when one is not up to date.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from annotated_types import Ge, Gt, Le, Lt

from diembao.core import i18n, settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WIDTH = 100
_LIMITS = {Ge: " · ≥ {0.ge}", Gt: " · > {0.gt}", Le: " · ≤ {0.le}", Lt: " · < {0.lt}"}
_INTRODUCTIONS = {
    "commands": {
        "en": "# Commands\n\nMade by `scripts/docs.py` from the program's own `--help`; do not edit.\n",
        "vi": "# Các lệnh\n\nTrang này do `scripts/docs.py` tạo từ `--help` của chương trình; không sửa tay.\n",
    },
    "settings": {
        "en": "# Settings\n\nMade by `scripts/docs.py`; do not edit. Values stand in `diembao.toml` of the home; "
        "an environment variable wins over the file.\n",
        "vi": "# Cài đặt\n\nTrang này do `scripts/docs.py` tạo; không sửa tay. Giá trị ghi trong `diembao.toml` của "
        "bàn làm việc; biến môi trường được ưu tiên hơn tệp.\n",
    },
}


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
            for child in sorted(command.commands):
                yield from walk(command.commands[child], child, context)

    yield from walk(app.diembao, "diembao", None)


def command_page(language: str) -> str:
    """Reference of all commands."""
    blocks = [_INTRODUCTIONS["commands"][language]]
    for path, context in commands():
        blocks.append(f"## `{path}`\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(blocks)


def setting_page(language: str) -> str:
    """Reference of all settings."""
    blocks = [_INTRODUCTIONS["settings"][language]]
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


def pages(language: str) -> dict[Path, str]:
    """Every page of one language. The language must be spoken before :mod:`diembao.cli` is first imported."""
    i18n.use(language)
    names = {"en": ("commands.md", "settings.md"), "vi": ("vi/lenh.md", "vi/cai-dat.md")}[language]
    return {DOCS / names[0]: command_page(language), DOCS / names[1]: setting_page(language)}


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
