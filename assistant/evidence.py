"""Which sentences could answer a question: each candidate with the figures it is judged by.

Scores join meaning (the encoder's cosine), words (idf-weighted coverage of the question's content, by the
sentence and by what stands around it) and kind (does it hold what is asked for). It chooses nothing and
says nothing; that is for ``assistant.judgement`` and ``assistant.selection``.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.extraction import Extract, extract, fits_kind
from assistant.name import Name
from assistant.order import sentences_to_use, without_orders
from assistant.question import Question
from assistant.weight import rank_score
from corpus.document import Document, Passage, Span
from corpus.orthography import key, keys, word_spans
from index.glossary import Glossary

# "Phó Bí thư" is no "Bí thư": the modifier and the syllable after it are one word, in questions and sentences alike.
PROTECTED = frozenset(map(key, ("phó", "nguyên", "cựu")))


VALUED = ("number", "date", "docno", "role", "person")  # kinds whose answer is a value or a name
# "X là …" with X as its subject answers "X là gì?" even where other sentences hold more of the question's words.
DEFINES = 5.0


HONORIFIC = re.compile(r"\b(?:đồng chí|ông|bà|anh|chị)\s+$", re.IGNORECASE)


class Frequencies(Protocol):
    """What the corpus knows of a syllable: in how many passages it stands."""

    @property
    def n_passages(self) -> int: ...
    def document_frequency(self, text: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Term:
    """One content syllable of the question with its weight."""

    text: str
    key: str
    idf: float  # 1 for a word of a single passage
    joined: bool  # stands directly after the previous term in the question
    named: bool  # part of a name, number, date or document number: says of what, not what is asked


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence as a candidate, with the features it is judged by (see ``assistant.weight``)."""

    passage: Passage
    span: Span
    text: str
    features: Mapping[str, float]
    score: float
    extract: Extract | None

    @property
    def id(self) -> tuple[str, Span]:
        """Distinct for every sentence of the corpus."""
        return (self.passage.document_id, self.span)

    @property
    def proposed(self) -> float:
        """The score before anything was read: a reader puts one of two sentences that differ far above the other."""
        return self.features.get("proposed", self.score)

    @property
    def has_every_word(self) -> bool:
        """Every word that is asked stands in it, or in it and the sentence before."""
        return 1.0 in (self.features["pairs"], self.features["near"])

    def around(self, documents: Mapping[str, Document]) -> str:
        """The passage with what is said of it: where a name stands that the sentence itself leaves out."""
        document = documents[self.passage.document_id]
        return f"{self.passage.text} {self.passage.heading} {document.province} {document.publisher}"

    def answering(self, span: Span | None) -> "Evidence":
        """The same sentence, with the words of ``span`` as what answers directly, or with none."""
        return replace(self, extract=Extract(*span, self.text[slice(*span)], 0.0) if span else None)


def says_all(question: Question, one: Evidence) -> bool:
    """Tell whether a sentence holds a value of the kind asked for, and with what is around it every word asked."""
    is_full = one.has_every_word and one.features["names"] == 1.0
    return is_full and one.extract is not None and question.kind in VALUED


def idf(frequency: int, n: int) -> float:
    """BM25's inverse document frequency (Robertson and Zaragoza 2009), never negative."""
    return math.log(1 + (n - frequency + 0.5) / (frequency + 0.5))


def weigh_terms(question: Question, names: Sequence[Name], frequencies: Frequencies) -> list[Term]:
    """Give the question's content syllables with their idf, in order, without repeats."""
    things = [(name.start, name.end) for name in names] + [(value.start, value.end) for value in question.values]
    forms = dict(zip(word_spans(question.text), protect(keys(question.text)), strict=True))
    terms: list[Term] = []
    seen: set[str] = set()
    last_end = -2
    titles = _titles(question, names)
    for start, end in question.terms:
        if start in titles:
            continue
        text, form = question.text[start:end], forms[start, end]
        frequency = frequencies.document_frequency(text)
        if form not in seen and (frequency or not question.is_english):  # an English word cannot be looked for
            named = any(a <= start < b for a, b in things)
            weight = idf(frequency, frequencies.n_passages) / idf(1, frequencies.n_passages)
            terms.append(Term(text, form, weight, start == last_end + 1, named))
        seen.add(form)
        last_end = end
    return terms


