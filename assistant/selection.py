"""Which of the sentences that answer are shown, and how: one value, several quotes, a comparison, a timeline."""

import re
from collections.abc import Sequence
from itertools import chain

from assistant.between import BETWEEN
from assistant.comparison import SIDE, bound
from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.name import Name
from assistant.present import asks_whether_it_lasts, latest_word
from assistant.question import Question
from assistant.second_account import told_by_words
from assistant.template import render
from assistant.timeline import asks_for_order, in_order
from assistant.yesno import Verdict, stated
from corpus.orthography import fold, keys

CLOSE = 1.0  # further sentences of the same document are shown within this distance of the best score
# Log-odds below the best within which a second sentence may as well be the one that answers: both are shown.
AS_LIKELY = 0.75
NEARLY = 2.5  # the same of the score with what was read: a sentence that says nothing of what is asked lies further off
MANY = {"list": 3, "reason": 3, "manner": 3, "general": 2, "definition": 2, "history": 8}
TELLING = ("reason", "list", "definition")  # kinds that a sentence can announce and the next one give
# "… còn một số hạn chế, khó khăn." says that there are some; which ones comes next.
ANNOUNCES = re.compile(r"\b(?:một số|như sau|sau đây|nhiều mặt)\b[^,;]{0,40}(?:[,;][^,;]{0,30})?[.:]?$")
SAME_OFFICE = 0.75  # share of an office's syllables already shown, from which it is the same office said shorter
MAX_OFFICES = 3


def select(
    question: Question,
    names: Sequence[Name],
    evidence: Sequence[Evidence],
    draft: Draft,
    *,
    verdict: Verdict | None = None,
    doubted: Evidence | None = None,
    second: Evidence | None = None,
) -> None:
    """Put the claims that answer ``question`` into ``draft``, from evidence ordered best first.

    The ``verdict`` of the first of it is the answer, where there is one. What may say otherwise what the question takes
    for granted (``doubted``) stands last, for the reader to compare; what was read to say otherwise than the first of
    the evidence (``second``) stands beside it.
    """
    settled = (verdict, evidence[0]) if verdict else stated(question, evidence)
    evidence = [bound(question, one) for one in evidence]
    apart = question.kind == "compare" or not any(_mentions(evidence[0], name) for name in names[1:])
    latest = latest_word(question, evidence, draft.date_of) if asks_whether_it_lasts(question.text) else None
    if latest is not None:
        draft.add_quote(latest)
        draft.add_date_of_source(latest)
        draft.add("template", render("latest"), latest)
        return
    if all(BETWEEN in one.features for one in evidence):
        _as_they_stand(evidence, draft)
    elif all(SIDE in one.features for one in evidence):
        _sides(evidence, draft)
    elif settled is not None:
        draft.add("template", render(settled[0]), settled[1])
        draft.add_quote(settled[1])
    elif asks_for_order(question):
        _timeline(question, evidence, draft)
    elif len(names) > 1 and apart:
        _side_by_side(names, evidence, draft)
    elif question.kind == "role":
        _roles(evidence, draft)
    else:
        _direct(question, evidence, draft, second)
    if _asks_of_now(question) and draft.claims:
        draft.add_date_of_source(evidence[0])
    is_told_apart = settled is not None or question.kind == "compare" or asks_for_order(question)
    if doubted is not None and draft.claims and not is_told_apart:
        draft.add("template", render("doubted"), doubted)
        draft.quote_last(doubted)


def _as_they_stand(evidence: Sequence[Evidence], draft: Draft) -> None:
    """Quote what answers between them: the sentences of a passage in its order, the passage of the surest one first."""
    passages = list(dict.fromkeys(one.passage.id for one in evidence))
    for one in sorted(evidence, key=lambda one: (passages.index(one.passage.id), one.span)):
        draft.add_quote(one)


def _sides(evidence: Sequence[Evidence], draft: Draft) -> None:
    """Show each side of a comparison: its value, and the sentence that has it."""
    for one in evidence:
        draft.add_value(one)
    for one in evidence:
        draft.add_quote(one)


