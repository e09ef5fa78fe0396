"""No failure shows a word of a draft: neither its message nor what led to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from diembao.core.errors import DiembaoError
from diembao.core.i18n import _

_P = ParamSpec("_P")
_R = TypeVar("_R")


def discreet(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function that handles a draft fail without quoting it.

    Our own errors and the end of a pipe pass; any other exception, whose message may quote the text, becomes a
    :class:`DiembaoError` that names only its kind and place in the program. The exception itself is let go of.
    """

    @wraps(function)
    def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except (DiembaoError, BrokenPipeError):
            raise
        except Exception as error:
            last = extract_tb(error.__traceback__)[-1]
            kind, place = type(error).__name__, f"{Path(last.filename).stem}:{last.lineno}"
        # outside of the handler, so that the new exception has no context to show
        raise DiembaoError(
            _("The draft could not be checked: {kind} at {place}.").format(kind=kind, place=place),
            _("Nothing of it was kept. Report these two words; they hold nothing of the draft."),
        )

    return called
