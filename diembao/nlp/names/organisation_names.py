"""The full name of an organisation, and the one that it had before it was merged or renamed."""

from __future__ import annotations

import re

from diembao.core.text import index_form
from diembao.nlp.names.lexicon import Organisations
from diembao.nlp.names.place_finder import Found
from diembao.nlp.place_file import Gazetteer

#: Bodies of a province that bear its kind: "Công an tỉnh An Giang", but "Sở Y tế An Giang".
_WITH_KIND = re.compile(
    r"(?:Ủy ban nhân dân|Hội đồng nhân dân|Công an|Tòa án nhân dân|Viện kiểm sát nhân dân|Bộ Chỉ huy|Bộ đội Biên phòng"
    r"|Ủy ban Mặt trận|Mặt trận Tổ quốc|Đoàn đại biểu Quốc hội|Liên đoàn Lao động|Bảo hiểm xã hội|Hội )",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"[-&,. ]")
_SHORT = re.compile(r"[A-ZĐƯ](?:[A-ZĐƯ&]|[-.,] ?(?=[A-ZĐƯ]))+(?<=[A-ZĐƯ])")
#: "Báo VietNamNet" is "VietNamNet".
_OUTLET = re.compile(
    r"^(?:Báo|Tờ|Tờ báo|Đài|Kênh|Hãng|Hãng tin|Hãng thông tấn|Tạp chí|Hãng hàng không|Tập đoàn|Ngân hàng) "
)
_DEPARTMENT = re.compile(r"(Sở|Phòng) (.+)", re.IGNORECASE)


class FullNames:
    """Writes names out.

    :param words: the shipped words.
    :param gazetteer: the provinces, of which some organisations bear the names.
    """

    def __init__(self, words: Organisations, gazetteer: Gazetteer) -> None:
        self._words = words
        self._kinds = {province.name: province.kind for province in gazetteer.provinces}
        self._bodies = {index_form(written): body for written, body in words.named.items()}
        fields = (*words.fields.values(), *words.departments, *words.departments.values())
        self._fields = {index_form(field): field for field in fields}
        self._fields |= {index_form(short): field for short, field in words.short_fields.items()}

    def of(self, written: str, place: Found | None, start: int) -> tuple[str, str]:
        """The name in full, and the former one if it has changed.

        :param written: the name as the text has it.
        :param place: the place at its end, if there is one.
        :param start: where the name starts in the text.
        """
        if place is None or place.end != start + len(written):
            full = self._spelt_out(written)
            body = self._bodies.get(index_form(full)) or self._bodies.get(index_form(_OUTLET.sub("", full)))
            if body is not None:
                return body.now or body.name, body.name if body.now else ""
            return self._department(full) or (full, "")
        rest = self._spelt_out(written[: place.start - start].rstrip(" -–"))
        with_kind = _WITH_KIND.match(rest) is not None
        of = self._of_province(place.name, with_kind=with_kind) if place.province == place.name else place.name
        today = f"{rest} {of}"
        if department := self._department(rest):
            today = today.replace(rest, department[0], 1)
        if place.former:
            then = f"{rest} {'tỉnh ' if with_kind else ''}{place.former}"
        else:
            then = today.replace(department[0], rest, 1) if department else ""
        return today, then if then != today else ""

    def _spelt_out(self, written: str) -> str:
        """Abbreviations written out, the first letter and the field in their usual form."""
        full = _SHORT.sub(
            self._long, written.replace(" & ", "&").replace("Uỷ", "Ủy").replace("uỷ", "ủy").replace("Toà", "Tòa")
        )
        full = full[:1].upper() + full[1:]
        head, _, field = full.partition(" ")
        known = self._fields.get(index_form(field)) if head in ("Sở", "Bộ", "Phòng") else None
        return f"{head} {known}" if known else full

    def _long(self, short: re.Match[str]) -> str:
        plain = _JOINTS.sub("", short[0])
        return self._words.abbreviations.get(plain) or self._words.fields.get(plain) or short[0]

    def _department(self, full: str) -> tuple[str, str] | None:
        """The department of today and the given one, if it was merged in March 2025."""
        match = _DEPARTMENT.fullmatch(full)
        if match is None or match[1].lower() != "sở" or not (now := self._words.departments.get(match[2])):
            return None
        return f"Sở {now}", full

    def _of_province(self, name: str, *, with_kind: bool) -> str:
        if not with_kind or name.lower().startswith("thành phố"):
            return name
        return f"{self._kinds.get(name, 'tỉnh')} {name}"
