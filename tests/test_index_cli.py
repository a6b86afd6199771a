"""``python -m index``: what it prints and its exit status."""

import json
from pathlib import Path

import pytest
from conftest import HashEncoder

from index import cli
from index.location import current_build


@pytest.fixture(autouse=True)
def stubbed(monkeypatch: pytest.MonkeyPatch, encoder: HashEncoder, without_chroma: None) -> None:
    class Opened:
        @staticmethod
        def open(_data: Path, model: Path | None = None) -> HashEncoder:
            encoder.id = f"{model or 'hash'}@1"
            return encoder

    monkeypatch.setattr(cli, "Encoder", Opened)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Nhan đề\n\nLâm Đồng thí điểm ở ba huyện.\n", encoding="utf-8")
    return folder


def run(corpus: Path, *more: str, **environ: str) -> int:
    return cli.main(
        ["build", "--corpus", str(corpus), *more], {"ASSISTANT_DATA": str(corpus.parent / "data"), **environ}
    )


def test_json_is_one_object_on_stdout_and_progress_is_on_stderr(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpus, "--json") == 0
    printed = capsys.readouterr()
    summary = json.loads(printed.out)
    assert {"build", "documents", "passages", "sentences", "embedded", "reused", "seconds", "problems"} <= set(summary)
    assert summary["documents"] == 1
    assert "Mã hoá: 100%" in printed.err


def test_a_second_build_says_that_nothing_changed(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(corpus)
    assert "Đã lập chỉ mục" in capsys.readouterr().out
    assert run(corpus) == 0
    assert "Không có gì thay đổi; 0 đoạn phải mã hoá" in capsys.readouterr().out


def test_data_on_the_command_line_wins_over_the_environment(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, "--data", str(tmp_path / "elsewhere")) == 0
    assert current_build(tmp_path / "elsewhere").exists()


def test_the_model_comes_from_the_environment(corpus: Path, tmp_path: Path) -> None:
    run(corpus, ASSISTANT_MODEL="mô-hình")
    manifest = json.loads((current_build(tmp_path / "data") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["encoder"] == "mô-hình@1"


def test_a_mistake_is_one_line_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "không-có") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


def test_an_unreadable_file_is_named_and_the_others_are_indexed(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "b.txt").write_bytes(b"\xff\xfe\x00")
    assert run(corpus, "--json") == 0
    printed = capsys.readouterr()
    assert "b.txt" in printed.err
    assert json.loads(printed.out)["problems"]


def test_wrong_usage_is_exit_status_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["xây"], {})
    assert stopped.value.code == 2


@pytest.mark.parametrize("is_bundled", [True, False])
def test_a_build_also_writes_what_reads_the_sentences_where_that_is_the_bundled_model(
    corpus: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch, *, is_bundled: bool
) -> None:
    written: list[Path] = []
    monkeypatch.setattr(cli, "is_bundled", lambda _folder: is_bundled)
    monkeypatch.setattr(cli, "unpack_scorers", written.append)
    assert run(corpus) == 0
    assert written == [encoder.folder] * is_bundled
