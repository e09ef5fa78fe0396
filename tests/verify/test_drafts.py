"""Drafts against an archive: who agrees, and that no text of a draft outlives its check in memory."""

from __future__ import annotations

import gc
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import diembao.nlp
from diembao.archive import Archive
from diembao.core.home import Home
from diembao.nlp.statements import SentenceKind
from diembao.verify.agreeing import agrees, voices
from diembao.verify.drafts import check
from diembao.verify.reports import Report, claims
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


DYKE = "Đê biển An Hải Đông vỡ, 200 nhà ngập."
_TELLS = "Đê biển xã An Hải Đông vỡ một đoạn trong tối nay, nước tràn vào khu dân cư khiến 200 nhà bị ngập."
SCHOOL = "43 học sinh Trường Tiểu học Bến Sậy 2 nhập viện sau bữa ăn trưa."


@pytest.mark.parametrize(
    ("statement", "title", "lead", "text", "is_voice"),
    [
        (DYKE, "Vỡ đê trong đêm", "", _TELLS, True),
        (DYKE, "Không có chuyện vỡ đê An Hải Đông", "", _TELLS, False),
        (DYKE, "Tin “vỡ đê”: bịa đặt trong mười dòng, bác bỏ trong một đêm", "", _TELLS, False),
        (DYKE, "Đêm đi kiểm đê", "Một bài đăng bịa chuyện vỡ đê lan nhanh trong đêm.", _TELLS, False),
        (DYKE, "Đêm đi kiểm đê", "", f"{_TELLS} Thông tin này là sai sự thật.", False),
        (DYKE, "Đêm đi kiểm đê", "", f"Nội dung sau đây là tin giả. {_TELLS}", False),
        (DYKE, "Đêm đi kiểm đê", "", "Trên mạng, một bài đăng ghi rằng đê An Hải Đông đã vỡ, 200 nhà ngập.", False),
        # denied far from where it is told, in a report whose head says nothing
        (
            DYKE,
            "Đêm đi kiểm đê",
            "",
            f"{_TELLS} Bà con gọi hỏi nhau. Loa xã vang lên. UBND xã An Hải Đông bác bỏ thông tin cho rằng đê biển bị "
            "vỡ, 200 nhà ngập.",
            False,
        ),
        # what is denied in the same report is another matter
        (DYKE, "Bác bỏ tin đồn đóng cửa cảng cá", "", f"{_TELLS} Nước rút dần. Người dân trở về.", True),
        (SCHOOL, "Học sinh nhập viện", "", f"Chiều nay, {SCHOOL}", True),
        (SCHOOL, "34 học sinh Trường Bến Sậy 2 nhập viện, không phải 43", "", f"Đài đưa tin {SCHOOL}", False),
        (SCHOOL, "Tin thời sự", "", f"Đài đưa tin {SCHOOL} Con số 43 là sai.", False),
    ],
)
def test_who_denies_a_statement_does_not_say_the_same(
    statement: str, title: str, lead: str, text: str, is_voice: bool
) -> None:
    report = Report(id="A", title=title, lead=lead, text=text)
    assert any(agrees(statement, passage.text) for passage in claims(report))  # its words alone would count
    assert bool(voices(statement, [report])) is is_voice


def test_a_print_with_a_denying_headline_silences_the_voice() -> None:
    prints = [
        Report(id="A", title="Vỡ đê trong đêm", text=_TELLS),
        Report(id="B", voice="A", title="Không có chuyện vỡ đê An Hải Đông", text=_TELLS),
    ]
    assert [passage.ref for passage in voices(DYKE, prints[:1])] == ["A"]
    assert voices(DYKE, prints) == ()


def test_a_denial_is_borne_out_by_denials() -> None:
    statement = "UBND xã An Hải Đông bác bỏ thông tin vỡ đê biển."
    report = Report(
        id="A",
        title="Không có chuyện vỡ đê",
        text="UBND xã An Hải Đông tối nay bác bỏ thông tin vỡ đê biển lan truyền trong đêm 21/11.",
    )
    assert [passage.ref for passage in voices(statement, [report])] == ["A"]


def test_a_figure_is_looked_up_in_every_sentence_but_an_opinion(archive: Archive) -> None:
    text = (
        "Bão số 13 làm 410 nhà ở Phú Giang tốc mái.\n\nNhiệt độ từ 25 đến 32 độ C.\n\nTrời đã sáng.\n\n"
        "Tỉnh nên hỗ trợ 410 nhà tốc mái."
    )
    checked = check(archive, text, look_back=timedelta(days=30)).statements
    assert [item.statement.kind is SentenceKind.CLAIM for item in checked] == [True, False, False, False]
    assert [item.checked for item in checked] == [True, True, False, False]


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


def _kept() -> dict[str, int]:
    """How many results every cache in the program keeps, by its name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("diembao.")]
    caches = {id(held): held for module in modules for held in vars(module).values() if hasattr(held, "cache_info")}
    return {f"{held.__module__}.{held.__qualname__}": held.cache_info().currsize for held in caches.values()}


def test_no_cache_keeps_a_word_of_a_draft(home: Home, archive: Archive, tmp_path: Path) -> None:
    """Also one that is new: it may keep word lists and models, which are there after the first check, and no more."""
    furnish(home, tmp_path)
    for module in walk_packages(diembao.nlp.__path__, "diembao.nlp."):
        import_module(module.name)
    check(archive, DRAFT, look_back=timedelta(days=30))
    before = _kept()
    check(
        archive, "Xã Xuyềm Loẳng nhập 817 tấn quặng, 34 học sinh nhập viện.\n\n" + KNOWN, look_back=timedelta(days=30)
    )
    assert _kept() == before
    for name in ("nlp.check_worthiness._word", "core.text.is_marked", "nlp.syllables._hash", "verify.reading.read"):
        assert before[f"diembao.{name}"] == 0
