"""The week's report: what was published by topic, day and place, the stories, and the desk's cases; in Vietnamese.

It counts articles, stories and cases. Outlets stand beside the reports that are quoted and are never counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from diembao.archive import Archive, stories
from diembao.archive import cases as case_rows
from diembao.core.addresses import for_readers
from diembao.core.casework import Case
from diembao.core.clock import local_day, now
from diembao.core.i18n import _, day, ngettext, number, speaking
from diembao.core.settings import DeskSettings
from diembao.desk import pages, word_file, words
from diembao.desk.casework import words as case_words
from diembao.desk.stories import reports
from diembao.index import Filters, SearchIndex, parse
from diembao.nlp import Topic

DAYS = 7
_PAGE = 10_000
_STORIES_SHOWN = 20
_PLACES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many articles one topic, place or day has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStory:
    """One story of the week."""

    title: str
    url: str
    source: str
    """Outlet of the report that speaks for it, as one quotes."""
    articles: int
    """Reports of the week that the query finds."""
    voices: int
    """Independent texts among these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedCase:
    """One case that moved in the week."""

    number: int
    title: str
    state: str
    conclusion: str
    """Its rating as somebody's; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that stands in a report."""

    since: date
    until: date
    """Last day, included."""
    query: str
    made_at: datetime
    articles: int
    in_home_province: int
    stories: int
    by_topic: Sequence[Count]
    by_day: Sequence[Count]
    by_place: Sequence[Count]
    top_stories: Sequence[ReportedStory]
    """The most independent voices of the week first."""
    opened: Sequence[ReportedCase]
    answered: Sequence[ReportedCase]
    """Cases with an answer of the week."""
    answers: int
    """Answers that came in; a case may have several."""
    concluded: Sequence[ReportedCase]


def weekly(
    archive: Archive,
    index: SearchIndex,
    *,
    until: date,
    query: str = "",
    topics: Sequence[Topic],
    source_names: Mapping[str, str],
    desk: str,
) -> Report:
    """What seven days brought.

    :param until: last day, included.
    :param query: only articles that it finds; empty: all. Cases are those of the whole desk.
    :param source_names: id of a source -> its name.
    :param desk: name of the desk, in whose name cases are concluded.
    :raises QuerySyntaxError: the query cannot be read.
    """
    since = until - timedelta(days=DAYS - 1)
    parsed, week = parse(query), Filters(since=since, until=until)
    result = index.search(
        parsed, week, limit=0, facets=("topic", "place", "home"), facet_limit=_PLACES_SHOWN, histogram="day"
    )
    found: list[str] = []
    while hits := index.search(parsed, week, limit=_PAGE, offset=len(found), order="newest").hits:
        found += [hit.id for hit in hits]
    names = {topic.id: topic.name_vi for topic in topics}
    home = {item.value: item.count for item in result.facets["home"]}
    per_day = {bar.start: bar.count for bar in result.histogram}
    with archive.reading() as connection:
        story_of, voice_of = stories.story_of(connection, found), stories.voices(connection, found)
        told = Counter(story_of.values())
        voices = Counter(story_id for story_id, _voice in {(story_of[ref], voice_of[ref]) for ref in story_of})
        known = sorted(stories.get(connection, told), key=lambda story: (-voices[story.id], story.founded_at, story.id))
        top = reports(connection, known[:_STORIES_SHOWN])
        cases = case_rows.listing(connection)
    return Report(
        since=since,
        until=until,
        query=query,
        made_at=now(),
        articles=result.total,
        in_home_province=home.get("true", 0),
        stories=len(known),
        by_topic=[Count(name=names.get(item.value, item.value), count=item.count) for item in result.facets["topic"]],
        by_day=[
            Count(name=day(each), count=per_day.get(each, 0))
            for each in (since + timedelta(days=step) for step in range(DAYS))
        ],
        by_place=[Count(name=item.value, count=item.count) for item in result.facets["place"]],
        top_stories=[
            ReportedStory(
                title=item.headline.content.title,
                url=item.headline.url,
                source=source_names.get(item.headline.source_id, item.headline.source_id),
                articles=told[item.story.id],
                voices=voices[item.story.id],
            )
            for item in top
        ],
        opened=_moved(cases, desk, lambda case: [case.opened_at], since, until),
        answered=_moved(cases, desk, _answers, since, until),
        answers=sum(_is_within(at, since, until) for case in cases for at in _answers(case)),
        concluded=_moved(cases, desk, lambda case: [case.concluded_at], since, until),
    )


def text(report: Report) -> str:
    """The report as plain text."""
    with speaking("vi"):
        blocks = [f"{_title().upper()}\n{_span(report)}"]
        blocks += ["\n".join([heading, *map(str, lines)]) for heading, lines in _parts(report)]
    return "\n\n".join(blocks)


def html(report: Report, desk: DeskSettings) -> str:
    """The report as a page."""
    with speaking("vi"):
        return pages.render("report.html", desk=desk, title=_title(), span=_span(report), parts=_parts(report))


