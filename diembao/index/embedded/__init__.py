"""The embedded engine: tantivy in a folder, without a service."""

from diembao.index.embedded.engine import EmbeddedIndex, open_index, rebuild_index

__all__ = ["EmbeddedIndex", "open_index", "rebuild_index"]
