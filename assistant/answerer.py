"""From a question to a checked answer: complete, retrieve, judge, choose, verify. Fixed order, and nothing in it
needs a language model; one may put what was chosen into its own words before that is verified.

``Assistant.ask`` is the one way in; the page, the API, the command line and the query engine all use it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from assistant import refusal
from assistant.alternative import accounts, opened
from assistant.ambiguity import equal_offices
from assistant.answer import Answer, Source, Turn
from assistant.between import asks_for_several, is_compound, likely, nearly, surely, told_between
from assistant.comparison import about_document, compared
from assistant.composition import Draft, source
from assistant.digest import Digest
from assistant.english import is_english
from assistant.evidence import Evidence, Term, weigh_terms
from assistant.example import example_questions
from assistant.followup import Completed, complete
from assistant.gathering import gather
from assistant.gazetteer import Gazetteer
from assistant.inquiry import real_question
from assistant.intake import check_question
from assistant.judgement import Judge, Judgement
from assistant.name import Name
from assistant.part import ALONE, answered_parts, parts
from assistant.question import Question, read_question
from assistant.reply import Reply, Stopwatch
from assistant.reranking import READ, Reader, is_to_be_read, read_beside, reranked
from assistant.searchable import Searchable
from assistant.second_account import told_as_read
from assistant.selection import select
from assistant.side import Sides, sides
from assistant.speech import NOBODY, NOT_ASKED, Listener, Speaker, Spoken
from assistant.spelling import in_typed_words, spelled
from assistant.timeline import asks_for_order, together
from assistant.verify import keep_verified
from corpus.document import Document
from index.glossary import Glossary

MAX_HISTORY = 20  # earlier turns looked back over
NEAREST = 3  # passages shown under a refusal


class Assistant:
    """Answers questions from one index; holds no conversation, so threads may share it."""

    def __init__(
        self,
        index: Searchable,
        glossary: Glossary,
        *,
        digest: Digest | None = None,
        reader: Reader | None = None,
        speaker: Speaker | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.index = index
        self.glossary = glossary
        digest = digest or Digest.of(index.documents, index.passages)
        self.gazetteer = Gazetteer(digest.names, index.lexicon, glossary)
        self.judge = Judge(self.gazetteer, digest.inventory, index.documents)
        self.reader = reader
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
        reply = Reply(typed, standalone, self.index.build, watch)
        read = self._read(asked, standalone)
        if read.is_out_of_scope or not asked:
            return reply.refuse("out_of_scope", refusal.out_of_scope())
        if completed.choices or completed.unclear:
            return _asked_back(reply, completed)
        names, terms, evidence = self._looked_up(read)
        watch.lap("retrieve")
        judgement = self._judged(read, names, terms, evidence)
        reply.trust = judgement.trust
        reply.notice = in_typed_words(refusal.missing_parts(judgement.missing_parts), standalone, asked)
        nearest = self._nearest(evidence)
        if judgement.reason:
            message = in_typed_words(judgement.message, standalone, asked)
            shown = () if judgement.evidence else nearest  # a correction has its own sentence
            return reply.refuse(judgement.reason, message, nearest=shown, draft=self._correction(judgement))
        if offices := equal_offices(read, names, judgement.evidence):
            readings = tuple(f"{office} là ai?" for office in offices)
            return reply.refuse("ambiguous", refusal.ambiguous(offices), nearest=nearest, suggestions=readings)
        draft = self._draft(read, names, judgement, evidence)
        watch.lap("answer")
        if self.speaker is None or not speak:
            spoken = Spoken() if self.speaker is None else NOT_ASKED
            return spoken.told_in(reply.answer(draft, self.documents, nearest))

        def tell() -> None:
            watch.lap("model")
            so_far = reply.answer(draft, self.documents, nearest)
            if so_far.status == "answered":
                listener.hear(so_far)

        tell()
        spoken = self.speaker.speak(
            standalone, judgement.evidence or judgement.parts, draft, on_claim=tell, is_stopped=listener.has_enough
        )
        watch.lap("model")
        return spoken.told_in(reply.answer(draft, self.documents, nearest))

    def _looked_up(self, read: Question) -> tuple[Sequence[Name], Sequence[Term], list[Evidence]]:
        """Give the names and the weighed words of a question, and the candidate sentences, best first."""
        names = self.gazetteer.find(read.text)
        terms = weigh_terms(read, names, self.index.lexicon)
        found = gather(read, names, terms, self.index, self.glossary)
        if self.reader is None or not is_to_be_read(read) or self.judge.unknown_names(read):
            return names, terms, found  # what is named and nowhere will not be answered
        return names, terms, reranked(read, found, self.reader, self.documents)

    def _draft(
        self, read: Question, names: Sequence[Name], judgement: Judgement, evidence: Sequence[Evidence]
    ) -> Draft:
        draft = Draft(self.documents)
        for part in judgement.parts:
            draft.add_value(part)
            draft.add_quote(part)
        if judgement.evidence:  # else the question is answered in its parts alone
            second = self._second_account(read, judgement, evidence)
            doubted = judgement.doubted
            select(read, names, judgement.evidence, draft, verdict=judgement.verdict, doubted=doubted, second=second)
        return draft

    def _second_account(self, read: Question, judgement: Judgement, evidence: Sequence[Evidence]) -> Evidence | None:
        if self.reader is None or judgement.verdict:
            return None
        return told_as_read(read, judgement.evidence, evidence, self.reader, self.documents)

    def _judged(
        self, read: Question, names: Sequence[Name], terms: Sequence[Term], evidence: Sequence[Evidence]
    ) -> Judgement:
        """Judge a question: by what is dated where it wants an order, by its sides where it compares, by its parts."""
        compares = self._sides(read, names)
        judgement = self.judge.judge(read, names, terms, evidence, compares=bool(compares.questions))
        is_open = judgement.reason in (None, "not_in_corpus")
        if is_open and asks_for_order(read) and (told := together(read, names, evidence, self.documents)):
            return Judgement(told, trust=judgement.trust)
        compound = is_compound(read)
        every = self._between(read, names, evidence) if compound or asks_for_several(read) else None
        between = every or ()
        if not compound:  # several of one thing: each of them has to be on it
            between = nearly(tuple(one for one in between if self.judge.stands_with(one, names, read)))
        found = between if len(between) > 1 and compares.questions else ()
        if found := found or compared(compares, self._answers, self.documents):
            return Judgement(found)
        if not is_open:
            return judgement
        if judgement.reason:
            every = self._between(read, names, evidence) if every is None else every
            between = likely(every) if compound else surely(every)
        if len(between) > 1 or (between and judgement.reason):
            return Judgement(between, trust=judgement.trust)
        answered = answered_parts(parts(read.text, names), self._answers)
        is_one = len(answered.evidence) == 1
        if not answered.evidence or (is_one and not judgement.evidence and answered.least < ALONE):
            # Where neither side was found it compares nothing: "muộn hơn lộ trình", "cùng mấy cộng sự".
            is_whole = bool(judgement.reason and compares.questions)
            return self.judge.judge(read, names, terms, evidence) if is_whole else judgement
        # Of one part alone the evidence of the whole says as much, where there is any.
        in_parts = () if is_one and judgement.evidence else answered.evidence
        return replace(judgement, reason=None, message="", parts=in_parts, missing_parts=answered.missing)

    def _sides(self, read: Question, names: Sequence[Name]) -> Sides:
        numbers = [value for value in read.values if value.kind == "docno"]
        return sides(read.text, [(one.start, one.end) for one in names] + [(one.start, one.end) for one in numbers])

    def _answers(self, side: Question) -> Sequence[Evidence]:
        """Give what one side of a comparison is answered from, best first; nothing where it is refused."""
        names, terms, evidence = self._looked_up(side)
        judgement = self.judge.judge(side, names, terms, evidence)
        if judgement.reason == "not_in_corpus":
            return about_document(side, evidence)
        return () if judgement.reason else judgement.evidence

    def _between(self, read: Question, names: Sequence[Name], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Give the sentences that answer a question of several things between them."""
        if self.reader is None or self.judge.unknown_names(read):
            return ()
        best = {one.id for one in evidence[:READ]}
        readings = read_beside(read.wording, evidence, self.reader, self.documents, wanted=best, second=True)
        return told_between(names, evidence, readings, self.documents)

    def _has_answer(self, question: str) -> bool:
        return self.ask(question, speak=False).status == "answered"

    def evidence(self, question: str) -> list[Evidence]:
        """Give the candidate sentences for a question, best first: what judging and the fit of its weights read."""
        return self._looked_up(self._read(question, self._completed(check_question(question), ()).text))[2]

    def _read(self, asked: str, standalone: str) -> Question:
        """Read the question as it stands by itself; one typed in English keeps those words where it was complete."""
        left_open = opened(standalone)
        offered = accounts(standalone) if left_open != standalone else None
        read = replace(read_question(left_open), offered=offered or ())
        is_whole = is_english(asked) and standalone == self._completed(asked, ()).text
        return replace(read, typed=asked) if is_whole else read

    def _completed(self, typed: str, history: Sequence[Turn]) -> Completed:
        """The question as it stands by itself, in the corpus's spelling; the earlier questions are read alike."""
        earlier = [
            replace(turn, question=self._spelled(real_question(turn.question) or turn.question, follows=i > 0))
            for i, turn in enumerate(history[-MAX_HISTORY:])
        ]
        return complete(self._spelled(typed, follows=bool(earlier)), earlier, known_names=self.gazetteer.find)

    def _spelled(self, question: str, *, follows: bool) -> str:
        return self.judge.inventory.in_full(
            spelled(question, self.index, self.gazetteer, self.glossary, follows=follows)
        )

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


def _asked_back(reply: Reply, completed: Completed) -> Answer:
    """Ask which of several was meant, or what."""
    if completed.choices:
        return reply.refuse("ambiguous", refusal.ambiguous(completed.choices), suggestions=completed.readings)
    return reply.refuse("ambiguous", refusal.unclear(completed.unclear))
