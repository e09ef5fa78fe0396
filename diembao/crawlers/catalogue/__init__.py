"""The catalogue of sources: the shipped list and the one of a home."""

from diembao.crawlers.catalogue.loading import find_source, load_sources, read_source, shipped_catalogue
from diembao.crawlers.catalogue.lookup import SourceLookup
from diembao.crawlers.catalogue.writing import add_sources, as_toml

__all__ = [
    "SourceLookup",
    "add_sources",
    "as_toml",
    "find_source",
    "load_sources",
    "read_source",
    "shipped_catalogue",
]
