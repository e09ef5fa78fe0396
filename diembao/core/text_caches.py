"""Caches of what was read off texts, which can be emptied together after a text that must leave no trace.

Kept for speed, as ``functools.lru_cache`` keeps them; whoever keeps words, sentences or texts keeps them here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., Hashable | Any])


class _Cache(Protocol):
    def cache_clear(self) -> None: ...


_caches: list[_Cache] = []


def kept(most: int) -> Callable[[_F], _F]:
    """Decorator: keep the last results of a function of text, until :func:`forget`.

    :param most: how many.
    """

    def keep(function: _F) -> _F:
        cached = lru_cache(maxsize=most)(function)
        _caches.append(cached)
        return cast(_F, cached)

    return keep


def forget() -> None:
    """Let go of every text that is kept, and of what was read off it."""
    for cache in _caches:
        cache.cache_clear()
