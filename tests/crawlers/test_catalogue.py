"""``sources.toml``: the shipped one, and what is said about a bad one."""

import re
from pathlib import Path

import pytest

from diembao.core import addresses
from diembao.core.errors import CatalogueError, UnknownSource
from diembao.core.models import Channel, Door, Source, SourceKind
from diembao.crawlers.catalogue import find_source, load_sources, shipped_catalogue

GOOD = """\
[[source]]
id = "bao-mau"
name = "Báo Mẫu"
publisher = "Sở Thông tin tỉnh Mẫu"
kind = "local"
domains = ["baomau.vn"]
"""


def load(folder: Path, text: str | bytes) -> tuple[Source, ...]:
    file = folder / "sources.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_sources(file)


def refused(folder: Path, text: str | bytes) -> str:
    """What is said; it names the file."""
    with pytest.raises(CatalogueError) as error:
        load(folder, text)
    assert str(folder / "sources.toml") in error.value.message
    return str(error.value)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, ...]:
    return load(tmp_path_factory.mktemp("shipped"), shipped_catalogue())


# the shipped catalogue


def test_the_shipped_catalogue_is_large_and_of_all_kinds(shipped: tuple[Source, ...]) -> None:
    assert len(shipped) >= 60
    assert {source.kind for source in shipped} == set(SourceKind)


def test_every_shipped_source_has_a_publisher_a_host_and_a_door(shipped: tuple[Source, ...]) -> None:
    for source in shipped:
        assert source.publisher.strip(), source.id
        assert source.domains, source.id
        assert source.doors, source.id


def test_no_shipped_source_claims_to_be_verified_and_all_but_aggregators_are_on(shipped: tuple[Source, ...]) -> None:
    assert not [source.id for source in shipped if source.verified]
    assert {source.id for source in shipped if not source.enabled} == {"cafef", "kenh14"}


def test_no_shipped_host_is_refused_or_private(shipped: tuple[Source, ...]) -> None:
    for source in shipped:
        assert not source.local
        for url in (*(door.url for door in source.doors), *(f"https://{domain}" for domain in source.domains)):
            assert not addresses.is_refused(url), url
            assert not addresses.is_private(addresses.host(url)), url


def test_no_two_shipped_sources_share_a_domain_or_a_door(shipped: tuple[Source, ...]) -> None:
    for places in (
        [domain for source in shipped for domain in source.domains],
        [door.url for source in shipped for door in source.doors],
    ):
        assert sorted(places) == sorted(set(places))


def test_shipped_local_sources_name_their_place(shipped: tuple[Source, ...]) -> None:
    assert not [source.id for source in shipped if source.kind is SourceKind.LOCAL and not source.place]


# the shipped list of refused hosts


@pytest.mark.parametrize(
    "host",
    """facebook.com fb.com instagram.com threads.net x.com twitter.com t.co tiktok.com youtube.com youtu.be zalo.me
    telegram.org t.me whatsapp.com messenger.com viber.com discord.gg reddit.com linkedin.com voz.vn tinhte.vn
    blogspot.com wordpress.com medium.com substack.com mastodon.social bsky.app""".split(),
)
def test_social_networks_messengers_forums_and_blogs_are_refused(host: str) -> None:
    for url in (
        f"https://{host}",
        f"http://www.{host}/p",
        f"https://m.{host}:443/x?y",
        f"HTTPS://{host.upper()}/",
        f"https://{host}./",
    ):
        assert addresses.is_refused(url)


@pytest.mark.parametrize(
    "host", ["nhandan.vn", "abct.co", "notfacebook.com", "facebook.com.vn", "box.com", "chinhphu.vn"]
)
def test_hosts_that_only_look_alike_are_not_refused(host: str) -> None:
    assert not addresses.is_refused(f"https://{host}/")


def test_the_list_holds_host_names_only() -> None:
    assert len(addresses.refused_hosts()) > 100
    assert not [name for name in addresses.refused_hosts() if addresses.host(f"https://{name}") != name]


# a catalogue of one's own


