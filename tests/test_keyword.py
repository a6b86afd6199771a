"""Terms, the keyword index, the lexicon and mark restoration."""

import unicodedata
from pathlib import Path

import pytest

from corpus.orthography import fold, key
from index.keyword import KeywordIndex, query_weights
from index.lexicon import Lexicon
from index.restore import Restorer, StoredCounts, WordCounts, is_slip
from index.term import folded_terms, special_terms, terms

TEXTS = (
    "Lâm Đồng thí điểm ở ba huyện theo Quyết định 959-QĐ/TU ngày 12.11.2018.",
    "Công an tỉnh Nghệ An họp ngày 5/3/2020, có 02 đồng chí dự.",
    "Hoà Bình có 1.234,5 ha; đạt 95 % kế hoạch.",
    "Án phí của bản án được nêu ở Điều 5.",
)


@pytest.fixture(scope="module")
def keyword() -> KeywordIndex:
    return KeywordIndex.build(TEXTS)


def best(keyword: KeywordIndex, query: str) -> int:
    return int(keyword.scores(query_weights(terms(query))).argmax())


@pytest.mark.parametrize("written", ["12.11.2018", "12/11/2018", "ngày 12-11-2018", "ngày 12 tháng 11 năm 2018"])
def test_every_way_to_write_a_date_gives_one_term(written: str) -> None:
    assert {"2018-11-12", "2018-11"} <= set(terms(f"Họp {written} tại tỉnh"))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Quyết định 959-QĐ/TU", "959-qđ-tu"),
        ("Quyết định số 959/QĐ-TU", "959-qđ-tu"),
        ("Giấy phép 43/GP-STTTT", "43-gp-stttt"),
        ("Nghị định 34/2019/NĐ-CP", "34-2019-nđ-cp"),
        ("diện tích 1.234,5 ha", "1234.5"),
        ("đạt 95 %", "95%"),
        ("12/14 đơn vị", "12/14"),
        ("02 đồng chí", "2"),
        ("tháng 5/2018", "2018-05"),
        ("tháng 5 năm 2018", "2018-05"),
    ],
)
def test_what_has_many_forms_has_one_term(text: str, term: str) -> None:
    assert term in terms(text)


def test_the_parts_of_a_document_number_stay_terms() -> None:
    assert {"959", "qđ", "tu"} <= set(terms("959-QĐ/TU"))


def test_a_date_is_not_found_inside_a_longer_number() -> None:
    assert list(special_terms("1.12.11.2018.5")) == []


def test_nothing_is_dropped_as_a_stop_word() -> None:
    assert {key("an"), key("ở"), "5", key("của")} <= set(terms("An ở Điều 5 của"))


def test_a_pair_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert "ba bôn4" not in terms("Một hai ba. Bốn năm")
    assert "hai ba" in terms("Một hai ba. Bốn năm")


@pytest.mark.parametrize("text", TEXTS)
def test_decomposed_text_gives_the_same_terms(text: str) -> None:
    assert terms(unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))) == terms(text)


def test_an_and_an_are_different_words_until_marks_are_dropped(keyword: KeywordIndex) -> None:
    assert best(keyword, "án") == 3
    assert keyword.document_frequency(key("an")) == 1
    assert keyword.document_frequency("an", folded=True) == 2


@pytest.mark.parametrize(
    ("query", "row"), [("ngày 12 tháng 11 năm 2018", 0), ("Nghệ An", 1), ("Hòa Bình", 2), ("2 đồng chí", 1)]
)
def test_a_question_finds_the_passage_written_otherwise(keyword: KeywordIndex, query: str, row: int) -> None:
    assert best(keyword, query) == row


def test_an_unaccented_question_finds_its_passage_in_the_folded_fields(keyword: KeywordIndex) -> None:
    scores = keyword.scores(query_weights(folded_terms("nghe an hop ngay nao")), folded=True)
    assert int(scores.argmax()) == 1


def test_a_query_without_known_terms_scores_nothing(keyword: KeywordIndex) -> None:
    assert not keyword.scores(query_weights(terms("xyz"))).any()


def test_a_saved_index_scores_as_before(keyword: KeywordIndex, tmp_path: Path) -> None:
    keyword.save(tmp_path)
    weights = query_weights(terms("Lâm Đồng thí điểm"))
    assert (KeywordIndex.open(tmp_path).scores(weights) == keyword.scores(weights)).all()


def test_the_lexicon_says_what_the_corpus_mentions(keyword: KeywordIndex) -> None:
    lexicon = Lexicon(keyword, TEXTS)
    assert lexicon.knows("lâm đồng")
    assert lexicon.knows("Công an tỉnh Nghệ An")
    assert lexicon.knows("HÒA BÌNH")
    assert not lexicon.knows("Lâm Đồng họp")
    assert not lexicon.knows("lam dong")
    assert lexicon.knows_folded("lam dong")
    assert not lexicon.knows("")
    assert lexicon.document_frequency("ngày") == 2
    assert lexicon.document_frequency("có 2 đồng chí") == 1


def test_words_over_a_sentence_end_are_still_known_in_order(keyword: KeywordIndex) -> None:
    assert Lexicon(keyword, ("Ở Bảo Lộc. Đức Trọng",)).n_passages == 1
    lone = ("Ở Bảo Lộc. Đức Trọng",)
    assert Lexicon(KeywordIndex.build(lone), lone).knows("Lộc Đức")


