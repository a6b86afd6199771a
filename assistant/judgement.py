"""Whether the evidence answers the question, and if not, why not.

The order is fixed: what the question states otherwise than the documents, what the corpus never mentions, what
stands in no one place together, and last how far the best sentence can be trusted to answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import refusal
from assistant.account import told_accounts
from assistant.answer import Reason
from assistant.confirmation import confirmed
from assistant.each import told_apart
from assistant.evidence import Evidence, Term, says_all
from assistant.gazetteer import Gazetteer
from assistant.inventory import Inventory, same_number, years
from assistant.name import Name, find_names, is_foreign
from assistant.named_span import asks_for_named_place, place_spans
from assistant.polarity import says_what_is_denied
from assistant.premise import also_belied, answers_no, belied, corrections, doubted
from assistant.question import Question
from assistant.value import find_values
from assistant.weight import is_read, trust, unread
from assistant.yesno import Verdict, asks_to_confirm, statements
from corpus.document import Document
from corpus.orthography import key, keys

# Of trust, below which we refuse: 8 % of the answerable questions for tuning are lost at it and 75 % of those with a
# near miss refused, on viquad-dev 7 % of the rightly chosen sentences, on websearch-refuse 4 % and 24 %.
THRESHOLD = 0.27
# The same for a history, which no single sentence answers, and for the office of a person, where the name is all the
# question says and the sentence holds it beside an office.
LEAST = {"history": 0.15, "role": 0.15}
READ_LEAST = 0.135  # of what was read
UNTYPED = 0.3  # of trust, from which what was read answers without a value of the kind that is asked for
SURELY_READ = 8.0  # logit that a sentence answers, from which it does whatever the trust
# The same of a question in English, whose words and kind of answer, turned word by word, tell less. Of 110 that the
# offices' texts answer 4 % more are answered so, and of 110 near misses 5 %.
ENGLISH_READ = 2.0
TYPED = ("number", "date", "docno", "role")  # an answer of these kinds is a value, or it is none


@dataclass(frozen=True, slots=True)
class Judgement:
    """Either evidence to answer from (best first), or a reason with its sentence and the evidence that corrects."""

    evidence: tuple[Evidence, ...] = ()
    reason: Reason | None = None
    message: str = ""
    trust: float | None = None  # of the best sentence, where that was weighed
    parts: tuple[Evidence, ...] = ()  # what answers one part each of a question that asks several things
    missing_parts: tuple[str, ...] = ()  # those of its parts that nothing answers, as typed
    doubted: Evidence | None = None  # what may say otherwise what the question takes for granted
    verdict: Verdict | None = None  # of the first of the evidence, on what the question leaves open


@dataclass(frozen=True, slots=True)
class Judge:
    """What judging needs to know of the corpus."""

    gazetteer: Gazetteer
    inventory: Inventory
    documents: Mapping[str, Document]

    def unknown_names(self, question: Question) -> list[str]:
        """Give the names that the question mentions and the corpus never does."""
        numbers = " ".join(value.text for value in question.values)
        names = self.gazetteer.unknown(question.text, question.names)
        if question.typed:  # of what was turned word by word, what was typed so and could be Vietnamese
            names = [name for name in names if name in question.typed and not all(map(is_foreign, name.split()))]
        return [name for name in names if name not in numbers and not self.inventory.mentions(_core(name))]

    def judge(
        self,
        question: Question,
        names: Sequence[Name],
        terms: Sequence[Term],
        evidence: Sequence[Evidence],
        *,
        compares: bool = False,
    ) -> Judgement:
        """Decide whether to answer from ``evidence`` or to refuse.

        What ``compares`` two things takes neither for granted, although each sentence is on one alone.
        """
        stated = corrections(question, names, evidence, self.documents)
        missing = self.unknown_names(question)
        settled = None if stated or missing else self._settled(question, names, evidence)
        is_known = not self.inventory.unknown([value for value in question.values if value.kind == "docno"])
        if not stated and not missing and not compares and not settled and is_known:
            stated = belied(question, evidence)
        if stated:
            denying = (*stated, *also_belied(evidence, stated))
            return Judgement(denying, "false_premise", refusal.false_premise(denies=asks_to_confirm(question.text)))
        missing += self.inventory.unknown(question.values)
        if missing:
            return Judgement(reason="unknown_entity", message=refusal.unknown_entity(missing))
        shown = Judgement((settled[0],), verdict=settled[1]) if settled else None
        if shown := shown or self._several(question, names, evidence, compares=compares):
            return shown
        evidence = [one for one in evidence if not says_what_is_denied(question.text, one.text)]
        in_place = [e for e in evidence if self.stands_with(e, names, question)]
        if not in_place and len(names) > 1:  # "Lâm Đồng và Quảng Ninh": each by itself
            apart = [[e for e in evidence if self.stands_with(e, [name], question)] for name in names]
            in_place = [e for e in evidence if any(e in of_one for of_one in apart)] if all(apart) else []
        present = self._present(question, names)
        if not in_place:
            return Judgement(reason="not_in_corpus", message=refusal.not_in_corpus((), present))
        fitting = _fitting(question, in_place)
        if asks_for_named_place(question):
            fitting = [e for e in fitting if place_spans(question, e.text)]
        fitting = _trusted_first(question, fitting)
        trusted, is_enough = weighed(question, fitting[0]) if fitting else (None, False)
        seen = None if compares else doubted(question, evidence)
        if not is_enough and seen and asks_to_confirm(question.text):
            fitting, is_enough = [seen], True  # shown to be compared, and nothing else
        if not is_enough:
            message = refusal.not_in_corpus(self._unsaid(question, terms), present)
            return Judgement(reason="not_in_corpus", message=message, trust=trusted)
        return Judgement(tuple(fitting), trust=trusted, doubted=seen)

    def _settled(
        self, question: Question, names: Sequence[Name], evidence: Sequence[Evidence]
    ) -> tuple[Evidence, Verdict] | None:
        """Give the sentence by which what a question asks to be confirmed or leaves open is so, or is not."""
        if yes := confirmed(question, evidence):
            return yes, "yes"
        no = answers_no(question, names, evidence, self.documents)
        return (no, next(denial for _, denial in statements(question.text))) if no else None

    def _several(
        self, question: Question, names: Sequence[Name], evidence: Sequence[Evidence], *, compares: bool
    ) -> Judgement | None:
        """Answer by what each of several of one kind is told by: people, places, or two accounts of what is named."""
        if apart := told_apart(question, names, evidence, self.documents):
            return Judgement(apart)
        on_it = (one for one in evidence if self.stands_with(one, names, question, years_too=False))
        found, missing = ((), ()) if compares else told_accounts(question, on_it)
        return Judgement(found, missing_parts=missing) if found else None

    def _present(self, question: Question, names: Sequence[Name]) -> list[str]:
        """Give the names of the question that the corpus mentions, each once and with its kind where that is typed."""
        found = {name.canonical: name.text for name in names}
        for name in question.names:
            is_mentioned = name.is_proper and " " in name.core and self.inventory.mentions(name.core)
            if name.canonical in found or is_mentioned:
                found[name.canonical] = name.text
        return list(found.values())

    def _unsaid(self, question: Question, terms: Sequence[Term]) -> list[str]:
        """Give the phrases of the question of which the corpus knows no pair of syllables; names are told elsewhere."""
        knows = self.gazetteer.lexicon.knows
        in_names = {key(word) for name in question.names if len(name.core.split()) > 1 for word in name.text.split()}
        phrases: list[list[str]] = []
        open_phrase = False
        for before, term, after in zip((None, *terms), terms, (*terms[1:], None), strict=False):
            pairs = [(before, term)] if before and term.joined else []
            pairs += [(term, after)] if after and after.joined else []
            said = any(knows(f"{a.text} {b.text}") for a, b in pairs) or (not pairs and knows(term.text))
            if said or term.named or term.key in in_names:
                open_phrase = False
            elif open_phrase and term.joined:
                phrases[-1].append(term.text)
            else:
                phrases.append([term.text])
                open_phrase = True
        return [" ".join(phrase) for phrase in phrases if len(phrase) > 1 or not knows(phrase[0])]

    def stands_with(
        self, evidence: Evidence, names: Sequence[Name], question: Question, *, years_too: bool = True
    ) -> bool:
        """Tell whether every name, document number and year of the question stands in the sentence or around it."""
        document = self.documents[evidence.passage.document_id]
        around = evidence.around(self.documents)
        forms = f" {' '.join(keys(around))} "
        if not all(f" {name.canonical} " in forms for name in names):
            return False
        numbers = [value.canonical for value in question.values if value.kind == "docno"]
        here = [value.canonical for value in find_values(around) if value.kind == "docno"] if numbers else []
        if not all(any(same_number(number, other) for other in here) for number in numbers):
            return False
        dates = f"{around} {document.event_date} {document.published}"
        return not years_too or all(year in dates for value in question.values for year in years(value))


def _fitting(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Give what has a value of the kind asked for, and before it what more surely answers in other words.

    "a charter" is a document without a number, "38 máy bay" says how many "chiếc", "từ thuở nhỏ" says since when.
    """
    if question.typed:
        return list(evidence)
    typed = [one for one in evidence if one.extract or question.kind not in TYPED]
    if not typed:
        return [one for one in evidence if _is_sure(one)]
    best, first = evidence[0], typed[0]
    in_other_words = best is not first and _is_sure(best) and trust(best.features) >= trust(first.features)
    return [best, *typed] if in_other_words else typed


