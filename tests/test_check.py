"""Opening hashes only what may have changed, and misses no damage for it."""

import os
import shutil
import time
from pathlib import Path
from random import Random

import pytest

from eval.damage import DAMAGES
from index import check
from index.check import NAME, SETTLED, WEEK, damaged_since
from index.manifest import Manifest, Settings, Stamp, read_manifest, stamp

MANIFEST = Manifest(Settings("hash@1", 4, "query: ", "passage: ", 1, 256), "0" * 64, 1, 2, 3)
FILES = ("keyword/a.npy", "passages.jsonl")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the files that were hashed."""
    names: list[str] = []

    def noticed(path: Path) -> Stamp:
        names.append(path.name)
        return stamp(path)

    monkeypatch.setattr(check, "stamp", noticed)
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a build of two files that was found whole, after it was left alone for long enough, and noted so."""
    folder = tmp_path / "build"
    (folder / "keyword").mkdir(parents=True)
    (folder / "keyword" / "a.npy").write_bytes(b"1234567890" * 9)
    (folder / "passages.jsonl").write_text("{}\n" * 30, encoding="utf-8")
    MANIFEST.write(folder)
    assert wrong(folder) == []
    return folder


def wrong(folder: Path, *, later: float = SETTLED + 1) -> list[str]:
    return damaged_since(folder, read_manifest(folder), now=time.time() + later)


def test_what_was_found_whole_is_not_hashed_again(folder: Path, hashed: list[str]) -> None:
    assert wrong(folder) == []
    assert hashed == []


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_every_damage_to_a_noted_file_is_named(folder: Path, name: str, damage: str) -> None:
    DAMAGES[damage](folder / name, Random(0))
    assert wrong(folder) == [name]


def test_a_damage_under_the_old_time_is_named(folder: Path) -> None:
    path = folder / "passages.jsonl"
    before = path.stat()
    DAMAGES["lật bit"](path, Random(0))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert wrong(folder) == ["passages.jsonl"]


def test_a_file_exchanged_for_another_of_its_size_and_time_is_named(folder: Path) -> None:
    path, other = folder / "passages.jsonl", folder / "other"
    other.write_bytes(path.read_bytes().replace(b"{", b"["))
    shutil.copystat(path, other)
    other.replace(path)
    assert wrong(folder) == ["passages.jsonl"]


def test_a_copied_build_is_hashed_whole(folder: Path, hashed: list[str]) -> None:
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)  # sizes and times of the content as they were, and the note with them
    assert wrong(copy) == []
    assert hashed == ["a.npy", "passages.jsonl"]


def test_only_what_was_touched_is_hashed(folder: Path, hashed: list[str]) -> None:
    (folder / "passages.jsonl").touch()
    assert [wrong(folder), wrong(folder)] == [[], []]
    assert hashed == ["passages.jsonl"]


def test_after_a_week_everything_is_hashed_again(folder: Path, hashed: list[str]) -> None:
    assert wrong(folder, later=WEEK + 60) == []
    assert hashed == ["a.npy", "passages.jsonl"]


def test_a_clock_set_back_costs_a_hash(folder: Path, hashed: list[str]) -> None:
    assert wrong(folder, later=-60) == []
    assert hashed == ["a.npy", "passages.jsonl"]


def test_a_file_written_a_moment_ago_is_hashed_until_it_has_settled(folder: Path, hashed: list[str]) -> None:
    (folder / NAME).unlink()
    assert [wrong(folder, later=later) for later in (0, 0, SETTLED + 1, SETTLED + 1)] == [[]] * 4
    assert hashed == ["a.npy", "passages.jsonl"] * 3


def test_what_another_manifest_asks_for_is_hashed(folder: Path) -> None:
    manifest = read_manifest(folder)
    manifest.files["passages.jsonl"] = Stamp(manifest.files["passages.jsonl"].size, "0" * 64)
    assert damaged_since(folder, manifest, now=time.time() + SETTLED + 1) == ["passages.jsonl"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"passages.jsonl": 1}', '{"passages.jsonl": ["a", [1], "b"]}'])
def test_a_torn_note_costs_a_hash(folder: Path, hashed: list[str], content: str) -> None:
    (folder / NAME).write_text(content, encoding="ascii")
    assert wrong(folder) == []
    assert hashed == ["a.npy", "passages.jsonl"]


def test_a_folder_that_takes_no_note_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    (folder / NAME).unlink()
    monkeypatch.setattr(Path, "replace", refuse)
    assert wrong(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == ["keyword", "manifest.json", "passages.jsonl"]