def test_every_key_arrives(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"baomau.vn"', '"baomau.vn", "127.0.0.1"')
        + """\
place = "Phú Giang"
former = "Hợp nhất năm 2025"
interval_minutes = 15
verified = true
enabled = false
local = true
feeds = ["https://baomau.vn/rss", { url = "https://m.baomau.vn/rss", section = "Thời sự" }]
sitemaps = ["http://127.0.0.1:8000/sitemap.xml"]
listings = [{ url = "https://baomau.vn/", article_pattern = '^/tin/\\d+' }]
"""
    )
    assert load(tmp_path, text) == (
        Source(
            id="bao-mau",
            name="Báo Mẫu",
            publisher="Sở Thông tin tỉnh Mẫu",
            kind=SourceKind.LOCAL,
            domains=("baomau.vn", "127.0.0.1"),
            place="Phú Giang",
            former="Hợp nhất năm 2025",
            interval_minutes=15,
            verified=True,
            enabled=False,
            local=True,
            doors=(
                Door(url="https://baomau.vn/rss", channel=Channel.FEED),
                Door(url="https://m.baomau.vn/rss", channel=Channel.FEED, section="Thời sự"),
                Door(url="http://127.0.0.1:8000/sitemap.xml", channel=Channel.SITEMAP),
                Door(url="https://baomau.vn/", channel=Channel.LISTING, article_pattern=r"^/tin/\d+"),
            ),
        ),
    )


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())[0].id == "bao-mau"


def test_an_empty_catalogue_has_no_sources(tmp_path: Path) -> None:
    assert load(tmp_path, "# chưa có nguồn nào\n") == ()


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=re.escape(str(tmp_path / "x.toml"))):
        load_sources(tmp_path / "x.toml")


@pytest.mark.parametrize("text", ["[[source]\n", 'id = "x\n', b"\xff\xfe"])
def test_what_is_not_toml_is_named(tmp_path: Path, text: str | bytes) -> None:
    assert "not valid TOML" in refused(tmp_path, text)


@pytest.mark.parametrize(
    "text", ["source = 5", 'source = ["a"]', 'source = "a"', GOOD.replace("[[source]]", "[source]")]
)
def test_sources_that_are_no_list_of_tables_are_named(tmp_path: Path, text: str) -> None:
    assert "[[source]]" in refused(tmp_path, text)


def test_an_unknown_table_is_named(tmp_path: Path) -> None:
    assert "sources" in refused(tmp_path, GOOD.replace("[[source]]", "[[sources]]"))


def test_two_sources_of_one_id_are_named(tmp_path: Path) -> None:
    assert "bao-mau" in refused(tmp_path, GOOD + GOOD)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("feed", "feeds"),
        ("listing", "listings"),
        ("site_maps", "sitemaps"),
        ("interval", "interval_minutes"),
        ("enable", "enabled"),
        ("Place", "place"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_one(tmp_path: Path, wrong: str, nearest: str) -> None:
    said = refused(tmp_path, f"{GOOD}{wrong} = 1\n")
    assert "bao-mau" in said
    assert f"no key {wrong}" in said
    assert said.endswith(f"Did you mean {nearest}?")


def test_an_unknown_key_of_a_door_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD + 'feeds = [{ url = "https://baomau.vn/rss", sections = "Thời sự" }]')
    assert "bao-mau" in said
    assert said.endswith("Did you mean section?")


@pytest.mark.parametrize("key", ["id", "name", "publisher", "kind", "domains"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    without = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{key} "))
    said = refused(tmp_path, without)
    assert f"{key} is missing" in said
    assert ("number 1" if key == "id" else "bao-mau") in said
    assert ("responsible publisher" in said) is (key == "publisher")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("id = 5", "id"),
        ('id = "Báo Mẫu"', "id"),
        ('id = "bao_mau"', "id"),
        ("name = 5", "name"),
        ('publisher = ["a"]', "publisher"),
        ('publisher = ""', "publisher"),
        ('kind = "blog"', "kind"),
        ('kind = ["local"]', "kind"),
        ('domains = "baomau.vn"', "domains"),
        ("domains = [5]", "domains"),
        ("domains = []", "domains"),
        ('domains = ["https://baomau.vn"]', "domains"),
        ('domains = ["www.baomau.vn"]', "domains"),
        ('domains = ["BaoMau.vn"]', "domains"),
        ('domains = ["baomau.vn/"]', "domains"),
        ('domains = ["baomau.vn:8080"]', "domains"),
        ('domains = [""]', "domains"),
    ],
)
def test_a_required_key_with_a_bad_value_is_named(tmp_path: Path, line: str, key: str) -> None:
    name = key + " "
    text = "\n".join(line if old.startswith(name) else old for old in GOOD.splitlines())
    said = refused(tmp_path, text)
    assert key in said.removeprefix(str(tmp_path))
    assert "source" in said


