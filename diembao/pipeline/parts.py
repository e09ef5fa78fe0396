"""The opened parts of a home that work is done with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property
from zipfile import BadZipFile

from diembao.archive import Archive, open_archive
from diembao.core.errors import CatalogueError
from diembao.core.home import Home
from diembao.core.i18n import _
from diembao.core.models import Source
from diembao.crawlers.catalogue import SourceLookup, load_sources
from diembao.crawlers.profiles import ProfileLookup, load_profiles
from diembao.index import SearchIndex, open_index
from diembao.nlp import Annotator, Topic, load_places, load_topics
from diembao.nlp.topic_model import TopicModel
from diembao.nlp.topic_model import read as read_topic_model
from diembao.verify.ranking_model import RankingModel
from diembao.verify.ranking_model import read as read_ranking
from diembao.verify.ranking_model import shipped_model as shipped_ranking


class Parts(AbstractContextManager["Parts"]):
    """Archive, catalogue, topics, annotator and index of one home, each opened when it is first used."""

    def __init__(self, home: Home) -> None:
        self.home = home

    @cached_property
    def archive(self) -> Archive:
        """The system of record."""
        return open_archive(self.home)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The catalogue."""
        return load_sources(self.home.sources_file)

    @cached_property
    def lookup(self) -> SourceLookup:
        """Sources by id, name and host."""
        return SourceLookup(self.sources)

    @cached_property
    def profiles(self) -> ProfileLookup:
        """How outlets' pages are built: the shipped profiles, completed or replaced by the home's own."""
        return load_profiles(self.home.profiles_folder)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Topics and their words."""
        return load_topics(self.home.topics_file)

    @cached_property
    def annotator(self) -> Annotator:
        """What reads articles."""
        places = self.home.places_file
        gazetteer = load_places(self.home.settings.desk.province, places if places.is_file() else None)
        return Annotator(self.topics, gazetteer, self._own_topic_model())

    def _own_topic_model(self) -> TopicModel | None:
        file = self.home.topic_model_file
        try:
            with file.open("rb") as opened:
                return read_topic_model(opened)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise CatalogueError(
                _("{file} cannot be used as a model of topics.").format(file=file),
                _("Run `diembao topics train` to make it anew, or delete it."),
            ) from error

    @cached_property
    def ranking(self) -> RankingModel:
        """What says how surely a flag deserves a look."""
        file = self.home.ranking_model_file
        try:
            return read_ranking(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return shipped_ranking()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CatalogueError(
                _("{file} cannot be used as a ranking of flags.").format(file=file),
                _("Run `diembao flags train` to make it anew, or delete it."),
            ) from error

    @cached_property
    def index(self) -> SearchIndex:
        """The search index, for reading only."""
        return open_index(self.home)

    def read_files(self) -> None:
        """Read what every page needs, so that a fault in a file is named before the first of them is fetched.

        :raises CatalogueError: a source, topic, place or profile says something that cannot be used.
        """
        _ = self.lookup, self.profiles, self.annotator

    def close(self) -> None:
        """Give everything back."""
        for name in ("archive", "index"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    def __exit__(self, *exc_info: object) -> None:
        self.close()
