"""What is found: names of places and organisations with their positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["place", "organisation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a text: ``text[start:end]``.

    A place inside an organisation's name is found beside it: ``Công an [tỉnh Vĩnh Phúc]``.
    """

    start: int
    end: int
    kind: Kind
    name: str
    """In full, as far as it is known: ``xã Hòa Bình``, ``Sở Giáo dục và Đào tạo An Giang``."""
    province: str = ""
    """The province or city of today that a place is or lies in; empty: abroad, greater than one, or not known."""
    unit: str = ""
    """Kind of unit below the province, where it is one: ``xã``."""
    former: str = ""
    """The full name that the text used, where the body was merged or renamed since."""
