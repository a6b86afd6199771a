"""Another name behind the same words: "chạy sang Lào" in the question, "chạy sang Thái Lan" in the sentence on it.

Only where the words that lead to the name are the same to the letter and the sentence names what else the question
names; a name that any sentence has behind these words is no contradiction, for there may be several.
"""

from collections.abc import Iterator

from assistant.bond import LIMIT, bonds, held
from assistant.name import Name, find_names
from assistant.question import content_spans
from assistant.scene import ASKING, Scene
from corpus.document import Span
from corpus.orthography import key, keys, word_spans

LENGTH = 3  # syllables that lead to a name
CONTENT = 2  # of these must carry content
HELD = 0.8  # share of the bonds of the name; more than elsewhere, for the name may stand in other places
LEAST = 4
HEAD = 2  # syllables of a name's kind or of a title that may stand before it


def other_named(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Give each sentence that leads to another name by the words of the question."""
    text = scene.question.text
    names = [name for name in find_names(text) if name.is_proper]
    if scene.question.kind == "compare" or " hay " in text:
        return
    for name in names:
        lead = _lead(text, name)
        want = bonds(text, (name.start, name.end))
        rest = [one for one in names if one is not name and one.canonical != name.canonical]
        if not lead or LIMIT.search(text[: name.start]) or len(want) < LEAST or not rest:
            continue
        if any(name.stands_in(s) and _behind(s, lead) for s in scene.sentences):
            continue
        for at, sentence in enumerate(scene.sentences):
            if name.stands_in(sentence) or not all(one.stands_in(sentence) for one in rest):
                continue
            for other in _behind(sentence, lead):
                alike = other.kind == name.kind and (" " in other.core) == (" " in name.core)
                if (
                    alike
                    and held(want, sentence) >= HELD
                    and not other.stands_in(text)
                    and f" {' '.join(keys(other.text))} " not in f" {' '.join(keys(text))} "
                    and scene.stands(at, but=[name.canonical])
                ):
                    yield at, (other.start, other.end)


def _lead(text: str, name: Name) -> tuple[str, ...]:
    """The syllables directly before a name, if they say enough."""
    spans = [span for span in word_spans(text) if span[1] <= name.start][-LENGTH:]
    kept = set(content_spans(text))
    told = [span for span in spans if span in kept and key(text[slice(*span)]) not in ASKING]
    is_one = not spans or text[spans[0][0] : name.start].replace(" ", "").isalnum()
    return tuple(key(text[slice(*span)]) for span in spans) if len(told) >= CONTENT and is_one else ()


def _behind(sentence: str, lead: tuple[str, ...]) -> list[Name]:
    """The names that ``sentence`` has behind the words of ``lead``."""
    found = []
    for name in find_names(sentence):
        before = keys(sentence[: name.start])
        ways = (before[len(before) - LENGTH - n : len(before) - n] for n in range(HEAD + 1))
        if name.is_proper and any(tuple(way) == lead for way in ways):
            found.append(name)
    return found
