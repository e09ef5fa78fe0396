"""``python -m benchmarks.annotation PRESS [ARTICLES]``: reading an article, next to underthesea on the same articles.

Ours is the whole annotation: language, topics, places, organisations and key phrases, and every statement of the text
with its kind, attribution and figures. The peer is underthesea's ``word_tokenize``, ``pos_tag`` and ``ner``, each
called sentence by sentence, as its users do. One process, one core, the same articles in the same order; both have read
one article before the clock starts. Start-up and memory of ours are told, too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from diembao.core.models import Content
from diembao.core.text import clean, clean_line
from diembao.nlp.sentences import sentences

_ARTICLES = 200
_KILOBYTES_A_MEGABYTE = 1024
#: What a desk does before its first article, in a process of its own.
_START = """
import resource, time
from importlib.resources import as_file, files
from diembao.core.models import Content
from diembao.nlp import Annotator, load_places, load_topics
from diembao.nlp.statements import statements
with as_file(files("diembao.nlp") / "data" / "topics.toml") as file:
    annotator = Annotator(load_topics(file), load_places("An Giang"))
annotator.annotate(Content(title="Một bài báo", text="Công an tỉnh bắt 3 người."))
statements("Công an tỉnh bắt 3 người.")
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure(press: Path, count: int = _ARTICLES) -> dict[str, float]:
    """Measure both and print; the ratio is that of processor time."""
    read = _articles(press, count)
    syllables = sum(len(content.text.split()) for content in read) / len(read)
    ours = _timed(_annotation(), read)
    print(f"annotation: {len(read)} articles of {syllables:.0f} syllables")
    print(f"  ours {1000 * ours / len(read):.2f} ms an article, {len(read) / ours:.0f} articles/s and core")
    started, memory = _start()
    print(f"  start-up {started:.2f} s of processor, {memory:.0f} MB")
    figures = {"ms": 1000 * ours / len(read), "startup": started, "megabytes": memory}
    try:
        import underthesea
    except ImportError:
        print("  underthesea is not installed: nothing to compare with")
        return figures

    def peer(content: Content) -> None:
        text = f"{content.title}\n\n{content.text}"
        for start, end in sentences(text):
            sentence = text[start:end]
            underthesea.word_tokenize(sentence)
            underthesea.pos_tag(sentence)
            underthesea.ner(sentence)

    theirs = _timed(peer, read)
    print(f"  underthesea {1000 * theirs / len(read):.1f} ms an article, {len(read) / theirs:.1f} articles/s and core")
    print(f"  ratio {theirs / ours:.1f}")
    return figures | {"ratio": theirs / ours}


def _annotation() -> Callable[[Content], None]:
    from importlib.resources import as_file, files

    from diembao.nlp import Annotator, load_places, load_topics
    from diembao.nlp.statements import statements

    with as_file(files("diembao.nlp") / "data" / "topics.toml") as file:
        annotator = Annotator(load_topics(file), load_places("An Giang"))

    def read(content: Content) -> None:
        annotator.annotate(content)
        statements("\n\n".join((content.title, content.lead, content.text)))

    return read


def _timed(read: Callable[[Content], None], articles: Sequence[Content]) -> float:
    read(articles[0])
    start = time.process_time()
    for content in articles:
        read(content)
    return time.process_time() - start


def _start() -> tuple[float, float]:
    """Processor seconds until the first article is read, and megabytes then."""
    printed = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True).stdout.split()
    return float(printed[0]), float(printed[1]) / _KILOBYTES_A_MEGABYTE


def _articles(press: Path, count: int) -> list[Content]:
    """Articles from all over the corpus."""
    with gzip.open(press / "baomoi2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = rows[:: max(1, len(rows) // count)][:count]
    return [
        Content(title=clean_line(row["title"]), lead=clean(row.get("summary") or ""), text=clean(row["text"]))
        for row in chosen
    ]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("press", type=Path)
    parser.add_argument("articles", type=int, nargs="?", default=_ARTICLES)
    given = parser.parse_args()
    measure(given.press, given.articles)


if __name__ == "__main__":
    main()
