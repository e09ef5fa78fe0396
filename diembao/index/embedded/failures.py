"""What goes wrong with files, as errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diembao.core.errors import DiembaoError, SearchIndexError
from diembao.core.i18n import _


def damaged(folder: Path, reason: object) -> SearchIndexError:
    """An index that cannot be read as it is."""
    return SearchIndexError(
        _("The search index in {folder} cannot be used: {reason}.").format(folder=folder, reason=_sentence(reason)),
        _("`diembao reindex` makes it anew from the archive; no article is lost."),
    )


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turns what the engine raises while it reads into :class:`SearchIndexError`."""
    try:
        yield
    except DiembaoError:
        raise
    except BaseException as error:
        if not _of_the_engine(error):
            raise
        raise damaged(folder, error) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what the engine raises while it writes into :class:`SearchIndexError`."""
    try:
        yield
    except DiembaoError:
        raise
    except BaseException as error:
        if not _of_the_engine(error):
            raise
        raise SearchIndexError(
            _("The search index in {folder} could not be written: {reason}.").format(
                folder=folder, reason=_sentence(error)
            ),
            _("See that the disk has room and the folder can be written; what was committed is safe."),
        ) from error


def _of_the_engine(error: BaseException) -> bool:
    # A panic of the engine (damaged files cause some) derives from BaseException, and its class cannot be imported.
    # Damaged numbers are days that no calendar has (OverflowError), damaged stores articles without id (LookupError).
    kinds = (OSError, ValueError, RuntimeError, OverflowError, LookupError)
    return isinstance(error, kinds) or type(error).__name__ == "PanicException"


def _sentence(reason: object) -> str:
    return str(reason).rstrip(". ")
