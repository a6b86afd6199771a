"""The words of a sentence that answer a question directly: the value, name, role or list asked for.

Always a span of the sentence, never a rewording; ``None`` where the sentence holds nothing of the kind.
Where it holds several ("Đạ Huoai 23 biên chế, Đạ Tẻh 21 biên chế"), the one nearest to the question's
own words in its clause is taken, and the others go with it: reading may find one of them far likelier
(``assistant.reranking``).
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.issuer import issuer_spans
from assistant.list_span import list_spans, spelled_out
from assistant.named_span import person_spans, place_spans, role_spans
from assistant.question import Question
from assistant.typed_span import CLAUSE, typed_spans
from corpus.document import Span
from corpus.orthography import fold, key, keys, word_spans

COMMON = 1.5  # times the mean idf of the question's words, up to which a word counts as common
SUBJECT = 0.45  # idf-weighted share of the question's words that make a sentence's subject the thing asked about
OF = re.compile(r"\s(?:của|cua)\s", re.IGNORECASE)
HALF = 0.5  # idf-weighted share of an attribute's words that a sentence must hold to speak of it
NEAR = 6.0  # syllables after which a question word counts for 1/e
REASON = re.compile(
    r"\b(?:nguyên nhân|lý do|vì|bởi|do|nhằm|để|nhờ|mục đích|mục tiêu|nên|khiến|dẫn đến|làm cho)\b", re.IGNORECASE
)
QUALIFIER = re.compile(r"\b(?:trung binh|toi da|toi thieu|khoang|hon|gan|duoi|tren|truoc day)\b")
APART = ("number", "date", "person", "place")  # kinds of which a sentence holds several, one beside the other
DEFINING = frozenset(map(key, ("là", "gọi", "tức", "nghĩa")))


class Weighted(Protocol):
    """A question's content syllable with its weight."""

    @property
    def key(self) -> str: ...
    @property
    def idf(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Extract:
    """The answering words: ``text == sentence[start:end]``."""

    start: int
    end: int
    text: str
    score: float
    has_unit: bool = False
    read: float = 1.0  # share of what was read to answer in the sentence, word by word, that lies in it; 1 if unread
    others: tuple["Extract", ...] = ()  # of the same kind in the sentence


def extract(question: Question, terms: Sequence[Weighted], sentence: str) -> Extract | None:
    """Find the words of ``sentence`` that answer ``question`` by its kind, or ``None``."""
    find = SPANS.get(question.kind)
    scored = _scored(question, terms, sentence, find(question, sentence)) if find else []
    best = max(scored, key=lambda part: (part.score, -part.start), default=None)
    if best is None or question.kind not in APART:
        return best
    return replace(best, others=tuple(one for one in scored if one is not best))


def fits_kind(question: Question, terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether a sentence is of the kind asked for where no single span answers: a reason, a definition."""
    if question.kind == "reason":
        return REASON.search(sentence) is not None
    if question.kind == "definition":
        return _defines(terms, sentence) and _is_on_attribute(question, terms, sentence)
    return question.kind in ("general", "manner", "yesno", "compare", "history")


def _defines(terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether the sentence opens with the question's words and goes on with "là" or "gọi"."""
    sequence = keys(sentence)
    at = next((i for i, form in enumerate(sequence) if form in DEFINING), len(sequence))
    said = [term.idf for term in terms if term.key in sequence[:at]]
    unsaid = [term.idf for term in terms if term.key not in sequence[:at]]
    whole = sum(said) + sum(unsaid)
    # What the subject leaves out must be the common words of the question ("mô hình"), not what it turns on.
    is_subject = sum(said) >= SUBJECT * whole and max(unsaid, default=0.0) <= COMMON * whole / max(len(terms), 1)
    return is_subject and at < len(sequence) and at <= len(terms) + 4


def _is_on_attribute(question: Question, terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether a sentence speaks of what is asked of a thing: "khí hậu của X là gì" is answered by no "X là …"."""
    of = OF.search(question.text)
    asked = set(keys(question.text[: of.start()])) if of else set()
    attribute = [term for term in terms if term.key in asked]
    said = sum(term.idf for term in attribute if term.key in keys(sentence))
    return said >= HALF * sum(term.idf for term in attribute)


def _issuer_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    return [(span, True) for span in issuer_spans(question.values, sentence)]


def _scored(
    question: Question, terms: Sequence[Weighted], sentence: str, spans: Sequence[tuple[Span, bool]]
) -> list[Extract]:
    weights = {term.key: term.idf for term in terms}
    words = word_spans(sentence)
    scored = []
    for (start, end), preferred in spans:
        span = start, start + len(sentence[start:end].rstrip())
        score = _nearness(sentence, words, weights, span) + (3.0 if preferred else 0.0)
        score += _wording(question, sentence, span)
        scored.append(Extract(*span, sentence[slice(*span)], score, preferred))
    return scored


def _wording(question: Question, sentence: str, span: Span) -> float:
    """Prefer the value whose surroundings read like the question, and no qualified one.

    "còn bao nhiêu" wants "còn 34", "bao nhiêu con bò" wants "120 con bò"; "trung bình" and the like before a
    value make it another value, unless the question says so too.
    """
    asked = fold(question.text)
    asked_after = re.search(r"(\w+) (?:bao nhieu|may)\b", asked)
    before = re.findall(r"\w+", fold(CLAUSE.split(sentence[: span[0]])[-1]))
    inside_and_after = re.findall(r"\w+", fold(CLAUSE.split(sentence[span[0] :])[0]))
    bare = not any(character.isalpha() for character in sentence[slice(*span)])
    counted = " ".join([*(before if bare else ()), *inside_and_after[:6]])  # "biên chế đang có là 295", "295 biên chế"
    after = re.findall(r"\w+", fold(CLAUSE.split(sentence[span[1] :])[0]))[:2]
    qualified = QUALIFIER.search(" ".join(before))
    return (
        2.0 * bool(asked_after and before and before[-1] == asked_after[1])
        + 3.0 * bool(question.asked_unit and question.asked_unit in counted)
        + 1.5 * bool(len(after) == 2 and " ".join(after) in asked)
        - 2.0 * bool(qualified and qualified[0] not in asked)
    )


def _nearness(sentence: str, words: list[Span], weights: dict[str, float], span: Span) -> float:
    """Sum the weights of the question's words around ``span``, less with distance and with each clause mark between."""
    first = next((i for i, word in enumerate(words) if word[1] > span[0]), 0)
    last = max((i for i, word in enumerate(words) if word[0] < span[1]), default=0)
    best: dict[str, float] = {}
    for i, word in enumerate(words):
        form = key(sentence[slice(*word)])
        if form in weights:
            distance = max(first - i, i - last, 0)
            between = sentence[word[1] : span[0]] if i < first else sentence[span[1] : word[0]] if i > last else ""
            marks = len(CLAUSE.findall(between))
            best[form] = max(best.get(form, 0.0), weights[form] * math.exp(-distance / NEAR) * 0.5**marks)
    return sum(best.values())


SPANS: dict[str, Callable[[Question, str], list[tuple[Span, bool]]]] = {
    "number": typed_spans,
    "date": typed_spans,
    "docno": typed_spans,
    "person": person_spans,
    "role": role_spans,
    "place": place_spans,
    "list": list_spans,
    "definition": spelled_out,
    "issuer": _issuer_spans,
}
