"""The catalogue of visible strings.

``python scripts/messages.py`` takes new strings of the source over into ``diembao.po`` and drops those that are gone;
``--check`` changes nothing and fails when the catalogue is not up to date, or a string has no translation.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "diembao"
CATALOGUE = PACKAGE / "core" / "locale" / "vi" / "LC_MESSAGES" / "diembao.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Every string of the source that is shown to people."""
    template = Catalog(project="diembao", charset="utf-8")
    methods = [("**.py", "python"), ("desk/templates/**", "jinja2")]
    found = extract_from_dir(str(PACKAGE), methods, keywords=KEYWORDS, strip_comment_tags=True)
    for file, _line, message, _comments, context in found:
        template.add(message, None, [(f"diembao/{file}", 1)], context=context)
    return template


def updated() -> Catalog:
    """The catalogue with the strings of the source."""
    catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="vi")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file. Without line numbers, so that moving code does not change it."""
    for message in catalogue:
        message.locations = sorted({(file, None) for file, _line in message.locations})
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: diembao\\n"\n"Language: vi\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + out.getvalue().strip() + b"\n"


def problems(catalogue: Catalog) -> list[str]:
    """Strings without translation, and translations whose placeholders differ."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        text = message.string if isinstance(message.string, str) else "".join(message.string or ())
        source = message.id if isinstance(message.id, str) else message.id[0]
        if message.fuzzy:
            found.append(f"doubtful, and not used: {source!r}")
        elif not text:
            found.append(f"no translation: {source!r}")
        elif _fields(source) != _fields(text):
            found.append(f"other placeholders: {source!r} -> {text!r}")
    return found


def _fields(text: str) -> set[str]:
    from string import Formatter

    try:
        return {name for _literal, name, _format, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:  # a text with a lone brace is not a format
        return set()


def main() -> int:
    """Update or check."""
    catalogue = updated()
    content = written(catalogue)
    if "--check" in sys.argv:
        wrong = problems(catalogue)
        if content != CATALOGUE.read_bytes():
            wrong.append("the catalogue is not up to date: run python scripts/messages.py")
        print("\n".join(wrong) or f"{len(catalogue)} messages, all translated")
        return bool(wrong)
    CATALOGUE.write_bytes(content)
    print(f"{len(catalogue)} messages, {len(problems(catalogue))} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
