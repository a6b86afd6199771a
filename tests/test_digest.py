"""What is read off a whole corpus is read once, and read anew when it cannot be trusted."""

from pathlib import Path

import pytest

from assistant.digest import FILE, Digest, kept_digest
from assistant.name import Name
from corpus.document import Document, Passage
from corpus.orthography import keys

TEXT = "Ông Nguyễn Văn An ở Lâm Đồng nêu Quyết định 959-QĐ/TU năm 2018. Ảnh: Lê Minh"
DOCUMENTS = {"a": Document("a", TEXT, "Thí điểm", province="Quảng Ninh")}
PASSAGES = [Passage("a", 0, 63, TEXT[:63])]


def unread() -> Digest:
    return Digest.of(DOCUMENTS, PASSAGES)


def found(digest: Digest) -> list[Name]:
    forms = (" ".join(keys(name)) for name in ("Nguyễn Văn An", "Lâm Đồng", "Quảng Ninh"))
    return [name for form in forms if (name := digest.names.get(form))]


def test_names_numbers_years_and_what_stands_outside_passages_are_read() -> None:
    digest = unread()
    assert [one.core for one in found(digest)] == ["Nguyễn Văn An", "Lâm Đồng", "Quảng Ninh"]
    assert len(digest.names.written) == 3
    assert digest.inventory.years == {"2018"}
    assert digest.inventory.mentions("lê minh")
    assert not digest.inventory.mentions("Nguyễn Văn An")


def test_what_was_kept_is_what_was_read(tmp_path: Path) -> None:
    kept_digest(tmp_path, DOCUMENTS, PASSAGES)
    kept = kept_digest(tmp_path, {}, [])  # nothing to read from: it must come from the file
    assert kept.inventory == unread().inventory
    assert found(kept) == found(unread())
    assert kept.names.get_folded("lam dong") == unread().names.get_folded("lam dong")
    assert kept.names.with_initials("ld") == unread().names.with_initials("ld") == ["Lâm Đồng"]
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("damage", [lambda body: body[:-9], lambda body: body.replace(b"2018", b"2019"), lambda _: b""])
def test_a_damaged_file_is_read_anew(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    kept_digest(tmp_path, DOCUMENTS, PASSAGES)
    path = tmp_path / FILE
    path.write_bytes(damage(path.read_bytes()))
    assert kept_digest(tmp_path, DOCUMENTS, PASSAGES).inventory == unread().inventory
    assert kept_digest(tmp_path, {}, []).inventory == unread().inventory


def test_what_other_code_kept_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.digest._code", lambda: "older")
    kept_digest(tmp_path, {}, [])
    monkeypatch.undo()
    assert kept_digest(tmp_path, DOCUMENTS, PASSAGES).inventory == unread().inventory


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    assert kept_digest(tmp_path / "absent", DOCUMENTS, PASSAGES).inventory == unread().inventory


def test_whoever_waits_for_a_large_corpus_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.digest.LARGE", 2)
    told: list[str] = []
    kept_digest(tmp_path, DOCUMENTS, PASSAGES, told.append)
    assert told == []
    (tmp_path / FILE).unlink()
    for _ in range(2):
        kept_digest(tmp_path, DOCUMENTS, PASSAGES * 2, told.append)
    assert len(told) == 1
    assert "trong 2 đoạn" in told[0]