def _titles(question: Question, names: Sequence[Name]) -> set[int]:
    """Where the words of respect stand before a name ("ông", "đồng chí"): they describe nobody."""
    before = [HONORIFIC.search(question.text[: name.start]) for name in (*names, *question.names)]
    return {start + match.start() for match in before if match for start, _ in word_spans(match[0])}


def protect(sequence: Sequence[str]) -> list[str]:
    """Join a protected modifier to the syllable after it, which no longer matches without it."""
    joined = [f"{a}+{b}" if a in PROTECTED else b for a, b in pairwise(sequence)]
    return [*sequence[:1], *joined]


class Matcher:
    """Holds a text's syllable keys and tells which terms of a question stand in it, under any of their forms."""

    def __init__(self, texts: Sequence[str], glossary: Glossary) -> None:
        self.keys: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        for text in texts:
            sequence = protect(keys(text))
            forms = [sequence]
            for start, end, others in glossary.occurrences(sequence):
                forms += [[*sequence[max(0, start - 1) : start], *other, *sequence[end : end + 1]] for other in others]
            for form in forms:
                self.keys.update(form)
                self.pairs.update(pairwise(form))

    def share(self, terms: Sequence[Term]) -> float:
        """Idf-weighted share of ``terms`` present; 1 for none."""
        return _share([(term.idf, term.key in self.keys) for term in terms])

    def mass(self, terms: Sequence[Term]) -> float:
        """Sum of the weights of ``terms`` present: a question of one common word has little to be recognised by."""
        return sum(term.idf for term in terms if term.key in self.keys)

    def pair_share(self, terms: Sequence[Term]) -> float:
        """Idf-weighted share of the adjacent pairs of ``terms`` present as pairs; the single share without pairs."""
        pairs = [(a, b) for a, b in pairwise(terms) if b.joined]
        return _share([(a.idf + b.idf, (a.key, b.key) in self.pairs) for a, b in pairs]) if pairs else self.share(terms)


def _share(weighted: Sequence[tuple[float, bool]]) -> float:
    total = sum(weight for weight, _ in weighted)
    return sum(weight for weight, present in weighted if present) / total if total else 1.0


def candidates(
    question: Question,
    terms: Sequence[Term],
    ranked: Sequence[tuple[Passage, float, NDArray[np.float32]]],
    documents: Mapping[str, Document],
    glossary: Glossary,
) -> list[Evidence]:
    """Score every sentence of the retrieved passages, best first.

    ``ranked`` holds passage, retrieval score and the cosine of each of its sentences, shape (n_sentences,).
    """
    found: list[Evidence] = []
    for passage, passage_score, cosines in ranked:
        document = documents[passage.document_id]
        around = Matcher([without_orders(passage.heading), passage.text, *_metadata(document)], glossary)
        shared = {
            "passage": passage_score - ranked[0][1],
            "context": around.share(terms),
            "names": around.share([term for term in terms if term.named]),
        }
        before = ""
        to_use = sentences_to_use(document, passage)
        for span, cosine in zip(passage.sentences, cosines, strict=True):
            if span not in to_use:
                continue
            text = document.text[slice(*span)]
            part = extract(question, terms, text)
            fits = part is not None or fits_kind(question, terms, text)
            features = {
                **shared,
                **_coverage(terms, before, text, glossary),
                "dense": float(cosine),
                "kind": float(fits),
            }
            bonus = DEFINES if fits and question.kind == "definition" else 0.0
            features["unit"] = float(part is not None and part.has_unit)
            features["typeless"] = float(part is None and question.kind in VALUED)
            found.append(Evidence(passage, span, text, features, rank_score(features) + bonus, part))
            before = text
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.id))


def _coverage(terms: Sequence[Term], before: str, text: str, glossary: Glossary) -> dict[str, float]:
    """How much of the question's words a sentence holds, alone and with the one before it."""
    here = Matcher([text], glossary)
    asked = [term for term in terms if not term.named]
    n_syllables = len(word_spans(text))
    return {
        "words": here.share(terms),
        "pairs": here.pair_share(terms),
        "asked": here.share(asked),
        "hit": here.mass(asked),
        "asked_pairs": here.pair_share(asked),
        "near": Matcher([before, text], glossary).share(asked),
        "long": float(n_syllables > 40),
        "short": float(n_syllables < 6),
    }


def _metadata(document: Document) -> list[str]:
    return [
        without_orders(document.title),
        document.publisher,
        document.province,
        document.event_date,
        document.published,
    ]
