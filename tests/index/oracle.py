"""What a query means, written a second time and as plainly as possible: articles are read word by word."""

import re
import unicodedata

from diembao.index import IndexDocument
from diembao.index.query import And, Label, Not, Or, Query, Word, Words

_OLD_STYLE = {"oà": "òa", "oá": "óa", "uý": "úy"}


def plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def read(text: str) -> tuple[list[str], bool]:
    """Words of a text in one spelling, and whether it is written without marks."""
    words = re.findall(r"\w+", text.lower())
    for new, old in _OLD_STYLE.items():
        words = [re.sub(rf"(?<!q){new}$", old, word) for word in words]
    marked = sum(word != plain(word) for word in words)
    return words, marked * 10 < len(words)


def stands_in(words: tuple[Word, ...], text: str) -> bool:
    have, without_marks = read(text)
    return any(
        all(_is(word, there, bare=False) for word, there in zip(words, have[at:], strict=False))
        or (without_marks and all(_is(word, there, bare=True) for word, there in zip(words, have[at:], strict=False)))
        for at in range(len(have) - len(words) + 1)
    )


def _is(word: Word, there: str, *, bare: bool) -> bool:
    if plain(word.exact) == word.exact:
        return plain(there) == word.exact
    return there == (plain(word.exact) if bare else word.exact)


def matches(query: Query | None, document: IndexDocument) -> bool:
    match query:
        case None:
            return True
        case Words(words, title):
            return stands_in(words, document.title) or (not title and stands_in(words, document.text))
        case Label(field, words):
            values = {
                "source": (document.source,),
                "topic": document.topics,
                "place": document.places,
                "organisation": document.organisations,
                "section": (document.section,),
            }[field]
            return any(_labels(words, value) for value in values)
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)


def _labels(words: tuple[Word, ...], value: str) -> bool:
    have, typed = read(value)[0], [word.exact for word in words]
    folded = [plain(word) for word in typed]
    if typed == folded:
        return [plain(word) for word in have] == folded
    return have in (typed, folded)
