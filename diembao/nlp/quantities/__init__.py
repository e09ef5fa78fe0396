"""Amounts in a text: how much of what, from figures and from words."""

from diembao.nlp.quantities.model import Quantity
from diembao.nlp.quantities.reading import find_quantities

__all__ = ["Quantity", "find_quantities"]
