import tomllib
from importlib.resources import files

import pytest

from diembao.core.errors import CatalogueError, SettingsError
from diembao.core.text import index_form
from diembao.nlp.places import KINDS, load_places


@pytest.fixture
def extra(tmp_path):
    def write(text):
        file = tmp_path / "places.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def names_of(province):
    return (province.name, *province.merged, *province.aliases, *province.places)


class TestShipped:
    def test_34_provinces_of_which_six_are_cities(self):
        provinces = load_places().provinces
        assert len(provinces) == 34
        assert {province.name for province in provinces if province.kind == KINDS[1]} == {
            "Hà Nội",
            "Hải Phòng",
            "Huế",
            "Đà Nẵng",
            "Cần Thơ",
            "Thành phố Hồ Chí Minh",
        }

    def test_the_63_provinces_before_july_2025(self):
        provinces = load_places().provinces
        former = [name for province in provinces for name in (province.name, *province.merged)]
        assert len(former) == len(set(former))
        # Hà Tây had gone to Hà Nội in 2008; Huế was Thừa Thiên Huế
        assert len(set(former) - {"Hà Tây", "Thừa Thiên Huế"}) == 63

    @pytest.mark.parametrize(
        ("province", "merged"),
        [
            ("Vĩnh Long", {"Bến Tre", "Trà Vinh"}),
            ("Lâm Đồng", {"Đắk Nông", "Bình Thuận"}),
            ("Thành phố Hồ Chí Minh", {"Bình Dương", "Bà Rịa - Vũng Tàu"}),
            ("Lạng Sơn", set()),
        ],
    )
    def test_mergers(self, province, merged):
        assert {p.name: set(p.merged) for p in load_places().provinces}[province] == merged

    def test_a_name_means_one_place(self):
        meant = {}
        for province in load_places().provinces:
            for name in names_of(province):
                assert meant.setdefault(index_form(name), province.name) == province.name
            for name in province.not_places:
                assert meant.setdefault(index_form(name), "none") == "none"

    def test_names_that_several_provinces_have_are_not_in_it(self):
        names = {name for province in load_places().provinces for name in names_of(province)}
        assert not names & {"Châu Thành", "Phú Tân", "Tam Nông", "Kỳ Sơn", "An Lão", "Chợ Mới", "Vĩnh Thạnh"}

    def test_the_file_has_no_other_keys(self):
        text = (files("diembao.nlp") / "data" / "provinces.toml").read_text(encoding="utf-8")
        assert set(tomllib.loads(text)) == {"province"}


class TestHome:
    @pytest.mark.parametrize(
        ("given", "home"),
        [
            ("", ""),
            ("  ", ""),
            ("An Giang", "An Giang"),
            ("tỉnh An Giang", "An Giang"),
            ("Thành phố Đà Nẵng", "Đà Nẵng"),
            ("TP.HCM", "Thành phố Hồ Chí Minh"),
            ("Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
            ("Thanh Hoá", "Thanh Hóa"),
            ("thành phố Huế", "Huế"),
        ],
    )
    def test_by_name_or_alias(self, given, home):
        assert load_places(given).home == home

    @pytest.mark.parametrize(
        ("given", "nearest"), [("An Giag", "An Giang"), ("Da Nag", "Đà Nẵng"), ("Ca Mau", "Cà Mau")]
    )
    def test_a_misspelt_one_names_the_nearest(self, given, nearest):
        with pytest.raises(SettingsError, match=f"Did you mean {nearest}"):
            load_places(given)

    def test_a_former_one_names_what_it_is_part_of(self):
        with pytest.raises(SettingsError, match="part of Vĩnh Long since July 2025") as caught:
            load_places("Bến Tre")
        assert 'now "Vĩnh Long"' in caught.value.hint

    def test_nothing_near(self):
        with pytest.raises(SettingsError, match="Known names: An Giang"):
            load_places("Xyzzyx")


PHU_GIANG = """
[[province]]
name = "Phú Giang"
kind = "tỉnh"
places = ["Bến Sậy", "Hòn Mây"]
"""


class TestExtra:
    def test_a_whole_province(self, extra):
        gazetteer = load_places("Phú Giang", extra(PHU_GIANG))
        assert gazetteer.home == "Phú Giang"
        assert len(gazetteer.provinces) == 35
        assert gazetteer.provinces[-1].places == ("Bến Sậy", "Hòn Mây")

    def test_more_places_of_a_known_one(self, extra):
        file = extra('[[province]]\nname = "An Giang"\nplaces = ["chợ Vồm"]\naliases = ["Xứ Lúa"]\n')
        (an_giang,) = [p for p in load_places("Xứ Lúa", file).provinces if p.name == "An Giang"]
        assert "chợ Vồm" in an_giang.places
        assert "Long Xuyên" in an_giang.places
        assert an_giang.kind == "tỉnh"

    def test_it_does_not_change_what_others_get(self, extra):
        load_places("", extra(PHU_GIANG))
        assert len(load_places().provinces) == 34

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ('[[province]]\nname = "A"\nplace = ["b"]', ["province A, place:", "Did you mean places?"]),
            ('[[province]]\nkind = "tỉnh"', ["province 1, name:", "missing"]),
            ('[[province]]\nname = "A"\nkind = "huyện"', ["province A, kind:", "tỉnh, thành phố"]),
            ('[[province]]\nname = "A"\nplaces = "b"', ["province A, places:", "not a list"]),
            ('[[province]]\nname = "A"\n[[province]]\nname = "A"', ["province A, name:", "twice"]),
            ('[[provinces]]\nname = "A"', ["provinces", "Did you mean province?"]),
        ],
    )
    def test_mistakes_are_named(self, extra, text, parts):
        with pytest.raises(CatalogueError) as caught:
            load_places("", extra(text))
        for part in ("places.toml", *parts):
            assert part in str(caught.value)
