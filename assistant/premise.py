"""What a question takes for granted and the documents state otherwise, with the sentence that says how it is.

A premise is false only where a sentence speaks of the same thing (the same document number, person, event, or the
same words) and differs in one typed value, while no sentence found says what the question says. In doubt there is
no contradiction: a question that is denied wrongly is worse than one that is answered with an ordinary quote.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant import apportioned, clash, denial, extent, holder, opposite, owner, polarity, rival, slot
from assistant.alternative import holds_two_accounts
from assistant.attribution import about_same, differ, facts
from assistant.bond import is_limit
from assistant.evidence import Evidence, says_all
from assistant.name import Name, find_names
from assistant.question import Question
from assistant.scene import Scene
from assistant.value import find_values
from assistant.weight import is_read
from assistant.yesno import asks_to_confirm, asks_whether
from corpus.document import Document, Span

LOOKED_AT = 40  # sentences, best first, in which a contradiction or a support is looked for
# The logit that a sentence belies the question, less a part of the highest one that a sentence answers it; from BELIED
# on the question is denied: how many are, rightly and wrongly, stands in eval/REPORT.md.
ANSWERED, BELIED = 0.3, 0.8
# The same of a question in English, which the second adapter alone reads.
ENGLISH_ANSWERED, ENGLISH_BELIED = 0.2, -0.3
AS_A_RULE = -0.3  # the logit from which a sentence that a rule has found denies the question, whatever answers it
# From here on the sentence is shown for the reader to compare.
DOUBTED = -1.5
# From here on a second sentence is shown beside the one that denies, and beside one that has the value in its place.
ALSO, ALSO_VALUE = -1.0, 1.0
ANSWERS = 6.0  # logit of a sentence that surely answers: against it no rule alone denies the question
# The same three of what is to be confirmed, which is as often true as not: a false "Không" is worse than a quote to
# compare.
CONFIRMED_ANSWERED, CONFIRMED_BELIED, CONFIRMED_ANSWERS = 0.5, 2.5, 1.0
SAME = 0.9  # share of the question's words from which a sentence without a denial says the same, not otherwise
# Logit, and share of the question's words, from which a sentence with a value of the kind asked for answers, and does
# not deny, whatever it is read to belie.
OWN, OWN_WORDS = 3.0, 0.5
UNLIKELY = -5.5  # logit that a sentence belies the question, below which no rule makes it do so
Found = tuple[int, Span | None]  # the sentence that contradicts, and where its value stands
Detector = Callable[[Scene], Iterator[Found]]


def corrections(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> tuple[Evidence, ...]:
    """Give what contradicts what ``question`` asserts, each sentence with the true value as its extract.

    Several where several things are asserted of one document. None where a sentence was read to say nothing of the
    kind, or another to answer.
    """
    if holds_two_accounts(question.text):
        return ()
    left_open = WAYS if asks_whether(question.text) else frozenset()
    detectors = [one for one in DETECTORS if one not in left_open]
    scene = Scene.of(question, names, evidence[:LOOKED_AT], documents)
    first = next(((detect, found) for detect in detectors for found in _found(detect, scene, evidence)), None)
    if first is None:
        return ()
    detect, found = first
    return tuple(_found(detect, scene, evidence)) if detect is _document_facts else (found,)


def answers_no(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> Evidence | None:
    """Give the sentence by which it is not as a question leaves it open to be ("có tăng không?")."""
    if not asks_whether(question.text):
        return None
    scene = Scene.of(question, names, evidence[:LOOKED_AT], documents)
    return next((one for detect in DETECTORS if detect in WAYS for one in _found(detect, scene, evidence)), None)


def _found(detect: Detector, scene: Scene, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    if detect is rival.other_value and asks_to_confirm(scene.question.text) and _tell_values(scene):
        return  # of what each is said, the cross-encoder tells better
    for at, span in detect(scene):
        if not _is_ruled_out(scene.question, evidence[at], evidence, is_sure=detect in SURE):
            yield evidence[at].answering(span)


def _tell_values(scene: Scene) -> bool:
    """Tell whether the sentences hold every value of the question, all of them numbers and dates, of whatever."""
    asked = scene.question.values
    told = {value.canonical for sentence in scene.sentences for value in find_values(sentence)}
    return bool(asked) and all(value.kind in ("number", "date") and value.canonical in told for value in asked)


def _is_ruled_out(question: Question, denial: Evidence, evidence: Sequence[Evidence], *, is_sure: bool) -> bool:
    if not is_read(denial.features) or denial.features["belies"] >= AS_A_RULE:
        return False
    answers = CONFIRMED_ANSWERS if asks_to_confirm(question.text) else ANSWERS
    return denial.features["belies"] < UNLIKELY or (not is_sure and _surest(evidence) >= answers)


def _surest(evidence: Sequence[Evidence]) -> float:
    """Give the highest logit that a sentence answers, of evidence that was read."""
    return max(one.features["reader"] for one in evidence)


def belied(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Give the sentence that the cross-encoder is sure to say otherwise what the question takes for granted, if any."""
    confirms = asks_to_confirm(question.text)
    least = ENGLISH_BELIED if question.typed else BELIED
    found = _said_otherwise(question, evidence, least=CONFIRMED_BELIED if confirms else least)
    if not found or (not confirms and _has_answer(found) and not _names_another(question, found)):
        return ()
    return (found.answering(None),)


