"""A digest as a mail: subject, HTML that mail programs show alike, and plain text that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import jinja2

from diembao.core import i18n
from diembao.core.addresses import is_web_address
from diembao.core.clock import local_day
from diembao.core.findings import FlagState
from diembao.core.i18n import _, day, moment, ngettext, number
from diembao.core.settings import DeskSettings
from diembao.core.text import clean_line
from diembao.desk import words
from diembao.desk.confirmed_flags import ConfirmedFlag
from diembao.desk.digest.contents import Conclusion, Digest, Entry, Gap, Report
from diembao.desk.health import Health
from diembao.desk.health import words as health_words

#: Longest quoted passage, in characters.
_PASSAGE = 260


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every mail of a desk."""

    desk: DeskSettings
    topic_names: Mapping[str, str]
    """Topic id -> name."""
    reply_address: str
    """Where the wish to leave the list goes."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A digest, ready to be sent."""

    subject: str
    html: str
    text: str


def render(digest: Digest, head: Letterhead) -> Mail:
    """A digest in the language spoken here."""
    values = {
        "digest": digest,
        "head": head,
        "title": f"{head.desk.name} · {i18n.long_day(digest.day)}",
        "summary": _summary(digest),
        "topics": _topics(digest, head),
        "parts": _parts(digest, head),
    }
    return Mail(
        subject=f"{head.desk.name}, {day(digest.day)}: {_summary(digest)}",
        html=_TEMPLATES.get_template("digest.html").render(values),
        text=_TEMPLATES.get_template("digest.txt").render(values),
    )


def _summary(digest: Digest) -> str:
    if not digest.stories:
        return _("no new story")
    stories = ngettext("{number} new story", "{number} new stories", digest.stories)
    counted = stories.format(number=number(digest.stories))
    if not digest.stories_at_home:
        return counted
    return _("{stories}, {number} in the province").format(stories=counted, number=number(digest.stories_at_home))


def _topics(digest: Digest, head: Letterhead) -> str:
    """What the subscriber asked for, in words."""
    names = [head.topic_names.get(topic, topic) for topic in digest.subscriber.topics]
    asked = _("Topics: {names}.").format(names=", ".join(names)) if names else _("All topics.")
    return " ".join((asked, _("Own province only."))) if digest.subscriber.province_only else asked


def _parts(digest: Digest, head: Letterhead) -> list[tuple[str, tuple[Entry, ...]]]:
    """Headings with their stories; empty parts are left out."""
    province = head.desk.province
    inside = _("In the province: {name}").format(name=province) if province else _("In the province")
    parts = ((inside, digest.home), (_("Elsewhere") if digest.home else _("Stories"), digest.elsewhere))
    return [(heading, entries) for heading, entries in parts if entries]


def _standing(entry: Entry, head: Letterhead) -> str:
    """How widely a story is carried, and its topics."""
    voices = ngettext("{number} independent text", "{number} independent texts", entry.voices)
    names = [head.topic_names.get(topic, topic) for topic in entry.topics]
    return " · ".join([voices.format(number=number(entry.voices)), *names])


def _facts(report: Report) -> str:
    """What follows the outlet's name: the time, and how often the text was printed again."""
    facts = [moment(report.dated)] if report.dated else []
    if report.copies:
        again = ngettext("and {number} outlet reprinted it", "and {number} outlets reprinted it", report.copies)
        facts.append(again.format(number=number(report.copies)))
    return "".join(f" · {fact}" for fact in facts)


def _more_reports(count: int) -> str:
    return ngettext("and {number} more new report", "and {number} more new reports", count).format(number=number(count))


def _more_stories(count: int) -> str:
    text = ngettext("There was no room for {number} more story.", "There was no room for {number} more stories.", count)
    return text.format(number=number(count))


def _according(conclusion: Conclusion, head: Letterhead) -> str:
    return _("According to {publisher}: {rating}").format(
        publisher=head.desk.name, rating=words.rating(conclusion.rating)
    )


def _decided(flag: ConfirmedFlag) -> str:
    """What people have made of a flag; that one opened a case confirms nothing yet."""
    if flag.state is FlagState.CONFIRMED:
        return _("A person of the desk confirmed that this needs checking.")
    return _("A person of the desk opened a case on this; it is not concluded yet.")


def _told(gap: Gap) -> str:
    if gap.answers:
        return _("{source}: answers, but has had nothing new since {day}.").format(
            source=gap.source, day=day(local_day(gap.since))
        )
    return _("{source}: does not answer since {moment}.").format(source=gap.source, moment=moment(gap.since))


def _needs(source: Health) -> str:
    """What is wrong with a source, since when, and what an admin can do."""
    finding = source.findings[0]
    said = f"{source.source.name}: {health_words.sentence(finding)}"
    advice = health_words.advice(finding.status, source.source.id)
    return " ".join((said, _sentence(health_words.since(finding)), _("What to do: {hint}").format(hint=advice)))


def _shortened(text: str) -> str:
    """A passage on one line, cut at a word."""
    line = clean_line(text)
    return line if len(line) <= _PASSAGE else f"{line[:_PASSAGE].rpartition(' ')[0] or line[:_PASSAGE]} …"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _underlined(heading: str) -> str:
    return f"{heading.upper()}\n{'=' * len(heading)}"


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FunctionLoader(lambda name: (files("diembao.desk") / "templates" / name).read_text(encoding="utf-8")),
    autoescape=jinja2.select_autoescape(["html"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(_=_, moment=moment, language=i18n.language, facts=_facts, according=_according)
_TEMPLATES.filters.update(
    long_day=i18n.long_day,
    sentence=_sentence,
    shortened=_shortened,
    standing=_standing,
    decided=_decided,
    told=_told,
    needs=_needs,
    underlined=_underlined,
    web=is_web_address,
    more_reports=_more_reports,
    more_stories=_more_stories,
)
