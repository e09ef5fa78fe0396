"""Telling an article's lead among its first lines: meta tags cut it and word it otherwise, readers see it printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from diembao.core.text import words
from diembao.crawlers.extraction.blocks import Block, names_of
from diembao.crawlers.extraction.lines import ends_a_sentence, key

#: Share of a lead's words that a printed line must have to be that lead, cut or worded a little otherwise.
_SAME_LEAD = 0.8
#: Names of an element that holds the lead.
_LEAD = re.compile(
    r"sapo|chapeau|(^|[\s_-])(lead|summary|tom-?tat|trich-?dan|trich|description|desc?|intro|mota|mo-?ta)([\s_-]|$)",
    re.I,
)
#: Lines at the beginning of a container among which a lead may stand.
_TOP = 3
#: A first line in bold with at least as many words is a lead; fewer are a heading.
_LEAD_WORDS = 8


def printed_lead(
    lines: Sequence[Block], announced: str, *, before: Sequence[Block] = ()
) -> tuple[str, Sequence[Block]]:
    """The lead as it is printed, and the lines without it.

    :param announced: the lead as meta tags or the door have it; it stands where none is printed.
    :param before: lines between the headline and the text.
    """
    top = lines[:_TOP]
    named = next((line for line in (*before, *top) if _is_named_lead(line)), None)
    alike = next((line for line in (*top, *before) if announced and _is_lead(line.text, announced)), None)
    bold = top[0] if len(lines) > 1 and top[0].bold and _is_long(top[0]) else None
    alone = next((line for line in before if not announced and _is_long(line) and ends_a_sentence(line.text)), None)
    printed = named or alike or bold or alone
    if printed is None:
        return announced, lines
    repeated = [line for line in top if line is printed or key(line.text) == key(printed.text)]
    return printed.text, [line for line in lines if line not in repeated] or lines


def _is_named_lead(line: Block) -> bool:
    around = line.element.getparent()
    names = names_of(line.element) + (names_of(around) if around is not None and len(around) == 1 else "")
    return bool(_LEAD.search(names)) and _is_long(line)


def _is_long(line: Block) -> bool:
    return len(line.text.split()) >= _LEAD_WORDS and line.linked < 0.5


def _is_lead(line: str, lead: str) -> bool:
    """Whether a printed line is a lead, which meta tags cut and reword."""
    printed, announced = key(line), key(lead)
    if printed == announced or (len(announced) > 40 and printed.startswith(announced)):
        return True
    one, other = Counter(words(printed)), Counter(words(announced))
    common = (one & other).total()
    return common >= _SAME_LEAD * max(one.total(), other.total())
