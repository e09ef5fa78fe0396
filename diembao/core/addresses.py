"""Addresses of pages: their normal form, their host, and hosts that are never collected."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import lru_cache
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode, urlsplit

from w3lib.url import canonicalize_url

#: Query parameters that say where a reader came from, not which page it is.
_TRACKING_PREFIXES = ("utm_", "_ga", "at_", "mc_", "pk_", "itm_", "vero_", "hsa_", "vn_", "vnn_")
_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid twclid ttclid yclid zanpid zarsrc gidzl _zl igshid cmpid ref_src ref_url "
    "fb_action_ids fb_action_types fb_source ncid spm s_kwcid _hsenc _hsmi mkt_tok zalo_share share_from ref rel "
    "mibextid gad_source gclsrc amp_js_v amp_gsa usqp aoh __twitter_impression".split()
)
#: What asks for another form of the same page: AMP, print, mobile.
_FORMS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")}) | {
    (name, value) for name in ("print", "mobile", "m") for value in ("", "1", "true")
}
_FORM_HOSTS = re.compile(r"^(?:www\.)*(?:m|mobile|wap|amp)\.(?=[^.]+\.)")
_FORM_FOLDERS = re.compile(r"^/(?:amp|mobile|m|print)(?=/)|/(?:amp|print)(?=/[^/]+$)")
_FORM_ENDS = re.compile(r"(?:/(?:amp|print)|\.amp)$|[-.]amp(?=\.\w+$)")
#: A page's number as the last thing in its address: "-4420519.html", "-post12345.html", "/news/123456", "-c12345.epi".
_NUMBER = re.compile(r"(?:^|[-/._])([a-z]{0,5})(\d{5,22})(?:\.[a-z]{2,6})?$")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LONG_NUMBER = re.compile(r"\d{5}")
_WWW = re.compile(r"^(www\.)+")
#: What no address holds: control characters (line ends in a sloppy feed excepted) and halves of surrogate pairs.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: IPv4 as networks without it reach it (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: Longest key that is kept as it is. PostgreSQL indexes 2,700 bytes, and a character may have four.
_LONGEST_KEY = 600


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - reading it is what tells that it is a number and in range
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host(url.strip())) and not _NO_TEXT.search(url.strip())


def for_readers(url: str) -> str:
    """An address that readers can follow; empty for what is none, such as the address made for a text without one."""
    return url if is_web_address(url) else ""


def host(url: str) -> str:
    """Host of an address as the name system knows it, without ``www.``, and without port; empty when there is none."""
    try:
        name = urlsplit(url).hostname or ""
        if not name.isascii():
            name = name.encode("idna").decode()
    except ValueError:
        return ""
    return _WWW.sub("", name).rstrip(".")


@lru_cache(maxsize=4096)  # on its way through a pass each address is asked for some ten times
def normalise(url: str) -> str:
    """The key under which an address is known: one key for all spellings of one address, and all forms of one page.

    Scheme, ``www.``, fragment, tracking parameters, their order, default ports and a closing slash make no difference;
    neither do the marks by which an article's address asks for its AMP, mobile or print form. The end of a very long
    one is a digest.

    :raises ValueError: the address is not an absolute web address.
    """
    if not is_web_address(url):
        raise ValueError(f"not a web address: {url!r}")
    url = url.strip()
    parts = urlsplit(canonicalize_url(url))
    query = urlencode(
        [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name not in _TRACKING
            and not name.startswith(_TRACKING_PREFIXES)
            and (name.lower(), value.lower()) not in _FORMS
        ]
    )
    name = f"[{host(url)}]" if ":" in host(url) else _FORM_HOSTS.sub("", host(url))
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    key = f"{name}{port}{_plain_path(parts.path)}" + (f"?{query}" if query else "")
    if len(key) <= _LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: _LONGEST_KEY - 1 - len(digest)]}#{digest}"


def _plain_path(path: str) -> str:
    """A path without what asks for another form of the page; one that does not lead to an article stays as it is."""
    path = path.rstrip("/")
    plain = _FORM_ENDS.sub("", _FORM_FOLDERS.sub("", path))
    segment = plain.rpartition("/")[2]
    return (plain if segment.count("-") > 1 or _LONG_NUMBER.search(segment) else path) or "/"


def page_number(url: str) -> str:
    """The number that an outlet gave a page, as its address ends with it, letters before it included; empty: none.

    It stays the same when the page moves to another section or gets another title. A day alone is no such number.
    """
    try:
        path = _plain_path(urlsplit(url.strip()).path)
    except ValueError:
        return ""
    found = _NUMBER.search(path.rpartition("/")[2].lower())
    return "" if found is None or _DAY.fullmatch(found[2]) else "".join(found.groups())


def within(name: str, domains: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether host ``name`` is one of ``domains`` or below one of them."""
    labels = name.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))


@lru_cache(maxsize=1)
def refused_hosts() -> frozenset[str]:
    """Social networks, messengers and the like: the shipped list, which no setting shortens."""
    lines = (files("diembao.core") / "refused_hosts.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if (name := line.split("#")[0].strip().lower()))


def is_refused(url: str) -> bool:
    """Whether an address belongs to a social network or messenger."""
    return within(host(url), refused_hosts())


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, by itself or as what IPv6 wraps it into."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def is_private(name: str) -> bool:
    """Whether a host name or IP address is this machine or a private network, by its name alone."""
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa")):
        return True
    try:
        return not is_public(name.strip("[]"))
    except ValueError:
        last = name.rpartition(".")[2]
        return last == name or last[:1].isdigit()  # 127.1 is an address, too
