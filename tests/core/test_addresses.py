import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diembao.core import addresses

ARTICLE = "https://bao-mau.vn/kinh-te/gia-gao-123.html"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://bao-mau.vn/kinh-te/gia-gao-123.html",
        "HTTPS://WWW.Bao-Mau.VN/kinh-te/gia-gao-123.html",
        "https://bao-mau.vn:443/kinh-te/gia-gao-123.html",
        "http://bao-mau.vn:80/kinh-te/gia-gao-123.html",
        "https://bao-mau.vn./kinh-te/gia-gao-123.html",
        "https://bao-mau.vn/kinh-te/gia-gao-123.html/",
        "https://bao-mau.vn/kinh-te/gia-gao-123.html#binh-luan",
        "https://bao-mau.vn/kinh-te/gia-gao-123.html?utm_source=zalo&fbclid=x&zarsrc=30",
        "https://bao-mau.vn/the-gioi/../kinh-te/./gia-gao-123.html",
        "  https://bao-mau.vn/kinh-te/gia-gao-123.html\n",
    ],
)
def test_spellings_of_one_address(spelling: str) -> None:
    assert addresses.normalise(spelling) == addresses.normalise(ARTICLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.vn/?b=2&a=1", "https://a.vn/?a=1&b=2&utm_medium=rss"),
        ("https://a.vn/tin-hoà", "https://a.vn/tin-ho%c3%a0"),
        ("https://a.vn/?q=lũ+lụt", "https://a.vn/?q=l%C5%A9%20l%E1%BB%A5t"),
        ("https://báo.vn/", "https://xn--bo-mia.vn/"),
        ("https://a.vn", "https://a.vn/"),
    ],
)
def test_more_spellings_of_one_address(one: str, other: str) -> None:
    assert addresses.normalise(one) == addresses.normalise(other)


@pytest.mark.parametrize(
    "other",
    [
        "https://bao-mau.vn/kinh-te/gia-gao-124.html",
        "https://bao-mau.vn/kinh-te/Gia-gao-123.html",
        "https://bao-mau.com.vn/kinh-te/gia-gao-123.html",
        "https://bao-mau.vn:8080/kinh-te/gia-gao-123.html",
        "https://bao-mau.vn/kinh-te/gia-gao-123.html?page=2",
        "https://bao-mau.vn/kinh-te%2Fgia-gao-123.html",
    ],
)
def test_other_addresses(other: str) -> None:
    assert addresses.normalise(other) != addresses.normalise(ARTICLE)


hosts = st.sampled_from("a.vn www.a.vn www.www.a.vn báo.vn a.vn:8080 u:p@a.vn a.vn. [::1]:8000 x.www.vn".split())
#: Without ";": what stands behind it in a path is left as it is.
paths = st.text(alphabet="aB/?&=%+#. ~:@àđ\u0300\t|<>'\"\\2F0") | st.text(st.characters(exclude_characters=";"))


@given(st.sampled_from(["http", "https", "HTTPS"]), hosts, paths)
def test_the_key_of_a_key_is_the_key(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}://{host}/{path}"
    if addresses.is_web_address(url):
        key = addresses.normalise(url)
        assume("#" not in key)  # the key of a very long address ends in a digest, and is no address
        assert addresses.normalise(f"https://{key}") == key


def test_a_very_long_address_has_a_short_key_of_its_own() -> None:
    start = "https://bao-mau.vn/" + "gia-gao/" * 100
    keys = {addresses.normalise(f"{start}{number}") for number in range(3)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {600}
    assert addresses.normalise(f"{start}1?utm_source=rss") in keys
    assert len(addresses.normalise("https://bao-mau.vn/" + "𠀀" * 5000).encode()) < 2700


@given(st.text() | st.from_regex(r"https?://\S+"))
def test_whatever_passes_for_an_address_has_a_key_and_a_host(url: str) -> None:
    if addresses.is_web_address(url):
        assert addresses.normalise(url).startswith((addresses.host(url.strip()), "["))
    else:
        with pytest.raises(ValueError, match="not a web address"):
            addresses.normalise(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bao-mau.vn/tin",
        "/tin",
        "ftp://bao-mau.vn/tin",
        "javascript:alert(1)",
        "mailto:a@bao-mau.vn",
        "https://",
        "https://./tin",
        "https://[::1/tin",
        "https://bao-mau.vn:99999/tin",
        "https://bao-mau.vn:tin/",
        "https://bao-mau.vn/tin\x00",
        "https://bao-mau.vn/\ud800",
        "urn:sha256:00",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert not addresses.is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://facebook.com/ai-do",
        "https://www.facebook.com/ai-do",
        "https://m.facebook.com/ai-do",
        "https://FACEBOOK.com.:443/ai-do",
        "https://bao-mau.vn@facebook.com/",
        "https://ｆacebook。com/ai-do",
        "https://zalo.me/123",
        "https://t.me/kenh",
        "https://www.tiktok.com/@ai",
        "https://youtu.be/x",
    ],
)
def test_social_networks_are_refused(url: str) -> None:
    assert addresses.is_refused(url)


