"""All names of a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from diembao.core.text import index_form
from diembao.nlp.names.capitals import FAMILY_NAMES, Person, person_at, row_at
from diembao.nlp.names.clubs import clubs
from diembao.nlp.names.lexicon import unit_words
from diembao.nlp.names.model import Name
from diembao.nlp.names.organisation_finder import OrganisationFinder
from diembao.nlp.names.place_finder import Found, PlaceFinder, capitals_agree, listed
from diembao.nlp.phrases import Hit, PhraseMatcher
from diembao.nlp.place_file import Gazetteer, load_places


class NameFinder:
    """Finds places and organisations. Building one takes a moment, so keep it; it can be shared and has no state.

    :param gazetteer: what provinces there are, and which one is home.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._listed = listed(gazetteer)
        self._places = PlaceFinder(gazetteer, self._listed)
        self._organisations = OrganisationFinder(gazetteer)
        self._unit_words = unit_words().categories
        self._families = frozenset(map(index_form, FAMILY_NAMES))
        words = (*self._listed, *self._unit_words, *self._families, *self._organisations.words)
        self._phrases = tuple(dict.fromkeys(words))
        self._matcher = PhraseMatcher(self._phrases)

    def find(self, text: str, index: str | None = None) -> list[Name]:
        """Names of a text in NFC, by position, an enclosing one before those inside it.

        :param index: its index form, if that is at hand.
        """
        form = index_form(text) if index is None else index
        hits = self._matcher.hits(form)
        persons = self._persons(text, hits)
        found = self._found_places(text, hits, persons)
        organisations = self._organisations.find(text, hits, self._phrases, self._listed, found, persons)
        found = [_to_its_end(text, place, organisations) for place in found]
        names = [
            Name(
                start=place.start,
                end=place.end,
                kind="place",
                name=place.name,
                province=place.province,
                unit=place.kind,
            )
            for place in found
        ]
        taken = {name.start for name in organisations}
        teams = [club for club in clubs(text, form, found) if club.start not in taken]
        return sorted((*names, *organisations, *teams), key=lambda name: (name.start, -name.end, name.kind))

    def _persons(self, text: str, hits: list[Hit]) -> list[Person]:
        persons: list[Person] = []
        reached = 0
        for start, end, number in hits:
            phrase = self._phrases[number]
            if start < reached or not text[start].isupper():
                continue
            entry = self._listed.get(phrase)
            if entry and not entry.short and (entry.first_level or _is_the_whole_row(text, start, end)):
                reached = end
            elif phrase in self._families and (person := person_at(text, start)):
                persons.append(person)
                reached = person.end
        return persons

    def _found_places(self, text: str, hits: list[Hit], persons: list[Person]) -> list[Found]:
        until = dict(persons)
        given = frozenset(text[start:end].split()[-1] for start, end in persons)
        found: list[Found] = []
        reached = person_end = 0
        for start, end, number in hits:
            person_end = max(person_end, until.get(start, 0))
            phrase = self._phrases[number]
            entry = self._listed.get(phrase)
            if start < max(reached, person_end):
                # "cảng Hải Phòng": a site that is called after a place lies there
                if entry and entry.province and end <= reached and found and found[-1].category == "site":
                    found[-1] = found[-1]._replace(province=entry.province)
                continue
            place: Found | None = None
            if entry is not None:
                if entry.decoy:
                    if capitals_agree(entry.written, text[start:end]):
                        reached = end
                    continue
                place = self._places.listed(text, start, end, entry, given)
                # "huyện Điện Biên" is listed, and the text says "huyện Điện Biên Đông"
                if place is not None and (unit_word := phrase.partition(" ")[0]) in self._unit_words:
                    longer = self._places.after_unit_word(text, start, start + len(unit_word), unit_word)
                    place = longer if longer is not None and longer.candidates and longer.end > end else place
            if place is None and phrase in self._unit_words:
                place = self._places.after_unit_word(text, start, end, phrase)
            if place is not None and place.category == "administrative" and not (place.province or place.candidates):
                name_start = text.find(" ", start + len(phrase) - 1) + 1
                if name_start in until:
                    place = None  # "UBND TP Nguyễn Văn A": a person of the town
            if place is not None:
                found.append(place)
                reached = place.end
        return self._places.resolved(text, self._places.chained(text, found))


def _is_the_whole_row(text: str, start: int, end: int) -> bool:
    row = row_at(text, start)
    return row is not None and row.end() == end


def _to_its_end(text: str, place: Found, organisations: Iterable[Name]) -> Found:
    """A site goes on to the end of the organisation that it is called after: "sân vận động Quân khu 7"."""
    if place.category != "site":
        return place
    for body in organisations:
        if place.start < body.start < place.end < body.end:
            return place._replace(end=body.end, name=text[place.start : body.end])
    return place


@cache
def _shared() -> NameFinder:
    return NameFinder(load_places())


def find(text: str) -> list[Name]:
    """Names of a text in NFC for which no desk's own gazetteer is at hand."""
    return _shared().find(text)
