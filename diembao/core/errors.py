"""The exception tree.

Every error says what happened, to what, and what to do about it. The command line prints ``message`` and ``hint``
and leaves with ``exit_code``; the dashboard shows the same two sentences.

::

    DiembaoError                    the work failed (exit code 1)
    ├── UsageError                  the call was wrong (exit code 2)
    │   ├── HomeError               no home, not a home, or a home that is somebody else's
    │   ├── SettingsError           diembao.toml or the environment: unknown key, bad value
    │   ├── CatalogueError          sources.toml, topics.toml or places.toml cannot be used
    │   ├── UnknownSource           a source id that the catalogue does not have
    │   ├── UnknownArticle          an article id that the archive does not have
    │   ├── UnknownPerson           a name or id of nobody at this desk
    │   ├── UnknownAgency           a name or id of no agency
    │   ├── UnknownCase             a number or id of no case
    │   ├── UnknownFlag             a key of no flag
    │   ├── UnknownStory            an id of no story
    │   ├── UnknownStoryChange      an id of nothing that people changed in stories
    │   ├── UnknownWithholding      an id under which nothing is withheld
    │   ├── NotAllowed              a step that takes a person of another role
    │   ├── NoReason                a decision without a written reason
    │   ├── WrongStep               a step that a case is not ready for
    │   ├── NotCheckable            a text that is no checkable claim; carries the guard's reason code
    │   ├── UnknownSubscriber       an id of nobody who gets the daily mail
    │   ├── UnknownSending          an id of no mail
    │   ├── BadMailAddress          what is no usable e-mail address
    │   ├── RefusedAddress          an address that is never collected (social network, loopback, unlisted site)
    │   └── QuerySyntaxError        a search query that cannot be read; carries its position
    ├── ReviewChanged               a press review was saved by somebody else since it was shown
    ├── ArchiveError                the system of record cannot be read or written
    │   └── RawFileMissing          a file of raw pages is gone, or was rewritten since
    ├── SearchIndexError            the search index cannot be read or written
    │   ├── SearchIndexBusy         another process holds the index lock
    │   ├── SearchIndexDown         the search engine's service does not answer
    │   └── UnfitForIndex           articles that the search index cannot take; carries their ids
    ├── MailError                   a mail could not be made or handed over
    ├── PublishingError             a page of a conclusion cannot be written
    └── FetchError                  a page could not be fetched; carries a reason word
"""

from __future__ import annotations


class DiembaoError(Exception):
    """Base of all errors that the program raises on purpose.

    :param message: what happened, and to what.
    :param hint: what the reader can do about it.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(DiembaoError):
    """The call was wrong: arguments, home, settings or catalogue."""

    exit_code = 2


class HomeError(UsageError):
    """No home was given, the folder is not a home, or it belongs to something else."""


class SettingsError(UsageError):
    """A setting has an unknown name or an impossible value."""


class CatalogueError(UsageError):
    """A file of the home (sources, topics, places) cannot be used as it is written."""


class UnknownSource(UsageError):
    """The catalogue has no source of this id."""


class UnknownArticle(UsageError):
    """The archive has no article of this id."""


class UnknownPerson(UsageError):
    """Nobody at this desk has this name or id."""


class UnknownAgency(UsageError):
    """No agency has this name or id."""


class UnknownFlag(UsageError):
    """The archive has no flag of this key."""


class UnknownStory(UsageError):
    """The archive has no story of this id."""


class UnknownStoryChange(UsageError):
    """Nobody has changed anything in stories under this id."""


class UnknownCase(UsageError):
    """No case has this number or id."""


class UnknownWithholding(UsageError):
    """Nothing is withheld under this id."""


class NotAllowed(UsageError):
    """A step that takes a person of another role."""


class NoReason(UsageError):
    """A decision without a written reason."""


class WrongStep(UsageError):
    """A step that a case is not ready for in its present state."""


class NotCheckable(UsageError):
    """A text that is no checkable claim, such as an opinion or a proposal.

    :param rule: the guard's reason code.
    """

    def __init__(self, message: str, hint: str = "", *, rule: str) -> None:
        super().__init__(message, hint)
        self.rule = rule


class UnknownSubscriber(UsageError):
    """Nobody who gets the daily mail has this id."""


class UnknownSending(UsageError):
    """No mail has this id."""


class BadMailAddress(UsageError):
    """What is no usable e-mail address."""


class RefusedAddress(UsageError):
    """An address that the desk never collects."""


class QuerySyntaxError(UsageError):
    """A search query that cannot be read.

    :param position: offset in the query, in characters, where reading stopped.
    """

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class ReviewChanged(DiembaoError):
    """Somebody else has saved a press review since it was shown; the step of the second was not kept."""


class ArchiveError(DiembaoError):
    """The system of record cannot be read or written."""


class RawFileMissing(ArchiveError):
    """A file of raw pages is gone; whoever read its name in an older transaction finds the page elsewhere."""


class SearchIndexError(DiembaoError):
    """The search index cannot be read or written."""


class SearchIndexBusy(SearchIndexError):
    """Another process holds the index lock; what was asked for is done by that process, or later."""


class SearchIndexDown(SearchIndexError):
    """The search engine's service does not answer; collecting goes on without it, and articles wait for the index."""


class MailError(DiembaoError):
    """A mail could not be made or handed over."""


class PublishingError(DiembaoError):
    """A page of a published conclusion cannot be written; the case is as before."""


class UnfitForIndex(SearchIndexError):
    """Articles that the search index cannot take; all others are kept.

    :param ids: of the articles.
    """

    def __init__(self, message: str, hint: str = "", *, ids: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.ids = ids


class FetchError(DiembaoError):
    """A page could not be fetched.

    :param reason: one of the reason words of :mod:`diembao.crawlers.reasons`.
    """

    def __init__(self, message: str, hint: str = "", *, reason: str) -> None:
        super().__init__(message, hint)
        self.reason = reason
