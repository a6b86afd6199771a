"""What a question takes for granted is denied by a sentence on the same thing, and by no other."""

from dataclasses import replace

import pytest
from numpy import zeros

from assistant.evidence import Evidence, candidates
from assistant.name import find_names
from assistant.owner import other_owner
from assistant.premise import (
    ANSWERED,
    ANSWERS,
    AS_A_RULE,
    BELIED,
    CONFIRMED_ANSWERS,
    ENGLISH_BELIED,
    OWN,
    OWN_WORDS,
    UNLIKELY,
    answers_no,
    belied,
    corrections,
)
from assistant.question import read_question
from assistant.scene import Scene
from corpus.document import Document, Passage
from corpus.sentence import split_sentences
from index.glossary import read_glossary

REPORT = (
    "Xã Bình An có 14 thôn, xã Hòa Sơn có 9 thôn. Ủy ban nhân dân huyện ban hành kế hoạch trồng rừng. "
    "Quyết định số 15-QĐ/HU của Ban Thường vụ Huyện ủy, ban hành ngày 03/2/2010, và Quyết định số 8-QĐ/TW của Ban Bí "
    "thư Trung ương, ngày 11/6/2012, cùng nói đến việc này. Đồng chí Lê Văn Tám, Phó Bí thư Huyện ủy Hòa Sơn, trình "
    "bày báo cáo. Trưởng đoàn kiểm tra liên ngành là bà Trần Thị Lan. Sáng 5/3/2019, đoàn kiểm tra làm việc với xã "
    "Bình An về rừng phòng hộ. Số vụ cháy rừng giảm nhiều so với trước. Ban quản lý gồm Tổ Bảo vệ, Tổ Kỹ thuật và Tổ "
    "Vật tư. Tại xã Hòa Sơn, tháng 7/2018, hội thi trồng cây giống được tổ chức cho thanh niên. Đại hội nông dân huyện "
    "nhiệm kỳ 2018-2023 là đại hội lần thứ VII. Kế hoạch chăm sóc rừng lập theo Quyết định số 15-QĐ/HU."
)


def evidence(text: str, question: str) -> tuple[list[Evidence], dict[str, Document]]:
    document = Document(id="bao-cao", text=text, title="Báo cáo", kind="original")
    passage = Passage("bao-cao", 0, len(text), text, sentences=tuple(split_sentences(text)))
    ranked = [(passage, 1.0, zeros(len(passage.sentences), "float32"))]
    documents = {document.id: document}
    return candidates(read_question(question), [], ranked, documents, read_glossary()), documents


