"""Yes or no, where one sentence states it: the question as a statement, or the same statement with its negation.

Whatever is in doubt (a hedge, a condition, another figure between) is neither; the quote alone is shown then.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.atom import Atom, atoms, same, tidy
from assistant.evidence import Evidence
from assistant.protected import NEGATIONS, protected_in
from assistant.question import Question
from assistant.verify import check
from corpus.orthography import keys

Verdict = Literal["yes", "no", "not_yet"]

# "…, đúng không?": what stands before is the statement.
TAIL = re.compile(
    r"\s*,?\s*(?:có\s+)?(?:(?:phải|đúng)(?:\s+(?:là\s+)?(?:vậy|thế))?\s*(?:không|ko|chứ|chưa|hông)|đúng)"
    r"(?:\s+(?:ạ|nhỉ|nhé|vậy))?\s*[?.!]*$",
    re.IGNORECASE,
)
IS_IT = re.compile(r"^(?P<head>.*?)\bcó (?:phải|đúng)(?P<rest>\s.*?)\s+(?:hay )?không\W*$", re.IGNORECASE)
WHETHER = re.compile(r"^(?P<head>.+?)\s+(?P<has>có)\s+(?P<rest>.+?)\s+(?:hay )?không\W*$", re.IGNORECASE)
NOT_YET = re.compile(r"^(?P<head>.+?)\s+(?:đã|có)\s+(?P<rest>.+?)\s+(?:hay )?chưa\W*$", re.IGNORECASE)
LOOKED_AT = 10  # sentences, best first
GAP = 4  # words that the sentence may have between two of the statement's
AND = frozenset(keys("và còn nhưng"))  # behind them something else is said
ENDS = (",", "),", ";", ":")


def asks_to_confirm(text: str) -> bool:
    """Tell whether a question is a statement with "đúng không?" behind it or "có phải … không?" around it."""
    return TAIL.search(text) is not None or IS_IT.match(text) is not None


def asks_whether(text: str) -> bool:
    """Tell whether a question leaves open what it says: "… có … không?", "đã … chưa?"."""
    return not asks_to_confirm(text) and any(one.match(text) for one in (WHETHER, NOT_YET))


def stated(question: Question, evidence: Sequence[Evidence]) -> tuple[Verdict, Evidence] | None:
    """Give what the first of the sentences that settles it says, or ``None``."""
    if question.kind not in ("yesno", "general"):
        return None
    for statement, denial in statements(question.text):
        for candidate in evidence[:LOOKED_AT]:
            says = _says(statement, candidate.text)
            if says is not None:
                return ("yes" if says else denial), candidate
    return None


def statements(text: str) -> Iterator[tuple[str, Verdict]]:
    """Give what a question asks to be confirmed, in its readings, with the word that would deny it."""
    if TAIL.search(text):
        yield TAIL.sub("", text), "no"
    elif match := IS_IT.match(text):
        yield f"{match['head']}{match['rest']}", "no"
    elif match := NOT_YET.match(text):
        yield f"{match['head']} đã {match['rest']}", "not_yet"
        yield f"{match['head']} {match['rest']}", "not_yet"
    elif match := WHETHER.match(text):
        yield f"{match['head']} {match['rest']}", "no"
        yield f"{match['head']} có {match['rest']}", "no"


def _says(statement: str, sentence: str) -> bool | None:
    """Tell whether a sentence states (``True``) or denies (``False``) a statement; ``None`` for neither."""
    wanted, found = atoms(tidy(statement)), atoms(tidy(sentence))
    if len([atom for atom in wanted if not atom.is_idle]) < 3:
        return None
    if check(statement, "prose", [sentence]).state != "unsupported":
        return True
    span = _followed(wanted, found)
    if span is None:
        return None
    before = next((i for i in range(span[0], 0, -1) if found[i].boundary in ENDS), 0)
    after = next((i for i in range(span[1], len(found)) if found[i].boundary in ENDS), len(found))
    mine = {atom.form for atom in protected_in(wanted)}
    extra = [atom for atom in protected_in(found[before:after]) if atom.form not in mine]
    if not extra:
        return True
    negating = {atom.start for atom in protected_in(found[span[0] : span[1]], NEGATIONS)}
    return False if all(atom.start in negating for atom in extra) and len(extra) == 1 else None


def _followed(wanted: Sequence[Atom], found: Sequence[Atom]) -> tuple[int, int] | None:
    """Find the words of a statement in order in one clause, few and harmless words between them."""
    starts = (i for i, atom in enumerate(found) if wanted and same(wanted[0], atom))
    for start in starts:
        at = start
        for word in wanted[1:]:
            after = range(at + 1, min(at + 2 + GAP, len(found)))
            following = next((i for i in after if same(word, found[i])), None)
            if following is None:
                break
            between = found[at + 1 : following]
            if any(a.is_value or a.form in AND for a in between):
                break
            if any(a.boundary in ENDS for a in found[at + 1 : following + 1]):
                break
            at = following
        else:
            return start, at + 1
    return None
