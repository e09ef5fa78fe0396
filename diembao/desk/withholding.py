"""Withholding: an admin takes an article or a passage out of everything that the desk shows, with a written reason.

It is for people in the news and their rights, not for what somebody would rather not read: who did it, when and why
stays in the audit log, and the list of what is withheld is open to everybody at the desk. The text itself is gone from
the archive and comes back only from its source, after the withholding is lifted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from filelock import Timeout
from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, audit, erasing, people, signatures, versions, withholdings
from diembao.archive.withholdings import Withholding
from diembao.core.casework import Person, Role
from diembao.core.clock import now
from diembao.core.errors import ArchiveError, NotAllowed, UnknownArticle, UnknownWithholding, UsageError
from diembao.core.home import Home
from diembao.core.i18n import _, moment
from diembao.core.models import Annotation, Article, Content
from diembao.core.text import clean
from diembao.core.withholding import FEWEST_WORDS, Passage, passage, redact, redact_content
from diembao.desk.casework import publishing
from diembao.desk.people import acting, written_reason
from diembao.nlp.sentences import sentences

#: Whoever verifies may be about to keep a finding that quotes the text; how long its step is waited for.
_PATIENCE_SECONDS = 60
#: A sentence of fewer words may be anybody's.
_FEWEST_QUOTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What a step has done."""

    withholding: Withholding
    flags: int
    """Flags that quoted it, and are gone."""
    copies: tuple[str, ...]
    """Ids of other prints of the same text, which are articles of their own and were left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A withholding for people to read."""

    withholding: Withholding
    person: str


def withhold_article(
    archive: Archive, home: Home, article_id: str, *, who: str, reason: str, source_names: Mapping[str, str]
) -> Withheld:
    """Take a whole article out. Its address stays known, so that it is not collected again.

    :param who: id or name of an admin of the desk; so it is in every function here.
    :param reason: kept and shown; must not repeat what is withheld.
    :param source_names: id of a source -> its name, for published pages that quoted it.
    :raises UnknownArticle: the archive shows no such article.
    :raises NotAllowed: the person is no admin; so it is in every function here.
    :raises NoReason: the reason is too short; so it is in every function that takes one.
    :raises UsageError: the reason repeats what is withheld.
    :raises ArchiveError: verification is at work for longer than a minute; nothing was changed.
    :raises PublishingError: a published page cannot be written; nothing was changed.
    """
    with _alone(archive) as connection:
        person, article = _admin(connection, who), _article(connection, article_id)
        quoted = _quotable(connection, article_id)
        why = _reason(reason, quoted)
        copies = _copies(connection, article_id)
        kept = withholdings.add(connection, article_id, passage=None, reason=why, person_id=person.id, at=now())
        gone = erasing.erase_article(connection, article_id, quoted)
        _log(connection, person, "article-withheld", article.id, why, kept, gone)
        publishing.rewrite(connection, home, source_names=source_names)
        return _done(connection, kept, gone, copies)


def withhold_passage(
    archive: Archive,
    home: Home,
    article_id: str,
    text: str,
    *,
    who: str,
    reason: str,
    source_names: Mapping[str, str],
    annotate: Callable[[Content], Annotation],
) -> Withheld:
    """Take a passage out of every version of an article, now and whenever the article is fetched again.

    Its raw pages go, and none is kept of it from now on: they hold the passage.

    :param text: the passage; case, punctuation and line ends make no difference.
    :param annotate: reads a text.
    :raises UsageError: the passage is too short, or stands nowhere in the article, or the reason repeats it.

    Other parameters and errors as of :func:`withhold_article`.
    """
    known = passage(clean(text))
    if known.words < FEWEST_WORDS:
        raise UsageError(
            _("A passage has at least {number} words; this one has {words}.").format(
                number=FEWEST_WORDS, words=known.words
            ),
            _("Give whole sentences, as they stand in the article."),
        )
    with _alone(archive) as connection:
        person, article = _admin(connection, who), _article(connection, article_id)
        if not any(redact_content(text, [known]) != text for text in _texts(connection, article_id)):
            raise UsageError(
                _("The passage stands in no version of the article {id}.").format(id=article_id),
                _("Copy it from the article's page, word by word."),
            )
        why = _reason(reason, [known])
        kept = withholdings.add(connection, article_id, passage=known, reason=why, person_id=person.id, at=now())
        gone = erasing.erase_passages(
            connection, article_id, [known], annotate(redact_content(article.content, [known]))
        )
        _log(connection, person, "passage-withheld", article.id, why, kept, gone)
        publishing.rewrite(connection, home, source_names=source_names)
        return _done(connection, kept, gone, _copies(connection, article_id))


