"""Texts that may be a fault of the page wait until a second visit says the same."""

from diembao.archive.visits import Visit
from diembao.core.models import Doubt, Outcome, Source
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import all_articles, listed
from tests.pipeline.intake.conftest import HEADLINE, LONG, doubt, long_page, next_visit_after


def test_a_text_of_which_most_is_gone_waits_until_a_second_visit_says_the_same(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), long_page(*LONG[:2], hours=1))
    (article,) = all_articles(parts)
    assert (article.version, doubt(parts)) == (1, Doubt.SHORTER)
    assert (seen[1].outcome, seen[1].reason, seen[1].article_id) == (Outcome.QUARANTINED, "shorter", article.id)
    assert next_visit_after(parts, 1) == 1
    with parts.archive.reading() as connection:
        assert seen[1].raw_digest
        assert LONG[0] in parts.archive.raw.get(connection, seen[1].raw_digest).body.decode()
    intake.page(source, listed(), long_page(*LONG[:2], hours=1.1))
    assert all_articles(parts)[0].version == 1
    intake.page(source, listed(), long_page(*LONG[:2], hours=2))
    assert (all_articles(parts)[0].version, doubt(parts)) == (2, None)
    assert seen[-1].outcome is Outcome.CHANGED


def test_a_text_that_is_back_at_the_second_visit_was_never_gone(
    parts: Parts, intake: Intake, source: Source, seen: list[Visit]
) -> None:
    for hours, paragraphs in ((0, LONG), (1, LONG[:2]), (2, LONG), (3, LONG[:2])):
        intake.page(source, listed(), long_page(*paragraphs, hours=hours))
    assert all_articles(parts)[0].version == 1
    assert [visit.outcome for visit in seen] == [
        Outcome.NEW,
        Outcome.QUARANTINED,
        Outcome.UNCHANGED,
        Outcome.QUARANTINED,
    ]


def test_a_remnant_that_is_another_at_each_visit_counts_after_a_day(
    parts: Parts, intake: Intake, source: Source
) -> None:
    intake.page(source, listed(), long_page(*LONG))
    for hours in (1, 2, 3, 20):
        intake.page(source, listed(), long_page(LONG[0], f"Lượt xem: {hours}.", hours=hours))
        assert all_articles(parts)[0].version == 1
    intake.page(source, listed(), long_page(LONG[0], "Lượt xem: 26.", hours=26))
    assert all_articles(parts)[0].version == 2


def test_a_title_that_is_no_headline_any_more_waits(parts: Parts, intake: Intake, source: Source) -> None:
    intake.page(source, listed(), long_page(*LONG))
    intake.page(source, listed(), long_page(*LONG, title="Tin tức", hours=1))
    assert (all_articles(parts)[0].content.title, doubt(parts)) == (HEADLINE, Doubt.NO_TITLE)
