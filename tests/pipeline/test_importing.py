import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from diembao.archive import articles, visits
from diembao.core.errors import UsageError
from diembao.core.home import Home
from diembao.core.models import ArticleKind, Provenance
from diembao.desk.export import export
from diembao.index import parse
from diembao.pipeline import lines as line_files
from diembao.pipeline.importing import ImportReport, import_file
from diembao.pipeline.parts import Parts
from tests.conftest import run_cli
from tests.pipeline.conftest import WriteLines, all_articles, indexed, line, waiting


def assert_sums(report: ImportReport) -> None:
    assert report.read == report.collected + report.failed
    assert report.collected == report.new + report.changed + report.unchanged


def refusal(parts: Parts, file: Path) -> str:
    """Why the only line of a file is not taken over."""
    report = import_file(parts, file)
    assert (report.read, report.collected, report.failed) == (1, 0, 1)
    assert all_articles(parts) == []
    return report.problems[0].reason


def test_articles_are_archived_read_and_indexed(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(*map(line, range(30))))
    assert_sums(report)
    assert (report.read, report.new, report.indexed) == (30, 30, 30)
    assert len(all_articles(parts)) == indexed(parts) == 30
    assert waiting(parts) == 0
    assert all(article.annotation for article in all_articles(parts))
    (hit,) = parts.index.search(parse('"bài số 7"')).hits
    with parts.archive.reading() as connection:
        assert articles.get(connection, [hit.id])[0].content.title == "Bài số 7"


def test_every_field_is_taken_over(parts: Parts, write_lines: WriteLines) -> None:
    entry = line(
        title="  Giá   gạo ",
        text="Một.\r\n\r\n\r\nHai.",
        lead="Dẫn\nnhập",
        authors=["An", " Bình ", ""],
        section="Kinh tế",
        source="Báo Mẫu",
    )
    import_file(parts, write_lines(entry))
    (article,) = all_articles(parts)
    content = article.content
    assert (content.title, content.text, content.lead) == ("Giá gạo", "Một.\n\nHai.", "Dẫn nhập")
    assert (content.authors, content.section, content.kind) == (("An", "Bình"), "Kinh tế", ArticleKind.ARTICLE)
    assert content.published_at == article.dated == datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert content.published_from is Provenance.IMPORT
    assert (article.source_id, article.url) == ("bao-mau", entry["url"])


@pytest.mark.parametrize(
    ("entry", "source_id"),
    [
        ({"source": "bao-mau", "url": ""}, "bao-mau"),
        ({"source": "Báo Mẫu", "url": ""}, "bao-mau"),
        ({"url": "https://m.bao-mau.example/1"}, "bao-mau"),
        ({"source": "Báo Lạ", "url": "https://www.la.example/1"}, "Báo Lạ"),
        ({"url": "https://www.la.example/1"}, "la.example"),
        ({"url": ""}, "imported"),
        ({"url": "", "source": "x" * 500}, "x" * 100),
    ],
)
def test_the_source_is_the_one_of_the_catalogue_or_what_the_line_says(
    parts: Parts, write_lines: WriteLines, entry: dict[str, Any], source_id: str
) -> None:
    import_file(parts, write_lines(line(**entry)))
    assert [article.source_id for article in all_articles(parts)] == [source_id]


def test_second_names_of_keys(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines({"title": "a", "text": "b", "summary": "c", "published_at": "2026-11-20"}))
    (article,) = all_articles(parts)
    assert article.content.lead == "c"
    assert article.dated == datetime(2026, 11, 19, 17, tzinfo=UTC)
    assert (report.undated, report.ignored_keys) == (0, {})


