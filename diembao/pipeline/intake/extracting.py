"""From a page to an article's content, with what doors say of it."""

from __future__ import annotations

from diembao.core.logs import logger
from diembao.core.models import Article, Channel, Listed, Page, Provenance, Source
from diembao.crawlers.extraction import Extracted, Unusable, extract
from diembao.crawlers.profiles import ProfileLookup
from diembao.crawlers.reasons import Reason

log = logger(__name__)


def as_listed(article: Article) -> Listed:
    """What a door once said of an article, as far as its present version still shows it."""
    content = article.content
    from_door = content.published_from in (Provenance.FEED, Provenance.SITEMAP)
    return Listed(
        url=article.url,
        source_id=article.source_id,
        channel=Channel(content.published_from) if from_door and content.published_from else Channel.REVISIT,
        title=content.title,
        lead=content.lead,
        section=content.section,
        published_at=content.published_at if from_door else None,
    )


def extracted_from(page: Page, listed: Listed, source: Source, profiles: ProfileLookup | None = None) -> Extracted:
    """Make an article of a page.

    :param profiles: how outlets' pages are built; None: the shipped ones.
    :raises Unusable: none can be made of it. A page that breaks a parser is one of those: it must not stop the rest.
    """
    try:
        return extract(page, listed, source, profiles)
    except Unusable:
        raise
    except Exception as error:
        log.exception("extraction broke", url=page.url)
        raise Unusable(Reason.UNEXPECTED, f"{type(error).__name__}: {error}") from error
