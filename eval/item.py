"""One question of the eval set with all that is known of its right answer, read from one JSON object.

It knows the schema and which values go together; files, other items and documents are ``eval.gold``'s.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from assistant.answer import Reason, Turn
from corpus.orthography import normalize
from eval.nugget import Matcher, Nugget, read_matcher, read_nugget

ItemType = Literal[
    "single_fact", "list", "number", "date", "person", "document_number", "why_how", "comparison", "timeline",
    "conflict", "follow_up", "far", "near_attribute", "near_place", "false_premise", "injection_question",
    "injection_document",
]  # fmt: skip
VariantKind = Literal["unaccented", "typo", "abbreviation", "english", "reworded"]
# "near" is a real entity without that attribute, or a real attribute of a place or year the documents lack.
Answerability = Literal["answerable", "near", "far", "false_premise"]
ExpectedKind = Literal["answer", "refusal", "correction", "conflict"]
EvidenceLogic = Literal["all", "any"]
# What each kind of expectation goes with.
ANSWERABILITY_OF: Mapping[str, Collection[str]] = {
    "answer": {"answerable"},
    "conflict": {"answerable"},
    "refusal": {"near", "far"},
    "correction": {"false_premise"},
}
T = TypeVar("T")
LANGUAGES = ("vi", "en")
Half = Literal["dev", "test"]  # for tuning, for reporting
HALVES = get_args(Half)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is right: an answer, both sides of a conflict, a correction of the premise, or a refusal with its reason."""

    kind: ExpectedKind
    reason: Reason | None = None  # of a refusal or correction; None leaves it open


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document the answer rests on, and what must be found in it: figures, names, numbers, official terms."""

    document_id: str
    must_contain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A question and its gold; ``fact`` is "topic/fact", and a topic lies wholly in one half of the set."""

    id: str
    base_id: str  # shared by a question and its variants
    fact: str
    type: ItemType
    lang: str
    question: str
    answerability: Answerability
    expected: Expected
    history: tuple[Turn, ...] = ()
    variant_of: str = ""
    variant_kind: VariantKind | None = None
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[Matcher, ...] = ()  # wrong as the direct answer; a quote around the right one may hold them
    evidence: tuple[Evidence, ...] = ()
    evidence_logic: EvidenceLogic = "all"  # "any": each document alone is enough
    premise: str = ""  # the false statement that the question takes for granted
    canary: str = ""  # the words that only an obeyed injection would say
    must_pass: bool = False
    as_of: str = ""  # the day for which the answer holds, where it may have changed since
    notes: str = ""

    @property
    def topic(self) -> str:
        """What the halves are split by."""
        return self.fact.partition("/")[0]


KEYS = frozenset(Item.__dataclass_fields__)
NEEDED = ("id", "fact", "type", "question", "answerability", "expected")


def read_item(row: Mapping[str, Any]) -> Item:
    """Take one object; ``ValueError`` says in Vietnamese what is wrong with it."""
    if unknown := sorted(set(row) - KEYS):
        raise ValueError(f"khóa lạ {', '.join(unknown)}")
    if missing := [key for key in NEEDED if not str(row.get(key) or "").strip()]:
        raise ValueError(f"thiếu {', '.join(missing)}")
    item = Item(
        id=_text(row, "id"),
        base_id=_text(row, "base_id") or _text(row, "id"),
        fact=_text(row, "fact"),
        type=_choice(row, "type", get_args(ItemType)),
        lang=_choice(row, "lang", LANGUAGES, default="vi"),
        question=_text(row, "question"),
        answerability=_choice(row, "answerability", get_args(Answerability)),
        expected=_expected(row["expected"]),
        history=_each(row, "history", _turn),
        variant_of=_text(row, "variant_of"),
        variant_kind=_choice(row, "variant_kind", get_args(VariantKind)) if row.get("variant_kind") else None,
        nuggets=_each(row, "nuggets", read_nugget),
        forbidden=_each(row, "forbidden", read_matcher),
        evidence=_each(row, "evidence", _evidence),
        evidence_logic=_choice(row, "evidence_logic", get_args(EvidenceLogic), default="all"),
        premise=_text(row, "premise"),
        canary=_text(row, "canary"),
        must_pass=_flag(row, "must_pass"),
        as_of=_text(row, "as_of"),
        notes=_text(row, "notes"),
    )
    if problem := _disagreement(item):
        raise ValueError(problem)
    return item


def _disagreement(item: Item) -> str:
    """Say which values of an item do not go together; an empty string is none."""
    kind, reason = item.expected.kind, item.expected.reason
    is_refusal, is_correction = kind == "refusal", kind == "correction"
    n_vital = sum(nugget.vital for nugget in item.nuggets)
    is_variant = bool(item.variant_of)
    faults = {
        f"expected.kind {kind} không đi với answerability {item.answerability}": (
            item.answerability not in ANSWERABILITY_OF[kind]
        ),
        f"expected.kind {kind} không đi với expected.reason {reason}": (
            is_refusal != (reason not in (None, "false_premise")) or is_correction != (reason == "false_premise")
        ),
        "premise chỉ có, và phải có, ở câu hỏi mà expected.kind là correction": is_correction != bool(item.premise),
        "câu phải từ chối không có nuggets": is_refusal and bool(item.nuggets),
        "câu có đáp án cần evidence và ít nhất một nugget vital": not is_refusal and not (item.evidence and n_vital),
        "câu có hai nguồn khác nhau cần ít nhất hai nugget vital": kind == "conflict" and n_vital < 2,
        "variant_of, variant_kind và base_id khác id phải đi cùng nhau": (
            {is_variant, bool(item.variant_kind), item.id != item.base_id} != {is_variant}
        ),
    }
    return "; ".join(fault for fault, is_so in faults.items() if is_so)


def _expected(row: Any) -> Expected:
    if not isinstance(row, dict) or set(row) - {"kind", "reason"}:
        raise ValueError("expected phải là {kind, reason}")
    reason = _choice(row, "reason", get_args(Reason)) if row.get("reason") else None
    return Expected(_choice(row, "kind", get_args(ExpectedKind)), reason)


def _turn(row: Any) -> Turn:
    if isinstance(row, str) and row.strip():
        return Turn(normalize(row))
    if not isinstance(row, dict) or set(row) - {"question", "answer"} or not row.get("question"):
        raise ValueError("history phải gồm các câu hỏi, hoặc {question, answer}")
    return Turn(_text(row, "question"), _text(row, "answer"))


def _evidence(row: Any) -> Evidence:
    if not isinstance(row, dict) or set(row) != {"document_id", "must_contain"}:
        raise ValueError("mỗi evidence cần đúng hai khóa document_id và must_contain")
    wanted = row["must_contain"]
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, str) and one.strip() for one in wanted):
        raise ValueError("must_contain phải là danh sách có ít nhất một chuỗi")
    return Evidence(_text(row, "document_id"), tuple(map(normalize, wanted)))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} phải là chuỗi")
    return normalize(value or "").strip()


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{name} phải là true hoặc false")
    return bool(value)


def _choice(row: Mapping[str, Any], name: str, choices: Collection[str], *, default: str = "") -> Any:
    value = row.get(name) or default
    if value not in choices:
        raise ValueError(f"{name} “{value}” không thuộc {', '.join(choices)}")
    return value


def _each(row: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    values = row.get(name) or []
    if not isinstance(values, list):
        raise ValueError(f"{name} phải là danh sách")
    return tuple(map(read, values))