def test_a_broken_line_is_named_by_its_number_in_the_file_and_the_others_are_kept(
    parts: Parts, write_lines: WriteLines
) -> None:
    entries: list[dict[str, Any] | str] = [line(number) for number in range(20)]
    entries[4], entries[9], entries[16] = "", "   ", '{"title": "a" "text"'
    report = import_file(parts, write_lines(*entries))
    assert_sums(report)
    assert (report.read, report.new, report.failed) == (18, 17, 1)
    assert [(problem.line, problem.reason) for problem in report.problems] == [(17, "not JSON at character 15")]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"title": ""}, "no title"),
        ({"title": None}, "no title"),
        ({"title": " \u200b "}, "no title"),
        ({"title": 12}, "title is not a text"),
        ({"text": ["a"]}, "text is not a text"),
        ({"date": 1_700_000_000}, "date is not a text"),
        ({"section": {}}, "section is not a text"),
        ({"authors": [1]}, "authors is not a list of texts"),
        ({"authors": {"name": "An"}}, "authors is not a list of texts"),
        ({"url": "bai-1.html"}, "bai-1.html is not a web address"),
        ({"url": "https://bao-mau.example:99999/"}, "https://bao-mau.example:99999/ is not a web address"),
        ({"url": "https://bao-mau.example/\x00"}, "https://bao-mau.example/ is not a web address"),
        ({"url": "https://m.facebook.com/ai"}, "m.facebook.com is a social network or messenger"),
    ],
)
def test_a_line_that_is_no_article_is_refused_with_the_reason(
    parts: Parts, write_lines: WriteLines, entry: dict[str, Any], reason: str
) -> None:
    assert refusal(parts, write_lines(line(**entry))) == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"[1, 2]", "not a JSON object"),
        (b'"a"', "not a JSON object"),
        (b'{"title": "\xff"}', "not UTF-8 at byte 12"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b'{"title": "a", "text": "b", "n": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
    ],
)
def test_bytes_that_are_no_object_are_refused_with_the_reason(
    parts: Parts, tmp_path: Path, raw: bytes, reason: str
) -> None:
    file = tmp_path / "bai.jsonl"
    file.write_bytes(raw)
    assert refusal(parts, file) == reason


