"""Real answers of models under the check: how they are read, judged and told by halves."""

import json
from pathlib import Path

import pytest

from corpus.error import UserError
from eval import cli
from eval.vihallu import Outcome, Response, judge, read_responses, summarize

CONTEXT = "Huyện A có 45 % hộ nghèo. Đề án chưa được duyệt."


@pytest.mark.parametrize(
    ("response", "n_unsupported"),
    [
        ("Huyện A có 45 % hộ nghèo.", 0),
        ("Đề án chưa được duyệt. Huyện A có 45 % hộ nghèo.", 0),
        ("Huyện A có 95 % hộ nghèo. Đề án chưa được duyệt.", 1),
        ("Đề án được duyệt.", 1),
        ("", 1),
    ],
)
def test_each_sentence_must_stand_in_the_context(response: str, n_unsupported: int) -> None:
    assert judge(Response("1", CONTEXT, response, "no")).n_unsupported == n_unsupported


def test_the_halves_are_told_apart() -> None:
    flagged, clean = Outcome("no", 1, 1), Outcome("no", 1, 0)
    report = summarize([flagged, flagged, clean, clean])
    assert report["first"]["no"]["responses"]["flagged"] == 1
    assert report["second"]["no"]["responses"]["flagged"] == 0


def test_a_row_without_a_known_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "1", "context": "a", "response": "b", "label": "maybe"}\n')
    with pytest.raises(UserError, match="dòng 1"):
        read_responses(path)


def test_the_command_prints_catches_and_false_alarms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [
        {"id": str(n), "context": CONTEXT, "response": "Huyện A có 95 % hộ nghèo.", "label": label}
        for n, label in enumerate(("intrinsic", "no", "extrinsic", "no"))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert cli.main(["vihallu", str(path)], {}) == 0
    assert "báo nhầm" in capsys.readouterr().out
