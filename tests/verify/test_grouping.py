"""Voices and stories from texts and times alone."""

import itertools
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diembao.nlp.shingles import minhashes, shingles
from diembao.nlp.syllables import Hashes
from diembao.nlp.terms import terms
from diembao.verify.grouping import group
from diembao.verify.window import Report
from tests.verify.texts import BRIDGE, FIRE, RICE

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
Told = tuple[str, str]


class Desk:
    """Takes reports in, batch by batch, and remembers where grouping put them."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.texts: dict[str, str] = {}

    def take(self, *told: tuple[str, Told, float]) -> None:
        """Reports as id, title and text, and hours after noon."""
        for key, (title, text), hours in told:
            at = NOON + timedelta(hours=hours)
            before = self.reports.get(key)
            self.texts[key] = text
            self.reports[key] = Report(
                id=key,
                dated=at,
                first_seen_at=at,
                minhash=minhashes([shingles(text)])[0],
                terms=terms(title, "", text),
                origin=key,
                story=before.story if before else "",
                pinned=before.pinned if before else False,
            )
        self.group({key for key, *_rest in told})

    def group(self, new: Collection[str]) -> None:
        held = {report.story for report in self.reports.values() if report.pinned}
        grouping = group(list(self.reports.values()), new, self.shingles_of, held)
        for key, story in grouping.stories.items():
            self.reports[key] = replace(self.reports[key], story=story)
        for key, copy in grouping.copies.items():
            origin, containment = copy or (key, 1.0)
            self.reports[key] = replace(self.reports[key], origin=origin, containment=containment)
        self.central = grouping.central

    def shingles_of(self, keys: Collection[str]) -> Mapping[str, Hashes]:
        return {key: shingles(self.texts[key]) for key in keys}

    def placed(self) -> dict[str, tuple[str, str, float]]:
        return {key: (report.story, report.origin, report.containment) for key, report in self.reports.items()}

    def stories(self) -> set[frozenset[str]]:
        return self._groups("story")

    def voices(self) -> set[frozenset[str]]:
        return self._groups("origin")

    def _groups(self, name: str) -> set[frozenset[str]]:
        groups: dict[str, set[str]] = {}
        for key, report in self.reports.items():
            groups.setdefault(getattr(report, name), set()).add(key)
        return {frozenset(members) for members in groups.values()}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def groups(*texts: str) -> set[frozenset[str]]:
    """``groups("a b", "c")``: a and b together, c alone."""
    return {frozenset(text.split()) for text in texts}


def reworded(told: Told, share: float, seed: int = 1) -> Told:
    chance = random.Random(seed)
    return told[0], " ".join("khác" if chance.random() < share else word for word in told[1].split())


def test_events_become_stories_and_each_telling_is_a_voice(desk: Desk) -> None:
    desk.take(
        ("f1", FIRE[0], 0), ("f2", FIRE[1], 5), ("f3", FIRE[2], 9), ("b1", BRIDGE[0], 1), ("b2", BRIDGE[1], 3),
        ("r1", RICE[0], 2),
    )  # fmt: skip
    assert desk.stories() == groups("f1 f2 f3", "b1 b2", "r1")
    assert len(desk.voices()) == 6


@pytest.mark.parametrize("sizes", [(6,), (1, 1, 1, 1, 1, 1), (2, 4), (5, 1)])
def test_it_does_not_matter_how_many_come_at_once(desk: Desk, sizes: Sequence[int]) -> None:
    told = [
        ("f1", FIRE[0], 0.0), ("b1", BRIDGE[0], 1.0), ("r1", RICE[0], 2.0), ("b2", BRIDGE[1], 3.0),
        ("f2", FIRE[1], 5.0), ("copy", FIRE[0], 6.0),
    ]  # fmt: skip
    waiting = iter(told)
    for size in sizes:
        desk.take(*itertools.islice(waiting, size))
    assert desk.stories() == groups("f1 f2 copy", "b1 b2", "r1")
    assert desk.voices() == groups("f1 copy", "f2", "b1", "b2", "r1")


def test_a_copy_under_another_title_is_one_voice_with_its_first_print(desk: Desk) -> None:
    desk.take(("first", FIRE[0], 0), ("second", ("Tin nóng trong đêm", f"Theo hãng tin. {FIRE[0][1]}"), 2))
    assert desk.reports["second"].origin == "first"
    assert desk.reports["second"].containment > 0.9
    assert desk.reports["first"].story == desk.reports["second"].story


def test_an_abridged_and_a_slightly_reworded_copy_are_copies(desk: Desk) -> None:
    half = FIRE[0][0], FIRE[0][1][: len(FIRE[0][1]) // 2]
    desk.take(("first", FIRE[0], 0), ("half", half, 1), ("reworded", reworded(FIRE[0], 0.05), 2))
    assert desk.voices() == groups("first half reworded")


def test_a_rewritten_report_is_no_copy(desk: Desk) -> None:
    desk.take(("first", FIRE[0], 0), ("other", reworded(FIRE[0], 0.3), 1))
    assert desk.voices() == groups("first", "other")
    assert desk.stories() == groups("first other")


def test_an_older_print_that_comes_late_speaks_first(desk: Desk) -> None:
    desk.take(("b", FIRE[0], 5), ("c", FIRE[0], 6))
    story = desk.reports["b"].story
    desk.take(("a", FIRE[0], 1))
    assert {report.origin for report in desk.reports.values()} == {"a"}
    assert {report.story for report in desk.reports.values()} == {story}


def test_the_same_words_a_week_later_are_another_voice_and_another_story(desk: Desk) -> None:
    desk.take(("now", FIRE[0], 0), ("later", FIRE[0], 24 * 7))
    assert desk.voices() == desk.stories() == groups("now", "later")


def test_prices_that_resemble_the_day_before_do_not_become_one_voice_for_ever(desk: Desk) -> None:
    desk.take(*((f"day{day}", RICE[0], 24 * day) for day in range(8)))
    assert desk.voices() == groups("day0 day1 day2 day3", "day4 day5 day6 day7")


def between(one: Told, other: Told) -> Told:
    """A report that tells of both, in words of its own."""
    return one[0], f"{reworded(one, 0.3)[1]} {reworded(other, 0.3)[1]}"


@pytest.mark.parametrize("sizes", [(3,), (1, 1, 1), (2, 1)])
def test_stories_that_turn_out_to_be_one_are_merged_into_the_one_that_is_known_longest(
    desk: Desk, sizes: Sequence[int]
) -> None:
    waiting = iter((("f1", FIRE[0], 0.0), ("b1", BRIDGE[0], 1.0), ("both", between(FIRE[0], BRIDGE[0]), 2.0)))
    desk.take(*itertools.islice(waiting, sizes[0]))
    first = desk.reports["f1"].story
    for size in sizes[1:]:
        desk.take(*itertools.islice(waiting, size))
    assert desk.stories() == groups("f1 b1 both")
    assert desk.reports["b1"].story == first
    assert desk.voices() == groups("f1", "b1", "both")


def test_the_order_in_which_reports_come_in_does_not_matter() -> None:
    told = {"f1": FIRE[0], "b1": BRIDGE[0], "both": between(FIRE[0], BRIDGE[0]), "r1": RICE[0]}
    found = set()
    for order in itertools.permutations(told):
        desk = Desk()
        for hours, key in enumerate(order):
            desk.take((key, told[key], hours / 10))
        found.add(frozenset(desk.stories()))
    assert len(found) == 1


def test_stories_into_which_a_person_put_a_report_are_not_merged(desk: Desk) -> None:
    desk.take(("f1", FIRE[0], 0), ("b1", BRIDGE[0], 1))
    desk.reports["b1"] = replace(desk.reports["b1"], pinned=True)
    desk.take(("both", between(FIRE[0], BRIDGE[0]), 2))
    assert desk.reports["f1"].story != desk.reports["b1"].story


def test_a_changed_text_keeps_its_story(desk: Desk) -> None:
    desk.take(("f1", FIRE[0], 0), ("f2", FIRE[1], 1), ("r1", RICE[0], 2))
    before = desk.stories()
    desk.take(("f2", (RICE[0][0], reworded(RICE[0], 0.4)[1]), 1))
    assert desk.stories() == before


def test_a_text_that_became_a_copy_goes_to_the_story_of_its_first_print(desk: Desk) -> None:
    desk.take(("f1", FIRE[0], 0), ("r1", RICE[0], 2), ("r2", RICE[0], 3))
    desk.take(("r2", FIRE[0], 3))
    assert desk.stories() == groups("f1 r2", "r1")
    assert desk.voices() == groups("f1 r2", "r1")


def test_what_a_person_pinned_stays(desk: Desk) -> None:
    desk.take(("f1", FIRE[0], 0), ("r1", RICE[0], 2))
    desk.reports["r1"] = replace(desk.reports["r1"], pinned=True)
    desk.take(("r1", FIRE[0], 2))
    assert desk.voices() == groups("f1 r1")
    assert desk.stories() == groups("f1", "r1")


def test_done_twice_nothing_changes(desk: Desk) -> None:
    desk.take(("f1", FIRE[0], 0), ("f2", FIRE[1], 1), ("copy", FIRE[0], 2), ("r1", RICE[0], 3))
    before = desk.placed()
    desk.group(desk.reports)
    assert desk.placed() == before


def test_lines_too_short_to_be_copied_are_nobodys_copy(desk: Desk) -> None:
    told = ("Giá vàng", "Giá vàng hôm nay đứng yên.")
    desk.take(("a", told, 0), ("b", told, 1))
    assert desk.voices() == groups("a", "b")


def test_reports_without_any_word_are_alone(desk: Desk) -> None:
    desk.take(("a", ("", ""), 0), ("b", ("", "?!"), 1))
    assert desk.stories() == desk.voices() == groups("a", "b")


def test_thousands_of_equal_texts_are_one_voice(desk: Desk) -> None:
    desk.take(*((f"{number:04}", FIRE[0], number / 1000) for number in range(2000)))
    assert len(desk.voices()) == len(desk.stories()) == 1


def test_the_report_that_resembles_the_others_most_is_the_most_central(desk: Desk) -> None:
    aside = ("Một góc nhìn về chợ Bến Than", f"{RICE[0][1]} Chợ Bến Than cháy, sạp hàng Bến Than, chợ Bến Than.")
    desk.take(("f1", FIRE[0], 0), ("f2", FIRE[1], 1), ("f3", FIRE[2], 2), ("aside", aside, 3))
    assert desk.stories() == groups("f1 f2 f3 aside")
    assert min(desk.central, key=desk.central.__getitem__) == "aside"
    assert all(0 < value < 1 for value in desk.central.values())


def test_ids_do_not_decide_who_speaks_first() -> None:
    """Two prints of one instant, the one with a line more: the same one speaks, whatever ids they are given."""
    longer = FIRE[0][0], f"{FIRE[0][1]} Công an phường giữ gìn trật tự quanh chợ trong khi chờ kết luận."
    first = set()
    for names in (("a", "b"), ("b", "a")):
        desk = Desk()
        told = dict(zip(names, (FIRE[0], longer), strict=True))
        desk.take(*((name, text, 0.0) for name, text in told.items()))
        first |= {told[report.origin] for report in desk.reports.values()}
    assert len(first) == 1
