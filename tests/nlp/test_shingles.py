import numpy as np
import pytest

from diembao.nlp.shingles import PERMUTATIONS, containment, minhashes, shingles
from diembao.nlp.syllables import hashes, sequences
from diembao.nlp.terms import Terms, terms

TEXT = "Sáng nay, Uỷ ban nhân dân tỉnh Phú Giang khánh thành cầu Ba Rài sau mười tám tháng thi công."


def test_texts_typed_without_marks_and_with_the_other_tone_placement_are_the_same() -> None:
    assert np.array_equal(shingles(TEXT), shingles(TEXT.replace("Uỷ", "Ủy").upper()))
    assert np.array_equal(
        shingles(TEXT),
        shingles("sang nay uy ban nhan dan tinh phu giang khanh thanh cau ba rai sau muoi tam thang thi cong"),
    )


def test_the_order_of_syllables_matters() -> None:
    assert containment(shingles("một hai ba bốn năm"), shingles("năm bốn ba hai một")) == 0


def test_an_abridged_text_is_contained_in_full() -> None:
    whole, part = shingles(f"{TEXT} {TEXT[::-1]}"), shingles(TEXT)
    assert containment(whole, part) == containment(part, whole) == 1


@pytest.mark.parametrize("text", ["", "một hai ba", "?!", "\n"])
def test_a_text_shorter_than_a_shingle_contains_nothing(text: str) -> None:
    assert len(shingles(text)) == 0
    assert containment(shingles(text), shingles(TEXT)) == containment(shingles(text), shingles(text)) == 0


def test_minhashes_do_not_depend_on_their_neighbours_nor_on_the_process() -> None:
    one, other = shingles(TEXT), shingles(TEXT[20:])
    assert np.array_equal(minhashes([other, one])[1], minhashes([one])[0])
    assert minhashes([one])[0].shape == (PERMUTATIONS,)
    assert minhashes([]) == []
    # Signatures are kept in archives: a change of these numbers needs them computed again.
    assert hashes("Phú Giang").tolist() == [654038366, 3399743244]
    assert sequences(hashes("Phú Giang"), 2).tolist() == [12097915269699529029]
    assert minhashes([one])[0][:3].tolist() == [3356955897, 3300609463, 3295481090]


def test_terms_of_one_event_are_nearer_than_those_of_another() -> None:
    fire = terms("Cháy chợ Bến Than", "", "Ngọn lửa bùng lên ở chợ Bến Than lúc rạng sáng, thiêu rụi ba mươi sạp hàng.")
    again = terms("Ba mươi sạp hàng cháy rụi", "", "Vụ cháy chợ Bến Than rạng sáng nay khiến tiểu thương trắng tay.")
    bridge = terms("Khánh thành cầu Ba Rài", "", TEXT)
    assert cosine(fire, again) > 0.2 > cosine(fire, bridge)
    assert cosine(fire, fire) == pytest.approx(1, abs=1e-2)


def test_terms_survive_the_archive() -> None:
    vector = terms("Cháy chợ", "", TEXT)
    kept = Terms.from_bytes(bytes(vector))
    assert np.array_equal(kept.numbers, vector.numbers)
    assert np.array_equal(kept.weights, vector.weights)


def test_a_text_without_words_has_no_terms() -> None:
    assert len(terms("", "", "?!").numbers) == 0
    assert bytes(terms("", "", "")) == b""


def test_the_beginning_of_an_endless_text_is_read() -> None:
    assert bytes(terms("a", "", "một hai " * 300)) == bytes(terms("a", "", "một hai " * 3000))
    assert len(terms("", "", " ".join(f"tiếng{number}" for number in range(5000))).numbers) == 150


def cosine(one: Terms, other: Terms) -> float:
    return sum(
        float(weight) * float(other.weights[np.searchsorted(other.numbers, number)])
        for number, weight in zip(one.numbers, one.weights, strict=True)
        if number in other.numbers
    )
