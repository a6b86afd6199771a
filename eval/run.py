"""Ask every case and write down what came: one record a line, appended as it comes, never judged here.

A run that was interrupted goes on where it stopped: what the file already holds of the same code, build and question
is not asked again, and a last line torn off is asked anew. A question that raises is a record with its error.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.answer import Turn
from assistant.answerer import Assistant
from corpus.document import Document
from corpus.error import UserError
from eval.run_case import Case

Row = dict[str, Any]
Ask = Callable[[Case, Sequence[Turn]], Mapping[str, Any]]
Look = Callable[[str], Mapping[str, Any]]
OnProgress = Callable[[str, int, int], None]

DEPTH = 10  # retrieved passages written down: evidence recall is read from them
N_REPEATED = 20  # questions asked a second time to see that the answer is the same
VOLATILE = ("id", "latency_ms", "record_id")  # of an answer record: another one each time
DOCUMENTS = "documents"  # beside the records: the documents of each build, for builds are removed


@dataclass(frozen=True, slots=True)
class Origin:
    """What answers: the same three give the same answers."""

    set: str
    commit: str
    build: str


def ask_all(
    cases: Sequence[Case],
    origin: Origin,
    path: Path,
    ask: Ask,
    *,
    look: Look | None = None,
    on_progress: OnProgress | None = None,
) -> list[Row]:
    """Ask what ``path`` does not hold yet, appending to it; give the rows of all cases in their order."""
    rows = {row["id"]: row for row in read_rows(path) if _origin(row) == origin}
    repeated = chosen({case.id for case in cases}, N_REPEATED)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for n_done, case in enumerate(cases, 1):
            if case.id not in rows or rows[case.id]["question"] != case.question:
                history = case.history([_said(rows[id_]) for id_ in case.after])
                row = _row(case, origin, lambda case=case, history=history: ask(case, history))  # type: ignore[misc]
                _add_more(row, case, history, ask if case.id in repeated else None, look)
                rows[case.id] = row
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
            if on_progress is not None:
                on_progress(origin.set, n_done, len(cases))
    return [rows[case.id] for case in cases]


def of_assistant(assistant: Assistant) -> tuple[Ask, Look]:
    """Give the two questions that a run puts to an assistant: what it answers, and what it had to answer from."""

    def ask(case: Case, history: Sequence[Turn]) -> Mapping[str, Any]:
        return assistant.ask(case.question, history).to_record()

    def look(standalone: str) -> Mapping[str, Any]:
        hits = assistant.index.search(assistant.glossary.expand(standalone), k=DEPTH)
        return {"retrieved": [hit.passage.id for hit in hits]}

    return ask, look


def read_rows(path: Path) -> list[Row]:
    """Read the records of a run, dropping a torn last line from the file; ``UserError`` names any other bad line."""
    if not path.exists():
        return []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UserError(f"Không đọc được {path}: {error}.") from error
    if lines.pop():  # what stands behind the last newline was being written when the run was stopped
        os.truncate(path, sum(len(line) + 1 for line in lines))
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            _origin(row), row["id"], row["question"]
        except (ValueError, TypeError, KeyError) as error:
            raise UserError(f"{path}, dòng {number} không phải bản ghi của một lượt chạy. Hãy xoá dòng đó.") from error
        rows.append(row)
    return rows


def keep_documents(documents: Iterable[Document], build: str, records: Path) -> None:
    """Write the documents of a build beside the records, once: citations are checked against them later."""
    path = records.parent / DOCUMENTS / f"{build}.jsonl"
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document.to_json(), ensure_ascii=False) + "\n" for document in documents)
    unfinished.replace(path)


def kept_documents(build: str, records: Path) -> dict[str, Document]:
    """Read what ``keep_documents`` wrote, by id."""
    path = records.parent / DOCUMENTS / f"{build}.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UserError(f"Thiếu tài liệu của bản dựng {build} ({path}): không kiểm được trích dẫn.") from error
    documents = (Document.from_json(json.loads(line)) for line in lines if line)
    return {document.id: document for document in documents}


def chosen(ids: Iterable[str], n: int) -> set[str]:
    """Choose ``n`` ids by their hash: the same from the same ids, and no pattern in them."""
    return set(sorted(ids, key=by_hash)[:n])


def by_hash(id_: str) -> str:
    """Give the key that shuffles ids, always alike."""
    return sha256(id_.encode()).hexdigest()


def _origin(row: Row) -> Origin:
    return Origin(row["set"], row["commit"], row["build"])


def _row(case: Case, origin: Origin, ask: Callable[[], Mapping[str, Any]]) -> Row:
    row: Row = {"id": case.id, "half": case.half, "set": origin.set, "commit": origin.commit, "build": origin.build}
    row |= {"question": case.question, "time": datetime.now(UTC).isoformat(timespec="seconds")}
    started = time.perf_counter()
    try:
        answer, error = dict(ask()), ""
    except Exception as raised:  # noqa: BLE001 whatever a question breaks is a finding, and the others are still asked
        answer, error = None, f"{type(raised).__name__}: {raised}"
    return row | {"seconds": round(time.perf_counter() - started, 4), "answer": answer, "error": error}


def _add_more(row: Row, case: Case, history: Sequence[Turn], again: Ask | None, look: Look | None) -> None:
    if row["answer"] is None:
        return
    try:
        if again is not None:
            row["same_again"] = _lasting(again(case, history)) == _lasting(row["answer"])
        if look is not None:
            row |= look(row["answer"]["standalone_question"])
    except Exception as raised:  # noqa: BLE001 as above
        row |= {"answer": None, "error": f"{type(raised).__name__}: {raised}"}


def _lasting(answer: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in answer.items() if key not in VOLATILE}, sort_keys=True)


def _said(row: Row) -> str:
    return str(row["answer"]["answer"]) if row["answer"] else ""
