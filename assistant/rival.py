"""What a question asserts in a typed value, and the value that the sentence on the same thing has in its place.

An asserted value is bound to the words around it, the nearer the closer. A sentence that holds nearly all of these
words, and at their nearest another value of the same kind, says otherwise, unless any sentence found has the asserted
value among the same words. It knows values and distances, no wordings of questions.
"""

import re
from collections.abc import Iterator, Mapping

from assistant.attribution import same_date
from assistant.bond import AROUND, BEGUN, HELD, OPENING, asserted, bonds, held, is_said, limits
from assistant.inventory import same_number, years
from assistant.name import find_names
from assistant.opposite import BEHIND, DOWN, UP
from assistant.scene import Scene, content
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, keys

Clash = Iterator[tuple[int, Span | None]]

NAMED = 2.5  # times as close is the name of what the value is told of
# The same for a date or a rank: of one thing there may be others at other times, and they are told apart by these.
HELD_IN_TIME = 0.8
LEAST = 3  # words that must be bound to a value to say what it is of
STATES = re.compile(r"(?<!\w)(?:là|đạt|có|gồm|chỉ|tới|lên)\s+$", re.IGNORECASE)
MEASURES = {"met": "m", "kg": "ki", "gio": "h", "khoi": "m³"}  # a unit said in two ways
OF_ALL = re.compile(r"(\d+)/(\d+)")
SYMBOL = re.compile(r"[A-Z]+")
CHANGE = re.compile(rf"(?<!\w)(?:{UP}|{DOWN})(?!\w)", re.IGNORECASE)
BY_DOCUMENT = re.compile(r"(?<!\w)(?:theo|căn cứ|thực hiện)\s+$", re.IGNORECASE)


def other_value(scene: Scene) -> Clash:
    """Give each sentence that has another value where the question asserts one, the closest first."""
    text = scene.question.text
    for asked in scene.question.values:
        if not _is_asserted(scene, asked):
            continue
        want = asserted(text, (asked.start, asked.end))
        named = {word for name in scene.names for word in keys(name.text)}
        if asked.kind != "date":
            want = {word: weight * (NAMED if word in named else 1.0) for word, weight in want.items()}
        if len(want) < LEAST and not named & set(want):
            continue
        support = _support(scene, asked, want)
        found = [
            (round(_held_at(scene, at, asked, want), 1), closeness, at, span)
            for at in range(len(scene.sentences))
            for closeness, span in _rivals(scene, at, asked, want)
            if not is_said(support, _held_at(scene, at, asked, want))
        ]
        for _, _, at, span in sorted(found, key=lambda one: (-one[0], -one[1], one[2])):
            yield at, span


def _is_asserted(scene: Scene, value: Value) -> bool:
    """Tell whether a value is stated of something, rather than a limit, a frame, or of the kind that is asked for."""
    text, question = scene.question.text, scene.question
    if limits(text[: value.start]) or value.canonical.startswith("T") or fold(value.text).split()[0] == "mot":
        return False  # "là một quốc gia" counts nothing
    if value.kind == "date":
        opens = not text[: value.start].strip() or text[: value.start].strip().lower() in ("vào", "trong", "hồi")
        is_frame = len(value.canonical) == len("2015") and (opens or question.kind == "number")
        is_when = question.kind == "person" and not scene.names  # "Ai làm … năm 2012?": others did in other years
        is_told = question.kind != "date" or BEGUN.search(text[: value.start]) is not None
        return not is_frame and not is_when and is_told
    if value.kind == "number" and question.kind == "number" and value.unit:
        return not question.asked_unit.startswith(fold(value.unit).split()[0])
    if value.kind == "docno":
        return question.kind != "docno" and (
            BY_DOCUMENT.search(text[: value.start]) is not None or not _is_known(scene, value)
        )
    return True


def _is_known(scene: Scene, number: Value) -> bool:
    return any(_same(number, value) for sentence in scene.sentences for value in find_values(sentence))


def _support(scene: Scene, asked: Value, want: Mapping[str, float]) -> float:
    """How much of the bonds is held at most by a sentence that has the asserted value itself."""
    text = scene.question.text
    most = 0.0
    for at, sentence in enumerate(scene.sentences):
        alike = (v for v in find_values(sentence) if asked.kind != "number" or _is_alike(text, asked, sentence, v))
        if any(_same(asked, value) for value in alike):
            most = max(most, held(want, sentence, scene.around[at], AROUND / 2))
    return most


