"""What reading an article finds: language, topics, places, organisations. Pure: no network, no clock.

:class:`Annotator` ties it together::

    annotator = Annotator(load_topics(home.topics_file), load_places("An Giang", home.places_file))
    annotation = annotator.annotate(content)

:mod:`diembao.nlp.sentences` cuts a text into sentences.
"""

from diembao.nlp.annotate import Annotator
from diembao.nlp.language import Language, detect
from diembao.nlp.places import Gazetteer, Province, load_places
from diembao.nlp.topics import SHIPPED_TOPICS, Topic, TopicTagger, load_topics, shipped_topics

__all__ = [
    "SHIPPED_TOPICS",
    "Annotator",
    "Gazetteer",
    "Language",
    "Province",
    "Topic",
    "TopicTagger",
    "detect",
    "load_places",
    "load_topics",
    "shipped_topics",
]
