"""Errors speak English here."""

import pytest

from diembao.core import i18n


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")