def document(report: Report, desk: DeskSettings) -> bytes:
    """The report as the bytes of a ``.docx`` file."""
    with speaking("vi"):
        made = word_file.office_document()
        _set_up_styles(made)
        word_file.describe(made, title=_title(), author=desk.name, at=report.made_at)
        if desk.superior:
            made.add_paragraph(desk.superior.upper(), "Agency")
        made.add_paragraph(desk.name.upper(), "Agency").runs[0].bold = True
        made.add_paragraph(_title().upper(), "Title")
        made.add_paragraph(_span(report), "Subtitle")
        for heading, lines in _parts(report):
            made.add_paragraph(heading, "Heading 1")
            for line in lines:
                paragraph = made.add_paragraph(style="Body Text")
                for text, url in ((line.before, ""), (line.linked, line.url), (line.after, "")):
                    word_file.add_link(paragraph, text, url)
        return word_file.to_bytes(made)


def _moved(
    cases: Sequence[Case],
    desk: str,
    when: Callable[[Case], Sequence[datetime | None]],
    since: date,
    until: date,
) -> list[ReportedCase]:
    """Cases to which something happened in a span of days, oldest first.

    :param when: instants at which it happened to a case.
    """
    with speaking("vi"):
        return [
            ReportedCase(
                number=case.number,
                title=case.title,
                state=case_words.case_state(case.state),
                conclusion=_("According to {publisher}: {rating}").format(
                    publisher=desk, rating=words.rating(case.rating)
                )
                if case.rating
                else "",
            )
            for case in reversed(cases)
            if any(_is_within(instant, since, until) for instant in when(case))
        ]


def _answers(case: Case) -> list[datetime | None]:
    return [letter.answered_at for letter in case.letters]


def _is_within(instant: datetime | None, since: date, until: date) -> bool:
    return instant is not None and since <= local_day(instant) <= until


def _title() -> str:
    return _("Weekly report on the press")


def _span(report: Report) -> str:
    span = _("(from {since} to {until})").format(since=day(report.since), until=day(report.until))
    search = _("search: {query}").format(query=report.query)
    return f"{span} – {search}" if report.query else span


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, of which a part may lead somewhere."""

    before: str
    linked: str = ""
    after: str = ""
    url: str = ""
    """Empty: it leads nowhere."""

    def __str__(self) -> str:
        return f"{self.before}{self.linked}{self.after}"


#: A heading with its lines.
_Part = tuple[str, Sequence[_Line]]


def _parts(report: Report) -> list[_Part]:
    return [
        (_("I. OVERVIEW"), _overview(report)),
        (_("II. ARTICLES BY TOPIC"), _counted(report.by_topic)),
        (_("III. ARTICLES BY PLACE"), _counted(report.by_place)),
        (_("IV. ARTICLES BY DAY"), _counted(report.by_day)),
        (_("V. STORIES WITH THE MOST INDEPENDENT REPORTS"), [_story(story) for story in report.top_stories] or _none()),
        (_("VI. CHECKING OF INFORMATION"), _cases(report)),
    ]


def _overview(report: Report) -> list[_Line]:
    if not report.articles:
        return [_Line(_("No article was found in this week."))]
    return [
        _Line(
            _(
                "In the week there were {articles} articles in {stories} stories; {home} of the articles name a place "
                "of the province."
            ).format(
                articles=number(report.articles), stories=number(report.stories), home=number(report.in_home_province)
            )
        ),
        _Line(_("An article can have several topics and places.")),
    ]


def _counted(counts: Sequence[Count]) -> list[_Line]:
    lines = [_("- {name}: {articles}").format(name=item.name, articles=_articles(item.count)) for item in counts]
    return [_Line(line) for line in lines] or _none()


def _articles(count: int) -> str:
    return ngettext("{number} article", "{number} articles", count).format(number=number(count))


def _story(story: ReportedStory) -> _Line:
    place = "\0"  # wherever a language puts the title: it alone is the link
    line = _("- {title} ({source}; {articles} in the week, {voices} independent texts)").format(
        title=place, source=story.source, articles=_articles(story.articles), voices=number(story.voices)
    )
    before, _place, after = line.partition(place)
    return _Line(before, story.title, after, for_readers(story.url))


def _cases(report: Report) -> list[_Line]:
    lines = [
        _("Cases opened: {opened}; answers received: {answered}; cases concluded: {concluded}.").format(
            opened=len(report.opened), answered=report.answers, concluded=len(report.concluded)
        )
    ]
    told = {case.number: case for case in (*report.opened, *report.answered, *report.concluded)}
    for case in sorted(told.values(), key=lambda case: case.number):
        line = _("- Case {number}: {title} ({state}).").format(
            number=case.number, title=_without_stop(case.title), state=case.state
        )
        lines.append(f"{line} {case.conclusion}." if case.conclusion else line)
    return [_Line(line) for line in lines]


def _without_stop(title: str) -> str:
    """A title that goes on in a longer sentence; three dots at its end are no full stop."""
    return title if title.endswith("..") else title.removesuffix(".")


def _none() -> list[_Line]:
    return [_Line(_("- None."))]


def _set_up_styles(made: DocumentObject) -> None:
    centre, justified = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    word_file.form(made, "Agency", size=Pt(13), align=centre, after=0)
    word_file.form(made, "Title", bold=True, size=Pt(16), align=centre, before=18, after=0)
    word_file.form(made, "Subtitle", italic=True, align=centre, after=14)
    word_file.form(made, "Heading 1", bold=True, size=Pt(13), before=12)
    word_file.form(made, "Body Text", align=justified, indent=Cm(1.27), after=4)
