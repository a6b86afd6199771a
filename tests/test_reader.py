"""Reading folders of documents: one bad file never hides the others."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from corpus import reader
from corpus.error import UserError
from corpus.reader import read_corpus

ACCOUNT = """+++
id = "{id}"
title = "Tựa"
publisher = "Báo"
kind = "{kind}"
origin_sha256 = "{sha}"
unknown = 1
+++

{text}
"""


def account(id_: str = "a", text: str = "Bản tường thuật.", *, kind: str = "account", sha: str = "") -> str:
    return ACCOUNT.format(id=id_, text=text, kind=kind, sha=sha)


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def source_row(file: str, id_: str) -> str:
    return f'[[source]]\nfile = "{file}"\nid = "{id_}"\ntitle = "Tựa gốc"\npublished = "2017-09-28"\nauthor = ""\n'


def test_an_account_is_read_with_its_front_matter(tmp_path):
    (document,) = read_corpus(write(tmp_path, {"a.md": account()})).documents
    assert (document.id, document.title, document.kind, document.publisher) == ("a", "Tựa", "account", "Báo")
    assert document.text.strip() == "Bản tường thuật."
    assert document.author == ""


def test_an_original_is_read_with_its_row(tmp_path):
    (document,) = read_corpus(
        write(tmp_path, {"x.txt": "Văn bản.", "sources.toml": source_row("x.txt", "o")})
    ).documents
    assert (document.id, document.title, document.kind, document.published) == (
        "o",
        "Tựa gốc",
        "original",
        "2017-09-28",
    )


def test_a_plain_text_takes_its_id_from_its_name_and_its_title_from_its_first_line(tmp_path):
    files = {
        "Báo cáo số 5.txt": "Báo cáo quý I\n\nĐơn vị đã hoàn thành mọi nhiệm vụ được giao.",
        "Đề_án/Báo cáo số 5.txt": "Khác hẳn.",
    }
    one, other = read_corpus(write(tmp_path, files)).documents
    assert (one.id, one.title) == ("bao-cao-so-5", "Báo cáo quý I")
    assert other.id.startswith("bao-cao-so-5-")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_whatever_their_encoding(tmp_path, encoding):
    (document,) = read_corpus(write(tmp_path, {"x.txt": "Đạ Tẻh, Uông Bí.\r\n".encode(encoding)})).documents
    assert document.text == "Đạ Tẻh, Uông Bí.\n"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("bad.txt", b"", "tệp trống"),
        ("bad.txt", b" \n\t\n", "tệp trống"),
        ("bad.txt", b"PK\x03\x04\x00\x00", "nhị phân"),
        ("bad.txt", b"\x89PNG\x00\xff", "nhị phân"),
        ("bad.txt", "một\x07hai".encode(), "nhị phân"),
        ("bad.txt", "Tỉnh".encode()[:-2] + b"\xe1\xe2", "UTF-8"),
        ("bad.md", b'+++\nid = "a\n+++\nN\xe1\xbb\x99i dung.', "TOML"),
        ("bad.md", '+++\ntitle = "Tựa"\n+++\nNội dung.'.encode(), "thiếu mã id"),
        ("bad.md", b'+++\nid = "a"\n\nNo end.', "+++"),
        ("bad.md", account(kind="lạ").encode(), "kind"),
        ("bad.md", account(text="").encode(), "tệp trống"),
    ],
)
def test_an_unreadable_file_is_named_and_the_others_are_read(tmp_path, name, content, complaint):
    reading = read_corpus(write(tmp_path, {name: content, "good.txt": "Văn bản tốt."}))
    assert [document.id for document in reading.documents] == ["good"]
    (problem,) = reading.problems
    assert name in problem
    assert complaint in problem


def test_a_file_that_is_too_large_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 10)
    (problem,) = read_corpus(write(tmp_path, {"big.txt": "Văn bản rất dài."})).problems
    assert "quá lớn" in problem


def test_other_files_of_a_folder_are_ignored_unless_asked_for(tmp_path):
    write(tmp_path, {"README.md": "x", "ảnh.png": b"\x00", "note.toml": "=", ".an.txt": "x", "a.txt": "Văn bản."})
    assert len(read_corpus(tmp_path).documents) == 1
    assert read_corpus(tmp_path).problems == ()
    (problem,) = read_corpus(tmp_path / "ảnh.png").problems
    assert "ảnh.png" in problem


def test_a_missing_folder_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match=r"Không tìm thấy .* hãy kiểm tra"):
        read_corpus(tmp_path / "nope")


def test_one_text_in_two_files_is_one_document_with_two_places(tmp_path):
    decomposed = "Tỉnh ủy họp.\r\n"
    (document,) = read_corpus(write(tmp_path, {"a.txt": "Tỉnh ủy họp.\n", "b/c.txt": decomposed})).documents
    assert document.places == (str(tmp_path / "a.txt"), str(tmp_path / "b/c.txt"))


def test_the_described_file_names_a_text_that_lies_in_two_files(tmp_path):
    files = {"a.txt": "Văn bản.", "b.txt": "Văn bản.", "sources.toml": source_row("b.txt", "o")}
    (document,) = read_corpus(write(tmp_path, files)).documents
    assert (document.id, document.title, len(document.places)) == ("o", "Tựa gốc", 2)


@pytest.mark.parametrize("order", [("one", "two"), ("two", "one")])
def test_an_original_takes_the_place_of_the_account_with_its_id(tmp_path, order):
    write(tmp_path, {"one/a.md": account("a"), "two/x.txt": "Bản gốc.", "two/sources.toml": source_row("x.txt", "a")})
    (document,) = read_corpus(*(tmp_path / name for name in order)).documents
    assert (document.kind, document.text, document.title) == ("original", "Bản gốc.", "Tựa gốc")
    assert (document.publisher, document.published) == ("Báo", "2017-09-28")


@pytest.mark.parametrize("order", [("one", "two"), ("two", "one")])
def test_an_original_is_known_by_its_fingerprint(tmp_path, order):
    sha = sha256("Bản gốc.".encode()).hexdigest()
    write(tmp_path, {"one/a.md": account("a", sha=sha), "two/tai ve.txt": "Bản gốc."})
    (document,) = read_corpus(*(tmp_path / name for name in order)).documents
    assert (document.id, document.kind, document.title) == ("a", "original", "Tựa")


def test_of_one_id_the_later_path_wins(tmp_path):
    write(tmp_path, {"one/a.md": account("a", "Cũ."), "two/a.md": account("a", "Mới.")})
    reading = read_corpus(tmp_path / "one", tmp_path / "two")
    assert [document.text.strip() for document in reading.documents] == ["Mới."]
    assert reading.problems == ()


def test_two_texts_that_claim_one_id_in_a_folder_are_both_named(tmp_path):
    reading = read_corpus(write(tmp_path, {"m.md": account("a", "Một."), "n.md": account("a", "Hai.")}))
    assert [document.text.strip() for document in reading.documents] == ["Một."]
    (problem,) = reading.problems
    assert "m.md" in problem
    assert "n.md" in problem


def test_the_same_files_always_give_the_same_documents_in_the_order_of_their_paths(tmp_path):
    write(tmp_path, {f"{name}.txt": f"Văn bản {name}." for name in "cabd"})
    assert [document.id for document in read_corpus(tmp_path).documents] == ["a", "b", "c", "d"]
    assert read_corpus(tmp_path) == read_corpus(tmp_path)


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/hostname", "..\\\\secret.txt", "sub/../../secret.txt"])
def test_a_row_cannot_point_outside_its_folder(tmp_path, target):
    write(tmp_path, {"secret.txt": "Mật.", "in/sources.toml": source_row(target, "s"), "in/a.txt": "Văn bản."})
    reading = read_corpus(tmp_path / "in")
    assert [document.id for document in reading.documents] == ["a"]
    assert "trỏ ra ngoài" in reading.problems[0]


@pytest.mark.parametrize("name", ["secret.txt", "linked"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path, name):
    write(tmp_path, {"out/secret.txt": "Mật.", "in/a.txt": "Văn bản."})
    (tmp_path / "in" / name).symlink_to(tmp_path / "out" / ("secret.txt" if name == "secret.txt" else ""))
    reading = read_corpus(tmp_path / "in")
    assert [document.id for document in reading.documents] == ["a"]
    assert name in reading.problems[0]


@pytest.mark.parametrize(
    "toml",
    [
        "[[source]",
        "source = 3",
        "[[source]]\nid='x'",
        "[[source]]\nfile='gone.txt'\nid='g'",
        "[[source]]\nfile='a.txt'",
    ],
)
def test_a_broken_sources_file_is_named_and_the_texts_are_read(tmp_path, toml):
    reading = read_corpus(write(tmp_path, {"sources.toml": toml, "a.txt": "Văn bản."}))
    assert len(reading.documents) == 1
    assert "sources.toml" in reading.problems[0]


def test_a_beir_collection_is_read_row_by_row(tmp_path):
    rows = [
        {"_id": "1", "title": "T", "text": "Một."},
        {"_id": "2", "text": "Một."},
        {"_id": "3"},
        {"_id": "4", "text": " "},
    ]
    write(tmp_path, {"corpus.jsonl": "\n".join(map(json.dumps, rows)) + "\nkhông phải json\n", "x.txt": "Bỏ qua."})
    reading = read_corpus(tmp_path)
    assert [(document.id, document.title) for document in reading.documents] == [("1", "T"), ("2", "")]
    assert len(reading.problems) == 3
    assert read_corpus(tmp_path / "corpus.jsonl") == reading


def test_the_originals_are_read_with_what_their_pages_say(shared):
    reading = read_corpus(shared / "corpus")
    assert [document.id for document in reading.documents] == [
        "tinhdoan-2021",
        "lamdong-2020",
        "xaydung-2017",
        "damha-2021",
        "campha-2024",
    ]
    assert reading.problems == ()


def test_the_originals_take_the_places_of_the_bundled_accounts(shared):
    bundled = Path(reader.__file__).parent / "documents"
    kinds = {document.id: document.kind for document in read_corpus(bundled, shared / "corpus").documents}
    accounts = {document.id for document in read_corpus(bundled).documents if document.kind == "account"}
    assert accounts
    assert all(kinds[account_id] == "original" for account_id in accounts)
