"""Old events that are told as new. Every name is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diembao.core.findings import FlagReason
from diembao.verify import old_news, rules
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report

DAY = "2026-11-20T03:00:00+00:00"
FIRE = "Sáng nay ({}), cháy lớn xảy ra tại chợ Bến Than, tỉnh Phú Giang, thiêu rụi 30 sạp hàng."


def article(text: str, *, at: str = DAY, name: str = "A", voice: str = "", title: str = "Cháy chợ Bến Than") -> Report:
    return Report(id=name, seen=at, dated=at, published=at, voice=voice, title=title, text=text)


def found(report: Report, *prints: Report) -> tuple:  # type: ignore[type-arg]
    given = old_news.inputs(report, prints)
    return old_news.find(given) if given else ()


def test_dated_by_its_own_words() -> None:
    (finding,) = found(article(FIRE.format("12/3/2019")))
    assert finding.reason is FlagReason.OLD_NEWS
    assert finding.values[1] == "20/11/2026"
    ((start, end),) = finding.claim.marks
    assert "12/3/2019" in finding.claim.text[start:end]


def test_just_past_with_a_date_of_years_ago() -> None:
    told = "Ngày 5/4/2022, Công an tỉnh Phú Giang cho biết vừa bắt quả tang 12 người đánh bạc ở xã Hưng Lộc."
    assert len(found(article(told))) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIRE.format("20/11/2026"), id="of the day"),
        pytest.param(FIRE.format("20/11"), id="without a year"),
        pytest.param("Ngày 12/3/2019, chợ Bến Than cháy, 30 sạp hàng bị thiêu rụi.", id="told as past"),
        pytest.param("Cách đây bảy năm, ngày 12/3/2019, chợ Bến Than vừa mở thì bị cháy.", id="a look back"),
        pytest.param(FIRE.format("12/3/2019") + " Tiểu thương dự kiến bán lại từ 25/11/2026.", id="a day near by"),
    ],
)
def test_news_and_looks_back(text: str) -> None:
    assert found(article(text)) == ()


def test_when_it_was_published_must_be_known() -> None:
    assert old_news.inputs(replace(article(FIRE.format("12/3/2019")), published="")) is None


OLD = article(
    "Chợ Bến Than cháy lớn, 30 sạp hàng bị thiêu rụi.", at="2025-02-03T03:00:00+00:00", name="O", title="Cháy"
)


def test_a_text_that_was_there_long_before() -> None:
    (finding,) = found(article(OLD.text), OLD)
    assert (finding.claim.ref, finding.evidence.ref) == ("A", "O")
    assert finding.values == ("20/11/2026", "03/02/2025")


def test_a_text_that_says_when_that_was() -> None:
    assert found(article(OLD.text + " Vụ việc xảy ra hôm 2/2/2025."), OLD) == ()


def test_a_print_of_the_same_days_is_no_old_news() -> None:
    assert found(article(OLD.text), replace(OLD, dated=DAY, published=DAY)) == ()


def test_the_rule_is_held_against_older_prints_of_the_story() -> None:
    reports = [OLD, article(OLD.text, voice="O")]
    (item,) = rules.hold(reports, FactBase(()), only=[old_news.NAME]).found
    assert item.finding.claim.ref == "A"
    assert item.output == rules.run(item.rule, item.inputs)