def denied(question: str, text: str = REPORT, **read: float) -> Evidence | None:
    sentences, documents = evidence(text, question)
    sentences = [replace(one, features={**one.features, **read}) for one in sentences]
    names = [name for name in find_names(question) if name.is_proper and " " in name.core and name.canonical]
    known = [name for name in names if name.core in text]
    return next(iter(corrections(read_question(question), known, sentences, documents)), None)


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("Vì sao xã Bình An có 20 thôn?", "14 thôn"),
        ("Quyết định số 15-QĐ/HU ban hành ngày 11/6/2012 yêu cầu gì?", "ngày 03/2/2010"),
        ("Quyết định 8-QĐ/TW ban hành năm 2011 có còn dùng không?", "ngày 11/6/2012"),
        ("Quyết định 15-QĐ/HU do Ban Bí thư ban hành phải không?", "Ban Thường vụ Huyện ủy"),
        ("Ông Lê Văn Tám là Bí thư Huyện ủy Hòa Sơn, ông trình bày gì?", "Phó Bí thư Huyện ủy Hòa Sơn"),
        ("Ông Lê Văn Tám là trưởng đoàn kiểm tra liên ngành phải không?", "Trần Thị Lan"),
        ("Đoàn kiểm tra làm việc với xã Bình An năm 2015 do ai dẫn đầu?", "5/3/2019"),
        ("Đại hội nông dân huyện nhiệm kỳ 2018-2023 là đại hội lần thứ VIII đúng không?", "lần thứ VII"),
        ("Kế hoạch chăm sóc rừng lập theo Quyết định 8-QĐ/TW phải không?", "Quyết định số 15-QĐ/HU"),
        ("Nghe nói xã Hòa Sơn được tới 12 thôn, có đúng không?", "9 thôn"),
        ("Khi hội thi trồng cây giống ở xã Hòa Sơn được tổ chức tháng 9/2018 thì có những ai?", "tháng 7/2018"),
        ("Ban Bí thư ban hành Quyết định 15-QĐ/HU là để làm gì?", "Ban Thường vụ Huyện ủy"),
    ],
)
def test_a_false_premise_is_answered_by_the_true_value(question: str, truth: str) -> None:
    found = denied(question)
    assert found is not None
    assert found.extract is not None
    assert found.extract.text == truth
    assert found.text[found.extract.start : found.extract.end] == truth


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Vì sao số vụ cháy rừng tăng mạnh?", "giảm nhiều"),
        ("Ban quản lý gồm Tổ Bảo vệ, Tổ Kế toán và Tổ Vật tư, đúng không?", "Tổ Kỹ thuật"),
    ],
)
def test_a_direction_or_a_list_is_denied_by_the_whole_sentence(question: str, words: str) -> None:
    found = denied(question)
    assert found is not None
    assert found.extract is None
    assert words in found.text


@pytest.mark.parametrize(("n_asked", "is_denied"), [("3", False), ("11", False), ("4", True)])
def test_what_a_share_of_all_leaves_is_not_denied_by_it(n_asked: str, is_denied: bool) -> None:
    text = "Ở huyện Hòa Sơn, đến nay 11/14 thôn đã đưa trạm bơm vào hoạt động."
    found = denied(f"{n_asked} thôn nào ở huyện Hòa Sơn chưa đưa trạm bơm vào hoạt động?", text)
    assert (found is not None) == is_denied


def test_a_number_of_parts_is_denied_by_the_sentence_that_lists_them() -> None:
    text = "Cơ quan có các bộ phận là văn phòng, tiểu ban kinh tế, tiểu ban xã hội và tiểu ban pháp luật."
    found = denied("Cơ quan có văn phòng và năm tiểu ban, đó là các tiểu ban nào?", text)
    assert found is not None
    assert denied("Cơ quan có văn phòng và ba tiểu ban, đó là các tiểu ban nào?", text) is None


