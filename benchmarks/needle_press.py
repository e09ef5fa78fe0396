"""Altered reports, repeats of reviewed claims and planted opinions, put among real press with the truth recorded.

Dates and outlets of articles that have none are synthetic: spread evenly over the half year of the collection in the
order of the ids; an outlet is a hash of the id, near-duplicates in different ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.corpus import rows as records
from diembao.nlp.quantities import find_quantities
from diembao.nlp.sentences import sentences
from diembao.nlp.statements import SentenceKind, statements

OUTLETS = 40
_FIRST, _SPAN = datetime(2017, 2, 1, tzinfo=UTC), timedelta(days=181)
_SHORTEST = 600
_LATEST = timedelta(hours=40)


class Kind(StrEnum):
    """What was put among the press."""

    FIGURE = "figure"
    DATE = "date"
    PLACE = "place"
    NEGATION = "negation"
    REPEAT = "fact-check"
    NEIGHBOUR = "fact-check neighbour"
    """Says another figure than a reviewed claim: no flag is right."""
    OPINION = "opinion"
    """Never to be flagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """What is true of a report that was put in."""

    kind: Kind
    of: str
    """Name of the report that was altered; empty: none."""
    before: str
    after: str
    """What stands in it in place of ``before``; of an opinion or repeat the whole sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report, real or put in."""

    name: str
    title: str
    lead: str
    text: str
    dated: datetime
    outlet: str
    author: str = ""
    needle: Needle | None = None

    @property
    def url(self) -> str:
        """An address at its outlet."""
        return f"https://{self.outlet}.example/{blake2b(self.name.encode(), digest_size=8).hexdigest()}.html"


def real(folder: Path, number: int) -> tuple[list[Row], list[Row]]:
    """Real articles: three of ten with a date of their own, the others neighbours in time.

    :returns: those, and others that carry what is put in.
    """
    dated = list(islice(_dated(folder / "press" / "dated_news.jsonl.gz"), number * 3 // 10))
    every = list(_undated(folder / "press"))
    first = len(every) // 3
    neighbours = every[first : first + number - len(dated)]
    return [*dated, *neighbours], every[first + len(neighbours) : first + len(neighbours) + 1000]


def altered(press: Sequence[Row], number: int, chance: random.Random) -> list[Row]:
    """Reports of stories that are there, each with one thing told otherwise; as many of each kind as of the others."""
    kinds = (Kind.FIGURE, Kind.DATE, Kind.PLACE, Kind.NEGATION)
    wanted = {kind: number // len(kinds) for kind in kinds}
    names = _place_names(press)
    found: list[Row] = []
    for row in chance.sample(list(press), len(press)):
        kind = max(wanted, key=lambda each: wanted[each])
        if not wanted[kind]:
            break
        if len(row.text) >= _SHORTEST and (change := _change(kind, row, names, chance)):
            found.append(_report(row, kind, change, chance))
            wanted[kind] -= 1
    return found


def repeats(claims: Sequence[Mapping[str, str]], hosts: Iterator[Row], chance: random.Random) -> Iterator[Row]:
    """Reports that repeat a reviewed claim in other words, and as many that say another figure."""
    for claim in claims:
        for kind, said in ((Kind.REPEAT, claim["repeat"]), (Kind.NEIGHBOUR, claim["neighbour"])):
            yield _carrying(next(hosts), kind, said, chance)


def opinions(texts: Iterable[str], hosts: Iterator[Row], chance: random.Random) -> Iterator[Row]:
    """Pairs of reports of one story that hold an opinion, with other figures in the second."""
    for text in texts:
        host = next(hosts)
        yield _carrying(host, Kind.OPINION, text, chance)
        changed = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10 or 1), text)
        copy = replace(host, name=f"{host.name}-copy", outlet=_outlet(f"{host.name}-copy"))
        yield _carrying(copy, Kind.OPINION, changed, chance)


def exchanged(rows: Sequence[Row]) -> list[Row]:
    """The same reports, each with outlet, address and author of another one."""
    return [
        replace(row, outlet=other.outlet, author=other.author)
        for row, other in zip(rows, [*rows[1:], *rows[:1]], strict=True)
    ]


def _dated(file: Path) -> Iterator[Row]:
    met: set[str] = set()
    for values in records(file):
        if not (values["url"] and values["date"] and values["text"] and values["title"]) or values["url"] in met:
            continue
        met.add(values["url"])
        yield Row(
            name=values["url"],
            title=values["title"],
            lead=values["summary"] or "",
            text=values["text"],
            dated=datetime.fromisoformat(values["date"]).replace(hour=5, tzinfo=UTC),
            outlet=_outlet(values["url"]),
            author=_author(values["url"]),
        )


def _undated(folder: Path) -> Iterator[Row]:
    every = sorted(records(folder / "baomoi2017.jsonl.gz"), key=lambda values: int(values["id"]))
    pairs = [line.split("\t")[:2] for line in (folder / "near_duplicate_pairs_silver.tsv").read_text().splitlines()[1:]]
    shift: dict[str, int] = {}
    for one, other in pairs:
        if _outlet(one, shift.get(one, 0)) == _outlet(other, shift.get(other, 0)):
            shift[other] = shift.get(other, 0) + 1
    for place, values in enumerate(every):
        yield Row(
            name=values["id"],
            title=values["title"],
            lead=values["summary"] or "",
            text=values["text"],
            dated=_FIRST + _SPAN * place / len(every),
            outlet=_outlet(values["id"], shift.get(values["id"], 0)),
            author=_author(values["id"]),
        )


def _outlet(name: str, shift: int = 0) -> str:
    return f"bao-{(_number(name) + shift) % OUTLETS}"


def _author(name: str) -> str:
    return f"Người viết {_number(name) % 200}"


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest())


