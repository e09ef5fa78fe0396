"""Tables of rules that the server process of :mod:`tests.forked` has built before it is forked.

Only what is the same for every home and language may stand here.
"""

from contextvars import copy_context

from diembao.core import i18n
from diembao.core.addresses import refused_hosts
from diembao.core.models import Content
from diembao.crawlers.profiles import shipped_profiles
from diembao.nlp import load_places
from diembao.nlp.annotate import Annotator
from diembao.nlp.statements import statements
from diembao.verify import vocabulary
from diembao.verify.cues import cues


def _catalogue_of(language: str) -> None:
    i18n.use(language)
    i18n._("Usage:")


for language in i18n.LANGUAGES:
    copy_context().run(_catalogue_of, language)  # the language that is spoken afterwards stays unsaid
for text in (
    "Phú Giang có 12 người mất tích.",
    "Phu Giang co 12 nguoi mat tich.",
):  # rules for texts with marks, without
    statements(text)
for marked in (True, False):
    vocabulary.vocabulary(marked=marked)
cues()
Annotator((), load_places("", None)).annotate(
    Content(title="Phú Giang", lead="", text="Phú Giang có 12 người mất tích.")
)
refused_hosts()
shipped_profiles()
