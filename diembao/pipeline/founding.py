"""Making a home: settings, catalogue and topics as files that people edit."""

from __future__ import annotations

from pathlib import Path

from diembao.core import settings
from diembao.core.errors import HomeError
from diembao.core.home import Home
from diembao.core.i18n import _
from diembao.core.system_words import why
from diembao.crawlers.catalogue import shipped_catalogue
from diembao.nlp import shipped_topics


def found_home(
    path: Path, *, province: str = "", name: str = "", language: str = "", catalogue: str | None = None
) -> Home:
    """Make a home, or complete one: files that are there already are left as they are.

    :param catalogue: text of ``sources.toml``; None: the shipped one.
    :raises HomeError: the folder holds other things, or cannot be written.
    """
    home = Home(path.expanduser().resolve())
    files = {
        home.settings_file: settings.default_file(province=province, name=name, language=language),
        home.sources_file: shipped_catalogue() if catalogue is None else catalogue,
        home.topics_file: shipped_topics(),
    }
    try:
        if home.path.is_dir() and any(home.path.iterdir()) and not home.settings_file.exists():
            raise HomeError(
                _("{path} is not empty and is not a home.").format(path=home.path),
                _("Name a new folder, or an empty one."),
            )
        home.path.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            if not file.exists():
                file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise HomeError(
            _("{path} cannot be made: {error}.").format(path=home.path, error=why(error)),
            _("Check the path and your rights."),
        ) from error
    return home
