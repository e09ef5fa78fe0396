"""The demo with another search engine: one option, written into its home."""

from pathlib import Path

import pytest

from diembao.core.home import Home
from diembao.demo.show import Show
from diembao.index import drop_index
from tests import services


@pytest.mark.parametrize("engine", ["elasticsearch"])
def test_the_option_is_kept_in_the_home(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMBAO_INDEX__URL", services.elasticsearch())
    for chosen in (engine, None):
        with Show(tmp_path / "home", engine=chosen, talk=False):
            home = Home(tmp_path / "home")
            assert home.settings.index.engine == engine
    drop_index(home)
