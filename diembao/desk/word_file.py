"""Word files in the form of Vietnamese offices (Decree 30/2020/NĐ-CP): page, fonts, links.

A4, Times New Roman 14, the page number above the text from the second page on. Equal content gives equal bytes: a file
knows no time but what :func:`describe` says.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from diembao.core import i18n

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Times New Roman"
_SIZE = Pt(14)
_NO_INDENT = Cm(0)
_LINK = "Hyperlink"
_LINK_COLOUR = RGBColor(0x0B, 0x4F, 0x8A)
#: What XML 1.0 has no place for.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The earliest time that a zip archive can give a member.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def office_document() -> DocumentObject:
    """An empty document with page, fonts and language set up."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_page_number(header)
    normal = form(made, "Normal")
    normal.paragraph_format.line_spacing = 1.1
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "vi-VN" if i18n.language() == "vi" else "en-GB")
    normal.element.get_or_add_rPr().append(language)
    link = made.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _LINK_COLOUR
    link.font.underline = True
    return made


def form(
    made: DocumentObject,
    name: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: Length = _SIZE,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    indent: Length = _NO_INDENT,
    before: float = 0,
    after: float = 6,
) -> ParagraphStyle:
    """Give a paragraph style its looks; one that Word does not bring along is made.

    :param indent: of the first line.
    :param before: space above, in points; ``after``: space below.
    """
    known = {style.name for style in made.styles}
    style = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):  # its theme fonts would win over ours
        properties.remove(fonts)
    style.font.name = _FONT
    for script in ("w:cs", "w:eastAsia"):
        properties.find(qn("w:rFonts")).set(qn(script), _FONT)
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    style.font.size, style.font.bold, style.font.italic = size, bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.alignment, style.paragraph_format.first_line_indent = align, indent
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def add(made: DocumentObject, text: str, style: str) -> Paragraph:
    """A paragraph; characters that no Word file can hold are left out, as they are in links and properties."""
    return made.add_paragraph(_printable(text), style)


def add_link(paragraph: Paragraph, text: str, url: str) -> None:
    """Text that leads to an address; plain text when there is none."""
    run = paragraph.add_run(_printable(text))
    if url:
        run.style = _LINK
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run._r.addprevious(link)  # type: ignore[arg-type]
        link.append(run._r)


def describe(made: DocumentObject, *, title: str, author: str, at: datetime) -> None:
    """What the file says about itself.

    :param at: when the content was written.
    """
    properties = made.core_properties
    properties.title, properties.comments, properties.language = _printable(title)[:255], "", i18n.language()
    properties.author = properties.last_modified_by = _printable(author)[:255]
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)


def to_bytes(made: DocumentObject) -> bytes:
    """The saved file, without the present time that every member of a zip archive would carry."""
    saved, timeless = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(timeless, "w") as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _NO_TIME), before.read(name), zipfile.ZIP_DEFLATED)
    return timeless.getvalue()


def _printable(text: str) -> str:
    return _NO_XML.sub("", text)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("2")
    run._r.addprevious(field)  # type: ignore[arg-type]
    field.append(run._r)
