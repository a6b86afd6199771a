"""Our search, its halves and LlamaIndex's stock retrievers as systems of the bench."""

from pathlib import Path

import pytest
from conftest import HashEncoder

from corpus.document import Document
from corpus.reader import Reading
from eval.system import DEPTH, best_documents, our_systems
from index.build import build_index
from index.search import Index

DOCUMENTS = tuple(
    Document(id_, text, "")
    for id_, text in (
        ("lamdong", "Lâm Đồng thí điểm ở ba huyện. " * 60 + "\n\nĐạ Tẻh có 21 biên chế.\n"),
        ("quangninh", "Quảng Ninh ban hành Đề án 25.\n"),
        ("nghean", "Công an tỉnh Nghệ An làm việc ở Vinh.\n"),
    )
)


@pytest.fixture
def index(tmp_path: Path, encoder: HashEncoder, without_chroma: None) -> Index:
    build_index(tmp_path, Reading(DOCUMENTS, ()), encoder)
    return Index.open(tmp_path, chroma=False, encoder=encoder)


def test_a_document_stands_where_its_best_passage_stands() -> None:
    assert best_documents(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]
    assert len(best_documents(map(str, range(100)))) == DEPTH


@pytest.mark.parametrize("name", ["hybrid", "keyword", "dense"])
def test_each_system_finds_the_document_that_says_it(index: Index, name: str) -> None:
    assert len(index.passages) > len(DOCUMENTS)  # one has several passages, and is still named once
    ranking = our_systems(index)[name]("Công an Nghệ An ở đâu?")
    assert ranking[0] == "nghean"
    assert len(set(ranking)) == len(ranking)


def test_the_keyword_half_finds_nothing_where_no_word_is_shared(index: Index) -> None:
    systems = our_systems(index)
    assert systems["keyword"]("xyz") == []
    assert len(systems["dense"]("xyz")) == len(DOCUMENTS)


def test_the_halves_rank_by_their_own_scores(index: Index) -> None:
    question = "Quảng Ninh có bao nhiêu biên chế?"
    hits = index.search(question, len(index.passages))
    by_dense = sorted(hits, key=lambda hit: -hit.dense)
    assert our_systems(index)["dense"](question)[0] == by_dense[0].passage.document_id


@pytest.mark.slow
def test_stock_retrievers_find_documents_and_encode_a_text_once(tmp_path: Path, encoder: HashEncoder) -> None:
    from eval.stock import stock_systems

    seen: list[tuple[str, int, int]] = []
    systems = stock_systems(DOCUMENTS, encoder, tmp_path / "v.npz", on_progress=lambda *state: seen.append(state))
    for name in ("llamaindex_default", "llamaindex_fusion", "llamaindex_fusion_scaled"):
        assert systems[name]("Công an Nghệ An ở đâu?")[0] == "nghean"
        assert set(systems[name]("Quảng Ninh")) == {document.id for document in DOCUMENTS}
    n_encoded = len(encoder.encoded)
    assert seen[-1][1:] == (n_encoded, n_encoded)
    again = stock_systems(DOCUMENTS, encoder, tmp_path / "v.npz")
    assert len(encoder.encoded) == n_encoded
    assert again["llamaindex_default"]("Nghệ An") == systems["llamaindex_default"]("Nghệ An")


@pytest.mark.slow
def test_another_model_does_not_get_the_kept_vectors(tmp_path: Path, encoder: HashEncoder) -> None:
    from eval.stock import CachedEmbedding

    assert CachedEmbedding(encoder, tmp_path / "v.npz").learn(["một", "hai", "một"]) == 2
    assert CachedEmbedding(encoder, tmp_path / "v.npz").learn(["hai"]) == 0
    encoder.id = "khác@1"
    assert CachedEmbedding(encoder, tmp_path / "v.npz").learn(["hai"]) == 1


@pytest.mark.slow
def test_a_question_is_encoded_once_for_all_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    from eval.system import QueryMemory
    from index.encoder import Encoder

    memory = QueryMemory.open(Path(__file__).parents[1] / "data")
    calls: list[list[str]] = []
    real = Encoder.encode_queries
    monkeypatch.setattr(Encoder, "encode_queries", lambda self, texts: calls.append(texts) or real(self, texts))
    first = memory.encode_queries(["một", "hai"])
    assert (memory.encode_queries(["hai", "một"]) == first[::-1]).all()
    assert calls == [["một", "hai"]]
