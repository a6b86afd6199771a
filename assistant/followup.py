"""Completing a follow-up from the conversation: ellipsis ("Còn huyện Lâm Hà thì sao?"), pronouns, corrections.

Works on the wording alone: the slot of the earlier question that is of the new phrase's kind is replaced,
a pronoun by the latest thing of its kind. A question that stands by itself is left as typed.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.name import PLACE_KINDS, Name, find_names
from assistant.question import KIND_PATTERNS, content_terms
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold

ELLIPSIS = re.compile(
    r"^(?:the |vay |a )?(?:con|the con|vay con|the|vay|doi voi|o|tai|what about|how about)\s+(?P<subject>.+?)"
    r"(?:\s+(?:thi sao|the nao|thi the nao|ra sao|la bao nhieu|bao nhieu|thi bao nhieu))?(?:\s+(?:nhi|a|vay|nhe))?\s*[?!.]*$"
)
CORRECTION = re.compile(
    r"^(?:khong[, ]+)?(?:y (?:toi|minh|em) (?:la|muon hoi(?: la)?|noi(?: la)?)|toi muon hoi|toi hoi|i mean)\s+(?P<subject>.+?)\s*[?!.]*$"
)
REFERENCE = r"(?:ay|do|nay|kia|tren|noi tren|vua roi|vua neu)"
PRONOUNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("person", re.compile(rf"\b(?:(?:ong|ba|anh|chi|dong chi|nguoi|vi) {REFERENCE}|ho ta|(?:ong|ba) ta)\b")),
    (
        "docno",
        re.compile(
            rf"\b(?:quyet dinh|nghi quyet|chi thi|van ban|cong van|quy dinh|ket luan|chuong trinh) {REFERENCE}\b"
        ),
    ),
    (
        "place",
        re.compile(
            rf"\b(?:(?:huyen|tinh|xa|thanh pho|dia phuong|noi|cho) {REFERENCE}|(?:o|tai) (?:do|day)|noi (?:do|ay))\b"
        ),
    ),
    ("date", re.compile(rf"\b(?:(?:nam|thang|ngay|thoi diem|luc|khi|hoi) (?:ay|do|nay))\b")),
)
LEVEL = re.compile(r"\bcap (?:tinh|huyen|xa|trung uong|co so)\b")
SHORT = 2  # content syllables up to which a question with no subject of its own leans on the one before


def complete(question: str, history: Sequence[Turn]) -> str:
    """Give the question as it stands by itself, the earlier turns taken in order."""
    if not history:
        return question
    previous = complete(history[-1].question, history[:-1])
    earlier_answer = history[-1].answer
    folded = fold(question).strip()
    subject = _elliptic_subject(question, folded)
    if subject is not None:
        return _substitute(previous, subject)
    resolved = _resolve_pronouns(
        question,
        [previous, earlier_answer, *(t for turn in reversed(history[:-1]) for t in (turn.question, turn.answer))],
    )
    if resolved == question and _leans(question):
        return f"{question.rstrip(' ?.!')} – {_subject_of(previous)}?"
    return resolved


def _elliptic_subject(question: str, folded: str) -> str | None:
    offset = len(fold(question)) - len(fold(question).lstrip())
    match = CORRECTION.match(folded) or ELLIPSIS.match(folded)
    if match is None or (match.re is ELLIPSIS and _asks(match["subject"])):
        return None
    return question[offset + match.start("subject") : offset + match.end("subject")].strip()


def _asks(folded: str) -> bool:
    """Tell whether a phrase brings its own question word, so that it is more than a new subject."""
    return any(re.search(pattern, folded) for _, pattern in KIND_PATTERNS)


def _substitute(previous: str, subject: str) -> str:
    """Put ``subject`` in the place of the phrase of its kind in ``previous``; without one, append it."""
    for span in (_same_level(previous, subject), _same_value(previous, subject), _same_name(previous, subject)):
        if span:
            return previous[: span[0]] + subject + previous[span[1] :]
    return f"{previous.rstrip(' ?.!')} – {subject}?"


def _same_level(previous: str, subject: str) -> Span | None:
    match = LEVEL.search(fold(previous))
    return match.span() if match and LEVEL.fullmatch(re.sub(r"^(?:o|tai) ", "", fold(subject).strip())) else None


def _same_value(previous: str, subject: str) -> Span | None:
    new = find_values(subject)
    if len(new) != 1 or find_names(re.sub(re.escape(new[0].text), "", subject)):
        return None
    kinds = [value for value in find_values(previous) if value.kind == new[0].kind]
    return (kinds[-1].start, kinds[-1].end) if kinds else None


def _same_name(previous: str, subject: str) -> Span | None:
    """The name of the same kind; a place said without its kind ("Lâm Hà") replaces the core alone."""
    names = _named_phrases(previous)
    new = _named_phrases(subject)  # "ở Quảng Ninh" takes a place's slot as "Quảng Ninh" does
    if not names or not new:
        return None
    bare_kind = _kind_words(subject)
    kind = new[0].kind
    same = [name for name in names if name.kind == kind] or [
        name for name in names if "person" not in (kind, name.kind)
    ]
    if not same:
        return None
    chosen = same[0]
    if chosen.kind == "place" and not bare_kind:
        return (chosen.end - len(chosen.core), chosen.end)
    return (chosen.start, chosen.end)


def _kind_words(text: str) -> bool:
    folded = fold(text)
    return any(folded.startswith(f"{fold(kind)} ") for kind in PLACE_KINDS)


def _named_phrases(text: str) -> list[Name]:
    """Names, and for text typed without capitals the words after a kind of place."""
    names = [
        name
        for name in find_names(text)
        if len(name.core) > 1 and not (name.start == 0 and name.kind == "other" and " " not in name.core)
    ]
    if names:
        return names
    kinds = "|".join(fold(kind) for kind in PLACE_KINDS[:10])
    lowered = re.search(
        rf"\b(?:{kinds}) (\w+(?: \w+)?)(?=$| (?:co|la|duoc|da|bao|nao|thi|o|tai|co)\b|[?,.])", fold(text)
    )
    if lowered:
        return [Name("place", *lowered.span(), text[slice(*lowered.span())], text[slice(*lowered.span(1))])]
    return []


def _resolve_pronouns(question: str, earlier: Sequence[str]) -> str:
    for kind, pattern in PRONOUNS:
        match = pattern.search(fold(question))
        antecedent = _latest(kind, earlier) if match else None
        if match and antecedent:
            opening = re.match(r"(?:ở|tại|o|tai)\s", question[match.start() : match.end()], re.IGNORECASE)
            start = match.start() + (opening.end() if opening else 0)
            question = question[:start] + antecedent + question[match.end() :]
    return question


def _latest(kind: str, earlier: Sequence[str]) -> str | None:
    """The first thing of ``kind`` said, the latest text first."""
    for text in earlier:
        if kind in ("person", "place"):
            found = [name.text for name in find_names(text) if name.kind == kind]
        else:
            found = [value.text for value in find_values(text) if value.kind == kind]
        if found:
            return found[0]
    return None


def _subject_of(previous: str) -> str:
    """What the earlier question was about: its names and values, or failing those its content words."""
    values = find_values(previous)
    names = [
        name for name in _named_phrases(previous) if all(name.end <= v.start or v.end <= name.start for v in values)
    ]
    things = sorted((thing.start, thing.text) for thing in (*values, *names))
    return ", ".join(dict.fromkeys(text for _, text in things)) or " ".join(content_terms(previous))


def _leans(question: str) -> bool:
    """Tell whether a short question names nothing of its own: "Vì sao?", "Ai ký?", "Năm nào?"."""
    return (
        len(content_terms(question)) <= SHORT
        and not find_values(question)
        and not any(len(name.core.split()) > 1 or name.core.isupper() for name in find_names(question))
    )
