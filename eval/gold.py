"""The eval set: read from ``eval/questions``, checked as a whole, and looked up in the documents it speaks of.

A file of it is a JSONL file whose rows say whether they can be answered; other question files are left alone. Every
problem is named with its file and line, all at once.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Document
from corpus.error import UserError
from corpus.orthography import WORD, fold
from eval.evidence import Saying
from eval.item import HALVES, Evidence, Expected, Item, read_item

# What a variant shares with its base: the question is another one, the gold is not.
SHARED = (
    "base_id", "fact", "type", "answerability", "expected", "nuggets", "forbidden", "evidence", "evidence_logic",
    "premise",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An item and where it stands."""

    item: Item
    path: Path
    number: int

    def __str__(self) -> str:
        """Name the place as an editor does."""
        return f"{self.path}, dòng {self.number} ({self.item.id})"

    @property
    def half(self) -> str:
        """The half of the set that the file belongs to, by its name ("dev.jsonl"); empty for neither."""
        return next((half for half in HALVES if half in self.path.stem.split("-")), "")


class Grounded(Protocol):
    """What is right, and the documents it rests on."""

    @property
    def expected(self) -> Expected: ...
    @property
    def evidence(self) -> Sequence[Evidence]: ...
    @property
    def evidence_logic(self) -> str: ...


def bundled_questions() -> Path:
    """Give the folder of question files beside this module."""
    return Path(__file__).resolve().parent / "questions"


def bundled_offices() -> Path:
    """Give the folder of texts of offices that do not exist, with their questions, beside this module."""
    return Path(__file__).resolve().parent / "office"


def bundled_agencies() -> Path:
    """Give the folder of more such texts, by other hands, beside this module: measured on for long, by now read."""
    return Path(__file__).resolve().parent / "agency"


def bundled_bureaus() -> Path:
    """Give the folder of the newest such texts, by two hands, that nothing is shaped on, beside this module."""
    return Path(__file__).resolve().parent / "bureau"


def gold_files(folder: Path) -> list[Path]:
    """Give the question files of a folder whose rows say whether they can be answered."""
    return [path for path in sorted(folder.glob("*.jsonl")) if _is_gold(path)]


def read_gold(*paths: Path) -> list[Item]:
    """Read and check question files as one set; ``UserError`` names everything that is wrong."""
    return [line.item for line in read_lines(*paths)]


def read_lines(*paths: Path) -> list[Line]:
    """Read as ``read_gold`` does, keeping where each item stands."""
    lines: list[Line] = []
    problems: list[str] = []
    for path in paths:
        for one in _read_file(path):
            if isinstance(one, Line):
                lines.append(one)
            else:
                problems.append(one)
    problems += [*_repeated(lines), *_variant_problems(lines), *_torn_topics(lines)]
    if problems:
        raise UserError("\n".join(problems))
    return lines


def missing_evidence(lines: Iterable[Line], documents: Sequence[Document]) -> list[str]:
    """Name what an item rests on and its document does not say; a document that is not there is no fault."""
    texts = {document.id: Saying(document.text) for document in documents}
    return [
        f"{line}: không thấy “{wanted}” trong tài liệu {evidence.document_id}."
        for line in lines
        for evidence in line.item.evidence
        if evidence.document_id in texts
        for wanted in evidence.must_contain
        if not texts[evidence.document_id].says(wanted)
    ]


def expected_in(item: Grounded, document_ids: Collection[str]) -> Expected | None:
    """Give what is right where only these documents are.

    Where none of the evidence is, the question is to be refused, for any reason; where a part of it is, no answer
    can be held against anybody (``None``).
    """
    present = [evidence.document_id in document_ids for evidence in item.evidence]
    if all(present) or (item.evidence_logic == "any" and any(present)):
        return item.expected
    return None if any(present) else Expected("refusal")


def _is_gold(path: Path) -> bool:
    with path.open(encoding="utf-8") as lines:
        return '"answerability"' in next((line for line in lines if line.strip()), "")


def _read_file(path: Path) -> Iterator[Line | str]:
    """Give the items of a file, and a sentence for each line that is none."""
    try:
        rows = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Không đọc được {path}: {error}.") from error
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            item = json.loads(row)
            if not isinstance(item, dict):
                raise ValueError("không phải một đối tượng JSON")
            yield Line(read_item(item), path, number)
        except ValueError as error:
            yield f"{path}, dòng {number}: {error}."


def _repeated(lines: Sequence[Line]) -> Iterator[str]:
    """Name an id given twice and a question asked twice: in any spelling, but of one base only in its very words."""
    ids: dict[str, Line] = {}
    questions: dict[tuple[object, ...], Line] = {}
    for line in lines:
        if (first := ids.setdefault(line.item.id, line)) is not line:
            yield f"{line}: mã đã có ở {first}."
        for asked in _ways_asked(line.item):
            twin = questions.setdefault(asked, line)
            if twin is not line and (asked[0] == "exact" or twin.item.base_id != line.item.base_id):
                yield f"{line}: câu hỏi trùng với {twin}."
                break


def _ways_asked(item: Item) -> Iterator[tuple[object, ...]]:
    turns = tuple(tuple(WORD.findall(fold(turn.question))) for turn in item.history)
    yield "exact", " ".join(item.question.split()), turns
    yield "folded", tuple(WORD.findall(fold(item.question))), turns


def _variant_problems(lines: Sequence[Line]) -> Iterator[str]:
    by_id = {line.item.id: line for line in lines}
    for line in lines:
        item = line.item
        if not item.variant_of:
            continue
        base = by_id.get(item.variant_of)
        if base is None or item.base_id not in by_id:
            yield f"{line}: không có câu gốc “{item.variant_of if base is None else item.base_id}”."
        elif base.path != line.path:
            yield f"{line}: câu gốc nằm ở tệp khác ({base})."
        elif differing := [name for name in SHARED if getattr(item, name) != getattr(base.item, name)]:
            yield f"{line}: {', '.join(differing)} khác với câu gốc ở dòng {base.number}."


def _torn_topics(lines: Sequence[Line]) -> Iterator[str]:
    """Name a topic that stands in both halves: what was tuned on would be reported on."""
    first: dict[str, Line] = {}
    torn: set[str] = set()
    for line in lines:
        if not line.half:
            continue
        topic = line.item.topic
        other = first.setdefault(topic, line)
        if other.half != line.half and topic not in torn:
            torn.add(topic)
            yield f"{line}: chủ đề “{topic}” đã nằm trong nửa kia ({other})."
