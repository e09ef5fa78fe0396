"""Letters to agencies: a factual question in the form of Vietnamese offices (Decree 30/2020/NĐ-CP), in Vietnamese.

A letter asks for facts and names the day until which an answer is hoped for. It never asks to take anything down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import _Cell

from diembao.archive import Archive
from diembao.archive import cases as rows
from diembao.core.casework import Agency, Case
from diembao.core.clock import local_day
from diembao.core.errors import MailError, UsageError
from diembao.core.i18n import _, day, speaking
from diembao.core.mailing import Attachment, Sending, SendingKind, SendingState
from diembao.core.settings import Settings
from diembao.desk import pages, word_file
from diembao.desk.casework import cases
from diembao.desk.mail import sending as mailing
from diembao.desk.people import acting

_HEADING, _CENTRED, _BODY, _QUOTE, _SMALL, _SIGNED = (
    "Letter Heading",
    "Letter Centred",
    "Body Text",
    "Letter Quote",
    "Letter Recipients",
    "Letter Signature",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that stands in a letter, in the order in which it is read."""

    superior: str
    """Body that the desk belongs to; may be empty."""
    desk: str
    number: str
    """Of the case, and of the letter within it."""
    number_line: str
    about: str
    nation: str
    motto: str
    dated: str
    agency: Agency
    to: str
    opening: str
    claim: str
    sources_follow: str
    sources: Sequence[tuple[str, str]]
    """Quote and address, either of which may be empty."""
    question_follows: str
    question: Sequence[str]
    """Paragraphs."""
    answer_by: str
    closing: str
    recipients: str
    copies: Sequence[str]
    signed: str
    signed_below: str
    author: str
    written_at: datetime

    @property
    def file_name(self) -> str:
        """Name for the letter as a file, without its ending."""
        return f"cong-van-{self.number.partition('/')[0]}"


def sheet(case: Case, letter_id: str, *, settings: Settings, author: str) -> Sheet:
    """What a letter says.

    :param letter_id: its id, or its number within the case.
    :param author: name of the person who wrote it.
    :raises UsageError: the case has no such letter.
    """
    letter = cases.letter_of(case, letter_id)
    desk = settings.desk
    number = f"{case.number}-{case.letters.index(letter) + 1}/HSKC"
    with speaking("vi"):
        return Sheet(
            superior=desk.superior.upper(),
            desk=desk.name.upper(),
            number=number,
            number_line=_("No. {number}").format(number=number),
            about=_("Re: request for information"),
            nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
            motto=_("Independence - Freedom - Happiness"),
            dated=_dated(desk.province, local_day(letter.written_at)),
            agency=letter.agency,
            to=_("To: {agency}").format(agency=letter.agency.name),
            opening=_("{desk} is checking the following information:").format(desk=desk.name),
            claim=case.claim,
            sources_follow=_("These sources are on record:"),
            sources=[(item.quote, item.url) for item in case.evidence if item.quote or item.url],
            question_follows=_("So that it can be checked on solid ground, we kindly ask you for information on this:"),
            question=[line for line in letter.question.split("\n") if line],
            answer_by=_by(letter.deadline, settings.mail.reply_to or settings.mail.sender),
            closing=_(
                "What you tell us will be quoted with the name of your office in the result of the check. "
                "We thank you for your cooperation./."
            ),
            recipients=_("Recipients:"),
            copies=(
                _("- As above;"),
                _("- File: case {number} (drafted by {name}).").format(number=case.number, name=author),
            ),
            signed=_("HEAD OF THE OFFICE"),
            signed_below=_("(Signature, full name)"),
            author=author,
            written_at=letter.written_at,
        )


def send(archive: Archive, ref: str, letter_id: str, *, settings: Settings, who: str) -> tuple[Case, Sending]:
    """Send a letter by mail, with its Word file attached; done twice it is sent once.

    The letter counts as sent once the mail server has taken it; until then its mail waits at the desk and goes out by
    itself. One that the server refused, or that may have been lost, is tried anew.

    :raises UnknownPerson: nobody at this desk is called ``who``; nothing is sent.
    :raises UsageError: the agency has no e-mail address.
    :raises WrongStep: it was sent already, or the case is concluded.
    :raises MailError: the server refuses it.
    :raises SettingsError: no mail server is set up.
    """
    with archive.reading() as connection:  # before anything leaves the desk
        person = acting(connection, who)
        file = cases.complete(connection, cases.find(connection, ref))
    cases.require(file.case, cases.UNDECIDED)
    letter = cases.letter_of(file.case, letter_id)
    cases.require_unsent(letter)
    if not letter.agency.email:
        raise UsageError(
            _("{agency} has no e-mail address.").format(agency=letter.agency.name),
            _("Print the letter and note that it was sent on paper, or add the agency again with --email."),
        )
    written = sheet(file.case, letter.id, settings=settings, author=file.names.get(letter.written_by, ""))
    sending = mailing.send(
        archive,
        settings.mail,
        key=rows.mail_key(letter.id),
        kind=SendingKind.LETTER,
        recipient=letter.agency.email,
        subject=_subject(written),
        html=html(written),
        text=text(written),
        attachments=[Attachment(f"{written.file_name}.docx", word_file.CONTENT_TYPE, document(written))],
        resend=True,
    )
    if sending.state is SendingState.FAILED:
        raise MailError(
            _("The mail to {address} was refused: {error}.").format(
                address=letter.agency.email, error=sending.detail.rstrip(".")
            ),
            _("Check the address of the agency, or send the letter on paper."),
        )
    with archive.writing() as connection:
        rows.note_mailed(connection, file.case.id, letter.id, actor=person.id)
        return cases.find(connection, file.case.id), sending


