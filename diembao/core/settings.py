"""All settings, in one place.

Rules: alphabetical sections; every setting has a description, which ``diembao init`` writes as a comment above it and
``docs/settings.md`` repeats (a test says so). Values come from ``diembao.toml`` of the home; an environment variable
``DIEMBAO_<SECTION>__<KEY>`` wins over the file. An unknown key is an error that names the nearest right one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
import tomlkit
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import ErrorDetails
from rapidfuzz import process

from diembao import __version__
from diembao.core.errors import SettingsError
from diembao.core.i18n import N_, _
from diembao.core.system_words import why

ENVIRONMENT_PREFIX = "DIEMBAO_"
#: Variables with our prefix that are not settings; the last two tell the test suite what it can use.
_NOT_SETTINGS = frozenset({"DIEMBAO_HOME"})
#: Keys whose values no message shows; an address may have been written with a password in it.
_SECRETS = frozenset({"password", "url"})
#: Ten years.
_MOST_HOURS = 87_600
#: A hundred years.
_MOST_DAYS = 36_525


SearchEngine = Literal["tantivy", "elasticsearch"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArchiveSettings(_Section):
    """The system of record."""

    keep_raw_days: int = Field(
        0,
        ge=0,
        le=_MOST_DAYS,
        description=N_(
            "Days that raw pages are kept after they were last met; 0: for ever. `diembao compact` lets go of the "
            "rest, but of nothing that a case, a flag or a press review points to."
        ),
    )
    keep_signatures_days: int = Field(
        0,
        ge=0,
        le=_MOST_DAYS,
        description=N_(
            "Days after its date that an article is held against new ones for copies and stories; 0: for ever."
        ),
    )
    keep_versions_days: int = Field(
        0,
        ge=0,
        le=_MOST_DAYS,
        description=N_(
            "Days that texts are kept which an article no longer has, with their raw pages; 0: for ever. The present "
            "text always stays."
        ),
    )
    keep_visits_days: int = Field(
        0,
        ge=0,
        le=_MOST_DAYS,
        description=N_(
            "Days that visits are kept; 0: for ever. The health of sources is judged by the last eight weeks."
        ),
    )
    url: str = Field("", description=N_("Database of the archive; empty: an SQLite file in this home."))


class CrawlSettings(_Section):
    """How pages are fetched."""

    contact: str = Field("", description=N_("Mail or web address that papers can write to; part of the user agent."))
    delay_seconds: float = Field(
        1.0, ge=0, le=600, description=N_("Shortest pause between two requests to one host; a longer Crawl-delay wins.")
    )
    interval_minutes: int = Field(
        30,
        ge=1,
        le=10_080,
        description=N_(
            "Minutes between two looks at the doors of a source until its own rhythm of publishing is known."
        ),
    )
    longest_minutes: int = Field(
        180, ge=1, le=10_080, description=N_("Most minutes between two looks at a door that works, also at night.")
    )
    max_page_megabytes: float = Field(
        10.0, gt=0, le=100, description=N_("Pages larger than this are not fetched to the end.")
    )
    retries: int = Field(2, ge=0, le=10, description=N_("How often a failed request is tried again in one pass."))
    revisit_hours: tuple[Annotated[float, Field(ge=0, le=_MOST_HOURS)], ...] = Field(
        (1, 6, 24, 72, 168), description=N_("Hours after first sight at which an article is visited again.")
    )
    shortest_minutes: int = Field(
        5,
        ge=1,
        le=1440,
        description=N_("Fewest minutes between two looks at a door, however much its source publishes."),
    )
    timeout_seconds: float = Field(30.0, gt=0, le=600, description=N_("How long one page may take."))

    @property
    def user_agent(self) -> str:
        """The honest name that every request carries."""
        return f"diembao/{__version__} (press monitoring{'; ' + self.contact if self.contact else ''})"


class DashboardSettings(_Section):
    """The analysts' screen."""

    #: Loopback: whoever reaches the dashboard may do everything on it, because nobody signs in yet. In a container the
    #: loopback address is the container's own, and the port that the host publishes would lead nowhere.
    address: Literal["127.0.0.1", "0.0.0.0"] = Field(  # noqa: S104
        "127.0.0.1",
        description=N_(
            "Address that the dashboard listens on: 127.0.0.1 is this machine only. 0.0.0.0 is for containers, whose "
            "published port decides who reaches it: nobody signs in yet."
        ),
    )
    port: int = Field(8501, ge=1, le=65_535, description=N_("Port of the dashboard."))


