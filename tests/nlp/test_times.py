from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.clock import VIETNAM
from diembao.core.text import fold
from diembao.nlp.times import DayPart, Granularity, Kind, Unresolved, find_times

#: A Wednesday.
AT = datetime(2026, 9, 16, 10, 0, tzinfo=VIETNAM)


def read(text, at=AT):
    return [
        (text[t.start : t.end], *(f"{day:%d/%m/%Y}" if day else None for day in (t.first, t.last)))
        for t in find_times(text, at)
    ]


DAYS = [
    ("Ngày 14/9/2026, đoàn về xã Bình Lợi.", "Ngày 14/9/2026", "14/09/2026"),
    ("Hội chợ mở cửa ngày 14-9.", "ngày 14-9", "14/09/2026"),
    ("Văn bản ký ngày 14.9.2026.", "ngày 14.9.2026", "14/09/2026"),
    ("Văn bản ký ngày 14.9 tại thị xã.", "ngày 14.9", "14/09/2026"),
    ("Cầu khánh thành 14 tháng 9 năm 2026.", "14 tháng 9 năm 2026", "14/09/2026"),
    ("Cầu khánh thành ngày 5 tháng chín, 2025.", "ngày 5 tháng chín", "05/09/2026"),
    ("Đoàn đến ngày 01/02/2027 theo kế hoạch.", "ngày 01/02/2027", "01/02/2027"),
    ("Chợ đóng cửa (8/12) để sửa.", "8/12", "08/12/2026"),
    ("Bão đổ bộ 14/9.", "14/9", "14/09/2026"),
    ("Dịp lễ 30/4, khách rất đông.", "30/4", "30/04/2026"),
    ("Mùng 2/9, phố treo cờ.", "Mùng 2/9", "02/09/2026"),
    ("Ông bị bắt hôm 12/9.", "12/9", "12/09/2026"),
    ("Quyết định ngày 3/5 năm ngoái bị hủy.", "ngày 3/5 năm ngoái", "03/05/2025"),
    ("Đất giao ngày 1/7/1998 cho hợp tác xã.", "ngày 1/7/1998", "01/07/1998"),
    ("Ngày 20, đoàn sẽ trở lại.", "Ngày 20", "20/09/2026"),
    ("Nước rút từ ngày 28.", "ngày 28", "28/09/2026"),
    ("Hôm nay, trạm bơm chạy thử.", "Hôm nay", "16/09/2026"),
    ("Hôm qua trời mưa.", "Hôm qua", "15/09/2026"),
    ("Ngày hôm qua trời mưa.", "Ngày hôm qua", "15/09/2026"),
    ("Hôm kia trời nắng.", "Hôm kia", "14/09/2026"),
    ("Ngày mai lớp nghỉ.", "Ngày mai", "17/09/2026"),
    ("Họp vào ngày kia tại đình.", "ngày kia", "18/09/2026"),
    ("Thứ Hai tuần tới, trường khai giảng.", "Thứ Hai tuần tới", "21/09/2026"),
    ("Xe hỏng từ thứ Ba tuần trước.", "thứ Ba tuần trước", "08/09/2026"),
    ("Đoàn đến hôm thứ Sáu.", "thứ Sáu", "11/09/2026"),
    ("Chợ phiên họp vào Chủ nhật tới.", "Chủ nhật tới", "20/09/2026"),
    ("Thứ Tư này, chợ mở.", "Thứ Tư này", "16/09/2026"),
    ("Bà đến vào thứ Hai vừa rồi.", "thứ Hai vừa rồi", "14/09/2026"),
    ("Thứ Hai, ngày 14/9, chợ mở.", "Thứ Hai, ngày 14/9", "14/09/2026"),
    ("Thứ Hai (14/9), chợ mở.", "Thứ Hai (14/9)", "14/09/2026"),
    ("Xưởng cháy 3 ngày trước.", "3 ngày trước", "13/09/2026"),
    ("Cách đây năm ngày, bể vỡ.", "Cách đây năm ngày", "11/09/2026"),
    ("Hai ngày nữa đập xả lũ.", "Hai ngày nữa", "18/09/2026"),
]
MOMENTS = [
    ("Sáng nay, xã họp dân.", "Sáng nay", "16/09/2026", None, DayPart.MORNING),
    ("Tối qua, điện mất.", "Tối qua", "15/09/2026", None, DayPart.EVENING),
    ("Chiều mai, đội bóng ra sân.", "Chiều mai", "17/09/2026", None, DayPart.AFTERNOON),
    ("Rạng sáng nay, kho cháy.", "Rạng sáng nay", "16/09/2026", None, DayPart.DAWN),
    ("Chiều hôm qua, đường ngập.", "Chiều hôm qua", "15/09/2026", None, DayPart.AFTERNOON),
    ("Tối 14/9, đường ngập.", "Tối 14/9", "14/09/2026", None, DayPart.EVENING),
    ("Trưa ngày 14/9, đường ngập.", "Trưa ngày 14/9", "14/09/2026", None, DayPart.NOON),
    ("Sáng 14-9, đường ngập.", "Sáng 14-9", "14/09/2026", None, DayPart.MORNING),
    ("Sáng sớm 14/9, đường ngập.", "Sáng sớm 14/9", "14/09/2026", None, DayPart.MORNING),
    ("Sáng thứ Hai (14/9), đường ngập.", "Sáng thứ Hai (14/9)", "14/09/2026", None, DayPart.MORNING),
    ("Tối thứ bảy tuần trước, đường ngập.", "Tối thứ bảy tuần trước", "12/09/2026", None, DayPart.EVENING),
    ("Sáng nay (16/9), đường ngập.", "Sáng nay (16/9)", "16/09/2026", None, DayPart.MORNING),
    ("Đêm 14, đường ngập.", "Đêm 14", "14/09/2026", None, DayPart.NIGHT),
    ("Lúc 18h30 ngày 14/9, xe lật.", "18h30 ngày 14/9", "14/09/2026", time(18, 30), None),
    ("Khoảng 20 giờ tối qua, xe lật.", "20 giờ tối qua", "15/09/2026", time(20), DayPart.EVENING),
    ("Lúc 7 giờ 15 phút sáng nay, xe lật.", "7 giờ 15 phút sáng nay", "16/09/2026", time(7, 15), DayPart.MORNING),
    ("Lúc 8h30 sáng 14/9, xe lật.", "8h30 sáng 14/9", "14/09/2026", time(8, 30), DayPart.MORNING),
    ("Vào 23 giờ ngày 14/9/2026, xe lật.", "23 giờ ngày 14/9/2026", "14/09/2026", time(23), None),
    ("Lúc 7 giờ tối 14/9, xe lật.", "7 giờ tối 14/9", "14/09/2026", time(19), DayPart.EVENING),
    ("Lúc 2 giờ chiều qua, xe lật.", "2 giờ chiều qua", "15/09/2026", time(14), DayPart.AFTERNOON),
    ("Lúc 12 giờ trưa 14/9, xe lật.", "12 giờ trưa 14/9", "14/09/2026", time(12), DayPart.NOON),
    ("Lúc 10 giờ đêm 14/9, xe lật.", "10 giờ đêm 14/9", "14/09/2026", time(22), DayPart.NIGHT),
    ("Lúc 24h ngày 14/9, lệnh hết hạn.", "24h ngày 14/9", "15/09/2026", time(0), None),
    ("Trận đấu lúc 19:15, 14/9.", "19:15, 14/9", "14/09/2026", time(19, 15), None),
    ("Lúc 0h ngày 1/7, giá mới áp dụng.", "0h ngày 1/7", "01/07/2026", time(0), None),
    ("Lúc 6 giờ rưỡi sáng 14/9, xe lật.", "6 giờ rưỡi sáng 14/9", "14/09/2026", time(6, 30), DayPart.MORNING),
]
MOMENTS += [
    ("Ngày 14/9, lúc 18h30, xe lật.", "Ngày 14/9, lúc 18h30", "14/09/2026", time(18, 30), None),
    ("Ngày mai 17/9, lúc 21h, bóng lăn.", "Ngày mai 17/9, lúc 21h", "17/09/2026", time(21), None),
    ("Tối 14/9 lúc 8 giờ, xe lật.", "Tối 14/9 lúc 8 giờ", "14/09/2026", time(20), DayPart.EVENING),
]
PERIODS = [
    ("Tháng 9/2026 mưa nhiều.", "Tháng 9/2026", "01/09/2026", "30/09/2026"),
    ("Tháng 2 năm 2028 mưa nhiều.", "Tháng 2 năm 2028", "01/02/2028", "29/02/2028"),
    ("Hợp đồng hết hạn 10/2026.", "10/2026", "01/10/2026", "31/10/2026"),
    ("Đầu tháng 9, nước lên.", "Đầu tháng 9", "01/09/2026", "10/09/2026"),
    ("Giữa tháng trước, nước lên.", "Giữa tháng trước", "11/08/2026", "20/08/2026"),
    ("Cuối tháng 2/2026, nước lên.", "Cuối tháng 2/2026", "19/02/2026", "28/02/2026"),
    ("Tháng này nước lên.", "Tháng này", "01/09/2026", "30/09/2026"),
    ("Tháng trước nước lên.", "Tháng trước", "01/08/2026", "31/08/2026"),
    ("Tháng tới nước lên.", "Tháng tới", "01/10/2026", "31/10/2026"),
    ("Tháng 11 tới có hội.", "Tháng 11 tới", "01/11/2026", "30/11/2026"),
    ("Tháng 3 tới có hội.", "Tháng 3 tới", "01/03/2027", "31/03/2027"),
    ("Tháng 11 vừa qua có hội.", "Tháng 11 vừa qua", "01/11/2025", "30/11/2025"),
    ("Tháng 9 năm ngoái có hội.", "Tháng 9 năm ngoái", "01/09/2025", "30/09/2025"),
    ("Tháng mười hai năm nay có hội.", "Tháng mười hai năm nay", "01/12/2026", "31/12/2026"),
    ("Năm 2026 mưa nhiều.", "Năm 2026", "01/01/2026", "31/12/2026"),
    ("Năm nay mưa nhiều.", "Năm nay", "01/01/2026", "31/12/2026"),
    ("Năm ngoái mưa nhiều.", "Năm ngoái", "01/01/2025", "31/12/2025"),
    ("Sản lượng cao hơn năm trước.", "năm trước", "01/01/2025", "31/12/2025"),
    ("Năm sau sẽ có cầu.", "Năm sau", "01/01/2027", "31/12/2027"),
    ("Cuối năm nay sẽ có cầu.", "Cuối năm nay", "01/09/2026", "31/12/2026"),
    ("Cầu hỏng hồi đầu năm.", "đầu năm", "01/01/2026", "30/04/2026"),
    ("Cuối năm 2024, cầu hỏng.", "Cuối năm 2024", "01/09/2024", "31/12/2024"),
    ("Đầu 2025, cầu hỏng.", "Đầu 2025", "01/01/2025", "30/04/2025"),
    ("Quý II/2026 thu tăng.", "Quý II/2026", "01/04/2026", "30/06/2026"),
    ("Trong quý III, thu tăng.", "quý III", "01/07/2026", "30/09/2026"),
    ("Quý 4 năm ngoái thu tăng.", "Quý 4 năm ngoái", "01/10/2025", "31/12/2025"),
    ("Quý trước thu tăng.", "Quý trước", "01/04/2026", "30/06/2026"),
    ("Quý I năm 2027 sẽ xong.", "Quý I năm 2027", "01/01/2027", "31/03/2027"),
    ("6 tháng đầu năm thu tăng.", "6 tháng đầu năm", "01/01/2026", "30/06/2026"),
    ("Sáu tháng đầu năm 2025 thu tăng.", "Sáu tháng đầu năm 2025", "01/01/2025", "30/06/2025"),
    ("9 tháng năm 2026 thu tăng.", "9 tháng năm 2026", "01/01/2026", "30/09/2026"),
    ("6 tháng cuối năm sẽ tăng.", "6 tháng cuối năm", "01/07/2026", "31/12/2026"),
    ("Ba tháng đầu năm nay thu tăng.", "Ba tháng đầu năm nay", "01/01/2026", "31/03/2026"),
    ("10 ngày đầu tháng 9 thu tăng.", "10 ngày đầu tháng 9", "01/09/2026", "10/09/2026"),
    ("Nửa đầu năm 2026 thu tăng.", "Nửa đầu năm 2026", "01/01/2026", "30/06/2026"),
    ("Nửa cuối tháng 8 thu tăng.", "Nửa cuối tháng 8", "16/08/2026", "31/08/2026"),
    ("Tuần này nắng.", "Tuần này", "14/09/2026", "20/09/2026"),
    ("Tuần trước nắng.", "Tuần trước", "07/09/2026", "13/09/2026"),
    ("Tuần tới nắng.", "Tuần tới", "21/09/2026", "27/09/2026"),
    ("Đầu tuần này nắng.", "Đầu tuần này", "14/09/2026", "15/09/2026"),
    ("Cuối tuần trước nắng.", "Cuối tuần trước", "12/09/2026", "13/09/2026"),
    ("Tuần qua nắng.", "Tuần qua", "10/09/2026", "16/09/2026"),
    ("Hai năm qua, giá tăng.", "Hai năm qua", "17/09/2024", "16/09/2026"),
    ("Trong 5 năm gần đây, giá tăng.", "5 năm gần đây", "17/09/2021", "16/09/2026"),
    ("Ba tháng vừa qua, giá tăng.", "Ba tháng vừa qua", "17/06/2026", "16/09/2026"),
    ("Trong 10 ngày tới, giá tăng.", "10 ngày tới", "17/09/2026", "26/09/2026"),
    ("Hai năm trước, giá tăng.", "Hai năm trước", "01/01/2024", "31/12/2024"),
    ("Cách đây 3 tháng, giá tăng.", "Cách đây 3 tháng", "01/06/2026", "30/06/2026"),
    ("Hai tuần trước, giá tăng.", "Hai tuần trước", "31/08/2026", "06/09/2026"),
    ("Hai thập kỷ qua, giá tăng.", "Hai thập kỷ qua", "17/09/2006", "16/09/2026"),
    ("Giai đoạn 2021 - 2025, vốn tăng.", "Giai đoạn 2021 - 2025", "01/01/2021", "31/12/2025"),
    ("Nhiệm kỳ 2020-2025 đã hết.", "Nhiệm kỳ 2020-2025", "01/01/2020", "31/12/2025"),
    ("Năm học 2025-2026 đã hết.", "Năm học 2025-2026", "01/09/2025", "31/05/2026"),
    ("Từ năm 2021 đến năm 2025, vốn tăng.", "Từ năm 2021 đến năm 2025", "01/01/2021", "31/12/2025"),
    ("Từ 2021 đến 2025, vốn tăng.", "Từ 2021 đến 2025", "01/01/2021", "31/12/2025"),
    ("Từ đầu năm đến nay, vốn tăng.", "Từ đầu năm đến nay", "01/01/2026", "16/09/2026"),
    ("Từ năm 2020 tới nay, vốn tăng.", "Từ năm 2020 tới nay", "01/01/2020", "16/09/2026"),
    ("Từ ngày 1 đến 5/9, trường nghỉ.", "Từ ngày 1 đến 5/9", "01/09/2026", "05/09/2026"),
    ("Từ 1 đến 5/9, trường nghỉ.", "Từ 1 đến 5/9", "01/09/2026", "05/09/2026"),
    ("Trường nghỉ 1-5/9 theo lịch.", "1-5/9", "01/09/2026", "05/09/2026"),
    ("Từ 28/8 đến hết ngày 2/9, trường nghỉ.", "Từ 28/8 đến hết ngày 2/9", "28/08/2026", "02/09/2026"),
    ("Trường nghỉ 28/8-2/9.", "28/8-2/9", "28/08/2026", "02/09/2026"),
    ("Từ ngày 28/12 đến 2/1/2027, trường nghỉ.", "Từ ngày 28/12 đến 2/1/2027", "28/12/2026", "02/01/2027"),
    ("Từ tháng 3 đến tháng 5/2025, vốn tăng.", "Từ tháng 3 đến tháng 5/2025", "01/03/2025", "31/05/2025"),
    ("Từ tháng 10 đến tháng 2/2027, vốn tăng.", "Từ tháng 10 đến tháng 2/2027", "01/10/2026", "28/02/2027"),
    ("Tháng 3-5/2026, vốn tăng.", "Tháng 3-5/2026", "01/03/2026", "31/05/2026"),
    ("Đêm 14 rạng sáng 15/9, kho cháy.", "Đêm 14 rạng sáng 15/9", "14/09/2026", "15/09/2026"),
    ("Từ 7 giờ đến 11 giờ ngày 5/9, cấm xe.", "Từ 7 giờ đến 11 giờ ngày 5/9", "05/09/2026", "05/09/2026"),
    ("Từ sáng 14/9 đến tối 15/9, cấm xe.", "Từ sáng 14/9 đến tối 15/9", "14/09/2026", "15/09/2026"),
]
UNRESOLVED = [
    ("Mùng 3 Tết, làng mở hội.", "Mùng 3 Tết", Unresolved.LUNAR),
    ("Rằm tháng Bảy, chùa đông.", "Rằm tháng Bảy", Unresolved.LUNAR),
    ("Tháng Giêng là tháng ăn chơi.", "Tháng Giêng", Unresolved.LUNAR),
    ("Giỗ tổ ngày 10/3 âm lịch.", "ngày 10/3 âm lịch", Unresolved.LUNAR),
    ("Giỗ tổ ngày 10/3 (âm lịch).", "ngày 10/3 (âm lịch)", Unresolved.LUNAR),
    ("Vài năm trước, làng nghèo.", "Vài năm trước", Unresolved.VAGUE),
    ("Những ngày qua, trời mưa.", "Những ngày qua", Unresolved.VAGUE),
    ("Lúc 18h30, xe lật.", "18h30", Unresolved.NO_DAY),
    ("Mở cửa từ 7 giờ đến 11 giờ.", "từ 7 giờ đến 11 giờ", Unresolved.NO_DAY),
    ("Ngày 30/2/2026 không có.", "Ngày 30/2/2026", Unresolved.IMPOSSIBLE),
    ("Cùng kỳ năm ngoái không có.", "Cùng kỳ năm ngoái", Unresolved.NO_REFERENCE),
    ("Chiều cùng ngày, nước rút.", "Chiều cùng ngày", Unresolved.NO_REFERENCE),
]
NOT_TIMES = (
    """
Đội nhà thắng 2-1.|Tỷ số là 3-0 sau hiệp một.|Một phần ba, tức 1/3 số hộ, đã dời đi.|Chỉ 3/10 lao động có hợp đồng.
Quầy mở cửa 24/7.|Ông ở đường 30/4.|Xe qua cầu 2/9 rồi rẽ.|Bản đồ tỷ lệ 1/500.|Gọi số 0912.345.678 để hỏi.
Nghị định 168/2024/NĐ-CP có hiệu lực.|Quyết định 12/QĐ-UBND bị hủy.|Giá 14.900 đồng một ký.|Việc xong trong 3 ngày.
Bị phạt 3 năm 6 tháng tù.|Mỗi ngày ông kiếm 5 triệu.|Hai năm trước đó, ông ở xã bên.|Mất 2 giờ 15 phút để đi.
Lần thứ hai ông về.|Thứ ba là thiếu vốn.|Nhà số 5/9 phố Chợ.|Năm người bị thương.|Hàng tháng họ họp.|Buổi sáng trời mát.
Tháng lương 13 của thợ.|Có 2025 hộ được cấp nước.|Lớp 9A2 có 12 em.|Ba má tôi năm nhà.|Sau 2 năm, cầu hỏng.
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize(("text", "span", "day"), DAYS)
def test_days(text, span, day):
    assert (span, day, day) in read(text)
    assert len(read(text)) == 1


@pytest.mark.parametrize(("text", "span", "day", "clock", "part"), MOMENTS)
def test_moments(text, span, day, clock, part):
    (found,) = find_times(text, AT)
    assert read(text) == [(span, day, day)]
    assert (found.clock, found.part, found.kind) == (clock, part, Kind.POINT)
    assert (found.instant is None) == (clock is None)


@pytest.mark.parametrize(("text", "span", "first", "last"), PERIODS)
def test_periods(text, span, first, last):
    assert read(text) == [(span, first, last)]


@pytest.mark.parametrize(("text", "span", "why"), UNRESOLVED)
def test_times_that_are_no_known_days(text, span, why):
    (found,) = find_times(text, AT)
    assert read(text) == [(span, None, None)]
    assert found.unresolved is why


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_is_no_time(text):
    assert read(text) == []


def test_days_of_a_list_share_their_month():
    assert [first for _span, first, _last in read("Ngày 14, 15 và 16/8, đường cấm xe.")] == [
        "14/08/2026",
        "15/08/2026",
        "16/08/2026",
    ]
    assert [span for span, *_days in read("Vốn của năm 2024, 2025 và 2026 tăng.")] == ["năm 2024", "2025", "2026"]


def test_the_same_period_is_the_one_told_before():
    text = "6 tháng đầu năm thu tăng 5% so với cùng kỳ năm ngoái, quý II tăng 7% so với cùng kỳ."
    assert [days[1:] for days in read(text)] == [
        ("01/01/2026", "30/06/2026"),
        ("01/01/2025", "30/06/2025"),
        ("01/04/2026", "30/06/2026"),
        ("01/04/2025", "30/06/2025"),
    ]
    assert read("Tháng 2/2028 tăng so với cùng kỳ.")[1] == ("cùng kỳ", "01/02/2027", "28/02/2027")


def test_the_same_day_is_the_one_told_before():
    assert read("Ngày 14/9, nước lên. Chiều cùng ngày, nước rút. Sáng hôm sau, chợ mở.")[1:] == [
        ("Chiều cùng ngày", "14/09/2026", "14/09/2026"),
        ("Sáng hôm sau", "15/09/2026", "15/09/2026"),
    ]


def test_a_date_without_year_takes_that_of_the_date_before_it_in_its_sentence():
    assert read("Từ ngày 14/9/2019 ông vắng, đến 20/10 mới về. Ngày 2/9 ông đi.")[1:] == [
        ("20/10", "20/10/2019", "20/10/2019"),
        ("Ngày 2/9", "02/09/2026", "02/09/2026"),
    ]


@pytest.mark.parametrize(
    ("at", "told", "expected"),
    [
        ("2027-01-05", "28/12", "28/12/2026"),
        ("2026-12-28", "5/1", "05/01/2027"),
        ("2026-12-15", "12/6", "12/06/2026"),
        ("2026-02-20", "30/8", "30/08/2026"),
        ("2027-03-01", "29/2", "29/02/2024"),
    ],
)
def test_the_year_that_a_date_leaves_out(at, told, expected):
    assert read(f"Ngày {told}, chợ mở.", datetime.fromisoformat(f"{at}T08:00+07:00")) == [
        (f"Ngày {told}", expected, expected)
    ]


def test_the_day_of_the_article_is_the_vietnamese_one():
    late = datetime(2026, 9, 15, 20, 0, tzinfo=UTC)  # 3 o'clock of the next day in Việt Nam
    assert read("Hôm nay mưa.", late) == [("Hôm nay", "16/09/2026", "16/09/2026")]


def test_without_the_day_of_the_article_only_full_dates_are_known():
    text = "Ngày 14/9/2026 mưa, hôm qua nắng, tối 15/9 gió."
    assert read(text, None) == [
        ("Ngày 14/9/2026", "14/09/2026", "14/09/2026"),
        ("hôm qua", None, None),
        ("tối 15/9", "15/09/2026", "15/09/2026"),  # of the year that the sentence names
    ]
    assert [t.unresolved for t in find_times(text, None)] == [None, Unresolved.NO_REFERENCE, None]


@pytest.mark.parametrize(
    ("text", "kind", "granularity", "relative"),
    [
        ("Ngày 14/9/2026.", Kind.POINT, Granularity.DAY, False),
        ("Tối 14/9.", Kind.POINT, Granularity.DAY, False),
        ("Hôm qua.", Kind.POINT, Granularity.DAY, True),
        ("Lúc 18h30 ngày 14/9.", Kind.POINT, Granularity.MINUTE, False),
        ("Tháng 9/2026.", Kind.SPAN, Granularity.MONTH, False),
        ("Quý II năm ngoái.", Kind.SPAN, Granularity.QUARTER, True),
        ("Giai đoạn 2021-2025.", Kind.SPAN, Granularity.YEAR, False),
        ("3 ngày trước.", Kind.ANCHORED, Granularity.DAY, True),
        ("Hai năm qua.", Kind.ANCHORED, Granularity.YEAR, True),
        ("Tuần trước.", Kind.SPAN, Granularity.WEEK, True),
    ],
)
def test_what_kind_of_time_it_is(text, kind, granularity, relative):
    (found,) = find_times(text, AT)
    assert (found.kind, found.granularity, found.relative) == (kind, granularity, relative)


def test_a_range_of_times_of_day():
    (found,) = find_times("Từ 7 giờ đến 11 giờ 30 ngày 5/9, cấm xe.", AT)
    assert (found.first, found.clock, found.until) == (date(2026, 9, 5), time(7), time(11, 30))


def test_text_without_marks_and_in_capitals():
    text = "Ngay 14/9/2026 doan ve xa. Thang 9 nam 2025, tu nam 2021 den nam 2025, sang nay."
    assert [days[1:] for days in read(text)] == [
        ("14/09/2026", "14/09/2026"),
        ("01/09/2025", "30/09/2025"),
        ("01/01/2021", "31/12/2025"),
        ("16/09/2026", "16/09/2026"),
    ]
    assert read("TỐI 14/9, NƯỚC LÊN NHƯ NĂM NGOÁI") == [
        ("TỐI 14/9", "14/09/2026", "14/09/2026"),
        ("NĂM NGOÁI", "01/01/2025", "31/12/2025"),
    ]


PIECES = st.lists(
    st.sampled_from(
        "14 9 2026 30 2 31 0 14/9 14/9/2026 29/2 / - – . , ( ) : h30 ngày tháng năm quý tuần hôm sáng chiều tối đêm "
        "rạng thứ hai ba chủ nhật đầu cuối giữa nửa từ đến nay qua mai ngoái trước sau tới cùng kỳ giai đoạn 9999 1000 "
        "mùng rằm Tết âm lịch II giờ phút lúc nữa cách đây vài những 5000 học".split()
    ),
    max_size=20,
)
INSTANTS = st.none() | st.datetimes(timezones=st.just(UTC))


@given(PIECES, INSTANTS, st.booleans(), st.sampled_from((" ", "")))
def test_spans_are_exact_and_apart(pieces, at, bare, blank):
    text = fold(blank.join(pieces)) if bare else blank.join(pieces)
    try:
        found = find_times(text, at)
    except OverflowError:
        assert at is not None and at.year in (1, 9999)  # the instant itself has no Vietnamese day
        return
    behind = 0
    for each in found:
        assert behind <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        assert (each.first is None) == (each.last is None) == (each.unresolved is not None)
        assert each.first is None or each.last is None or each.first <= each.last
        behind = each.end


@given(st.text(), INSTANTS)
def test_any_text_is_read(text, at):
    if at is None or 1 < at.year < 9999:
        find_times(text, at)


@pytest.mark.parametrize(
    "unit",
    ["1", "1/", "ngày ", "ngày 1 ", "từ ngày 1 đến ", "ngày 1, ", "năm 2020, ", "14/9-", "tháng 9 ", "7h ", "đầu "],
)
def test_a_page_of_rubbish_is_read_once(unit):
    # a reader that went over the page again and again would not come back from this
    find_times(unit * (60_000 // len(unit)), AT)
