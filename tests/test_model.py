"""The measure of a language model: raw claims by their verdict, shown claims checked anew, and no silent skip."""

from pathlib import Path

import pytest
from test_model_answer import DOCUMENTS, EVIDENCE, TEH, Says
from test_model_answer import FALSE as UNTRUE_CLAIM

from assistant.answer import Answer, Turn
from assistant.composition import Draft
from assistant.model_answer import ModelSpeaker
from assistant.speech import Spoken
from corpus.error import UserError
from eval.cli import main
from eval.model import NO_MODEL, Asked, Row, ask_all, describe, read_questions, read_rows, summarize

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


class OneSentence:
    """An assistant with one piece of evidence, and one question that it refuses."""

    documents = DOCUMENTS
    index_build = "b1"
    speaker: ModelSpeaker

    def __init__(self) -> None:
        self.heard: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        self.heard.append((question, history))
        draft = Draft(DOCUMENTS)
        draft.add_quote(EVIDENCE[0])
        spoken = Spoken() if question == "Từ chối?" else self.speaker.speak(question, EVIDENCE, draft)
        claims, citations = tuple(draft.claims), tuple(draft.citations)
        return spoken.told_in(Answer("1", question, question, "answered", "", claims=claims, citations=citations))


QUESTIONS = [Asked("a", "Đạ Tẻh?"), Asked("b", "Từ chối?", (Turn("Đạ Huoai?", "23"),))]


def speaker() -> ModelSpeaker:
    return ModelSpeaker(Says(f"{UNTRUE_CLAIM}\n{TEH}"))


def test_every_raw_claim_is_kept_with_its_verdict_and_only_true_ones_are_shown(tmp_path: Path) -> None:
    rows = ask_all(QUESTIONS, OneSentence(), speaker(), tmp_path / "rows.jsonl")  # type: ignore[arg-type]
    assert rows == read_rows(tmp_path / "rows.jsonl") and [row.is_asked for row in rows] == [True, False]
    assert [claim["outcome"] for claim in rows[0].raw] == ["unsupported", "verified"]
    assert [(claim["kind"], claim["verdict"]) for claim in rows[0].shown] == [("prose", "aligned")]
    assert "25" in rows[0].raw[0]["text"] and "first" in rows[0].seconds


def test_a_run_goes_on_where_it_stopped_and_history_is_passed(tmp_path: Path) -> None:
    path, assistant = tmp_path / "rows.jsonl", OneSentence()
    ask_all(QUESTIONS, assistant, speaker(), path)  # type: ignore[arg-type]
    whole, rows = path.read_bytes(), read_rows(path)
    path.write_bytes(whole[:-9])  # killed while it wrote the second row
    assert ask_all(QUESTIONS, assistant, speaker(), path)[0] == rows[0]  # type: ignore[arg-type]
    assert assistant.heard == [("Đạ Tẻh?", ()), *[("Từ chối?", QUESTIONS[1].history)] * 2]
    assert [row.id for row in read_rows(path)] == ["a", "b"]
    assistant.index_build = "b2"
    ask_all(QUESTIONS[:1], assistant, speaker(), path)  # type: ignore[arg-type]
    assert len(assistant.heard) == 4  # another build is asked anew


def test_questions_come_with_their_history(tmp_path: Path) -> None:
    line = '{"id": "x", "question": "Còn Lâm Hà?", "history": ["Đạ Tẻh?", {"question": "Đạ Huoai?", "answer": "23"}]}'
    (tmp_path / "q.jsonl").write_text(line, encoding="utf-8")
    assert read_questions(tmp_path / "q.jsonl") == [
        Asked("x", "Còn Lâm Hà?", (Turn("Đạ Tẻh?"), Turn("Đạ Huoai?", "23")))
    ]


def test_a_file_of_rows_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UserError, match="không phải tệp kết quả"):
        read_rows(tmp_path / "rows.jsonl")


@pytest.mark.parametrize("line", ['{"id": 1}', "[]", "hỏng", "3"])
def test_a_file_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UserError, match="id và question"):
        read_questions(tmp_path / "q.jsonl")
