"""*Kiểm tra bản thảo*: the draft with its statements marked, and what the archive knows of each.

The draft lives in the memory of this session until it is cleared or the session ends: in no address, cache, file or
log. An uploaded file is let go of as soon as it is read.
"""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from diembao.core import i18n
from diembao.core.errors import DiembaoError
from diembao.core.i18n import _, ngettext
from diembao.dashboard import draft_marks, navigation, state, style
from diembao.dashboard.plain import plain, show_error
from diembao.desk import words
from diembao.desk.casework import words as case_words
from diembao.desk.draft import checking as draft_check
from diembao.desk.draft import reading as draft_reading
from diembao.desk.draft.checking import DraftCheck
from diembao.desk.draft.discretion import discreet
from diembao.verify.drafts import CheckedStatement, Disagreement

_CHECKED = "draft-checked"
_ROUND = "draft-round"
_DAYS = (7, 30, 90, 365)
#: Statements with findings that are shown in full, and sentences in the lists below.
_MOST_SHOWN = 60
_MOST_LISTED = 300
_MEGABYTES = draft_reading.MOST_BYTES // 1_000_000


@discreet
def draw() -> None:
    """Draw the page."""
    st.title(_("Draft check"), anchor=False)
    done: DraftCheck | None = st.session_state.get(_CHECKED)
    if done is None:
        _ask()
    else:
        _show(done)


def _ask() -> None:
    left, right = st.columns([3, 2], gap="large")
    with right, st.container(border=True):
        promise, scope = _("The draft stays yours"), _("What is looked at")
        st.markdown(f":material/lock: **{promise}**")
        st.markdown(
            _(
                "It is compared here, in the memory of this page. It is not stored, not put into the search index, not "
                "logged, not sent to any search engine and shown to nobody else. It is gone when you clear it; once "
                "the page is closed, nobody can come back to it after half a minute."
            )
        )
        st.markdown(f"**{scope}**")
        st.markdown(
            _(
                "Claims of fact: figures that reports give otherwise, what was denied, what was reviewed before, and "
                "how many independent texts say the same. Opinions, criticism, questions, proposals and forecasts are "
                "recognised and never checked."
            )
        )
    with left, st.form("draft-form", border=False):
        typed = st.text_area(
            _("Text of the draft"),
            key=_text_key(),
            height=320,
            max_chars=draft_reading.MOST_CHARACTERS,
            placeholder=_("Paste the draft here"),
        )
        upload = st.file_uploader(
            _("or a file: .docx, .txt, .md, .html, up to {limit} MB").format(limit=_MEGABYTES),
            type=["docx", "txt", "md", "html", "htm"],
            key=f"draft-file-{_round()}",
            max_upload_size=_MEGABYTES,
        )
        days = st.selectbox(
            _("Compare with reports of the last"),
            _DAYS,
            index=_DAYS.index(draft_check.DAYS),
            format_func=lambda count: ngettext("{number} day", "{number} days", count).format(number=count),
            width=260,
        )
        pressed = st.form_submit_button(_("Check"), type="primary", icon=":material/fact_check:")
    if pressed:
        with left:
            _check(typed, upload, days)


def _check(typed: str, upload: UploadedFile | None, days: int) -> None:
    try:
        text = _taken(upload) if upload else draft_reading.read_typed(typed)
        bar = st.progress(0.0, text=_("Comparing"))

        def advance(share: float) -> None:
            bar.progress(share, text=_("Comparing"))

        done = draft_check.check(state.parts().archive, text, days=days, progress=advance)
    except DiembaoError as error:
        show_error(error)
        return
    st.session_state[_CHECKED] = done
    st.rerun()


def _round() -> int:
    """Numbers the fields: a browser keeps what was typed for a field that comes back under its old name."""
    number: int = st.session_state.get(_ROUND, 0)
    return number


def _text_key() -> str:
    return f"draft-text-{_round()}"


def _taken(upload: UploadedFile) -> str:
    """The text of an uploaded file, which the server then forgets."""
    data = upload.getvalue()
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=upload.file_id)
    return draft_reading.read_bytes(upload.name, data)


def _clear() -> None:
    del st.session_state[_CHECKED]
    st.session_state[_ROUND] = _round() + 1


def _edit() -> None:
    done: DraftCheck = st.session_state[_CHECKED]
    _clear()
    st.session_state[_text_key()] = done.text


def _show(done: DraftCheck) -> None:
    st.markdown(_summary(done))
    with st.container(horizontal=True):
        st.button(_("Edit the draft"), icon=":material/edit:", on_click=_edit)
        st.button(_("Clear the draft from the screen"), icon=":material/delete:", on_click=_clear)
    with st.container(key="draft-sides"):
        left, right = st.columns(2, gap="large")
    with left:
        st.html(draft_marks.legend())
        st.html(draft_marks.marked_draft(done))
    with right:
        if not done.found:
            st.success(_("Nothing in the archive goes against this draft."), icon=":material/done_all:")
        for number, item in enumerate(done.found[:_MOST_SHOWN], 1):
            _statement(done, number, item)
        if len(done.found) > _MOST_SHOWN:
            more = len(done.found) - _MOST_SHOWN
            st.caption(_("… and {number} more: check the draft in parts.").format(number=i18n.number(more)))
        _lists(done)
        st.caption(
            _("Compared with reports of the last {days} days and all fact-checks. Nothing was kept.").format(
                days=done.days
            )
        )


