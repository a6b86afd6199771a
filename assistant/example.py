"""Example questions for a first visitor, made from the corpus itself and kept only if they are answered.

Three shapes that any office's papers hold: who holds which office, when a document was issued, how many of
something a place has. Nothing is listed by hand, so another corpus gets its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise

from assistant.name import find_names
from assistant.role import role_beside
from assistant.value import ONE_SYLLABLE_UNITS, find_values
from corpus.document import Passage
from corpus.orthography import key

# "Mục tiêu của Đề án là …", "Cơ quan khối có các bộ phận gồm …"
STATED = re.compile(
    r"((?:Mục tiêu|Mục đích|Nhiệm vụ|Phương châm|Nguyên tắc|Chức năng|Điểm mới|Nguyên nhân)"
    r" của [^,.;“]*?[A-ZĐ][^,.;“]{3,50}?) là "
)
PARTS = re.compile(r"(?:^|\. )([A-ZĐÂÊÔƠƯ](?:[^\s,.;“]+ ){4,10}[^\s,.;“]+) (?:bao gồm|gồm có|gồm) ")
WANTED = 6
OF_ONE_SHAPE = 2
TRIED = 40  # candidates asked at most, so that opening stays quick


def example_questions(passages: Iterable[Passage], is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """Choose up to six questions that are answered, the shapes in turn."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document_id, []).append(passage)
    waiting = [list(_of_shape(shape, by_document.values())) for shape in SHAPES]
    chosen: list[str] = []
    tried = 0
    for _ in range(OF_ONE_SHAPE):
        for questions in waiting:
            while questions and tried < TRIED and len(chosen) < WANTED:
                tried += 1
                question = questions.pop(0)
                if question not in chosen and is_answered(question):
                    chosen.append(question)
                    break
    return tuple(chosen)


def _of_shape(shape: Callable[[str], Iterator[str]], documents: Iterable[list[Passage]]) -> Iterator[str]:
    """The first question of one shape from each document."""
    for passages in documents:
        yield from islice((question for passage in passages for question in shape(passage.text)), 1)


def _how_many(text: str) -> Iterator[str]:
    places = [name for name in find_names(text) if name.kind == "place"]
    for value in find_values(text):
        counted = (
            value.kind == "number"
            and value.unit != "đồng chí"
            and len(value.unit.split()) > 1
            and key(value.unit.split()[0]) not in ONE_SYLLABLE_UNITS
        )
        before = [place for place in places if place.end <= value.start <= place.end + len(" có ")]
        if counted and before:
            yield f"{_capitalised(before[-1].text)} có bao nhiêu {value.unit}?"


def _when(text: str) -> Iterator[str]:
    values = find_values(text)
    for number, date in pairwise(values):
        full = number.kind == "docno" and "/" in number.text and number.text[0].isupper()
        if full and date.kind == "date" and date.canonical.count("-") == 2 and date.start - number.end <= 1:
            yield f"{number.text} được ban hành ngày nào?"


def _who(text: str) -> Iterator[str]:
    for name in find_names(text):
        if name.kind == "person" and (role := role_beside(text, name)) and role[0] >= name.end:
            yield f"Đồng chí {name.core} giữ chức vụ gì?"


def _what(text: str) -> Iterator[str]:
    for match in STATED.finditer(text):
        yield f"{match[1]} là gì?"


def _which_parts(text: str) -> Iterator[str]:
    for match in PARTS.finditer(text):
        yield f"{match[1]} gồm những gì?"


SHAPES = (_how_many, _what, _when, _which_parts, _who)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
