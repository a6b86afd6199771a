"""The manifest and where builds lie."""

from pathlib import Path

import pytest

from corpus.error import UserError
from index.location import CURRENT, current_build, finish_build, index_folder, new_build, remove_leftovers
from index.manifest import FORM, Manifest, Settings, damaged_files, read_manifest

MANIFEST = Manifest(Settings("hash@1", 4, "query: ", "passage: ", 1, 256), "0" * 64, 1, 2, 3, ("một lỗi",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keyword").mkdir()
    (tmp_path / "keyword" / "a.npy").write_bytes(b"12345")
    (tmp_path / "passages.jsonl").write_text("{}\n", encoding="utf-8")
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"sqlite")
    MANIFEST.write(tmp_path)
    return tmp_path


def test_a_manifest_reads_back_and_names_every_file(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.settings == MANIFEST.settings
    assert manifest.problems == ("một lỗi",)
    assert set(manifest.files) == {"keyword/a.npy", "passages.jsonl", "chroma/chroma.sqlite3"}
    assert manifest.files["keyword/a.npy"].size == 5
    assert manifest.libraries["numpy"]


def test_a_whole_build_has_no_damaged_file(folder: Path) -> None:
    assert damaged_files(folder, read_manifest(folder), full=True) == []


def test_a_shortened_or_missing_file_is_named_without_hashing(folder: Path) -> None:
    manifest = read_manifest(folder)
    (folder / "keyword" / "a.npy").write_bytes(b"123")
    (folder / "passages.jsonl").unlink()
    assert damaged_files(folder, manifest) == ["keyword/a.npy", "passages.jsonl"]


def test_a_changed_byte_is_named_by_the_full_check(folder: Path) -> None:
    manifest = read_manifest(folder)
    (folder / "keyword" / "a.npy").write_bytes(b"12346")
    assert damaged_files(folder, manifest) == []
    assert damaged_files(folder, manifest, full=True) == ["keyword/a.npy"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"settings": {"form": 1}}'])
def test_a_damaged_manifest_says_how_to_rebuild(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="python -m index build"):
        read_manifest(folder)


def test_a_build_of_another_form_says_how_to_rebuild(folder: Path) -> None:
    text = (folder / "manifest.json").read_text(encoding="utf-8").replace(f'"form": {FORM}', '"form": 99')
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="phiên bản khác"):
        read_manifest(folder)


def test_a_finished_build_becomes_current_and_an_unfinished_one_does_not(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Chưa có chỉ mục"):
        current_build(tmp_path)
    first = finish_build(new_build(tmp_path))
    new_build(tmp_path)
    assert current_build(tmp_path) == first


def test_leftovers_are_removed_and_named_builds_are_kept(tmp_path: Path) -> None:
    old, current = finish_build(new_build(tmp_path)), finish_build(new_build(tmp_path))
    killed = new_build(tmp_path)
    (index_folder(tmp_path) / "note.txt").write_text("của người dùng", encoding="utf-8")
    remove_leftovers(tmp_path, keep={current.name})
    assert current.exists()
    assert not old.exists()
    assert not killed.exists()
    assert (index_folder(tmp_path) / "note.txt").exists()


@pytest.mark.parametrize("name", ["20250101-000000-abcdef", "../../etc", ""])
def test_a_pointer_to_nothing_says_how_to_rebuild(tmp_path: Path, name: str) -> None:
    index_folder(tmp_path).mkdir()
    (index_folder(tmp_path) / CURRENT).write_text(name, encoding="ascii")
    with pytest.raises(UserError, match="python -m index build"):
        current_build(tmp_path)
