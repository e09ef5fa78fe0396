"""The catalogue of sources: the shipped list and the one of a home."""

from diembao.crawlers.catalogue.loading import find_source, load_sources, shipped_catalogue

__all__ = ["find_source", "load_sources", "shipped_catalogue"]
