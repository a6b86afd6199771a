"""Of several values in one sentence each belongs to the name in its clause: "Đạ Huoai có 23 biên chế, Đạ Tẻh có 21 …".

A question that gives a name the value of its neighbour says otherwise than the very sentence that holds all its words.
"""

import re
from collections.abc import Iterator

from assistant.name import Name, find_names
from assistant.rival import tells_change
from assistant.scene import Scene
from assistant.value import Value, find_values
from corpus.document import Span

CLAUSE = re.compile(r"[^,;()]+")


def other_value_of_name(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Give each sentence in which the only name of the question stands in its clause with another number of the unit.

    The number is the only value of the question; none where some sentence has it beside the name.
    """
    names = [name for name in scene.names if name.is_proper]
    if len(scene.question.values) != 1 or len(names) != 1:
        return
    asked, name = scene.question.values[0], names[0]
    if asked.kind != "number" or not asked.unit or tells_change(scene.question.text[: asked.start]):
        return
    found = [(at, value) for at, text in enumerate(scene.sentences) for value in _of_name(text, name, asked)]
    if not any(value.canonical == asked.canonical for _, value in found):
        yield from ((at, (value.start, value.end)) for at, value in found)


def _of_name(sentence: str, name: Name, asked: Value) -> Iterator[Value]:
    """Give the value in the clause of a name, where another clause tells another name's value of the same unit."""
    values = [value for value in find_values(sentence) if value.kind == "number" and value.unit == asked.unit]
    clauses = [match.span() for match in CLAUSE.finditer(sentence)]
    held = [[value for value in values if start <= value.start < end] for start, end in clauses]
    told = [
        (sentence[start:end], inside[0])
        for (start, end), inside in zip(clauses, held, strict=True)
        if len(inside) == 1 and sum(one.is_proper for one in find_names(sentence[start:end])) == 1
    ]
    if len(told) > 1:
        yield from (value for clause, value in told if name.stands_in(clause))
