"""Follow-ups are completed from what was said; a question of its own is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.followup import Completed, complete
from assistant.name import Name

OWN = (
    "Ai là Chủ tịch UBND thành phố Cẩm Phả?",
    "MTTQ là viết tắt của gì?",
    "Quyết định 44-QĐ/TU ban hành khi nào?",
    "Nghị quyết 202/2025/QH15 có hiệu lực từ ngày nào?",
    "Tỉnh Quảng Ninh có bao nhiêu huyện?",
)
STAFF = "Huyện Đạ Huoai có bao nhiêu biên chế?"


@pytest.mark.parametrize(
    "typed",
    [
        "Còn huyện Lâm Hà thì sao?", "Còn Lâm Hà?", "Lâm Hà thì sao?", "Lâm Hà?", "Thế huyện Lâm Hà?", "What "
        "about Lâm Hà?",
        "Ý tôi là huyện Lâm Hà", "ko, ý mình là Lâm Hà cơ", "không, Lâm Hà cơ", "Còn huyện Lâm Hà thì bao nhiêu nhỉ?",
    ],
)  # fmt: skip
def test_a_place_takes_the_place_of_the_earlier_one(typed: str) -> None:
    assert complete(typed, [Turn(STAFF)]).text == "Huyện Lâm Hà có bao nhiêu biên chế?"


@pytest.mark.parametrize(
    ("previous", "typed", "standalone"),
    [
        ("Năm 2018 Lâm Hà có bao nhiêu biên chế?", "Còn năm 2019?", "Năm 2019 Lâm Hà có bao nhiêu biên chế?"),
        ("Chỉ thị 22-CT/TW ban hành khi nào?", "Còn 36-CT/TU?", "Chỉ thị 36-CT/TU ban hành khi nào?"),
        ("Quyết định 959-QĐ/TU ban hành khi nào?", "Còn Quyết định 44-QĐ/TU?", "Quyết định 44-QĐ/TU ban hành khi nào?"),
        ("Mô hình cấp huyện có từ khi nào?", "không, cấp xã cơ", "Mô hình cấp xã có từ khi nào?"),
        ("mo hinh cap huyen co tu khi nao", "con cap xa thi sao", "mo hinh cap xa co tu khi nao"),
        ("Ông Hoàng Văn Hải giữ chức gì?", "Còn ông Trần Đình Văn?", "Ông Trần Đình Văn giữ chức gì?"),
        ("Bí thư Thành ủy Cẩm Phả là ai?", "Còn Uông Bí thì sao?", "Bí thư Thành ủy Uông Bí là ai?"),
        ("Ai là Bí thư Huyện ủy Đầm Hà?", "Còn Chủ tịch UBND?", "Ai là Chủ tịch UBND Đầm Hà?"),
        ("UBND huyện Lâm Hà có bao nhiêu biên chế?", "Còn Đạ Tẻh?", "UBND huyện Đạ Tẻh có bao nhiêu biên chế?"),
        ("Gandhi sinh năm nào?", "Còn Roosevelt?", "Roosevelt sinh năm nào?"),
        ("Trường Nguyễn Du có mấy lớp?", "Còn trường Kim Đồng thì sao?", "Trường Kim Đồng có mấy lớp?"),
        (STAFF, "Còn phòng ban thì sao?", "Huyện Đạ Huoai có bao nhiêu phòng ban?"),
        ("Đoàn làm việc với Tỉnh đoàn hôm nào?", "thế với huyện Đầm Hà", "Đoàn làm việc với huyện Đầm Hà hôm nào?"),
    ],
)
def test_a_new_phrase_replaces_the_one_of_its_kind(previous: str, typed: str, standalone: str) -> None:
    assert complete(typed, [Turn(previous)]).text == standalone


@pytest.mark.parametrize(
    ("earlier", "typed", "standalone"),
    [
        ([STAFF], "Lâm Hà nữa nhé?", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        ([STAFF], "Lâm Hà mới đúng", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        ([STAFF], "Cảm ơn bạn. Còn Lâm Hà thì có mấy biên chế?", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        ([STAFF], "Rõ rồi, xin lỗi, ý tôi là Lâm Hà cơ ạ", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        ([STAFF], "Bí thư Huyện ủy là ai?", "Bí thư Huyện ủy là ai – Huyện Đạ Huoai?"),
        (["Đầm Hà họp ngày nào?", "Ai dự?"], "Còn Lâm Hà thì ngày nào?", "Lâm Hà họp ngày nào?"),
        (["Ai là Phó Bí thư Thành đoàn Huế?"], "Còn Bí thư Thành đoàn Vinh?", "Ai là Bí thư Thành đoàn Vinh?"),
        (
            ["Cơ quan khối ở Lâm Hà gồm những ai?"],
            "Trung bình mỗi cơ quan có bao nhiêu người?",
            "Trung bình mỗi cơ quan có bao nhiêu người – Lâm Hà?",
        ),
    ],
)
def test_what_a_turn_is_wrapped_in_says_nothing_and_what_it_leaves_out_comes_from_before(
    earlier: list[str], typed: str, standalone: str
) -> None:
    assert complete(typed, [Turn(one) for one in earlier]).text == standalone


@pytest.mark.parametrize(
    ("turn", "typed", "standalone"),
    [
        (Turn("Hoàng Văn Hải giữ chức gì?"), "Ông ấy sinh năm nào?", "Hoàng Văn Hải sinh năm nào?"),
        (
            Turn("Ai là trưởng đoàn?", "**Nguyễn Thị Thu Hà** [1]"),
            "Bà ấy giữ chức gì?",
            "Nguyễn Thị Thu Hà giữ chức gì?",
        ),
        (Turn("Ai dự?", "Ông Trần Văn Lâm và bà Nguyễn Thị Hà Anh"), "Bà ấy là ai?", "Nguyễn Thị Hà Anh là ai?"),
        (Turn("Quyết định 959-QĐ/TU do ai ký?"), "Quyết định đó nói về gì?", "Quyết định 959-QĐ/TU nói về gì?"),
        (Turn(STAFF), "Ở đó ai làm trưởng khối?", "Ở huyện Đạ Huoai ai làm trưởng khối?"),
        (Turn("Đề án phê duyệt ngày nào?", "**14/3/2018** [1]"), "Ai là bí thư năm đó?", "Ai là bí thư năm 2018?"),
        (Turn("Mô hình cơ quan khối là gì?"), "Mô hình đó có từ khi nào?", "Mô hình cơ quan khối có từ khi nào?"),
        (Turn("Gandhi sinh năm nào?"), "Ông ấy mất năm nào?", "Gandhi mất năm nào?"),
        (
            Turn("Phó Bí thư Tỉnh đoàn Quảng Ninh là ai?", "**Phạm Hồng Thái** [1]"),
            "Đồng chí này giữ chức gì?",
            "Phạm Hồng Thái giữ chức gì?",
        ),
    ],
)
def test_a_pronoun_stands_for_the_latest_thing_of_its_kind(turn: Turn, typed: str, standalone: str) -> None:
    assert complete(typed, [turn]).text == standalone


@pytest.mark.parametrize(
    "typed",
    [
        "Ai là Chủ tịch UBND thành phố Cẩm Phả?", "MTTQ là viết tắt của gì?", "Mô hình cơ quan khối là gì?",
        "Giá vàng hôm nay bao nhiêu?", "Quyết định 44-QĐ/TU ban hành khi nào?", "Viết một bài thơ về mùa thu",
    ],
)  # fmt: skip
def test_a_question_of_its_own_carries_nothing_over(typed: str) -> None:
    assert complete(typed, [Turn(STAFF)]).text == typed


@pytest.mark.parametrize(
    ("typed", "standalone"), [("Vì sao?", "Vì sao – Huyện Đạ Huoai, biên chế?"), ("Ai ký?", "Ai ký – Huyện Đạ Huoai?")]
)
def test_a_bare_question_word_keeps_the_earlier_subject(typed: str, standalone: str) -> None:
    assert complete(typed, [Turn(STAFF)]).text == standalone


def test_each_turn_of_a_chain_leans_on_the_one_before() -> None:
    chain = [Turn(STAFF), Turn("Còn Lâm Hà?"), Turn("Ai là trưởng khối ở đó?"), Turn("Còn Đạ Tẻh?")]
    assert complete("Vì sao?", chain[:2]).text == "Vì sao – Huyện Lâm Hà, biên chế?"
    assert complete("Còn Uông Bí?", chain).text == "Ai là trưởng khối ở huyện Uông Bí?"


def test_a_change_of_subject_ends_what_came_before() -> None:
    chain = [Turn(STAFF), Turn("Ai là Bí thư Thành ủy Cẩm Phả?"), Turn("Còn Uông Bí?")]
    assert complete("Còn Đầm Hà?", chain).text == "Ai là Bí thư Thành ủy Đầm Hà?"


def test_a_name_typed_small_is_known_where_the_corpus_has_it() -> None:
    def known(text: str) -> list[Name]:
        at = text.find("lam ha")
        return [Name("place", at, at + 6, "lam ha", "lam ha")] if at >= 0 else []

    assert complete("lam ha thi sao", [Turn(STAFF)], known_names=known).text == "Huyện lam ha có bao nhiêu biên chế?"


def test_without_a_conversation_a_question_stays_as_typed() -> None:
    assert complete("Còn huyện Lâm Hà thì sao?", []).text == "Còn huyện Lâm Hà thì sao?"


def test_shorthand_is_written_out_on_the_way() -> None:
    assert complete("Lâm Hà có bn biên chế?", []).text == "Lâm Hà có bao nhiêu biên chế?"


def test_a_very_long_conversation_is_no_burden() -> None:
    assert complete("Còn Lâm Hà?", [Turn(STAFF)] * 3000).text == "Huyện Lâm Hà có bao nhiêu biên chế?"


@pytest.mark.parametrize(
    ("turn", "typed", "choices"),
    [
        (Turn("Ai dự họp?", "Ông Trần Văn Lâm và ông Lê Văn Bảo"), "Ông ấy là ai?", ("Trần Văn Lâm", "Lê Văn Bảo")),
        (
            Turn("Những văn bản nào được ban hành?", "Quyết định 959-QĐ/TU và Quyết định 44-QĐ/TU"),
            "Quyết định đó do ai ký?",
            ("Quyết định 959-QĐ/TU", "Quyết định 44-QĐ/TU"),
        ),
        (
            Turn("Hai người tên Nguyễn Thị Hà giữ chức gì?", "**Bí thư** [1] “…” **Trưởng ban** [2]"),
            "Bà ấy ở đâu?",
            ("Bí thư", "Trưởng ban"),
        ),
    ],
)
def test_a_pronoun_that_fits_several_things_stands_for_none(turn: Turn, typed: str, choices: tuple[str, ...]) -> None:
    completed = complete(typed, [turn])
    assert (completed.text, completed.choices) == (typed, choices)
    assert all(choice in reading for choice, reading in zip(choices, completed.readings, strict=True))


@pytest.mark.parametrize(
    ("turn", "typed", "standalone"),
    [
        (Turn("Ai dự?", "Ông Trần Văn Lâm và bà Nguyễn Thị Hà Anh"), "Bà ấy là ai?", "Nguyễn Thị Hà Anh là ai?"),
        (
            Turn("Quyết định nào?", "**Quyết định 44-QĐ/TU** [1] “… Quyết định 959-QĐ/TU …”"),
            "Quyết định đó của ai?",
            "Quyết định 44-QĐ/TU của ai?",
        ),
        (
            Turn("Văn bản nào?", "Chỉ thị 22-CT/TW và Quyết định 44-QĐ/TU"),
            "Chỉ thị đó nói gì?",
            "Chỉ thị 22-CT/TW nói gì?",
        ),
        (Turn("Quyết định 44-QĐ/TU khác gì trước?", "…"), "Quyết định đó của ai?", "Quyết định 44-QĐ/TU của ai?"),
    ],
)
def test_what_only_one_thing_fits_is_not_asked_back(turn: Turn, typed: str, standalone: str) -> None:
    completed = complete(typed, [turn])
    assert (completed.text, completed.choices) == (standalone, ())


@pytest.mark.parametrize(
    ("typed", "standalone"),
    [
        ("Ý tôi là ông Lê Văn Bảo", "Ông Lê Văn Bảo sinh năm nào?"),
        ("Ý tôi là trưởng đoàn", "Trưởng đoàn sinh năm nào?"),
    ],
)
def test_the_turn_after_an_ambiguous_one_says_what_is_meant(typed: str, standalone: str) -> None:
    turns = [Turn("Ai dự họp?", "Ông Trần Văn Lâm và ông Lê Văn Bảo"), Turn("Ông ấy sinh năm nào?", "Xin nói rõ")]
    assert complete(typed, turns).text == standalone


@pytest.mark.parametrize(
    ("previous", "typed", "standalone"),
    [
        (
            "Chỉ thị của Tỉnh ủy về đại hội là số mấy?",
            "Ý tôi là của Trung ương",
            "Chỉ thị của Trung ương về đại hội là số mấy?",
        ),
        ("Trung bình mỗi huyện có bao nhiêu người?", "Còn tổng số?", "Tổng số người của các huyện là bao nhiêu?"),
        ("Mô hình khối ở Lâm Hà có từ năm nào?", "Vậy ai phụ trách ở đó?", "ai phụ trách ở Lâm Hà?"),
    ],
)
def test_an_owner_and_a_measure_are_replaced_and_a_question_of_its_own_is_not(
    previous: str, typed: str, standalone: str
) -> None:
    assert complete(typed, [Turn(previous)]).text == standalone


@given(st.sampled_from([*OWN, STAFF, "Ông ấy là ai?", "Còn Lâm Hà?", "Văn bản đó ban hành ngày nào?"]))
def test_without_history_nothing_is_changed(question: str) -> None:
    assert complete(question, []).text == question


@given(st.sampled_from(OWN), st.lists(st.sampled_from([*OWN, STAFF, "Còn Lâm Hà?", "Ai ký?"]), max_size=4))
def test_a_new_subject_is_itself_whatever_was_said(question: str, earlier: list[str]) -> None:
    assert complete(question, [Turn(one) for one in earlier]) == Completed(question)


def test_a_pronoun_for_which_nothing_was_said_is_unclear() -> None:
    assert complete("Ông ấy sinh năm nào?", []).unclear == "Ông ấy"
    assert complete("Văn bản đó ban hành ngày nào?", [Turn("Ai dự họp?", "Không rõ.")]).unclear == "Văn bản đó"
    assert complete("Ông ấy sinh năm nào?", [Turn("Ai dự?", "Ông Trần Văn Lâm")]).unclear == ""
    described = [Turn("Ai dự họp?"), Turn("Văn bản đó ban hành ngày nào?", "Chưa rõ")]
    assert complete("Ý tôi là quyết định của tỉnh", described).text == "Quyết định của tỉnh ban hành ngày nào?"


@pytest.mark.parametrize(
    ("turns", "typed", "standalone"),
    [
        (
            [Turn("Văn bản nào quy định việc này?", "**Quyết định 44-QĐ/TU** [1] “…”")],
            "Nó có hiệu lực từ ngày nào?",
            "Quyết định 44-QĐ/TU có hiệu lực từ ngày nào?",
        ),
        (
            [Turn("Ai dự với ông Lê Văn Bảo?", "**Trần Thị Lan** [1] “…”")],
            "Ông ấy giữ chức gì?",
            "Lê Văn Bảo giữ chức gì?",
        ),
        (
            [Turn("Ai thay ông Lê Văn Bảo?", "**Trần Văn Minh** [1] “Trần Văn Minh thay Lê Văn Bảo”")],
            "Người đó giữ chức gì?",
            "Trần Văn Minh giữ chức gì?",
        ),
        (
            [Turn("Ở tỉnh Hà Nam, huyện nào đông dân nhất?", "**Huyện Lý Nhân** [1] “…”")],
            "Ở đó ai là bí thư?",
            "Ở huyện Lý Nhân ai là bí thư?",
        ),
        (
            [Turn("Bí thư Huyện ủy Lý Nhân là ai?", "Tài liệu không nêu điều được hỏi.")],
            "Ông ấy sinh năm nào?",
            "Bí thư Huyện ủy Lý Nhân sinh năm nào?",
        ),
    ],
)
def test_what_the_answer_gave_is_what_is_spoken_of(turns: list[Turn], typed: str, standalone: str) -> None:
    assert complete(typed, turns).text == standalone


@pytest.mark.parametrize(
    ("earlier", "typed", "standalone"),
    [
        (
            ["Từ khi sáp nhập, Lâm Hà có bao nhiêu biên chế?"],
            "Còn trước đây?",
            "Trước đây, Lâm Hà có bao nhiêu biên chế?",
        ),
        (["Năm 2019 Lâm Hà có bao nhiêu biên chế?"], "Thế bây giờ thì sao?", "Bây giờ, Lâm Hà có bao nhiêu biên chế?"),
        ([STAFF], "Ấy chết, tôi định hỏi Lâm Hà", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        (["Ở Đạ Huoai ai làm kế toán?"], "Tôi đang hỏi số ban của Lâm Hà ấy", "Số ban của Lâm Hà"),
        ([STAFF], "Ý tôi là biên chế của Lâm Hà ấy", "Huyện Lâm Hà có bao nhiêu biên chế?"),
        (
            ["Lớp tập huấn ở Móng Cái dạy về nội dung gì?", "Lớp tập huấn đó dành cho đối tượng nào?"],
            "Lúc đó là tháng mấy?",
            "Lúc đó là tháng mấy – lớp tập huấn, dành, đối tượng, Móng Cái?",
        ),
        (
            ["Lớp tập huấn ở Móng Cái dạy về nội dung gì?", "Hội nghị sơ kết dành cho đối tượng nào?"],
            "Lúc đó là tháng mấy?",
            "Lúc đó là tháng mấy – hội nghị sơ kết dành, đối tượng?",
        ),
        ([STAFF], "Thôi quay lại Lâm Hà nhé, ở đó có mấy ban?", "Ở Lâm Hà có mấy ban?"),
        ([STAFF], "Sang chuyện khác nhé: bí thư là ai?", "Bí thư là ai?"),
        ([STAFF], "Còn Bí thư Huyện ủy Lâm Hà tên gì?", "Còn Bí thư Huyện ủy Lâm Hà tên gì?"),
        (["Mỗi huyện có mấy ban?"], "Còn tổng số?", "Tổng số ban của các huyện là bao nhiêu?"),
    ],
)
def test_another_time_another_subject_and_the_total_are_told_by_their_wording(
    earlier: list[str], typed: str, standalone: str
) -> None:
    assert complete(typed, [Turn(one) for one in earlier]).text == standalone
