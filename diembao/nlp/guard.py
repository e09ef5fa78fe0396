"""What may ever become a flag: only a checkable statement of fact.

Opinion, criticism, complaint, satire, demand, question, prediction, promise, proposal, advice and one's own experience
never do, whoever speaks and whoever is meant. Each of these is a named rule, a list of turns of phrase that a person can
read below; the first rule that fires is the reason. In doubt the guard refuses: an opinion that passes is worse than a
claim that is missed.

A rule may have exceptions: "đề nghị" is a proposal, but "đã có công văn đề nghị" reports an act that has a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from diembao.core.text import fold, index_form, nfc
from diembao.nlp.quantities.tokens import has_marks

#: Who acts in writing: an act of theirs leaves a document that can be looked up.
_OFFICE = (
    r"(?:ubnd|hđnd|ủy ban|bộ (?!phận)\w+|sở \w+|cục \w+|tổng cục|thủ tướng|chính phủ|quốc hội|công an|cơ quan|viện kiểm sát|vks\w*"
    r"|tòa(?: án)?|thanh tra|kiểm toán|chủ tịch|phó chủ tịch|bí thư|bộ trưởng|thứ trưởng|tổng thống|hội đồng xét xử"
    r"|hđxx|ngân hàng nhà nước|ban chỉ đạo|thành ủy|tỉnh ủy|huyện ủy|hải quan|phó thủ tướng|chủ tịch nước|bhxh|bảo hiểm xã hội)"
)
_REPORTED = r"(?:đã|vừa|từng|có (?:công )?văn(?: bản)?|công văn|văn bản|tờ trình|quyết định|thông báo|kết luận|cáo trạng|bản án)"
_SPEAKER = r"(?:ông|bà|anh|chị|cô|chú|cụ|em|bác|người dân|cử tri|phụ huynh|chuyên gia|luật sư|giám đốc|chủ tịch|đại biểu|bạn đọc)"
_FIRST = r"(?:tôi|tui|chúng tôi|chúng ta|bọn tôi|nhà tôi|tụi tôi|mình)"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may become a flag.

    :ivar flaggable: it states a fact.
    :ivar rule: the code of the rule that says it does not, such as ``guard-question``; otherwise empty.
    """

    flaggable: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Turns of phrase of one kind of speech, and what makes them a report of fact after all."""

    code: str
    turns: str
    unless: str = ""


_RULES: Sequence[_Rule] = (
    _Rule(
        "guard-question",
        r"\?|^\W*(?:liệu|phải chăng|chẳng lẽ|lẽ nào|hà cớ gì|cớ sao)\b|\b(?:bao giờ|khi nào|chừng nào)\b.*\bmới\b",
    ),
    _Rule(
        "guard-question",
        r"^\W*(?:vì sao|tại sao|sao lại|ai sẽ|ai chịu|làm sao|làm thế nào|biết đến bao giờ)\b|\b(?:là vì sao|ai trả lời)\W*$",
    ),
    _Rule("guard-question", r"\b(?:đặt câu hỏi|băn khoăn|thắc mắc|tự hỏi)\b.*\b(?:liệu|sao|ai|đâu|bao giờ|gì|nào)\b"),
    # ---- promise
    _Rule(
        "guard-promise",
        r"\b(?:hứa|cam kết|cam đoan|thề|quyết tâm|quyết không|xin đảm bảo|sẽ bảo đảm|sẽ đảm bảo|phấn đấu)\b",
        r"\b(?:hứa|cam kết)\b.*\b(?:nhưng|song|mà|thế mà|tuy nhiên|đến nay|rồi)\b.*\b(?:chưa|không|vẫn|chẳng|mới|bỏ|lờ)\b"
        r"|\b(?:đã|bản|theo|ký|vi phạm|các|được|mức|như|giấy|trong|thời hạn|ngoài) (?:\w+ )?cam kết\b|\bhứa hẹn\b",
    ),
    _Rule(
        "guard-promise",
        r"\b(?:tôi|chúng tôi|ngành chúng tôi|đơn vị)\b.{0,25}\b(?:sẽ|nhất định|kiên quyết|dứt khoát)\b|\btừ nay(?: trở đi)?\b|\bnhất định (?:sẽ|không)\b",
    ),
    _Rule(
        "guard-promise",
        r"\bsẽ (?:không|làm rõ|xử lý nghiêm|kiên quyết|sớm|cố gắng|nỗ lực|hỗ trợ tối đa|không để|không bỏ sót|trả|hoàn thành|khắc phục|chịu trách nhiệm)\b",
    ),
    # ---- prediction
    _Rule(
        "guard-prediction",
        r"\b(?:dự báo|dự đoán|tiên đoán|tiên lượng|nhiều khả năng|rất có thể|ắt hẳn|ắt|e rằng|e là|sớm muộn|không sớm thì muộn"
        r"|rồi cũng|rồi sẽ|thể nào cũng|kiểu gì cũng|chắc chắn sẽ|chắc sẽ|chắc còn|chắc là|hẳn sẽ|khó tránh|khó lòng|có nguy cơ"
        r"|triển vọng|kỳ vọng|trong tương lai|có khả năng|sắp tới sẽ|đà này|cứ thế này)\b",
        r"\b(?:cơ quan dự báo|trung tâm dự báo|dự báo thời tiết)\b",
    ),
    _Rule(
        "guard-prediction",
        r"\b(?:có thể|có lẽ|chắc)\b.*\b(?:tới|sang năm|năm sau|mai|sắp|nữa|dịp tết|cuối năm|mùa)\b|\b(?:sang năm|năm sau|năm tới|tháng tới|mùa tới)\b.*\b(?:có thể|chắc|sẽ|còn)\b",
    ),
    _Rule(
        "guard-prediction",
        r"\bsẽ\b",
        rf"\b(?:đã|vừa|bị)\b.*\bsẽ\b|\b(?:theo|căn cứ) (?:\w+ )?(?:quy định|nghị định|thông tư|luật|quyết định|kế hoạch|hợp đồng|nghị quyết|dự thảo|lịch|thông báo|đề án)\b"
        rf"|\b{_OFFICE}\b.*\b(?:cho biết|thông báo|quyết định|công bố|thống nhất)\b.*\bsẽ\b|^\W*(?:từ )?ngày \d",
    ),
    # ---- demand, proposal
    _Rule(
        "guard-demand",
        r"\b(?:yêu cầu|đòi|đòi hỏi|kêu gọi|thúc giục|mong muốn|mong|tha thiết|khẩn thiết|yêu sách)\b",
        rf"\b(?:theo|đáp ứng|nhận|các|những|với|một|bị|được|do|vì|số|mức|thỏa mãn|đơn|nhận được|phiếu|của) (?:\w+ )?(?:yêu cầu|đòi hỏi)\b"
        rf"|\b{_REPORTED}\b.{{0,30}}\b(?:yêu cầu|đòi|kêu gọi)\b|\b{_OFFICE}\b.{{0,60}}\b(?:yêu cầu|đòi|kêu gọi)\b|\bđòi (?:tiền|nợ|hối lộ|chung chi|lót tay|\d)|\bkhông mong\b",
    ),
    _Rule(
        "guard-demand",
        r"^\W*(?:phải|cần phải|cần|đã đến lúc|đã tới lúc|hãy trả|trả lại|dừng ngay|xin hãy|đề nghị|yêu cầu)\b|\b(?:phải có người|phải trả lại|phải xin lỗi|phải công khai|phải chịu trách nhiệm)\b",
    ),
    _Rule(
        "guard-demand",
        r"\b(?:không được phép|không thể để|đừng để|chấm dứt ngay|lập tức (?:dừng|trả|thu|công|đình)|phải .{0,40}\bngay\b|ngay lập tức (?:phải|dừng|trả))\b",
        r"\bđã\b",
    ),
    _Rule(
        "guard-proposal",
        r"\b(?:kiến nghị|đề xuất|đề nghị|hiến kế|góp ý|gợi ý|nên chăng|thiết nghĩ|giá như|giá mà|ước gì|xin đề đạt|phương án tốt nhất)\b",
        rf"\b{_REPORTED}\b.{{0,40}}\b(?:kiến nghị|đề xuất|đề nghị|góp ý)\b|\b(?:theo|các|những|được|nhận|số|đơn|bản|hồ sơ|với|bị|của|tổng|vì) (?:\w+ )?(?:kiến nghị|đề xuất|đề nghị)\b"
        rf"|\b(?:viện kiểm sát|vks\w*|kiểm toán|thanh tra|công an|cơ quan điều tra|cáo trạng)\b.{{0,60}}\b(?:kiến nghị|đề xuất|đề nghị)\b",
    ),
    # ---- advice
    _Rule(
        "guard-advice",
        r"\b(?:hãy|đừng|chớ|lời khuyên|khuyên|khuyến cáo|tốt nhất là|tốt hơn hết|nhớ đừng|cứ việc|cẩn thận kẻo|kẻo|cần lưu ý|nên lưu ý|cảnh giác)\b",
        r"\bđã (?:khuyên|khuyến cáo|được khuyến cáo)\b",
    ),
    _Rule(
        "guard-advice",
        r"(?:^|[,;:“\"]\s*|\b(?:bà con|mọi người|người dân|phụ huynh|các bạn|bạn|ai|chúng ta|nhà nước|chính quyền|huyện|tỉnh|xã|ta|cũng|chỉ|không|mình|trẻ|người \w+) )nên\b|\bthì (?:nên|cứ|chớ|phải)\b",
        r"\btrở nên\b|\bcho nên\b|\bvì thế nên\b",
    ),
    # ---- modal opinion
    _Rule(
        "guard-proposal",
        r"\b(?:cần phải|rất cần|cần có|cần được|cần sớm|cần thiết phải|lẽ ra|đáng lẽ|đáng ra|cần tập trung|cần tăng cường|cần làm|cần xem xét|cần rà soát|cần quan tâm)\b",
        r"\b(?:đã|từng|không) .{0,20}cần\b",
    ),
    # ---- satire
    _Rule(
        "guard-satire",
        r"\b(?:phép lạ|phép màu|tàng hình|thần tốc|thần kỳ|tài tình|bái phục|khâm phục thay|xin chúc mừng|hoan hô|kỳ quan|kỳ tích|phát minh|sáng chế|bí kíp|võ công|"
        r"giải nobel|kỷ lục (?:guinness|thế giới)|thế giới phải học|đẳng cấp|thiên tài|hóa ra|chả trách|thảo nào|hèn chi|hèn gì|quả là|quả thật|đúng là|thế mới|cứ tưởng|nghe đâu|"
        r"may quá|may mà|may thay|ơn trời|phúc đức|lạ thay|tuyệt chiêu|chiêu|siêu|nghệ thuật|đỉnh cao|đặc sản|môn thể thao|thi nhau|được cái|khỏi phải|khỏi cần|chắc để|có lẽ để|chắc là để|cho (?:nó )?(?:mát|vui|đẹp mắt|oai|sang)|"
        r"tiến sĩ giấy|thần đồng|biết bay|mọc cánh|bốc hơi|đội mũ|diễn viên xuất sắc|vở kịch|màn kịch|rạp xiếc|trò ảo thuật|ảo thuật)\b",
    ),
    # ---- complaint
    _Rule(
        "guard-complaint",
        r"\b(?:kêu trời|kêu than|than thở|than|than phiền|than vãn|kêu cứu|khổ quá|khổ lắm|khổ sở|khốn khổ|khổ tâm|cực lắm|cực quá|chịu sao|sao cho nổi|sao nổi|chịu không nổi|không chịu nổi|sống sao|chịu cho thấu|ai chịu|ai mà"
        r"|chẳng ai|chẳng đêm|chẳng ngày|chẳng biết|không biết kêu ai|biết kêu ai|kêu ai|mệt mỏi|ngán ngẩm|chán nản|bất lực|ngao ngán|ăn không ngon|mất ăn mất ngủ|nơm nớp|dở khóc dở cười|bức xúc lắm|quá bức xúc|lên bờ xuống ruộng|hành lên hành xuống|bị hành|oan ức|uất ức|tủi|đắng lòng|xót xa|ngày này qua ngày khác|năm này qua năm khác|hết ngày này)\b",
        r"\bthan (?:đá|cốc|cám|bùn|củi|tổ ong|antraxit|hoạt tính)\b|\b(?:mỏ|xỉ|tấn|khai thác|nhập khẩu|ngành|bán|mua|đốt|vận chuyển|sản lượng|xuất khẩu|sản xuất|kho|giá|bãi|hầm|lò|chở) than\b|\bthan(?=,? \w+ (?:vinacomin|tkv))",
    ),
    _Rule(
        "guard-complaint",
        r"!\W*$|\b(?:quá|lắm)(?: rồi)?(?: chú| cô| anh)?(?: ơi| ạ)\b|\b(?:trời ơi|ối giời|khổ nỗi|chú ơi|các anh ơi|bà con ơi)\b",
    ),
    # ---- criticism
    _Rule(
        "guard-criticism",
        r"\b(?:vô trách nhiệm|thiếu trách nhiệm|vô cảm|xem thường|coi thường|coi rẻ|khinh thường|khinh|trơ trẽn|trơ tráo|né tránh|chẳng khác (?:nào|gì)|không khác (?:nào|gì)|khác nào|khác gì|căn bệnh|trầm kha|cái lối|cái kiểu|kiểu (?:làm|quản|lãnh|ăn nói)"
        r"|quan liêu|cửa quyền|hách dịch|tắc trách|yếu kém|tệ hại|tồi tệ|tồi|đáng xấu hổ|xấu hổ|đáng hổ thẹn|đáng trách|đáng lên án|đáng buồn|đáng thất vọng|thất vọng|đùn đẩy|đổ lỗi|chiếu lệ|qua loa|hời hợt|nửa vời|bao che|dung túng|không thể chấp nhận|vô lý|phi lý|nực cười"
        r"|đem con bỏ chợ|mất lòng tin|mất niềm tin|lợi ích nhóm|bệnh thành tích|hình thức chủ nghĩa|trên trời|tùy tiện|vô tội vạ|bất chấp|nhẫn tâm|tàn nhẫn|độc ác|thờ ơ|bàng quan|bưng bít|dối trá|lừa dối|vô tâm|thiển cận|tư duy nhiệm kỳ|ngồi phòng lạnh|mị dân|hứa suông"
        r"|quá (?:chậm|kém|tệ|muộn|xem|coi|dễ dãi|lỏng lẻo|đáng)|làm ngơ|ngoảnh mặt|quay lưng|vô phương|lố bịch|kệch cỡm|phản cảm|thiếu tôn trọng|bôi bác|làm cho có|cho có lệ|trách nhiệm ở đâu|bộ mặt|thói)\b",
    ),
    # ---- judgement
    _Rule(
        "guard-judgement",
        r"\b(?:theo (?:ý kiến |ý |quan điểm |cảm nhận |thiển ý )?(?:của )?(?:tôi|chúng tôi|cá nhân tôi)|cá nhân tôi|theo tôi|tôi (?:nghĩ|cho rằng|cho là|tin|thấy|đánh giá|không nghĩ)|thật (?:đáng|sự là|là|khó)|đáng (?:quý|khen|trân trọng|mừng|tiếc|ghi nhận|lo|biểu dương|nể|tự hào|khâm phục|ngạc nhiên|để|học)"
        r"|đẹp nhất|hay nhất|tuyệt vời|xuất sắc|hoàn hảo|vô giá|tuyệt đẹp|hợp lý|bất hợp lý|sáng suốt|đúng đắn|sai lầm|khôn ngoan|hết sức|vô cùng|cực kỳ|rất (?!nhiều|ít|đông)\w+|quá (?:cao|thấp|lớn|nhỏ|nhiều|ít|đắt|rẻ|dài|ngắn)(?! (?:so|tuổi|khổ|tải|hạn|quy))"
        r"|thiết thực|có ý nghĩa|là điều|là việc làm|là bài học|là tín hiệu|là dấu hiệu|là minh chứng|là chuyện (?:bình|thường|nhỏ)|xứng đáng|tâm huyết|bản lĩnh|dũng cảm|nhân văn|ấm lòng|ấm áp)\b",
        r"\btốt nghiệp\b",
    ),
    # ---- experience
    _Rule(
        "guard-experience",
        r"\b(?:tôi|tui|mình tôi|bọn tôi|tụi tôi|con tôi|vợ tôi|chồng tôi|mẹ tôi|cha tôi|ba tôi|má tôi|bố tôi|nhà tôi|gia đình tôi|lòng tôi|tay tôi|chúng tôi|chúng ta)\b",
    ),
    _Rule("guard-demand", r"\bmong (?:muốn|các|cơ quan|chính|sớm|được)\b"),
)

#: Sections of an outlet that hold opinion. No article of theirs is searched for claims.
_OPINION_SECTIONS = re.compile(
    r"\b(?:binh luan|y kien|goc nhin|xa luan|dien dan|ban doc|thu (?:ban doc|toa soan|gian)|thu|phiem dam|phiem|blog|blogs|tam su|quan diem|suy ngam"
    r"|tieu pham|tranh biem hoa|biem hoa|cham biem|trao phung|hai huoc|cuoi|opinion|editorial|perspectives?|tan van|tap but|tap van|sang tac|truyen ngan|tho"
    r"|chuyen phiem|doi thoai|phan bien|chuyen muc ban doc|nhip song tre cuoi|goc doc gia|doc gia|tieu dieu|thoi luan|luan dam|ban tron)\b"
)
_UNOPINIONATED_SECTIONS = re.compile(r"\b(?:phap luat|dieu tra|thoi su|tin tuc)\b")


@cache
def _compiled(marked: bool) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    def pattern(source: str) -> re.Pattern[str]:
        return re.compile(source if marked else fold(source))

    return tuple((rule.code, pattern(rule.turns), pattern(rule.unless) if rule.unless else None) for rule in _RULES)


def judge(sentence: str) -> Verdict:
    """Whether a sentence may become a flag, judged by its words alone.

    >>> judge("Huyện thu hồi 2,3 ha đất của 17 hộ dân.")
    Verdict(flaggable=True, rule='')
    >>> judge("Bao giờ huyện mới trả lại 2,3 ha đất?")
    Verdict(flaggable=False, rule='guard-question')

    :param sentence: as written; capitals and missing marks make no difference.
    """
    form = index_form(nfc(sentence))
    marked = has_marks(form)
    form = form if marked else fold(form)
    for code, turns, unless in _compiled(marked):
        if turns.search(form) and not (unless is not None and unless.search(form)):
            return Verdict(flaggable=False, rule=code)
    return Verdict(flaggable=True, rule="")


def is_opinion_section(section: str) -> bool:
    """Whether an outlet's section, by its name, holds opinion: Bình luận, Góc nhìn, Bạn đọc viết."""
    folded = fold(index_form(nfc(section)))
    return bool(_OPINION_SECTIONS.search(folded)) and not _UNOPINIONATED_SECTIONS.search(folded)
