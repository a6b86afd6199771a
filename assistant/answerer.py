"""From a question to a checked answer: complete, retrieve, judge, choose, verify. Fixed order, and nothing in it
needs a language model; one may put what was chosen into its own words before that is verified.

``Assistant.ask`` is the one way in; the page, the API, the command line and the query engine all use it.
"""

import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import refusal
from assistant.abbreviation import write_out
from assistant.ambiguity import equal_offices
from assistant.answer import Answer, Reason, Source, Turn
from assistant.comparison import SIDE
from assistant.composition import Draft, render_text, source
from assistant.digest import Digest
from assistant.english import is_english, to_vietnamese
from assistant.evidence import Evidence, Term, candidates, weigh_terms
from assistant.example import example_questions
from assistant.followup import Completed, complete
from assistant.gazetteer import Gazetteer
from assistant.inquiry import real_question
from assistant.intake import check_question
from assistant.judgement import Judge, Judgement
from assistant.name import Name
from assistant.present import WORDS as LASTING_WORDS
from assistant.present import asks_whether_it_lasts
from assistant.question import Question, read_question
from assistant.remark import remark
from assistant.selection import select
from assistant.shorthand import spell_out
from assistant.side import sides
from assistant.speech import NOBODY, NOT_ASKED, Listener, Speaker, Spoken
from assistant.value import Value, find_values
from assistant.verify import keep_verified
from corpus.document import Document, Passage
from corpus.orthography import has_marks, normalize, word_spans
from index.glossary import Glossary

PASSAGES = 8  # retrieved for one question: recall@8 is what the answer can at best reach
MORE_PASSAGES = {"history": 24, "definition": 16}  # what tells these stands in few passages, and not the nearest
HISTORY_WORDS = "quyết định ban hành, phê duyệt, thành lập, thí điểm, triển khai, sơ kết"  # what a history is told by
SHOUTED = 3  # words in capitals above which the whole question is typed so, and is no abbreviation
MAX_HISTORY = 20  # earlier turns looked back over
NEAREST = 3  # passages shown under a refusal


class Hit(Protocol):
    """A retrieved passage; a higher score is better."""

    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...


class Lexicon(Protocol):
    """The corpus's words."""

    @property
    def n_passages(self) -> int: ...
    def document_frequency(self, text: str) -> int: ...
    def knows(self, text: str) -> bool: ...
    def knows_folded(self, text: str) -> bool: ...


class Searchable(Protocol):
    """What answering needs of an index (``index.search.Index`` has it)."""

    build: str

    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def passages(self) -> Sequence[Passage]: ...
    @property
    def lexicon(self) -> Lexicon: ...
    def search(self, query: str, k: int = 10) -> Sequence[Hit]: ...
    def encode_query(self, query: str) -> NDArray[np.float32]: ...
    def sentence_vectors(self, passage: Passage) -> NDArray[np.float32]: ...
    def restore(self, question: str) -> str: ...
    def correct(self, question: str, *, careful: bool = False) -> str: ...
    def recase(self, question: str) -> str: ...
    def is_current(self) -> bool: ...


class Stopwatch:
    """Milliseconds by stage, as the answer record gives them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._started = self._last = clock()
        self.stages: dict[str, float] = {"retrieve": 0.0, "answer": 0.0, "verify": 0.0}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to ``stage``."""
        now = self._clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def read(self) -> dict[str, float]:
        """All stages and the total, to a hundredth of a millisecond."""
        total = (self._clock() - self._started) * 1000
        return {stage: round(ms, 2) for stage, ms in {**self.stages, "total": total}.items()}


