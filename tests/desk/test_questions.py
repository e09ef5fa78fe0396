"""What a letter may ask, and what no letter asks for."""

from __future__ import annotations

import unicodedata

import pytest

from diembao.core.errors import UsageError
from diembao.desk.casework.questions import factual

ASKED = [
    "Hà Nội dừng bao nhiêu dự án?",
    "Công an thông tin về vụ việc khi nào?",
    "Dự án trang trại nuôi heo có diện tích bao nhiêu?",
    "Vì sao ngừng dự án trang trại ở xã Tân Mỹ?",
    "Dự án tin học hóa có tổng vốn bao nhiêu?",
    "Tỉnh hạ tin học xuống thành môn tự chọn từ năm nào?",
    "Ha Noi dung bao nhieu du an tin hoc hoa?",
    "Cong an thong tin ve vu viec khi nao?",
    "Du an trang trai nay co dien tich bao nhieu?",
    "Đơn vị nào đã chặn đường, xóa vạch kẻ và gỡ biển báo ở cầu Vàm Trúc?",
    "Sở đã gỡ bài đăng trên cổng thông tin vào ngày nào, theo văn bản nào?",
    "Vì sao thông báo trên cổng thông tin bị gỡ?",
    "Có bao nhiêu cơ sở bị xử phạt, tổng số tiền là bao nhiêu?",
    "Sở đã xử lý báo cáo của chủ đầu tư như thế nào?",
    "Đề nghị xử lý số liệu trong báo cáo quý III và cho biết kết quả.",
    "Ngân hàng đã khóa bao nhiêu tài khoản liên quan vụ lừa đảo?",
    "Thu hồi đất của bao nhiêu hộ, diện tích bao nhiêu?",
    "Nơi ở tạm của người dân tái định cư được bố trí ở đâu?",
    "Địa chỉ của các điểm tiêm chủng là gì?",
    "Danh sách các hộ được hỗ trợ có bao nhiêu hộ?",
    "Thống kê số vụ cháy từ đầu năm theo báo cáo của Công an tỉnh.",
    "Bao nhiêu học sinh đã được báo trước về việc dừng xe đưa đón?",
    "Giấy phép xây dựng của công trình bị thu hồi ngày nào?",
    "Tổng mức đầu tư được duyệt là bao nhiêu?\n\nVăn bản nào quyết định, ngày nào?",
    "Con số 2.510 tỷ đồng mà bài báo nêu lấy từ văn bản nào?",
    "Chủ đầu tư có đóng trang thiết bị của trạm y tế không?",
    "Đề nghị cho biết số liệu nêu trong bài viết nói trên có đúng không.",
    "Hàng rào chắn ở bãi rác được hạ xuống ngày nào?",
    "Mỗi hộ được khoan giếng hay rút tiền hỗ trợ bao nhiêu?",
    "Đề nghị cung cấp thông tin về dự án mà báo nêu.",
    "Con số báo nêu đúng hay sai?",
    "Sở xử lý thế nào sau khi báo nêu?",
    "Bãi rác mà bạn đọc phản ánh ở đâu, diện tích bao nhiêu?",
    "Danh sách cơ sở vi phạm mà báo nêu, mức phạt từng cơ sở?",
    "Bài báo nêu 120 căn nhà tạm cần xóa; con số này có đúng không?",
    "Bao giờ xóa nhà tạm cho 120 hộ ở xã Rạch Gốc Tre?",
]
TAKE_DOWN, PUNISH, WHO, LISTED = "take something down", "act against", "the person who", "list or rate"
REFUSED = [
    ("Đề nghị Sở chỉ đạo gỡ bỏ bài viết nêu trên.", TAKE_DOWN),
    ("de nghi xoa cac bai nay", TAKE_DOWN),
    ("Yêu cầu báo hạ bài.", TAKE_DOWN),
    ("Chặn trang này giúp.", TAKE_DOWN),
    ("Đề nghị chặn truy cập bài viết nói trên", TAKE_DOWN),
    ("Đề nghị ngăn truy cập vào trang.", TAKE_DOWN),
    ("Đề nghị khoá truy cập trang báo nói trên.", TAKE_DOWN),
    ("Đề nghị đóng truy cập tới đường dẫn.", TAKE_DOWN),
    ("Đề nghị quý cơ quan thu hồi bài báo sai sự thật.", TAKE_DOWN),
    ("Đề nghị xoá ngay toàn bộ các bài đã đăng.", TAKE_DOWN),
    ("Bài viết nói trên cần được gỡ xuống trong hôm nay.", TAKE_DOWN),
    ("Yêu cầu ngừng đăng tin bài về dự án.", TAKE_DOWN),
    ("Đề nghị gỡ thông tin sai lệch nêu trên.", TAKE_DOWN),
    ("de nghi chan truy cap trang bao nay", TAKE_DOWN),
    ("De nghi go bo bai viet neu tren.", TAKE_DOWN),
    ("Đề nghị thu hồi thẻ nhà báo của người này.", TAKE_DOWN),
    ("Đề nghị xử lý tác giả bài viết.", PUNISH),
    ("Đề nghị xử phạt phóng viên đã đưa tin.", PUNISH),
    ("Đề nghị xử lý nghiêm trách nhiệm của báo đưa tin sai.", PUNISH),
    ("Yêu cầu kỷ luật nhà báo viết bài này.", PUNISH),
    ("Đề nghị xử phạt hành chính đối với tờ báo.", PUNISH),
    ("de nghi xu phat phong vien dua tin", PUNISH),
    ("Đề nghị cho biết nhân thân, nơi ở của tác giả bài báo.", WHO),
    ("Cung cấp số điện thoại và địa chỉ của phóng viên.", WHO),
    ("Ai là tác giả của bài viết này?", WHO),
    ("Ai đã cung cấp thông tin cho báo?", WHO),
    ("Người cung cấp tin cho phóng viên là ai?", WHO),
    ("de nghi cho biet nhan than cua tac gia", WHO),
    ("Đề nghị cung cấp danh sách các báo thường xuyên đưa tin sai.", LISTED),
    ("Đề nghị thống kê những phóng viên hay đưa tin tiêu cực.", LISTED),
    ("Báo nào thường xuyên đưa tin sai về tỉnh?", LISTED),
    ("Đề nghị xếp hạng các cơ quan báo chí trên địa bàn.", LISTED),
    ("cung cap danh sach cac bao thuong xuyen dua tin sai", LISTED),
]


@pytest.mark.parametrize("question", ASKED)
def test_facts_may_be_asked_for(question: str) -> None:
    assert factual(question) == question


@pytest.mark.parametrize(("question", "why"), REFUSED)
def test_nothing_but_facts_is_asked_for(question: str, why: str) -> None:
    for written in (question, question.upper(), unicodedata.normalize("NFD", question)):
        with pytest.raises(UsageError, match=why):
            factual(written)
