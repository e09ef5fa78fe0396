"""Looks that Streamlit has no option for, and pieces of HTML; all text in them is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import streamlit as st

from diembao.core.i18n import number

_CSS = """
<style>
.stMainBlockContainer { padding-top: 2.6rem; }
.stMain h1 { font-size: 2rem; line-height: 1.25; }
.stMain h3 { font-size: 1.25rem; }
.stMain [data-testid="stPageLink"] a > span:has([data-testid="stIconMaterial"]) { display: none; }
.stMain [data-testid="stPageLink"] a { padding: .05rem 0; margin: 0; gap: 0; height: auto; }
.stMain [data-testid="stPageLink"] a { background: none !important; }
.stMain [data-testid="stPageLink"] a * { white-space: normal; overflow: visible; text-overflow: clip; }
.stMain [data-testid="stPageLink"] a p { color: #0b5a5a; }
.stMain [data-testid="stPageLink"] a:hover { text-decoration: underline; }
.db-item { padding: 0 0 .5rem 0; border-bottom: 1px solid #e4ebea; margin-bottom: .3rem; }
.db-meta { color: #5b6b6d; font-size: .84rem; }
.db-passage { margin-top: .15rem; font-size: .95rem; line-height: 1.5; }
mark { background: #ffe9a8; color: inherit; padding: 0 .06em; border-radius: 2px; }
.db-tag { display: inline-block; background: #e3f0ee; color: #0b4f4f; border-radius: 3px; padding: .02rem .4rem;
          font-size: .78rem; margin: 0 .25rem .15rem 0; }
.db-tag.home { background: #0b6e6e; color: #fff; }
.db-bar { display: grid; grid-template-columns: minmax(9rem, 1fr) 1.1fr 2.6rem; gap: .5rem; align-items: center;
          font-size: .88rem; line-height: 1.25; margin-bottom: .3rem; }
.db-bar i { display: block; height: .7rem; background: #0b6e6e; border-radius: 2px; min-width: 2px; }
.db-bar b { font-weight: 600; text-align: right; }
.db-text p { font-size: 1.04rem; line-height: 1.68; max-width: 46rem; margin: 0 0 .85rem 0; }
.db-text p.lead { font-weight: 600; }
.db-list { margin: 0 0 .8rem 0; padding-left: 1.2rem; line-height: 1.55; overflow-wrap: anywhere; }
.db-list small { color: #5b6b6d; font-size: .84rem; }
.db-quote { margin: .25rem 0 .1rem 0; padding: .1rem 0 .1rem .8rem; border-left: 3px solid #b9cfcd;
            font-size: 1rem; line-height: 1.55; }
ins { background: #d9f2dd; text-decoration: underline solid #1d6b2c 1.5px; text-underline-offset: .18em; }
del { background: #fbe3d6; text-decoration: line-through #8a3a00; }
.db-diff { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .98rem; line-height: 1.55; }
.db-diff th:first-child, .db-diff td:first-child { width: 1.6rem; text-align: center; }
.db-diff td, .db-diff th { border: 0; border-bottom: 1px solid #e4ebea; padding: .3rem .5rem; vertical-align: top;
                           text-align: left; overflow-wrap: anywhere; }
.db-diff .gap td, .db-woven .gap { color: #5b6b6d; font-size: .84rem; }
.db-diff .part, .db-woven .part { color: #5b6b6d; border: 1px solid #b9cfcd; border-radius: 3px; padding: 0 .3rem; }
.db-woven .sign { color: #0b4f4f; padding-right: .2em; }
.db-timeline { list-style: none; margin: 0 0 1rem 0; padding: 0; }
.db-timeline li { display: grid; grid-template-columns: 9.5rem 1fr; gap: .6rem; padding: .3rem 0 .3rem .8rem;
                  border-left: 3px solid #0b6e6e; }
.db-timeline li.noted { border-left-style: dashed; }
.db-timeline time { color: #5b6b6d; font-variant-numeric: tabular-nums; }
.db-tag.notice { background: #fff; border: 1px solid #0b4f4f; }
ol.db-timeline, ol.db-timeline li { margin-left: 0 !important; } /* Streamlit indents lists */
@media (max-width: 700px) { .db-timeline li { grid-template-columns: 1fr; gap: 0; } }
.db-chip { display: inline-block; border: 1px solid #5b6b6d; color: #33484a; border-radius: 999px; padding: 0 .55rem;
           font-size: .8rem; font-weight: 600; white-space: nowrap; }
.db-chip.bad { background: #8f2318; border-color: #8f2318; color: #fff; }
.db-chip.odd { background: #fff3d6; border-color: #8a5a00; color: #6b4500; }
.db-source { display: flex; gap: 1.2rem; justify-content: space-between; align-items: flex-start;
             padding: .55rem 0; border-bottom: 1px solid #e4ebea; }
.db-source p { margin: .25rem 0 0 0; font-size: .95rem; line-height: 1.45; overflow-wrap: anywhere; }
.db-source small, .db-source .todo { color: #5b6b6d; font-size: .88rem; }
.db-source small::before { content: "· "; }
@media (max-width: 700px) {
  .db-source { flex-direction: column; gap: .4rem; }
  .db-source .db-spark { text-align: left; }
  .db-spark.none span { display: none; }
}
.db-spark { flex: none; text-align: right; color: #5b6b6d; font-size: .78rem; }
.db-spark span { display: flex; align-items: flex-end; gap: 1px; height: 2.1rem; border-bottom: 1px solid #b9cfcd; }
.db-spark i { display: block; width: 4px; background: #0b6e6e; }
/* as high without focus as with it: what lies below would move away from a click that takes the focus */
.stMain [class*="st-key-editing-"] [data-testid="stMultiSelect"] input { min-width: 7rem; flex: 1 1 7rem; }
.db-pace .db-spark { text-align: left; }
.db-pace .db-spark i { flex: 1; }
.db-draft p { font-size: 1.04rem; line-height: 1.75; margin: 0 0 .85rem 0; overflow-wrap: anywhere; }
.db-found { color: inherit; text-decoration: underline solid #8a4b00 2px; text-underline-offset: .22em; }
.db-found sup { font-weight: 700; padding: 0 .15em; }
.db-found:focus-visible { outline: 3px solid #0b6e6e; outline-offset: 2px; }
.db-claim { text-decoration: underline dotted #0b6e6e 2px; text-underline-offset: .22em; }
.db-opinion { font-style: italic; color: #5b6b6d; }
.db-draft small, .db-legend small { color: #5b6b6d; }
.db-legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .84rem; margin-bottom: .4rem; }
@media (max-width: 1000px) {
  .st-key-draft-sides [data-testid="stHorizontalBlock"] { flex-direction: column; }
  .st-key-draft-sides [data-testid="stColumn"] { width: 100%; flex: none; }
}
.db-item.open { border: 0; padding: 0; margin-bottom: .2rem; }
.stMain [class*="st-key-chips-"] { gap: .15rem .35rem; }
.stMain [class*="st-key-chips-"] > [data-testid="stElementContainer"] { margin: 0; } /* rows stand apart */
.stMain [class*="st-key-chips-list-"] { border-bottom: 1px solid #e4ebea; padding-bottom: .5rem; margin-bottom: .3rem; }
.stMain [class*="st-key-chips-"] :is([data-testid="stPageLink"] a, button) { background: #e3f0ee !important;
  border-radius: 3px; padding: .12rem .45rem; min-height: 1.5rem; }
.stMain [class*="st-key-chips-"] :is([data-testid="stPageLink"] a, button) p { color: #0b4f4f; font-size: .8rem;
  font-weight: 400; line-height: 1.3; white-space: normal; text-align: left; }
.stMain [class*="st-key-chips-"] :is(a, button):focus-visible { outline: 3px solid #0b6e6e; outline-offset: 1px; }
.stMain :is([class*="st-key-topic-"], [class*="st-key-story-link-"]) button { padding: 0; min-height: 1.6rem; }
.stMain :is([class*="st-key-topic-"], [class*="st-key-story-link-"]) button p { color: #0b5a5a; white-space: normal;
  text-align: left; }
.db-why { display: grid; grid-template-columns: minmax(8rem, 1fr) 1.4fr 3rem; gap: .5rem; align-items: center;
          font-size: .9rem; line-height: 1.25; margin-bottom: .25rem; }
.db-why span { overflow-wrap: anywhere; }
.db-why i { display: block; height: .7rem; background: #0b6e6e; border-radius: 2px; min-width: 2px; }
.db-why.against i { background: #fff; border: 1.5px solid #8a4b00; }
.db-why b { font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
[data-testid="stMetricValue"] { font-size: 1.9rem; }
</style>
"""


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(_CSS)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """HTML of a text with spans marked; everything escaped."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return "".join([*pieces, escape(text[last:])])


def tags(names: Sequence[str], *, home: bool = False) -> str:
    """HTML of small labels."""
    kind = " home" if home else ""
    return "".join(f'<span class="db-tag{kind}">{escape(name)}</span>' for name in names)


def chip(name: str, kind: str = "") -> str:
    """HTML of a state; ``bad`` and ``odd`` ones stand out."""
    return f'<span class="db-chip {kind}">{escape(name)}</span>'


def spark(counts: Sequence[int], caption: str) -> str:
    """HTML of small bars, one a day, heights relative to the largest."""
    most = max(counts, default=0)
    none = "" if most else " none"
    drawn = "".join(f'<i style="height:{100 * count / (most or 1):.0f}%"></i>' for count in counts)
    said = escape(caption)
    return f'<div class="db-spark{none}" role="img" aria-label="{said}"><span>{drawn}</span>{said}</div>'


def bars(rows: Sequence[tuple[str, int]]) -> None:
    """Counts as horizontal bars; lengths relative to the largest."""
    if not rows:
        st.caption("–")
        return
    longest = max(count for _name, count in rows) or 1
    st.html(
        "".join(
            f'<div class="db-bar"><span>{escape(name)}</span>'
            f'<i style="width:{100 * count / longest:.0f}%"></i><b>{count}</b></div>'
            for name, count in rows
        )
    )


def weights(rows: Sequence[tuple[str, float]]) -> None:
    """Words with what they weigh, as horizontal bars; those that weigh against look different and have a minus."""
    longest = max((abs(weight) for _word, weight in rows), default=0) or 1
    st.html(
        "".join(
            f'<div class="db-why{" against" if weight < 0 else ""}"><span>{escape(word)}</span>'
            f'<i style="width:{100 * abs(weight) / longest:.0f}%"></i><b>{number(round(weight, 2))}</b></div>'
            for word, weight in rows
        )
    )


def paragraphs(lead: str, text: str, find: Callable[[str], Iterable[tuple[int, int]]] = lambda _text: ()) -> None:
    """An article's text.

    :param find: spans to mark in a paragraph.
    """
    blocks = [f'<p class="lead">{marked(lead, find(lead))}</p>'] if lead else []
    blocks += [f"<p>{marked(paragraph, find(paragraph))}</p>" for paragraph in text.split("\n\n") if paragraph]
    st.html(f'<div class="db-text">{"".join(blocks)}</div>')
