"""Letters to agencies: a factual question in the form of Vietnamese offices (Decree 30/2020/NĐ-CP), in Vietnamese.

A letter asks for facts and names the day until which an answer is hoped for. It never asks to take anything down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parseaddr

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from diembao.archive import Archive
from diembao.archive import cases as rows
from diembao.core.casework import Agency, Case, CaseEvidence
from diembao.core.clock import local_day
from diembao.core.errors import MailError, UsageError
from diembao.core.i18n import _, day, speaking
from diembao.core.mailing import Attachment, Sending, SendingKind, SendingState
from diembao.core.settings import Settings
from diembao.core.text import clean_line
from diembao.desk import pages, word_file
from diembao.desk.casework import cases
from diembao.desk.casework.cases import CaseFile
from diembao.desk.mail import sending as mailing
from diembao.desk.mail.words import answer
from diembao.desk.people import acting

_HEADING, _CENTRED, _BODY, _QUOTE, _SOURCE, _SMALL, _SIGNED = (
    "Letter Heading",
    "Letter Centred",
    "Body Text",
    "Letter Quote",
    "Letter Source",
    "Letter Recipients",
    "Letter Signature",
)
_SIZE = Pt(13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a letter refers to."""

    place: str
    """Outlet and date; empty for what is not in the archive."""
    quote: str
    url: str

    @property
    def words(self) -> str:
        """What is read before the address."""
        return ": ".join(filter(None, (self.place, f"“{self.quote}”" if self.quote else "")))


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
    reported_follow: str
    reported: Sequence[Source]
    """Where the claim stands word for word; these have no quote, which would be the claim again."""
    related_follow: str
    related: Sequence[Source]
    """Whatever else is on record."""
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


def sheet(file: CaseFile, letter_id: str, *, settings: Settings, source_names: Mapping[str, str]) -> Sheet:
    """What a letter says.

    :param letter_id: its id, or its number within the case.
    :param source_names: id of a source -> its name.
    :raises UsageError: the case has no such letter.
    """
    case = file.case
    letter = cases.letter_of(case, letter_id)
    author = file.names.get(letter.written_by, "")
    sources = [_source(item, file, source_names) for item in case.evidence if item.quote or item.url]
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
            reported_follow=_("This is reported at:"),
            reported=[replace(source, quote="") for source in sources if _is_same(source.quote, case.claim)],
            related_follow=_("These sources tell of the matter too:"),
            related=[source for source in sources if not _is_same(source.quote, case.claim)],
            question_follows=_("So that it can be checked on solid ground, we kindly ask you for information on this:"),
            question=[line for line in letter.question.split("\n") if line],
            answer_by=_by(letter.deadline, parseaddr(settings.mail.reply_to or settings.mail.sender)[1]),
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


def send(
    archive: Archive, ref: str, letter_id: str, *, settings: Settings, source_names: Mapping[str, str], who: str
) -> tuple[Case, Sending]:
    """Send a letter by mail, with its Word file attached; done twice it is sent once.

    The letter counts as sent once the mail server has taken it; until then its mail waits at the desk and goes out by
    itself. One that the server refused, or that may have been lost, is tried anew.

    :param source_names: id of a source -> its name.
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
    written = sheet(file, letter.id, settings=settings, source_names=source_names)
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
                address=letter.agency.email, error=answer(sending).rstrip(".")
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
            return _("The mail server refuses the letter: {error}").format(error=answer(sending))


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
    _add_sources(made, written.reported_follow, written.reported)
    _add_sources(made, written.related_follow, written.related)
    made.add_paragraph(written.question_follows, _BODY)
    for line in written.question:
        made.add_paragraph(line, _BODY)
    # A signature never stands on a page of its own: the end of what is asked goes with it.
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in (written.answer_by, written.closing):
        made.add_paragraph(line, _BODY).paragraph_format.keep_with_next = True
    _add_foot(made, written)
    return word_file.to_bytes(made)


def _source(item: CaseEvidence, file: CaseFile, source_names: Mapping[str, str]) -> Source:
    article = file.articles.get(item.article_id or "")
    if article is None:
        return Source(place="", quote=item.quote, url=item.url)
    outlet, published = source_names.get(article.source_id, article.source_id), article.content.published_at
    dated = day(local_day(published)) if published else ""
    return Source(place=", ".join(filter(None, (outlet, dated))), quote=item.quote, url=item.url)


def _is_same(quote: str, claim: str) -> bool:
    first, second = (clean_line(text).rstrip(".").casefold() for text in (quote, claim))
    return first == second


def _add_sources(made: DocumentObject, follow: str, sources: Sequence[Source]) -> None:
    if not sources:
        return
    made.add_paragraph(follow, _BODY).paragraph_format.keep_with_next = True
    for source in sources:
        paragraph = word_file.add(made, " ".join(filter(None, ("-", source.words))), _SOURCE)
        if source.url:
            paragraph.add_run(" ")
            word_file.add_link(paragraph, source.url, source.url)


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
    # The smaller of the two sizes that the decree allows each: an ordinary letter is one page.
    word_file.form(made, _HEADING, size=Pt(12), align=centre, after=0)
    word_file.form(made, _CENTRED, size=_SIZE, align=centre, after=2)
    word_file.form(made, _BODY, size=_SIZE, align=justified, indent=Cm(1.27), after=4)
    word_file.form(made, _QUOTE, size=_SIZE, italic=True, after=4).paragraph_format.left_indent = Cm(1.27)
    word_file.form(made, _SOURCE, size=_SIZE, after=2).paragraph_format.left_indent = Cm(1.27)
    word_file.form(made, _SMALL, size=Pt(11), after=0)
    word_file.form(made, _SIGNED, size=_SIZE, align=centre, after=0)
    for name in (_HEADING, _CENTRED, _BODY, _QUOTE, _SOURCE, _SMALL, _SIGNED):
        made.styles[name].paragraph_format.line_spacing = 1.0


def _add_head(made: DocumentObject, written: Sheet) -> None:
    left, right = _columns(made, Cm(6.6), Cm(9.4))
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
    made.add_paragraph("", _SMALL).paragraph_format.keep_with_next = True
    left, right = _columns(made, Cm(8), Cm(8))
    _line(left, written.recipients, _SMALL, bold=True, italic=True)
    for copy in written.copies:
        _line(left, copy, _SMALL)
    _line(right, written.signed, _SIGNED, bold=True)
    _line(right, written.signed_below, _SIGNED, italic=True)


def _columns(made: DocumentObject, *widths: Cm) -> Sequence[_Cell]:
    table = made.add_table(rows=1, cols=len(widths))
    table.autofit = False
    _without_margins(table)
    cells: Sequence[_Cell] = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = width  # some programs read the one, some the other
    return cells


def _without_margins(table: Table) -> None:
    """The columns of a head are as narrow as their longest lines allow."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # which comes after the margins
    assert look is not None
    look.addprevious(margins)  # type: ignore[arg-type]


def _line(cell: _Cell, words: str, style: str, *, bold: bool | None = None, italic: bool | None = None) -> None:
    # A new cell begins with one empty paragraph.
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
