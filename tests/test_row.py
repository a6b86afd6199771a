"""Rows of a file read when asked for are the rows that were written."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from corpus.document import Document, Passage
from index.record import DOCUMENTS, PASSAGES, write_rows
from index.row import Rows
from index.view import PassageTexts, open_documents, open_passages, passage_ids

PASSAGE_ROWS = [Passage('a"b', 0, 9, "Một\u2028hai.\n", "", ((0, 9),)), Passage("đ", 3, 5, "Ba", "Mục", ((3, 5),))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_rows(tmp_path / PASSAGES, map(asdict, PASSAGE_ROWS))
    write_rows(tmp_path / DOCUMENTS, (Document(id_, "Chữ", "Tên").to_json() for id_ in ('a"b', "đ")))
    return tmp_path


def test_rows_are_read_by_number_from_either_end_and_in_order(folder: Path) -> None:
    passages = open_passages(folder)
    assert (len(passages), passages[0], passages[-1]) == (2, PASSAGE_ROWS[0], PASSAGE_ROWS[1])
    assert list(passages) == passages[:] == PASSAGE_ROWS
    with pytest.raises(IndexError):
        passages[2]


def test_an_id_is_read_without_the_rest_of_its_row(folder: Path) -> None:
    assert list(passage_ids(open_passages(folder))) == [passage.id for passage in PASSAGE_ROWS]


def test_documents_are_found_by_id(folder: Path) -> None:
    documents = open_documents(folder)
    assert list(documents) == ['a"b', "đ"]
    assert documents["đ"] == Document("đ", "Chữ", "Tên")
    assert "c" not in documents


def test_a_passage_is_found_by_its_heading_and_words(folder: Path) -> None:
    assert PassageTexts(open_passages(folder))[:] == ["Một\u2028hai.\n", "Mục\nBa"]


def test_a_file_without_rows_has_none(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b"")
    assert list(Rows(tmp_path / "rows.jsonl", dict)) == []


def test_a_row_that_begins_otherwise_is_named(tmp_path: Path) -> None:
    (tmp_path / DOCUMENTS).write_text(json.dumps({"text": 1}) + "\n")
    with pytest.raises(ValueError, match='"text"'):
        open_documents(tmp_path)
