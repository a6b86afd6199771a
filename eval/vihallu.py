"""The check on real answers of language models: how many untrue ones it flags, and how many true ones with them.

Rows as in ViHallu (arXiv 2601.04711): context, prompt, response and a label: ``no`` hallucination, ``intrinsic``
(against the context) or ``extrinsic`` (beyond it). A response is flagged when one of its sentences stands in no
sentence of its context. The first half of the rows may be looked at while the check is made, the second is told
apart.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.verify import check
from corpus.error import UserError
from corpus.orthography import normalize
from corpus.sentence import split_sentences
from eval.metric import wilson_interval

Label = Literal["no", "intrinsic", "extrinsic"]
LABELS: dict[Label, str] = {
    "intrinsic": "sai với ngữ cảnh: bắt được",
    "extrinsic": "ngoài ngữ cảnh: bắt được",
    "no": "đúng: báo nhầm",
}


@dataclass(frozen=True, slots=True)
class Response:
    """A model's answer with the text it was given."""

    id: str
    context: str
    response: str
    label: Label


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check said of one response."""

    label: Label
    n_sentences: int
    n_unsupported: int


def read_responses(path: Path) -> list[Response]:
    """Read a file of rows; ``UserError`` names the line that is none."""
    rows: list[Response] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Không đọc được {path}: {error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                if row["label"] not in get_args(Label):
                    raise ValueError(f"nhãn “{row['label']}”")
                context, response = normalize(row["context"]), normalize(row["response"])
                rows.append(Response(str(row["id"]), context, response, row["label"]))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise UserError(f"{path}, dòng {number}: cần id, context, response và label ({error}).") from error
    if not rows:
        raise UserError(f"{path}: không có dòng nào.")
    return rows


def judge(row: Response) -> Outcome:
    """Check each sentence of a response as prose; a response without words is unsupported."""
    sentences = [row.response[start:end] for start, end in split_sentences(row.response)]
    states = [check(sentence, "prose", [row.context]).state for sentence in sentences]
    return Outcome(row.label, max(len(states), 1), states.count("unsupported") if states else 1)


def run(rows: Sequence[Response], on_progress: Callable[[str, int, int], None]) -> list[Outcome]:
    """Judge every row."""
    outcomes = []
    for done, row in enumerate(rows, 1):
        outcomes.append(judge(row))
        on_progress("Kiểm tra", done, len(rows))
    return outcomes


def summarize(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Give the share of flagged responses and sentences by label, for each half of the rows."""
    middle = len(outcomes) // 2
    halves = {"first": outcomes[:middle], "second": outcomes[middle:]}
    return {"n": len(outcomes), **{half: _by_label(some) for half, some in halves.items()}}


def _by_label(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for label in LABELS:
        some = [outcome for outcome in outcomes if outcome.label == label]
        if some:
            n_sentences = sum(outcome.n_sentences for outcome in some)
            figures[label] = {
                "responses": _share(sum(outcome.n_unsupported > 0 for outcome in some), len(some)),
                "sentences": _share(sum(outcome.n_unsupported for outcome in some), n_sentences),
            }
    return figures


def _share(n_flagged: int, n: int) -> dict[str, float]:
    low, high = wilson_interval(n_flagged, n)
    return {"n": n, "flagged": n_flagged / n, "low": low, "high": high}


def describe(report: Mapping[str, Any]) -> str:
    """Write the report for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['n']} câu trả lời của mô hình; phần bị coi là không có căn cứ, kèm khoảng Wilson 95 %"
    for half, title in (("first", "Nửa đầu"), ("second", "Nửa sau")):
        yield f"{title:30}{'câu trả lời':>36}{'từng câu văn':>36}"
        for label, figures in report[half].items():
            cells = [
                f"{f['flagged']:.3f} [{f['low']:.3f}; {f['high']:.3f}] n={f['n']}"
                for f in (figures["responses"], figures["sentences"])
            ]
            yield f"  {LABELS[label]:28}" + "".join(f"{cell:>36}" for cell in cells)
