"""What sort of text a page holds, where no profile says it.

Its own words for machines, its section's name, its address and its share of captions tell. A page that nothing of this
names is an article: a kind too many does more harm than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from diembao.core.models import ArticleKind
from diembao.core.text import fold

_TYPES = {
    "liveblogposting": ArticleKind.LIVE,
    "opinionnewsarticle": ArticleKind.OPINION,
    "advertisercontentarticle": ArticleKind.ADVERT,
}
#: Whole names of sections, without marks.
_SECTIONS = {
    ArticleKind.OPINION: (
        "goc nhin|xa luan|binh luan|binh luan - phe phan|y kien|y kien ban doc|ban doc|ban doc viet|quan diem"
        "|thoi su va suy nghi|thoi su & suy nghi|chao buoi sang|su kien va binh luan|blog|phiem dam"
    ),
    ArticleKind.VIDEO: "video|videos|truyen hinh|media",
    ArticleKind.PHOTO: "anh|photo|phong su anh|chum anh|infographic|infographics|do hoa|tin anh|thoi su qua anh",
    ArticleKind.ADVERT: (
        "thong tin doanh nghiep|tai tro|noi dung tai tro|thong tin quang cao|quang cao|rao vat|pr|advertorial"
        "|can biet|tin tai tro|ban can biet"
    ),
    ArticleKind.LIVE: "truc tiep|tuong thuat truc tiep",
}
_BY_SECTION = {name: kind for kind, names in _SECTIONS.items() for name in names.split("|")}
#: First segment of an address.
_BY_PATH = {
    kind: re.compile(rf"^/(?:{names})(?:/|\.html?$)")
    for kind, names in (
        (ArticleKind.OPINION, "goc-nhin|xa-luan|binh-luan|y-kien|ban-doc-viet|quan-diem"),
        (ArticleKind.VIDEO, "videos?"),
        (ArticleKind.PHOTO, "photo|phong-su-anh|infographics?|chum-anh"),
        (ArticleKind.ADVERT, "thong-tin-doanh-nghiep|tai-tro|rao-vat|quang-cao"),
        (ArticleKind.LIVE, "truc-tiep|tuong-thuat-truc-tiep"),
    )
}
#: A photo essay has at least this many captions, unless it has no other text, and they hold at least this share of its
#: words.
_CAPTIONS, _CAPTION_SHARE = 5, 0.5


def kind_of(
    *, types: Iterable[str], og_type: str, section: str, url: str, words: int, captions: tuple[str, ...]
) -> ArticleKind:
    """The kind of an article.

    :param types: what the page's article object calls itself; ``og_type`` likewise in its meta tags.
    :param section: its section's name; ``url``: its address.
    :param words: how many its text has.
    """
    for name in types:
        if kind := _TYPES.get(name.lower()):
            return kind
    if og_type.lower().startswith("video"):
        return ArticleKind.VIDEO
    if kind := _BY_SECTION.get(" ".join(fold(section.lower()).split())):
        return kind
    path = urlsplit(url).path
    for kind, form in _BY_PATH.items():
        if form.search(path):
            return kind
    in_captions = sum(len(caption.split()) for caption in captions)
    if (
        (len(captions) >= _CAPTIONS or not words)
        and in_captions
        and in_captions >= _CAPTION_SHARE * (in_captions + words)
    ):
        return ArticleKind.PHOTO
    return ArticleKind.ARTICLE