@pytest.mark.parametrize(
    "question",
    [
        "Vì sao xã Bình An có 14 thôn?",
        "Vì sao xã Bình An có 20 thôn khó khăn vùng cao?",  # another count of other hamlets
        "Vì sao xã Minh Tân có 20 thôn?",  # of which nothing is said
        "Năm 2024 xã Bình An có 20 thôn thì bầu ai?",  # another year
        "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2010 yêu cầu gì?",
        "Quyết định 15-QĐ/HU ban hành tháng 2 năm 2010 yêu cầu gì?",
        "Quyết định 8-QĐ/TW do Ban Bí thư ban hành phải không?",
        "Quyết định 8-QĐ/TW được triển khai năm 2013 ra sao?",  # done is not issued
        "Ông Lê Văn Tám là Phó Bí thư Huyện ủy phải không?",
        "Lê Văn Tám giữ chức gì?",
        "Bà Trần Thị Lan là trưởng đoàn kiểm tra liên ngành phải không?",
        "Đoàn kiểm tra làm việc với xã Bình An năm 2019 do ai dẫn đầu?",
        "Năm 2023 đoàn kiểm tra có quay lại xã Bình An không?",
        "Vì sao số vụ cháy rừng giảm nhiều?",
        "Vì sao số vụ cháy rừng không tăng?",
        "Vì sao số học sinh giỏi tăng mạnh?",
        "Hội thi trồng cây giống tháng 7/2018 tổ chức ở Hòa Sơn thế nào?",
        "Ban quản lý gồm Tổ Bảo vệ, Tổ Kỹ thuật và Tổ Vật tư, đúng không?",
        "Đại hội nông dân huyện lần thứ VIII bầu bao nhiêu người?",
        "Trước Quyết định 15-QĐ/HU đã có quyết định nào của Ban Bí thư?",
        "Sau tháng 9/2018 hội thi trồng cây giống ở xã Hòa Sơn còn không?",
        "Từ năm 2015 xã Bình An trồng rừng ra sao?",
        "Tổng số thôn hiện có của 2 xã là bao nhiêu?",
    ],
)
def test_what_the_documents_say_or_do_not_speak_of_is_not_denied(question: str) -> None:
    assert denied(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Sau đợt tuần tra, số vụ cháy rừng có tăng nhiều so với trước không?", "giảm nhiều"),
        ("Số vụ cháy rừng có giảm nhiều so với trước không?", None),
        ("Vì sao số vụ cháy rừng tăng nhiều so với trước?", None),  # taken for granted
        ("Xã Bình An có 20 thôn không?", None),  # a value is denied as ever
    ],
)
def test_the_way_that_a_question_leaves_open_is_answered_and_not_denied(question: str, sentence: str | None) -> None:
    sentences, documents = evidence(REPORT, question)
    found = answers_no(read_question(question), [], sentences, documents)
    assert (sentence in found.text) if found and sentence else found is None and sentence is None
    assert sentence is None or denied(question) is None


def test_everything_that_is_false_of_one_document_is_corrected() -> None:
    question = "Quyết định 15-QĐ/HU do Ban Bí thư ban hành năm 2011 yêu cầu gì?"
    sentences, documents = evidence(REPORT, question)
    found = corrections(read_question(question), [], sentences, documents)
    assert {one.extract.text for one in found if one.extract} == {"Ban Thường vụ Huyện ủy", "ngày 03/2/2010"}


def test_another_sentence_that_says_so_keeps_a_question_from_being_denied() -> None:
    question = "Vì sao xã Bình An có 20 thôn?"
    assert denied(question, REPORT + " Sau khi sáp nhập, xã Bình An có 20 thôn.") is None


def test_a_value_that_is_told_of_something_is_not_denied_where_it_is_to_be_confirmed() -> None:
    text = REPORT + " Xã Bình An có 20 hộ trồng rừng."
    assert denied("Xã Bình An có 20 thôn đúng không?", text) is None
    assert denied("Vì sao xã Bình An có 20 thôn?", text) is not None
    assert denied("Xã Bình An có 30 thôn đúng không?", text) is not None


def test_less_of_an_answer_keeps_rules_from_denying_what_is_to_be_confirmed() -> None:
    asked = ("Trưởng đoàn kiểm tra liên ngành là ông Lê Văn Tám phải không?", "Xã Bình An có 30 thôn đúng không?")
    for question in asked:
        assert denied(question, belies=AS_A_RULE - 0.5, reader=CONFIRMED_ANSWERS - 0.1) is not None
        assert denied(question, belies=AS_A_RULE - 0.5, reader=CONFIRMED_ANSWERS) is None


def test_what_is_denied_is_not_taken_for_granted() -> None:
    text = "Khách vào vườn ươm cây giống của xã không báo trước cho quản lý."
    found = denied("Vì sao khách vào vườn ươm cây giống của xã phải báo trước cho quản lý?", text)
    assert found is not None
    assert denied("Vì sao khách vào vườn ươm cây giống của xã không báo trước cho quản lý?", text) is None


