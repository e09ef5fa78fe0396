"""The house: rooms import in one direction only, and rooms between the same arrows do not import each other."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "diembao"

#: Groups of rooms from left to right; a room may import any room of a group to its left.
HOUSE = (
    ("core",),
    ("crawlers", "nlp", "archive", "index"),
    ("verify",),
    ("pipeline", "desk"),
    ("dashboard", "demo", "evaluation"),
    ("cli",),
)
ROOMS = {room: position for position, group in enumerate(HOUSE) for room in group}


def imports(file: Path) -> set[str]:
    """Rooms that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom) and node.module and not node.level
            else []
        )
        for name in names:
            parts = name.split(".")
            if parts[0] == "diembao" and len(parts) > 1:
                found.add(parts[1])
    return found


def modules() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE)


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_to_its_left(file: Path) -> None:
    room = file.relative_to(PACKAGE).parts[0]
    assert room in ROOMS, f"{room} has no place in the house"
    wrong = {other for other in imports(file) if other in ROOMS and other != room and ROOMS[other] >= ROOMS[room]}
    assert not wrong


def test_nlp_is_pure() -> None:
    """No clock, no network, no database in the room that reads texts."""
    forbidden = {"socket", "urllib", "http", "requests", "sqlalchemy", "scrapy", "sqlite3", "subprocess", "random"}
    for file in (PACKAGE / "nlp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & forbidden, file
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] not in forbidden, file
                assert node.module != "diembao.core.clock" or not {alias.name for alias in node.names} & {
                    "now",
                    "today",
                }


def test_every_module_says_what_it_is_for() -> None:
    silent = [file for file in modules() if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))]
    assert not silent