def test_a_line_without_end_does_not_fill_the_memory(
    parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lines", "importing"):
        monkeypatch.setattr(f"diembao.pipeline.{module}.LONGEST_LINE", 1000)
    report = import_file(parts, write_lines(line(1), line(2, text="x" * 5000), line(3), "x" * 1000, line(4)))
    assert (report.new, report.failed) == (3, 2)
    assert [problem.line for problem in report.problems] == [2, 4]
    assert report.problems[0].reason.startswith("longer than")
    assert line_files.LONGEST_LINE == 1000


def test_letters_that_are_none_do_not_stop_an_import(parts: Parts, write_lines: WriteLines, home: Home) -> None:
    half = '{"title": "Nửa \\ud83d chữ", "text": "a\\udfff", "authors": ["\\ud800"], "x\\ud800": 1, "url": "%s"}'
    file = write_lines(half % "", half % "https://bao-mau.example/1", half % "https://bao-mau.example/\\ud800")
    done = run_cli("import", file, "--home", home.path, "--json")
    assert done.code == 0, done.stderr
    assert (done.json()["new"], done.json()["failed"]) == (2, 1)
    assert {article.content.title for article in all_articles(parts)} == {"Nửa chữ"}


def test_only_the_first_problems_are_told(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(*["x"] * 50))
    assert report.failed == 50
    assert [problem.line for problem in report.problems] == list(range(1, 21))


def test_without_text_it_is_a_brief(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(line(1, text="", summary="Tóm tắt"), line(2, text=None), line(3)))
    assert (report.new, report.briefs) == (3, 2)
    kinds = {article.content.title: article.content.kind for article in all_articles(parts)}
    assert kinds == {"Bài số 1": "brief", "Bài số 2": "brief", "Bài số 3": "article"}


@pytest.mark.parametrize("date", [None, "", "hôm qua", "2026-13-45", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_without_a_date_that_can_be_read_it_is_kept_undated(
    parts: Parts, write_lines: WriteLines, date: str | None
) -> None:
    report = import_file(parts, write_lines(line(date=date)))
    assert (report.new, report.undated, report.indexed) == (1, 1, 1)
    (article,) = all_articles(parts)
    assert (article.dated, article.content.published_at, article.content.published_from) == (None, None, None)


def test_other_keys_are_ignored_and_counted(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(line(1, id=7, tags=["x"]), line(2, id=8), line(3), "{}"))
    assert report.ignored_keys == {"id": 2, "tags": 1}
    assert report.new == 3


def test_made_up_keys_do_not_fill_the_memory(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(line(**{"x" * 500 + str(number): 1 for number in range(2000)})))
    assert len(report.ignored_keys) <= 1000
    assert max(map(len, report.ignored_keys)) <= 200


def test_without_address_equal_texts_are_one_article(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines(line(1, url=""), line(1, url=None), line(2, url="")))
    assert (report.new, report.unchanged) == (2, 1)
    assert all(article.url.startswith("urn:sha256:") for article in all_articles(parts))


def test_a_second_import_brings_nothing_new(parts: Parts, write_lines: WriteLines) -> None:
    entries = [line(number, url="" if number % 3 == 0 else f"https://la.example/{number}") for number in range(12)]
    # The same address under two names of its paper, as two databases may have it.
    entries += [line(20, url="https://la.example/20", source=name) for name in ("Báo Lạ", "Bao La")]
    first = import_file(parts, write_lines(*entries))
    assert (first.new, first.unchanged) == (13, 1)
    before = all_articles(parts)
    for _time in range(2):
        again = import_file(parts, write_lines(*entries))
        assert (again.new, again.changed, again.unchanged, again.indexed) == (0, 0, 14, 0)
    assert all_articles(parts) == before
    assert indexed(parts) == 13


def test_a_changed_text_is_a_version_and_found_by_its_new_words(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(line(1), line(2)))
    report = import_file(parts, write_lines(line(1, text="Nay là giá cà phê."), line(2)))
    assert (report.changed, report.unchanged, report.indexed) == (1, 1, 1)
    parts.index.refresh()
    assert parts.index.count(parse('"cà phê"')) == 1
    assert parts.index.count(parse("gạo")) == 1


def test_what_was_exported_is_known(parts: Parts, tmp_path: Path, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(*(line(number, lead="Dẫn", section="Kinh tế") for number in range(5))))
    file = tmp_path / "xuat.jsonl"
    file.write_text("".join(export(parts.archive, parts.index)))
    report = import_file(parts, file)
    assert (report.read, report.unchanged) == (5, 5)


def test_batches_of_any_size_are_kept(parts: Parts, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diembao.pipeline.importing._BATCH", 7)
    report = import_file(parts, write_lines(*(line(number % 90) for number in range(100)), "x"))
    assert_sums(report)
    assert (report.read, report.new, report.unchanged, report.failed, report.indexed) == (101, 90, 10, 1, 90)
    assert indexed(parts) == 90


def test_progress_adds_up_to_the_bytes_that_were_read(parts: Parts, write_lines: WriteLines) -> None:
    steps: list[int] = []
    file = write_lines(*map(line, range(1000)))
    import_file(parts, file, steps.append)
    assert len(steps) == 10
    assert min(steps) >= 0
    assert 0 < sum(steps) <= file.stat().st_size


def test_each_import_is_a_run_with_its_sums(parts: Parts, write_lines: WriteLines) -> None:
    import_file(parts, write_lines(line(1), line(1), "x"))
    with parts.archive.reading() as connection:
        (run,) = visits.last_runs(connection)
    assert run.kind == "import"
    assert run.finished_at
    assert run.counts == {"read": 3, "collected": 2, "new": 1, "changed": 0, "unchanged": 1, "failed": 1}


def test_gzip_is_known_by_its_bytes_not_its_name(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "bai.jsonl"
    half = "".join(json.dumps(line(number)) + "\n" for number in range(5)).encode()
    file.write_bytes(gzip.compress(half) + gzip.compress(json.dumps(line(9)).encode()))
    assert import_file(parts, file).new == 6


def test_a_byte_order_mark_and_a_missing_last_line_end_do_no_harm(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "bai.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(line(1)).encode() + b"\r\n" + json.dumps(line(2)).encode())
    assert import_file(parts, file).new == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("file", ["-", "/dev/stdin"])
def test_standard_input(home: Home, parts: Parts, file: str, pack: Callable[[bytes], bytes]) -> None:
    body = "".join(json.dumps(line(number)) + "\n" for number in range(250)).encode()
    done = run_cli("import", file, "--home", home.path, "--json", stdin=pack(body))
    assert done.code == 0, done.stderr
    assert done.json()["new"] == done.json()["indexed"] == len(all_articles(parts)) == 250


@pytest.mark.parametrize(
    ("break_it", "reason", "kept"),
    [
        (lambda packed: packed[:-20], "it ends too early", 1190),
        (lambda packed: packed[:-8] + bytes(8), "its compressed data are broken", 1200),
        (lambda packed: packed + b"garbage", "its compressed data are broken", 1200),
        (lambda packed: packed[:-9000] + bytes(9000), "(it ends too early|its compressed data are broken)", 1000),
    ],
    ids=["truncated", "checksum", "garbage behind it", "broken inside"],
)
def test_of_a_damaged_file_everything_before_the_damage_is_kept(
    parts: Parts, tmp_path: Path, break_it: Callable[[bytes], bytes], reason: str, kept: int
) -> None:
    file = tmp_path / "bai.jsonl.gz"
    noise = Random(1)
    entries = (line(number, text=noise.randbytes(60).hex()) for number in range(1200))
    file.write_bytes(break_it(gzip.compress("".join(json.dumps(entry) + "\n" for entry in entries).encode())))
    with pytest.raises(UsageError, match=rf"{file} is damaged: {reason}\.") as caught:
        import_file(parts, file)
    found = all_articles(parts)
    assert kept <= len(found) <= 1200
    assert indexed(parts) == len(found)
    with parts.archive.reading() as connection:
        (run,) = visits.last_runs(connection)
    assert run.finished_at
    assert run.counts["new"] == len(found)
    assert "before the damage was kept ({collected} of {read} lines)".format(**run.counts) in caught.value.hint


def test_the_command_says_what_became_of_a_truncated_file(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "bai.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(line(1)).encode() + b"\n" + json.dumps(line(2)).encode())[:-9])
    done = run_cli("import", file, "--home", home.path, "--json")
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr == (
        f"Error: {file} is damaged: it ends too early.\n"
        "What to do: What stood before the damage was kept (1 of 1 lines); "
        "fetch the file again and repeat the import.\n"
    )


@pytest.mark.parametrize(("name", "reason"), [("khong-co.jsonl", "No such file"), ("", "Is a directory")])
def test_a_file_that_cannot_be_opened_is_named_and_no_run_is_noted(
    parts: Parts, tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=rf"cannot be read: {reason}"):
        import_file(parts, tmp_path / name)
    with parts.archive.reading() as connection:
        assert visits.last_runs(connection) == []


def test_exit_codes_of_the_command(home: Home, write_lines: WriteLines, tmp_path: Path) -> None:
    assert run_cli("import", write_lines(line(1), "x"), "--home", home.path).code == 0
    assert run_cli("import", write_lines("x", "y"), "--home", home.path).code == 1
    assert run_cli("import", tmp_path / "khong-co.jsonl", "--home", home.path).code == 2


def test_an_empty_file_is_no_error(parts: Parts, write_lines: WriteLines) -> None:
    report = import_file(parts, write_lines())
    assert (report.read, report.collected, report.indexed) == (0, 0, 0)
