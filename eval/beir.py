"""A BEIR folder's questions and judgements: ``queries.jsonl`` and ``qrels/test.tsv``.

Its documents (``corpus.jsonl``) are read by ``corpus.reader`` like everybody else's. A question that the test
split does not judge is kept, with nothing relevant, unless another split judges it: then it is that split's.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.error import UserError

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels/test.tsv"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The questions of a test split in the order of their file, and the gain of each judged document."""

    name: str
    questions: Mapping[str, str]  # id -> text as it was typed
    gains: Mapping[str, Mapping[str, int]]  # question id -> document id -> grade; empty when nothing is judged
    n_other_split: int  # questions left out because only qrels/train.tsv or the like judges them

    @property
    def n_without_relevant(self) -> int:
        """Count the questions that no document answers."""
        return sum(not any(gain > 0 for gain in gains.values()) for gains in self.gains.values())


def read_benchmark(folder: Path) -> Benchmark:
    """Read a BEIR folder; ``UserError`` names what is missing or the line that cannot be read."""
    if missing := [name for name in (CORPUS, QUERIES, QRELS) if not (folder / name).is_file()]:
        raise UserError(f"“{folder}” không phải thư mục BEIR: thiếu {', '.join(missing)}.")
    questions = _read_questions(folder / QUERIES)
    gains = _read_gains(folder / QRELS)
    if unknown := next((id_ for id_ in gains if id_ not in questions), None):
        raise UserError(f"{folder / QRELS}: câu hỏi “{unknown}” không có trong {QUERIES}.")
    elsewhere = _other_splits(folder) - gains.keys()
    kept = {id_: text for id_, text in questions.items() if id_ not in elsewhere}
    if not kept:
        raise UserError(f"{folder / QUERIES}: không có câu hỏi nào.")
    n_other_split = len(questions) - len(kept)
    return Benchmark(folder.resolve().name, kept, {id_: gains.get(id_, {}) for id_ in kept}, n_other_split)


def unindexed(benchmark: Benchmark, documents: Iterable[Document]) -> list[str]:
    """Say it when documents are judged relevant that no system can find; they count as not found."""
    known = {document.id for document in documents}
    wanted = {id_ for gains in benchmark.gains.values() for id_, gain in gains.items() if gain > 0}
    if not (missing := sorted(wanted - known)):
        return []
    return [f"{len(missing)} văn bản đúng (“{missing[0]}”…) không có trong {CORPUS}, coi như không tìm thấy."]


def _read_questions(path: Path) -> dict[str, str]:
    questions: dict[str, str] = {}
    for number, row in _read_rows(path):
        id_, text = row.get("_id"), row.get("text")
        if not isinstance(id_, str | int) or not isinstance(text, str) or not text.strip():
            raise UserError(f"{path}, dòng {number}: cần có _id và text.")
        if str(id_) in questions:
            raise UserError(f"{path}, dòng {number}: _id “{id_}” đã có ở dòng trước.")
        questions[str(id_)] = text
    return questions


def _read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise UserError(f"{path}, dòng {number}: không phải một đối tượng JSON.")
            yield number, row


def _read_gains(path: Path) -> dict[str, dict[str, int]]:
    gains: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or (number == 1 and row[-1] == "score"):
                continue
            try:
                question, document, grade = row
                gains.setdefault(question, {})[document] = int(grade)
            except ValueError:
                raise UserError(f"{path}, dòng {number}: cần ba cột query-id, corpus-id, score.") from None
    return gains


def _other_splits(folder: Path) -> set[str]:
    others = [path for path in (folder / QRELS).parent.glob("*.tsv") if path.name != Path(QRELS).name]
    return {question for path in others for question in _read_gains(path)}
