"""The press review as a Word file. The same review gives the same bytes."""

from __future__ import annotations

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from diembao.core import i18n
from diembao.core.i18n import _
from diembao.desk import word_file
from diembao.desk.confirmed_flags import ConfirmedFlag
from diembao.desk.review.sheets import Entry, Section, Sheet
from diembao.desk.review.words import lines, more, roman, said
from diembao.desk.word_file import CONTENT_TYPE, add_link

__all__ = ["CONTENT_TYPE", "document"]

_AGENCY, _DATE, _SOURCE, _SIGNATURE = "Agency", "Review Date", "Source Line", "Signature Line"


def document(sheet: Sheet) -> bytes:
    """The review as the bytes of a ``.docx`` file."""
    made = word_file.office_document()
    _set_up_styles(made)
    written_by = ", ".join(sheet.written_by)
    word_file.describe(made, title=sheet.title, author=written_by, at=sheet.edited_at)
    word_file.add(made, sheet.desk.upper(), _AGENCY)
    word_file.add(made, sheet.title.upper(), "Title")
    word_file.add(made, i18n.long_day(sheet.day), _DATE)
    _paragraphs(made, sheet.intro)
    if not sheet.sections:
        word_file.add(made, _("No story was chosen."), "Body Text")
    for number, section in enumerate(sheet.sections, 1):
        _add_section(made, number, section)
    if sheet.flags:
        word_file.add(made, f"{roman(len(sheet.sections) + 1)}. {_('News to be checked').upper()}", "Heading 1")
        for number, flag in enumerate(sheet.flags, 1):
            _add_flag(made, number, flag)
    word_file.add(made, _("Compiled by").upper(), _SIGNATURE).runs[0].bold = True
    word_file.add(made, written_by, _SIGNATURE)
    return word_file.to_bytes(made)


def _add_section(made: DocumentObject, number: int, section: Section) -> None:
    word_file.add(made, f"{roman(number)}. {section.name.upper()}", "Heading 1")
    for position, entry in enumerate(section.entries, 1):
        word_file.add(made, f"{position}. {entry.headline}", "Heading 2")
        _paragraphs(made, entry.note or entry.lead)
        _add_sources(made, entry)


def _add_sources(made: DocumentObject, entry: Entry) -> None:
    paragraph = word_file.add(made, f"{_('Sources') if len(entry.reports) > 1 else _('Source')}: ", _SOURCE)
    for position, report in enumerate(entry.reports):
        if position:
            paragraph.add_run("; ")
        add_link(paragraph, said(report), report.url)
    if entry.others:
        paragraph.add_run(f"; {more(entry.others)}")
    paragraph.add_run(".")


def _add_flag(made: DocumentObject, number: int, flag: ConfirmedFlag) -> None:
    word_file.add(made, f"{number}. {flag.sentence}.", "Body Text")
    for quote in flag.quotes:
        paragraph = word_file.add(made, f"“{quote.text}” – ", _SOURCE)
        add_link(paragraph, quote.publisher, quote.url)
        paragraph.add_run(".")


def _paragraphs(made: DocumentObject, text: str) -> None:
    for line in lines(text):
        word_file.add(made, line, "Body Text")


def _set_up_styles(made: DocumentObject) -> None:
    indent, small = Cm(1.27), Pt(13)
    centre, justified, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT
    word_file.form(made, _AGENCY, bold=True, size=small, align=centre, after=18)
    word_file.form(made, "Title", bold=True, size=Pt(16), align=centre, after=0)
    word_file.form(made, _DATE, italic=True, align=centre, after=14)
    word_file.form(made, "Body Text", align=justified, indent=indent)
    word_file.form(made, "Heading 1", bold=True, size=small, before=14)
    word_file.form(made, "Heading 2", bold=True, align=justified, before=8, after=4)
    word_file.form(made, _SOURCE, italic=True, size=small, align=justified, indent=indent, after=8)
    word_file.form(made, _SIGNATURE, align=right, before=12, after=0)