def test_a_deputy_is_not_the_head() -> None:
    text = "Bí thư Đoàn xã giữ chức Phó Trưởng ban Phong trào của khối xã."
    assert denied("Bí thư Đoàn xã làm Trưởng ban Phong trào của khối xã thì ai làm phó?", text) is not None
    assert denied("Bí thư Đoàn xã làm Phó Trưởng ban Phong trào của khối xã thì ai là trưởng?", text) is None


WHOLES = (
    "Huyện có 11 xã, trong đó 6 xã lập tổ trồng rừng từ năm 2016. Năm 2019 có 9/10 trường trồng cây bóng mát. Xã Hòa "
    "Sơn vận động 240 hội viên tham gia phong trào “Vườn xanh, ngõ sạch”. Tổ bảo vệ rừng xã Bình An giảm 5 người so "
    "với năm trước. Hội người cao tuổi huyện cho rằng quỹ riêng nên khó nhập vào quỹ chung. Xã Bình An chưa tính đến "
    "việc lập vườn ươm cây giống. Hồ Bình An rộng thứ hai trong tỉnh. Đàn voi rừng chạy sang Lào trong mùa khô. "
    "Trong 30 vườn ươm của huyện, chỉ 12 nơi còn giấy phép trồng rừng."
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Cả 11 xã của huyện đều lập tổ trồng rừng từ năm 2016 là nhờ ai?", "6 xã"),
        ("Năm 2019 toàn bộ 10 trường đã trồng cây bóng mát, phải không?", "9/10"),
        ("Vì sao tổ bảo vệ rừng xã Bình An lại tăng thêm 5 người?", "giảm 5 người"),
        ("Hội người cao tuổi huyện ủng hộ nhập vào quỹ chung vì lý do gì?", "khó nhập"),
        ("Xã Bình An lập vườn ươm cây giống từ năm nào?", "chưa tính đến"),
        ("Hồ Bình An rộng nhất trong tỉnh phải không?", "thứ hai"),
        ("Trong huyện, 30 vườn ươm còn giấy phép trồng rừng là những vườn nào?", "chỉ 12 nơi"),
    ],
)
def test_a_part_another_owner_an_opposite_and_a_state_are_denied(question: str, words: str) -> None:
    found = denied(question, WHOLES + " Xã Hòa Sơn ở phía bắc. Xã Bình An ở phía nam.")
    assert found is not None
    assert words in found.text


@pytest.mark.parametrize(
    "question",
    [
        "11 xã của huyện có bao nhiêu xã lập tổ trồng rừng từ năm 2016?",
        "Xã Hòa Sơn vận động 240 hội viên tham gia phong trào “Vườn xanh, ngõ sạch” ra sao?",
        "Vì sao tổ bảo vệ rừng xã Bình An giảm được 5 người?",
        "Hội người cao tuổi huyện không ủng hộ nhập vào quỹ chung vì lý do gì?",
        "Vì sao xã Bình An chưa lập vườn ươm cây giống?",
        "Hồ Bình An rộng thứ mấy trong tỉnh?",
        "Trong 30 vườn ươm còn giấy phép trồng rừng là bao nhiêu?",
        "30 vườn ươm của huyện ở đâu?",
    ],
)
def test_a_part_an_owner_an_opposite_and_a_state_that_are_so_are_not_denied(question: str) -> None:
    assert denied(question, WHOLES) is None


def test_a_figure_of_one_place_is_not_another_ones() -> None:
    sentence = "Xã Hòa Sơn vận động 240 hội viên tham gia phong trào trồng cây."
    question = read_question("240 hội viên của xã Bình An tham gia phong trào trồng cây thế nào?")
    names = [name for name in question.names if name.core == "Bình An"]
    apart = Scene(question, tuple(names), (sentence,), (sentence,))
    together = Scene(question, tuple(names), (sentence,), (f"{sentence} Xã Bình An cùng làm.",))
    assert [sentence[slice(*span)] for _, span in other_owner(apart) if span] == ["Xã Hòa Sơn"]
    assert not list(other_owner(together))


