"""``python scripts/units.py MAPPING DATASET DIVISIONS``: compile the administrative units for ``nlp/names/units.py``.

The facts are those of the published lists of the General Statistics Office (danhmuchanhchinh.gso.gov.vn) and of the
resolutions of June 2025 on the rearrangement of communes, as three packages hold them:

* MAPPING: ``underthesea/address/data/mapping.json`` of underthesea 9.5.0 (Apache-2.0): every commune of before July
  2025 with its district and province, and the province that it lies in now;
* DATASET: ``vietnamadminunits/data/dataset.db`` of vietnamadminunits 1.0.4 (MIT): the communes of today;
* DIVISIONS: ``vietnam_provinces/data/nested-divisions.json`` of vietnam-provinces 2025.10.1: read to compare only.
  Differences are printed; nothing is taken from it.

Only names, kinds and what lies in what are kept: no code, no text, no coordinates.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from diembao.core.text import clean_line, index_form
from diembao.nlp.names import units

TARGET = units.FILE
SHORT = {kind: letter for letter, kind in units.KINDS.items()}


def main(mapping: Path, dataset: Path, divisions: Path) -> None:
    """Compile, write and compare."""
    rows = json.loads(mapping.read_text(encoding="utf-8"))["ward_mapping"]
    today: dict[str, set[str]] = defaultdict(set)
    before: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        district = _province(row["old_province"]), _unit(row["old_district"])
        communes = before[_province(row["new_province"])][district]
        if row["old_ward"]:  # island districts have none
            communes.add(_unit(row["old_ward"]))
    with closing(sqlite3.connect(dataset)) as connection:
        for province, ward in connection.execute("SELECT province, ward FROM admin_units"):
            today[_province(province)].add(_unit(ward))
    lines = units.HEADER.splitlines()
    for province in sorted(today):
        lines += [f"= {province}", f"> {_joined(today[province])}"]
        lines += [
            f"< {former} | {district} | {_joined(communes)}"
            for (former, district), communes in sorted(before[province].items())
        ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(
        f"{sum(map(len, today.values()))} units of today, {len(rows)} of before, {TARGET.stat().st_size / 1e3:.0f} kB"
    )
    _compare(today, json.loads(divisions.read_text(encoding="utf-8")))


def _province(name: str) -> str:
    name = _one_style(name)
    return name if name.endswith("Hồ Chí Minh") else name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _unit(name: str) -> str:
    """``Phường An Bình`` -> ``p An Bình``."""
    name = _one_style(name)
    for kind, letter in SHORT.items():
        if name.lower().startswith(f"{kind} "):
            return f"{letter} {name[len(kind) + 1 :]}"
    if name.lower().startswith("huyện đảo "):
        return f"h {name[10:]}"
    raise ValueError(f"No known kind of unit: {name}")


def _one_style(name: str) -> str:
    """The sources mix ``Hoà`` and ``Hòa``, dashes and apostrophes."""
    name = clean_line(name).replace("’", "'").replace("–", "-")
    return "".join(form.upper() if char.isupper() else form for char, form in zip(name, index_form(name), strict=True))


def _joined(names: set[str]) -> str:
    """Names by kind: ``p An Bình, Cái Khế; x Mỹ Khánh``."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        letter, _, rest = name.partition(" ")
        by_kind[letter].append(rest)
    return "; ".join(f"{letter} {', '.join(rest)}" for letter, rest in by_kind.items())


def _compare(today: dict[str, set[str]], divisions: list[dict[str, Any]]) -> None:
    other = {_province(row["name"]): {_unit(ward["name"]) for ward in row["wards"]} for row in divisions}
    for province in sorted(today.keys() | other.keys()):
        if differing := today.get(province, set()) ^ other.get(province, set()):
            print(province, "differs:", ", ".join(sorted(differing)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
