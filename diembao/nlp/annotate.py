"""Everything that one reading of an article finds."""

from __future__ import annotations

from collections.abc import Iterable

from diembao.core.models import Annotation, Content
from diembao.nlp.keyphrases import KeyPhrases
from diembao.nlp.language import detect
from diembao.nlp.names import NameFinder
from diembao.nlp.organisations import organisation_tags
from diembao.nlp.places import Gazetteer, place_tags
from diembao.nlp.topic_model import Judgement, TopicModel, shipped_model
from diembao.nlp.topics import Topic, TopicTagger


class Annotator:
    """Reads articles. Building one takes a moment, so keep it; it can be shared and has no state.

    :param topics: the desk's topics.
    :param gazetteer: the desk's places.
    :param model: decides over the shipped topics; None: the shipped one.
    """

    def __init__(self, topics: Iterable[Topic], gazetteer: Gazetteer, model: TopicModel | None = None) -> None:
        self._topics = TopicTagger(topics, model or shipped_model())
        self._phrases = KeyPhrases()
        self._names = NameFinder(gazetteer)
        self._home = gazetteer.home

    def judge_topics(self, content: Content) -> dict[str, Judgement]:
        """What the model says of every topic that it knows, carried or not."""
        return self._topics.judge(content.title, content.lead, content.text)

    def annotate(self, content: Content) -> Annotation:
        """What the article says; the same content always gives the same annotation."""
        text = "\n\n".join((content.title, content.lead, content.text))
        language = detect(text)
        names = self._names.find(text)
        return Annotation(
            language=language,
            topics=self._topics.tag(content.title, content.lead, content.text, language=language),
            places=place_tags(names, self._home),
            organisations=organisation_tags(names),
            phrases=self._phrases.of(content.title, content.lead, content.text, language=language),
        )