def test_an_office_given_to_a_deputy_is_denied() -> None:
    text = "Xã đoàn Hòa Sơn có Bí thư Xã đoàn Hòa Sơn Trần Thị Lan và hai Phó Bí thư là Lê Văn Tám, Bùi Văn Chín."
    found = denied("Anh Lê Văn Tám lên làm Bí thư Xã đoàn Hòa Sơn từ bao giờ?", text)
    assert found is not None
    assert denied("Chị Trần Thị Lan làm Bí thư Xã đoàn Hòa Sơn từ bao giờ?", text) is None
    assert denied("Hai Phó Bí thư Xã đoàn Hòa Sơn là ai?", text) is None


def test_a_date_that_is_said_to_be_late_is_asserted() -> None:
    text = "Vườn ươm cây giống của xã ra mắt tháng 7/2016. Tháng 8/2016, vườn ươm cây giống mở lớp cho thanh niên."
    found = denied("Có phải mãi đến tháng 9/2018 vườn ươm cây giống của xã mới ra mắt không?", text)
    assert found is not None
    assert found.extract is not None
    assert found.extract.text == "tháng 7/2016"
    assert denied("Có phải mãi đến tháng 7/2016 vườn ươm cây giống của xã mới ra mắt không?", text) is None


@pytest.mark.parametrize("sentence", ["Từ 1/7, xã Hòa Sơn", "Xã Hòa Sơn từ ngày 1/7"])
def test_the_day_on_which_something_begins_is_asserted(sentence: str) -> None:
    text = f"{sentence} sáp nhập vào xã Bình An. Kế hoạch đã ký ngày 22/5."
    is_dated = sentence.startswith("Từ")  # anywhere else "từ" only bounds what is said
    found = denied("Xã Hòa Sơn sáp nhập vào xã Bình An từ 22/5 thì dân làm gì?", text)
    assert (found.extract.text if found and found.extract else None) == (sentence[:6] if is_dated else None)
    assert denied("Từ 22/5 ai sáp nhập xã Hòa Sơn vào xã Bình An?", text) is None


def test_who_holds_an_office_takes_nothing_for_granted() -> None:
    text = "Bí thư Đoàn xã giữ chức Phó Trưởng ban Phong trào của khối xã."
    assert denied("Trưởng ban Phong trào của khối xã là ai?", text) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Vì sao nói huyện là một trong những nơi có rừng lớn nhất tỉnh?", "Huyện là nơi có rừng lớn thứ ba tỉnh."),
        ("Ai đã trồng rừng phòng hộ ven sông vào thế kỷ 18?", "Rừng phòng hộ ven sông được trồng năm 1786."),
        ("Xã nào có diện tích rừng phòng hộ thấp nhất?", "Diện tích rừng phòng hộ cao nhất là ở xã Bình An."),
        (
            "Khi đọc báo cáo trồng rừng, mọi người ngạc nhiên điều gì?",
            "Đọc báo cáo trồng rừng, nhiều người ngạc nhiên.",
        ),
        ("Vì sao huyện Hòa Sơn giảm 50 hộ nghèo?", "Huyện Hòa Sơn có 20 hộ nghèo."),
        (  # of what province it is says nothing of its communes
            "Ở xã Quảng Thành huyện Hải Hà có bao nhiêu hội viên?",
            "Hải Hà là huyện miền núi, hải đảo của tỉnh Quảng Ninh.",
        ),
        ("Ai đã trở thành trưởng ban vào năm 2012?", "Sau hội nghị năm 1998, ông Nam trở thành trưởng ban."),
        ("Đâu là nguồn tài nguyên quý giá của huyện miền núi?", "Rừng là nguồn tài nguyên giá trị của huyện miền núi."),
    ],
)
def test_what_does_not_exclude_the_premise_does_not_deny_it(question: str, text: str) -> None:
    assert denied(question, text) is None


