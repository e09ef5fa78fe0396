from __future__ import annotations

import pytest

from diembao.core import i18n
from diembao.core.errors import UsageError
from diembao.desk.export import export
from diembao.index import Filters
from diembao.pipeline.parts import Parts


@pytest.mark.parametrize(
    ("text", "filters"),
    [("flag:denied", Filters()), ("cầu -flag:denied", Filters()), ("", Filters(flags=("denied",)))],
)
def test_flagged_articles_are_no_table(parts: Parts, text: str, filters: Filters) -> None:
    i18n.use("en")
    with pytest.raises(UsageError, match="not exported by flag"):
        next(export(parts.archive, parts.index, text, filters))
