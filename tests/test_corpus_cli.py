"""``python -m corpus``: what it prints, what it copies, how it ends."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from corpus import addition
from corpus.cli import format_date, main
from corpus.location import bundled_documents, default_corpus, own_documents
from corpus.reader import read_corpus

ROW = '[[source]]\nfile = "{file}"\nid = "{id}"\ntitle = "Tựa “{id}” \\"x\\""\n'


def run(*arguments: object, environ: dict[str, str] | None = None) -> int:
    return main([str(argument) for argument in arguments], environ or {})


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """Give a folder with one described text, one plain text and one that cannot be read."""
    folder = tmp_path / "offer"
    folder.mkdir()
    (folder / "x.txt").write_text("Văn bản gốc của huyện.", encoding="utf-8")
    (folder / "y.txt").write_text("Văn bản khác của huyện.", encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x00")
    (folder / "sources.toml").write_text(ROW.format(file="x.txt", id="goc"), encoding="utf-8")
    return folder


def test_list_shows_each_bundled_document_in_vietnamese(tmp_path, capsys):
    assert run("list", "--data", tmp_path) == 0
    out = capsys.readouterr().out
    assert "xaydung-2017  [bản tường thuật]  28/09/2017  Báo Xây dựng" in out
    assert "[tư liệu nền]" in out


def test_check_counts_and_ends_with_0_when_all_is_well(tmp_path, capsys):
    assert run("check", "--data", tmp_path) == 0
    assert "0 lỗi" in capsys.readouterr().out


def test_check_names_a_problem_and_ends_with_1(offer, capsys):
    assert run("check", "--corpus", offer) == 1
    assert "bad.txt" in capsys.readouterr().err


def test_a_missing_corpus_is_one_line_without_traceback(tmp_path, capsys):
    assert run("list", "--corpus", tmp_path / "nope") == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["dance"], ["add"]])
def test_wrong_usage_ends_with_2(arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_add_copies_what_can_be_read_and_names_what_cannot(tmp_path, offer, capsys):
    assert run("add", offer, "--data", tmp_path / "data") == 1
    own = tmp_path / "data" / "documents"
    assert sorted(path.name for path in own.iterdir()) == ["sources.toml", "x.txt", "y.txt"]
    out, err = capsys.readouterr()
    assert "bad.txt" in err
    assert "python -m index build" in out
    assert {document.id for document in read_corpus(own).documents} == {"goc", "y"}


def test_adding_twice_changes_nothing(tmp_path, offer, capsys):
    (offer / "bad.txt").unlink()
    own = tmp_path / "data" / "documents"
    assert run("add", offer, "--data", tmp_path / "data") == 0
    before = {path: path.read_bytes() for path in own.iterdir()}
    capsys.readouterr()
    assert run("add", offer, "--data", tmp_path / "data") == 0
    assert {path: path.read_bytes() for path in own.iterdir()} == before
    assert "index build" not in capsys.readouterr().out


def test_rows_are_merged_into_the_sources_of_the_office(tmp_path, offer):
    own = tmp_path / "data" / "documents"
    own.mkdir(parents=True)
    (own / "z.txt").write_text("Văn bản sẵn có.", encoding="utf-8")
    (own / "sources.toml").write_text(
        "# ghi chú của văn phòng\n" + ROW.format(file="z.txt", id="san"), encoding="utf-8"
    )
    run("add", offer, "--data", tmp_path / "data")
    text = (own / "sources.toml").read_text(encoding="utf-8")
    assert "# ghi chú của văn phòng" in text
    assert [row["title"] for row in tomllib.loads(text)["source"]] == ['Tựa “san” "x"', 'Tựa “goc” "x"']


def test_a_new_version_of_a_described_document_replaces_the_old_one(tmp_path, offer, capsys):
    run("add", offer, "--data", tmp_path / "data")
    (offer / "x.txt").write_text("Văn bản gốc đã sửa.", encoding="utf-8")
    run("add", offer / "x.txt", "--data", tmp_path / "data")
    assert "Đã thay bản cũ" in capsys.readouterr().out
    assert (tmp_path / "data/documents/x.txt").read_text(encoding="utf-8") == "Văn bản gốc đã sửa."


@pytest.mark.parametrize(("name", "row"), [("y.txt", ""), ("khac.txt", ROW.format(file="khac.txt", id="goc"))])
def test_add_never_silently_takes_another_documents_place(tmp_path, offer, capsys, name, row):
    run("add", offer, "--data", tmp_path / "data")
    other = tmp_path / "other"
    other.mkdir()
    (other / name).write_text("Một văn bản không liên quan.", encoding="utf-8")
    (other / "sources.toml").write_text(row, encoding="utf-8")
    capsys.readouterr()
    assert run("add", other / name, "--data", tmp_path / "data") == 1
    assert name in capsys.readouterr().err
    assert len(read_corpus(tmp_path / "data/documents").documents) == 2


def test_an_original_that_is_added_takes_the_place_of_its_account(tmp_path, shared, capsys):
    assert run("add", shared / "corpus", "--data", tmp_path) == 0
    assert "thay cho bản tường thuật có mã lamdong-2020" in capsys.readouterr().out
    kinds = {document.id: document.kind for document in read_corpus(*default_corpus(tmp_path)).documents}
    assert kinds["lamdong-2020"] == "original"


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path, offer, capsys):
    (tmp_path / "file").write_text("x")
    assert run("add", offer, "--data", tmp_path / "file") == 1
    err = capsys.readouterr().err
    assert err.startswith("Không ghi được")
    assert err.count("\n") == 1


def test_a_full_disk_leaves_no_half_file(tmp_path, offer, capsys, monkeypatch):
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(addition.os, "fsync", fail)
    assert run("add", offer, "--data", tmp_path / "data") == 1
    assert "ổ đĩa đã đầy" in capsys.readouterr().err
    assert list((tmp_path / "data/documents").iterdir()) == []


def test_the_office_folder_can_be_configured(tmp_path, offer):
    run("add", offer / "x.txt", "--data", tmp_path / "data", environ={"ASSISTANT_CORPUS": str(tmp_path / "mine")})
    assert (tmp_path / "mine" / "x.txt").is_file()
    assert own_documents(tmp_path, str(tmp_path / "mine")) == tmp_path / "mine"
    assert default_corpus(tmp_path) == (bundled_documents(),)


@pytest.mark.parametrize(
    ("iso", "shown"), [("2017-09-28", "28/09/2017"), ("2025-07", "07/2025"), ("2018", "2018"), ("", "")]
)
def test_dates_are_shown_as_vietnamese_readers_write_them(iso, shown):
    assert format_date(iso) == shown


def test_the_program_speaks_vietnamese_on_any_console(tmp_path):
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "ASSISTANT_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", "corpus", "list"], env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert "bản tường thuật" in done.stdout.decode("utf-8")


def test_the_corpus_package_loads_no_heavy_library():
    code = "import sys, corpus.cli; sys.exit(bool({'torch', 'chromadb', 'gradio', 'llama_index'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