def _carrying(host: Row, kind: Kind, said: str, chance: random.Random) -> Row:
    """A report with one more sentence in it."""
    paragraphs = [part for part in host.text.split("\n") if part.strip()]
    paragraphs.insert(chance.randint(0, len(paragraphs)), said)
    needle = Needle(kind=kind, of="", before="", after=said)
    return replace(host, name=f"{host.name}-{kind}", text="\n".join(paragraphs), needle=needle)


def _report(row: Row, kind: Kind, change: tuple[str, str], chance: random.Random) -> Row:
    """Another outlet's report of the same: a copy, or shorter and in other words, with one thing told otherwise."""
    before, after = change
    name = f"{row.name}-{kind}"
    other = _outlet(name, 1 if _outlet(name) == row.outlet else 0)
    put = re.compile(rf"(?<![\w,.]){re.escape(before)}(?![\w]|[,.]\d)")
    title, lead, text = (put.sub(after, part) for part in (row.title, row.lead, row.text))
    if chance.random() < 0.5:
        text = _reworded(_abridged(text, after, chance))
        lead, after = _reworded(lead), _reworded(after)
    return replace(
        row,
        name=name,
        title=title,
        lead=lead,
        text=text,
        dated=row.dated + _LATEST * chance.random(),
        outlet=other,
        author=_author(name),
        needle=Needle(kind=kind, of=row.name, before=before, after=after),
    )


def _abridged(text: str, kept: str, chance: random.Random) -> str:
    """Two thirds of the sentences, among them those that hold some words."""
    said = [text[start:end] for start, end in sentences(text)]
    return " ".join(part for part in said if kept in part or chance.random() < 2 / 3)


_WORDINGS = (
    (r"\bcho biết\b", "cho hay"),
    (r"\bhiện nay\b", "hiện"),
    (r"\btại\b", "ở"),
    (r"\bkhoảng thời gian\b", "thời gian"),
    (r"\bcùng với đó\b", "ngoài ra"),
    (r"\bđồng thời\b", "cùng lúc"),
    (r"\btuy nhiên\b", "nhưng"),
    (r"\bbởi vì\b", "vì"),
    (r"\btrước đó\b", "trước đấy"),
    (r"\btiến hành\b", "làm"),
    (r"\bnhằm\b", "để"),
    (r"\bdo đó\b", "vì thế"),
)


def _reworded(text: str) -> str:
    for pattern, wording in _WORDINGS:
        text = re.sub(pattern, wording, text)
    return text


def _claims(row: Row) -> list[str]:
    return [each.text for each in statements(row.text) if each.kind is SentenceKind.CLAIM]


def _change(kind: Kind, row: Row, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """What to put in place of what, in the first checkable sentence that has such a thing."""
    for sentence in _claims(row):
        if change := _CHANGES[kind](sentence, names, chance):
            return change
    return None


_UNITS = frozenset("person household piece VND USD percent m2 m kg m3".split())


def _other_figure(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    for quantity in find_quantities(sentence):
        written = sentence[quantity.start : quantity.end]
        digits = re.match(r"\d[\d.,]*\d|\d", written)
        if not digits or quantity.unit not in _UNITS or quantity.low < 3:
            continue
        number = digits.group()
        other = _permuted(number) if chance.random() < 0.5 else ""
        other = other or str(int(number[0]) % 8 + 2 if number[0] != "9" else 4) + number[1:]
        if other != number:
            return written, written.replace(number, other, 1)
    return None


def _permuted(number: str) -> str:
    places = [place for place, char in enumerate(number) if char.isdigit()]
    for one, other in pairwise(places):
        if number[one] != number[other] and (one or number[other] != "0"):
            chars = list(number)
            chars[one], chars[other] = chars[other], chars[one]
            return "".join(chars)
    return ""


_DAY = re.compile(r"\b(?:ngày|sáng|chiều|tối) (\d{1,2})([/-])(\d{1,2})\b", re.IGNORECASE)


def _other_day(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    found = _DAY.search(sentence)
    if not found or not 1 <= int(found[3]) <= 12:
        return None
    day = (int(found[1]) + chance.randint(2, 9) - 1) % 28 + 1
    before = f"{found[1]}{found[2]}{found[3]}"
    return (before, f"{day}{found[2]}{found[3]}") if day != int(found[1]) else None


_PLACE = re.compile(r"\b(tỉnh|huyện|quận|xã|phường|thị xã) ((?:[A-ZĐÀ-Ỹ]\w+ ?){2})(?![A-ZĐÀ-Ỹ])")


def _place_names(press: Iterable[Row]) -> list[str]:
    """Names of places, with their kinds, that the press tells of."""
    found = {
        f"{match[1]} {match[2].strip()}": None
        for row in islice(press, 3000)
        for match in islice(_PLACE.finditer(row.text), 3)
    }
    return sorted(found)


def _other_place(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    found = _PLACE.search(sentence)
    if not found:
        return None
    kind, name = found[1], found[2].strip()
    others = [other for other in names if other.startswith(f"{kind} ") and not other.endswith(name)]
    return (name, chance.choice(others).removeprefix(f"{kind} ")) if others else None


_NEGATIONS = (
    (r"\bđã được\b", "chưa được"),
    (r"\bchưa được\b", "đã được"),
    (r"\bkhông có\b", "có"),
    (r"\bđã\b", "chưa"),
)


def _other_polarity(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    for pattern, other in _NEGATIONS:
        if found := re.search(pattern, sentence):
            return sentence, sentence[: found.start()] + other + sentence[found.end() :]
    return None


_CHANGES = {
    Kind.FIGURE: _other_figure,
    Kind.DATE: _other_day,
    Kind.PLACE: _other_place,
    Kind.NEGATION: _other_polarity,
}
