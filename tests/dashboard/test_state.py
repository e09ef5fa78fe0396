import pytest

from diembao.core.home import Home
from diembao.dashboard import state


@pytest.mark.parametrize(
    "name", ["settings_file", "sources_file", "topics_file", "places_file", "topic_model_file", "ranking_model_file"]
)
def test_what_is_read_once_is_read_again_when_it_has_changed(home: Home, name: str) -> None:
    before = state._fingerprint(home)
    file = getattr(home, name)
    file.parent.mkdir(exist_ok=True)
    with file.open("ab") as opened:
        opened.write(b"\n")
    assert state._fingerprint(home) != before
