"""Reports that a benchmark alters: one thing told otherwise, everywhere in the report, and the truth recorded."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from benchmarks.needle_claims import claims
from benchmarks.needle_press import Kind, Row, altered, exchanged, opinions, repeats

FILLING = " ".join(f"Hợp tác xã Bến Sậy thu hoạch {n} tấn lúa trên cánh đồng số {n} của xã." for n in range(60, 72))
TEXT = (
    "Sáng 12/5, UBND huyện Vàm Trúc đã thu hồi 2.150 ha đất của 17 hộ dân ở xã Hưng Lộc để làm đường ven sông.\n"
    f"{FILLING}\nTổng diện tích 2.150 ha đất nằm ở huyện Vàm Trúc."
)


def press() -> list[Row]:
    return [
        Row(
            name=str(number),
            title=f"Huyện Vàm Trúc thu hồi 2.150 ha đất, tin số {number}",
            lead="",
            text=text,
            dated=datetime(2026, 11, 20, number, tzinfo=UTC),
            outlet=f"bao-{number}",
            author=f"Tác giả {number}",
        )
        for number, text in enumerate([TEXT, TEXT.replace("huyện Vàm Trúc", "huyện Cồn Lau")] * 2)
    ]


@pytest.mark.parametrize("kind", [Kind.FIGURE, Kind.DATE, Kind.PLACE, Kind.NEGATION])
@pytest.mark.parametrize("seed", range(4))
def test_one_thing_is_told_otherwise_wherever_it_stands(kind: Kind, seed: int) -> None:
    rows = press()
    found = [row for row in altered(rows, 4, random.Random(seed)) if row.needle and row.needle.kind is kind]
    assert len(found) == 1
    (row,), needle = found, found[0].needle
    assert needle and needle.of in {row.name for row in rows}
    assert needle.after in row.text and needle.before not in row.text
    assert row.outlet != rows[int(needle.of)].outlet and row.dated >= rows[int(needle.of)].dated


def test_the_same_seed_gives_the_same_reports() -> None:
    assert altered(press(), 4, random.Random(3)) == altered(press(), 4, random.Random(3))


def test_what_is_carried_stands_in_a_report() -> None:
    base = claims()
    assert len(base) == len({each["claim"] for each in base}) == 60
    put = list(repeats(base[:1], iter(press()), random.Random(1)))
    assert [row.needle and row.needle.kind for row in put] == [Kind.REPEAT, Kind.NEIGHBOUR]
    assert base[0]["repeat"] in put[0].text and base[0]["neighbour"] in put[1].text
    said = "Thu hồi 17 hộ như vậy là quá vội vàng!"
    one, other = opinions([said], iter(press()), random.Random(1))
    assert said in one.text and "28 hộ" in other.text and one.url != other.url


def test_an_exchange_moves_outlet_and_author_and_nothing_else() -> None:
    rows = press()
    moved = exchanged(rows)
    assert [row.outlet for row in moved] == ["bao-1", "bao-2", "bao-3", "bao-0"]
    assert [(row.name, row.text, row.dated) for row in moved] == [(row.name, row.text, row.dated) for row in rows]
