"""Hybrid search over one build."""

import json
import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEncoder

from corpus.document import Document
from corpus.error import UserError
from corpus.reader import Reading
from index.build import build_index
from index.location import CURRENT, current_build, finish_build, index_folder, new_build
from index.manifest import Manifest, read_manifest
from index.search import Hit, Index

DOCUMENTS = (
    Document(
        "lamdong",
        "Lâm Đồng thí điểm ở ba huyện.\n\n## Biên chế\n\nĐạ Tẻh có 21 biên chế. Lâm Hà có 20 biên chế.\n",
        "Thí điểm ở Lâm Đồng",
    ),
    Document("quangninh", "Quyết định 959-QĐ/TU ngày 14-3-2018 phê duyệt đề án.\n", "Mô hình của Quảng Ninh"),
    Document("nghean", "Công an tỉnh làm việc ở Vinh.\n", "Nghệ An"),
)


@pytest.fixture
def index(tmp_path: Path, encoder: HashEncoder, without_chroma: None) -> Index:
    build_index(tmp_path, Reading(DOCUMENTS, ()), encoder)
    return Index.open(tmp_path, chroma=False, encoder=encoder)


def test_hits_are_ranked_and_carry_both_scores(index: Index) -> None:
    hits = index.search("Đạ Tẻh có bao nhiêu biên chế?", 3)
    assert hits[0].passage.text.startswith("Đạ Tẻh")
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].score >= hits[1].score >= hits[2].score
    assert hits[0].keyword > 0
    assert isinstance(hits[0], Hit)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("da teh co bao nhieu bien che", "lamdong"),
        ("quyết định số 959/QĐ-TU", "quangninh"),
        ("ngày 14 tháng 3 năm 2018", "quangninh"),
        ("nghe an", "nghean"),
        ("CÔNG AN", "nghean"),
        ("QUYẾT ĐỊNH 959-QĐ/TU PHÊ DUYỆT GÌ", "quangninh"),
        (unicodedata.normalize("NFD", "công an"), "nghean"),
    ],
)
def test_questions_typed_as_people_type_find_the_document(index: Index, question: str, document: str) -> None:
    assert index.search(question)[0].passage.document_id == document


def test_a_title_finds_the_passages_under_it(index: Index) -> None:
    assert index.search("mô hình của Quảng Ninh")[0].passage.document_id == "quangninh"


def test_k_cuts_the_list_and_more_than_all_is_all(index: Index) -> None:
    assert len(index.search("biên chế", 1)) == 1
    assert len(index.search("biên chế", 100)) == len(index.passages)


def test_a_wrong_call_names_the_value(index: Index) -> None:
    with pytest.raises(ValueError, match="got 0"):
        index.search("biên chế", 0)
    with pytest.raises(ValueError, match="empty"):
        index.search("  \n")


def test_a_question_without_any_word_is_still_answered(index: Index) -> None:
    assert index.search("???", 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Quyêt định phê duuyệt", "Quyết định phê duyệt"),
        ("công an tỉnh Nhgệ An", "công an tỉnh Nghệ An"),
        ("Cà Mau có mấy huyện", "Cà Mau có mấy huyện"),
        ("biên chế 22 ABCXYZ", "biên chế 22 ABCXYZ"),
    ],
)
def test_a_slip_is_mended_and_an_unknown_name_is_not(index: Index, typed: str, meant: str) -> None:
    assert index.correct(typed) == meant


def test_only_an_unaccented_question_gets_marks(index: Index) -> None:
    assert index.restore("da teh co 21 bien che") == "đạ tẻh có 21 biên chế"
    assert index.restore("đạ teh") == "đạ teh"


def test_a_question_in_one_case_gets_the_capitals_of_the_corpus(index: Index) -> None:
    assert index.recase("SỐ BIÊN CHẾ CỦA LÂM HÀ") == index.recase("số biên chế của lâm hà") == "số biên chế của Lâm Hà"
    assert index.recase("số biên chế của Lâm hà") == "số biên chế của Lâm hà"


def test_a_place_named_once_in_a_document_holds_for_its_other_passages(
    tmp_path: Path, encoder: HashEncoder, without_chroma: None
) -> None:
    other = "Ban chỉ đạo giao 30 biên chế.\n"
    documents = tuple(
        Document(place, f"{place} mở hội nghị.\n\n## Phần hai\n\n{other}", "Hội nghị") for place in ("Cà Mau", "Vinh")
    )
    build_index(tmp_path, Reading(documents, ()), encoder)
    index = Index.open(tmp_path, chroma=False, encoder=encoder)
    found = [hit.passage for hit in index.search("Vinh giao bao nhiêu biên chế", 4) if "30" in hit.passage.text]
    assert [passage.document_id for passage in found] == ["Vinh", "Cà Mau"]


def test_sentence_vectors_belong_to_the_sentences_of_a_passage(index: Index, encoder: HashEncoder) -> None:
    for passage in index.passages:
        document = index.documents[passage.document_id]
        expected = encoder.encode_passages([document.text[start:end] for start, end in passage.sentences])
        assert np.allclose(index.sentence_vectors(passage), expected, atol=1e-3)
    assert [len(passage.sentences) for passage in index.passages] == [1, 2, 1, 1]


def test_documents_and_lexicon_come_with_the_index(index: Index) -> None:
    assert index.documents["lamdong"] == DOCUMENTS[0]
    assert index.lexicon.knows("Đạ Tẻh")
    assert index.lexicon.knows("Nghệ An")  # only in a title
    assert not index.lexicon.knows("Cà Mau")


