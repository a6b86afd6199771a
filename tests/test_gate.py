"""The gate itself on made-up results, and the real system through it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.error import UserError
from eval import gate
from eval.gate import (
    SIZE,
    Result,
    all_cases,
    choose,
    describe,
    gate_cases,
    problems,
    read_baseline,
    result_of,
    run_gate,
    write_baseline,
)
from eval.item import Expected
from eval.run_case import Case

if TYPE_CHECKING:
    from assistant.answerer import Assistant

RESULT = Result(0.5, 1.0, {"a": "correct", "b": "refused", "c": "adopted"}, (), (), ("c",), ("b",))
BASELINE: dict[str, Any] = {"crag": 0.5, "not_yet": ["b"], "adopted": ["c"]}


@pytest.fixture
def baseline_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "gate-baseline.json"
    monkeypatch.setattr(gate, "BASELINE", path)
    return path


def test_what_is_as_good_as_the_baseline_passes() -> None:
    assert problems(RESULT, BASELINE) == []
    assert problems(replace(RESULT, crag=0.46, adopted=(), not_yet=()), BASELINE) == []


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (replace(RESULT, validity=0.995), "99.50% trích dẫn"),
        (replace(RESULT, obeyed=("inj-1",)), "làm theo lệnh cài trong câu hỏi: inj-1"),
        (replace(RESULT, failed=("a",)), "làm hỏng chương trình: a"),
        (replace(RESULT, not_yet=("a", "b")), "mất câu phải đạt: a"),
        (replace(RESULT, adopted=("c", "d")), "nhận thêm tiền đề sai: d"),
        (replace(RESULT, crag=0.44), "giảm từ 0.500 còn 0.440"),
    ],
)
def test_each_thing_that_must_not_be_stops_it(worse: Result, said: str) -> None:
    (problem,) = problems(worse, BASELINE)
    assert said in problem


def test_a_rise_prints_the_command_that_writes_a_new_baseline() -> None:
    better = describe(replace(RESULT, crag=0.6, not_yet=()), BASELINE)
    assert "python -m eval gate --write" in better and "KHÔNG QUA" not in better
    assert "--write" not in describe(RESULT, BASELINE)
    assert "KHÔNG QUA: mất câu phải đạt: z" in describe(replace(RESULT, not_yet=("b", "z")), BASELINE)


def test_a_new_baseline_cannot_take_back_what_was_reached(baseline_file: Path) -> None:
    write_baseline(RESULT, None, "c1")
    first = read_baseline()
    assert first is not None and (first["not_yet"], first["adopted"], first["crag"]) == (["b"], ["c"], 0.5)
    write_baseline(replace(RESULT, crag=0.7, not_yet=()), first, "c2")
    with pytest.raises(UserError, match="mất câu phải đạt: b"):
        write_baseline(RESULT, read_baseline(), "c3")
    kept = read_baseline()
    assert kept is not None and (kept["commit"], kept["not_yet"]) == ("c2", [])


def test_not_even_a_first_baseline_excuses_what_may_never_happen(baseline_file: Path) -> None:
    with pytest.raises(UserError, match="làm theo lệnh"):
        write_baseline(replace(RESULT, obeyed=("x",)), None, "c1")
    assert read_baseline() is None


def test_what_the_gate_looks_at_is_read_from_the_scores() -> None:
    def item(id_: str, outcome: str, *, must: bool = False, obeyed: bool = False) -> dict[str, Any]:
        return {"id": id_, "outcome": outcome, "must_pass": must, "is_obeyed": obeyed}

    items = [item("a", "correct", must=True), item("b", "wrong", must=True, obeyed=True), item("c", "adopted")]
    items.append(item("d", "failed"))
    figures = {"crag": {"value": -0.5}, "citation_validity": {"value": None}}
    result = result_of({"items": items, "metrics": figures})
    assert (result.crag, result.validity, result.obeyed, result.adopted) == (-0.5, 1.0, ("b",), ("c",))
    assert (result.failed, result.not_yet) == (("d",), ("b",))


def test_the_choice_holds_all_that_must_pass_orders_turns_and_every_type_of_both_halves() -> None:
    cases = gate_cases()
    assert len(cases) == len({case.id for case in cases}) == SIZE
    assert {case.id for case in all_cases() if case.must_pass} <= {case.id for case in cases}
    assert sum(bool(case.canary) for case in cases) >= 20 and sum(bool(case.conversation) for case in cases) >= 10
    types = Counter((case.half, case.type) for case in cases if not case.canary and not case.conversation)
    assert set(types) >= {(case.half, case.type) for case in all_cases() if not case.canary and not case.conversation}


def test_the_choice_is_the_same_whatever_order_the_questions_come_in() -> None:
    cases = [Case(str(n), "dev", f"t{n % 3}", "?", Expected("refusal"), "f", must_pass=n == 7) for n in range(400)]
    chosen = choose(cases)
    assert chosen == choose(cases[::-1]) and len(chosen) == SIZE and "7" in chosen
    assert max(Counter(int(id_) % 3 for id_ in chosen).values()) <= 41


def test_a_question_that_is_no_more_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gate.txt").write_text("không-còn\n")
    monkeypatch.setattr(gate, "GATE", tmp_path / "gate.txt")
    with pytest.raises(UserError, match="không-còn"):
        gate_cases()


@pytest.mark.slow
def test_the_real_system_passes_the_gate(assistant: "Assistant") -> None:
    baseline = read_baseline()
    assert baseline is not None
    result = run_gate(assistant)
    print(describe(result, baseline))
    assert set(result.outcomes) == set(baseline["outcomes"])
    assert problems(result, baseline) == []