def test_an_id_or_a_door_that_no_archive_can_hold_is_named(tmp_path: Path) -> None:
    assert "id is longer than 100 characters" in refused(tmp_path, GOOD.replace('"bao-mau"', f'"{"a" * 101}"'))
    door = f'feeds = ["https://baomau.vn/{"đ" * 1000}"]'
    assert "feeds.url is longer than 2000 characters" in refused(tmp_path, GOOD + door)


def test_a_bad_kind_is_answered_with_the_good_ones(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD.replace('"local"', '"blog"'))
    assert all(kind in said for kind in SourceKind)


@pytest.mark.parametrize(
    "line",
    [
        "place = 5",
        "former = true",
        'interval_minutes = "30"',
        "interval_minutes = true",
        "interval_minutes = 0",
        "interval_minutes = -5",
        'verified = "yes"',
        "enabled = 1",
        'local = "false"',
        'feeds = "https://baomau.vn/rss"',
        "feeds = [5]",
        'feeds = [{ section = "Thời sự" }]',
        "feeds = [{ url = 5 }]",
        'feeds = ["baomau.vn/rss"]',
        'feeds = ["ftp://baomau.vn/rss"]',
        'feeds = ["https://baomau.vn:abc/rss"]',
        'feeds = [{ url = "https://baomau.vn/rss", section = 5 }]',
        'listings = [{ url = "https://baomau.vn/", article_pattern = "(" }]',
        'listings = [{ url = "https://baomau.vn/", article_pattern = 5 }]',
    ],
)
def test_an_optional_key_with_a_bad_value_is_named(tmp_path: Path, line: str) -> None:
    said = refused(tmp_path, GOOD + line)
    assert "bao-mau" in said
    assert (line.partition(" ")[0] in said) or "article_pattern" in said


def test_a_door_outside_the_domains_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD + 'feeds = ["https://baokhac.vn/rss"]')
    assert "bao-mau" in said
    assert "https://baokhac.vn/rss" in said
    assert "baomau.vn" in said


@pytest.mark.parametrize("host", ["facebook.com", "vn-vn.facebook.com", "zalo.me", "youtube.com"])
def test_a_social_network_is_no_source(tmp_path: Path, host: str) -> None:
    said = refused(tmp_path, GOOD.replace("baomau.vn", host) + "local = true")
    assert "bao-mau" in said
    assert host in said
    assert "never collected" in said


@pytest.mark.parametrize(
    "host", ["localhost", "bao.localhost", "127.0.0.1", "10.1.2.3", "192.168.1.1", "may-chu", "tin.lan"]
)
def test_a_private_host_is_no_source_unless_it_says_so(tmp_path: Path, host: str) -> None:
    text = GOOD.replace("baomau.vn", host)
    said = refused(tmp_path, text)
    assert "bao-mau" in said
    assert host in said
    assert "local = true" in said
    assert load(tmp_path, text + "local = true")[0].domains == (host,)


# finding one


def test_a_source_is_found_by_its_id(shipped: tuple[Source, ...]) -> None:
    assert find_source(shipped, "nhandan").name == "Báo Nhân Dân"


def test_an_unknown_id_is_answered_with_the_nearest(shipped: tuple[Source, ...]) -> None:
    with pytest.raises(UnknownSource, match=r"nhan-dan.*Did you mean nhandan\?"):
        find_source(shipped, "nhan-dan")


def test_an_id_like_none_is_answered_with_the_list(shipped: tuple[Source, ...]) -> None:
    with pytest.raises(UnknownSource, match="sources list"):
        find_source(shipped, "zzzzzzzzzzzz")
