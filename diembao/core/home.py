"""A home: the one folder that holds everything a desk owns."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from diembao.core import settings
from diembao.core.errors import HomeError
from diembao.core.i18n import _
from diembao.core.system_words import why

HOME_VARIABLE = "DIEMBAO_HOME"


@dataclass(frozen=True)
class Home:
    """Paths and settings of one home."""

    path: Path

    @property
    def settings_file(self) -> Path:
        """``diembao.toml``."""
        return self.path / "diembao.toml"

    @property
    def sources_file(self) -> Path:
        """The catalogue of sources."""
        return self.path / "sources.toml"

    @property
    def topics_file(self) -> Path:
        """Topics and their words."""
        return self.path / "topics.toml"

    @property
    def places_file(self) -> Path:
        """Places that the board adds to the shipped word file (may be absent)."""
        return self.path / "places.toml"

    @property
    def profiles_folder(self) -> Path:
        """Profiles of outlets that the desk adds or replaces (may be absent)."""
        return self.path / "profiles"

    @property
    def topic_model_file(self) -> Path:
        """What the desk's own labels have taught; absent: the shipped model counts."""
        return self.path / "models" / "topics.npz"

    @property
    def ranking_model_file(self) -> Path:
        """What the desk's own decisions on flags have taught; absent: the shipped ranking counts."""
        return self.path / "models" / "flags.json"

    @property
    def archive_file(self) -> Path:
        """The SQLite archive."""
        return self.path / "archive.sqlite3"

    @property
    def raw_folder(self) -> Path:
        """Raw pages in WARC files."""
        return self.path / "raw"

    @property
    def index_folder(self) -> Path:
        """The lock of the search index, and the index itself if the engine is embedded."""
        return self.path / "index"

    @cached_property
    def identity(self) -> str:
        """A word of twelve letters and digits that no other home has; made when it is first asked for.

        :raises HomeError: it cannot be read or written.
        """
        file = self.path / "identity"
        try:
            if not file.exists():
                word = secrets.token_hex(6)
                fresh = file.with_name(f"identity.{word}")
                fresh.write_text(word + "\n", encoding="ascii")
                # Linked, not renamed: of two processes that make it at once, both read what the first has made.
                with suppress(FileExistsError):
                    file.hardlink_to(fresh)
                fresh.unlink()
            return file.read_text(encoding="ascii").strip()
        except OSError as error:
            raise HomeError(
                _("{file} cannot be read: {error}.").format(file=file, error=why(error)),
                _("Check the path and your rights."),
            ) from error

    @property
    def published_folder(self) -> Path:
        """Pages of concluded cases that the desk publishes."""
        return self.path / "published"

    @cached_property
    def settings(self) -> settings.Settings:
        """Settings as they were when first asked for.

        :raises SettingsError: see :func:`diembao.core.settings.load`.
        """
        return settings.load(self.settings_file)


def find(given: Path | None) -> Home:
    """The home that a command works on.

    :param given: what the command line names; else ``DIEMBAO_HOME`` is used.
    :raises HomeError: no home is named, or the folder is not a home.
    """
    named = given or (Path(value) if (value := os.environ.get(HOME_VARIABLE)) else None)
    if named is None:
        raise HomeError(
            _("No home is named."),
            _("Add --home DIR, or set {variable}; `diembao init --home DIR` makes a home.").format(
                variable=HOME_VARIABLE
            ),
        )
    home = Home(named.expanduser().resolve())
    if not home.settings_file.is_file():
        reason = _("has no diembao.toml") if home.path.is_dir() else _("does not exist")
        raise HomeError(
            _("{path} is not a home: it {reason}.").format(path=home.path, reason=reason),
            _("`diembao init --home {path}` makes one.").format(path=home.path),
        )
    return home
