"""Everything that the fictional press plants is flagged with the right evidence, and nothing else is."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from diembao.archive import articles, fact_checks, flags, stories
from diembao.core.findings import Flag
from diembao.core.home import Home
from diembao.core.models import Article
from diembao.demo.outlets import OUTLETS
from diembao.demo.press import Press
from diembao.index import drop_index
from diembao.pipeline.parts import Parts
from tests import services
from tests.conftest import run_cli
from tests.demo.planted import Planted, fits, names, planted
from tests.demo_home import Demo


class Found:
    """What the desk found in one collected demo home."""

    def __init__(self, path: Path) -> None:
        self.press = Press(datetime.fromisoformat(json.loads((path / "demo.json").read_text())["served_at"]))
        with Parts(Home(path)) as parts, parts.archive.reading() as connection:
            collected: list[Article] = articles.following(connection, "", 1_000)
            self.flags: list[Flag] = flags.listing(connection, active=True)
            in_story = stories.story_of(connection, [article.id for article in collected])
            reviews = fact_checks.every(connection)
        self.sides = names(self.press, collected) | {review.id: review.url.rpartition("/")[2] for review in reviews}

        self.articles = {self.sides[article.id] for article in collected}
        groups: dict[str, set[str]] = defaultdict(set)
        for article_id, story in in_story.items():
            groups[story].add(self.sides[article_id])
        self.stories = {frozenset(group) for group in groups.values()}

    @property
    def disagreements(self) -> set[tuple[str, float, frozenset[str]]]:
        """What is flagged. Which of several reports speaks first for a side is a matter of which was met first."""
        return {(flag.finding.reason.value, flag.finding.score, frozenset(flag.finding.values)) for flag in self.flags}

    def pair(self, flag: Flag) -> str:
        finding = flag.finding
        return (
            f"{finding.reason}: {self.sides[finding.claim.ref]} | {self.sides[finding.evidence.ref]} {finding.values}"
        )


@pytest.fixture(scope="module")
def found(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return Found(demo.copy(tmp_path_factory.mktemp("planted") / "home"))


def test_another_search_engine_changes_no_article_story_or_flag(found: Found, tmp_path: Path) -> None:
    url = services.elasticsearch()
    done = run_cli(
        "demo", "--once", "--json", "--engine", "elasticsearch", "--home", tmp_path / "home", DIEMBAO_INDEX__URL=url
    )
    assert done.code == 0, done.stderr
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DIEMBAO_INDEX__URL", url)
        other = Found(tmp_path / "home")
        drop_index(Home(tmp_path / "home"))
    assert other.articles == found.articles
    assert other.stories == found.stories
    assert other.disagreements == found.disagreements


@pytest.mark.parametrize("case", planted(), ids=lambda case: f"{case.story}-{case.reason}-{case.claim}")
def test_a_planted_case_is_flagged_with_the_right_evidence(found: Found, case: Planted) -> None:
    fitting = [flag for flag in found.flags if fits(case, flag, found.sides)]
    assert len(fitting) == 1, [found.pair(flag) for flag in found.flags]


def test_nothing_else_is_flagged(found: Found) -> None:
    strange = [flag for flag in found.flags if not any(fits(case, flag, found.sides) for case in planted())]
    assert not [found.pair(flag) for flag in strange]


def test_no_opinion_piece_takes_part_in_a_flag(found: Found) -> None:
    opinions = {
        f"{outlet.id}/{article.slug}"
        for outlet in OUTLETS
        for article in found.press.articles(outlet, 1)
        if article.kind == "opinion"
    }
    assert len(opinions) >= 10
    for flag in found.flags:
        sides = [flag.finding.claim.ref, flag.finding.evidence.ref, *flag.finding.also[0], *flag.finding.also[1]]
        assert not opinions & {found.sides[side] for side in sides}
