"""Which bodies an article names: state bodies at any level, parties, companies, schools, outlets, clubs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from diembao.core.models import OrganisationTag
from diembao.nlp.names.model import Name


def organisation_tags(names: Iterable[Name]) -> tuple[OrganisationTag, ...]:
    """The organisations among ``names``, the most often named first.

    A body that the article calls by a former name is told apart from what has taken its place: in an old article they
    are two.
    """
    counts = Counter((name.name, name.former) for name in names if name.kind == "organisation")
    return tuple(
        OrganisationTag(name=name, count=count, former=former) for (name, former), count in counts.most_common()
    )
