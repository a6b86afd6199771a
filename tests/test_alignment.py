"""What a claim may leave out of its sentence, and what it may not."""

import pytest

from assistant.alignment import aligns, failed_words
from assistant.atom import atoms

SENTENCE = "Huyện A có 45 hộ nghèo, giảm 12 hộ so với năm 2017, đồng thời xã được giao thêm 3 cán bộ."


def holds(claim: str, sentence: str, *, is_prose: bool = False) -> bool:
    return aligns(atoms(claim), atoms(sentence), is_prose=is_prose)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (SENTENCE, SENTENCE),
        ("Huyện A có 45 hộ nghèo, giảm 12 hộ so với năm 2017.", SENTENCE),
        ("Tỉnh có 5 huyện.", "Tỉnh có 5 huyện; huyện A chưa có đề án."),
        ("Tỉnh (QN) có 5 huyện.", "Tỉnh (QN) có 5 huyện (số liệu cũ)."),
        ("Bà Lan, đã nhận quyết định.", "Bà Lan (sinh ở Huế), đã nhận quyết định."),
    ],
)
def test_a_whole_clause_may_be_left_out(claim: str, sentence: str) -> None:
    assert holds(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Tỉnh sẽ xây 5 cầu.", "Nếu có vốn, tỉnh sẽ xây 5 cầu."),
        ("Tỉnh sẽ xây 5 cầu.", "Tỉnh sẽ xây 5 cầu, nếu được cấp vốn."),
        ("Cả tỉnh có đề án.", "Cả tỉnh có đề án, trừ huyện A là chưa có."),
        ("Mọi xã đều có đề án.", "Theo báo cáo, mọi xã đều có đề án."),
        ("Đề án thất bại.", "Ông A cho rằng đề án được duyệt, đề án thất bại."),
        ("Đoàn gồm ông A, ông B.", "Đoàn gồm ông A, ông B, ông C."),
        ("Huyện B có 7 hộ.", "Năm 2017, huyện B có 7 hộ."),
        ("Huyện A có 7 hộ.", "Huyện A có 5 hộ, huyện B có 7 hộ."),
        ("Đề án được duyệt.", "Đề án không được duyệt."),
        ("Đề án không được duyệt.", "Đề án được duyệt."),
        ("Đề án ở TP", "Đề án ở TP. Huế chưa được duyệt."),
        ("Đề án “Một.", "Đề án “Một, được hai” tốt."),
        ("Canada là nước song ngữ.", "Canada là nước song ngữ (Anh, Pháp) tại cấp liên bang."),
    ],
)
def test_what_binds_the_rest_may_not(claim: str, sentence: str) -> None:
    assert not holds(claim, sentence) and not holds(claim, sentence, is_prose=True)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Ông A làm Chủ tịch huyện.", "Ông A làm Chủ tịch của huyện."),
        ("Ban gồm ông A và ông B.", "Ban gồm ông A, ông B."),
        ("Cơ quan được lập.", "Cơ quan được lập tại thành phố Huế."),
    ],
)
def test_prose_may_lack_or_add_what_carries_nothing(claim: str, sentence: str) -> None:
    assert holds(claim, sentence, is_prose=True) and not holds(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Bí là thư huyện.", "Là Bí thư huyện."),
        ("Ông A và huyện B.", "Ông A của huyện B."),
        ("Ông A là ông B.", "Ông A, ông B."),
        ("Cơ quan không được lập.", "Cơ quan không được lập tại thành phố Huế."),
        ("Cơ quan được lập.", "Cơ quan được lập tại 2 thành phố."),
        ("Huyện B giao huyện A.", "Huyện A giao huyện B."),
    ],
)
def test_prose_may_not_change_what_carries_something(claim: str, sentence: str) -> None:
    assert not holds(claim, sentence, is_prose=True)


def test_the_words_that_failed_and_those_that_were_lost_are_told() -> None:
    mine, lost = failed_words(atoms("Huyện A được giao 9 hộ."), atoms("Huyện A không được giao 5 hộ."))
    assert ([atom.form for atom in mine], [atom.form for atom in lost]) == (["#9"], ["không"])
