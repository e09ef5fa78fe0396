from pathlib import Path

import pytest

from diembao.core import home as homes
from diembao.core import settings
from diembao.core.errors import CatalogueError, HomeError
from diembao.core.home import Home
from diembao.core.settings import Settings
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests.conftest import SOURCES


@pytest.fixture(autouse=True)
def no_variables(clean_environment: None) -> None:
    """Settings are what the file says."""


def test_a_new_home_works_as_it_is(tmp_path: Path) -> None:
    home = found_home(tmp_path / "moi", province="Đồng Tháp", name="Bàn tin")
    assert (home.settings.desk.province, home.settings.desk.name) == ("Đồng Tháp", "Bàn tin")
    with Parts(home) as parts:
        assert len(parts.sources) > 20
        assert parts.topics
        assert parts.index.count() == 0


def test_without_wishes_the_settings_are_the_defaults(tmp_path: Path) -> None:
    assert found_home(tmp_path / "moi").settings == Settings.model_validate({})


def test_founding_again_completes_and_changes_nothing(home: Home) -> None:
    home.settings_file.write_text('[desk]\nname = "Đã sửa"\n')
    home.topics_file.unlink()
    again = found_home(home.path, name="Khác")
    assert again.settings.desk.name == "Đã sửa"
    assert again.topics_file.exists()
    assert "bao-mau" in again.sources_file.read_text()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("x")
    with pytest.raises(HomeError, match="not empty"):
        found_home(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(HomeError, match=r"file/home cannot be made"):
        found_home(tmp_path / "file" / "home")


def test_a_home_is_found_by_name_then_by_variable(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert homes.find(home.path).path == home.path
    with pytest.raises(HomeError, match="No home is named"):
        homes.find(None)
    monkeypatch.setenv("DIEMBAO_HOME", str(home.path))
    assert homes.find(None).path == home.path
    with pytest.raises(HomeError, match="khac is not a home: it does not exist"):
        homes.find(tmp_path / "khac")
    with pytest.raises(HomeError, match=r"it has no diembao\.toml"):
        homes.find(tmp_path)


def test_parts_open_what_is_used_and_close_what_was_opened(tmp_path: Path) -> None:
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    with Parts(home) as parts:
        assert parts.lookup.named("Báo Mẫu") == parts.sources[0]
    assert not home.archive_file.exists()
    home.sources_file.unlink()
    with Parts(home) as parts, pytest.raises(CatalogueError, match=r"sources\.toml is missing"):
        _ = parts.sources


def test_parts_can_be_used_again_after_closing(home: Home) -> None:
    parts = Parts(home)
    for _time in range(2):
        with parts.archive.reading():
            pass
        parts.close()


def test_default_settings_are_written_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    home = found_home(tmp_path / "moi")
    assert home.settings_file.read_text() == settings.default_file()
    assert "# Settings of this desk." in home.settings_file.read_text()
