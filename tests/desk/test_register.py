"""The register of official figures as tables: nothing good is lost, everything refused is named, twice is once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from diembao.archive import Archive, flags, recording, unverified
from diembao.core.clock import now
from diembao.core.errors import UsageError
from diembao.core.findings import FlagReason
from diembao.core.models import Channel, Content
from diembao.desk.factchecks import base, register
from diembao.desk.factchecks.register import ImportReport
from diembao.verify.examining import Examiner
from diembao.verify.reviewing import hold_again

HEADER = "name,value,unit,place,period,publisher,url,published_on"
RICE = 'Sản lượng lúa,"1,24 triệu",tấn,tỉnh Hưng Giang,năm 2024,Cục Mẫu,https://so-lieu.example/1,2025-01-15'
POOR = "Số hộ nghèo,3.215 hộ,,xã Bến Sậy,năm 2024,Xã Bến Sậy,,"


def taken(archive: Archive, tmp_path: Path, content: str | bytes) -> ImportReport:
    file = tmp_path / "bang.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return register.import_file(archive, file)


def sums(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.changed, report.unchanged, report.refused


def test_taken_over_once_and_changed_values_kept_anew(archive: Archive, tmp_path: Path) -> None:
    assert sums(taken(archive, tmp_path, "\n".join((HEADER, RICE, POOR)))) == (2, 2, 0, 0, 0)
    assert sums(taken(archive, tmp_path, "\n".join((HEADER, RICE, POOR)))) == (2, 0, 0, 2, 0)
    assert sums(taken(archive, tmp_path, "\n".join((HEADER, RICE.replace("1,24", "1,26"), POOR)))) == (2, 0, 1, 1, 0)
    rice = next(item for item in register.search(archive) if item.unit == "kg")
    assert (rice.written, rice.low, rice.published_on) == ("1,26 triệu tấn", 1.26e9, date(2025, 1, 15))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_spreadsheet_programs(archive: Archive, tmp_path: Path, delimiter: str, encoding: str) -> None:
    header = ("Tên chỉ tiêu", "Giá trị", "Đơn vị tính", "Địa phương", "Kỳ", "Cơ quan công bố", "Ngày công bố")
    row = ("Số hộ nghèo", "3.215", "hộ", "xã Bến Sậy", "năm 2024", "Xã Bến Sậy", "15/01/2025")
    content = "\r\n".join(delimiter.join(cells) for cells in (header, row)).encode(encoding)
    assert sums(taken(archive, tmp_path, content)) == (1, 1, 0, 0, 0)
    (figure,) = register.search(archive)
    assert (figure.place, figure.low, figure.unit) == ("xã Bến Sậy", 3215, "household")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",5 tấn,,,,Cục Mẫu,,", "no-name"),
        ("Lúa,5 tấn,,,,,,", "no-publisher"),
        ("Lúa,nhiều,,,,Cục Mẫu,,", "bad-value"),
        ("Lúa,5 tấn và 7 tấn,,,,Cục Mẫu,,", "bad-value"),
        ("Lúa,5 tấn,,,,Cục Mẫu,javascript:alert(1),", "bad-url"),
        ("Lúa,5 tấn,,,,Cục Mẫu,,hôm kia", "bad-date"),
        (f"Lúa,5 tấn,,,,Cục Mẫu,,{now().date() + timedelta(days=9)}", "future-date"),
        (f"{'Lúa ' * 200},5 tấn,,,,Cục Mẫu,,", "too-long"),
        ("Số hộ nghèo,9 hộ,,xã Bến Sậy,năm 2024,Xã Bến Sậy,,", "duplicate"),
    ],
)
def test_what_is_refused_is_named_by_its_line(archive: Archive, tmp_path: Path, row: str, reason: str) -> None:
    report = taken(archive, tmp_path, "\n".join((HEADER, POOR, row, RICE)))
    assert sums(report) == (3, 2, 0, 0, 1)
    (refused,) = report.refusals
    assert (refused.where, refused.reason) == ("3", reason) and register.explain(reason)


@pytest.mark.parametrize(
    "content", ["", "tên,nơi\nLúa,Bến Sậy", "name,name,value,publisher\na,b,5 tấn,c", b"\x00\xff\x81"]
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    archive: Archive, tmp_path: Path, content: str | bytes
) -> None:
    with pytest.raises(UsageError) as error:
        taken(archive, tmp_path, content)
    assert "publisher" in error.value.hint


def test_what_goes_out_comes_back(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path, "\n".join((HEADER, RICE, POOR.replace("Số hộ", "=Số hộ"))))
    before = register.search(archive)
    assert sums(taken(archive, tmp_path, register.export(archive))) == (2, 0, 0, 2, 0)
    assert register.search(archive) == before


def test_searched_with_and_without_marks(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path, "\n".join((HEADER, RICE, POOR)))
    assert [item.unit for item in register.search(archive, "ho ngheo")] == ["household"]
    assert [item.unit for item in register.search(archive, publisher="Cục Mẫu")] == ["kg"]
    assert register.search(archive, place="tỉnh Phú Giang") == []


def test_a_changed_register_is_held_against_recent_articles(archive: Archive, tmp_path: Path) -> None:
    url = "https://bao-mot.example/lua"
    at = datetime(2026, 11, 22, tzinfo=UTC)
    text = "Năm 2024, sản lượng lúa của tỉnh Hưng Giang đạt 1,42 triệu tấn."
    with archive.writing() as connection:
        recording.record(
            connection,
            Content(title="Được mùa", text=text, published_at=at),
            source_id="bao-mot",
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
        )
    examiner = Examiner(archive)
    found = []
    for value in ("1,24", "1,42"):
        taken(archive, tmp_path, "\n".join((HEADER, RICE.replace("1,24", value))))
        with archive.reading() as connection:
            changed = [entry_id for _seq, entry_id in unverified.peek(connection, 50)]
        done = hold_again(archive, examiner, changed, at + timedelta(days=1))
        found.append((done.raised, done.withdrawn))
        (figure,) = register.search(archive)
        assert len(base.resting_on(archive, figure.id)) == done.raised
    assert found == [(1, 0), (0, 1)]
    with archive.reading() as connection:
        (flag,) = flags.listing(connection, active=None)
    assert flag.finding.reason is FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE
