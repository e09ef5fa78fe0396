"""Errors speak English here, and generated examples may take their time."""

import hypothesis
import pytest

from diembao.core import i18n

hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")