def _rivals(scene: Scene, at: int, asked: Value, want: Mapping[str, float]) -> Iterator[tuple[float, Span]]:
    """Give the value of a sentence that stands closest to the words asked about, with its closeness, if it differs."""
    sentence = scene.sentences[at]
    but = years(asked)
    if not scene.stands(at, but=but) or _held_at(scene, at, asked, want) < _least(asked):
        return
    if tells_change(scene.question.text[: asked.start]) and not CHANGE.search(sentence):
        return  # "giảm 50 biên chế" is denied by no "có 20 biên chế"
    told = [value for value in find_values(sentence) if _is_alike(scene.question.text, asked, sentence, value)]
    said = [value for value in told if any(_same(other, value) for other in scene.question.values)]
    told = [value for value in told if value not in said]
    bare = [value for value in told if not value.unit] if asked.kind == "number" and not asked.unit else []
    close = [(_closeness(want, sentence, value), value) for value in bare or told]
    if close and not any(_same(asked, value) for value in said):
        closeness, value = max(close, key=lambda one: (one[0], -one[1].start))
        yield closeness, (value.start, value.end)


def tells_change(before: str) -> bool:
    """Tell whether a value is by how much something changes: a word of change stands directly before it."""
    return any(len(before) - match.end() <= BEHIND for match in CHANGE.finditer(before))


def _least(asked: Value) -> float:
    return HELD_IN_TIME if asked.kind in ("date", "ordinal") else HELD


def _held_at(scene: Scene, at: int, asked: Value, want: Mapping[str, float]) -> float:
    """How much of the bonds a sentence holds; of an event one sentence gives the date, the rest around it does not."""
    return held(want, _with_names(scene, at), "" if asked.kind == "date" else scene.around[at])


def _with_names(scene: Scene, at: int) -> str:
    """Give a sentence with the names of the question that stand around it: it goes on speaking of them."""
    here = f" {' '.join(keys(scene.around[at]))} "
    names = (n.core for n in find_names(scene.question.text) if n.is_proper and f" {n.canonical} " in here)
    return " ".join((scene.sentences[at], *names))


def _closeness(want: Mapping[str, float], sentence: str, value: Value) -> float:
    have = bonds(sentence, (value.start, value.end))
    return sum(weight * have.get(word, 0.0) for word, weight in want.items())


def _same(a: Value, b: Value) -> bool:
    """Tell whether two values may be one, said more or less fully, or by what is left: 12/14 did, two did not."""
    if a.kind != b.kind:
        return False
    if share := OF_ALL.fullmatch(b.canonical):
        done, of_all = map(int, share.groups())
        return a.canonical in (b.canonical, str(done), str(of_all - done))
    if a.kind == "date":
        return same_date(a.canonical, b.canonical)
    return a.canonical == b.canonical or (a.kind == "docno" and (same_number(a.canonical, b.canonical)))


def _is_alike(question: str, asked: Value, sentence: str, value: Value) -> bool:
    """Tell whether two values tell the same kind of thing: a count of the same, a date, a rank, a document's number."""
    before = sentence[: value.start]
    if asked.kind != value.kind or (limits(before) and not (asked.kind == "date" and OPENING.search(before))):
        return False
    if asked.kind == "date":
        return (".." in asked.canonical) == (".." in value.canonical) and not value.canonical.startswith("T")
    if asked.kind == "ordinal":
        return asked.canonical.split()[:-1] == value.canonical.split()[:-1]
    if asked.kind == "docno":
        mine, theirs = (SYMBOL.findall(one.canonical)[:1] for one in (asked, value))
        return bool(mine) and mine == theirs
    return _counts_alike(question, asked, sentence, value)


def _counts_alike(question: str, asked: Value, sentence: str, value: Value) -> bool:
    if ("%" in asked.canonical) != ("%" in value.canonical) or ".." in value.canonical or fold(value.text) == "mot":
        return False
    mine, theirs = ([MEASURES.get(word, word) for word in fold(one.unit).split()] for one in (asked, value))
    if mine and theirs:
        short = min(len(mine), len(theirs))
        return mine[:short] == theirs[:short]
    before, behind = content(question[: asked.start])[-2:], content(sentence[: value.start])[-4:]
    unit = keys(asked.unit or value.unit)
    if (mine or theirs) and set(unit[:2]) <= set(behind if mine else before):
        return True
    if asked.unit and not STATES.search(question[: asked.start]):
        return False  # "biên chế của 12 cơ quan": the twelve count the offices and not the posts
    return bool(before) and set(before) <= set(behind)
