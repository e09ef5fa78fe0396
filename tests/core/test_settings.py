import tomllib
from pathlib import Path

import pytest

from diembao.core import i18n, settings
from diembao.core.errors import SettingsError

DEFAULTS = settings.Settings.model_validate({})


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diembao.toml"


def refusal(file: Path, text: str = "", **environment: str) -> SettingsError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        settings.load(file, environment)
    return caught.value


def test_without_file_and_variables_everything_has_its_default(file: Path) -> None:
    assert settings.load(file, {}) == DEFAULTS


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text('[desk]\nname = "Tệp"\nprovince = "Huế"\n[crawl]\nretries = 5\n', encoding="utf-8")
    loaded = settings.load(file, {"DIEMBAO_DESK__NAME": "Biến", "DIEMBAO_CRAWL__REVISIT_HOURS": "[2, 0.5]"})
    assert (loaded.desk.name, loaded.desk.province, loaded.crawl.retries) == ("Biến", "Huế", 5)
    assert loaded.crawl.revisit_hours == (2, 0.5)


def test_other_variables_are_none_of_its_business(file: Path) -> None:
    others = {"DIEMBAO_HOME": "/tmp", "TESTS_REQUIRE": "chromium", "DIEMBAOBAB": "1", "HOME": "/root"}
    assert settings.load(file, others) == DEFAULTS


@pytest.mark.parametrize(
    ("text", "wrong", "nearest"),
    [
        ('[desk]\nprovinec = "Huế"\n', "desk.provinec", "desk.province"),
        ("[crawl]\ndelay_second = 2\n", "crawl.delay_second", "crawl.delay_seconds"),
        ("[crawler]\nretries = 2\n", "[crawler]", "[crawl]"),
    ],
)
def test_a_misspelt_key_names_the_nearest_right_one(file: Path, text: str, wrong: str, nearest: str) -> None:
    error = refusal(file, text)
    assert f"{file}: there is no setting {wrong}." == error.message
    assert error.hint == f"Did you mean {nearest}?"


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("DIEMBAO_DESK__PROVINEC", "DIEMBAO_DESK__PROVINCE"),
        ("DIEMBAO_DESK_NAME", "DIEMBAO_DESK__NAME"),
        ("DIEMBAO_LOGS__LEVEL", "DIEMBAO_LOG__LEVEL"),
    ],
)
def test_a_misspelt_variable_names_the_nearest_right_one(file: Path, variable: str, nearest: str) -> None:
    error = refusal(file, **{variable: "x"})
    assert variable in error.message
    assert error.hint == f"Did you mean {nearest}?"


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("[crawl]\nretries = -1", "crawl.retries", "at least 0"),
        ("[crawl]\nretries = 1.5", "crawl.retries", "a whole number"),
        ('[crawl]\nretries = "hai"', "crawl.retries", "a whole number"),
        ("[crawl]\ntimeout_seconds = 0", "crawl.timeout_seconds", "above 0"),
        ("[crawl]\ndelay_seconds = inf", "crawl.delay_seconds", "at most 600"),
        ("[crawl]\ndelay_seconds = nan", "crawl.delay_seconds", "at most 600"),
        ("[crawl]\nrevisit_hours = [1, -1]", "crawl.revisit_hours.1", "at least 0"),
        ("[crawl]\nrevisit_hours = [inf]", "crawl.revisit_hours.0", "at most 87600"),
        ("[crawl]\nrevisit_hours = 3", "crawl.revisit_hours", "a list of numbers"),
        ('[crawl]\nrevisit_hours = ["x"]', "crawl.revisit_hours.0", "a number"),
        ('[desk]\nlanguage = "fr"', "desk.language", "one of: 'vi', 'en'"),
        ("[desk]\nname = 3", "desk.name", "a text"),
    ],
)
def test_an_impossible_value_is_named_with_its_place_and_the_reason(
    file: Path, text: str, where: str, reason: str
) -> None:
    message = refusal(file, text).message
    assert message.startswith(f"{file}: {where} cannot be ")
    assert message.endswith(f"it must be {reason}.")


