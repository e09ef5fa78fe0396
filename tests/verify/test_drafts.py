"""Drafts against an archive: who agrees, and that no text of a draft outlives its check in memory."""

from __future__ import annotations

import gc
from datetime import timedelta
from pathlib import Path

import pytest

from diembao.archive import Archive
from diembao.core.home import Home
from diembao.verify.agreeing import agrees
from diembao.verify.drafts import check
from tests.draft_press import DRAFT, KNOWN, furnish


@pytest.mark.parametrize(
    ("sentence", "borne_out"),
    [
        ("Để làm cầu Vàm Sậy, huyện đã thu hồi 17 ha đất của 212 hộ dân.", True),
        ("Du an cau Vam Say thu hoi 17 ha dat cua 212 ho dan.", True),
        ("Dự án cầu Vàm Sậy thu hồi 17 ha đất của 221 hộ dân.", False),
        ("Dự án cầu Vàm Sậy thu hồi 17 ha đất.", False),
        ("Dự án cầu Ba Rài thu hồi 17 ha đất của 212 hộ dân.", False),
        ("Không có chuyện dự án cầu Vàm Sậy thu hồi 17 ha đất của 212 hộ dân.", False),
        ("Cầu Vàm Sậy nối hai bờ sông Hưng.", False),
        ("", False),
    ],
)
def test_a_sentence_bears_out_a_statement(sentence: str, borne_out: bool) -> None:
    assert bool(agrees(KNOWN, sentence)) is borne_out


def test_every_sentence_of_a_long_draft_is_told_once_and_in_order(archive: Archive) -> None:
    text = "\n\n".join(f"Dự án thứ {number} thu hồi {number} ha đất của {number + 3} hộ dân." for number in range(400))
    shares: list[float] = []
    checked = check(archive, text, look_back=timedelta(days=30), progress=shares.append)
    assert len(checked.statements) == 400
    assert [item.statement.start for item in checked.statements] == sorted(
        {item.statement.start for item in checked.statements}
    )
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 5


def test_what_has_no_end_is_told_and_not_compared(archive: Archive) -> None:
    text = f"{KNOWN}\n\n{'cầu dài 5 km và ' * 10_000}hết.\n\n{KNOWN}"
    checked = check(archive, text, look_back=timedelta(days=30))
    assert [len(item.statement.text) > 1000 for item in checked.statements] == [False, True, False]


def in_memory(words: str) -> bool:
    """Whether anything holds a string with some words in it."""
    gc.collect()
    return any(_holds(keeper, words) for keeper in gc.get_objects())


def _holds(keeper: object, words: str) -> bool:
    for held in gc.get_referents(keeper):
        if isinstance(held, str):
            if words in held and held is not words:
                return True
        elif isinstance(held, tuple | dict) and not gc.is_tracked(held) and _holds(held, words):
            return True
    return False


def test_no_sentence_stays_in_memory(home: Home, archive: Archive, tmp_path: Path) -> None:
    furnish(home, tmp_path)
    # put together only here, so that no module holds a text of its kind
    words = " ".join(("817", "tấn", "quặng", "thuồm"))

    def held_meanwhile() -> bool:
        text = DRAFT.replace("718", "817")
        checked = check(archive, text, look_back=timedelta(days=30))
        return bool(checked.statements) and in_memory(words)

    assert held_meanwhile()
    assert not in_memory(words)
