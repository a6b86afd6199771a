"""Two accounts of one thing ("có chỗ ghi 26, có chỗ ghi 24"): the sentences that have them, side by side.

Whether they go together ("được giao 26, mới bố trí 24") or one of them is wrong, the sentences themselves tell.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from assistant.alternative import accounts
from assistant.comparison import SIDE
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.scene import same_unit
from assistant.side import COMPARED
from assistant.value import Value, find_values

LOOKED_AT = 20  # sentences on what is named, best first


def told_accounts(question: Question, evidence: Iterable[Evidence]) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    """Give the best sentence that has each of two values held against each other, and those values that none has.

    One sentence where it has both. Of two that were offered to choose from the one it has is the answer; which of two
    that stand in one sentence it is, the open question tells. ``evidence`` is all on what the question names, and
    looked through only for a question that has two accounts.
    """
    held = question.offered or (None if COMPARED.search(question.text) else accounts(question.text))
    if not held:
        return (), ()
    one, other = held
    unit = one if one.unit else other
    found: dict[tuple[str, tuple[int, int]], Evidence] = {}
    every = list(islice(evidence, LOOKED_AT))
    both = [it for it in every if all(_has(it, value, unit) for value in held)]
    if question.offered and both:
        return (), ()
    missing = []
    for value in held:
        if best := next((it for it in both or every if _has(it, value, unit)), None):
            place = _has(best, value, unit) if question.offered else None
            found.setdefault(best.id, best.answering((place.start, place.end) if place else None))
        else:
            missing.append(value.text)
    told = tuple(replace(it, features={**it.features, SIDE: 1.0}) for it in found.values())
    return told, tuple(missing) if told and not question.offered else ()


def _has(evidence: Evidence, value: Value, unit: Value) -> Value | None:
    """Find a value in a sentence: a date as far as it is given, a number that counts the same."""
    told = (one for one in find_values(evidence.text) if one.kind == value.kind)
    if value.kind == "date":
        return next((one for one in told if one.canonical.startswith(value.canonical)), None)
    return next((one for one in told if one.canonical == value.canonical and same_unit(one, unit)), None)
