import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import fold
from diembao.nlp.language import detect

VIETNAMESE = (
    "Sáng nay, Ủy ban nhân dân tỉnh đã họp với các sở, ngành về việc khắc phục sạt lở bờ sông và hỗ trợ người dân "
    "phải di dời. Theo báo cáo, nước lũ đã làm hư hỏng nhiều ngôi nhà ở ven sông."
)
OTHERS = {
    "english": (
        "The provincial committee met this morning to discuss how to repair the river bank and to help people"
        " who had to leave their homes after the flood last week."
    ),
    "english with marked names": (
        "The government said on Monday that Prime Minister Nguyễn Văn Thụ would meet Trần Đại Nghĩa and Lê "
        "Thị Kim Ngân in Hà Nội next week to discuss trade with Thái Nguyên and Bắc Ninh officials."
    ),
    "english of short words": (
        "He can go to the sea in an hour but the man on the hill has no time for a long walk in the sun and "
        "the men can not do it."
    ),
    "french": (
        "Le gouvernement a annoncé mardi une série de mesures destinées à réduire la pollution de l'air dans "
        "les grandes villes du pays, où les habitants se plaignent depuis des années."
    ),
    "indonesian": (
        "Pemerintah Indonesia mengumumkan bahwa harga beras di pasar akan turun pada bulan depan karena panen"
        " raya di beberapa daerah di Jawa dan Sumatra telah dimulai."
    ),
    "indonesian of short words": (
        "Saya mau ke pasar dan kami mau ke kota, dia ada di sana dan ibu ada di rumah, bapak ada di kebun."
    ),
    "tagalog": (
        "Ang pamahalaan ay nagpahayag na ang mga mamamayan sa lungsod ay dapat mag-ingat sa baha dahil sa "
        "malakas na ulan na dala ng bagyo ngayong linggo."
    ),
    "tagalog of short words": (
        "Ano ba ang sa iyo, ako ay na sa amin at ang bata ay na sa kanila ngayon, sino ba ang kasama mo dito."
    ),
    "portuguese": (
        "O presidente disse que não há razão para preocupação e que a situação está sob controle em todo o "
        "país, segundo informações da imprensa."
    ),
    "portuguese of short words": (
        "O governo do estado disse que se trata da maior obra do país e da região, que se espera ver do lado da "
        "capital e do campo."
    ),
    "french with a vietnamese name": (
        "Le village de Nam Cong, au nord de la province de Ha Tinh, a dit que la route et le pont sont à refaire et "
        "que le chantier va durer trois ans."
    ),
    "turkish with a word that vietnamese has": (
        "Ankara ve Bursa ile Antalya kentlerinde yağmur ve kar ve dolu bekleniyor, yollar ve köprüler kapatıldı."
    ),
}


def test_marked():
    assert detect(VIETNAMESE) == "vi"
    assert detect(VIETNAMESE.upper()) == "vi"


def test_unmarked():
    assert detect(fold(VIETNAMESE)) == "vi-unmarked"


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_languages(text):
    assert detect(text) == "other"
    assert detect(fold(text)) == "other"


def test_a_quotation_in_another_language_changes_nothing():
    assert detect(f"{VIETNAMESE} “{OTHERS['english']}”") == "vi"


@pytest.mark.parametrize("text", ["", "Giá vàng hôm nay", "12.500 22.500 1 2 3 4 5 6 7 8 9 10", "gold price today"])
def test_too_short_to_tell(text):
    assert detect(text) == "unknown"


def test_eight_words_are_enough():
    assert detect("Nước lũ đã làm hư hỏng nhiều nhà") == "vi"


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert detect(text) in {"vi", "vi-unmarked", "other", "unknown"}