@pytest.mark.parametrize(
    "url", ["https://bao-mau.vn/facebook.com", "https://abct.co/", "https://facebook.com.bao-mau.vn/", "", "xin chào"]
)
def test_what_only_looks_like_a_social_network_is_not_refused(url: str) -> None:
    assert not addresses.is_refused(url)


def test_the_list_of_refused_hosts_has_hosts_only() -> None:
    for name in addresses.refused_hosts():
        assert addresses.host(f"https://{name}/") == name
        assert "." in name


@pytest.mark.parametrize(
    "name",
    "localhost desk.local desk.lan x.internal printer 127.0.0.1 127.1 0x7f.1 2130706433 10.1.2.3 192.168.1.1 "
    "172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1 [::1] fe80::1 fd00::1 ::ffff:127.0.0.1".split(),
)
def test_this_machine_and_private_networks(name: str) -> None:
    assert addresses.is_private(name)


@pytest.mark.parametrize(
    "name", "bao-mau.vn sub.bao-mau.com.vn xn--bo-mia.vn 8.8.8.8 2606:4700::1111 24h.com.vn".split()
)
def test_public_hosts(name: str) -> None:
    assert not addresses.is_private(name)


def test_a_host_is_within_a_domain_by_whole_labels() -> None:
    domains = ("bao-mau.vn", "co.uk")
    assert addresses.within("bao-mau.vn", domains)
    assert addresses.within("m.the-thao.bao-mau.vn", domains)
    assert not addresses.within("xbao-mau.vn", domains)
    assert not addresses.within("vn", domains)


PAGE = "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html"


@pytest.mark.parametrize(
    "form",
    [
        "https://m.bao-mau.example/kinh-te/gia-gao-tang-4420519.html",
        "https://mobile.bao-mau.example/kinh-te/gia-gao-tang-4420519.html",
        "http://www.m.bao-mau.example/kinh-te/gia-gao-tang-4420519.html#binh-luan",
        "https://amp.bao-mau.example/kinh-te/gia-gao-tang-4420519.html",
        "https://bao-mau.example/amp/kinh-te/gia-gao-tang-4420519.html",
        "https://bao-mau.example/m/kinh-te/gia-gao-tang-4420519.html",
        "https://bao-mau.example/print/kinh-te/gia-gao-tang-4420519.html",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html/amp",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html/amp/",
        "https://bao-mau.example/kinh-te/amp/gia-gao-tang-4420519.html",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.amp.html",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519-amp.html",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html.amp",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html/print",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html?print=1",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html?amp",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html?amp=1&outputType=amp",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html?gidzl=aB1&_zl=2&zarsrc=31&ref=trang-chu&rel=tin",
        "https://bao-mau.example/kinh-te/gia-gao-tang-4420519.html?vnn_source=trangchu&vn_campaign=x&utm_medium=zalo",
    ],
)
def test_forms_of_one_page_have_one_key(form: str) -> None:
    assert addresses.normalise(form) == addresses.normalise(PAGE) == "bao-mau.example/kinh-te/gia-gao-tang-4420519.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bao-mau.example/amp", "https://bao-mau.example/"),
        ("https://bao-mau.example/m/kinh-te", "https://bao-mau.example/kinh-te"),
        ("https://bao-mau.example/print", "https://bao-mau.example"),
        ("https://bao-mau.example/bai-viet?m=3&id=7", "https://bao-mau.example/bai-viet?id=7"),
        ("https://bao-mau.example/bai?print=ban-in-1", "https://bao-mau.example/bai"),
        ("https://tram.example/x", "https://example/x"),
        ("https://kinhdoanh.bao-mau.example/gia-gao-tang-4420519.html", PAGE),
        ("https://bao-mau.example/loa-vo-amp.html", "https://bao-mau.example/loa-vo.html"),
    ],
)
def test_what_only_looks_like_a_form_stays_apart(one: str, other: str) -> None:
    assert addresses.normalise(one) != addresses.normalise(other)


def test_a_host_that_is_only_a_form_stays() -> None:
    assert addresses.normalise("https://m.example/gia-gao-tang-4420519.html").startswith("m.example/")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/kinh-te/gia-gao-20260914184400.htm", "20260914184400"),
        ("/kinh-te/gia-gao-4420519.html", "4420519"),
        ("/kinh-te/gia-gao-post12345.html", "post12345"),
        ("/kinh-te/gia-gao-d12345.html", "d12345"),
        ("/gia-gao-188240914.htm", "188240914"),
        ("/tin/1234567/", "1234567"),
        ("/gia-gao-c52625163.epi", "c52625163"),
        ("/amp/gia-gao-4420519.html", "4420519"),
        ("/gia-gao-4420519.html/amp", "4420519"),
        ("/gia-gao-1399999.ldo", "1399999"),
        ("/gia-gao-ngay-20260914.html", ""),
        ("/gia-gao-thang-10-2026.html", ""),
        ("/20260914/gia-gao.html", ""),
        ("/gia-gao", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_page_is_read_off_its_address(path: str, number: str) -> None:
    assert addresses.page_number(f"https://bao-mau.example{path}?x=99999#88888") == number
