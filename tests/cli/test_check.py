"""``check``: exactly what was altered is marked, and wrong files are told without a word of theirs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from diembao.core.home import Home
from tests.conftest import run_cli
from tests.draft_press import ALTERED, CANARIES, CENTRE, DRAFT, FALSE, KNOWN, OPINIONS, furnish, traces


@pytest.fixture
def furnished(home: Home, tmp_path: Path) -> Home:
    furnish(home, tmp_path)
    return home


def test_two_altered_figures_and_one_false_claim_are_marked_and_no_opinion(furnished: Home, tmp_path: Path) -> None:
    word = docx.Document()
    for paragraph in DRAFT.split("\n\n"):
        word.add_paragraph(paragraph)
    file = tmp_path / "ban-thao.docx"
    word.save(str(file))
    done = run_cli("check", file, "--json", "--home", furnished.path)
    assert (done.code, done.stderr) == (0, "")
    told = done.json()
    by_text = {item["text"]: item for item in told["statements"]}
    marked = {text: [finding["reason"] for finding in item["findings"]] for text, item in by_text.items()}
    assert {text: reasons for text, reasons in marked.items() if reasons} == {
        ALTERED[0]: ["conflicting-figures"],
        ALTERED[1]: ["conflicting-figures"],
        FALSE: ["matches-fact-check"],
    }
    assert told["counts"]["with_findings"] == 3
    for opinion in OPINIONS:
        assert by_text[opinion]["kind"] == "opinion" and by_text[opinion]["rule"].startswith("guard-")

    (figure,) = by_text[ALTERED[0]]["findings"]
    assert (figure["values"], figure["voices"]) == (["2.510 tỷ đồng", "2.150 tỷ đồng"], 2)
    assert [told["text"][start:end] for start, end in figure["spans"]] == ["2.510 tỷ đồng"]
    evidence = figure["evidence"]
    assert [evidence["quote"][start:end] for start, end in evidence["marks"]] == ["2.150 tỷ đồng"]
    assert evidence["source_name"] == "Báo Mẫu" and evidence["url"].startswith("https://bao-mau.example/")
    (review,) = by_text[FALSE]["findings"]
    assert (review["evidence"]["publisher"], review["evidence"]["stance"]) == (CENTRE, "repeats")
    assert (by_text[KNOWN]["kind"], by_text[KNOWN]["voices"]) == ("claim", 2)
    for item in told["statements"]:
        assert told["text"][item["start"] : item["end"]] == item["text"]


def test_a_claim_tells_who_where_when_and_how_many(home: Home) -> None:
    written = "Chiều nay trời nắng. Tối 14/9, Công an tỉnh Vĩnh Phúc cho biết 12 người bị bắt tại xã Hòa Bình."
    told = run_cli("check", "-", "--json", "--home", home.path, stdin=written.encode()).json()
    claim = told["statements"][1]
    assert (claim["kind"], claim["type"], claim["attribution"]) == ("claim", "figure", "Công an tỉnh Vĩnh Phúc")
    parts = {key: [each["text"] for each in claim[key]] for key in ("names", "times", "quantities")}
    assert parts == {
        "names": ["Công an tỉnh Vĩnh Phúc", "tỉnh Vĩnh Phúc", "xã Hòa Bình"],
        "times": ["Tối 14/9"],
        "quantities": ["12 người"],
    }
    assert all(written[each["start"] : each["end"]] == each["text"] for key in parts for each in claim[key])


def test_people_read_lines_findings_and_what_is_not_checked(furnished: Home) -> None:
    done = run_cli("check", "-", "--home", furnished.path, stdin=DRAFT.encode())
    assert (done.code, done.stderr) == (0, "")
    assert "Paragraph 2  " + ALTERED[0] in done.stdout
    assert "The draft says 2.510 tỷ đồng, a report says 2.150 tỷ đồng" in done.stdout
    assert f"According to {CENTRE}: Tin giả" in done.stdout
    assert "2 independent texts say the same." in done.stdout and "Not checked: a question." in done.stdout
    assert "with findings: 3" in done.stdout
    counts = [int(count) for count in re.findall(r": (\d+)", done.stdout.splitlines()[-2])]
    told = run_cli("check", "-", "--json", "--home", furnished.path, stdin=DRAFT.encode()).json()["counts"]
    assert sum(counts) == told["statements"]
    assert told["with_findings"] + told["without_findings"] + told["not_checked"] == told["statements"]
    # older reports are left alone on request; fact-checks never
    narrow = run_cli("check", "-", "--json", "--days", "1", "--home", furnished.path, stdin=DRAFT.encode())
    assert narrow.json()["days"] == 1 and narrow.json()["counts"]["with_findings"] == 3


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bai.pdf", CANARIES[0].encode(), "none of the kinds"),
        ("bai.docx", CANARIES[0].encode(), "no Word file"),
        ("bai.docx", b"PK\x03\x04" + CANARIES[0].encode(), "no Word file"),
        ("bai.txt.gz", b"\x1f\x8b" + CANARIES[0].encode(), "damaged gzip"),
        ("bai.txt", b" \n\t", "no text"),
        ("bai.txt", CANARIES[0].encode() + b"\x00\x01\xff", "letters of bai.txt"),
        ("bai.txt", (CANARIES[0] + "\n").encode() * 30_000, "larger than 2 MB"),
        ("bai.md", (CANARIES[0] + "\n").encode() * 10_000, "200,000 characters"),
        ("bai.html", b"<html><script>x</script></html>", "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_wrong_files_are_wrong_usage_told_without_their_text(
    home: Home, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = run_cli("check", file, "--home", home.path)
    assert done.code == 2 and says in done.stderr, done.stderr
    assert traces((done.stdout + done.stderr).encode()) == []
    assert "Traceback" not in done.stderr


def test_an_absent_file_and_an_empty_archive(home: Home, tmp_path: Path) -> None:
    assert run_cli("check", tmp_path / "nowhere.txt", "--home", home.path).code == 2
    told = run_cli("check", "-", "--json", "--home", home.path, stdin=io.BytesIO(DRAFT.encode()).getvalue()).json()
    assert told["counts"]["with_findings"] == 0 and told["counts"]["opinion"] >= 3  # a heading may read like one
    assert {item["voices"] for item in told["statements"]} == {0}
