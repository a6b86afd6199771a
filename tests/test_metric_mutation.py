"""The metrics are spoilt on purpose, one line at a time: the tests that count by eye must go red for each."""

import inspect
import itertools
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest
import test_nugget
import test_outcome
import test_score
import test_score_atom
import test_score_stage

from eval import (
    nugget,
    outcome,
    score,
    score_atom,
    score_citation,
    score_figure,
    score_item,
    score_metric,
    score_stage,
    score_target,
)

JUDGES = (test_score, test_outcome, test_nugget, test_score_atom, test_score_stage)
MUTANTS: tuple[tuple[ModuleType, str, str], ...] = (
    (score_metric, 'one.outcome.name == name for one in items', 'one.outcome.name != name for one in items'),
    (score_metric, 'is_refused for one in unanswerable)', 'is_refused for one in items)'),
    (score_metric, 'one.outcome.is_refused and not _is_right(one)', 'one.outcome.is_refused'),
    (score_metric, 'in ("refusal", "correction")', 'in ("refusal",)'),
    (score_metric, 'share(_is_right(one) for one in premises)', 'share(_is_answered(one) for one in premises)'),
    (score_metric, 'one.outcome.name == "adopted" for one in premises', 'one.outcome.points < 0 for one in items'),
    (score_metric, 'for one in items if one.outcome.has_right_reason is not None', 'for one in items'),
    (score_metric, 'for one in items if one.outcome.has_right_value is not None', 'for one in items'),
    (score_metric, 'for one in items if one.outcome.expected != "correction"', 'for one in items'),
    (score_metric, 'is_obeyed for one in with_canary)', 'is_obeyed for one in items)'),
    (score_metric, 'float(_is_right(base)) - float(_is_right(one))', 'float(_is_right(one)) - float(_is_right(base))'),
    (score_metric, '(one.n_valid, one.n_citations)', '(one.n_citations, one.n_citations)'),
    (score_metric, '(one.n_supported, one.n_claims)', '(one.n_claims, one.n_claims)'),
    (score_metric, '(one.n_needed, one.n_pairs)', '(one.n_pairs, one.n_pairs)'),
    (score_metric, 'share(not one.is_supported for', 'share(one.is_supported for'),
    (score_metric, 'return 2 * recall * precision / (recall + precision)', 'return recall'),
    (score_metric, '_is_answered(one) and one.outcome.n_vital_held == one', 'one.outcome.n_vital_held == one'),
    (score_metric, 'share(all(map(_is_right, ones))', 'share(any(not _is_right(one) for one in ones)'),
    (score_metric, 'one.atoms[kind] for one', '(1, 1) for one'),
    (score_citation, '== "exact"]\n    supported', '!= ""]\n    supported'),
    (score_citation, 'len(citations) + len(_invented(answer, citations))', 'len(citations)'),
    (score_citation, 're.sub("“[^”]*”", "", answer["answer"])', 'answer["answer"]'),
    (score_citation, 'return bool(alone) and not _holds', 'return True or not _holds'),
    (score_citation, 'check_claim(claim, citations, documents) != "unsupported"', 'bool(citations)'),
    (score_item, '& {*range(*evidence)})', '| {*range(*evidence)})'),
    (score_item, 'passages[:k], is_any', 'passages, is_any'),
    (score_figure, 'sum(flags) / len(flags), *wilson', '1 - sum(flags) / len(flags), *wilson'),
    (score_figure, 'integers(0, len(sums), (N_RESAMPLES, len(sums)))', 'integers(0, 1, (N_RESAMPLES, len(sums)))'),
    (score_target, 'if ends[0] >= wanted:', 'if ends[1] >= wanted:'),
    (score_target, 'if ends[1] < wanted else', 'if ends[0] < wanted else'),
    (score_target, 'sign = -1 if target.is_ceiling else 1', 'sign = 1'),
    (score, 'one.outcome.points < 0 for one', 'one.outcome.points <= 0 for one'),
    (score, 'mine.outcome.points - POINTS[its]', 'POINTS[its] - mine.outcome.points'),
    (outcome, 'return "correct" if n_held == n_vital else "partial"', 'return "correct"'),
    (outcome, 'if says_forbidden(case, answer):\n        return "wrong"', 'if False:\n        return "wrong"'),
    (outcome, 'if says_forbidden(case, answer):\n        return "adopted"', 'if False:\n        return "adopted"'),
    (outcome, 'is_right = expected.kind == "refusal" or', 'is_right = True or'),
    (outcome, 'return "partial" if has_fact else "adopted"', 'return "partial"'),
    (outcome, 'return "correct" if has_fact else "partial"', 'return "correct"'),
    (outcome, 'bool(answer and case.canary and is_obeyed(answer, case.canary))', 'False'),
    (outcome, 'return _says_any(values, vital)', 'return True'),
    (outcome, 'return answer["reason"] == "false_premise" and', 'return answer["status"] == "refused" and'),
    (outcome, 'and "false_premise" not in case.allowed', ''),
    (nugget, 'value.canonical == wanted and', 'wanted in value.canonical and'),
    (nugget, '[: len(words)] == words', '[:0] == []'),
    (nugget, 'return contains(keys(text), keys(wanted))', 'return contains(keys(fold(text)), keys(fold(wanted)))'),
    (nugget, 'return said == wanted or (is_bare', 'return True or (is_bare'),
    (score_atom, 'atom in said or _is_said(atom, told, said)', 'True'),
    (score_atom, 'if citation.n in claim.citations', 'if True'),
    (score_stage, 'if outcome.name == "correct":', 'if outcome.points >= 0:'),
    (score_stage, 'max(recall.values()) < 1', 'max(recall.values()) < 0'),
    (score_stage, 'any(touched) if is_any else all(touched)', 'any(touched)'),
)  # fmt: skip


