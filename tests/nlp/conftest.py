import pytest

from diembao.core import i18n


@pytest.fixture(autouse=True)
def english():
    """Errors are compared in English, whatever the catalogue says."""
    i18n.use("en")
    yield
    i18n.use("")
