"""From a page to an article's content: by its outlet's profile, else by its content system, else by rules."""

from diembao.crawlers.extraction.article import Extracted, Unusable, extract

__all__ = ["Extracted", "Unusable", "extract"]