def test_an_office_and_somebody_in_another_part_of_a_sentence_are_not_together() -> None:
    text = "Bí thư Đảng ủy xã Hòa Sơn là ông Lò Văn Tám; ghế Chủ tịch thuộc về bà Hoàng Thị Sương."
    found = denied("Vì sao bà Hoàng Thị Sương giữ chức Bí thư Đảng ủy xã Hòa Sơn?", text)
    assert found is not None and found.extract is not None and found.extract.text == "Lò Văn Tám"
    assert denied("Vì sao ông Lò Văn Tám giữ chức Bí thư Đảng ủy xã Hòa Sơn?", text) is None


def test_a_part_of_a_whole_is_denied_also_where_a_sentence_is_read_to_answer() -> None:
    answers = {"reader": ANSWERS, "belies": UNLIKELY}
    text = "Năm 2019, có 9/10 trường trồng cây bóng mát."
    assert denied("Vì sao năm 2019 toàn bộ 10 trường trồng cây bóng mát?", text, **answers) is not None
    assert denied("Vì sao xã Bình An có 20 thôn?") is not None
    assert denied("Vì sao xã Bình An có 20 thôn?", **answers) is None


@pytest.mark.parametrize(
    ("text", "is_belied"),
    [
        ("Thượng tá Bùi Văn Chín chỉ huy 120 người chữa cháy rừng.", True),
        ("Thượng tá Lê Văn Tám chỉ huy 120 người chữa cháy rừng.", False),
        ("Có 120 người chữa cháy rừng.", False),
    ],
)
def test_what_is_read_to_answer_is_no_answer_where_it_names_somebody_else(text: str, *, is_belied: bool) -> None:
    question = read_question("Thượng tá Lê Văn Tám chỉ huy người chữa cháy thế nào?")
    read = {"reader": 5.0, "belies": BELIED + 0.1}
    assert read["belies"] - ANSWERED * read["reader"] < BELIED
    sentences = [replace(one, features={**one.features, **read}) for one in evidence(text, question.text)[0]]
    assert bool(belied(question, sentences)) == is_belied


@pytest.mark.parametrize(
    ("question", "reader", "words", "is_belied"),
    [
        ("Xã Bình An giữ đội chữa cháy rừng tới bao giờ?", OWN, OWN_WORDS, False),
        ("Xã Bình An giữ đội chữa cháy rừng tới bao giờ?", OWN - 0.1, OWN_WORDS, True),
        ("Xã Bình An giữ đội chữa cháy rừng tới bao giờ?", OWN, OWN_WORDS - 0.1, True),
        ("Vì sao xã Bình An giữ đội chữa cháy rừng?", OWN, OWN_WORDS, True),  # no value is asked for
        ("Xã Bình An giữ đội chữa cháy rừng tới năm 2020, đúng không?", OWN, OWN_WORDS, True),
    ],
)
def test_a_sentence_that_surely_answers_does_not_deny(
    question: str, reader: float, words: float, *, is_belied: bool
) -> None:
    read = {"reader": reader, "belies": 6.0, "words": words, "pairs": 0.5, "near": 0.5}
    found, _ = evidence("Xã Bình An duy trì đội chữa cháy rừng đến hết năm 2025.", question)
    sentences = [replace(one, features={**one.features, **read}) for one in found]
    assert bool(belied(read_question(question), sentences)) == is_belied


def test_a_question_in_english_is_denied_from_a_lower_logit_on() -> None:
    text = "Xã Bình An duy trì đội chữa cháy rừng nhờ nguồn quỹ."
    question = read_question("Vì sao xã Bình An giải thể đội chữa cháy rừng?")
    read = {"reader": 0.0, "belies": (ENGLISH_BELIED + BELIED) / 2, "words": 0.5}
    sentences = [replace(one, features={**one.features, **read}) for one in evidence(text, question.text)[0]]
    assert not belied(question, sentences)
    assert belied(replace(question, typed="Why was the fire brigade dissolved?"), sentences)
