"""``topics.toml``: the topics of a desk and the words that speak for them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from diembao.core.i18n import _
from diembao.core.text import clean_line, index_form
from diembao.nlp.wordfile import Entry, entries

#: The topics that the program ships, a constant list: only these may ever get a learned model.
SHIPPED_TOPICS = (
    "law-elections",
    "law-enforcement",
    "development",
    "public-concerns",
    "anti-corruption",
    "environment",
    "border-sovereignty",
    "national-security",
    "press-expression",
    "foreign-trials",
    "coordination",
)

#: What a phrase weighs when the file does not say, and how many points make a topic when the file does not say:
#: one phrase in the title is enough, and so are two phrases in the text or one said twice; a passing mention is not.
DEFAULT_WEIGHT = 5.0
DEFAULT_THRESHOLD = 7.0

_KEYS = (
    "id",
    "name",
    "name_en",
    "description",
    "threshold",
    "abroad",
    "words",
    "title_words",
    "not_words",
    "needs",
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Words = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an article can be about, and the words that say so.

    Phrases stand as in the file; they are compared in the index form (:mod:`diembao.core.text`). Weights are points.
    """

    id: str
    name_vi: str
    name_en: str
    description: str = ""
    threshold: float = DEFAULT_THRESHOLD
    """How many points an article needs to carry the topic."""
    abroad: float = 0.0
    """How many points an article loses that speaks of other countries only; nothing where the topic is not confined
    to Việt Nam."""
    words: Words = ()
    title_words: Words = ()
    """Phrases that count in the title only."""
    not_words: Words = ()
    """Phrases that take points away; a longer one also shields a shorter word inside it."""
    needs: tuple[str, ...] = ()
    """At least one of these must stand in the article, if there are any."""


def load_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a word file, in its order.

    :raises CatalogueError: the file cannot be read, has a key that does not exist, a value that cannot be, an id or a
        phrase twice; the message names file, topic and key, and the nearest right key.
    """
    topics: dict[str, Topic] = {}
    for entry in entries(path, "topic"):
        topic = _topic(entry)
        if topic.id in topics:
            raise entry.error(
                "id", _("{value!r} stands twice.").format(value=topic.id), _("Give the other topic an id of its own.")
            )
        topics[topic.id] = topic
    return tuple(topics.values())


def shipped_topics() -> str:
    """Text of the word file that a new home gets: the shipped topics, commented in Vietnamese."""
    return (files("diembao.nlp") / "data" / "topics.toml").read_text(encoding="utf-8")


def _topic(entry: Entry) -> Topic:
    # the id first: later errors name the topic by it
    topic_id = entry.text("id")
    if not _ID.fullmatch(topic_id):
        raise entry.error(
            "id",
            _("{value!r} is not an id.").format(value=topic_id),
            _("Use small letters without marks, digits and hyphens, for example rice-price."),
        )
    entry.label = f"{entry.kind} {topic_id}"
    entry.refuse_unknown(_KEYS)
    name = entry.text("name")
    topic = Topic(
        id=topic_id,
        name_vi=name,
        name_en=entry.text("name_en", default=name) or name,
        description=entry.text("description", default=""),
        threshold=entry.number("threshold", default=DEFAULT_THRESHOLD),
        abroad=entry.number("abroad", default=0.0),
        words=_words(entry, "words"),
        title_words=_words(entry, "title_words"),
        not_words=_words(entry, "not_words"),
        needs=tuple(clean_line(phrase) for phrase in entry.texts("needs")),
    )
    if not topic.words and not topic.title_words:
        raise entry.error("words", _("it is missing."), _('Add a line: {key} = ["…", "…"]').format(key="words"))
    if topic.threshold == 0:
        raise entry.error(
            "threshold",
            _("it must be above 0, or every article would carry the topic."),
            _("Write {key} = {default:g}").format(key="threshold", default=DEFAULT_THRESHOLD),
        )
    _refuse_repeats(entry, topic)
    return topic


def _words(entry: Entry, key: str) -> Words:
    """Phrases with weights: a list (all weigh the same) or a table from weight to list."""
    value = entry.values.get(key, [])
    if not isinstance(value, Mapping):
        return tuple((clean_line(phrase), DEFAULT_WEIGHT) for phrase in entry.texts(key))
    found: list[tuple[str, float]] = []
    for weight, phrases in value.items():
        points = _weight(weight)
        if points is None:
            raise entry.error(
                f"{key}.{weight}",
                _("{value!r} is not a weight above 0.").format(value=weight),
                _('The weight stands on the left, its phrases on the right: 3 = ["…", "…"]'),
            )
        found += ((clean_line(phrase), points) for phrase in entry.texts(f"{key}.{weight}", phrases))
    return tuple(found)


def _weight(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < math.inf else None


def _refuse_repeats(entry: Entry, topic: Topic) -> None:
    seen: dict[str, str] = {}
    for key in ("words", "title_words", "not_words"):
        for phrase, _points in getattr(topic, key):
            form = index_form(phrase)
            if form in seen:
                raise entry.error(
                    key,
                    _("{value!r} stands twice.").format(value=phrase),
                    _("It also stands under {key}: keep one of the two.").format(key=seen[form]),
                )
            seen[form] = key
