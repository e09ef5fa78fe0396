"""The query language, parsed once into a tree that every engine compiles.

::

    thu phí BOT           articles with all three words
    "thu phí"             the words in this order, side by side
    tàu OR xe             either; OR binds weaker than side-by-side words: a b OR c is (a b) OR c
    -lễ  -"lễ hội"  -(…)  not
    ( … )                 a group
    title:cầu             in the title only; also title:"thu phí", title:(cầu OR đường)
    source:vnexpress      with this label; also topic:, place:, section:, flag:, quoted where it has blanks

A word typed with marks finds that word, and the same word in texts that are written without marks; a word typed without
marks finds it with any marks. This holds for each word, also inside a phrase. A word that falls into several, such as
``BT-BOT`` or ``1.234``, is a phrase. Punctuation between words means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, NoReturn, TypeAlias, get_args

from rapidfuzz import process

from diembao.core import text as forms
from diembao.core.errors import QuerySyntaxError
from diembao.core.i18n import _

LabelField = Literal["source", "topic", "place", "organisation", "section", "flag"]

MAX_LENGTH = 1000
"""Characters of a query."""
MAX_TERMS = 64
"""Words of a query, all phrases and values included."""
MAX_NESTING = 8
"""Parentheses inside parentheses."""

_LABEL_FIELDS: dict[str, LabelField] = {field: field for field in get_args(LabelField)}
_TITLE = "title"
FIELDS = (*_LABEL_FIELDS, _TITLE)
"""What may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query."""

    exact: str
    """In index form."""
    folded: str
    """Without marks."""

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks, which then must agree."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several side by side in this order."""

    words: tuple[Word, ...]
    title: bool = False
    """Whether only titles are searched."""


@dataclass(frozen=True, slots=True)
class Label:
    """A whole value of a field; ``words`` are the words of the value."""

    field: LabelField
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Query


Query: TypeAlias = Words | Label | And | Or | Not


def word(text: str) -> Word:
    """A query word of one word of text in index form."""
    return Word(text, forms.fold(text))


def positive_words(query: Query) -> Iterator[Words]:
    """The words and phrases that a found article may contain: all but those under a minus, in the query's order."""
    match query:
        case Words():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from positive_words(part)
        case Label() | Not():
            pass


def labels(query: Query | None) -> Iterator[LabelField]:
    """The fields that a query names, also under a minus."""
    match query:
        case Label(field):
            yield field
        case And(parts) | Or(parts):
            for part in parts:
                yield from labels(part)
        case Not(part):
            yield from labels(part)
        case _:
            pass


