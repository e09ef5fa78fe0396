"""*Bản tin*: who gets the daily mail, what became of each mail, and how a mail would look."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from diembao.core import i18n
from diembao.core.casework import Person
from diembao.core.clock import today
from diembao.core.errors import MailError
from diembao.core.i18n import _, number
from diembao.core.mailing import Sending, SendingState, Subscriber
from diembao.dashboard import items, state, steps, who
from diembao.dashboard.plain import plain
from diembao.desk import words
from diembao.desk.digest import subscribers
from diembao.desk.digest.rounds import Office, preview
from diembao.desk.mail import sending as mailing
from diembao.desk.mail.words import answer

_PREVIEW_HEIGHT = 900


def draw() -> None:
    """Draw the page."""
    st.title(_("Daily mail"), anchor=False)
    st.caption(
        _(
            "One mail a day at each subscriber's time, by topic, grouped by story. Of what needs checking it tells "
            "only what a person confirmed or opened a case on."
        )
    )
    parts = state.parts()
    if not parts.home.settings.mail.host:
        st.info(
            _("No mail server is set, so nothing is sent. Set mail.host and mail.sender in diembao.toml."),
            icon=":material/mail_off:",
        )
    _unclear(mailing.unclear(parts.archive))
    everybody = subscribers.everybody(parts.archive)
    people, sent, sample = st.tabs([_("Subscribers"), _("Mails"), _("Preview")])
    with people:
        person = who.required()
        _add(person)
        _list(everybody, person)
    with sent:
        _sendings()
    with sample:
        _preview(everybody)


def _unclear(found: Sequence[Sending]) -> None:
    """Mails that a person must look after, before everything else."""
    if not found:
        return
    st.subheader(_("Not known whether sent"), anchor=False)
    st.caption(
        _(
            "The desk was interrupted while it handed these mails to the server. They may have arrived, so they are "
            "not sent again by themselves. A second copy is the same mail to the byte."
        )
    )
    for sending in found:
        _needs_a_person(sending)


def _needs_a_person(sending: Sending) -> None:
    place = steps.place(f"resend-{sending.id}")
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        facts = [sending.recipient, words.sending_kind(sending.kind), i18n.moment(sending.changed_at), answer(sending)]
        st.markdown(
            f"**{plain(sending.subject)}**  \n" + " · ".join(plain(fact) for fact in facts if fact),
            width="stretch",
        )
        st.button(
            _("Send again"),
            key=place.key("send"),
            icon=":material/send:",
            on_click=place.take,
            args=(partial(_sent_again, sending.id),),
        )


def _sent_again(sending_id: str) -> str:
    parts = state.parts()
    again = mailing.send_again(parts.archive, parts.home.settings.mail, sending_id)
    if again.state is not SendingState.SENT:
        raise MailError(f"{words.sending_state(again.state)}: {answer(again)}")
    return _("Sent to {address}.").format(address=again.recipient)


def _add(person: Person | None) -> None:
    topics = [topic.id for topic in state.parts().topics]
    with (
        st.expander(_("Add a subscriber"), icon=":material/person_add:"),
        st.form("add-subscriber", border=False),
    ):
        place = steps.place("add-subscriber")
        left, right = st.columns(2)
        left.text_input(_("Name of the person or office"), key=place.key("name"), max_chars=200)
        right.text_input(_("E-mail address"), key=place.key("email"), placeholder="ten@coquan.gov.vn")
        left.multiselect(
            _("Topics"), topics, format_func=items.topic_name, placeholder=_("All topics"), key=place.key("topics")
        )
        right.time_input(_("Time"), subscribers.USUAL_TIME, key=place.key("time"), step=900)
        left.checkbox(_("Only what happens in the own province"), key=place.key("province"))
        st.form_submit_button(
            _("Add"),
            icon=":material/add:",
            type="primary",
            disabled=person is None,
            on_click=place.take_as,
            args=(partial(_added, place, topics),),
        )


def _added(place: steps.Place, known_topics: Sequence[str], person: Person) -> str:
    added = subscribers.subscribe(
        state.parts().archive,
        name=place.typed("name"),
        email=place.typed("email"),
        topics=place.typed("topics"),
        province_only=place.typed("province"),
        at_time=place.typed("time"),
        known_topics=known_topics,
        by=person.id,
    )
    return _("{name} is on the list.").format(name=added.name)


def _list(everybody: Sequence[Subscriber], person: Person | None) -> None:
    if not everybody:
        st.info(_("Nobody gets the daily mail yet."), icon=":material/inbox:")
        return
    for one in everybody:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            topics = ", ".join(map(items.topic_name, one.topics)) or _("All topics")
            facts = [one.time.strftime("%H:%M"), one.email, topics]
            if one.province_only:
                facts.append(_("own province only"))
            st.markdown(
                f"**{plain(one.name)}**  \n" + " · ".join(map(plain, facts)),
                width="stretch",
            )
            with st.popover(_("Remove"), icon=":material/person_remove:"):
                st.markdown(_("{name} will get no more mails.").format(name=plain(one.name)))
                place = steps.place(f"remove-{one.id}")
                st.button(
                    _("Take off the list"),
                    key=place.key("remove"),
                    type="primary",
                    disabled=person is None,
                    on_click=place.take_as,
                    args=(partial(_removed, one),),
                )


def _removed(one: Subscriber, person: Person) -> str:
    subscribers.unsubscribe(state.parts().archive, one.id, by=person.id)
    return _("{name} is off the list.").format(name=one.name)


def _sendings() -> None:
    day: date = st.date_input(_("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="mails-day", width=180)
    found = mailing.of_day(state.parts().archive, day)
    if not found:
        st.info(_("No mail of this day."), icon=":material/inbox:")
        return
    refused = [sending for sending in found if sending.state is SendingState.FAILED]
    st.dataframe(
        {
            _("State"): [words.sending_state(sending.state) for sending in found],
            _("Kind"): [words.sending_kind(sending.kind) for sending in found],
            _("To"): [sending.recipient for sending in found],
            _("Subject"): [sending.subject for sending in found],
            _("Made"): [i18n.moment(sending.claimed_at) for sending in found],
            _("Last step"): [i18n.moment(sending.changed_at) for sending in found],
            _("Attempts"): [number(sending.attempts) for sending in found],
            _("Answer of the server"): [answer(sending) for sending in found],
        },
        hide_index=True,
    )
    for sending in refused:
        _needs_a_person(sending)


def _preview(everybody: Sequence[Subscriber]) -> None:
    parts = state.parts()
    if not everybody:
        st.info(_("Add a subscriber, and the mail can be looked at before it is sent."), icon=":material/inbox:")
        return
    known = {one.id: one for one in everybody}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Subscriber"),
            list(known),
            index=None,
            format_func=lambda one: known[one].name,
            placeholder=_("Whose mail?"),
            key="preview-of",
        )
        day: date = st.date_input(
            _("Day"), today(), max_value=today(), format="DD/MM/YYYY", key="preview-day", width=180
        )
    if chosen is None:
        return
    office = Office(archive=parts.archive, settings=parts.home.settings, sources=parts.sources, topics=parts.topics)
    _digest, mail = preview(office, known[chosen], day)
    st.markdown(f"**{plain(mail.subject)}**")
    # As an address of its own the mail has no access to this page.
    page = base64.b64encode(mail.html.encode()).decode()
    st.iframe(f"data:text/html;charset=utf-8;base64,{page}", height=_PREVIEW_HEIGHT, width=680)
    with st.expander(_("As plain text")):
        st.code(mail.text, language=None, wrap_lines=True)
