"""``python -m eval fit``: the weights of ``assistant.weight`` fitted anew, on BEIR folders and on our own sets."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evidence import Evidence
from assistant.opening import open_assistant
from corpus.orthography import keys
from eval.answers import GoldQuestion, read_gold
from eval.beir import QUERIES
from eval.beir_cli import beir_assistant
from eval.environment import chosen_model
from eval.evidence import Saying
from eval.fit import Candidates, Wanted, fit, gather
from eval.run_case import SETS, Case, read_set
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

# Types that one sentence answers, and the one that no sentence does although all that is named is there.
ANSWERED = ("single_fact", "list", "number", "date", "person", "document_number", "why_how")
NEAR = "near_attribute"


def add_command(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add it to the evaluation's own."""
    command = commands.add_parser("fit", help="khớp lại các trọng số của assistant/weight.py, mỗi bộ nặng như nhau")
    command.add_argument("sets", nargs="+", metavar="DIR|SET", help=f"bộ BEIR có đáp án, hoặc {', '.join(SETS)}")
    command.add_argument("--data", type=Path, default=data, metavar="DIR", help=f"thư mục dữ liệu (mặc định {data})")
    command.set_defaults(run=_fit)


def _fit(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    with Bars() as bars:
        sets = {Path(name).name: _candidates(name, arguments.data, environ, bars) for name in arguments.sets}
    print(json.dumps(fit(sets), ensure_ascii=False, indent=2))
    return 0


def _candidates(name: str, data: Path, environ: Mapping[str, str], bars: Bars) -> Sequence[Candidates]:
    if name in SETS:
        assistant = open_assistant(data, model=chosen_model(environ))
        return gather(list(_of_cases(read_set(name))), assistant.evidence, bars.show)
    folder = Path(name).resolve()
    questions = [_of_gold(one) for one in read_gold(folder / QUERIES)]
    return gather(questions, beir_assistant(folder, None, environ, bars).evidence, bars.show)


def _of_gold(question: GoldQuestion) -> Wanted:
    wanted = [f" {' '.join(keys(answer))} " for answer in question.answers if keys(answer)]

    def holds(evidence: Evidence) -> bool:
        words = f" {' '.join(keys(evidence.text))} "
        return any(answer in words for answer in wanted)

    return Wanted(question.text, holds if question.answers else None)


def _of_cases(cases: Sequence[Case]) -> Iterator[Wanted]:
    for case in cases:
        if case.type == NEAR:
            yield Wanted(case.question, None)
        elif case.type in ANSWERED and case.evidence:
            yield Wanted(case.question, lambda evidence, case=case: _says(evidence, case))  # type: ignore[misc]


def _says(evidence: Evidence, case: Case) -> bool:
    """Tell whether a sentence says all that the answer is to be found by in its document."""
    said = Saying(evidence.text)
    return any(
        evidence.passage.document_id == one.document_id and all(map(said.says, one.must_contain))
        for one in case.evidence
    )
