"""The topics of one article: what people say, what the machine found and by which words, and labels by one click."""

from __future__ import annotations

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.i18n import _
from diembao.core.models import Article, TopicTag
from diembao.dashboard import items, navigation, state, steps, style, who
from diembao.dashboard.plain import plain
from diembao.desk import labelling
from diembao.desk.labelling import Said
from diembao.desk.topic_page import spans
from diembao.pipeline import indexing


def draw(article: Article) -> None:
    """Draw the tab."""
    with state.parts().archive.reading() as connection:
        said = labelling.said_of(connection, article.id)
    person, place = who.acting(), steps.place(f"label-{article.id}")
    st.caption(
        _(
            "What people say counts at once, in place of what the machine finds, and `diembao topics train` learns "
            "from it. Every label has a name and can be taken back."
        )
    )
    if person is None:
        st.info(_("Choose your name at the left to label topics."), icon=":material/person:")
    tags = {tag.topic: tag for tag in (article.annotation.topics if article.annotation else ())}
    shown = list(dict.fromkeys((*tags, *article.topics, *said)))  # the same order whatever is said
    labelled = labelling.may_be_labelled(state.parts().topics)
    if not shown:
        st.caption(_("No topic was found."))
    for topic in shown:
        with st.container(border=True):
            _topic(article, topic, tags.get(topic), said.get(topic))
            if topic in labelled:
                _buttons(article, topic, said.get(topic), person, place)
            else:
                st.caption(_("A topic of this desk: it works by its words and takes no labels."))
    _others(article, [topic for topic in labelled if topic not in shown], person, place)


def choose_marked(article: Article) -> str:
    """Draw the choice of a topic whose words are marked in the text; gives its id, or nothing."""
    options = [tag.topic for tag in (article.annotation.topics if article.annotation else ()) if tag.why]
    if not options:
        return ""
    return (
        st.pills(_("Mark the words that speak for"), options, format_func=items.topic_name, key=f"marked-{article.id}")
        or ""
    )


def find_words(article: Article, topic: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words that speak for a topic stand in a part of the article."""
    annotation = article.annotation
    words = [
        word
        for tag in (annotation.topics if annotation else ())
        if tag.topic == topic
        for word, weight in tag.why
        if weight > 0
    ]
    return spans(text, words, unmarked=annotation is not None and annotation.language == "vi-unmarked")


def say(place: steps.Place, article_id: str, topic: str, *, carried: bool) -> None:
    """Keep a label and let searches see it; for callbacks."""

    def step(person: Person) -> str:
        parts = state.parts()
        labelling.label(parts.archive, article_id, topic, carried=carried, who=person.id)
        indexing.drain_if_possible(parts)
        sentence = _("{topic}: yes, says {name}.") if carried else _("{topic}: no, says {name}.")
        return sentence.format(topic=items.topic_name(topic), name=person.name)

    place.take_as(step)


def unsay(place: steps.Place, article_id: str, topic: str) -> None:
    """Take a label back; for callbacks."""

    def step(person: Person) -> str:
        parts = state.parts()
        labelling.take_back(parts.archive, article_id, topic, who=person.id)
        indexing.drain_if_possible(parts)
        return _("Taken back: {topic}.").format(topic=items.topic_name(topic))

    place.take_as(step)


def _topic(article: Article, topic: str, tag: TopicTag | None, said: Said | None) -> None:
    counts = topic in article.topics
    st.page_link(
        navigation.page("chu-de"),
        label=f"**{plain(items.topic_name(topic))}**" if counts else f"~~{plain(items.topic_name(topic))}~~",
        query_params={"topic": topic},
    )
    if said:
        sentence = (
            _("{name} says that the article carries this topic, {moment}.")
            if said.label.carried
            else _("{name} says that the article does not carry this topic, {moment}.")
        )
        st.markdown(f":material/person: {plain(sentence.format(name=said.name, moment=i18n.moment(said.label.at)))}")
    if tag:
        score = i18n.number(round(100 * tag.score))
        st.caption(plain(_("The machine finds it, {score} of 100; from 50 on it counts.").format(score=score)))
        style.weights(tag.why)
    elif said and said.label.carried:
        st.caption(_("The machine does not find it."))


def _buttons(article: Article, topic: str, said: Said | None, person: Person | None, place: steps.Place) -> None:
    name = items.topic_name(topic)
    with st.container(horizontal=True):
        for carried, label, icon in ((True, _("Right"), ":material/check:"), (False, _("Wrong"), ":material/close:")):
            st.button(
                label,
                key=place.key(f"{topic}-{carried}"),
                icon=icon,
                disabled=person is None or (said is not None and said.label.carried == carried),
                help=_("The article carries the topic {topic}.").format(topic=plain(name))
                if carried
                else _("The article does not carry the topic {topic}.").format(topic=plain(name)),
                on_click=say,
                args=(place, article.id, topic),
                kwargs={"carried": carried},
            )
        if said and person and said.label.person_id == person.id:
            st.button(
                _("Take back"),
                key=place.key(f"{topic}-undo"),
                icon=":material/undo:",
                type="tertiary",
                on_click=unsay,
                args=(place, article.id, topic),
            )


def _others(article: Article, topics: list[str], person: Person | None, place: steps.Place) -> None:
    if not topics:
        return
    st.subheader(_("A topic is missing?"), anchor=False)
    with st.container(horizontal=True):
        for topic in topics:
            st.button(
                plain(items.topic_name(topic)),
                key=place.key(f"{topic}-add"),
                icon=":material/add:",
                wrap=True,
                disabled=person is None,
                on_click=say,
                args=(place, article.id, topic),
                kwargs={"carried": True},
            )
