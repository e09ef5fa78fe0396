import re
from types import ModuleType

import pytest

from diembao.core import errors
from diembao.core.errors import DiembaoError, FetchError, QuerySyntaxError, SearchIndexBusy, UnknownSource

_LINE = re.compile(r"^(?P<stem>[ │]*(?:[├└]── )?)(?P<name>[A-Z]\w+)  ")


def drawn(module: ModuleType) -> dict[str, str]:
    """Class -> parent, as the tree in the docstring shows it."""
    parents: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for line in (module.__doc__ or "").splitlines():
        if match := _LINE.match(line.removeprefix("    ")):
            depth = len(match["stem"])
            path = [entry for entry in path if entry[0] < depth]
            parents[match["name"]] = path[-1][1] if path else "Exception"
            path.append((depth, match["name"]))
    return parents


def real(module: ModuleType) -> dict[str, str]:
    return {
        name: value.__mro__[1].__name__
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }


def test_the_drawn_tree_is_the_real_one() -> None:
    assert drawn(errors) == real(errors)


def test_each_error_says_what_it_is() -> None:
    for name in real(errors):
        assert getattr(errors, name).__doc__


@pytest.mark.parametrize(("error", "code"), [(DiembaoError, 1), (SearchIndexBusy, 1), (UnknownSource, 2)])
def test_wrong_usage_exits_with_2_and_failed_work_with_1(error: type[DiembaoError], code: int) -> None:
    assert error("x").exit_code == code


def test_an_error_reads_as_message_and_hint() -> None:
    assert str(DiembaoError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(DiembaoError("It broke.")) == "It broke."


def test_what_an_error_carries_beside_its_message() -> None:
    assert QuerySyntaxError("x", position=3).position == 3
    assert FetchError("x", reason="timeout").reason == "timeout"