def test_threads_may_search_at_once(index: Index) -> None:
    questions = ["Đạ Tẻh", "da teh", "Quảng Ninh", "cong an"] * 10
    expected = [index.search(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(index.search, questions)) == expected


def test_another_encoder_is_an_error_that_says_how_to_rebuild(
    index: Index, tmp_path: Path, encoder: HashEncoder
) -> None:
    encoder.id = "khác@1"
    with pytest.raises(UserError, match=r"hash@1.*khác@1.*python -m index build"):
        Index.open(tmp_path, chroma=False, encoder=encoder)


@pytest.mark.parametrize("name", ["vectors.npy", "passages.jsonl", "keyword/pair/scores.npy", "cases/terms.npy"])
def test_a_damaged_file_is_an_error_that_names_it(
    index: Index, tmp_path: Path, encoder: HashEncoder, name: str
) -> None:
    path = current_build(tmp_path) / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UserError, match=name):
        Index.open(tmp_path, chroma=False, encoder=encoder)


def test_a_changed_byte_is_seen(index: Index, tmp_path: Path, encoder: HashEncoder) -> None:
    path = current_build(tmp_path) / "passages.jsonl"
    path.write_bytes(path.read_bytes().replace(b"21", b"45"))
    with pytest.raises(UserError, match=r"passages\.jsonl"):
        Index.open(tmp_path, chroma=False, encoder=encoder)


def test_an_open_index_answers_on_when_newer_builds_took_its_folder_away(
    index: Index, tmp_path: Path, encoder: HashEncoder
) -> None:
    expected = Index.open(tmp_path, chroma=False, encoder=encoder).search("lam dong")
    shutil.rmtree(current_build(tmp_path))
    assert index.search("lam dong") == expected


def test_a_build_that_is_replaced_while_it_is_opened_is_opened_anew(
    index: Index, tmp_path: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = finish_build(new_build(tmp_path)).name  # empty: as good as removed
    pointer = index_folder(tmp_path) / CURRENT

    def replaced(folder: Path) -> Manifest:
        pointer.write_text(index.build + "\n", encoding="ascii")
        return read_manifest(folder)

    assert current_build(tmp_path).name == gone
    monkeypatch.setattr("index.search.read_manifest", replaced)
    assert Index.open(tmp_path, chroma=False, encoder=encoder).build == index.build


def test_without_a_build_the_error_says_how_to_make_one(tmp_path: Path, encoder: HashEncoder) -> None:
    with pytest.raises(UserError, match="python -m index build"):
        Index.open(tmp_path, chroma=False, encoder=encoder)


def test_an_open_index_knows_when_a_newer_build_answers(index: Index, tmp_path: Path, encoder: HashEncoder) -> None:
    assert index.is_current()
    build_index(tmp_path, Reading(DOCUMENTS[:1], ()), encoder)
    assert not index.is_current()
    assert index.search("Quảng Ninh")[0].passage.document_id == "quangninh"  # still answers from its own build


def test_a_question_is_encoded_once_however_often_it_is_asked_for(
    index: Index, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    encode = encoder.encode_queries
    monkeypatch.setattr(encoder, "encode_queries", lambda texts: [asked.extend(texts), encode(texts)][1])
    index.search("Đạ Tẻh có bao nhiêu biên chế?")
    vector = index.encode_query("Đạ Tẻh có bao nhiêu biên chế?")
    assert asked == ["Đạ Tẻh có bao nhiêu biên chế?"]
    assert np.array_equal(vector, encode(asked)[0])
    with pytest.raises(ValueError, match="read-only"):
        vector *= 2


class NearStore:
    """Proposes the last passages, whatever is asked."""

    def __init__(self, ids: list[str]) -> None:
        self.ids = ids

    def query(self, _vector: object, k: int) -> list[tuple[str, float]]:
        return [(id_, 0.0) for id_ in self.ids[-k:]]


def test_a_small_collection_is_searched_exactly_though_chroma_is_there(
    index: Index, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [passage.id for passage in index.passages]
    with_store = Index(index.folder, index.manifest, encoder, NearStore(ids))  # type: ignore[arg-type]
    vector = index.encode_query("biên chế")
    monkeypatch.setattr("index.search.EXACT_UP_TO", len(ids))
    assert with_store.nearest(vector, 2).tolist() == index.nearest(vector, 2).tolist()
    monkeypatch.setattr("index.search.EXACT_UP_TO", len(ids) - 1)
    assert with_store.nearest(vector, 2).tolist() == [len(ids) - 2, len(ids) - 1]


def test_a_lone_passage_has_a_score_of_its_own(tmp_path: Path, encoder: HashEncoder, without_chroma: None) -> None:
    build_index(tmp_path, Reading((Document("a", "Một câu duy nhất.\n", ""),), ()), encoder)
    index = Index.open(tmp_path, chroma=False, encoder=encoder)
    near, far = index.search("một câu duy nhất")[0].score, index.search("chuyện khác hẳn")[0].score
    assert near > far


@pytest.mark.slow
def test_hybrid_search_beats_both_halves_on_real_questions(shared: Path, tmp_path: Path) -> None:
    """Ten passages and their questions from the development set, with the real model."""
    from corpus.reader import read_corpus
    from index.encoder import Encoder

    folder = shared / "bench" / "viquad-dev"
    gold = [line.split("\t")[:2] for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]][:10]
    wanted = {document for _, document in gold}
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    part = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row["_id"] in wanted)
    (tmp_path / "corpus.jsonl").write_text(part, encoding="utf-8")
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = {row["_id"]: row["text"] for row in map(json.loads, lines)}

    encoder = Encoder.open(Path(__file__).parents[1] / "data")
    build_index(tmp_path, read_corpus(tmp_path / "corpus.jsonl"), encoder)
    index = Index.open(tmp_path, encoder=encoder)
    first = [index.search(questions[question], 1)[0].passage.document_id == document for question, document in gold]
    assert sum(first) >= 9
