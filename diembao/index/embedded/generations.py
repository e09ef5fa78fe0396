"""The folder of an embedded index: complete copies side by side, and a pointer to the one in use.

::

    index/CURRENT           name of the generation in use, replaced in one step
    index/lock              held by the one process that writes
    index/000007/FORMAT     what the generation was made with
    index/000007/in-use     locked (shared) by whoever has the generation open
    index/000007/…          the engine's files

A rebuild fills a new generation beside the old one. Old generations go when nobody has them open; a killed process
holds no locks, so it keeps nothing alive.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from diembao.core.i18n import _
from diembao.index.embedded.failures import damaged

_POINTER: Final = "CURRENT"
_FORMAT: Final = "FORMAT"
_IN_USE: Final = "in-use"
_NAME: Final = re.compile(r"\d{6,}")


class Hold:
    """Keeps one generation from being removed, until released."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let the generation go; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.release()


class Generations:
    """The generations in one folder.

    :meth:`start`, :meth:`publish`, :meth:`discard` and :meth:`sweep` are for the holder of the folder's lock.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The folder of one generation."""
        return self.folder / name

    def current(self) -> str | None:
        """Name of the generation in use; None where there is no index yet.

        :raises SearchIndexError: the pointer is not one.
        """
        try:
            name = (self.folder / _POINTER).read_bytes().decode("ascii", "replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise damaged(self.folder, error) from error
        if not _NAME.fullmatch(name):
            raise damaged(self.folder, _("{file} names no generation").format(file=_POINTER))
        return name

    def format(self, name: str) -> str | None:
        """What a generation was made with; None where that is not written."""
        try:
            return (self.path(name) / _FORMAT).read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int:
        """Bytes on disk of one generation."""
        total = 0
        for file in self.path(name).iterdir():
            with suppress(FileNotFoundError):  # the writer has merged it meanwhile
                total += file.stat().st_size
        return total

    def hold(self, name: str) -> Hold | None:
        """Keep a generation from being removed; None when it is gone already."""
        try:
            descriptor = os.open(self.path(name) / _IN_USE, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None
        hold = Hold(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        # Between the opening and the lock it may have been removed.
        if not (self.path(name) / _IN_USE).exists():
            hold.release()
            return None
        return hold

    def start(self, format: str) -> str:
        """Make a new, empty generation, which is not in use yet."""
        name = f"{max((int(each) for each in self._names()), default=0) + 1:06d}"
        path = self.path(name)
        path.mkdir()
        (path / _FORMAT).write_text(format + "\n", encoding="ascii")
        (path / _IN_USE).touch()
        return name

    def publish(self, name: str) -> None:
        """Put a generation in use."""
        _sync(self.path(name) / _FORMAT)
        _sync(self.path(name))
        fresh = self.folder / f"{_POINTER}.new"
        fresh.write_text(name + "\n", encoding="ascii")
        _sync(fresh)
        fresh.replace(self.folder / _POINTER)
        _sync(self.folder)

    def discard(self, name: str) -> None:
        """Remove a generation that was not put in use."""
        shutil.rmtree(self.path(name), ignore_errors=True)

    def sweep(self) -> None:
        """Remove what is not in use and not open anywhere: old generations, and rebuilds that were cut short."""
        current = self.current()
        for name in self._names():
            if name != current and self._nobody_has_open(name):
                self.discard(name)

    def _names(self) -> list[str]:
        return [path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]

    def _nobody_has_open(self, name: str) -> bool:
        try:
            descriptor = os.open(self.path(name) / _IN_USE, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # cut short before the file was made
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Unlinked under the lock: whoever waits for it finds the file gone.
            (self.path(name) / _IN_USE).unlink()
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