def test_marks_come_back_from_the_corpus_and_the_rest_stays_as_typed() -> None:
    restorer = Restorer(WordCounts.of(TEXTS))
    assert restorer.restore("Nghe An hop ngay nao, o dau?") == "Nghệ An họp ngày nào, ở đâu?"
    assert restorer.restore("cong an XYZ 959-QD/TU 12.11.2018") == "công an XYZ 959-QĐ/TU 12.11.2018"


def test_how_many_is_asked_although_the_corpus_writes_only_of_machines() -> None:
    restorer = Restorer(WordCounts.of([*["Huyện có 4 ban và máy cày."] * 5, *["Bộ máy mới."] * 20]))
    assert restorer.restore("huyen co may ban") == "huyện có mấy ban"
    assert restorer.restore("huyen co may cay") == "huyện có máy cày"


def test_a_word_typed_with_marks_is_not_changed() -> None:
    assert Restorer(WordCounts.of(TEXTS)).restore("bàn an").startswith("bàn ")


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("huyen", "hiện", False),
        ("huyệnn", "huyện", True),
        ("huyệ", "huyện", True),
        ("hyuện", "huyện", True),
        ("huyễn", "huyện", True),
        ("hhuyệnn", "huyện", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_a_slip_is_one_letter(typed: str, meant: str, expected: bool) -> None:
    assert is_slip(typed, meant) is expected
    assert is_slip(meant, typed) is expected


def test_word_counts_survive_a_save(tmp_path: Path) -> None:
    counts = WordCounts.of(TEXTS)
    counts.save(tmp_path / "words.json")
    stored = StoredCounts.open(tmp_path / "words.json")
    assert (stored.forms, dict(stored.pairs)) == (counts.forms, counts.pairs)
    assert "đồng lâm" not in stored.pairs
    assert "lâm đồng hà" not in stored.pairs
    assert Restorer(stored).restore("Nghe An hop o Lam Dong") == Restorer(counts).restore("Nghe An hop o Lam Dong")
    assert counts.pairs["lâm đồng"] == 1
    assert fold("lâm đồng") not in counts.pairs


def test_a_saved_index_scores_as_the_one_it_was_saved_from(keyword: KeywordIndex, tmp_path: Path) -> None:
    keyword.save(tmp_path / "keyword")
    opened = KeywordIndex.open(tmp_path / "keyword")
    weights = query_weights(terms("Công an tỉnh Nghệ An họp ngày 5/3/2020 ở ZZZ"))
    assert opened.scores(weights).tolist() == keyword.scores(weights).tolist()
    assert opened.n_rows == len(TEXTS)


def test_whole_columns_score_exactly_as_lists_of_rows(keyword: KeywordIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = query_weights(terms("Công an tỉnh Nghệ An họp ở bản án"), 0.7)
    plain = keyword.scores(weights).tolist()
    monkeypatch.setattr("index.keyword.SMALL", 0)
    assert keyword.scores(weights).tolist() == plain


@pytest.mark.parametrize(
    ("text", "n_rows"),
    [("Bảo Lộc", 2), ("Lộc Đức", 1), ("ở Bảo Lộc Đức", 1), ("Bảo Lộc Đức Trọng", 1), ("Trọng Lộc", 0), ("Lộc Bảo", 0)],
)
def test_a_phrase_is_counted_over_the_ends_of_clauses(text: str, n_rows: int) -> None:
    rows = ("Ở Bảo Lộc. Đức Trọng.", "Trọng, bảo: Lộc; ở Bảo Lộc")
    lexicon = Lexicon(KeywordIndex.build(rows), rows)
    assert lexicon.document_frequency(text) == n_rows
    assert lexicon.document_frequency(fold(text), folded=True) == n_rows


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chỉ thị này có từ ngay nào?", "Chỉ thị này có từ ngày nào?"),
        ("Đại hội khai mạc ngày nài?", "Đại hội khai mạc ngày nào?"),
        ("ban hành nhày 18/7/2023", "ban hành ngày 18/7/2023"),
        ("co tu ngay nao", "co tu ngay nao"),  # without any marks it is restored, not mended
        ("Thuê máy nào ở đây?", "Thuê máy nào ở đây?"),  # the corpus writes it so
        ("Cử bao nhiêu người?", "Cử bao nhiêu người?"),  # a word it lacks, and no word of asking
        ("Loại khí nào nặng?", "Loại khí nào nặng?"),
    ],
)
def test_a_slip_in_a_word_of_asking_is_mended(typed: str, meant: str) -> None:
    restorer = Restorer(WordCounts.of(["Thuê máy nào cũng được, loại khí nào cũng có.", "Làm ngay."]))
    assert restorer.mend_asking(typed) == meant


def test_an_abbreviation_is_no_slip() -> None:
    assert Restorer(WordCounts.of(["Có cơ quan. Có khối."])).correct("CQ khối") == "CQ khối"


@pytest.mark.parametrize("typed", ["Cơ quan khối ở Hà Tĩnh lập năm nào?", "cơ quan khối ở hà tĩnh lập năm nào"])
def test_a_place_that_the_corpus_lacks_is_not_taken_for_a_word_with_another_tone(typed: str) -> None:
    """hỏi for ngã is the commonest slip of spelling, and what tells Hà Tĩnh from "Đầm Hà, tỉnh …"."""
    restorer = Restorer(WordCounts.of(["Cơ quan khối lập năm nào ở huyện Đầm Hà, tỉnh Quảng Ninh."]))
    assert restorer.correct(typed, careful=True) == typed
