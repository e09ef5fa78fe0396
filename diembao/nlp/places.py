"""Which places an article names: this serves "in our province", and nothing about persons.

A place in the desk's own province is told by itself and counts for the province as well; elsewhere it counts for its
province only, as former provinces do for what they are part of since July 2025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from diembao.core.models import PlaceTag
from diembao.nlp.names.model import Name
from diembao.nlp.place_file import KINDS, Gazetteer, Province, load_places

__all__ = ["KINDS", "Gazetteer", "Province", "load_places", "place_tags"]


def place_tags(names: Iterable[Name], home: str = "") -> tuple[PlaceTag, ...]:
    """The provinces, and the places of the home province, that are among ``names``; the most often named first.

    :param home: name of the desk's own province; empty: none is.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for name in names:
        if name.kind != "place" or not name.province:
            continue
        counts[name.province, ""] += 1
        if name.province == home and name.name != home:
            counts[name.name, home] += 1
    return tuple(
        PlaceTag(place=place, count=count, home=home in (place, within) if home else False, within=within)
        for (place, within), count in counts.most_common()
    )
