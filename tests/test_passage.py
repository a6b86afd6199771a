"""Passages: whole sentences, nothing lost, nothing twice, nothing that is not content."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.block import content_sentences
from corpus.document import Document
from corpus.orthography import normalize
from corpus.passage import split_passages
from corpus.reader import read_corpus

SENTENCE = "Ban Dân vận Tỉnh ủy chủ trì việc theo dõi."  # nine syllables


def count_syllables(text: str) -> int:
    return len(text.split())


def make_document(text: str, title: str = "") -> Document:
    return Document("d", normalize(text), title)


def check_tiling(document: Document, max_tokens: int) -> None:
    passages = split_passages(document, count_syllables, max_tokens=max_tokens)
    position = 0
    for passage in passages:
        assert passage.start >= position
        assert document.text[passage.start : passage.end] == passage.text
        assert (passage.sentences[0][0], passage.sentences[-1][1]) == (passage.start, passage.end)
        assert count_syllables(passage.text) + count_syllables(passage.heading) <= max_tokens
        position = passage.end
    pieces = [document.text[a:b] for passage in passages for a, b in passage.sentences]
    content = [document.text[a:b] for a, b in content_sentences(document)]
    assert "".join("".join(pieces).split()) == "".join("".join(content).split())


words = st.sampled_from(
    ["Tỉnh", "ủy", "đã", "họp.", "họp.\n\n", "Ông", "A;", "nói:", "Ảnh:", "- ", "\n", "# Phần", "xong…", "12.5"]
)
drafts = st.lists(words, max_size=120).map(" ".join)


@given(drafts, st.integers(16, 60))
def test_passages_tile_the_content_of_any_text(text, max_tokens):
    check_tiling(make_document(text, "Tỉnh ủy"), max_tokens)


def test_a_short_document_is_one_passage():
    (passage,) = split_passages(make_document(f"{SENTENCE} {SENTENCE}"), count_syllables)
    assert passage.sentences == ((0, 42), (43, 85))


def test_a_sentence_that_fits_is_never_cut():
    document = make_document(" ".join([SENTENCE] * 10))
    for passage in split_passages(document, count_syllables, max_tokens=25):
        assert all(document.text[start:end] == SENTENCE for start, end in passage.sentences)


def test_sizes_are_balanced_rather_than_leaving_a_tiny_tail():
    passages = split_passages(make_document("\n\n".join([SENTENCE] * 4)), count_syllables, max_tokens=30)
    assert [len(passage.sentences) for passage in passages] == [2, 2]


def test_a_paragraph_boundary_is_the_preferred_cut():
    text = f"{SENTENCE} {SENTENCE}\n\n{SENTENCE} {SENTENCE} {SENTENCE}"
    passages = split_passages(make_document(text), count_syllables, max_tokens=36)
    assert [len(passage.sentences) for passage in passages] == [2, 3]


def test_a_sentence_that_is_too_long_is_cut_at_clause_marks():
    text = "; ".join(["một hai ba bốn năm sáu bảy tám"] * 4) + "."
    passages = split_passages(make_document(text), count_syllables, max_tokens=20)
    assert [passage.text[-1] for passage in passages] == [";", "."]


@pytest.mark.parametrize("text", ["từ " * 100, "a" * 500, "," * 300])
def test_text_without_any_mark_is_still_cut(text):
    def count_letters(text: str) -> int:
        return len(text.replace(" ", ""))

    passages = split_passages(make_document(text), count_letters, max_tokens=40)
    assert all(count_letters(passage.text) <= 40 for passage in passages)
    assert sum(count_letters(passage.text) for passage in passages) == count_letters(text)


def test_a_passage_never_spans_a_heading_and_carries_the_one_it_stands_under():
    text = f"# Tựa\n\n{SENTENCE}\n\n## Kết quả\n\n{SENTENCE}\n\nHạn chế, khó khăn\n\n{SENTENCE}"
    passages = split_passages(make_document(text, "Tựa"), count_syllables)
    assert [passage.heading for passage in passages] == ["Tựa", "Tựa › Kết quả", "Tựa › Hạn chế, khó khăn"]
    assert {passage.text for passage in passages} == {SENTENCE}


def test_a_long_title_leaves_most_of_the_room_to_the_text():
    document = make_document(SENTENCE, "tựa " * 500)
    (passage,) = split_passages(document, count_syllables, max_tokens=64)
    assert count_syllables(passage.heading) == 16


def test_tokens_are_counted_once_for_each_sentence():
    counted = []
    document = make_document(" ".join(f"Câu số {i} của văn bản." for i in range(200)))
    split_passages(document, lambda text: counted.append(text) or len(text.split()), max_tokens=64)
    assert len(counted) == 200


def test_a_budget_too_small_to_hold_anything_is_refused():
    with pytest.raises(ValueError, match="at least 16, got 3"):
        split_passages(make_document(SENTENCE), count_syllables, max_tokens=3)


@pytest.mark.parametrize("max_tokens", [48, 128, 256])
def test_passages_tile_the_originals(shared: Path, max_tokens: int):
    for document in read_corpus(shared / "corpus").documents:
        check_tiling(document, max_tokens)


@pytest.mark.parametrize(
    ("document_id", "content"),
    [
        ("tinhdoan-2021", "25 công chức, người lao động công tác tại 06 Ban chuyên môn"),
        ("lamdong-2020", "huyện Đạ Huoai 23 biên chế, Đạ Tẻh 21 biên chế, Lâm Hà 20 biến chế."),
        ("xaydung-2017", "thực hiện 374 cuộc, giảm 206 cuộc (so với 580 cuộc trước đây)."),
        ("damha-2021", "Dự buổi làm việc có đồng chí Nguyễn Thị Thu Hà, TUV, Bí thư Huyện ủy."),
        ("campha-2024", "Đến tháng 3/2024, có 34/177 Phó Bí thư cấp ủy đồng thời là Chủ tịch Ủy ban MTTQ cấp xã."),
    ],
)
def test_the_facts_of_the_originals_are_in_their_passages(shared: Path, document_id: str, content: str):
    document = next(one for one in read_corpus(shared / "corpus").documents if one.id == document_id)
    assert sum(content in passage.text for passage in split_passages(document, count_syllables)) == 1


@pytest.mark.parametrize(
    "furniture",
    [
        "Hotline",
        "Trang chủ",
        "Ảnh: Trần Văn Bình",
        "Quang cảnh điểm cầu",
        "Tổng lượt truy cập",
        "43/GP-STTTT",
        "Bảo Long",
        "Mạnh Thành",
    ],
)
def test_furniture_of_the_originals_is_in_no_passage(shared: Path, furniture: str):
    for document in read_corpus(shared / "corpus").documents:
        assert all(furniture not in passage.text for passage in split_passages(document, count_syllables))
