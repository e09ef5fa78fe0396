"""A small press and a draft: two figures altered, a false claim repeated, opinions, and words that nobody else uses."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from diembao.core.home import Home
from diembao.core.text import fold, words
from tests.conftest import run_cli

_BRIDGE = (
    "Cầu Vàm Sậy có tổng mức đầu tư 2.150 tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024. Cầu nối hai bờ sông "
    "Hưng. Dự án cầu Vàm Sậy thu hồi 17 ha đất của 212 hộ dân. Người dân hai bên bờ đến xem rất đông từ sáng sớm."
)
_BRIDGE_AGAIN = (
    "Sáng nay, các mũi thi công trên sông Hưng tăng thêm một ca. Theo ban quản lý dự án, cầu Vàm Sậy có tổng mức đầu "
    "tư 2.150 tỷ đồng. Để làm cầu Vàm Sậy, huyện đã thu hồi 17 ha đất của 212 hộ dân, thay cho bến phà bốn mươi năm."
)
_SCHOOL = (
    "Trường THPT Đông Lĩnh có 43 học sinh phải nhập viện sau bữa ăn trưa. Các em được đưa đến bệnh viện huyện, sức "
    "khỏe đã ổn định. Ngành y tế lấy mẫu thức ăn để xét nghiệm."
)
_REPORTS = (
    ("Khởi công cầu Vàm Sậy", _BRIDGE),
    ("Cầu Vàm Sậy tăng ca để kịp mùa lũ", _BRIDGE_AGAIN),
    ("Học sinh Trường THPT Đông Lĩnh nhập viện", _SCHOOL),
)
FALSE = "Nước máy ở phường Tân Mỹ Lợi nhiễm asen gấp 10 lần mức cho phép."
CENTRE = "Trung tâm Kiểm chứng Mẫu"

ALTERED = (
    "Cầu Vàm Sậy có tổng mức đầu tư 2.510 tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024.",
    "Trường THPT Đông Lĩnh có 34 học sinh phải nhập viện sau bữa ăn trưa.",
)
KNOWN = "Dự án cầu Vàm Sậy thu hồi 17 ha đất của 212 hộ dân."
OPINIONS = (
    "Theo tôi, cách làm của ban quản lý thật đáng thất vọng.",
    "Bao giờ người dân hai bờ mới hết chờ phà?",
    "Tỉnh nên công khai kết quả xét nghiệm mỗi tháng.",
)
#: Sentences that stand nowhere but in the draft, with words that no report uses.
CANARIES = (
    "Kho xưởng Khoắt Nhoẻng đã nhập 718 tấn quặng thuồm loại quạng trong tháng Mười.",
    "Người gác đập Xuyềm Loẳng ghi mực nước 96 cm lúc trâng trẩy canh ba.",
)
DRAFT = (
    f"Những điều còn ngổn ngang\n\n{ALTERED[0]} {OPINIONS[0]} {KNOWN}\n\n{ALTERED[1]} {OPINIONS[1]}\n\n{FALSE} "
    f"{OPINIONS[2]}\n\n{' '.join(CANARIES)}\n"
)


def furnish(home: Home, folder: Path) -> None:
    """Put the press and one fact-check into a home."""
    at = datetime.now(UTC)
    lines = [
        {
            "title": title,
            "text": text,
            "url": f"https://bao-mau.example/bai-{number}",
            "date": (at - timedelta(hours=number)).isoformat(),
        }
        for number, (title, text) in enumerate(_REPORTS, 1)
    ]
    press = folder / "bai.jsonl"
    press.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": FALSE,
        "url": "https://kiem-chung.example/1",
        "author": {"@type": "Organization", "name": CENTRE},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "Tin giả"},
    }
    reviews = folder / "kiem-chung.json"
    reviews.write_text(json.dumps(review, ensure_ascii=False), encoding="utf-8")
    for command in (("import", press), ("factchecks", "import", reviews)):
        done = run_cli(*command, "--home", home.path)
        assert done.code == 0, done.stderr


def traces(data: bytes, sentences: Sequence[str] = CANARIES) -> list[str]:
    """Runs of three words of some sentences (the draft's own) that stand in some bytes, in whatever form they might."""
    found = []
    for sentence in sentences:
        every = words(sentence)
        for three in zip(every, every[1:], every[2:], strict=False):
            run = " ".join(three)
            if any(form in data for form in _forms(run)):
                found.append(run)
    return found


def _content(file: Path) -> bytes:
    """What a file holds, packed or not."""
    data = file.read_bytes()
    return data + (gzip.decompress(data) if file.suffix == ".gz" else b"")


def _forms(run: str) -> set[bytes]:
    texts = {run, run.lower(), fold(run), fold(run.lower())}
    escaped = {json.dumps(text)[1:-1] for text in texts} | {quote(text) for text in texts}
    return {text.encode() for text in texts | escaped} | {text.encode("utf-16-le") for text in texts}


def traces_in(folder: Path, sentences: Sequence[str] = CANARIES) -> dict[str, list[str]]:
    """Files below a folder that hold something of these sentences."""
    found = {}
    # Unlike a glob, a walk goes on where a folder is gone meanwhile: servers drop databases of other tests.
    for file in (Path(place, name) for place, _folders, names in os.walk(folder) for name in names):
        try:
            if file.is_file() and (hits := traces(_content(file), sentences)):
                found[str(file)] = hits
        except OSError:  # gone meanwhile, or not ours to read
            continue
    return found
