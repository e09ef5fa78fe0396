"""``python scripts/keyphrases.py FILE…``: count words and set phrases of press texts, for ``nlp/keyphrases``.

Files are JSON Lines, gzipped or not, with ``title``, ``summary`` (or ``lead``) and ``text``. Needs underthesea, which
the program itself does not: ``pip install underthesea==9.5.0``.

1. A sample of the texts is cut into words and tagged by underthesea: that gives the words with their parts of speech.
2. All texts are cut by our own code with these words, and words and rows of two or three words are counted. Rows that
   stand in enough texts and hold together by normalised pointwise mutual information (Bouma 2009), weakest joint
   first, are the set phrases.

What is kept are single words and short phrases of general use with counts; no sentence can be read from them. Names
are left out: what is tagged as one, and what stands with capitals more often than not.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from diembao.core.text import clean, index_form
from diembao.nlp.keyphrases import lexicon as lexicons
from diembao.nlp.keyphrases.candidates import content_rows
from diembao.nlp.keyphrases.lexicon import Kind, Lexicon

SAMPLE = 3_500
TAGGED_SYLLABLES = 220
FEWEST_TIMES = 5
FEWEST_TIMES_COMPOUND = 3
FEWEST_TEXTS = 6
LEAST_COHESION = 0.2
_KINDS = {"N": Kind.NOUN, "Ny": Kind.NOUN, "Nb": Kind.NOUN, "V": Kind.VERB, "Vb": Kind.VERB, "A": Kind.QUALITY}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n")
_PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}")
_NAME = "Np"


def main(files: Sequence[Path]) -> None:
    """Count and write."""
    texts = [_whole(row) for row in rows(files)]
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    with Pool() as pool:
        kinds, times = words_of(pool.imap_unordered(_tagged, sample, 8))
    write(kinds, times, texts)


def write(kinds: dict[str, Kind], times: Counter[str], texts: Sequence[str]) -> None:
    """Count words and phrases in all texts and write the list."""
    known = Lexicon([(word, kinds[word], times[word], 1) for word in kinds], {}, len(texts))
    in_texts: Counter[str] = Counter()
    together: Counter[tuple[str, ...]] = Counter()
    joints: Counter[tuple[str, str]] = Counter()
    for text in texts:
        here: set[str] = set()
        rows_here: set[tuple[str, ...]] = set()
        for row in content_rows(text, known):
            here.update(row)
            for length in (2, 3):
                rows_here.update(tuple(row[at : at + length]) for at in range(len(row) - length + 1))
        in_texts.update(here)
        together.update(rows_here)
        joints.update(row for row in rows_here if len(row) == 2)
    phrases = {
        " ".join(row): count
        for row, count in together.items()
        if count >= FEWEST_TEXTS
        and min(_cohesion(pair, joints, in_texts, len(texts)) for pair in pairwise(row)) >= LEAST_COHESION
    }
    kept = sorted(word for word in kinds)
    order = sorted(phrases)
    np.savez_compressed(
        lexicons.DATA,
        words=np.frombuffer("\n".join(kept).encode(), np.uint8),
        kinds=np.array([kinds[word] for word in kept], np.uint8),
        times=np.array([times[word] for word in kept], np.uint32),
        texts=np.array([in_texts[word] for word in kept], np.uint32),
        phrases=np.frombuffer("\n".join(order).encode(), np.uint8),
        phrase_texts=np.array([phrases[phrase] for phrase in order], np.uint32),
        documents=np.array(len(texts)),
    )
    print(f"{len(texts)} texts, {len(kept)} words, {len(order)} phrases, {lexicons.DATA.stat().st_size / 1000:.0f} kB")


def words_of(tagged: Iterator[list[tuple[str, str]]]) -> tuple[dict[str, Kind], Counter[str]]:
    """Words with their most usual part of speech, and how often each was met; names are left out."""
    tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words in tagged:
        for word, tag in words:
            if _PLAIN.fullmatch(word):
                # a capital inside a word is a name, whatever its tag
                name = tag == _NAME or any(syllable[0].isupper() for syllable in word.split()[1:])
                tags[index_form(word)][_NAME if name else tag] += 1
    kinds: dict[str, Kind] = {}
    times: Counter[str] = Counter()
    for word, seen in tags.items():
        total = seen.total()
        if total < (FEWEST_TIMES_COMPOUND if " " in word else FEWEST_TIMES) or seen[_NAME] > total / 2:
            continue
        by_kind: Counter[Kind] = Counter()
        for tag, number in seen.items():
            by_kind[_KINDS.get(tag, Kind.OTHER)] += number
        kinds[word] = by_kind.most_common(1)[0][0]
        times[word] = total
    return kinds, times


def _cohesion(pair: tuple[str, str], joints: Counter[tuple[str, str]], in_texts: Counter[str], documents: int) -> float:
    both = joints[pair] / documents
    apart = in_texts[pair[0]] * in_texts[pair[1]] / documents**2
    return math.log(both / apart) / -math.log(both) if both else 0.0


def _tagged(text: str) -> list[tuple[str, str]]:
    from underthesea import pos_tag  # type: ignore[import-not-found]

    found: list[tuple[str, str]] = []
    left = TAGGED_SYLLABLES
    for sentence in _SENTENCE_END.split(text):
        length = sentence.count(" ") + 1
        if left < 0:
            break
        if sentence and length <= 80:
            found += pos_tag(sentence)
            left -= length
    return found


def _whole(row: dict[str, Any]) -> str:
    return clean("\n\n".join(row.get(key) or "" for key in ("title", "summary", "lead", "text")))[:2000]


def rows(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Objects of all files."""
    for file in files:
        with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
            yield from map(json.loads, lines)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
