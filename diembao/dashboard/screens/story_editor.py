"""A story put right on its page: reports moved or split off, two stories merged, and each of it undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from diembao.archive.story_changes import StoryChange
from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.clock import now
from diembao.core.errors import SearchIndexDown
from diembao.core.i18n import _, ngettext, number
from diembao.core.stories import Story
from diembao.dashboard import navigation, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import story_editing, words
from diembao.desk.story_editing import Change
from diembao.desk.story_page import StoryPage, Text
from diembao.pipeline import indexing, verifying

#: What stands for a story of their own among the stories that reports may be moved to.
_OWN = ""
#: Letters of an id that tell two labels apart.
_TAIL = 4
#: For so long the page offers to undo what its reader has just done.
_JUST_NOW = timedelta(minutes=15)


def offer_undo(found: StoryPage) -> None:
    """Tell what the acting person has just changed, with a button that undoes it."""
    person = who.acting()
    last = next(iter(found.changes), None)
    if person and last and last.undoable and last.made.person_id == person.id and now() - last.made.at < _JUST_NOW:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check: {plain(words.story_change(last.made, last.name))}", width="stretch")
            _undo_button(last, steps.place(f"undo-{last.made.id}"), "now")


def draw(found: StoryPage) -> None:
    """Draw the fields that change the story, and what people have changed so far."""
    story = found.reports.story
    with st.expander(_("Put this story right"), key=f"editing-{story.id}", icon=":material/edit:"):
        person = who.required()
        place = steps.place(f"edit-{story.id}")
        others = _neighbours(story)
        if len(found.timeline) > 1:
            _moving(found, place, others, person)
        _merging(story, place, others, person)
    _history(found, person is not None)


def _moving(found: StoryPage, place: steps.Place, others: Mapping[str, str], person: Person | None) -> None:
    texts = _distinct({text.first.id: _named(text) for text in found.timeline})
    _heading(_("Reports that do not belong here"))
    st.multiselect(
        _("Reports"),
        list(texts),
        format_func=texts.__getitem__,
        placeholder=_("Choose reports"),
        key=place.key("texts"),
        help=_("Copies of a text go with it."),
    )
    own = _("a new story of their own")
    _story_field(_("Move them to"), {_OWN: own, **others}, place, "to", chosen=0)
    st.button(
        _("Move"),
        key=place.key("move"),
        icon=":material/drive_file_move:",
        disabled=person is None,
        on_click=_move,
        args=(place,),
    )


def _merging(story: Story, place: steps.Place, others: Mapping[str, str], person: Person | None) -> None:
    _heading(_("Another story that is the same event"))
    _story_field(_("Story"), others, place, "other", chosen=None)
    st.button(
        _("Merge"),
        key=place.key("merge"),
        icon=":material/merge:",
        disabled=person is None,
        on_click=_merge,
        args=(place, story.id),
    )
    st.caption(_("The older story keeps its address, and the younger one leads on to it."))


def _story_field(label: str, options: Mapping[str, str], place: steps.Place, name: str, *, chosen: int | None) -> None:
    """A field for a story, which may be typed as its id or as the address of its page."""
    st.selectbox(
        label,
        list(options),
        index=chosen,
        format_func=lambda each: options.get(each, each),
        placeholder=_("Choose a story, or paste its address"),
        key=place.key(_field(name)),
        accept_new_options=True,
    )


def _field(name: str) -> str:
    """Name of such a field: in another language it is another one, where old labels are not taken for typed ids."""
    return f"{name}-{i18n.language()}"


def _neighbours(story: Story) -> dict[str, str]:
    """Stories near this one -> how they are offered."""
    parts = state.parts()
    try:
        found = story_editing.neighbours(parts.archive, parts.index, story)
    except SearchIndexDown:
        return {}  # an address can be pasted all the same
    return _distinct(
        {each.id: f"{headline.content.title} ({i18n.moment(each.last_at)}, {_count(each)})" for each, headline in found}
    )


def _distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of which no two are the same: a field tells its options apart by them."""
    times = Counter(labels.values())
    return {key: f"{label} {key[-_TAIL:]}" if times[label] > 1 else label for key, label in labels.items()}


def _heading(text: str) -> None:
    st.markdown(f"**{plain(text)}**")


def _count(story: Story) -> str:
    count = len(story.articles)
    return ngettext("{number} article", "{number} articles", count).format(number=number(count))


def _named(text: Text) -> str:
    when = i18n.moment(text.first.dated) if text.first.dated else _("undated")
    return f"{when}, {state.source_name(text.first.source_id)}: {text.first.content.title}"


def _history(found: StoryPage, may_undo: bool) -> None:
    if not found.changes:
        return
    st.subheader(_("What people changed"), anchor=False)
    for change in found.changes:
        made = change.made
        with st.container(border=True):
            said = f"{words.story_change(made, change.name)} ({i18n.moment(made.at)})"
            st.markdown(f":material/person: {plain(said)}")
            for article in change.reports:
                st.page_link(
                    navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id}
                )
            for story_id, title in change.titles.items():
                if story_id not in (found.reports.story.id, *made.ended):
                    label = _("Other story: {title}").format(title=title)
                    navigation.link(plain(label), "su-kien", key=f"story-link-{made.id}-{story_id}", story=story_id)
            if change.undoable:
                _undo_button(change, steps.place(f"undo-{made.id}"), "list", disabled=not may_undo)
            else:
                st.caption(_("A later change builds on it, or its reports are elsewhere by now."))


def _undo_button(change: Change, place: steps.Place, where: str, *, disabled: bool = False) -> None:
    st.button(
        _("Undo"),
        key=place.key(where),
        icon=":material/undo:",
        disabled=disabled,
        on_click=_undo,
        args=(place, change.made.id),
    )


def _move(place: steps.Place) -> None:
    def step(person: Person) -> str:
        archive, chosen, to = state.parts().archive, place.typed("texts"), place.typed(_field("to"))
        if to == _OWN:
            return _settle(story_editing.split(archive, chosen, who=person.id), person)
        return _settle(story_editing.move(archive, chosen, _story_id(to), who=person.id), person)

    place.take_as(step)


def _merge(place: steps.Place, story_id: str) -> None:
    def step(person: Person) -> str:
        other = _story_id(place.typed(_field("other")) or "")
        return _settle(story_editing.merge(state.parts().archive, story_id, other, who=person.id), person)

    place.take_as(step)


def _undo(place: steps.Place, change_id: str) -> None:
    def step(person: Person) -> str:
        _settle(story_editing.undo(state.parts().archive, change_id, who=person.id), person)
        return _("Everything is as it was before.")

    place.take_as(step)


def _settle(change: StoryChange, person: Person) -> str:
    """Let flags and searches follow at once; gives what to tell the person."""
    parts = state.parts()
    verifying.examine_stories(parts, {*change.story_ids, change.story_id})
    indexing.drain_if_possible(parts)
    return words.story_change(change, person.name)


def _story_id(typed: str) -> str:
    """The id of a story, out of itself or out of the address of its page."""
    query = parse_qs(urlsplit(typed.strip()).query)
    return query.get("story", [typed.strip()])[0]