def also_belied(evidence: Sequence[Evidence], stated: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Give what beside ``stated`` is most surely read to say otherwise too: one sentence may tell but half of it."""
    known = {one.id for one in stated}
    others = [one for one in evidence if is_read(one.features) and one.id not in known]
    best = max(others, key=lambda one: one.features["belies"], default=None)
    least = ALSO_VALUE if any(one.extract for one in stated) else ALSO
    return (best.answering(None),) if best is not None and best.features["belies"] >= least else ()


def doubted(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """Give the sentence that may say otherwise what the question takes for granted: to be shown beside an answer."""
    found = _said_otherwise(question, evidence, least=DOUBTED)
    return found.answering(None) if found else None


def _said_otherwise(question: Question, evidence: Sequence[Evidence], *, least: float) -> Evidence | None:
    """Give the sentence that most says otherwise what is taken for granted, where it does so by ``least``.

    The surer it is that some sentence answers, the surer it must be of that. None where the question leaves open what
    it says, or where that stands beside a value of the kind that is asked for, or in the very sentence and is not
    denied: there nothing is to be otherwise.
    """
    if not evidence or not is_read(evidence[0].features):  # all of them were, or none
        return None
    is_open = asks_whether(question.text) or holds_two_accounts(question.text)
    if is_open or any(says_all(question, one) for one in evidence[:LOOKED_AT]):
        return None
    best = max(evidence, key=lambda one: one.features["belies"])
    is_of_another = _names_another(question, best)
    is_same = best.features["words"] >= SAME and not is_of_another and not polarity.NEGATION.search(best.text)
    if is_same and not question.is_english:
        return None
    unconfirmed = ENGLISH_ANSWERED if question.typed else ANSWERED
    answered = CONFIRMED_ANSWERED if asks_to_confirm(question.text) else unconfirmed * (not is_of_another)
    doubt = best.features["belies"] - answered * _surest(evidence)
    return best if doubt >= least else None


def _has_answer(one: Evidence) -> bool:
    """Tell whether a sentence surely answers, with a value of the kind that is asked for: then it denies nothing."""
    return one.extract is not None and one.features["reader"] >= OWN and one.features["words"] >= OWN_WORDS


def _names_another(question: Question, one: Evidence) -> bool:
    """Tell whether a sentence has, of a kind of name that the question has, another one and none of its own.

    What was read to answer is then told of somebody or some place else.
    """
    told = [name for name in find_names(one.text) if name.is_proper and not name.stands_in(question.text)]
    for kind in ("person", "place"):
        asked = [name for name in question.names if name.kind == kind and name.is_proper]
        if asked and any(name.kind == kind for name in told) and not any(name.stands_in(one.text) for name in asked):
            return True
    return False


def _document_facts(scene: Scene) -> Iterator[Found]:
    """A date, an organ or a subject of a numbered document that every sentence on it gives otherwise."""
    stated = [(at, fact) for at, text in enumerate(scene.sentences) for fact in facts(text)]
    for asked in facts(scene.question.text):
        if is_limit(scene.question.text, asked.number):
            continue  # "trước Quyết định 44 …": what follows is said of something else
        same = [(at, fact) for at, fact in stated if about_same(asked, fact)]
        if same and all(differ(asked, fact) for _, fact in same):
            at, fact = same[0]
            yield at, (fact.start, fact.end) if fact.kind != "topic" else None


DETECTORS: tuple[Detector, ...] = (
    _document_facts,
    apportioned.other_value_of_name,
    holder.other_holder,
    holder.other_role,
    clash.other_items,
    clash.other_count,
    clash.other_direction,
    extent.other_extent,
    extent.other_share,
    opposite.other_way,
    opposite.other_place_in_order,
    rival.other_value,
    owner.other_owner,
    slot.other_rank,
    polarity.other_polarity,
    denial.other_state,
    slot.other_person,
    slot.other_name,
)
# Which way something goes, or whether it is so: what "có … không?" asks, and does not take for granted.
WAYS = frozenset((clash.other_direction, opposite.other_way, polarity.other_polarity, denial.other_state))
# A sentence that was read to answer is no reason against these.
SURE = frozenset((extent.other_extent, extent.other_share))
