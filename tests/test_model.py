"""The measure of a language model: raw claims by their verdict, shown claims checked anew, and no silent skip."""

from pathlib import Path

import pytest

from corpus.error import UserError
from eval.cli import main
from eval.model import NO_MODEL, Row, describe, read_questions, summarize

VERIFIED = {"outcome": "verified", "quote": "q", "text": "t", "sentence": "s"}
UNTRUE = VERIFIED | {"outcome": "unsupported"}
TRUE, FALSE = ({"kind": "prose", "text": "t", "verdict": verdict} for verdict in ("aligned", "unsupported"))


def row(raw: list[dict[str, str]], shown: list[dict[str, str]], notice: str = "", is_asked: bool = True) -> Row:
    return Row("1", "?", "answered", notice, is_asked, raw, shown, {"model": 2.0} if is_asked else {})


def test_the_shares_are_of_raw_claims_and_of_shown_ones() -> None:
    report = summarize(
        [row([VERIFIED, UNTRUE], [TRUE]), row([UNTRUE, UNTRUE], [TRUE], notice="Hỏng."), row([], [], is_asked=False)]
    )
    assert (report["questions"], report["asked"], report["in_words_of_the_model"]) == (3, 2, 1)
    assert (report["raw"]["n"], report["raw"]["unsupported"], report["shown"]["unsupported"]) == (4, 0.75, 0.0)
    assert report["outcomes"] == {"verified": 1, "unsupported": 3} and report["notices"] == {"Hỏng.": 1}
    assert report["seconds"] == {"model": {"n": 2, "p50": 2.0, "p95": 2.0}}


def test_an_unsupported_claim_that_was_shown_would_be_seen() -> None:
    report = summarize([row([], [TRUE, FALSE])])
    assert report["shown"]["unsupported"] == 0.5 and "ý được hiện: n=2, không có căn cứ 0.500" in describe(report)


def test_nothing_to_measure_is_said_and_divides_nothing() -> None:
    assert "ý thô của mô hình: không có" in describe(summarize([]))


def test_where_no_model_is_named_the_measure_is_skipped_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", str(tmp_path / "q.jsonl")], {}) == 0
    assert capsys.readouterr().out.strip() == NO_MODEL


@pytest.mark.parametrize("line", ['{"id": 1}', "[]", "hỏng", "3"])
def test_a_file_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UserError, match="id và question"):
        read_questions(tmp_path / "q.jsonl")
