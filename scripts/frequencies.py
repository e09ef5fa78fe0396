"""``python scripts/frequencies.py FILE…``: count in how many press texts each term stands, for ``nlp/terms.py``.

Files are JSON Lines, gzipped or not, with ``title``, ``summary`` (or ``lead``) and ``text``. The table holds counts of
hashed terms only: no word of a text can be read from it.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from diembao.core.text import clean
from diembao.nlp import terms

TARGET = Path(terms.__file__).with_name("data") / "frequencies.npz"


def main(files: Sequence[Path]) -> None:
    """Count and write."""
    frequencies = np.zeros(terms.BUCKETS, dtype=np.uint32)
    documents = 0
    for row in rows(files):
        text = "\n".join(clean(row.get(key) or "") for key in ("title", "summary", "lead", "text"))
        frequencies[np.unique(terms.term_numbers(text, 500))] += 1
        documents += 1
    most = np.iinfo(np.uint16).max
    np.savez_compressed(
        TARGET, frequencies=np.minimum(frequencies, most).astype(np.uint16), documents=np.array(documents)
    )
    print(f"{documents} texts, {np.count_nonzero(frequencies)} terms, {TARGET.stat().st_size / 1000:.0f} kB")


def rows(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Objects of all files."""
    for file in files:
        with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
            yield from map(json.loads, lines)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
