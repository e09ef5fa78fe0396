"""*Gán nhãn chủ đề*: one question at a time, those first whose answers would teach most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from diembao.archive import articles
from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.i18n import _, ngettext, number
from diembao.core.models import Article
from diembao.dashboard import items, navigation, state, steps, style, who
from diembao.dashboard.plain import plain
from diembao.dashboard.screens import article_topics
from diembao.desk import labelling
from diembao.desk.labelling import Question
from diembao.pipeline import learning

#: Questions that are fetched at once.
_BATCH = 40
#: Characters of the text below the lead.
_BEGINNING = 1200
_KEY, _CHOICE = "labelling-queue", "labelling-topic"


@dataclass(slots=True)
class _Queue:
    """What this session is still to ask; one object, only changed by callbacks."""

    topic: str = ""
    waiting: list[Question] = field(default_factory=list)
    skipped: set[tuple[str, str]] = field(default_factory=set)
    fetched: dict[tuple[str, str], Question] = field(default_factory=dict)
    """All questions of this session, by article and topic."""


def draw() -> None:
    """Draw the page."""
    st.title(_("Label topics"), anchor=False)
    st.caption(
        _(
            "Your answers count at once for searches, topic pages and the press review. The machine learns from them "
            "the next time that somebody runs `diembao topics train`."
        )
    )
    topics = labelling.may_be_labelled(state.parts().topics)
    topic = _chosen(topics)
    person = who.required()
    place = steps.place("labelling")
    found = _next(topic, topics)
    if found is None:
        _nothing(topic)
    else:
        _ask(*found, person, place)
    if person:
        _progress(person, place)


def _chosen(topics: Sequence[str]) -> str:
    """The topic that is asked about, kept in the address; empty: all."""
    options, asked = ["", *topics], st.query_params.get("topic", "")
    return st.selectbox(
        _("Topic"),
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=lambda each: items.topic_name(each) if each else _("All topics"),
        key=_CHOICE,
        on_change=lambda: st.query_params.from_dict({"topic": st.session_state[_CHOICE]}),
        width=420,
    )


def _queue(topic: str) -> _Queue:
    queue: _Queue = st.session_state.setdefault(_KEY, _Queue())
    if queue.topic != topic:
        queue.topic, queue.waiting = topic, []
    return queue


def _next(topic: str, topics: Sequence[str]) -> tuple[Question, Article] | None:
    """The first question that nobody has answered meanwhile, with its article."""
    queue = _queue(topic)
    for fetched in (False, True):
        if fetched:
            asked = _suggested([topic] if topic else topics)
            queue.fetched |= {(each.article_id, each.topic): each for each in asked}
            queue.waiting = [each for each in asked if (each.article_id, each.topic) not in queue.skipped]
        while queue.waiting:
            question = queue.waiting[0]
            with state.parts().archive.reading() as connection:
                found = articles.get(connection, [question.article_id])
            if found and question.topic not in dict(found[0].said_topics):
                return question, found[0]
            del queue.waiting[0]
    return None


def _suggested(topics: Sequence[str]) -> list[Question]:
    return [
        Question(article_id=each.article_id, topic=each.topic, probability=each.score)
        for each in learning.suggest(state.parts(), topics=topics, limit=_BATCH)
    ]


def _ask(question: Question, article: Article, person: Person | None, place: steps.Place) -> None:
    name = items.topic_name(question.topic)
    with st.container(border=True):
        st.subheader(plain(_("Does this article carry the topic “{topic}”?").format(topic=name)), anchor=False)
        with st.container(horizontal=True, key="labelling-answers"):
            for carried, label, icon, key in (
                (True, _("Yes"), ":material/check:", "1"),
                (False, _("No"), ":material/close:", "2"),
            ):
                st.button(
                    label,
                    key=place.key(f"answer-{carried}"),
                    icon=icon,
                    shortcut=key,
                    disabled=person is None,
                    on_click=article_topics.say,
                    args=(place, article.id, question.topic),
                    kwargs={"carried": carried},
                )
            st.button(
                _("Skip"),
                key=place.key("skip"),
                icon=":material/skip_next:",
                shortcut="3",
                type="tertiary",
                on_click=_skip,
                args=(place, question),
            )
        description = next((topic.description for topic in state.parts().topics if topic.id == question.topic), "")
        st.caption(plain(description))
        _article(question, article)


def _article(question: Question, article: Article) -> None:
    content = article.content
    when = i18n.moment(article.dated) if article.dated else _("undated")
    score = ""
    if question.probability is not None:
        score = _("the machine gives it {score} of 100").format(score=number(round(100 * question.probability)))

    def find(text: str) -> tuple[tuple[int, int], ...]:
        return article_topics.find_words(article, question.topic, text)

    st.page_link(
        navigation.page("bai-viet"),
        label=f"**{items.marked_title(content.title, find(content.title))}**",
        query_params={"id": article.id},
    )
    facts = (state.source_name(article.source_id), when, content.section, score)
    st.html(f'<div class="db-meta">{" · ".join(escape(fact) for fact in facts if fact)}</div>')
    style.paragraphs(content.lead, _beginning(content.text), find)


def _beginning(text: str) -> str:
    if len(text) <= _BEGINNING:
        return text
    return text[:_BEGINNING].rpartition(" ")[0] + " …"


def _skip(place: steps.Place, question: Question) -> None:
    queue: _Queue = st.session_state[_KEY]

    def step() -> str:
        queue.skipped.add((question.article_id, question.topic))
        queue.waiting = [each for each in queue.waiting if each != question]
        return ""

    place.take(step)


def _progress(person: Person, place: steps.Place) -> None:
    day = labelling.day_of(state.parts().archive, person)
    with st.container(horizontal=True, vertical_alignment="center"):
        said = ngettext(
            "You have labelled {number} article today.", "You have labelled {number} articles today.", day.articles
        )
        st.markdown(f":material/task_alt: {plain(said.format(number=number(day.articles)))}")
        if day.last:
            st.button(
                _("Take back the last answer"),
                key=place.key("undo"),
                icon=":material/undo:",
                shortcut="Z",
                type="tertiary",
                on_click=_undo,
                args=(place, day.last.article_id, day.last.topic),
            )


def _undo(place: steps.Place, article_id: str, topic: str) -> None:
    queue: _Queue = st.session_state[_KEY]
    article_topics.unsay(place, article_id, topic)
    if queue.topic in ("", topic):
        unknown = Question(article_id=article_id, topic=topic, probability=None)  # labelled on the article's page
        queue.waiting.insert(0, queue.fetched.get((article_id, topic), unknown))


def _nothing(topic: str) -> None:
    st.success(
        _("Nothing more to ask about this topic. Other topics may have questions.")
        if topic
        else _("Nothing more to ask. New questions come with new articles."),
        icon=":material/done_all:",
    )
    st.caption(_("Topics of an article can be put right at any time: on its page, under “Topics”."))
