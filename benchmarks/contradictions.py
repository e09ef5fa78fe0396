"""``python -m benchmarks.contradictions``: contradictions of pairs that are made from sentences of the press.

One sentence of a report becomes two: one stays, the other is told in other words (its opening moved, left out or put
before it, hedged, words exchanged), and then its figure, day or place is changed, or not. What was done is the truth:
rounding, conversion, another thing counted and a later count are no conflict. Real pairs are harder: two people tell
of one event more differently than these edits do.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus import corpus, rows
from diembao.core.text import clean_line
from diembao.evaluation import contradictions
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.nlp.statements import SentenceKind, statements
from diembao.verify import slots

_PAIRS = 600
_SENTENCES = 6000
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_EXCHANGED = (
    ("cho biết", "cho hay"),
    ("thiệt mạng", "tử vong"),
    ("xảy ra", "diễn ra"),
    ("tỉ đồng", "tỷ đồng"),
    ("phát hiện", "tìm thấy"),
    ("hiện nay", "hiện"),
    ("khoảng", "chừng"),
    ("tổ chức", "mở"),
    ("sử dụng", "dùng"),
    ("thực hiện", "tiến hành"),
)
_OPENINGS = ("Theo thông tin ban đầu, ", "Được biết, ", "Cơ quan chức năng cho biết, ", "Theo ghi nhận, ", "Cụ thể, ")
_CONVERSIONS = {"ha": ("m2", 10_000), "tấn": ("kg", 1_000), "km": ("m", 1_000), "nghìn tỷ đồng": ("tỷ đồng", 1_000)}
_OTHER_NOUNS = {
    "người": "hộ dân",
    "học sinh": "giáo viên",
    "xe": "nhà",
    "hộ": "lao động",
    "dự án": "doanh nghiệp",
    "sinh viên": "giảng viên",
    "công nhân": "kỹ sư",
    "căn": "xe",
    "trường hợp": "vụ",
}

# What moves by the hour: two values of it are no disagreement.
_MOVING = re.compile(
    r"giá vàng|vàng SJC|cổ phiếu|chứng khoán|tỷ giá|nhiệt độ|phiên|bàn thắng|trận|không khí lạnh|xổ số"
)

# The day before these is that of the telling, the one behind what is told is not.
_SAYS = re.compile(r"cho biết|cho hay|thông tin|khẳng định|xác nhận|thông báo|cho rằng|công bố|báo cáo")

Edit = Callable[[str, random.Random], str | None]


def measure(folder: Path) -> dict[str, Any]:
    """Measures on pairs with recorded truth."""
    return contradictions.evaluate(pairs(folder, random.Random(6)))


def pairs(folder: Path, chance: random.Random) -> Iterator[dict[str, str]]:
    """Pairs as :mod:`diembao.evaluation.contradictions` reads them, half of them conflicts."""
    press = [
        row for _number, row in zip(range(_SENTENCES), rows(folder / "press" / "baomoi2017.jsonl.gz"), strict=False)
    ]
    chance.shuffle(press)
    made = 0
    turns = {label: iter(()) for label in ("conflict", "other")}
    for sentence in _sentences(press):
        label = ("conflict", "other")[made % 2]
        edits = CONFLICTS if label == "conflict" else OTHERS
        name = next(turns[label], None)
        if name is None:
            turns[label] = iter(chance.sample(sorted(edits), len(edits)))
            name = next(turns[label])
        changed = edits[name](sentence, chance)
        if changed is None or changed == sentence:
            turns[label] = iter([name, *turns[label]])  # this kind of edit waits for a sentence that it fits
            if chance.random() < 0.2:
                turns[label] = iter(())
            continue
        other = changed if name in _WHOLE else _told_otherwise(changed, chance)
        yield {"a": sentence, "b": other, "label": _LABELS.get(name, label), "type": name}
        made += 1
        if made == _PAIRS:
            return


def _sentences(press: list[dict[str, Any]]) -> Iterator[str]:
    """Sentences that state something checkable with one or two figures, days or places, at most one an article."""
    for row in press:
        for found in statements(clean_line(row["text"]))[:12]:
            text = found.text
            if (
                found.kind is SentenceKind.CLAIM
                and 60 < len(text) < 260
                and _NUMBER.search(text)
                and '"' not in text
                and not _MOVING.search(text)
            ):
                yield text
                break


def _told_otherwise(sentence: str, chance: random.Random) -> str:
    """The same in other words: an opening moved to the end, left out or put before it, some words exchanged."""
    for first, second in _EXCHANGED:
        if first in sentence:
            sentence = sentence.replace(first, second, 1)
    opening, comma, rest = sentence.partition(", ")
    if comma and opening.startswith(("Theo ", "Tuy nhiên", "Trong đó", "Ngoài ra", "Bên cạnh đó")) and len(rest) > 50:
        return rest[:1].upper() + rest[1:]
    if (
        comma
        and opening.startswith(("Ngày ", "Sáng ", "Chiều ", "Tối ", "Năm ", "Tháng "))
        and len(rest) > 50
        and not _SAYS.search(rest)
    ):
        return f"{rest[:1].upper()}{rest[1:].rstrip('.')} {opening[:1].lower()}{opening[1:]}."
    return chance.choice(_OPENINGS) + sentence[:1].lower() + sentence[1:]


def _figures(sentence: str) -> list[Quantity]:
    """Amounts in plain figures, neither ages nor lengths of time."""
    return [
        item
        for item in find_quantities(sentence)
        if item.unit not in ("year", "month", "day", "hour", "ratio") and item.low == item.high >= 3 and not item.approx
        if len(_NUMBER.findall(sentence[item.start : item.end])) == 1
    ]


def _replaced(sentence: str, start: int, end: int, text: str) -> str:
    return sentence[:start] + text + sentence[end:]


def _figure_changed(sentence: str, chance: random.Random) -> str | None:
    found = _figures(sentence)
    if not found:
        return None
    item = chance.choice(found)
    match = _NUMBER.search(sentence, item.start)
    assert match
    digits = list(match.group())
    places = [place for place, char in enumerate(digits) if char.isdigit()]
    first = places[0]
    digits[first] = chance.choice([digit for digit in "123456789" if abs(int(digit) - int(digits[first])) > 1])
    return _replaced(sentence, *match.span(), "".join(digits))


def _date_changed(sentence: str, chance: random.Random) -> str | None:
    days = [
        when
        for when in slots.whens(sentence)
        if when.is_event and when.unit == "day" and not when.is_range
        if re.search(r"\d{1,2}[/.-]\d{1,2}", sentence[when.start : when.end])
    ]
    if not days:
        return None
    match = re.compile(r"(\d{1,2})(?=[/.-]\d)").search(sentence, chance.choice(days).start)
    if match is None:
        return None
    day = int(match.group())
    shift = chance.choice((-2, -1, 1, 2)) if 3 <= day <= 26 else (3 if day < 3 else -3)
    return _replaced(sentence, *match.span(), str(day + shift))


_PLACES = {
    "tỉnh": ("Bắc Sơn", "Hải Phong"), "huyện": ("Yên Bình", "Tân Hưng"), "xã": ("Hòa Thắng", "Tân Lợi"),
    "quận": ("Đông Thành", "Tây Sơn"), "phường": ("Phúc Lợi", "An Khánh"), "đường": ("Lê Quang Đạo", "Trần Phú"),
}  # fmt: skip


def _place_changed(sentence: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b(tỉnh|huyện|xã|quận|phường|đường) ((?:[A-ZĐÀ-Ỹ]\w+ ?){2,3})", sentence))
    if not found:
        return None
    match = chance.choice(found)
    name = chance.choice(_PLACES[match[1]])
    tail = " " if match[2].endswith(" ") else ""
    if sentence.count(match[2].strip()) > 1 or name in sentence:
        return None
    return _replaced(sentence, match.start(2), match.end(2), name + tail)


def _unchanged(sentence: str, chance: random.Random) -> str | None:
    return sentence + " " if _figures(sentence) else None


def _rounded(sentence: str, chance: random.Random) -> str | None:
    for item in _figures(sentence):
        match = _NUMBER.search(sentence, item.start)
        if match and re.fullmatch(r"[1-9]\d\d+|[1-9]\d{0,2}(?:\.\d{3})+", match.group()):
            number = int(match.group().replace(".", ""))
            step = 10 ** (len(str(number)) - 2)
            low = number // step * step
            if low != number:
                hedge, value = chance.choice(
                    (("hơn ", low), ("gần ", low + step), ("khoảng ", round(number, -len(str(step)) + 1)))
                )
                return _replaced(sentence, *match.span(), hedge + f"{value:,}".replace(",", "."))
    return None


def _converted(sentence: str, chance: random.Random) -> str | None:
    for unit, (other, factor) in _CONVERSIONS.items():
        match = re.search(rf"(?<![\d.,])(\d+(?:,\d+)?) ?{unit}\b(?!/)", sentence)
        if match:
            value = round(float(match[1].replace(",", ".")) * factor)
            return _replaced(sentence, *match.span(), f"{value:,}".replace(",", ".") + f" {other}")
    return None


def _hedged(sentence: str, chance: random.Random) -> str | None:
    for item in _figures(sentence):
        match = _NUMBER.search(sentence, item.start)
        if match:
            return _replaced(sentence, *match.span(), chance.choice(("khoảng ", "chừng ", "xấp xỉ ")) + match.group())
    return None


def _other_counted(sentence: str, chance: random.Random) -> str | None:
    for noun, other in _OTHER_NOUNS.items():
        match = re.search(rf"(\d+) {noun}\b", sentence)
        if match:
            return _replaced(sentence, *match.span(), f"{int(match[1]) + chance.randint(2, 9)} {other}")
    return None


def _later(sentence: str, chance: random.Random) -> str | None:
    match = re.search(r"(?<![\d.,/-])(\d{1,3}) (?=người (?:chết|thiệt mạng|bị thương|tử vong|mất tích)|ca )", sentence)
    if match is None:
        return None
    risen = _replaced(sentence, *match.span(1), str(int(match[1]) + chance.randint(1, 9)))
    return f"Tính đến chiều hôm sau, {risen[:1].lower()}{risen[1:]}"


CONFLICTS: dict[str, Edit] = {"figure": _figure_changed, "date": _date_changed, "place": _place_changed}
OTHERS: dict[str, Edit] = {
    "unchanged": _unchanged,
    "rounded": _rounded,
    "converted": _converted,
    "hedged": _hedged,
    "other thing": _other_counted,
    "later": _later,
}
_LABELS = {"later": "update", **dict.fromkeys(OTHERS.keys() - {"later"}, "compatible")}
_WHOLE = frozenset(("later",))


if __name__ == "__main__":
    FOLDER = corpus()
    if FOLDER is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    print(json.dumps(measure(FOLDER), ensure_ascii=False, indent=1))