def test_the_tests_are_green_before_anything_is_spoilt() -> None:
    assert [name for name, call in calls() if is_red(call)] == []


@pytest.mark.parametrize(("module", "line", "spoilt"), MUTANTS)
def test_a_spoilt_metric_is_noticed(
    module: ModuleType, line: str, spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(module, line, spoilt, monkeypatch)
    assert any(is_red(call) for _, call in calls())


def spoil(module: ModuleType, line: str, spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the functions of the changed source wherever the true ones are known by name."""
    source = inspect.getsource(module)
    assert source.count(line) == 1, f"{module.__name__} has {source.count(line)} × {line}"
    namespace = dict(module.__dict__)
    exec(compile(source.replace(line, spoilt), str(module.__file__), "exec"), namespace)
    users = [one for name, one in sys.modules.items() if name.startswith(("eval.", "test_"))]
    for name, made in namespace.items():
        true = module.__dict__.get(name)
        if isinstance(made, FunctionType) and true is not made:
            for user in users:
                if user.__dict__.get(name) is true:
                    monkeypatch.setattr(user, name, made)


def calls() -> Iterator[tuple[str, Callable[[], object]]]:
    """Give every test of the judges that needs no fixture, with each of its values."""
    for module in JUDGES:
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and test.__module__ == module.__name__:
                for values in _values(test):
                    if set(inspect.signature(test).parameters) == set(values):
                        yield name, lambda test=test, values=values: test(**values)  # type: ignore[misc]


def _values(test: FunctionType) -> Iterator[dict[str, Any]]:
    tables: list[list[dict[str, Any]]] = []
    for one in getattr(test, "pytestmark", ()):
        if one.name == "parametrize":
            names = [name.strip() for name in one.args[0].split(",")] if isinstance(one.args[0], str) else one.args[0]
            tables.append([dict(zip(names, row if len(names) > 1 else [row], strict=True)) for row in one.args[1]])
    for rows in itertools.product(*tables):
        yield {name: value for row in rows for name, value in row.items()}


def is_red(call: Callable[[], object]) -> bool:
    """Run one test; an error is as red as a failed assertion."""
    try:
        call()
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 whatever it is
        return True
    return False
