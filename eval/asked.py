"""Counts how questions are written, for ``index.asked``: ``python -m eval asked``."""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from assistant.english import is_english
from corpus.orthography import WORD, has_marks, normalize
from eval.adapter_data import COMPOUND, FOLDER, QUESTIONS, read_rows
from index.asked import BEGIN, END, FILE, LEAST, Asked


def add_command(commands: Any) -> None:
    """Add it to the parser of ``python -m eval``."""
    command = commands.add_parser("asked", help="đếm lại cách viết của các câu hỏi đã dùng để huấn luyện")
    command.add_argument("--output", type=Path, default=FILE, metavar="FILE.tsv", help="mặc định thay index/asked.tsv")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    asked = count_asked(training_questions())
    asked.save(arguments.output)
    print(f"{asked.n_words} tiếng; {len(asked.forms)} tiếng và {len(asked.pairs)} cặp gặp từ {LEAST} lần")
    return 0


def training_questions() -> list[str]:
    """Give the Vietnamese questions of the training data as they are written there.

    Without the newest twins: what is shipped was measured with counts that they are not in.
    """
    rows = chain.from_iterable(read_rows(FOLDER / name) for name in (QUESTIONS, COMPOUND))
    return [question for row in rows if not is_english(question := row["question"])]


def count_asked(questions: Iterable[str]) -> Asked:
    """Count the syllables of the questions with marks, and their pairs."""
    forms: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    n_questions = 0
    for question in questions:
        if has_marks(question):
            words = [word.lower() for word in WORD.findall(normalize(question))]
            n_questions += 1
            forms.update(words)
            pairs.update(f"{first} {second}" for first, second in pairwise([BEGIN, *words, END]))
    return Asked(
        {form: count for form, count in forms.items() if count >= LEAST},
        {pair: count for pair, count in pairs.items() if count >= LEAST},
        forms.total(),
        n_questions,
    )
