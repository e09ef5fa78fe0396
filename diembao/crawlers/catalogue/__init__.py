"""The catalogue of sources: the shipped list and the one of a home."""

from diembao.crawlers.catalogue.loading import find_source, load_sources, shipped_catalogue
from diembao.crawlers.catalogue.lookup import SourceLookup

__all__ = ["SourceLookup", "find_source", "load_sources", "shipped_catalogue"]
