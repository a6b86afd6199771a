"""Who holds an office and which office somebody holds, where a question has it otherwise than the documents.

A person may hold several offices and an office may be held by several people in turn; so only another rank in the
same body, or another holder of an office described in full, contradicts.
"""

import re
from collections.abc import Iterator

from assistant.evidence import PROTECTED, protect
from assistant.name import Name, find_names
from assistant.role import END, HEADS, role_beside
from assistant.scene import Scene, content, share
from corpus.document import Span
from corpus.orthography import keys

HOLDS = re.compile(
    r",?\s+(?:đang\s+|từng\s+|đã\s+|lên\s+|mới\s+)*"
    r"(?:(?:được )?(?:bầu|cử|bổ nhiệm|phân công)(?: làm| là| giữ chức(?: vụ)?)?"
    r"|là|làm|trở thành|giữ chức(?: vụ)?|giữ vai trò|nhận chức)\s+",
    re.IGNORECASE,
)
ASKED = re.compile(r"\b(?:gì|nào|ai|mấy)\b", re.IGNORECASE)
# An office in a question ends before what its holder does, besides where any role ends.
DOES = re.compile(
    rf"{END.pattern}|\s(?:đi|về|đến|nói|dẫn|phải|đúng|mà|nên|thì|vậy|hay|hoặc)(?=[\s,.;?]|$)", re.IGNORECASE
)
SAME_BODY = 0.5  # share of an office's words from which another office is one of the same body
FULL = 4  # syllables from which an office is described well enough to have one holder
MANY_HOLD = re.compile(r"(?:phó|ủy viên|uỷ viên|[uủ][ỷy] viên|đại biểu|thành viên)\b", re.IGNORECASE)


def other_role(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Somebody is given an office, and every sentence gives the person another one of the same body."""
    text = scene.question.text
    for name in (name for name in find_names(text) if name.kind == "person" and " " in name.core):
        span = _given_office(text, name)
        if span is None or ASKED.search(text[slice(*span)]):
            continue
        asked = _office(text[slice(*span)])
        stated = list(_offices_of(scene, name))
        if len(asked) < 2 or not stated or any(_agree(asked, office) for _, _, office in stated):
            continue
        own = {at for at, _, office in stated if _is_deputy(asked, office)}  # where another one's office stands as well
        if any(_said_with(scene, at, name, asked) for at in range(len(scene.sentences)) if at not in own):
            continue
        at, where, office = max(stated, key=lambda one: (_is_deputy(asked, one[2]), share(asked, one[2])))
        if share(asked, office) >= SAME_BODY or (
            _is_deputy(asked, office) and share(asked[1:], _office(scene.sentences[at])) == 1
        ):
            yield at, where


def other_holder(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """An office is given to somebody, and a sentence names somebody else who holds it."""
    text = scene.question.text
    for holder, start in _holders(text):
        end = DOES.search(text, start)
        office = _office(text[start : end.start() if end else len(text)])
        if len(office) < FULL or MANY_HOLD.match(text, start):
            continue
        words = set(keys(holder))
        told = (part for sentence in scene.sentences for part in sentence.split(";"))
        if any(words <= set(keys(part)) and set(office) <= set(_office(part)) for part in told):
            continue
        for at, sentence in enumerate(scene.sentences):
            span = _holder_of(sentence, office)
            if (
                span
                and scene.stands(at, but=[" ".join(keys(holder))])
                and share(words, keys(sentence[slice(*span)])) < 1
            ):
                yield at, span


def _given_office(text: str, name: Name) -> Span | None:
    holds = HOLDS.match(text, name.end)
    head = HEADS.match(text, holds.end()) if holds else None
    start = head.start() if head else (role_beside(text, name) or (-1, -1))[0]
    end = DOES.search(text, start) if start >= name.end else None
    if start < 0 or start < name.end:
        return role_beside(text, name)
    return start, end.start() if end else len(text)


def _office(text: str) -> list[str]:
    """Give an office's words; "Phó" makes another one of the word behind it."""
    return protect(content(text))


def _offices_of(scene: Scene, name: Name) -> Iterator[tuple[int, Span, list[str]]]:
    for at, sentence in enumerate(scene.sentences):
        for other in find_names(sentence):
            span = role_beside(sentence, other) if other.canonical == name.canonical else None
            if span:
                yield at, span, _office(sentence[slice(*span)])


def _is_deputy(asked: list[str], stated: list[str]) -> bool:
    """Tell whether one of two offices is the deputy of the other."""
    return any(f"{deputy}+{a[0]}" in b for deputy in PROTECTED for a, b in ((asked, stated), (stated, asked)) if a)


def _agree(asked: list[str], stated: list[str]) -> bool:
    """One said shorter, or with a place more, is the same office; one in initials may be."""
    return set(asked) <= set(stated) or set(stated) <= set(asked) or any(word.isupper() for word in stated)


def _said_with(scene: Scene, at: int, name: Name, asked: list[str]) -> bool:
    sentence = scene.sentences[at]
    return name.stands_in(sentence) and set(asked) <= set(_office(sentence))


def _holders(text: str) -> Iterator[tuple[str, int]]:
    """Give each person or office of a question that is said to hold an office, and where that office begins."""
    people = [(name.start, name.end) for name in find_names(text) if name.kind == "person" and " " in name.core]
    opening = HEADS.match(text)
    for start, end in people or ([opening.span()] if opening else []):
        holds = HOLDS.search(text, end) if not people else HOLDS.match(text, end)
        head = HEADS.match(text, holds.end()) if holds else None
        if holds and head:
            yield text[start : holds.start()], head.start()


def _holder_of(sentence: str, office: list[str]) -> Span | None:
    """Where the holder of ``office`` is named: behind "là" after it, or beside a role that has all its words."""
    for link in re.finditer(r"\s(?:là|do)\s(?:đồng chí |ông |bà )?", sentence):
        before = _office(sentence[: link.start()])
        if set(office) <= set(before[-len(office) - 2 :]):
            end = re.compile(r"[,;.]|$").search(sentence, link.end())
            return link.end(), end.start() if end else len(sentence)
    return None