def _direct(question: Question, evidence: Sequence[Evidence], draft: Draft, second: Evidence | None) -> None:
    best = evidence[0]
    draft.add_value(best)
    draft.add_quote(best)
    if question.kind in TELLING and (not best.features["kind"] or ANNOUNCES.search(best.text)):
        _add_follower(best, evidence, draft)
    by_words = told_by_words(question, best, evidence[1:])
    if differing := by_words or second:
        _add_other_side(best, differing, draft)
    limit = 1 if best.extract else MANY.get(question.kind, 1)
    for other in evidence[1:]:
        if len(draft.citations) >= limit:
            break
        is_close = best.proposed - other.proposed <= CLOSE and best.score - other.score <= NEARLY
        if is_close and other.passage.document_id == best.passage.document_id:
            draft.add_quote(other)
    n_alone = 2 if second and not by_words else 1  # what differs takes the place of nothing that may as well answer
    if len(draft.citations) == n_alone and evidence[1:] and best.score - evidence[1].score <= AS_LIKELY:
        draft.add_quote(evidence[1])


def _add_other_side(best: Evidence, other: Evidence, draft: Draft) -> None:
    """Add what another document gives for the same thing, and of what day each of the two speaks."""
    draft.add_date_of_source(best)
    draft.add_value(other)
    draft.add_quote(other)
    draft.add_date_of_source(other)


def _roles(evidence: Sequence[Evidence], draft: Draft) -> None:
    """Give each different office of the name: one person may hold several, and two people may share the name."""
    shown: list[set[str]] = []
    for candidate in evidence:
        words = set(keys(candidate.extract.text)) if candidate.extract else set()
        is_new = all(len(words & other) < SAME_OFFICE * len(words) for other in shown)
        if words and is_new and len(shown) < MAX_OFFICES:
            shown.append(words)
            draft.add_value(candidate)
            draft.add_quote(candidate)


def _add_follower(best: Evidence, evidence: Sequence[Evidence], draft: Draft) -> None:
    """Add the sentence that gives what ``best`` only announces ("… còn hạn chế. Nguyên nhân là …")."""
    sentences = best.passage.sentences
    place = sentences.index(best.span)
    announced = ANNOUNCES.search(best.text)
    after = sentences[place + 1 : place + (3 if announced else 2)]
    following = sorted((e for e in evidence if e.passage is best.passage and e.span in after), key=lambda e: e.span)
    for follower in following:
        if announced or follower.features["kind"] or _names_in_quotes(follower.text):
            draft.add_quote(follower)


def _names_in_quotes(text: str) -> bool:
    """Tell whether a sentence gives names in quotation marks, as lists of models and movements do."""
    return len(re.findall("“[^”]+”", text)) > 1


def _side_by_side(names: Sequence[Name], evidence: Sequence[Evidence], draft: Draft) -> None:
    """Quote the best sentence on each name of the question: one that has it, or one of a text about it."""
    for name in names:
        of_name = (one for one in evidence if _mentions(one, name))
        about_it = (one for one in evidence if name.stands_in(one.around(draft.documents)))
        if best := next(chain(of_name, about_it), None):
            draft.add_value(best)
            draft.add_quote(best)


def _mentions(evidence: Evidence, name: Name) -> bool:
    """Tell whether the sentence, or failing that its passage, speaks of ``name``."""
    return name.stands_in(f"{evidence.text} {evidence.passage.heading}")


def _timeline(question: Question, evidence: Sequence[Evidence], draft: Draft) -> None:
    """Quote what is dated in the order of its dates, or failing that the best sentence."""
    for one in in_order(question, evidence, draft.documents) or evidence[:1]:
        draft.add_quote(one)


def _asks_of_now(question: Question) -> bool:
    folded = fold(question.text)
    return any(words in folded for words in ("hien nay", "hien gio", "hien tai", "bay gio", "moi nhat", "ngay nay"))
