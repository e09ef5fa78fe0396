"""``python -m benchmarks.needle``: altered reports among real press, and how many of the first flags find them.

Dates and outlets are synthetic (see :mod:`benchmarks.needle_press`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import needle_claims, needle_press
from benchmarks.corpus import corpus
from benchmarks.needle_press import Kind, Row
from diembao.archive import fact_checks, flags, recording
from diembao.archive.recording import Text
from diembao.core.casework import FactCheck, Rating
from diembao.core.clock import now
from diembao.core.findings import Flag
from diembao.core.models import Channel, Content, Provenance
from diembao.core.text import clean, clean_line, index_form, words
from diembao.pipeline import verifying
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from diembao.verify import ranking_features
from diembao.verify.reports import instant

_ALTERED = 300
_FIRST = (50, 100, 300)
_BATCH = 500
_TO_READ = 100


@dataclass(frozen=True)
class Ranked:
    """Every flag of a home that rules find, the first first, and the report behind each id."""

    flags: Sequence[Flag]
    rows: Mapping[str, Row]


def measure(folder: Path, *, articles: int, out: Path | None, numbers: Path | None, blind: bool) -> None:
    """Measure and report."""
    rows = press(folder, articles)
    started = time.perf_counter()
    found = run(rows)
    print(f"{len(rows)} reports grouped and examined in {time.perf_counter() - started:.0f} s", flush=True)
    report(found, rows)
    if out:
        out.write_text(to_read(found), encoding="utf-8")
    if numbers:
        numbers.write_text(features(found), encoding="utf-8")
    if blind:
        other = run(needle_press.exchanged(rows))
        same = list(map(_blind(found), found.flags)) == list(map(_blind(other), other.flags))
        print(f"outlets, addresses and authors exchanged: {'the same flags' if same else 'OTHER FLAGS'}")


def press(folder: Path, articles: int) -> list[Row]:
    """Real articles with everything that is put among them, in the order of their dates."""
    chance = random.Random(6)
    real, spare = needle_press.real(folder, articles)
    hosts = iter(spare)
    with (folder / "labels" / "guard_dev.jsonl").open(encoding="utf-8") as lines:
        guarded = [row["text"] for row in map(json.loads, lines) if not row["flaggable"]]
    put = [
        *needle_press.altered(real, min(_ALTERED, articles // 10), chance),
        *needle_press.repeats(needle_claims.claims(), hosts, chance),
        *needle_press.opinions(guarded, hosts, chance),
    ]
    return sorted([*real, *put], key=lambda row: row.dated)


def run(rows: Sequence[Row]) -> Ranked:
    """Everything recorded in a home of its own, grouped, examined and ranked."""
    with tempfile.TemporaryDirectory() as scratch, Parts(found_home(Path(scratch) / "home")) as parts:
        behind: dict[str, Row] = {}
        with parts.archive.writing() as connection:
            for number, claim in enumerate(needle_claims.claims()):
                fact_checks.put(connection, _fact_check(number, claim["claim"]))
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            with parts.archive.writing() as connection:
                texts = list(map(_text, batch))
                ids = recording.record_new(connection, texts, channel=Channel.IMPORT, fetched_at=now())
            behind |= dict(zip(ids, batch, strict=True))
        verifying.drain(parts, lambda done: print(f"+{done}", end=" ", file=sys.stderr, flush=True))
        print(file=sys.stderr)
        with parts.archive.reading() as connection:
            return Ranked(flags.listing(connection), behind)


def report(found: Ranked, rows: Sequence[Row]) -> None:
    """Print what was found."""
    kinds = [hit(found, flag) for flag in found.flags]
    for first in _FIRST:
        right = sum(kind is not None for kind in kinds[:first])
        print(f"first {first}: {right} of {len(kinds[:first])} are altered reports or repeats", flush=True)
    there = Counter(row.needle.kind for row in rows if row.needle)
    met = {(kind, name) for flag, kind in zip(found.flags, kinds, strict=True) if kind for name in _put_in(found, flag)}
    for kind in (Kind.FIGURE, Kind.DATE, Kind.PLACE, Kind.NEGATION, Kind.REPEAT):
        print(f"recall, {kind}: {sum(k is kind for k, _name in met)} of {there[kind]}")
    untouched = Counter(flag.finding.reason for flag in found.flags if not _put_in(found, flag))
    print(f"flags on the untouched press: {dict(untouched)}")
    wrong = Counter(
        needle.kind
        for flag, kind in zip(found.flags, kinds, strict=True)
        if kind is None
        for name in _put_in(found, flag)
        if (needle := next(row.needle for row in found.rows.values() if row.name == name))
    )
    print(f"flags on what was put in that do not find it: {dict(wrong)}")
    opinions = [row.needle.after for row in rows if row.needle and row.needle.kind is Kind.OPINION]
    print(f"opinions flagged: {sum(_quotes(flag, opinion) for flag in found.flags for opinion in opinions)}")


def hit(found: Ranked, flag: Flag) -> Kind | None:
    """What a flag has found: on one side an altered report, quoted where it was altered."""
    sides = (flag.finding.claim, flag.finding.evidence)
    for side in sides:
        row = found.rows.get(side.ref)
        needle = row.needle if row else None
        if not needle or needle.kind in (Kind.OPINION, Kind.NEIGHBOUR):
            continue
        said, after = (f" {' '.join(words(index_form(text)))} " for text in (side.text, needle.after))
        if after in said or said in after:
            return needle.kind
    return None


def to_read(found: Ranked) -> str:
    """The first flags, for reading."""
    parts = []
    for number, flag in enumerate(found.flags[:_TO_READ], 1):
        finding = flag.finding
        parts.append(
            f"{number}. {flag.score:.2f} {finding.reason} [{hit(found, flag) or 'press'}] {finding.values}\n"
            f"   A: {_said(found, finding.claim.ref)} {finding.claim.text}\n"
            f"   B: {_said(found, finding.evidence.ref)} {finding.evidence.text}\n"
        )
    return "\n".join(parts)


def features(found: Ranked) -> str:
    """What the ranking sees of each flag, with what is known of its worth, for ``scripts/ranking.py``."""
    dated = {ref: instant(row.dated) for ref, row in found.rows.items()}
    lines = []
    for flag in found.flags:
        put_in = bool(_put_in(found, flag))
        values = {
            "features": ranking_features.features(ranking_features.seen(flag.finding, {}, dated)),
            "press": not put_in,
            "worth": hit(found, flag) is not None if put_in else None,
            "claim": flag.finding.claim.text,
            "evidence": flag.finding.evidence.text,
        }
        lines.append(json.dumps(values, ensure_ascii=False))
    return "\n".join(lines)


def _said(found: Ranked, ref: str) -> str:
    row = found.rows.get(ref)
    return f"({row.dated:%d/%m/%Y %H:%M}, {row.title}{', put in' if row.needle else ''})" if row else "(review)"


def _put_in(found: Ranked, flag: Flag) -> list[str]:
    sides = (found.rows.get(side.ref) for side in (flag.finding.claim, flag.finding.evidence))
    return [row.name for row in sides if row and row.needle]


def _quotes(flag: Flag, text: str) -> bool:
    said = index_form(text)
    return any(
        index_form(side.text) in said or said in index_form(side.text)
        for side in (flag.finding.claim, flag.finding.evidence)
    )


def _blind(found: Ranked) -> Callable[[Flag], tuple[object, ...]]:
    """What a flag says, without the ids that are given at random."""

    def plain(flag: Flag) -> tuple[object, ...]:
        finding = flag.finding
        sides = (
            (found.rows[side.ref].name if side.ref in found.rows else side.ref, side.text, side.marks)
            for side in (finding.claim, finding.evidence)
        )
        return finding.reason, *sides, finding.score, finding.values

    return plain


def _text(row: Row) -> Text:
    content = Content(
        title=clean_line(row.title),
        lead=clean_line(row.lead),
        text=clean(row.text),
        authors=(row.author,) if row.author else (),
        published_at=row.dated,
        published_from=Provenance.IMPORT,
    )
    return Text(content, row.url, row.url, row.outlet)


def _fact_check(number: int, claim: str) -> FactCheck:
    return FactCheck(
        id=f"fc-{number}",
        claim=claim,
        rating=Rating.FALSE,
        publisher="Trung tâm xử lý tin giả (hư cấu)",
        imported_at=now(),
    )


def main() -> int:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.needle", description=__doc__)
    asked.add_argument("--articles", type=int, default=10_000, help="how many real articles")
    asked.add_argument("--out", type=Path, help="file for the first 100 flags, to be read")
    asked.add_argument("--features", type=Path, help="file for what the ranking sees of each flag")
    asked.add_argument("--blind", action="store_true", help="run again with outlets exchanged, and compare")
    options = asked.parse_args()
    folder = corpus()
    if folder is None:
        print("needle: skipped, no press corpus on this machine (PRESS_CORPUS names its folder)")
        return 0
    measure(folder, articles=options.articles, out=options.out, numbers=options.features, blind=options.blind)
    return 0


if __name__ == "__main__":
    sys.exit(main())
