"""Of several values in one sentence each belongs to the name in its clause: "Đạ Huoai có 23 biên chế, Đạ Tẻh có 21 …".

A question that gives a name the value of its neighbour says otherwise than the very sentence that holds all its words.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.name import Name, find_names
from assistant.rival import tells_change
from assistant.scene import Scene, content, share
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import keys

CLAUSE = re.compile(r"[^,;()]+")


def other_value_of_name(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Give each sentence in which the only name of the question stands in its clause with another number of the unit.

    The number is the only value of the question; none where a sentence that tells of nobody else has it and the name.
    """
    names = [name for name in scene.names if name.is_proper]
    if len(scene.question.values) != 1 or len(names) != 1:
        return
    asked, name = scene.question.values[0], names[0]
    if asked.kind != "number" or not asked.unit or tells_change(scene.question.text[: asked.start]):
        return
    told = [_of_name(text, name, asked) for text in scene.sentences]
    if any(_holds(text, name, asked, its) for text, its in zip(scene.sentences, told, strict=True)):
        return
    behind = content(scene.question.text[asked.end :])  # "23 cán bộ biệt phái" are not the cadres of "21 cán bộ"
    for at, values in enumerate(told):
        if share(behind, keys(scene.sentences[at])) == 1:
            yield from ((at, (value.start, value.end)) for value in values)


def _holds(sentence: str, name: Name, asked: Value, its: Sequence[Value]) -> bool:
    """Tell whether a sentence has the number, of whatever, for the name; where each name has one only its own does."""
    values = its or [value for value in find_values(sentence) if value.kind == "number" and name.stands_in(sentence)]
    return any(value.canonical == asked.canonical for value in values)


def _of_name(sentence: str, name: Name, asked: Value) -> list[Value]:
    """Give the value in the clause of a name, where another clause tells another name's value of the same unit."""
    values = [value for value in find_values(sentence) if value.kind == "number" and value.unit == asked.unit]
    clauses = [match.span() for match in CLAUSE.finditer(sentence)]
    held = [[value for value in values if start <= value.start < end] for start, end in clauses]
    told = [
        (sentence[start:end], inside[0])
        for (start, end), inside in zip(clauses, held, strict=True)
        if len(inside) == 1 and sum(one.is_proper for one in find_names(sentence[start:end])) == 1
    ]
    return [value for clause, value in told if name.stands_in(clause)] if len(told) > 1 else []
