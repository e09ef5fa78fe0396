"""Sixty fictional reviewed claims, each with a sentence that repeats it and one that says another figure."""

from __future__ import annotations

_PLACES = ("Lạc Hoà", "Vĩnh Bình Sơn", "Đông Khê Hạ", "Tân Phú Lộc", "An Thuỷ Trung")
_NAMES = ("Hải Long Phát", "Minh Trí Đức", "Sao Bắc Hà", "Phú Cường Thịnh", "Đại Nam Việt")
_FIGURES = ((340, 510), (1200, 1700), (85, 62), (4300, 2900), (27, 48))

#: The claim; a sentence that repeats it.
_TEMPLATES = (
    (
        "Nhà máy {name} ở huyện {place} xả {n} m3 nước thải chưa xử lý ra sông.",
        "Theo bài viết, nhà máy {name} tại huyện {place} đã xả ra sông {n} m3 nước thải chưa qua xử lý.",
    ),
    (
        "{n} học sinh ở huyện {place} nhập viện sau khi tiêm vắc xin.",
        "Tại huyện {place}, {n} em học sinh phải vào viện sau khi được tiêm vắc xin.",
    ),
    (
        "Công ty {name} nợ lương {n} công nhân ở huyện {place}.",
        "Công ty {name} còn nợ lương của {n} công nhân làm việc tại huyện {place}.",
    ),
    (
        "Cầu ở xã {place} sập làm {n} người chết.",
        "Vụ sập cầu tại xã {place} khiến {n} người thiệt mạng.",
    ),
    (
        "Huyện {place} thu hồi {n} ha đất ruộng để giao cho công ty {name}.",
        "Huyện {place} đã thu hồi {n} ha đất ruộng rồi giao cho công ty {name}.",
    ),
    (
        "Bệnh viện huyện {place} có {n} ca sốt xuất huyết tử vong.",
        "Bệnh viện huyện {place} ghi nhận {n} ca tử vong do sốt xuất huyết.",
    ),
    (
        "Nước máy ở huyện {place} nhiễm asen gấp {n} lần mức cho phép.",
        "Nước máy tại huyện {place} bị nhiễm asen gấp {n} lần mức cho phép.",
    ),
    (
        "Đập thuỷ lợi {place} vỡ, {n} hộ dân phải sơ tán.",
        "Đập thuỷ lợi {place} bị vỡ làm {n} hộ dân phải đi sơ tán.",
    ),
    (
        "Trường tiểu học {place} thu {n} nghìn đồng tiền điều hoà mỗi học sinh.",
        "Mỗi học sinh trường tiểu học {place} phải nộp {n} nghìn đồng tiền điều hoà.",
    ),
    (
        "Công ty {name} bán {n} tấn gạo giả tại chợ {place}.",
        "Tại chợ {place}, công ty {name} đã bán ra {n} tấn gạo giả.",
    ),
    (
        "Huyện {place} chi {n} tỷ đồng xây cổng chào.",
        "Để xây cổng chào, huyện {place} đã chi {n} tỷ đồng.",
    ),
    (
        "Dịch tả lợn làm chết {n} con lợn ở huyện {place}.",
        "Ở huyện {place}, {n} con lợn đã chết vì dịch tả lợn.",
    ),
)


def claims() -> list[dict[str, str]]:
    """``claim``, ``repeat`` and ``neighbour`` of each."""
    found = []
    for shift, (claim, repeat) in enumerate(_TEMPLATES):
        for place, (n, other) in enumerate(_FIGURES):
            values = {"place": _PLACES[place], "name": _NAMES[(place + shift) % len(_NAMES)]}
            n, other = n + shift, other + shift
            found.append(
                {
                    "claim": claim.format(**values, n=n),
                    "repeat": repeat.format(**values, n=n),
                    "neighbour": repeat.format(**values, n=other),
                }
            )
    return found
