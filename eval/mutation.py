"""Is the checker itself right? True claims, spoilt on purpose or rewritten without harm, and what the check says.

A trial is a claim and the sentence it cites, made by one operator out of one sentence of a document. An operator
gives nothing where a sentence holds nothing for it to change. Which kinds of errors there are is told in
``eval.mutation_planned`` (known while the checker was made), ``eval.mutation_heldout`` (written after it) and
``eval.mutation_harmless``; they are never added up together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from assistant.answer import ClaimKind
from assistant.verify import check
from corpus.document import Document
from corpus.orthography import keys
from corpus.sentence import split_sentences
from eval.metric import wilson_interval

Family = Literal["planned", "heldout", "harmless"]
FAMILIES: dict[Family, str] = {
    "planned": "Lỗi định trước (phải bắt)",
    "heldout": "Lỗi giữ riêng (phải bắt)",
    "harmless": "Sửa vô hại (không được báo)",
}
KINDS: tuple[ClaimKind, ...] = ("quote", "prose")
SHORTEST = 5  # syllables of a sentence that says something
# A clause that only adds, and words that may tie the clauses of a sentence together.
ADDING = re.compile(r", (?:đồng thời|qua đó|từ đó|góp phần|nhằm|nhưng|tuy nhiên|song)\s|;\s")
LINKED = re.compile(r":|(?<!\w)(?:gồm|nếu|trừ|khi|dự kiến|có thể|theo|khoảng|hơn|gần)(?!\w)", re.IGNORECASE)
LIMIT = 1500  # sentences of one set: a share of 99 % is then known to half a point


@dataclass(frozen=True, slots=True)
class Case:
    """A true claim: a sentence of a document, or what is left of it without its last clause."""

    claim: str
    sentence: str  # the one it was taken from
    neighbour: str  # the next sentence of the document, or the one before the last


@dataclass(frozen=True, slots=True)
class Trial:
    """A claim made out of a case, and the sentence that it cites."""

    claim: str
    quote: str


Operator = Callable[[Case, Random], Trial | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the trials of one operator went, as one kind of claim."""

    family: Family
    operator: str
    kind: ClaimKind
    n: int
    n_unsupported: int
    passed: tuple[Trial, ...]  # verified although spoilt, or, of harmless edits, flagged


def cases_of(documents: Iterable[Document], *, limit: int = LIMIT, seed: int = 0) -> list[Case]:
    """Cut documents into cases; a fixed draw of ``limit`` where there are more."""
    cases: list[Case] = []
    for document in documents:
        spans = split_sentences(document.text)
        sentences = [document.text[a:b] for a, b in spans if _says_something(document.text[a:b])]
        if len(sentences) > 1:
            neighbours = [*sentences[1:], sentences[-2]]
            for one, other in zip(sentences, neighbours, strict=True):
                cases += [Case(claim, one, other) for claim in (one, clause_cut(one)) if claim]
    return Random(seed).sample(cases, limit) if len(cases) > limit else cases


def _says_something(sentence: str) -> bool:
    return len(keys(sentence)) >= SHORTEST and not sentence.startswith("#") and "\n" not in sentence


def clause_cut(sentence: str) -> str:
    """Leave out the last clause where it only adds to what stands before it; empty where none does."""
    if LINKED.search(sentence):
        return ""
    ends = [match.start() for match in ADDING.finditer(sentence)]
    ends = [end for end in ends if min(len(keys(sentence[:end])), len(keys(sentence[end:]))) > SHORTEST]
    ends = [end for end in ends if sentence[:end].count("“") == sentence[:end].count("”")]
    ends = [end for end in ends if sentence[:end].count('"') % 2 == 0]
    return f"{sentence[: ends[-1]]}." if ends else ""


def run_operator(family: Family, name: str, operator: Operator, cases: Sequence[Case], seed: int = 0) -> list[Tally]:
    """Try one operator on every case that it fits, as each kind of claim."""
    made = [operator(case, Random(f"{seed}:{name}:{case.claim}")) for case in cases]
    trials = [trial for trial in made if trial is not None and trial.claim.strip()]
    return [_tally(family, name, kind, trials) for kind in KINDS]


def _tally(family: Family, name: str, kind: ClaimKind, trials: Sequence[Trial]) -> Tally:
    unsupported = [check(trial.claim, kind, [trial.quote]).state == "unsupported" for trial in trials]
    wrong = family == "harmless"
    passed = tuple(trial for trial, flagged in zip(trials, unsupported, strict=True) if flagged is wrong)
    return Tally(family, name, kind, len(trials), sum(unsupported), passed)


def run(
    cases: Sequence[Case], families: Mapping[Family, Mapping[str, Operator]], on_progress: Callable[..., None]
) -> list[Tally]:
    """Try every operator of every family."""
    operators = [(family, name, made) for family, table in families.items() for name, made in table.items()]
    tallies: list[Tally] = []
    for done, (family, name, operator) in enumerate(operators, 1):
        tallies += run_operator(family, name, operator, cases)
        on_progress("Kiểm tra", done, len(operators))
    return tallies


def summarize(name: str, n_sentences: int, tallies: Sequence[Tally]) -> dict[str, Any]:
    """Give shares with intervals, by operator and in all, and the trials that went wrong (at most five each)."""
    rows = [_row(tally) for tally in tallies if tally.n]
    empty = sorted({tally.operator for tally in tallies if not tally.n})
    return {"set": name, "n_sentences": n_sentences, "operators": rows, "all": _totals(tallies), "without_case": empty}


def _row(tally: Tally) -> dict[str, Any]:
    low, high = wilson_interval(tally.n_unsupported, tally.n)
    wrong = [{"claim": trial.claim, "quote": trial.quote} for trial in tally.passed[:5]]
    return {
        "family": tally.family,
        "operator": tally.operator,
        "kind": tally.kind,
        "n": tally.n,
        "unsupported": tally.n_unsupported / tally.n,
        "low": low,
        "high": high,
        "wrong": wrong,
    }


def _totals(tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    rows = []
    for family in FAMILIES:
        for kind in KINDS:
            some = [tally for tally in tallies if tally.family == family and tally.kind == kind]
            n, n_unsupported = sum(tally.n for tally in some), sum(tally.n_unsupported for tally in some)
            if n:
                rows.append(_row(Tally(family, "tất cả", kind, n, n_unsupported, ())))
    return rows


def describe(report: Mapping[str, Any]) -> str:
    """Write the report as a table: an operator a line, a kind of claim a column."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['set']}: {report['n_sentences']} câu; phần bị coi là không có căn cứ, kèm khoảng Wilson 95 %"
    yield f"{'':34}{'n':>6}{'như trích dẫn':>26}{'như lời văn':>26}"
    for family, title in FAMILIES.items():
        yield title
        for name in dict.fromkeys(r["operator"] for r in report["operators"] if r["family"] == family):
            yield _line(name, [r for r in report["operators"] if (r["family"], r["operator"]) == (family, name)])
        if totals := [row for row in report["all"] if row["family"] == family]:
            yield _line("tất cả", totals)
    if report["without_case"]:
        yield "Không có câu nào để thử: " + ", ".join(report["without_case"])


def _line(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    cells = [f"{row['unsupported']:.3f} [{row['low']:.3f}; {row['high']:.3f}]" for row in rows]
    return f"  {name:32}{rows[0]['n']:>6}" + "".join(f"{cell:>26}" for cell in cells)
