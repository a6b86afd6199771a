"""What a scripted trial states of its right answer: its pieces, what is wrong, where the evidence stands.

Conversations, injections and counterfactual corpora share it. A file is JSON lines; whatever is wrong with it
is named with its line, all at once. What a piece of an answer is and when a text holds it, ``eval.nugget`` knows;
it knows nothing of how an assistant is asked.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from assistant.answer import Reason
from corpus.document import Document, Span
from corpus.error import UserError
from corpus.orthography import keys, normalize
from corpus.sentence import split_sentences
from eval.item import Evidence, Expected, ExpectedKind
from eval.nugget import Matcher, Nugget, contains, read_matcher, read_nugget

REASONS, EXPECTED_KINDS = map(get_args, (Reason, ExpectedKind))
WINDOW = 3  # sentences that a piece of evidence may spread over: an account often states a fact in two
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known of the right answer to one question."""

    expected: Expected
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[Matcher, ...] = ()  # wrong as the direct answer; a quote around the right one may hold them
    evidence: tuple[Evidence, ...] = ()
    allowed: tuple[Reason, ...] = ()  # reasons for which a refusal is as good as the answer
    fact: str = ""  # "topic/fact" as in the eval set; a topic lies wholly in one half

    @property
    def topic(self) -> str:
        """What the halves are split by; empty where nothing in the documents is asked for."""
        return self.fact.partition("/")[0]


TRUTH_KEYS = frozenset(Truth.__dataclass_fields__)


def read_trials(path: Path, read: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read each line of a JSONL file by ``read``; ``UserError`` names every line that it cannot take."""
    trials: list[T] = []
    problems: list[str] = []
    ids: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("không phải một đối tượng JSON")
            trials.append(read(row))
            if (first := ids.setdefault(text_of(row, "id"), number)) != number:
                raise ValueError(f"mã “{row['id']}” đã có ở dòng {first}")
        except ValueError as error:
            problems.append(f"{path}, dòng {number}: {error}.")
    if problems:
        raise UserError("\n".join(problems))
    return trials


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Không đọc được {path}: {error}.") from error
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def read_truth(row: Mapping[str, Any]) -> Truth:
    """Take the keys of a ``Truth`` from an object; ``ValueError`` says in Vietnamese what is wrong with them."""
    expected = row.get("expected")
    if not isinstance(expected, dict) or set(expected) - {"kind", "reason"}:
        raise ValueError("expected phải là {kind, reason}")
    truth = Truth(
        Expected(choice_of(expected, "kind", EXPECTED_KINDS), _reason(expected.get("reason"))),
        each_of(row, "nuggets", read_nugget),
        each_of(row, "forbidden", read_matcher),
        each_of(row, "evidence", read_evidence),
        each_of(row, "allowed", _reason),
        text_of(row, "fact", default=""),
    )
    if problem := _disagreement(truth):
        raise ValueError(problem)
    return truth


def _disagreement(truth: Truth) -> str:
    """Say which parts of a truth do not go together; an empty string is none."""
    kind, reason = truth.expected.kind, truth.expected.reason
    n_vital = sum(nugget.vital for nugget in truth.nuggets)
    if kind == "refusal":
        return "câu phải từ chối không có nuggets và evidence" if truth.nuggets or truth.evidence else ""
    if not (n_vital and truth.evidence and truth.fact):
        return "câu có đáp án cần fact, evidence và ít nhất một nugget vital"
    return "chỉ câu phải từ chối hoặc đính chính mới có reason" if kind != "correction" and reason else ""


def read_evidence(row: Any) -> Evidence:
    """Take ``{"document_id", "must_contain": […]}``; ``ValueError`` says what is wrong."""
    if not isinstance(row, dict) or set(row) != {"document_id", "must_contain"}:
        raise ValueError("cần đúng hai khóa document_id và must_contain")
    return Evidence(text_of(row, "document_id"), texts_of(row, "must_contain"))


def _reason(value: Any) -> Reason | None:
    if value is not None and value not in REASONS:
        raise ValueError(f"reason “{value}” không thuộc {', '.join(REASONS)}")
    reason: Reason | None = value
    return reason


def text_of(row: Mapping[str, Any], name: str, *, default: str | None = None) -> str:
    """Give a string of ``row``, in the form texts are stored in; without a default it must be there."""
    value = row.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ValueError(f"thiếu {name}, hoặc {name} không phải là chuỗi")
    return normalize(value)


def texts_of(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Give a list of strings of ``row``, none of them empty, at least one."""
    values = row.get(name)
    if not isinstance(values, list) or not values or not all(isinstance(one, str) and keys(one) for one in values):
        raise ValueError(f"{name} phải là danh sách có ít nhất một chuỗi")
    return tuple(map(normalize, values))


def choice_of(row: Mapping[str, Any], name: str, choices: Collection[str]) -> Any:
    """Give a value of ``row`` that is one of ``choices``."""
    if (value := row.get(name)) not in choices:
        raise ValueError(f"{name} “{value}” không thuộc {', '.join(choices)}")
    return value


def each_of(row: Mapping[str, Any], name: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Give a list of ``row`` read one by one; absent it is empty."""
    values = row.get(name, [])
    if not isinstance(values, list):
        raise ValueError(f"{name} phải là danh sách")
    return tuple(map(read, values))


def only_keys(row: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise ``ValueError`` for a key that nothing would read: a slip in its name must not pass silently."""
    if unknown := sorted(set(row) - set(known)):
        raise ValueError(f"khóa lạ {', '.join(unknown)}")


def find_evidence(evidence: Evidence, document: Document, *, window: int = WINDOW) -> Span | None:
    """Give the shortest run of up to ``window`` sentences that holds every wanted string; ``None`` where none does."""
    sentences = split_sentences(document.text)
    words = [keys(document.text[start:end]) for start, end in sentences]
    wanted = [keys(one) for one in evidence.must_contain]
    for length in range(1, window + 1):
        for i in range(len(sentences) - length + 1):
            run = [word for one in words[i : i + length] for word in one]
            if all(contains(run, one) for one in wanted):
                return sentences[i][0], sentences[i + length - 1][1]
    return None


def missing_evidence(truth: Truth, documents: Mapping[str, Document]) -> list[str]:
    """Name the documents that do not state what the answer rests on; one that is not there is no fault."""
    return [
        f"không thấy {', '.join(f'“{one}”' for one in evidence.must_contain)} gần nhau trong {evidence.document_id}"
        for evidence in truth.evidence
        if evidence.document_id in documents and find_evidence(evidence, documents[evidence.document_id]) is None
    ]
