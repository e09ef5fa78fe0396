"""Articles that an engine cannot take."""

from __future__ import annotations

from collections.abc import Mapping

from diembao.core.errors import UnfitForIndex
from diembao.core.i18n import _


def report(reasons: Mapping[str, object]) -> None:
    """Name the articles, if there are any.

    :param reasons: why, by id.
    :raises UnfitForIndex: there are.
    """
    if reasons:
        raise UnfitForIndex(
            " ".join(
                _("Article {id} cannot be indexed: {reason}.").format(id=article_id, reason=reason)
                for article_id, reason in reasons.items()
            ),
            _("The other articles are not affected."),
            ids=tuple(reasons),
        )
