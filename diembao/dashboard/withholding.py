"""Withholding on the article's page: a folded form for administrators, and what stands where an article was."""

from __future__ import annotations

import streamlit as st

from diembao.core.casework import Person, Role
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.dashboard import state, steps, who
from diembao.dashboard.plain import plain
from diembao.dashboard.steps import Place
from diembao.desk import withholding
from diembao.pipeline import indexing

_LONGEST = 20_000


def draw(article: Article) -> None:
    """The form, where an administrator acts; nothing for anybody else."""
    person = who.acting()
    if person is None or person.role is not Role.ADMIN:
        return
    with st.expander(_("Withhold this article or a passage"), icon=":material/visibility_off:"):
        st.warning(
            _(
                "This cannot be undone. The text goes from search, stories, flags, press reviews, mails and raw pages, "
                "and comes back only from its source. Your name and reason stay in the log, for everybody at the desk "
                "to read. It is for the rights of people in the news, not for reports that somebody would rather not "
                "read."
            ),
            icon=":material/warning:",
        )
        with st.form("withhold", border=False):
            place = steps.place(f"withhold-{article.id}")
            st.text_area(
                _("Passage, word by word; empty: the whole article"),
                key=place.key("passage"),
                max_chars=_LONGEST,
                height=100,
            )
            st.text_area(
                _("Reason, without quoting what is withheld"), key=place.key("reason"), max_chars=1000, height=80
            )
            st.checkbox(_("I have read the warning, and want this text to be gone."), key=place.key("sure"))
            st.form_submit_button(
                _("Withhold for good"),
                icon=":material/visibility_off:",
                on_click=place.take_as,
                args=(lambda person: _withhold(article.id, place, person),),
            )


def tell(article_id: str) -> bool:
    """Say that an article is withheld, by whom and why; False when it is not."""
    said = withholding.notice(state.parts().archive, article_id)
    if said:
        st.info(plain(said), icon=":material/visibility_off:")
    return bool(said)


def _withhold(article_id: str, place: Place, person: Person) -> str:
    if not place.typed("sure"):
        raise UsageError(
            _("Nothing was withheld: the box under the reason is not ticked."),
            _("Read the warning, then tick the box."),
        )
    parts = state.parts()
    passage, reason = place.typed("passage").strip(), place.typed("reason")
    if passage:
        withholding.withhold_passage(
            parts.archive,
            parts.home,
            article_id,
            passage,
            who=person.id,
            reason=reason,
            source_names=state.source_names(),
            annotate=parts.annotator.annotate,
        )
    else:
        withholding.withhold_article(
            parts.archive, parts.home, article_id, who=person.id, reason=reason, source_names=state.source_names()
        )
    indexing.drain_if_possible(parts)
    return _("It is withheld. What stood on disk is gone after `diembao compact`.")
