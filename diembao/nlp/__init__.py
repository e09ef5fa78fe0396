"""What reading an article finds: language, topics, places, organisations, key phrases. Pure: no network, no clock.

:class:`Annotator` ties it together::

    annotator = Annotator(load_topics(home.topics_file), load_places("An Giang", home.places_file))
    annotation = annotator.annotate(content)

What only some ask for has a function of its own: :func:`diembao.nlp.statements.statements` (sentences with what they
claim), :func:`diembao.nlp.times.find_times`, :func:`diembao.nlp.quantities.find_quantities`.
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
