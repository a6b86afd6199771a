"""Of two accounts of one thing each is shown by the sentence that has it."""

from dataclasses import replace

from assistant.account import told_accounts
from assistant.alternative import accounts, opened
from assistant.comparison import SIDE
from assistant.evidence import Evidence
from assistant.question import content_terms, read_question
from corpus.document import Passage

GIVEN = "Trường Nguyễn Du được giao 26 giáo viên, mới có 24 giáo viên."
GIVEN_ONLY = "Trường Nguyễn Du được giao 26 giáo viên."
PRESENT = "Hiện trường Nguyễn Du có 24 giáo viên."
PUPILS = "Trường Nguyễn Du có 24 lớp học."
UNTIL = "Đợt tập huấn kéo dài đến hết tháng 12/2022."
ENDED = "Trường dừng tập huấn từ ngày 01/01/2023."
TWO = "Có chỗ ghi trường Nguyễn Du 26 giáo viên, có chỗ ghi 24. Thực ra là sao?"


def evidence(*texts: str) -> list[Evidence]:
    return [
        Evidence(Passage("a", at, at + len(text), text), (at, at + len(text)), text, {}, 3.0, None)
        for at, text in enumerate(texts)
    ]


def shown(question: str, *texts: str) -> list[str]:
    chosen, _missing = told_accounts(read_question(question), evidence(*texts))
    assert all(one.features[SIDE] for one in chosen)
    return [one.text for one in chosen]


def test_each_account_has_its_sentence() -> None:
    assert shown(TWO, PUPILS, PRESENT, GIVEN_ONLY) == [GIVEN_ONLY, PRESENT]


def test_a_sentence_that_has_both_says_how_they_go_together() -> None:
    assert shown(TWO, PRESENT, GIVEN_ONLY, GIVEN) == [GIVEN]


def test_where_one_account_stands_nowhere_the_other_is_shown_alone() -> None:
    assert shown(TWO, PUPILS, GIVEN_ONLY) == [GIVEN_ONLY]
    assert told_accounts(read_question(TWO), evidence(PUPILS, GIVEN_ONLY))[1] == ("24",)
    assert told_accounts(read_question(TWO), evidence(PUPILS)) == ((), ())


def test_of_two_values_to_choose_from_the_one_that_a_sentence_has_is_the_answer() -> None:
    asked = "Trường Nguyễn Du được giao 26 giáo viên hay 28 giáo viên?"
    offered = replace(read_question(opened(asked)), offered=accounts(asked) or ())
    (one,), missing = told_accounts(offered, evidence(PUPILS, GIVEN))
    assert one.extract is not None and (one.extract.text, missing) == ("26 giáo viên", ())
    assert told_accounts(offered, evidence(PUPILS, PRESENT)) == ((), ())


def test_two_days_are_held_against_each_other() -> None:
    question = "Tập huấn hết tháng 12/2022 theo kế hoạch hay dừng từ 01/01/2023?"
    assert shown(question, PUPILS, ENDED, UNTIL) == [UNTIL, ENDED]


def test_two_years_that_are_compared_are_no_accounts() -> None:
    assert not shown("Năm 2022 hay năm 2023 dừng tập huấn nhiều hơn?", UNTIL, ENDED)


def test_values_of_two_kinds_are_no_accounts() -> None:
    assert accounts("Trường có 26 giáo viên hay nghỉ năm 2022?") is None


def test_what_introduces_an_account_is_no_content() -> None:
    assert not {"chỗ", "ghi"} & set(content_terms(TWO))
    assert "ghi" in content_terms("Báo cáo ghi trường có mấy giáo viên?")