def lift(archive: Archive, withholding_id: str, *, who: str, reason: str) -> Withholding:
    """Withhold something no longer. Its text is gone from the archive: the next pass asks the source for it.

    :raises UnknownWithholding: there is none of this id, or it was lifted before.
    """
    with archive.writing() as connection:
        person, why = _admin(connection, who), written_reason(reason)
        found = withholdings.get(connection, withholding_id)
        if found is None or found.lifted_at is not None:
            raise UnknownWithholding(
                _("Nothing is withheld under {id}.").format(id=withholding_id),
                _("`diembao withhold list` shows what is."),
            )
        withholdings.lift(connection, found, now())
        data = {"withholding": found.id}
        audit.append(
            connection, actor=person.id, action="withholding-lifted", subject=found.article_id, reason=why, data=data
        )
        return found


def entries(archive: Archive, *, article_id: str = "", lifted: bool = False) -> list[Entry]:
    """What is withheld, the newest first; parameters as of :func:`diembao.archive.withholdings.listing`."""
    with archive.reading() as connection:
        found = withholdings.listing(connection, article_id=article_id, lifted=lifted)
        names = people.names(connection, {item.person_id for item in found})
    return [Entry(withholding=item, person=names.get(item.person_id, item.person_id)) for item in found]


def notice(archive: Archive, article_id: str) -> str:
    """What is said where a whole article was: since when it is withheld, by whom and why; empty when it is not."""
    for entry in entries(archive, article_id=article_id):
        if entry.withholding.passage is None:
            return _("This article is withheld since {moment}, by {name}: {reason}").format(
                moment=moment(entry.withholding.at), name=entry.person, reason=entry.withholding.reason
            )
    return ""


@contextmanager
def _alone(archive: Archive) -> Iterator[Connection]:
    """A transaction beside which nobody verifies: what was read before would be kept after it."""
    try:
        with archive.lock("verify").acquire(timeout=_PATIENCE_SECONDS), archive.writing() as connection:
            yield connection
    except Timeout as error:
        raise ArchiveError(
            _("Articles are being verified, and have been for {seconds} seconds.").format(seconds=_PATIENCE_SECONDS),
            _("Nothing was changed. Try again when that work has ended."),
        ) from error


def _admin(connection: Connection, who: str) -> Person:
    person = acting(connection, who)
    if person.role is not Role.ADMIN:
        raise NotAllowed(
            _("{name} is no administrator of this desk.").format(name=person.name),
            _("Only an administrator withholds, and lifts what is withheld."),
        )
    return person


def _article(connection: Connection, article_id: str) -> Article:
    found = articles.get(connection, [article_id])
    if found:
        return found[0]
    if withholdings.withheld(connection, [article_id]):
        raise UnknownArticle(
            _("The article {id} is withheld already.").format(id=article_id),
            _("`diembao withhold list` shows what is."),
        )
    raise UnknownArticle(_("The archive has no article {id}.").format(id=article_id), _("`diembao search` shows ids."))


def _texts(connection: Connection, article_id: str) -> list[Content]:
    return [version.content for version in versions.history(connection, article_id)]


def _quotable(connection: Connection, article_id: str) -> list[Passage]:
    """Titles and sentences of all versions, by which quotations of the article are known."""
    found = {
        passage(text[sentence.start : sentence.end])
        for content in _texts(connection, article_id)
        for text in (content.title, content.lead, content.text)
        for sentence in sentences(text)
    }
    titles = {passage(content.title) for content in _texts(connection, article_id)}
    return [each for each in found | titles if each.words >= _FEWEST_QUOTED]


def _reason(reason: str, quoted: list[Passage]) -> str:
    """The reason as it is kept: in a log of which nothing is ever taken out.

    :raises UsageError: it repeats what is withheld.
    """
    why = written_reason(reason)
    if redact(why, quoted) != why:
        raise UsageError(
            _("The reason repeats what is to be withheld, and it is kept for ever."),
            _("Say why without quoting it."),
        )
    return why


def _copies(connection: Connection, article_id: str) -> tuple[str, ...]:
    return tuple(sorted(signatures.prints_of(connection, [article_id]) - {article_id}))


def _log(
    connection: Connection, person: Person, action: str, article_id: str, reason: str, kept: str, gone: list[str]
) -> None:
    known = withholdings.get(connection, kept)
    data = {"withholding": kept, "hash": known.passage.hash if known and known.passage else "", "flags": gone}
    audit.append(connection, actor=person.id, action=action, subject=article_id, reason=reason, data=data)


def _done(connection: Connection, kept: str, gone: list[str], copies: tuple[str, ...]) -> Withheld:
    withholding = withholdings.get(connection, kept)
    assert withholding
    return Withheld(withholding=withholding, flags=len(gone), copies=copies)