def _is_sure(one: Evidence) -> bool:
    return is_read(one.features) and (trust(one.features) >= UNTYPED or one.features["reader"] >= SURELY_READ)


def _trusted_first(question: Question, evidence: list[Evidence]) -> list[Evidence]:
    """Where the best sentence is not trusted, put first the next that says all that is asked and is."""
    if not evidence or weighed(question, evidence[0])[1]:
        return evidence
    found = next((one for one in evidence[1:] if says_all(question, one) and weighed(question, one)[1]), None)
    return [found, *(one for one in evidence if one is not found)] if found else evidence


def weighed(question: Question, best: Evidence) -> tuple[float, bool]:
    """Give how far the best sentence is trusted to answer, and whether that is enough.

    Where every word that is asked stands in it, or in it and the one before, beside a value of the kind, it may be
    trusted without the reader, who makes less of an office and its holder among many others.
    """
    found = [(round(trust(best.features), 4), READ_LEAST if is_read(best.features) else _least(question))]
    if question.typed and is_read(best.features) and best.features["reader"] >= ENGLISH_READ:
        return found[0][0], True
    if is_read(best.features) and best.extract and best.has_every_word:
        found.append((round(trust(unread(best.features)), 4), _least(question)))
    return next(((trusted, True) for trusted, least in found if trusted >= least), (found[0][0], False))


def _least(question: Question) -> float:
    return LEAST.get(question.kind, THRESHOLD)


def _core(name: str) -> str:
    """A place without its kind ("Huyện Bảo Lâm" → "Bảo Lâm"); any other name as it is."""
    return next((found.core for found in find_names(name)), name)
