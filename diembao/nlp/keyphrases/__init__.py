"""Key phrases of an article, as written."""

from diembao.nlp.keyphrases.weighing import MOST_PHRASES, KeyPhrases

__all__ = ["MOST_PHRASES", "KeyPhrases"]
