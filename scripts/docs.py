"""The reference pages of ``docs/`` in both languages: commands, settings, topics, reasons, health of sources.

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
from diembao.desk.health import HealthStatus
from diembao.desk.health import words as health_words

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WIDTH = 100
_LIMITS = {Ge: " · ≥ {0.ge}", Gt: " · > {0.gt}", Le: " · ≤ {0.le}", Lt: " · < {0.lt}"}
_NOTES = {
    "en": "Made by `scripts/docs.py` from the program itself; do not edit.",
    "vi": "Trang này do `scripts/docs.py` tạo từ chính chương trình; không sửa tay.",
}
_INTRODUCTIONS = {
    "health": {
        "en": (
            "Health of sources",
            "What `diembao sources health` and the page *Nguồn tin* say of a source, the worst first: what it means, "
            "and what to do. A source may have several of these at once; it is listed under the worst.",
        ),
        "vi": (
            "Tình trạng nguồn",
            "Các tình trạng mà trang *Nguồn tin* và lệnh `diembao sources health` nêu, xếp từ nặng đến nhẹ: nghĩa là "
            "gì và nên làm gì. Một nguồn có thể có nhiều tình trạng cùng lúc; nguồn được xếp theo tình trạng nặng "
            "nhất.",
        ),
    },
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

_MEANINGS = {
    HealthStatus.CERTIFICATE: {
        "en": "The site's certificate cannot be verified: it has expired, is made for another host, or its chain to a "
        "known authority is incomplete. Nothing is sent to such a site.",
        "vi": "Không xác minh được chứng chỉ của trang: đã hết hạn, cấp cho tên miền khác, hoặc thiếu chứng chỉ trung "
        "gian. Chương trình không gửi yêu cầu nào tới trang như vậy.",
    },
    HealthStatus.BLOCKED: {
        "en": "The site turns this desk away: with a bot wall, a maintenance page, 403 or 429, or by asking for a "
        "pause. Also when feeds come, but at least half of the articles of the last days do not.",
        "vi": "Trang từ chối bàn tin: dựng màn chặn truy cập tự động, báo bảo trì, trả mã 403 hoặc 429, hoặc yêu cầu "
        "tạm ngừng. Cũng tính cả khi kênh RSS vẫn mở nhưng từ một nửa số bài những ngày qua trở lên không vào được.",
    },
    HealthStatus.ROBOTS: {
        "en": "The site's robots.txt forbids these pages, or cannot be read, which counts as a no.",
        "vi": "Tệp robots.txt của trang không cho phép, hoặc không đọc được tệp này; không đọc được cũng coi là không "
        "cho phép.",
    },
    HealthStatus.FAILING: {
        "en": "None of its feeds, sitemaps or section pages can be read: moved, empty, or the server does not answer.",
        "vi": "Không đọc được kênh RSS, sơ đồ trang hay trang chuyên mục nào của nguồn: đã dời chỗ, trống, hoặc máy "
        "chủ không trả lời.",
    },
    HealthStatus.LAYOUT: {
        "en": "Its pages have changed: lead, section, by-line or date, which at least half of the articles had in the "
        "four weeks before, are found less than half as often in the last three days; or many pages cannot be read at "
        "all.",
        "vi": "Trang đã đổi cách trình bày: sa-pô, chuyên mục, tên tác giả hoặc ngày đăng, bốn tuần trước có ở ít nhất "
        "một nửa số bài, ba ngày qua chỉ còn tìm thấy ở chưa tới một nửa mức đó; hoặc nhiều trang không đọc được thành "
        "bài.",
    },
    HealthStatus.SILENT: {
        "en": "It answers, but has brought nothing for longer than its own rhythm explains. That nobody looked is no "
        "silence.",
        "vi": "Trang vẫn trả lời nhưng không có bài mới, lâu hơn mức mà nhịp đăng bài của chính nguồn giải thích được. "
        "Bàn tin không ghé xem thì không gọi là im lặng.",
    },
    HealthStatus.PARTLY: {
        "en": "Some of its feeds or pages cannot be read; the others work.",
        "vi": "Một số kênh của nguồn không đọc được, các kênh còn lại vẫn chạy.",
    },
    HealthStatus.UNDATED: {
        "en": "At least half of the last three days' articles name no date.",
        "vi": "Từ một nửa số bài của ba ngày qua trở lên không ghi ngày đăng.",
    },
    HealthStatus.DOUBTFUL_DATES: {
        "en": "At least a fifth of the last three days' articles name a date that cannot be right: in the future, "
        "before the outlet was on line, or different days in different places.",
        "vi": "Từ một phần năm số bài của ba ngày qua trở lên ghi ngày không hợp lý: trong tương lai, trước khi báo có "
        "mặt trên mạng, hoặc mỗi chỗ ghi một ngày.",
    },
    HealthStatus.BELOW: {
        "en": "Yesterday brought fewer articles than the same weekday usually does, by more than 1.5 standard "
        "deviations of the 28 days before.",
        "vi": "Số bài hôm qua thấp hơn mức thường ngày của cùng thứ trong tuần quá 1,5 lần độ lệch chuẩn của 28 ngày "
        "trước đó.",
    },
    HealthStatus.ABOVE: {
        "en": "Yesterday brought more articles than the same weekday usually does, by more than 2 standard deviations "
        "of the 28 days before.",
        "vi": "Số bài hôm qua cao hơn mức thường ngày của cùng thứ trong tuần quá 2 lần độ lệch chuẩn của 28 ngày "
        "trước đó.",
    },
    HealthStatus.NEVER: {
        "en": "It is switched on, and was never looked at.",
        "vi": "Nguồn đang bật nhưng chưa được ghé xem lần nào.",
    },
    HealthStatus.LEARNING: {
        "en": "It works. Its rhythm is judged once it has been known for 14 days and has brought 20 articles.",
        "vi": "Nguồn hoạt động. Nhịp đăng bài được xét khi đã theo dõi đủ 14 ngày và có đủ 20 bài.",
    },
    HealthStatus.OK: {
        "en": "It answers, and publishes as usual.",
        "vi": "Nguồn trả lời và đăng bài như thường lệ.",
    },
    HealthStatus.OFF: {
        "en": "`enabled = false` stands in its entry of `sources.toml`: nothing is fetched.",
        "vi": "Trong `sources.toml`, nguồn có dòng `enabled = false`: không lấy gì từ nguồn này.",
    },
}
_TO_DO = {"en": "What to do", "vi": "Nên làm"}


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


def health_page(language: str) -> str:
    """Every status of a source, what it means, and what a person can do about it."""
    blocks = [_introduction("health", language)]
    for status in HealthStatus:
        meaning = _MEANINGS[status][language]
        advice = health_words.advice(status, "ID" if language == "en" else "MÃ")
        blocks.append(
            f"## `{status.value}`: {health_words.label(status)}\n\n{meaning}\n\n**{_TO_DO[language]}**: {advice}\n"
        )
    return "\n".join(blocks)


def pages(language: str) -> dict[Path, str]:
    """Every page of one language. The language must be spoken before :mod:`diembao.cli` is first imported."""
    i18n.use(language)
    names = {
        "en": ("commands.md", "settings.md", "topics.md", "reasons.md", "health.md"),
        "vi": ("vi/lenh.md", "vi/cai-dat.md", "vi/chu-de.md", "vi/ly-do.md", "vi/tinh-trang-nguon.md"),
    }[language]
    makers = (command_page, setting_page, topic_page, reason_page, health_page)
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
