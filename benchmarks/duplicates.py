"""``python -m benchmarks.duplicates [PAIRS]``: copies of one text found among real press, beside datasketch and rensa.

Copies are made here, by edits that desks make to agency texts; the press that they hide among is real, its known
near-duplicates left out. ``PAIRS`` names pairs that a person labelled by reading, as lines of two ids and ``copy``,
``rewrite`` or ``independent`` between tabs; the id of a report of the events is ``m`` and its line, from 0. The peers
take MinHashes of 128 values of the same shingles, and an estimated Jaccard index of 0.8 (rensa) or 0.5 (datasketch,
measured where it is installed) for a copy, as their own introductions do.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from rensa import RMinHash, RMinHashLSH

from benchmarks.corpus import corpus, rows
from diembao.evaluation import duplicates
from diembao.nlp.shingles import shingles

Row = dict[str, Any]
Pair = tuple[int, int]
_COPIED = 300
_AMONG = 2000
_VALUES = 128


def measure(folder: Path, labelled: Path | None = None) -> None:
    """Measure and report."""
    press = list(rows(folder / "press" / "baomoi2017.jsonl.gz"))
    if labelled:
        _measure_pairs(folder, press, labelled)
    pairs = set((folder / "press" / "near_duplicate_pairs_silver.tsv").read_text().split())
    alone = [row for row in press if str(row["id"]) not in pairs]
    chosen = random.Random(1).sample(alone, _AMONG)
    for name, edit in EDITS.items():
        originals = [row | {"cluster": str(row["id"])} for row in chosen[:_COPIED]]
        copies = [edit(row, random.Random(row["id"])) for row in originals]
        among = [*originals, *copies, *map(unlabelled, chosen[_COPIED:])]
        show(f"{name}: diembao", duplicates.evaluate(among))
        true = {(place, place + len(originals)) for place in range(len(originals))}
        for peer, found in _peers(among).items():
            show(f"{name}: {peer}", _figures(found, true))


def _measure_pairs(folder: Path, press: Iterable[Row], labelled: Path) -> None:
    """Pairs that a person labelled, each by itself: together in one voice, or not."""
    texts = {str(row["id"]): row for row in press}
    texts |= {f"m{line}": row for line, row in enumerate(rows(folder / "stories" / "mds_dev.jsonl.gz"))}
    found: dict[str, set[Pair]] = {}
    true: set[Pair] = set()
    for number, line in enumerate(labelled.read_text().splitlines()):
        one, other, label = line.split("\t")
        pair = [texts[key] | {"cluster": "one"} for key in (one, other)]
        if label != "independent":
            true.add((number, number))
        ours = duplicates.evaluate(pair)["recall"] == 1
        for name, is_found in {"diembao": ours, **{peer: bool(hits) for peer, hits in _peers(pair).items()}}.items():
            found.setdefault(name, set())
            if is_found:
                found[name].add((number, number))
    for name, hits in found.items():
        show(f"pairs labelled by reading: {name}", _figures(hits, true))


def _figures(found: set[Pair], true: set[Pair]) -> dict[str, Any]:
    right = len(found & true)
    return {
        "pairs": len(true),
        "precision": right / len(found) if found else 0.0,
        "recall": right / len(true) if true else 0.0,
    }


def _peers(among: Iterable[Mapping[str, Any]]) -> dict[str, set[Pair]]:
    """Pairs of places that the peers take for copies; texts without a shingle are copies of none."""
    tokens = [[str(each) for each in shingles(row["text"]).tolist()] for row in among]
    found = {"rensa": _rensa(tokens)}
    if importlib.util.find_spec("datasketch"):
        found["datasketch"] = _datasketch(tokens)
    return found


def _rensa(tokens: list[list[str]], least: float = 0.8) -> set[Pair]:
    index = RMinHashLSH(least, _VALUES, 16)
    hashed = []
    for place, each in enumerate(tokens):
        hashed.append(RMinHash(_VALUES, 42))
        hashed[place].update(each or [str(place)])
        index.insert(place, hashed[place])
    return {
        (place, other)
        for place, each in enumerate(hashed)
        for other in index.query(each)
        if place < other and each.jaccard(hashed[other]) >= least
    }


def _datasketch(tokens: list[list[str]], least: float = 0.5) -> set[Pair]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(least, _VALUES)
    hashed = []
    for place, each in enumerate(tokens):
        hashed.append(MinHash(_VALUES))
        hashed[place].update_batch([token.encode() for token in each or [str(place)]])
        index.insert(place, hashed[place])
    return {(place, other) for place, each in enumerate(hashed) for other in index.query(each) if place < other}


def unlabelled(row: Row) -> Row:
    """What grouping reads of an article."""
    return {key: row[key] for key in ("title", "summary", "text")}


#: Words and others of the same meaning.
_SAME = {
    "cho biết": "cho hay",
    "khoảng": "chừng",
    "nhiều": "không ít",
    "tuy nhiên": "song",
    "hiện nay": "hiện",
    "đã": "vừa",
    "tại": "ở",
    "vì": "do",
    "cũng": "còn",
    "người dân": "bà con",
    "cùng với": "với",
    "bắt đầu": "khởi sự",
    "trước đó": "trước đấy",
    "theo đó": "theo đấy",
    "để": "nhằm",
    "những": "các",
    "phải": "buộc phải",
}


def _sentences(text: str) -> list[str]:
    return text.split(". ")


def _removed(row: Row, chance: random.Random) -> Row:
    sentences = _sentences(row["text"])
    del sentences[chance.randrange(len(sentences))]
    return row | {"text": ". ".join(sentences)}


def _cut(row: Row, chance: random.Random) -> Row:
    return row | {"text": row["text"][: len(row["text"]) * 2 // 3]}


def _abridged(row: Row, chance: random.Random) -> Row:
    sentences = _sentences(row["text"])
    kept = sorted(chance.sample(range(len(sentences)), max(1, len(sentences) * 2 // 5)))
    return row | {"text": ". ".join(sentences[position] for position in kept), "summary": ""}


def _third(row: Row, chance: random.Random) -> Row:
    sentences = _sentences(row["text"])
    kept = sorted(chance.sample(range(len(sentences)), -(-len(sentences) // 3)))
    return row | {"text": ". ".join(sentences[position] for position in kept), "summary": ""}


def _joined(row: Row, chance: random.Random) -> Row:
    """As much again of other text: words of the language in an order that no other text has."""
    words = row["text"].split(" ")
    chance.shuffle(words)
    return row | {"text": f"{row['text']} {' '.join(words)}"}


def _rewritten(row: Row, chance: random.Random) -> Row:
    """Sentences in another order, some words by others of the same meaning, some left out."""
    sentences = _sentences(row["text"])
    chance.shuffle(sentences)
    text = ". ".join(sentences)
    for word, other in _SAME.items():
        text = text.replace(f" {word} ", f" {other} ")
    return row | {"text": " ".join(word for word in text.split(" ") if chance.random() > 0.03), "summary": ""}


def _retitled(row: Row, chance: random.Random) -> Row:
    return row | {"title": "Tin trong ngày", "summary": "", "text": "Tin của bản báo. " + row["text"]}


def _reworded(row: Row, chance: random.Random) -> Row:
    words = row["text"].split(" ")
    return row | {"text": " ".join("khác" if chance.random() < 0.05 else word for word in words)}


EDITS: dict[str, Callable[[Row, random.Random], Row]] = {
    "a sentence removed": _removed,
    "title and lead replaced": _retitled,
    "last third cut": _cut,
    "two fifths of the sentences kept": _abridged,
    "a third of the sentences kept": _third,
    "5 % of the words replaced": _reworded,
    "another text attached": _joined,
    "reordered and paraphrased": _rewritten,
}


def show(name: str, figures: dict[str, Any]) -> None:
    """One line of figures."""
    shown = (f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items())
    print(f"{name}: {', '.join(shown)}", flush=True)


if __name__ == "__main__":
    measured = corpus()
    if measured is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    measure(measured, *map(Path, sys.argv[1:2]))