def _summary(done: DraftCheck) -> str:
    found = ngettext("{number} statement to look at", "{number} statements to look at", len(done.found))
    claims = ngettext(
        "{number} checked without anything that differs",
        "{number} checked without anything that differs",
        len(done.unremarkable),
    )
    opinions = ngettext("{number} opinion, not checked", "{number} opinions, not checked", len(done.opinions))
    others = ngettext("{number} other, nothing to check", "{number} others, nothing to check", len(done.others))
    counted = [
        (f"**{found}**", len(done.found)),
        (claims, len(done.unremarkable)),
        (opinions, len(done.opinions)),
        (others, len(done.others)),
    ]
    return " · ".join(text.format(number=i18n.number(count)) for text, count in counted)


def _statement(done: DraftCheck, number: int, item: CheckedStatement) -> None:
    with st.container(border=True, gap="small"):
        said = style.marked(item.statement.text, draft_marks.own_spans(item))
        back = _("Paragraph {number}").format(number=i18n.number(done.paragraph(item)))
        st.html(
            f'<div id="{draft_marks.finding_id(number)}" class="db-meta"><b>{number}</b> · '
            f'<a class="db-found" href="#{draft_marks.statement_id(number)}">{escape(back)}</a></div>'
            f'<blockquote class="db-quote">{said}</blockquote>'
        )
        if about := draft_check.about(item.statement):
            st.caption(plain(about))
        said_before = ""
        for finding in item.findings:
            says = draft_check.sentence(finding)
            if says != said_before:
                st.markdown(f"**{plain(says)}**")
            said_before = says
            _finding(done, finding)
        for match in item.context:
            st.caption(plain(f"{words.rated(match.fact_check)}: “{match.fact_check.claim}”"))
        st.caption(plain(draft_check.voices(item.voices)))


def _finding(done: DraftCheck, finding: Disagreement) -> None:
    passage = finding.evidence
    quote = f'<blockquote class="db-quote">{style.marked(passage.text, passage.marks)}</blockquote>'
    if finding.match:
        review = finding.match.fact_check
        facts = [escape(review.publisher), *([i18n.day(review.reviewed_on)] if review.reviewed_on else [])]
        facts.append(_("reviewed claim"))
        st.html(f'<div class="db-meta">{" · ".join(facts)}</div>{quote}')
        if review.summary:
            st.caption(plain(review.summary))
        if review.url.startswith("http"):
            st.link_button(_("Open the review"), review.url, icon=":material/open_in_new:")
        return
    article = done.articles[passage.ref]
    facts = [
        escape(state.source_name(article.source_id)),
        i18n.moment(article.dated) if article.dated else _("undated"),
    ]
    if finding.voices > 1:
        counted = ngettext("{number} independent text", "{number} independent texts", finding.voices)
        facts.append(counted.format(number=i18n.number(finding.voices)))
    st.html(f'<div class="db-meta">{" · ".join(facts)}</div>{quote}')
    st.page_link(navigation.page("bai-viet"), label=plain(article.content.title), query_params={"id": article.id})


def _lists(done: DraftCheck) -> None:
    if done.unremarkable:
        with st.expander(_("Checked without anything that differs"), icon=":material/check:"):
            _listed([(item.statement.text, _known(done, item)) for item in done.unremarkable])
    if done.opinions:
        with st.expander(_("Not checked: opinions and the like"), icon=":material/forum:"):
            _listed([(item.statement.text, case_words.guard_rule(item.statement.rule)) for item in done.opinions])
    if done.others:
        with st.expander(_("Not checked: nothing to check, or too long to be read"), icon=":material/notes:"):
            _listed([(item.statement.text, "") for item in done.others])


def _listed(rows: list[tuple[str, str]]) -> None:
    st.html(draft_marks.list_of(rows[:_MOST_LISTED]))
    if len(rows) > _MOST_LISTED:
        more = len(rows) - _MOST_LISTED
        st.caption(_("… and {number} more: check the draft in parts.").format(number=i18n.number(more)))


def _known(done: DraftCheck, item: CheckedStatement) -> str:
    """What the archive knows of a claim that nothing goes against."""
    sources = dict.fromkeys(
        state.source_name(done.articles[passage.ref].source_id) for passage in item.agreeing[: draft_check.MOST_NAMED]
    )
    about = draft_check.about(item.statement)
    known = [about and f"{about}.", draft_check.voices(item.voices), ", ".join(sources)]
    known += [f"{words.rated(match.fact_check)}: “{match.fact_check.claim}”" for match in item.context]
    return " ".join(filter(None, known))
