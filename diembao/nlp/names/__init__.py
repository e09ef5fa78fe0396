"""Names of places and organisations in a text, with their positions."""

from diembao.nlp.names.finder import NameFinder, find
from diembao.nlp.names.model import Name

__all__ = ["Name", "NameFinder", "find"]