def test_an_impossible_value_of_a_variable_names_the_variable(file: Path) -> None:
    assert refusal(file, DIEMBAO_DASHBOARD__PORT="0").message.startswith("DIEMBAO_DASHBOARD__PORT cannot be '0'")


@pytest.mark.parametrize("text", ['name = "Bàn tin"\n', "desk = 3\n", "[[desk]]\n"])
def test_a_key_outside_any_section_is_named(file: Path, text: str) -> None:
    assert "outside any section" in refusal(file, text, DIEMBAO_DESK__NAME="x").message


@pytest.mark.parametrize("text", ["[desk\nname = 1", "[desk]\nname = Huế", "[desk]\n[desk]\n"])
def test_what_is_not_toml_is_said_with_the_line(file: Path, text: str) -> None:
    message = refusal(file, text).message
    assert message.startswith(f"{file} is not valid TOML")
    assert "line" in message


def test_a_file_in_another_encoding_is_said_to_be_no_toml(file: Path) -> None:
    file.write_bytes('[desk]\nprovince = "Huế"\n'.encode("utf-16"))
    with pytest.raises(SettingsError, match="is not valid TOML"):
        settings.load(file, {})


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_text('[desk]\nprovince = "Huế"\n', encoding="utf-8-sig")
    assert settings.load(file, {}).desk.province == "Huế"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(tmp_path, {})


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_default_file_changes_nothing(file: Path, language: str) -> None:
    i18n.use(language)
    file.write_text(settings.default_file(), encoding="utf-8")
    assert settings.load(file, {}) == DEFAULTS


def test_the_default_file_shows_every_setting_and_each_default_is_right(file: Path) -> None:
    shown = [line.removeprefix("# ") if " = " in line else line for line in settings.default_file().splitlines()]
    values = tomllib.loads("\n".join(shown))
    for name, model in settings.sections().items():
        assert values[name].keys() == model.model_fields.keys()
    file.write_text("\n".join(shown), encoding="utf-8")
    assert settings.load(file, {}) == DEFAULTS


def test_what_is_set_in_the_default_file_is_kept(file: Path) -> None:
    odd = 'Bàn "tin" \\ 1'
    file.write_text(settings.default_file(name=odd, province="Đồng Tháp", language="en"), encoding="utf-8")
    desk = settings.load(file, {}).desk
    assert (desk.name, desk.province, desk.language) == (odd, "Đồng Tháp", "en")


def test_every_setting_is_described_in_both_languages() -> None:
    for model in settings.sections().values():
        for info in model.model_fields.values():
            assert info.description
            i18n.use("vi")
            assert i18n._(info.description) != info.description
            i18n.use("en")


def test_sections_and_keys_are_in_alphabetical_order() -> None:
    assert list(settings.sections()) == sorted(settings.sections())
    for model in settings.sections().values():
        assert list(model.model_fields) == sorted(model.model_fields)


@pytest.mark.parametrize(("contact", "ending"), [("", "monitoring)"), ("a@b.vn", "monitoring; a@b.vn)")])
def test_the_user_agent_says_who_asks(contact: str, ending: str) -> None:
    agent = settings.CrawlSettings.model_validate({"contact": contact}).user_agent
    assert agent.startswith("diembao/")
    assert agent.endswith(ending)


@pytest.mark.parametrize(
    "text",
    ['[index]\nurl = "https://desk:bí-mật@host:9200"', "[index]\npassword = 4711", '[index]\nurl = "host:bí-mật"'],
)
def test_no_message_shows_a_password(file: Path, text: str) -> None:
    message = refusal(file, text).message
    assert message.startswith(f"{file}: index.")
    assert "mật" not in message
    assert "4711" not in message
    assert "bí-mật" not in repr(settings.IndexSettings(password="bí-mật"))


@pytest.mark.parametrize("prefix", ["Diembao", "-x", "a b", "a*", "a" * 201])
def test_a_prefix_is_a_name_that_elasticsearch_takes(file: Path, prefix: str) -> None:
    assert "index.prefix cannot be" in refusal(file, f'[index]\nprefix = "{prefix}"').message
