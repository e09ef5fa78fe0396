"""Charts of articles over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from diembao.core.i18n import _
from diembao.index import HistogramBar

_COLOUR, _HOME_COLOUR = "#a9cfca", "#0b6e6e"


def by_day(
    bars: Sequence[HistogramBar], first: date, last: date, home: Sequence[HistogramBar] | None = None, height: int = 180
) -> None:
    """Articles a day, empty days included; with ``home``, the own province's share in a darker colour."""
    counts = {bar.start: bar.count for bar in bars}
    inside = {bar.start: bar.count for bar in home or ()}
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    here, all_ = _("In the province"), _("Elsewhere") if home is not None else _("Articles")
    rows = [
        {"day": f"{day:%d/%m}", "order": number, "part": part, "articles": value}
        for number, day in enumerate(days)
        for part, value in ((here, inside.get(day, 0)), (all_, counts.get(day, 0) - inside.get(day, 0)))
        if part != here or home is not None
    ]
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            x=alt.X("day:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("articles:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color(
                "part:N",
                title=None,
                scale=alt.Scale(domain=[here, all_], range=[_HOME_COLOUR, _COLOUR]),
                legend=alt.Legend(orient="top") if home is not None else None,
            ),
            order=alt.Order("part:N", sort="ascending"),
            tooltip=[
                alt.Tooltip("day:N", title=_("Day")),
                alt.Tooltip("part:N", title=" "),
                alt.Tooltip("articles:Q", title=_("Articles")),
            ],
        )
        .properties(height=height)
    )
    st.altair_chart(chart, width="stretch")
