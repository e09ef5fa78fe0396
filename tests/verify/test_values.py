"""Whether two amounts can both be right."""

from __future__ import annotations

import pytest

from diembao.core.text import fold
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.verify import values


def amount(text: str) -> tuple[Quantity, str]:
    (quantity,) = find_quantities(f"Có {text}.")
    return quantity, fold(text.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.150 tỷ đồng", "2.150.000 triệu đồng"),
        ("302 triệu USD", "300 triệu USD"),
        ("hơn 1.400 người", "1.427 người"),
        ("gần 100 hộ", "97 hộ"),
        ("khoảng 500 kg", "530 kg"),
        ("ít nhất 5 người", "40 người"),
        ("không quá 30 người", "12 người"),
        ("từ 10 đến 20 ha", "15 ha"),
        ("2,3 ha", "23.000 m2"),
    ],
)
def test_these_agree(one: str, other: str) -> None:
    assert values.agree(*amount(one), *amount(other)) and values.agree(*amount(other), *amount(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.150 tỷ đồng", "2.510 tỷ đồng"),
        ("34 người", "43 người"),
        ("144 người", "145 người"),
        ("20 người", "21 người"),
        ("hơn 1.400 người", "1.900 người"),
        ("ít nhất 5 người", "4 người"),
        ("17 ha", "65.400 m2"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert not values.agree(*amount(one), *amount(other)) and not values.agree(*amount(other), *amount(one))


@pytest.mark.parametrize(("one", "other", "slip"), [("34", "43", True), ("600", "60", True), ("34", "35", False)])
def test_slips_of_a_pen(one: str, other: str, slip: bool) -> None:
    assert values.permuted(amount(f"{one} người")[0], amount(f"{other} người")[0]) is slip
