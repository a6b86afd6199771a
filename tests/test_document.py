"""Documents and passages as data."""

import json

from corpus.document import Document, Passage


def test_a_document_survives_json():
    document = Document("a", "Văn bản.", "Tiêu đề", kind="account", published="2025-07", places=("a.md", "b.md"))
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document


def test_the_fingerprint_changes_with_one_letter():
    assert Document("a", "21 biên chế", "").sha256 != Document("a", "25 biên chế", "").sha256


def test_equal_texts_at_different_places_are_different_passages():
    assert Passage("a", 0, 3, "abc").id != Passage("a", 4, 7, "abc").id
