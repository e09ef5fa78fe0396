import logging

import pytest

from diembao.evaluation import names
from diembao.nlp import words

LINES = [
    "a\tHọp ở <P>xã Ea Kao</P>, <O>Công an <P>tỉnh Đắk Lắk</P></O> dự.",
    "b\tÔng Ba đi <P>chợ Vàm Cống Nhỏ</P> mua <O>Gạo Thơm Lừng</O>.",
    "c\tMưa ở Cà Mau.",
]


def test_parsing():
    sentence = names.parse(LINES[0] + "\n")
    assert sentence.text == "Họp ở xã Ea Kao, Công an tỉnh Đắk Lắk dự."
    assert [(sentence.text[name.start : name.end], name.kind) for name in sentence.names] == [
        ("xã Ea Kao", "place"),
        ("Công an tỉnh Đắk Lắk", "organisation"),
        ("tỉnh Đắk Lắk", "place"),
    ]


@pytest.mark.parametrize("line", ["no tab", "a\t<P>open", "a\tclosed</O>", "a\t<P><O>crossed</P></O>"])
def test_lines_that_are_not_marked(line):
    with pytest.raises(ValueError, match=r"tab|closes nothing|not closed"):
        names.parse(line)


def test_figures():
    figures = names.evaluate(LINES)
    assert (figures["sentences"], figures["places"], figures["organisations"]) == (3, 3, 2)
    assert figures["place_precision"] == pytest.approx(3 / 4)  # Cà Mau is not marked
    assert figures["place_recall"] == 1
    assert figures["place_exact"] == 1
    assert figures["organisation_recall"] == pytest.approx(1 / 2)
    assert figures["outermost"]["place"]["precision"] == pytest.approx(2 / 3)


def test_of_equal_spans_the_organisation_is_the_outer_one():
    (row,) = [names.parse("a\tĐội khách <O><P>Cà Mau</P></O> thua.")]
    assert [name.kind for name in row.names] == ["organisation", "place"]


class TestUnderthesea:
    def test_it_leaves_logging_as_it_was(self):
        root = logging.getLogger()
        before = root, root.level, root.handlers[:], root.manager.disable
        words.names("Ở Hà Nội.")
        assert (logging.getLogger(), root.level, root.handlers[:], root.manager.disable) == before

    def test_positions(self):
        text = "Ông Ba ở Hà Nội, rồi về Cần Thơ."
        assert [text[name.start : name.end] for name in words.names(text)] == ["Hà Nội", "Cần Thơ"]


def test_it_is_loaded_on_first_use_only():
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", "import sys, diembao.nlp.words; print('underthesea' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
