"""Drafts of every kind of file become the text that their reader sees."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import unicodedata

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from diembao.core import i18n
from diembao.core.errors import UsageError
from diembao.core.text import clean
from diembao.desk.draft import reading as draft_reading
from diembao.desk.draft.reading import MOST_CHARACTERS, read_bytes, read_typed

TEXT = "Cầu Vàm Sậy có tổng mức đầu tư 2.150 tỷ đồng.\n\nCầu nối hai bờ sông Hưng."


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def word(*bodies: str) -> bytes:
    """A Word file whose body holds some XML before everything else."""
    document = docx.Document()
    for position, body in enumerate(bodies):
        document.element.body.insert(position, parse_xml(body))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(inside: str) -> str:
    return f"<w:p {nsdecls('w')}>{inside}</w:p>"


def run(text: str, tag: str = "w:t") -> str:
    return f'<w:r><{tag} xml:space="preserve">{text}</{tag}></w:r>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_every_unicode_encoding(encoding: str) -> None:
    assert read_bytes("a.txt", TEXT.encode(encoding)) == TEXT
    assert read_bytes("a.TXT.gz", gzip.compress(TEXT.encode(encoding))) == TEXT


def test_windows_1258_is_read_and_older_fonts_are_refused_by_name() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = "".join(
        unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", char) if c not in tones))
        + "".join(c for c in unicodedata.normalize("NFD", char) if c in tones)
        for char in TEXT
    )
    assert read_bytes("a.txt", apart.encode("cp1258")) == TEXT
    tcvn3 = "CÇu Vµm SËy cã tæng møc ®Çu t­ 2.150 tû ®ång".encode("latin-1")
    with pytest.raises(UsageError, match="TCVN3"):
        read_bytes("a.txt", tcvn3)


def test_markdown_without_its_signs() -> None:
    markdown = (
        "# Cầu **Vàm Sậy**\nCầu có tổng mức\nđầu tư **2.150 tỷ** đồng, xem [bài báo](https://a.example/x_y).\n\n"
        "- Điểm *thứ nhất* là `a_b`\n- Điểm thứ hai\n\n> Trích lời\n\n---\n\nGiữ 5 * 3 * 2 và ten_tep_dai.\n"
    )
    assert read_bytes("a.md", markdown.encode()).split("\n\n") == [
        "Cầu Vàm Sậy",
        "Cầu có tổng mức đầu tư 2.150 tỷ đồng, xem bài báo.",
        "Điểm thứ nhất là a_b",
        "Điểm thứ hai",
        "Trích lời",
        "Giữ 5 * 3 * 2 và ten_tep_dai.",
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Có **đậm *nghiêng***, ***cả hai***, ~~bỏ~~ và ``a_b``.", "Có đậm nghiêng, cả hai, bỏ và a_b."),
        ("Dấu * lẻ, **mở mà không đóng, snake_case_word, 2*3 bằng 6.", None),
        ("[![ảnh](a.png)](b) và [A](https://vi.example/A_(B)) [không là liên kết]", "ảnh và A [không là liên kết]"),
        ("Có *chữ\nnghiêng* qua dòng.", "Có chữ nghiêng qua dòng."),
        ("Đầu đề\n======\nThân bài", "Đầu đề\n\nThân bài"),
        ("## Đầu đề ##\nThân bài", "Đầu đề\n\nThân bài"),
        ("| Tên | Số |\n| --- | ---: |\n| Cầu | 5 |", "| Tên | Số |\n\n| Cầu | 5 |"),
        ("Trên\n* * *\nDưới\n> > - Lời", "Trên\n\nDưới\n\nLời"),
    ],
)
def test_markdown_sign_by_sign(markdown: str, text: str | None) -> None:
    assert read_bytes("a.md", markdown.encode()) == (text or markdown)


_ROWS = """
from diembao.core.errors import UsageError
from diembao.desk.draft.reading import read_bytes
signs = ["*", "_", "`", "~", "[", "]", "(", "<", "&", "|", "#", ">", "-", "=", "!", " ", "\\n", "\\t", "\\r", " \\n"]
signs += ["**a", "*a ", "*_", "_*", "a*", "- ", "> ", "[a](", "[a]((", "![", "|---", " -", "<b>", "<p>", "<!--", "&#"]
for name in ("a.md", "a.html", "a.txt"):
    for sign in signs:
        row = sign * (100_000 // len(sign))
        for text in (f"a {row}x", f"{row}\\na"):
            try:
                read_bytes(name, text.encode())
            except UsageError:
                pass
print("read")
"""


def test_rows_of_signs_are_read_in_passing() -> None:
    """What looks at rows again and again takes minutes or hours for one of them; all together take seconds."""
    done = subprocess.run([sys.executable, "-c", _ROWS], capture_output=True, timeout=240, text=True, check=False)
    assert done.stdout == "read\n", done.stderr


def test_a_draft_that_is_too_long_is_refused_before_its_signs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("diembao.desk.draft.markup.from_markdown")
    with pytest.raises(UsageError, match="200,000 characters"):
        read_bytes("a.md", b"- " * MOST_CHARACTERS)


def test_html_as_it_is_seen() -> None:
    page = (
        "<html><head><title>ẩn</title><style>p{}</style></head><body><h1>Cầu</h1><!-- ẩn -->"
        "<p>Cầu <b>Vàm</b>\n Sậy có <del>2.510</del><ins>2.150</ins> tỷ&nbsp;đồng.<br>Dòng hai</p>"
        "<table><tr><td>Dài</td><td>1.850 m</td></tr></table><script>x</script>cuối</body></html>"
    )
    assert read_bytes("a.html", page.encode()).split("\n\n") == [
        "Cầu",
        "Cầu Vàm Sậy có 2.150 tỷ đồng.\nDòng hai",
        "Dài",
        "1.850 m",
        "cuối",
    ]


def test_word_with_headings_tables_and_tracked_changes_as_accepted() -> None:
    document = docx.Document()
    document.add_heading("Cầu Vàm Sậy", 1)
    document.add_paragraph("Tổng mức đầu tư 2.150 tỷ đồng.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Chiều dài", "1.850 m"
    file = io.BytesIO()
    document.save(file)
    assert read_bytes("a.docx", file.getvalue()).split("\n\n") == [
        "Cầu Vàm Sậy",
        "Tổng mức đầu tư 2.150 tỷ đồng.",
        "Chiều dài",
        "1.850 m",
    ]
    changed = paragraph(
        run("Có ")
        + f'<w:del w:id="1" w:author="a">{run("2.510", "w:delText")}</w:del>'
        + f'<w:ins w:id="2" w:author="a">{run("2.150")}</w:ins>'
        + f'<w:moveFrom w:id="3" w:author="a">{run(" cũ")}</w:moveFrom>'
        + run(" tỷ")
        + "<w:r><w:tab/><w:t>đồng</w:t><w:br/><w:t>Dòng hai</w:t></w:r>"
    )
    joined = (
        paragraph('<w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr>' + run("nối ")),
        paragraph(run("liền")),
    )
    assert read_bytes("a.docx", word(changed, *joined)) == "Có 2.150 tỷ đồng\nDòng hai\n\nnối liền"


def test_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read_typed("a" * MOST_CHARACTERS)) == MOST_CHARACTERS
    with pytest.raises(UsageError, match="200,000 characters"):
        read_typed("a" * (MOST_CHARACTERS + 1))
    with pytest.raises(UsageError, match="larger than 2 MB"):
        read_bytes("a.txt.gz", gzip.compress(b"a" * 3_000_000))
    with pytest.raises(UsageError, match="no text"):
        read_typed(" 1.234 … ")
    picture_of_nothing = word(paragraph(run("a")))
    monkeypatch.setattr(draft_reading, "_MOST_UNPACKED", 10)
    with pytest.raises(UsageError, match="no Word file"):
        read_bytes("a.docx", picture_of_nothing)


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.gz", "-", ""]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        text = read_bytes(name, data)
    except UsageError:
        return
    assert text == clean(text) and text
