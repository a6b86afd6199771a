"""A second account: the sentence of another document that says otherwise than the one that answers.

Two sources that differ share few words, and by those alone few are found. The cross-encoder's second adapter has
learned what belies a statement that is to be confirmed: the sentence that answers is put to it as one, and what other
documents may answer is read against that.
"""

from collections.abc import Mapping, Sequence

from assistant.between import BETWEEN, is_compound
from assistant.evidence import Evidence
from assistant.name import find_names
from assistant.question import Question
from assistant.reranking import Reader, read_beside
from assistant.value import find_values
from assistant.weight import is_read
from assistant.yesno import asks_to_confirm, asks_whether
from corpus.document import Document

CONFIRMED = ", đúng không?"  # behind a statement that is to be confirmed, as the second adapter has learned it
# Logits that another sentence may answer, and that it belies the one that does, from which it is a second account, and
# its share of the names that the other has. How many are, rightly and wrongly, stands in eval/REPORT.md.
MAY_ANSWER, OTHERWISE, NAMED = -4.0, 0.0, 0.85
DIFFERING = ("number", "date", "person")  # kinds of which two sources may give different values
FULLNESS = ("asked", "words", "pairs")  # what tells that a sentence is on the very thing asked about
AS_FULL = 0.6  # share of that by which another sentence is so as well: it may say the same thing otherwise
NO_WORSE = 0.5  # below the best score, for a sentence of another document that gives another value
AS_SURE = 1.0  # logit below the best within which another sentence may as well answer
LEAST_SURE = 0.0
ON_THE_SAME = 0.6  # share of the question's words below which two sentences may be on two things
ON_NAMED = 0.5  # the same of the words besides the names, where the names of the question are there


def told_as_read(
    question: Question,
    evidence: Sequence[Evidence],
    candidates: Sequence[Evidence],
    reader: Reader,
    documents: Mapping[str, Document],
) -> Evidence | None:
    """Give, of the rest of the ``evidence``, what is read to say otherwise than its first, by most.

    ``candidates`` are all sentences that were found: those are read between them. Nothing is looked for where the
    question asks several things, or leaves open what it says.
    """
    best = evidence[0]
    is_open = asks_whether(question.text) or asks_to_confirm(question.text)
    if question.kind not in DIFFERING or not is_read(best.features) or BETWEEN in best.features:
        return None
    if is_open or is_compound(question):
        return None
    others = [one for one in evidence[1:] if _may_answer(one, best)]
    if not others:
        return None
    statement = f"{best.text.rstrip(' .')}{CONFIRMED}"
    wanted = {one.id for one in others}
    read = read_beside(statement, candidates, reader, documents, wanted=wanted, second=True)
    most = max(others, key=lambda one: read[one.id].belies)
    return most if read[most.id].belies >= OTHERWISE else None


def _may_answer(other: Evidence, best: Evidence) -> bool:
    """Tell whether a sentence of another document may answer as well, on nearly as much, with another value."""
    is_another = other.passage.document_id != best.passage.document_id and other.features["reader"] >= MAY_ANSWER
    is_on_it = other.features["names"] >= NAMED * best.features["names"]
    return is_another and is_on_it and _as_full(best, other, "words") and not _values_of(other) & _values_of(best)


def told_by_words(question: Question, best: Evidence, others: Sequence[Evidence]) -> Evidence | None:
    """Give what another document gives for the same thing, by the words and the kind of value alone.

    The other sentence must be about what is named and hold nearly as much: a source that differs is no lesser source.
    """
    named = any(name.is_proper for name in question.names) and best.features["names"] == 1.0
    on_the_same = best.features["asked"] >= ON_NAMED if named else best.features["words"] >= ON_THE_SAME
    if question.kind not in DIFFERING or not on_the_same:
        return None
    another = (one for one in others if one.passage.document_id != best.passage.document_id and _differ(best, one))
    return next((one for one in another if _is_no_less(best, one) or _is_as_sure(best, one)), None)


def _is_no_less(best: Evidence, other: Evidence) -> bool:
    """Tell whether a sentence of the same names and unit is as full as the best, or nearly so and nearly as good."""
    if any(other.features[name] < best.features[name] for name in ("names", "unit")):
        return False
    least = min(other.features[name] - best.features[name] for name in FULLNESS)
    nearly = all(_as_full(best, other, name) for name in FULLNESS)
    return least >= 0 or (nearly and best.proposed - other.proposed <= NO_WORSE)


def _as_full(best: Evidence, other: Evidence, name: str) -> bool:
    return other.features[name] >= AS_FULL * best.features[name]


def _is_as_sure(best: Evidence, other: Evidence) -> bool:
    """Tell whether of two sentences that count the same both were read to answer."""
    if not is_read(best.features) or other.features["unit"] < best.features["unit"]:
        return False
    return other.features["reader"] >= max(LEAST_SURE, best.features["reader"] - AS_SURE)


def _differ(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences give different values."""
    mine, theirs = _values_of(one), _values_of(other)
    return bool(mine) and bool(theirs) and not mine & theirs


def _values_of(one: Evidence) -> set[str]:
    text = one.extract.text if one.extract else ""
    return {v.canonical for v in find_values(text)} or {n.canonical for n in find_names(text) if n.kind == "person"}
