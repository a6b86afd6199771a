"""The parts of a question that asks several things at once, each as a question of its own.

"Trường mở năm nào, đến năm nào thì đổi tên?" asks twice of one subject: what is said before, without its words of
asking, stands before each later part. A part is answered like any question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.comparison import Answers, words_told
from assistant.evidence import Evidence
from assistant.judgement import weighed
from assistant.name import Name, find_names
from assistant.question import content_terms, read_question

BOUNDARY = re.compile(r"\s*[,;]\s+|\s+(?=(?:và|còn|rồi|đồng thời)\s)", re.IGNORECASE)
JOINT = re.compile(r"^(?:(?:và|còn|rồi|đồng thời|thì|cũng như)\s+)+", re.IGNORECASE)
ASKING = re.compile(
    r"(?<!\w)(?:(?:vào|từ|kể từ|đến|tới|trước|ở|tại|là|do|hết|mất|trong|vì|được|có)\s)*"
    r"(?:(?:những |các )?(?:ngày|tháng|năm|hôm|quý|lúc|khi|hồi|thời gian|thời điểm|nơi|chỗ) (?:nào|mấy)|bao giờ|"
    r"bao lâu|bao nhiêu(?: \w+)?|mấy(?: \w+)?|(?:vì|tại|do|làm) sao|(?:như )?thế nào|ra sao|(?:\w+ )?(?:gì|nào)|đâu|ai|"
    r"(?:có )?(?:phải |đúng |hay )?không(?=\s*$))(?!\w)",
    re.IGNORECASE,
)
# Asked of two things at once: a comparison, which has no parts (``assistant.side``).
COMPARES = re.compile(r"(?<!\w)(?:hơn|kém|mỗi|bên nào|lệch|chênh|gấp|khác|giống)(?!\w)", re.IGNORECASE)
ALONE = 0.2  # of trust, from which the only part with an answer is shown for a question that is else refused
LONGEST = 16  # words of what is said before: a longer one would drown what is asked


def parts(text: str, names: Sequence[Name]) -> tuple[tuple[str, ...], ...]:
    """Give for each thing that is asked the wordings in which it stands by itself, the fullest first.

    Nothing where only one thing is asked.
    """
    if COMPARES.search(text):
        return ()
    clauses: list[str] = []
    before: list[str] = []
    for piece in (JOINT.sub("", one.strip()) for one in BOUNDARY.split(text.strip(" ?.!"))):
        asks = ASKING.search(piece)
        if asks and content_terms(piece[: asks.start()] + " " + piece[asks.end() :]):
            clauses.append(", ".join([*before, piece]))
            before = []
        elif asks and clauses:
            clauses[-1] = f"{clauses[-1]}, {piece}"
        else:
            before.append(piece)
    if len(clauses) < 2 or before:
        return ()
    first, *others = clauses
    subject = _said(first)
    wordings = []
    for clause in others:
        full = f"{subject}, {clause}"
        is_named = any(one.is_proper and one.stands_in(clause) for one in names)
        wordings.append((clause, full) if is_named else (full, clause))
    return ((first,), *wordings)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers the parts of a question."""

    evidence: tuple[Evidence, ...] = ()  # in the order of the parts, each once
    least: float = 0.0  # of trust, of the part that is trusted least
    missing: tuple[str, ...] = ()  # the parts that nothing answers, as typed, where another is answered


def answered_parts(parts: Sequence[Sequence[str]], answers: Answers) -> Answered:
    """Find the best evidence for each part of a question, in the first wording that has any.

    A part that names nothing of its own goes on about the document of the part before, and two parts are not answered
    by the same words.
    """
    found: list[Evidence] = []
    trusts: list[float] = []
    missing: list[str] = []
    for wordings in parts:
        told = {words_told(one) for one in found}
        goes_on = bool(found) and not any(name.is_proper for name in find_names(wordings[-1]))
        is_answered = False
        for question in (read_question(f"{one}?") for one in (wordings if found else wordings[:1])):
            evidence = answers(question)
            if goes_on:
                evidence = [one for one in evidence if one.passage.document_id == found[-1].passage.document_id]
                evidence = [one for one in evidence if weighed(question, one)[1]]
            is_answered = is_answered or bool(evidence)
            if fresh := [one for one in evidence if words_told(one) not in told]:
                found.append(fresh[0])
                trusts.append(weighed(question, fresh[0])[0])
                break
        if not is_answered:
            missing.append(min(wordings, key=len))
    return Answered(tuple(found), min(trusts, default=0.0), tuple(missing) if found else ())


def _said(clause: str) -> str:
    """Give a clause up to its words of asking, or what comes after them where it begins with them."""
    asks = ASKING.search(clause)
    if asks is None:
        return clause
    said = clause[: asks.start()] if content_terms(clause[: asks.start()]) else clause[asks.end() :]
    return " ".join(said.strip(" ,").split()[:LONGEST])
