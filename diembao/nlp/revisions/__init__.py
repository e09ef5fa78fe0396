"""What became of a text between two readings of its page. Pure: no network, no clock.

:func:`compare` aligns the sentences of two versions; :func:`judge` says what kind of edit lies between them.
"""

from diembao.nlp.revisions.comparing import Change, Comparison, Row, compare
from diembao.nlp.revisions.corrections import notice
from diembao.nlp.revisions.judging import Judgement, judge
from diembao.nlp.revisions.wording import Piece, Why, pieces

__all__ = ["Change", "Comparison", "Judgement", "Piece", "Row", "Why", "compare", "judge", "notice", "pieces"]