class Assistant:
    """Answers questions from one index; holds no conversation, so threads may share it."""

    def __init__(
        self,
        index: Searchable,
        glossary: Glossary,
        *,
        digest: Digest | None = None,
        speaker: Speaker | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.index = index
        self.glossary = glossary
        digest = digest or Digest.of(index.documents, index.passages)
        self.gazetteer = Gazetteer(digest.names, index.lexicon, glossary)
        self.judge = Judge(self.gazetteer, digest.inventory, index.documents)
        self.speaker = speaker
        self._clock = clock

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents as built, by id."""
        return self.index.documents

    @property
    def is_ready(self) -> bool:
        """An assistant that could be made can answer."""
        return True

    @property
    def is_current(self) -> bool:
        """Tell whether no newer build has taken this one's place."""
        return self.index.is_current()

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Questions a first visitor may try: from the corpus, and answered by it."""
        return example_questions(self.index.passages, self._has_answer)

    @property
    def index_build(self) -> str:
        """The build that answers."""
        return self.index.build

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, speak: bool = True, listener: Listener = NOBODY
    ) -> Answer:
        """Answer one question; raises ``UserError`` for one that is empty or too long.

        A language model is asked where there is one, unless ``speak`` is off; a refusal it never hears of. While it
        writes, ``listener`` is told what is verified.
        """
        watch = Stopwatch(self._clock)
        typed = check_question(question)
        asked = real_question(typed)
        completed = self._completed(asked or typed, history)
        standalone = completed.text
        reply = _Reply(typed, standalone, self.index.build, watch)
        read = read_question(standalone)
        if read.is_out_of_scope or not asked:
            return reply.refuse("out_of_scope", refusal.out_of_scope())
        if completed.choices:
            message = refusal.ambiguous(completed.choices)
            return reply.refuse("ambiguous", message, suggestions=completed.readings)
        if completed.unclear:
            return reply.refuse("ambiguous", refusal.unclear(completed.unclear))
        names = self.gazetteer.find(standalone)
        terms = weigh_terms(read, names, self.index.lexicon)
        evidence = self._gather(read, names, terms)
        watch.lap("retrieve")
        judgement = self.judge.judge(read, names, terms, evidence)
        judgement = self._compared(read, judgement) or judgement
        message = in_typed_words(judgement.message, standalone, asked)
        if judgement.reason:
            nearest = () if judgement.evidence else self._nearest(evidence)  # a correction has its own sentence
            return reply.refuse(judgement.reason, message, nearest=nearest, draft=self._correction(judgement))
        if offices := equal_offices(read, names, judgement.evidence):
            readings = tuple(f"{office} là ai?" for office in offices)
            return reply.refuse(
                "ambiguous", refusal.ambiguous(offices), nearest=self._nearest(evidence), suggestions=readings
            )
        draft = Draft(self.documents)
        select(read, names, judgement.evidence, draft)
        watch.lap("answer")
        nearest = self._nearest(evidence)

        def tell() -> None:
            watch.lap("model")
            so_far = reply.answer(draft, self.documents, nearest)
            if so_far.status == "answered":
                listener.hear(so_far)

        spoken = Spoken() if self.speaker is None else NOT_ASKED
        if self.speaker is not None and speak:
            tell()
            spoken = self.speaker.speak(
                standalone, judgement.evidence, draft, on_claim=tell, is_stopped=listener.has_enough
            )
            watch.lap("model")
        return spoken.told_in(reply.answer(draft, self.documents, nearest))

    def _compared(self, read: Question, judgement: Judgement) -> Judgement | None:
        """Answer each side of a comparison as a question of its own; nothing where a side has no answer."""
        if judgement.reason == "false_premise" or any(SIDE in one.features for one in judgement.evidence):
            return None
        found: list[Evidence] = []
        for text in sides(read.text):
            side = read_question(text)
            names = self.gazetteer.find(text)
            terms = weigh_terms(side, names, self.index.lexicon)
            of_side = self.judge.judge(side, names, terms, self._gather(side, names, terms))
            if of_side.reason == "unknown_entity":
                return of_side
            if of_side.reason:
                return None
            found.append(of_side.evidence[0])
        if len({one.id for one in found}) < 2:
            return None
        return Judgement(tuple(replace(one, features={**one.features, SIDE: 1.0}) for one in found))

    def _has_answer(self, question: str) -> bool:
        return self.ask(question, speak=False).status == "answered"

    def evidence(self, question: str) -> list[Evidence]:
        """Give the candidate sentences for a question, best first: what judging and the fit of its weights read."""
        read = read_question(self._completed(check_question(question), ()).text)
        names = self.gazetteer.find(read.text)
        return self._gather(read, names, weigh_terms(read, names, self.index.lexicon))

    def _completed(self, typed: str, history: Sequence[Turn]) -> Completed:
        """The question as it stands by itself, in the corpus's spelling; the earlier questions are read alike."""
        earlier = [
            replace(turn, question=self._spelled(real_question(turn.question) or turn.question, follows=i > 0))
            for i, turn in enumerate(history[-MAX_HISTORY:])
        ]
        return complete(self._spelled(typed, follows=bool(earlier)), earlier, known_names=self.gazetteer.find)

    def _spelled(self, question: str, *, follows: bool) -> str:
        question = normalize(question).strip()
        if question.isupper() and len(word_spans(question)) > SHOUTED:
            question = question.lower()  # and given the corpus's own capitals below
        if is_english(question):
            return self.gazetteer.correct(to_vietnamese(question))
        question = write_out(spell_out(question), self.glossary, self.index.lexicon, self.gazetteer.names.written)
        is_marked = has_marks(question)
        marked = (
            kept_values(question, self.index.correct(question, careful=True))
            if is_marked
            else self.index.restore(question)
        )
        marked = remark(question, marked) if follows else marked
        return self.gazetteer.correct(self.index.recase(marked))

    def _gather(self, question: Question, names: Sequence[Name], terms: Sequence[Term]) -> list[Evidence]:
        k = MORE_PASSAGES.get(question.kind, PASSAGES)
        found: dict[str, Hit] = {}
        for query in _queries(question, names):
            for hit in self.index.search(self.glossary.expand(query), k=k):
                found.setdefault(hit.passage.id, hit)
        hits = sorted(found.values(), key=lambda hit: -hit.score)
        vector = self.index.encode_query(question.text)
        ranked = [(hit.passage, float(hit.score), self.index.sentence_vectors(hit.passage) @ vector) for hit in hits]
        return candidates(question, terms, ranked, self.documents, self.glossary)

    def _nearest(self, evidence: Sequence[Evidence]) -> tuple[Source, ...]:
        """The best sentence of each of the best passages: what is nearest, not an answer."""
        best: dict[str, Evidence] = {}
        for candidate in evidence:
            best.setdefault(candidate.passage.id, candidate)
        return tuple(source(self.documents[e.passage.document_id], e.span) for e in list(best.values())[:NEAREST])

    def _correction(self, judgement: Judgement) -> Draft:
        draft = Draft(self.documents)
        for evidence in judgement.evidence:
            draft.add_value(evidence)  # the true one, in place of the asserted
            draft.add_quote(evidence)
        draft.claims = list(keep_verified(draft.claims, draft.citations, self.documents)[0])
        return draft


class _Reply:
    """Turns a draft or a refusal into the answer record."""

    def __init__(self, typed: str, standalone: str, build: str, watch: Stopwatch) -> None:
        self._typed, self._standalone, self._build, self._watch = typed, standalone, build, watch

    def refuse(
        self,
        reason: Reason,
        message: str,
        *,
        nearest: tuple[Source, ...] = (),
        draft: Draft | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> Answer:
        self._watch.lap("answer")
        claims = tuple(draft.claims) if draft else ()
        text = "\n\n".join(filter(None, (message, render_text(claims))))
        return self._record(
            "refused",
            text,
            reason=reason,
            claims=claims,
            citations=tuple(draft.citations) if draft else (),
            nearest=nearest,
            suggestions=suggestions,
        )

    def answer(self, draft: Draft, documents: Mapping[str, Document], nearest: tuple[Source, ...]) -> Answer:
        claims, citations = keep_verified(draft.claims, draft.citations, documents)
        self._watch.lap("verify")
        if not claims:
            return self.refuse("unverified", refusal.unverified(), nearest=nearest)
        return self._record("answered", render_text(claims), claims=claims, citations=citations)

    def _record(self, status: str, text: str, **fields: object) -> Answer:
        return Answer(
            id=uuid.uuid4().hex,
            question=self._typed,
            standalone_question=self._standalone,
            status=status,  # type: ignore[arg-type]
            answer=text,
            index_build=self._build,
            latency_ms=self._watch.read(),
            **fields,  # type: ignore[arg-type]
        )


def kept_values(typed: str, corrected: str) -> str:
    """Give the corrected question with its figures and ranks as typed: another value is no slip of the pen."""
    words, others = word_spans(typed), word_spans(corrected)
    if len(words) != len(others):
        return corrected
    values = [(value.start, value.end) for value in find_values(typed) if value.kind in ("ordinal", "docno")]
    for word, other in reversed(list(zip(words, others, strict=True))):
        if any(start <= word[0] < end for start, end in values):
            corrected = corrected[: other[0]] + typed[slice(*word)] + corrected[other[1] :]
    return corrected


def in_typed_words(message: str, standalone: str, typed: str) -> str:
    """Give the words that a refusal repeats back as they were typed, not with marks that were only supposed."""
    words, shown = word_spans(standalone), word_spans(typed)
    if has_marks(typed) or len(words) != len(shown):
        return message

    def as_typed(quoted: re.Match[str]) -> str:
        at = standalone.find(quoted[1])
        inside = [i for i, (start, end) in enumerate(words) if at <= start and end <= at + len(quoted[1])]
        return f"“{typed[shown[inside[0]][0] : shown[inside[-1]][1]]}”" if at >= 0 and inside else quoted[0]

    return re.sub("“([^”]+)”", as_typed, message)


def _queries(question: Question, names: Sequence[Name]) -> list[str]:
    """The question, and where it names several things, once for each without the others: each has its own sources."""
    if question.kind == "history":
        content = " ".join(question.text[start:end] for start, end in question.terms)
        return [question.text, f"{content} {HISTORY_WORDS}".strip()]
    if asks_whether_it_lasts(question.text):
        return [question.text, f"{question.text.rstrip(' ?.!')} {LASTING_WORDS}"]
    things: list[Name | Value] = [*names, *(value for value in question.values if value.kind == "docno")]
    if len(things) < 2:
        return [question.text]
    alone = []
    for thing in things:
        text = question.text
        for other in sorted((one for one in things if one is not thing), key=lambda one: -one.start):
            text = text[: other.start] + text[other.end :]
        alone.append(" ".join(text.split()))
    return [question.text, *alone]