class DeskSettings(_Section):
    """Whose desk this is."""

    language: Literal["vi", "en"] = Field("vi", description=N_("Language of the interface: vi or en."))
    name: str = Field("Điểm Báo", description=N_("Name of the desk, shown on its pages."))
    province: str = Field("", description=N_("The desk's own province or city, as in the list of 34 since July 2025."))
    published_url: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description=N_("Web address at which the folder published/ of this home is served; empty: nowhere yet."),
    )
    superior: str = Field(
        "", description=N_("Body that the desk belongs to; it stands above the desk's name in letters.")
    )


class IndexSettings(_Section):
    """The search index."""

    engine: SearchEngine = Field(
        "tantivy",
        description=N_(
            "Search engine: tantivy is embedded in the program, elasticsearch is a service. After a change: "
            "`diembao reindex`."
        ),
    )
    memory_megabytes: int = Field(
        128, ge=15, le=4096, description=N_("Memory that the embedded engine uses while writing.")
    )
    password: str = Field(
        "",
        repr=False,
        description=N_("Password at Elasticsearch; better in the environment as DIEMBAO_INDEX__PASSWORD than here."),
    )
    prefix: str = Field(
        "",
        max_length=200,
        pattern=r"^([a-z0-9][a-z0-9._-]*)?$",
        description=N_(
            "How the names of this home's indexes at Elasticsearch begin; empty: a name of its own. A copied home "
            "needs another one."
        ),
    )
    url: str = Field(
        "http://127.0.0.1:9200",
        pattern=r"^https?://[^\s/@?#]+(/[^\s@?#]*)?$",
        description=N_("Address of Elasticsearch, without user name and password."),
    )
    username: str = Field("", description=N_("User name at Elasticsearch; empty: no sign-in."))


class LogSettings(_Section):
    """What the program says on stderr about its own work."""

    format: Literal["text", "json"] = Field("text", description=N_("Form of the log: text or json."))
    level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description=N_("Least important level that is logged: debug, info, warning or error.")
    )


class MailSettings(_Section):
    """How mails leave the desk."""

    host: str = Field("", description=N_("Mail server (SMTP) that takes the desk's mails; empty: no mail is sent."))
    password: str = Field(
        "",
        repr=False,
        description=N_("Password at the mail server; better in the environment as DIEMBAO_MAIL__PASSWORD than here."),
    )
    port: int = Field(587, ge=1, le=65_535, description=N_("Port of the mail server."))
    reply_to: str = Field("", description=N_("Address for answers and for leaving the list; empty: the sender's."))
    security: Literal["none", "starttls", "tls"] = Field(
        "starttls",
        description=N_("Encryption: starttls, tls (from the first byte), or none (a server on this machine)."),
    )
    sender: str = Field("", description=N_("Address that mails come from, such as diembao@example.vn."))
    timeout_seconds: float = Field(
        30.0, gt=0, le=600, description=N_("How long the mail server may take for one answer.")
    )
    username: str = Field("", description=N_("User name at the mail server; empty: no sign-in."))


class Settings(_Section):
    """Everything that can be set."""

    archive: Annotated[ArchiveSettings, Field(default_factory=ArchiveSettings)]
    crawl: Annotated[CrawlSettings, Field(default_factory=CrawlSettings)]
    dashboard: Annotated[DashboardSettings, Field(default_factory=DashboardSettings)]
    desk: Annotated[DeskSettings, Field(default_factory=DeskSettings)]
    index: Annotated[IndexSettings, Field(default_factory=IndexSettings)]
    log: Annotated[LogSettings, Field(default_factory=LogSettings)]
    mail: Annotated[MailSettings, Field(default_factory=MailSettings)]


