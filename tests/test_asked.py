"""How questions are written: the counts are those of the training questions, and marks come back by them."""

from pathlib import Path

import pytest

from assistant.gazetteer import SURE, Gazetteer, Names
from assistant.spelling import with_names
from eval.asked import count_asked, training_questions
from eval.cli import main
from index.asked import BEGIN, END, FILE, LEAST, Asked, read_asked
from index.glossary import Glossary
from index.restore import Restorer, WordCounts

CORPUS = WordCounts.of(["Trạm xá Hòa An có 4 y tá.", "Trạm đổi tên năm 1990."] * 5)
NO_QUESTIONS = Asked({}, {}, 1, 1)


def test_the_bundled_counts_are_those_of_the_training_questions(tmp_path: Path) -> None:
    assert main(["asked", "--output", str(tmp_path / "asked.tsv")], {}) == 0
    is_same = (tmp_path / "asked.tsv").read_bytes() == FILE.read_bytes()  # pytest would explain a difference for hours
    assert is_same
    assert read_asked().n_questions > 40_000 and len(training_questions()) > read_asked().n_questions


def test_what_is_seldom_asked_is_left_out_and_what_has_no_marks_teaches_none() -> None:
    found = count_asked([*["Trạm ở đâu?"] * LEAST, *["Ai ký?"] * (LEAST - 1), *["tram o dau"] * 100])
    assert found.forms == {"trạm": LEAST, "ở": LEAST, "đâu": LEAST}
    assert found.pairs == {f"{BEGIN} trạm": LEAST, "trạm ở": LEAST, "ở đâu": LEAST, f"đâu {END}": LEAST}
    assert (found.n_words, found.n_questions) == (3 * LEAST + 2 * (LEAST - 1), 2 * LEAST - 1)


def test_counts_are_read_as_they_were_written(tmp_path: Path) -> None:
    found = count_asked(["Trạm ở đâu?"] * LEAST)
    found.save(tmp_path / "asked.tsv")
    assert read_asked.__wrapped__(tmp_path / "asked.tsv") == found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sao tram lai phai doi ten", "sao trạm lại phải đổi tên"),
        ("muon doi ten thi nop don cho ai", "muốn đổi tên thì nộp đơn cho ai"),
        ("tram xa con thieu gi", "trạm xá còn thiếu gì"),
    ],
)
def test_words_that_only_questions_have_get_their_marks(typed: str, meant: str) -> None:
    assert Restorer(CORPUS).restore(typed) == meant
    assert Restorer(CORPUS, NO_QUESTIONS).restore(typed) != meant


@pytest.mark.parametrize(
    ("written", "meant"), [("Lập ban mới.", "ban lập mấy lần"), ("Lập bạn mới.", "bạn lập mấy lần")]
)
def test_of_two_words_the_one_that_the_corpus_writes_is_meant(written: str, meant: str) -> None:
    assert Restorer(WordCounts.of([written] * 5)).restore("ban lap may lan") == meant


class Known:
    def knows(self, text: str) -> bool:
        return False

    knows_folded = knows


@pytest.mark.parametrize(
    ("typed", "restored", "meant"),
    [
        ("Tinh Sa Ky Dong lay gi", "Tỉnh Sa Kỳ Đồng lấy gì", "Tỉnh Sa Kỳ Đông lấy gì"),
        ("tinh sa ky dong lay gi", "tỉnh sa kỳ đồng lấy gì", "tỉnh Sa Kỳ Đông lấy gì"),
        ("Hai Ha lay gi", "Hai Hạ lấy gì", "Hải Hà lấy gì"),
        ("hai ha lay gi", "hai hạ lấy gì", "hai hạ lấy gì"),  # of two syllables it may be other words
    ],
)
def test_a_name_keeps_its_marks_beside_any_word(typed: str, restored: str, meant: str) -> None:
    names = Names.of(["Tỉnh Sa Kỳ Đông họp.", "Huyện Hải Hà họp."])
    named = Gazetteer(names, Known(), Glossary()).correct(typed, least=SURE)
    assert with_names(restored, named).lower() == meant.lower()


def test_what_follows_may_begin_with_any_word_its_subject_left_out() -> None:
    restorer = Restorer(WordCounts.of(["Văn bản nói về việc đổi tên."] * 5))
    assert restorer.restore("noi ve viec gi", follows=True) == "nói về việc gì"
    assert restorer.restore("noi nao", follows=True) == "nơi nào"
    assert restorer.restore("noi ve viec gi") != "nói về việc gì"  # which no question of the training begins with
