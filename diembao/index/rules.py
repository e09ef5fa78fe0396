"""What no engine is asked."""

from __future__ import annotations

from collections.abc import Sequence

from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.index.protocol import FACET_FIELDS, FacetField, Filters
from diembao.index.query import Query, labels

#: What no search for flags tells anything by: an outlet is a source, and to other outlets a body that they name.
PUBLISHERS: Sequence[FacetField] = ("source", "organisation")


def asks_for_flags(query: Query | None, filters: Filters) -> bool:
    """Whether a search narrows down by flag; such a search tells nothing by :data:`PUBLISHERS`."""
    return bool(filters.flags) or "flag" in labels(query)


def check(query: Query | None, filters: Filters, facets: Sequence[FacetField] = (), **numbers: int) -> None:
    """Refuse what must not be asked.

    :param numbers: limits and offsets, by name.
    :raises UsageError: flags are asked for together with a source or an organisation.
    :raises ValueError: a mistake of the caller: a field that cannot be counted, counts by source or organisation of
        articles with flags, a number below 0.
    """
    for field in facets:
        if field not in FACET_FIELDS:
            raise ValueError(f"{field} cannot be counted; {', '.join(FACET_FIELDS)} can")
    for name, number in numbers.items():
        if number < 0:
            raise ValueError(f"{name} is {number}, below 0")
    if asks_for_flags(query, filters):
        named = set(labels(query))
        if any(filters.selected(field) or field in named for field in PUBLISHERS):
            raise UsageError(
                _("A search for flags cannot be narrowed down to a source or an organisation."),
                _(
                    "A flag is about a claim, not about who published it, and no list of one outlet's flags is made; "
                    "leave out either the flag or the source or organisation."
                ),
            )
        if set(PUBLISHERS) & set(facets):
            raise ValueError("articles with flags are not counted by source or organisation")
