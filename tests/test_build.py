"""Building: incremental, one writer; what kills and damage do to it is in test_endurance."""

import time
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEncoder
from filelock import FileLock

from corpus.document import Document
from corpus.error import UserError
from corpus.reader import Reading
from index.build import build_index, mend
from index.location import CURRENT, current_build, index_folder, lock_file
from index.manifest import read_manifest
from index.probe import chroma_problem
from index.record import Record
from index.search import Index

LAM_DONG = Document("lamdong", "Lâm Đồng thí điểm ở ba huyện.\n\nĐạ Tẻh có 21 biên chế.\n", "Thí điểm ở Lâm Đồng")
QUANG_NINH = Document("quangninh", "Quảng Ninh làm từ năm 2015.\n", "Mô hình của Quảng Ninh")
EDITED = Document("quangninh", "Quảng Ninh làm từ năm 2014.\n", "Mô hình của Quảng Ninh")


def reading(*documents: Document) -> Reading:
    return Reading(documents, ())


@pytest.mark.usefixtures("without_chroma")
class TestWithoutChroma:
    def test_a_build_keeps_documents_passages_and_a_vector_for_each(self, tmp_path: Path, encoder: HashEncoder) -> None:
        summary = build_index(tmp_path, reading(LAM_DONG, QUANG_NINH), encoder)
        record = Record.open(current_build(tmp_path))
        assert record.documents == (LAM_DONG, QUANG_NINH)
        assert summary.build == current_build(tmp_path).name
        assert (summary.documents, summary.passages) == (2, len(record.passages))
        assert record.vectors.shape == (summary.passages, encoder.dim)
        assert record.sentence_vectors.shape == (summary.sentences, encoder.dim)
        for passage in record.passages:
            document = {"lamdong": LAM_DONG, "quangninh": QUANG_NINH}[passage.document_id]
            assert document.text[passage.start : passage.end] == passage.text

    def test_a_second_build_of_the_same_corpus_embeds_nothing(self, tmp_path: Path, encoder: HashEncoder) -> None:
        first = build_index(tmp_path, reading(LAM_DONG), encoder)
        encoder.encoded.clear()
        second = build_index(tmp_path, reading(LAM_DONG), encoder)
        assert (second.unchanged, second.embedded, second.build) == (True, 0, first.build)
        assert encoder.encoded == []

    def test_only_what_was_edited_is_embedded_again(self, tmp_path: Path, encoder: HashEncoder) -> None:
        build_index(tmp_path, reading(LAM_DONG, QUANG_NINH), encoder)
        encoder.encoded.clear()
        summary = build_index(tmp_path, reading(LAM_DONG, EDITED), encoder)
        assert summary.embedded == len(encoder.encoded) == 2  # the passage with its heading, and its sentence
        assert all("2014" in text for text in encoder.encoded)

    def test_an_edited_text_leaves_no_stale_vector(self, tmp_path: Path, encoder: HashEncoder) -> None:
        build_index(tmp_path, reading(LAM_DONG, QUANG_NINH), encoder)
        build_index(tmp_path, reading(LAM_DONG, EDITED), encoder)
        record = Record.open(current_build(tmp_path))
        assert np.allclose(record.vectors, encoder.encode_passages(record.texts), atol=1e-6)

    def test_identical_passages_are_kept_apart(self, tmp_path: Path, encoder: HashEncoder) -> None:
        text = "# Một\n\nCâu giống nhau.\n\n# Hai\n\nCâu giống nhau.\n"
        build_index(tmp_path, reading(Document("a", text, "Nhan đề"), Document("b", text, "Nhan đề")), encoder)
        hits = Index.open(tmp_path, chroma=False, encoder=encoder).search("câu giống nhau", 10)
        assert len({hit.passage.id for hit in hits}) == 4

    def test_another_encoder_embeds_everything_again(self, tmp_path: Path, encoder: HashEncoder) -> None:
        first = build_index(tmp_path, reading(LAM_DONG), encoder)
        encoder.id = "hash@2"
        assert build_index(tmp_path, reading(LAM_DONG), encoder).embedded == first.embedded

    def test_damaged_vectors_are_not_copied(self, tmp_path: Path, encoder: HashEncoder) -> None:
        first = build_index(tmp_path, reading(LAM_DONG), encoder)
        path = current_build(tmp_path) / "vectors.npy"
        path.write_bytes(path.read_bytes()[:-4] + b"\x00\x00\x80\x7f")
        second = build_index(tmp_path, reading(LAM_DONG), encoder)
        assert (second.unchanged, second.embedded) == (False, first.embedded)

    def test_a_changed_title_is_a_new_build(self, tmp_path: Path, encoder: HashEncoder) -> None:
        build_index(tmp_path, reading(QUANG_NINH), encoder)
        renamed = Document("quangninh", QUANG_NINH.text, QUANG_NINH.title, publisher="Báo Xây dựng")
        summary = build_index(tmp_path, reading(renamed), encoder)
        assert (summary.unchanged, summary.embedded) == (False, 0)
        assert Record.open(current_build(tmp_path)).documents[0].publisher == "Báo Xây dựng"

    def test_the_previous_build_is_kept_until_the_next_success(self, tmp_path: Path, encoder: HashEncoder) -> None:
        names = [
            build_index(tmp_path, reading(*documents), encoder).build
            for documents in ((LAM_DONG,), (QUANG_NINH,), (EDITED,))
        ]
        assert [(index_folder(tmp_path) / name).exists() for name in names] == [False, True, True]

    def test_a_second_writer_is_told_that_a_build_is_running(self, tmp_path: Path, encoder: HashEncoder) -> None:
        index_folder(tmp_path).mkdir()
        with FileLock(lock_file(tmp_path)), pytest.raises(UserError, match="đang chạy"):
            build_index(tmp_path, reading(LAM_DONG), encoder)

    def test_an_empty_corpus_is_an_error_that_names_the_problems(self, tmp_path: Path, encoder: HashEncoder) -> None:
        with pytest.raises(UserError, match=r"a\.txt hỏng"):
            build_index(tmp_path, Reading((), ("a.txt hỏng",)), encoder)

    def test_a_full_disk_leaves_the_old_build_answering(
        self, tmp_path: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = build_index(tmp_path, reading(LAM_DONG), encoder)

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("index.record.np.save", full)
        with pytest.raises(UserError, match="ổ đĩa đã đầy"):
            build_index(tmp_path, reading(QUANG_NINH), encoder)
        assert current_build(tmp_path).name == first.build
        assert [path.name for path in index_folder(tmp_path).iterdir() if path.is_dir()] == [first.build]

    def test_what_chroma_or_numpy_could_not_write_is_one_line(
        self, tmp_path: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def short(*_: object, **__: object) -> None:
            raise OSError("67200 requested and 63456 written")

        monkeypatch.setattr("index.record.np.save", short)
        with pytest.raises(UserError, match="ổ đĩa đã đầy") as raised:
            build_index(tmp_path, reading(QUANG_NINH), encoder)
        assert "\n" not in str(raised.value)

    def test_a_lost_pointer_costs_neither_the_builds_nor_their_vectors(
        self, tmp_path: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = build_index(tmp_path, reading(LAM_DONG), encoder)
        (index_folder(tmp_path) / CURRENT).write_bytes(b"")

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched, pytest.raises(UserError):
            patched.setattr("index.record.np.save", full)
            build_index(tmp_path, reading(LAM_DONG), encoder)
        assert (index_folder(tmp_path) / first.build).exists()
        assert build_index(tmp_path, reading(LAM_DONG), encoder).embedded == 0
        assert not (index_folder(tmp_path) / first.build).exists()

    def test_a_damaged_keyword_index_costs_no_vector(self, tmp_path: Path, encoder: HashEncoder) -> None:
        build_index(tmp_path, reading(LAM_DONG), encoder)
        (current_build(tmp_path) / "words.json").write_bytes(b"")
        summary = build_index(tmp_path, reading(LAM_DONG), encoder)
        assert (summary.unchanged, summary.embedded) == (False, 0)

    def test_problems_of_reading_are_kept_in_the_manifest(self, tmp_path: Path, encoder: HashEncoder) -> None:
        build_index(tmp_path, Reading((LAM_DONG,), ("b.txt: không đọc được",)), encoder)
        assert read_manifest(current_build(tmp_path)).problems == ("b.txt: không đọc được",)

    def test_progress_counts_up_to_all(self, tmp_path: Path, encoder: HashEncoder) -> None:
        told: list[tuple[str, int, int]] = []
        summary = build_index(tmp_path, reading(LAM_DONG), encoder, on_progress=lambda *step: told.append(step))
        assert ("Cắt đoạn", 1, 1) in told
        assert told[-1] == ("Mã hoá", summary.embedded, summary.embedded)


@pytest.mark.slow
def test_both_dense_sources_give_the_same_passages(
    tmp_path: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.EXACT_UP_TO", 0)
    texts = [f"Huyện số {n} có {3 * n} biên chế và {n + 7} cán bộ.\n" for n in range(300)]
    documents = [Document(f"d{n}", text, f"Tài liệu {n}") for n, text in enumerate(texts)]
    build_index(tmp_path, reading(*documents), encoder)
    exact = Index.open(tmp_path, chroma=False, encoder=encoder)
    chroma = Index.open(tmp_path, encoder=encoder)
    assert chroma.uses_chroma
    assert not exact.uses_chroma
    for question in ("huyện số 7", "có 30 biên chế", "bao nhiêu cán bộ", "huyen so 12"):
        assert chroma.search(question) == exact.search(question)


@pytest.mark.slow
def test_a_damaged_chroma_folder_is_noticed_answered_without_and_mended(tmp_path: Path, encoder: HashEncoder) -> None:
    first = build_index(tmp_path, reading(LAM_DONG, QUANG_NINH), encoder)
    for path in (current_build(tmp_path) / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert chroma_problem(current_build(tmp_path))
    index = Index.open(tmp_path, encoder=encoder)
    assert not index.uses_chroma
    assert index.search("Quảng Ninh")[0].passage.document_id == "quangninh"
    for _ in range(300):  # the mending child needs a few seconds
        if not index.is_current():
            break
        time.sleep(0.1)
    assert current_build(tmp_path).name != first.build
    assert Index.open(tmp_path, encoder=encoder).uses_chroma


@pytest.mark.slow
def test_mending_encodes_nothing_and_keeps_the_record(tmp_path: Path, encoder: HashEncoder) -> None:
    build_index(tmp_path, reading(LAM_DONG), encoder)
    before = Record.open(current_build(tmp_path))
    (current_build(tmp_path) / "chroma" / "chroma.sqlite3").write_bytes(b"")
    summary = mend(tmp_path)
    after = Record.open(current_build(tmp_path))
    assert (summary.embedded, summary.unchanged) == (0, False)
    assert after.passages == before.passages
    assert (np.asarray(after.vectors) == before.vectors).all()
    assert chroma_problem(current_build(tmp_path)) == ""
    assert mend(tmp_path).unchanged
