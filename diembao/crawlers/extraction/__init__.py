"""From a page to an article's content: JSON-LD and meta tags first, then trafilatura for the text."""

from diembao.crawlers.extraction.article import Extracted, Unusable, extract

__all__ = ["Extracted", "Unusable", "extract"]