def parse(text: str) -> Query | None:
    """The tree of a typed query; None when nothing was typed, which finds everything.

    :raises QuerySyntaxError: with the position in ``text`` and what to do.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(
            _("The query has {length} characters; {limit} are allowed.").format(length=len(text), limit=MAX_LENGTH),
            _("Search for the few words that tell the article from others."),
            position=MAX_LENGTH,
        )
    cleaned = forms.clean_line(text).translate(_STRAIGHT_QUOTES)
    try:
        return _Parser(cleaned).query()
    except QuerySyntaxError as error:
        error.position = _position_as_typed(text, error.position)
        raise


def _position_as_typed(text: str, position: int) -> int:
    """The offset in ``text`` of the character that cleaning moved to ``position``."""
    for end in range(1, len(text) + 1):
        if len(forms.clean_line(text[:end])) > position:
            return end - 1
    return len(text)


_STRAIGHT_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″＂"), '"')
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):")

_Kind = Literal["word", "phrase", "field", "or", "minus", "(", ")", "end"]


class _Token(NamedTuple):
    kind: _Kind
    text: str
    position: int


def _tokenize(text: str) -> Iterator[_Token]:
    position, length = 0, len(text)
    while position < length:
        char = text[position]
        if char == " ":
            position += 1
        elif char == "(" or char == ")":
            yield _Token("(" if char == "(" else ")", char, position)
            position += 1
        elif char == '"':
            end = text.find('"', position + 1)
            if end < 0:
                raise QuerySyntaxError(
                    _("A quotation mark is not closed."),
                    _('Put " at both ends of the phrase, or leave it out.'),
                    position=position,
                )
            yield _Token("phrase", text[position + 1 : end], position)
            position = end + 1
        elif _is_minus(text, position):
            yield _Token("minus", char, position)
            position += 1
        elif field := _field_at(text, position):
            yield _Token("field", field, position)
            position += len(field) + 1
        else:
            end = position
            while end < length and text[end] not in ' "()':
                end += 1
            chunk = text[position:end]
            yield _Token("or" if chunk == "OR" else "word", chunk, position)
            position = end
    yield _Token("end", "", length)


def _is_minus(text: str, position: int) -> bool:
    """A minus stands before what it excludes: "Hà Nội - Huế" and "--" have none, "BT-BOT" is read as one word."""
    return text[position] == "-" and text[position + 1 : position + 2] not in ("", " ", "-", ")")


def _field_at(text: str, position: int) -> str:
    """The name of the field that a colon makes of the word here, else nothing.

    What stands before a blank or a slash is text ("TP.HCM: mưa lớn", "https://…"), unless it is one of our fields.
    """
    match = _FIELD.match(text, position)
    if match is None:
        return ""
    name, after = match[1], text[match.end() : match.end() + 1]
    if name.lower() in FIELDS or (after not in ("", " ", ")") and (after in '"(' or forms.words(after))):
        return name
    return ""


class _Parser:
    """Recursive descent over ``alternatives := sequence (OR sequence)*``, ``sequence := item+``.

    A method gives None for punctuation, which stands in a query without meaning anything.
    """

    def __init__(self, text: str) -> None:
        self._tokens = _tokenize(text)
        self._now = next(self._tokens)
        self._terms = 0
        self._depth = 0

    def query(self) -> Query | None:
        if self._now.kind == "end":
            return None
        found = self._alternatives("")
        if self._now.kind == ")":
            raise QuerySyntaxError(
                _("A parenthesis is closed that was not opened."),
                _("Take it out, or put ( before the group; text with parentheses can stand in quotation marks."),
                position=self._now.position,
            )
        if found is None:
            raise QuerySyntaxError(_("The query has no words, only punctuation."), _("Type a word or a number."))
        return found

    def _alternatives(self, field: str) -> Query | None:
        parts = []
        last_or: _Token | None = None
        while True:
            part = self._sequence(field)
            if self._now.kind == "or" or last_or is not None:
                if part is None:
                    self._fail_or(last_or if last_or is not None else self._now)
                parts.append(part)
            if self._now.kind != "or":
                return Or(tuple(parts)) if parts else part
            last_or = self._advance()

    def _sequence(self, field: str) -> Query | None:
        parts = []
        while self._now.kind not in ("or", ")", "end"):
            part = self._item(field)
            if part is not None:
                parts.append(part)
        if len(parts) > 1:
            return And(tuple(parts))
        return parts[0] if parts else None

    def _item(self, field: str) -> Query | None:
        token = self._advance()
        match token.kind:
            case "minus":
                part = self._item(field)
                return None if part is None else Not(part)
            case "(":
                return self._group(token, field)
            case "field":
                return self._field(token, field)
            case _:
                return self._leaf(token, field)

    def _group(self, opening: _Token, field: str) -> Query:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise QuerySyntaxError(
                _("Parentheses are nested more than {limit} deep.").format(limit=MAX_NESTING),
                _("Make the query simpler."),
                position=opening.position,
            )
        found = self._alternatives(field)
        if self._now.kind != ")":
            raise QuerySyntaxError(
                _("A parenthesis is not closed."),
                _("Put ) after the group, or take ( out; text with parentheses can stand in quotation marks."),
                position=opening.position,
            )
        self._advance()
        if found is None:
            raise QuerySyntaxError(
                _("There is nothing between the parentheses."),
                _("Put words between them, or take them out."),
                position=opening.position,
            )
        self._depth -= 1
        return found

    def _field(self, token: _Token, outer: str) -> Query:
        name = token.text.lower()
        if name not in FIELDS:
            nearest = process.extractOne(name, FIELDS, score_cutoff=60)
            raise QuerySyntaxError(
                _("There is no field {field}.").format(field=f"{token.text}:"),
                (_("Did you mean {field}?").format(field=f"{nearest[0]}:") if nearest else _fields_hint())
                + " "
                + _("To search for the text itself, put it in quotation marks."),
                position=token.position,
            )
        if outer:
            raise QuerySyntaxError(
                _("The field {field} stands inside the field {outer}.").format(field=f"{name}:", outer=f"{outer}:"),
                _("Write the fields side by side."),
                position=token.position,
            )
        # The value follows without a blank: "place: Huế" would say nothing about Huế.
        value = None
        if (
            self._now.kind in ("word", "phrase", "(", "or", "field")
            and self._now.position == token.position + len(name) + 1
        ):
            value = self._item(name)
        if value is None:
            raise QuerySyntaxError(
                _("The field {field} has no value.").format(field=f"{name}:"),
                _('Write the value right after the colon, as in place:"Hà Nội".'),
                position=token.position,
            )
        return value

    def _leaf(self, token: _Token, field: str) -> Query | None:
        words = tuple(word(text) for text in forms.words(forms.index_form(token.text)))
        if not words:
            if token.kind == "phrase":
                raise QuerySyntaxError(
                    _("There is nothing to search for between the quotation marks."),
                    _("Put words between them, or take them out."),
                    position=token.position,
                )
            return None
        self._terms += len(words)
        if self._terms > MAX_TERMS:
            raise QuerySyntaxError(
                _("The query has more than {limit} words.").format(limit=MAX_TERMS),
                _("Search for the few words that tell the article from others."),
                position=token.position,
            )
        return Label(label, words) if (label := _LABEL_FIELDS.get(field)) else Words(words, title=field == _TITLE)

    def _advance(self) -> _Token:
        token = self._now
        if token.kind != "end":
            self._now = next(self._tokens)
        return token

    @staticmethod
    def _fail_or(token: _Token) -> NoReturn:
        raise QuerySyntaxError(
            _("OR needs something to find on both sides."),
            _('Write it as in "tàu OR xe"; to search for the word itself, write it in small letters.'),
            position=token.position,
        )


def _fields_hint() -> str:
    return _("The fields are {fields}.").format(fields=", ".join(f"{name}:" for name in FIELDS))