def sections() -> dict[str, type[_Section]]:
    """Name and model of every section."""
    found: dict[str, type[_Section]] = {}
    for name, info in Settings.model_fields.items():
        assert isinstance(info.annotation, type)  # every field of Settings is a section model
        found[name] = info.annotation
    return found


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of one home.

    :param path: its ``diembao.toml``.
    :param environment: variables that win over the file.
    :raises SettingsError: the file is not TOML, a key is unknown, or a value is impossible.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        values = {}
    except OSError as error:
        raise SettingsError(
            _("{file} cannot be read: {error}.").format(file=path, error=why(error)),
            _("Check the path and your rights."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(
            _("{file} is not valid TOML: {error}.").format(file=path, error=error), _("Mend that line and try again.")
        ) from error
    _refuse_unknown_keys(values, path)
    origin = {}
    for variable, value in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in _NOT_SETTINGS:
            section, separator, key = variable.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
            if not separator or section not in sections() or key not in sections()[section].model_fields:
                raise _unknown(variable, _variables(), _("The environment"))
            values.setdefault(section, {})[key] = _from_environment(value)
            origin[section, key] = variable
    try:
        return Settings.model_validate(values)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        location = tuple(str(part) for part in first["loc"])
        where = origin.get((location[0], location[1] if len(location) > 1 else ""), f"{path}: {'.'.join(location)}")
        raise SettingsError(
            _("{where} cannot be {value!r}: {reason}.").format(
                where=where, value="…" if location[-1] in _SECRETS else first["input"], reason=_reason(first)
            ),
            _("docs/settings.md lists every setting with its range."),
        ) from error


def _reason(error: ErrorDetails) -> str:
    """Why a value is impossible, in the reader's language."""
    limits = error.get("ctx", {})
    match error["type"].partition("_"):
        case "greater", _, "than_equal":
            return _("it must be at least {limit:g}").format(limit=limits["ge"])
        case "greater", _, "than":
            return _("it must be above {limit:g}").format(limit=limits["gt"])
        case "less", _, "than_equal":
            return _("it must be at most {limit:g}").format(limit=limits["le"])
        case "literal", _, _:
            return _("it must be one of: {values}").format(values=limits["expected"].replace(" or ", ", "))
        case "int", _, _:
            return _("it must be a whole number")
        case "float", _, _:
            return _("it must be a number")
        case "string", _, "pattern_mismatch":
            return _("it must match {pattern}").format(pattern=limits["pattern"])
        case "string", _, "too_long":
            return _("it must have at most {number} characters").format(number=limits["max_length"])
        case "string", _, _:
            return _("it must be a text")
        case "tuple", _, _:
            return _("it must be a list of numbers")
    return error["msg"]


def _from_environment(value: str) -> Any:
    """A list is written as in TOML; everything else is taken as it is and converted by its model."""
    if value.startswith("["):
        try:
            return tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            return value
    return value


def _variables() -> list[str]:
    return [
        f"{ENVIRONMENT_PREFIX}{section}__{key}".upper()
        for section, model in sections().items()
        for key in model.model_fields
    ]


def _refuse_unknown_keys(values: Mapping[str, Any], path: Path) -> None:
    known = sections()
    for section, body in values.items():
        if not isinstance(body, Mapping):
            raise SettingsError(
                _("{file}: {key} stands outside any section.").format(file=path, key=section),
                _("Settings stand in sections such as [desk]."),
            )
        if section not in known:
            raise _unknown(f"[{section}]", [f"[{name}]" for name in known], path)
        for key in body:
            if key not in known[section].model_fields:
                candidates = [f"{name}.{field}" for name, model in known.items() for field in model.model_fields]
                raise _unknown(f"{section}.{key}", candidates, path)


def _unknown(name: str, candidates: list[str], where: Path | str) -> SettingsError:
    nearest = process.extractOne(name, candidates, score_cutoff=50)
    return SettingsError(
        _("{where}: there is no setting {name}.").format(where=where, name=name),
        _("Did you mean {nearest}?").format(nearest=nearest[0])
        if nearest
        else _("docs/settings.md lists every setting with its range."),
    )


def default_file(**desk: str) -> str:
    """The commented ``diembao.toml`` that ``diembao init`` writes: every setting, as a comment where it is the default.

    :param desk: values of the ``[desk]`` section to set.
    """
    lines = ["# " + _("Settings of this desk. Lines that begin with # show the default.")]
    for section, model in sections().items():
        lines += ["", f"[{section}]"]
        for key, info in model.model_fields.items():
            lines.append(f"# {_(info.description or '')}")
            if section == "desk" and desk.get(key):
                lines.append(f"{key} = {tomlkit.item(desk[key]).as_string()}")
            else:
                value = list(info.default) if isinstance(info.default, tuple) else info.default
                lines.append(f"# {key} = {tomlkit.item(value).as_string()}")
    return "\n".join(lines) + "\n"
