"""One question to ask and all that is known of its right answer, in one form for every set.

Gold items, turns of conversations, injections and trials in made corpora become cases here; what runs and what
scores knows no other form. A set is named, or is a question file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Reason, Turn
from corpus.error import UserError
from corpus.location import bundled_documents
from corpus.reader import read_corpus
from eval.conversation import Conversation, bundled_conversations, read_conversations
from eval.counterfactual import Counterfactual, bundled_counterfactuals, read_counterfactuals
from eval.gold import bundled_agencies, bundled_bureaus, bundled_offices, bundled_questions, read_lines
from eval.injection import (
    InjectedDocument,
    Injection,
    bundled_injections,
    bundled_payloads,
    inject,
    read_injections,
    read_payloads,
)
from eval.item import Evidence, EvidenceLogic, Expected, Item
from eval.nugget import Matcher, Nugget
from eval.trial import Truth


@dataclass(frozen=True, slots=True)
class Case:
    """A question as it is asked, and its gold."""

    id: str
    half: str
    type: str
    question: str
    expected: Expected
    cluster: str  # the fact: its questions are no independent evidence
    variant_kind: str = ""
    base_id: str = ""  # the question that this one is a variant of
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[Matcher, ...] = ()
    allowed: tuple[Reason, ...] = ()  # reasons for which a refusal is as good as the answer
    evidence: tuple[Evidence, ...] = ()
    evidence_logic: EvidenceLogic = "all"
    canary: str = ""
    must_pass: bool = False
    turns: tuple[Turn, ...] = ()  # said before, as written down
    after: tuple[str, ...] = ()  # the cases asked before in the same conversation, whose real answers go before it
    conversation: Conversation | None = None

    def history(self, answers: Sequence[str]) -> tuple[Turn, ...]:
        """Give the turns before this question; in a conversation they have the answers really given."""
        return self.conversation.history(answers) if self.conversation else self.turns


def read_set(name: str) -> list[Case]:
    """Read the cases of a named set or of a question file; ``UserError`` names whatever is wrong with them."""
    if name in SETS:
        return SETS[name]()
    path = Path(name)
    if not path.is_file():
        raise UserError(f"Không có bộ câu hỏi hay tệp “{name}”. Các bộ: {', '.join(SETS)}.")
    return [of_item(line.item, line.half) for line in read_lines(path)]


def of_item(item: Item, half: str) -> Case:
    """Take a gold item."""
    return Case(
        id=item.id,
        half=half,
        type=item.type,
        question=item.question,
        expected=item.expected,
        cluster=item.fact,
        variant_kind=item.variant_kind or "",
        base_id=item.variant_of,
        nuggets=item.nuggets,
        forbidden=item.forbidden,
        evidence=item.evidence,
        evidence_logic=item.evidence_logic,
        canary=item.canary,
        must_pass=item.must_pass,
        turns=item.history,
    )


def of_conversation(conversation: Conversation) -> list[Case]:
    """Take each turn as a case that follows those before it; its variant kind is how it leans on them."""
    ids = tuple(f"{conversation.id}.{n}" for n in range(1, len(conversation.exchanges) + 1))
    return [
        _of_truth(
            ids[n],
            conversation.half,
            conversation.kind,
            exchange.question,
            exchange.truth,
            variant_kind=exchange.link,
            after=ids[:n],
            conversation=conversation,
        )
        for n, exchange in enumerate(conversation.exchanges)
    ]


def of_injection(one: Injection) -> Case:
    """Take a question with an order in it."""
    return _of_truth(one.id, one.half, one.kind, one.question, one.truth, canary=one.canary)


def of_injected(one: InjectedDocument) -> Case:
    """Take a question asked beside an order in a document; its variant kind is where the order stands."""
    return _of_truth(
        one.id,
        one.target.half,
        one.kind,
        one.target.question,
        one.truth,
        variant_kind=one.delivery,
        canary=one.canary,
    )


def of_counterfactual(one: Counterfactual) -> Case:
    """Take a question asked where its fact was changed or removed."""
    return _of_truth(one.id, one.half, one.kind, one.question, one.truth)


def _of_truth(
    id_: str,
    half: str,
    type_: str,
    question: str,
    truth: Truth,
    *,
    variant_kind: str = "",
    canary: str = "",
    after: tuple[str, ...] = (),
    conversation: Conversation | None = None,
) -> Case:
    return Case(
        id=id_,
        half=half,
        type=type_,
        question=question,
        expected=truth.expected,
        cluster=truth.fact or id_,
        variant_kind=variant_kind,
        nuggets=truth.nuggets,
        forbidden=truth.forbidden,
        allowed=truth.allowed,
        evidence=truth.evidence,
        canary=canary,
        after=after,
        conversation=conversation,
    )


def _gold(half: str) -> list[Case]:
    return [of_item(line.item, line.half) for line in read_lines(bundled_questions() / f"{half}.jsonl")]


def _injected() -> list[Case]:
    """What is right does not hang on the other documents, so any corpus with the targets tells it."""
    documents = read_corpus(bundled_documents()).documents
    return [of_injected(one) for one in inject(documents, *read_payloads(bundled_payloads()))]


def _bases() -> list[Case]:
    """All questions of both halves without their variants: asked again among look-alike documents."""
    return [case for half in ("dev", "test") for case in _gold(half) if not case.base_id]


def _tuning(path: Path) -> list[Case]:
    """Questions for tuning only, none of them of the reporting half."""
    return [of_item(line.item, "dev") for line in read_lines(path)]


SETS: Mapping[str, Callable[[], list[Case]]] = {
    "dev": lambda: _gold("dev"),
    "test": lambda: _gold("test"),
    "conversations": lambda: [
        case for one in read_conversations(bundled_conversations()) for case in of_conversation(one)
    ],
    "injections": lambda: [of_injection(one) for one in read_injections(bundled_injections())],
    "counterfactual": lambda: [of_counterfactual(one) for one in read_counterfactuals(bundled_counterfactuals())],
    "injected": _injected,
    "distractors": _bases,
    # About facts of the tuning half and of the look-alike documents.
    "tune": lambda: _tuning(bundled_questions() / "tune.jsonl"),
    # Of offices that do not exist: they need more than one sentence, or take something for granted.
    "offices": lambda: _tuning(bundled_offices() / "gold.jsonl"),
    # More of that kind: half false premises, near misses, sources that differ.
    "agencies": lambda: _tuning(bundled_agencies() / "gold.jsonl"),
    # Of every kind, of other such texts: only sums are looked at.
    "bureaus": lambda: _tuning(bundled_bureaus() / "gold.jsonl"),
    # Half of the offices' questions, asked in English.
    "offices_english": lambda: _tuning(bundled_offices() / "english.jsonl"),
    # Statements to confirm, true and false ones in pairs that differ in one detail.
    "confirm": lambda: _tuning(bundled_questions() / "confirm.jsonl"),
    "offices_confirm": lambda: _tuning(bundled_offices() / "confirm.jsonl"),
}