def told(sending: Sending) -> str:
    """What has become of a letter that was just given to be mailed, for the person who did it."""
    match sending.state:
        case SendingState.SENT:
            return _("The letter was handed to the mail server.")
        case SendingState.CLAIMED:
            return _("The letter waits to be sent: the mail server does not take it now. It goes out by itself.")
        case SendingState.HANDING_OVER:
            return _("The connection broke while the letter was handed over: it may have arrived or not.")
        case SendingState.FAILED:
            return _("The mail server refuses the letter: {error}").format(error=sending.detail)


def html(written: Sheet) -> str:
    """The letter as a page to be printed or mailed."""
    return pages.render("letter.html", sheet=written)


def text(written: Sheet) -> str:
    """The letter as plain text."""
    return pages.render("letter.txt", sheet=written)


def document(written: Sheet) -> bytes:
    """The letter as the bytes of a ``.docx`` file."""
    with speaking("vi"):
        made = word_file.office_document()
    _set_up_styles(made)
    word_file.describe(made, title=_subject(written), author=written.author, at=written.written_at)
    _add_head(made, written)
    made.add_paragraph(written.to, _CENTRED).paragraph_format.space_before = Pt(12)
    if written.agency.address:
        made.add_paragraph(written.agency.address, _CENTRED)
    made.add_paragraph(written.opening, _BODY).paragraph_format.space_before = Pt(12)
    made.add_paragraph(f"“{written.claim}”", _QUOTE)
    if written.sources:
        made.add_paragraph(written.sources_follow, _BODY)
        for quote, url in written.sources:
            paragraph = made.add_paragraph(f"- “{quote}”" if quote else "-", _QUOTE)
            if url:
                paragraph.add_run(" ")
                word_file.add_link(paragraph, url, url)
    made.add_paragraph(written.question_follows, _BODY)
    for line in written.question:
        made.add_paragraph(line, _BODY)
    made.add_paragraph(written.answer_by, _BODY)
    made.add_paragraph(written.closing, _BODY)
    _add_foot(made, written)
    return word_file.to_bytes(made)


def _subject(written: Sheet) -> str:
    return f"{written.number} {written.about}"


def _dated(place: str, value: date) -> str:
    words = {"day": f"{value.day:02}", "month": f"{value.month:02}", "year": value.year}
    if not place:
        return _("day {day} month {month} year {year}").format(**words)
    return _("{place}, day {day} month {month} year {year}").format(place=place, **words)


def _by(deadline: date, address: str) -> str:
    if not address:
        return _("Please answer in writing until {day}.").format(day=day(deadline))
    return _("Please answer in writing or by e-mail to {address} until {day}.").format(
        day=day(deadline), address=address
    )


def _set_up_styles(made: DocumentObject) -> None:
    centre, justified = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    word_file.form(made, _HEADING, size=Pt(13), align=centre, after=0)
    word_file.form(made, _CENTRED, align=centre, after=2)
    word_file.form(made, _BODY, align=justified, indent=Cm(1.27))
    word_file.form(made, _QUOTE, italic=True).paragraph_format.left_indent = Cm(1.27)
    word_file.form(made, _SMALL, size=Pt(11), after=0)
    word_file.form(made, _SIGNED, align=centre, after=0)


def _add_head(made: DocumentObject, written: Sheet) -> None:
    left, right = _columns(made, Cm(6.4), Cm(9.6))
    if written.superior:
        _line(left, written.superior, _HEADING)
    _line(left, written.desk, _HEADING, bold=True)
    _line(left, "───────", _HEADING)
    _line(left, written.number_line, _HEADING)
    _line(left, written.about, _HEADING)
    _line(right, written.nation, _HEADING, bold=True)
    _line(right, written.motto, _HEADING, bold=True)
    _line(right, "────────────────", _HEADING)
    _line(right, written.dated, _HEADING, italic=True)


def _add_foot(made: DocumentObject, written: Sheet) -> None:
    made.add_paragraph("", _SMALL)
    left, right = _columns(made, Cm(8), Cm(8))
    _line(left, written.recipients, _SMALL, bold=True, italic=True)
    for copy in written.copies:
        _line(left, copy, _SMALL)
    _line(right, written.signed, _SIGNED, bold=True)
    _line(right, written.signed_below, _SIGNED, italic=True)


def _columns(made: DocumentObject, *widths: Cm) -> Sequence[_Cell]:
    table = made.add_table(rows=1, cols=len(widths))
    table.autofit = False
    cells: Sequence[_Cell] = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = width  # some programs read the one, some the other
    return cells


def _line(cell: _Cell, words: str, style: str, *, bold: bool | None = None, italic: bool | None = None) -> None:
    # A new cell begins with one empty paragraph.
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
