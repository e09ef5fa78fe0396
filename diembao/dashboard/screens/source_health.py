"""How sources do: first what needs a person, each with its sentence and what to do; then all of them in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from diembao.core import i18n
from diembao.core.i18n import _, number
from diembao.dashboard.style import chip, spark
from diembao.desk import words
from diembao.desk.health import Health, HealthStatus
from diembao.desk.health import words as health_words
from diembao.desk.health.model import MISSING, TROUBLED

_COMMAND = re.compile("`([^`]+)`")
_SHOWN = 8
_TABLE_HEIGHT = 620
#: Pixels; left to itself the column pushes the others out of sight.
_BARS_WIDTH = 170


def draw(judged: Sequence[Health]) -> None:
    """Draw the part of the page."""
    if not judged:
        st.info(_("The catalogue is empty: add sources to sources.toml."), icon=":material/inbox:")
        return
    order = list(HealthStatus)
    ordered = sorted(judged, key=lambda item: order.index(item.status))
    troubled = [item for item in ordered if item.status in TROUBLED]
    st.subheader(_("What needs a look"), anchor=False)
    if not troubled:
        st.caption(_("Nothing: no source is known to be in trouble."))
    else:
        st.html("".join(map(_card, troubled[:_SHOWN])))
    if rest := troubled[_SHOWN:]:
        with st.expander(_("{number} more").format(number=number(len(rest)))):
            st.html("".join(map(_card, rest)))
    st.subheader(_("All sources"), anchor=False)
    _table(ordered)


def _card(item: Health) -> str:
    said = "".join(
        f"<p>{escape(health_words.sentence(finding))} <small>{escape(health_words.since(finding))}</small></p>"
        for finding in item.findings
    )
    hint = _("What to do: {hint}").format(hint=health_words.advice(item.status, item.source.id))
    advice = _COMMAND.sub(r"<code>\1</code>", escape(hint))
    total = _("{number} articles in 28 days").format(number=number(sum(item.days)))
    return (
        f'<section class="db-source"><div>{_chip(item.status)} <b>{escape(item.source.name)}</b>{said}'
        f'<p class="todo">{advice}</p></div>{spark(item.days, total)}</section>'
    )


def _chip(status: HealthStatus) -> str:
    return chip(health_words.label(status), "bad" if status in MISSING else "odd")


def _table(ordered: Sequence[Health]) -> None:
    present = [status for status in HealthStatus if any(item.status is status for item in ordered)]
    chosen = st.pills(
        _("State"),
        present,
        selection_mode="multi",
        format_func=lambda name: f"{health_words.label(name)} · {sum(item.status is name for item in ordered)}",
        label_visibility="collapsed",
    )
    rows = [item for item in ordered if not chosen or item.status in chosen]
    last_days = _("Last 28 days")
    st.dataframe(
        {
            _("State"): [health_words.label(item.status) for item in rows],
            _("Name"): [item.source.name for item in rows],
            _("Since"): [i18n.moment(item.since) if health_words.since(item.findings[0]) else "" for item in rows],
            last_days: [list(item.days) for item in rows],
            _("Last worked"): [i18n.moment(item.worked_at) if item.worked_at else "–" for item in rows],
            _("Responsible publisher"): [item.source.publisher for item in rows],
            _("Kind"): [words.source_kind(item.source.kind) for item in rows],
            _("Verified live"): [_("yes") if item.source.verified else _("not yet") for item in rows],
        },
        column_config={last_days: st.column_config.BarChartColumn(last_days, y_min=0, width=_BARS_WIDTH)},
        hide_index=True,
        height=min(_TABLE_HEIGHT, 38 + 35 * max(len(rows), 1)),
    )
