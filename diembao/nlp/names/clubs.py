"""Football clubs that reports call by their province: "chủ nhà Hải Phòng ghi liền ba bàn"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diembao.nlp.names.model import Name
from diembao.nlp.names.place_finder import Found

#: How far around a name words of the game are looked for, in characters.
_AROUND = 150
_GAME = re.compile(
    r"\b(?:hlv|v[.-]?league|tiền đạo|tiền vệ|hậu vệ|thủ môn|cầu thủ|bàn thắng|ghi bàn|tỷ số|tỉ số|bóng đá|vòng đấu"
    r"|lượt về|lượt đi|khung thành|đội khách|đội chủ nhà|hạng nhất|rớt hạng|trụ hạng|cầm hòa|kỳ chuyển nhượng|đội bóng"
    r"|phút bù giờ|bàn rút ngắn|bàn gỡ|sân nhà|sân khách|(?:thắng|thua|hòa) \d-\d)\b"
)
_BEFORE = re.compile(
    r"\b(?:chủ nhà|đội khách|đội chủ nhà|đội chủ sân|tiền đạo|tiền vệ|hậu vệ|thủ môn|cầu thủ|trước|gặp|thắng|thua|hạ"
    r"|đội|đánh bại|cầm hòa|đấu với|tinh thần|khung thành|tiếp đón|(?:hlv|cầu thủ|bàn thắng)(?: trưởng)? của"
    r"|thi đấu cho|chơi cho|khoác áo|đầu quân cho|làm khách của) $"
)
_AFTER = re.compile(
    r" (?:dẫn|gỡ hòa|ghi bàn|thắng|thua|hòa|nhập cuộc|thi đấu|có bàn|mất điểm|sở hữu|chiêu mộ|chia điểm|xuống hạng"
    r"|trụ hạng|lên hạng|vẫn|tiếp tục|chủ động|gặp khó|\d-\d)\b"
)
#: What a town does not do.
_SUBJECT = re.compile(
    r" (?:(?:và|cùng) [^,.]{4,20} )?(?:kiểm soát|có chiến thắng|có được|càng|chơi|tung|đá|bất phân thắng bại|vươn|đứng"
    r"|đang|chỉ|sớm|liên tục|cần|là hai đội|giành|để thua|tấn công|phòng ngự|không thể|có lần|đã|bị)\b"
)


def clubs(text: str, form: str, places: Iterable[Found]) -> Iterator[Name]:
    """Clubs among the places.

    :param form: index form of the text.
    :param places: what was found in it; only provinces without a unit word can be clubs.
    """
    for place in places:
        if place.category or place.kind or not place.province or place.name != place.province:
            continue
        start, end = place.start, place.end
        game = set(_GAME.findall(form, max(0, start - _AROUND), end + _AROUND))
        if not game:
            continue
        said = _BEFORE.search(form, max(0, start - 30), start) or _AFTER.match(form, end)
        # two words of the game, and it is who does something
        if said or (len(game) > 1 and _SUBJECT.match(form, end) and _starts_a_sentence(text, start)):
            yield Name(
                start=start, end=end, kind="organisation", name=f"Câu lạc bộ bóng đá {place.former or place.name}"
            )


def _starts_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return not before.strip() or before.rstrip()[-1] in ".!?:" or before[-1] == "\n"
