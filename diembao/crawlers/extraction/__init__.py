"""From a page to an article's content: by its outlet's profile, else by general rules, else by trafilatura."""

from diembao.crawlers.extraction.article import Extracted, Unusable, extract

__all__ = ["Extracted", "Unusable", "extract"]
