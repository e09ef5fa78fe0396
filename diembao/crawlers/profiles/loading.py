"""Reading profiles; whatever is wrong in one is named with its file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeAlias

from rapidfuzz import process

from diembao.core import addresses
from diembao.core.errors import CatalogueError
from diembao.core.i18n import _
from diembao.core.system_words import why
from diembao.crawlers.dates import Order
from diembao.crawlers.profiles.lookup import ProfileLookup
from diembao.crawlers.profiles.model import KindRule, Layout, PageKind, Profile
from diembao.crawlers.profiles.selectors import Selector

_KEYS = ("domains", "family", "date_order", "version", "sections", "kinds")
_FAMILY_KEYS = ("signs", "version", "sections", "kinds")
_RULE_KEYS = ("path", "section", "selector")
_VERSION_KEYS = tuple(field.name for field in fields(Layout))
_ALSO = "_also"
_LIST_KEYS = tuple(key for key in _VERSION_KEYS if key != "until")
_TEXTS = frozenset({"author_split"})
_DATE_ORDERS = {"dmy": Order.DAY_FIRST, "mdy": Order.MONTH_FIRST, "": None}

_Table: TypeAlias = Mapping[str, Any]
_Fail: TypeAlias = Callable[..., CatalogueError]


def _folder() -> Traversable:
    return files("diembao.crawlers.profiles")


@cache
def shipped_profiles() -> ProfileLookup:
    """The profiles that the program ships."""
    return ProfileLookup(_profiles(_folder()), _systems())


def load_profiles(folder: Path) -> ProfileLookup:
    """The shipped profiles, completed or replaced by those of a folder (which may be absent).

    :raises CatalogueError: a file is not TOML, or says something that cannot be used.
    """
    if not folder.is_dir():
        return shipped_profiles()
    return ProfileLookup([*shipped_profiles().by_name.values(), *_profiles(folder)], shipped_profiles().systems)


def _profiles(folder: Traversable | Path) -> Iterable[Profile]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield _profile(file.name.removesuffix(".toml"), _read(file))


def _systems() -> Iterable[Profile]:
    """The families whose pages can be told by signs of their own."""
    for name, content in _family_files().items():
        fail = _failing(name)
        _refuse_unknown(content, _FAMILY_KEYS, fail)
        if signs := _selectors(_texts(content, "signs", fail), "signs", fail):
            layouts = _layouts(name, content, {})
            yield Profile(
                name=name, layouts=layouts, signs=signs, sections=_sections(content, fail), kinds=_kinds(content, fail)
            )


@cache
def _family_files() -> Mapping[str, _Table]:
    folder = _folder() / "families"
    if not folder.is_dir():
        return {}
    return {
        file.name.removesuffix(".toml"): _read(file)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


def _read(file: Traversable | Path) -> _Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CatalogueError(
            _("{file} cannot be read: {error}.").format(file=file, error=why(error)),
            _("Check the path and your rights."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(
            _("{file} is not valid TOML: {error}.").format(file=file, error=error), _("Mend that line and try again.")
        ) from error


def _failing(name: str) -> _Fail:
    def fail(problem: str, hint: str = "") -> CatalogueError:
        return CatalogueError(_("Profile {name}: {problem}.").format(name=name, problem=problem), hint)

    return fail


def _profile(name: str, content: _Table) -> Profile:
    fail = _failing(name)
    _refuse_unknown(content, _KEYS, fail)
    domains = _texts(content, "domains", fail)
    if not domains:
        raise fail(_("{key} is missing").format(key="domains"))
    for domain in domains:
        if addresses.host(f"https://{domain}") != domain:
            raise fail(
                _("{key} cannot be {value!r}").format(key="domains", value=domain),
                _("A domain is a host name only, in lower case, without https:// and www."),
            )
    family_name = content.get("family", "")
    if family_name and family_name not in _family_files():
        raise fail(_("{key} cannot be {value!r}").format(key="family", value=family_name))
    if content.get("date_order", "") not in _DATE_ORDERS:
        raise fail(_("{key} cannot be {value!r}").format(key="date_order", value=content["date_order"]))
    family: _Table = _family_files()[family_name] if family_name else {}
    return Profile(
        name=name,
        domains=domains,
        layouts=_layouts(name, content, family),
        family=family_name,
        date_order=_DATE_ORDERS[content.get("date_order", "")],
        sections=_sections(family, fail) | _sections(content, fail),
        kinds=_kinds(family, fail) | _kinds(content, fail),
    )


def _layouts(name: str, content: _Table, family: _Table) -> tuple[Layout, ...]:
    """Versions of a profile, each laid over the version of its family that has the same ``until``.

    What a version says replaces what stands below it, a key with ``_also`` adds to it. Versions that only the family
    has stay.
    """
    fail = _failing(name)
    merged = {version.get("until"): version for version in _versions(family, fail)}
    for version in _versions(content, fail):
        merged[version.get("until")] = _laid_over(merged.get(version.get("until"), {}), version, fail)
    if None not in merged:
        raise fail(_("the last version has an end"), _("The last [[version]] has no `until`: it reads today's pages."))
    ordered = sorted(merged.values(), key=lambda version: version.get("until") or date.max)
    return tuple(_layout(version, fail) for version in ordered)


def _laid_over(below: _Table, version: _Table, fail: _Fail) -> _Table:
    merged = dict(below)
    for key, value in version.items():
        if key.endswith(_ALSO):
            base = key.removesuffix(_ALSO)
            merged[base] = [*_texts(version if base in version else below, base, fail), *_texts(version, key, fail)]
        elif f"{key}{_ALSO}" not in version:
            merged[key] = value
    return merged


def _versions(content: _Table, fail: _Fail) -> list[_Table]:
    versions = content.get("version", [])
    if not isinstance(versions, list) or not all(isinstance(version, Mapping) for version in versions):
        raise fail(_("version is not a list of tables"), _("Each version is a [[version]]."))
    for version in versions:
        _refuse_unknown(version, (*_VERSION_KEYS, *(f"{key}{_ALSO}" for key in _LIST_KEYS)), fail)
        until = version.get("until")
        if until is not None and type(until) is not date:
            raise fail(_("{key} cannot be {value!r}").format(key="until", value=until))
    days = [version.get("until") or date.max for version in versions]
    if days != sorted(set(days)):
        raise fail(_("the versions are not in the order of their days"), _("The oldest stands first."))
    return versions


def _layout(version: _Table, fail: _Fail) -> Layout:
    values: dict[str, Any] = {"until": version.get("until")}
    for key in _LIST_KEYS:
        texts = _texts(version, key, fail)
        values[key] = texts if key in _TEXTS else _selectors(texts, key, fail)
    if not values["body"]:
        raise fail(_("{key} is missing").format(key="body"))
    return Layout(**values)


def _selectors(texts: Iterable[str], key: str, fail: _Fail) -> tuple[Selector, ...]:
    try:
        return tuple(Selector(text) for text in texts)
    except ValueError as error:
        raise fail(_("{key} is no selector: {error}").format(key=key, error=error)) from error


def _texts(table: _Table, key: str, fail: _Fail) -> tuple[str, ...]:
    value = table.get(key, [])
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise fail(_("{key} cannot be {value!r}").format(key=key, value=value))
    return tuple(texts)


def _sections(content: _Table, fail: _Fail) -> dict[str, str]:
    sections = content.get("sections", {})
    if not isinstance(sections, Mapping) or not all(isinstance(name, str) for name in sections.values()):
        raise fail(_("{key} cannot be {value!r}").format(key="sections", value=sections))
    return dict(sections)


def _kinds(content: _Table, fail: _Fail) -> dict[PageKind, KindRule]:
    kinds = content.get("kinds", {})
    if not isinstance(kinds, Mapping):
        raise fail(_("{key} cannot be {value!r}").format(key="kinds", value=kinds))
    _refuse_unknown(kinds, list(PageKind), fail)
    return {PageKind(kind): _rule(kind, rule, fail) for kind, rule in kinds.items()}


def _rule(kind: str, rule: Any, fail: _Fail) -> KindRule:
    key = f"kinds.{kind}"
    if not isinstance(rule, Mapping):
        raise fail(_("{key} cannot be {value!r}").format(key=key, value=rule))
    _refuse_unknown(rule, _RULE_KEYS, fail)
    try:
        path = re.compile(rule["path"]) if rule.get("path") else None
    except (re.error, TypeError) as error:
        raise fail(_("{key} is not a regular expression: {error}").format(key=f"{key}.path", error=error)) from error
    return KindRule(
        path=path,
        sections=frozenset(name.lower() for name in _texts(rule, "section", fail)),
        selectors=_selectors(_texts(rule, "selector", fail), f"{key}.selector", fail),
    )


def _refuse_unknown(table: _Table, known: Iterable[str], fail: _Fail) -> None:
    for key in table:
        if key not in known:
            nearest = process.extractOne(key, list(known), score_cutoff=50)
            raise fail(
                _("there is no key {key}").format(key=key),
                _("Did you mean {nearest}?").format(nearest=nearest[0]) if nearest else "",
            )
