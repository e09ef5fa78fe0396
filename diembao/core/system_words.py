"""What the operating system says of a file, in the language of the interface."""

from __future__ import annotations

from diembao.core.i18n import N_, _

#: What files that people name can meet; anything rarer is said in the system's own English.
WORDS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Too many open files"),
)


def why(error: OSError) -> str:
    """Why a file could not be used, without its name."""
    return _(error.strerror) if error.strerror else str(error)
