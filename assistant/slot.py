"""Words of a question in whose place a sentence on the same thing has others: a name, a rank.

Read by place: directly behind the same words the sentence goes on otherwise, and nothing that was found says of the
thing what the question says. In the place of a name there must be a name. It knows no values; ``rival`` does.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.bond import ASKED, HELD, LIMIT, SAID, bonds, held, is_said
from assistant.evidence import PROTECTED, protect
from assistant.name import Name, find_names
from assistant.question import content_spans
from assistant.role import HEADS
from assistant.scene import ASKING, MARK, Scene
from assistant.side import COMPARED
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold, keys, word_spans

Clash = Iterator[tuple[int, Span | None]]

LOOKED_AT = 12  # sentences, best first
LIKE = 0.8  # from which a name is another one's slip of the pen
FILLERS = 2  # words that may stand between the same words and the place
LONGEST = 5  # words of what stands in a place
LEAST = 4  # words that must be bound to a place to say whose it is
WHO = re.compile(r"^ai là\s|\slà ai\W*$", re.IGNORECASE)
# Somebody is named behind these, with an office between at most ("do Bí thư Tỉnh ủy …").
DOER = re.compile(
    r"(?<!\w)(?:(?:do|bởi)\s+(?:[^\s,;:.?]+\s+){0,6}|(?:với|là|phải|cùng)\s+(?:ông |bà |đồng chí )?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable with its form, ``phó`` joined to it, and whether it carries content."""

    start: int
    end: int
    form: str
    is_content: bool


def other_name(scene: Scene) -> Clash:
    """Something is said of one name, and the sentence on it goes on with another one behind the same words."""
    text = scene.question.text
    if scene.question.kind == "compare" or " hay " in text:
        return
    asked = read_words(text)
    names = [name for name in find_names(text) if name.is_proper]
    found: list[tuple[float, int, Span]] = []
    for at, sentence in enumerate(scene.sentences[:LOOKED_AT]):
        told = read_words(sentence)
        for first, last in _strange(text, asked, sentence):
            span = asked[first].start, asked[last - 1].end
            name = next((name for name in names if name.start <= span[0] < name.end), None)
            if name is None or not _is_told(scene, at, name) or LIMIT.search(text[: span[0]]):
                continue
            want = bonds(text, (name.start, name.end))
            share = held(want, sentence)
            if len(want) < LEAST or share < HELD or not is_about(scene, at, [name.canonical]):
                continue
            if any(set(keys(text[slice(*span)])) <= set(keys(s)) and held(want, s) >= SAID for s in scene.sentences):
                continue
            place = _place(_before(text, asked, first), told, sentence)
            if place and not _is_of_other_kind(name, _name_at(place[0], sentence)):
                found.append((share, at, place))
    for _, at, place in sorted(found, key=lambda one: (-one[0], one[1])):
        yield at, place if _name_at(place[0], scene.sentences[at]) else None


def _name_at(start: int, sentence: str) -> Name | None:
    return next((name for name in find_names(sentence) if name.start == start and name.is_proper), None)


def _is_of_other_kind(one: Name, other: Name | None) -> bool:
    """Tell a commune from the province it lies in: where both names say of what kind they are, and not the same."""
    levels = [name.level for name in (one, other) if name is not None and name.kind == "place"]
    return len(levels) == 2 and all(levels) and levels[0] != levels[1]


def other_person(scene: Scene) -> Clash:
    """Something is done by one person, and the sentence on it names another one and not the first."""
    text = scene.question.text
    if scene.question.kind == "compare" or COMPARED.search(text):
        return
    for name in find_names(text):
        if not _is_person(name) or not DOER.search(text[: name.start]):
            continue
        want = bonds(text, (name.start, name.end))
        support = max((held(want, s) for s in scene.sentences if name.stands_in(s)), default=0.0)
        if len(want) < LEAST:
            continue
        for at, sentence in enumerate(scene.sentences):
            people = [one for one in find_names(sentence) if _is_person(one) and not one.stands_in(text)]
            share = held(want, sentence)
            if people and is_about(scene, at, [name.canonical]) and share >= HELD and not is_said(support, share):
                yield at, (people[0].start, people[0].end)


def other_rank(scene: Scene) -> Clash:
    """An office is given in full rank, and the sentence on it has its deputy ("Phó Chánh Văn phòng")."""
    text = scene.question.text
    for word in (word for word in read_words(text) if word.is_content and HEADS.match(text, word.start)):
        deputies = {f"{modifier}+{word.form}" for modifier in PROTECTED}
        if deputies & _forms(text) or WHO.search(text):
            continue  # "Trưởng ban là ai?" takes nothing for granted
        want = bonds(text, (word.start, word.end))
        if len(want) < LEAST or any(word.form in _forms(s) and held(want, s) >= SAID for s in scene.sentences):
            continue
        for at, sentence in enumerate(scene.sentences):
            found = next((one for one in read_words(sentence) if one.form in deputies), None)
            if found and is_about(scene, at) and held(want, sentence) >= HELD:
                yield at, None


def read_words(text: str) -> list[Word]:
    """Give the syllables of ``text`` in order."""
    spans = word_spans(text)
    kept = set(content_spans(text))
    forms = protect(keys(text))
    return [Word(*span, form, span in kept and form not in ASKING) for span, form in zip(spans, forms, strict=True)]


def is_about(scene: Scene, at: int, but: Collection[str] = ()) -> bool:
    """Tell whether names and years stand around a sentence, and the document numbers in it."""
    numbers = {value.canonical for value in scene.question.values if value.kind == "docno"}
    return scene.stands(at, but=but) and numbers <= {value.canonical for value in find_values(scene.sentences[at])}


def _forms(text: str) -> set[str]:
    return set(protect(keys(text)))


def _strange(text: str, asked: Sequence[Word], sentence: str) -> Iterator[tuple[int, int]]:
    """Give the runs of content words of a question that a sentence does not have."""
    known = set(keys(sentence))
    values = [(value.start, value.end) for value in find_values(text)]
    i = 0
    while i < len(asked):
        j = i
        while j < len(asked) and j - i < LONGEST and asked[j].is_content and asked[j].form not in known:
            if any(a <= asked[j].start < b for a, b in values) or (
                j > i and MARK.search(text[asked[j - 1].end : asked[j].start])
            ):
                break
            j += 1
        if j > i and i and not ASKED.search(text[asked[i].start : asked[j - 1].end]):
            yield i, j
        i = max(j, i + 1)


def _before(text: str, asked: Sequence[Word], first: int) -> Sequence[Word]:
    """The words that stand before ``first``, from the last one with content; none where a mark parts them from it."""
    before = asked[max(0, first - 3) : first]
    last = next((i for i in reversed(range(len(before))) if before[i].is_content), None)
    if last is None or MARK.search(text[before[last].end : asked[first].start]):
        return ()
    return before[last:]


def _place(before: Sequence[Word], told: Sequence[Word], sentence: str) -> Span | None:
    """Where a sentence goes on with a name behind the words that stand before one in the question."""
    if not before:
        return None
    last, link = before[0], before[-1].form
    for i, word in enumerate(told):
        if word.form != last.form:
            continue
        behind = told[i + 1 : i + 2 + FILLERS]
        after = next((n for n, one in enumerate(behind) if one.is_content), None)
        if after is None or (link != last.form and link not in {one.form for one in behind[:after]}):
            continue
        start = behind[after].start
        if MARK.search(sentence[word.end : start]):
            continue
        others = [one for one in find_names(sentence) if one.is_proper and one.start <= start < one.end]
        opens = sentence[start].isupper()  # an office or a body, which is no name by itself
        return (others[0].start, others[0].end) if others else (start, behind[after].end) if opens else None
    return None


def _is_told(scene: Scene, at: int, name: Name) -> bool:
    """Tell whether a name may have another one in its place: it stands beside something known."""
    text = scene.question.text
    here = f" {' '.join(keys(scene.around[at]))} "
    others = [one.canonical for one in find_names(text) if one.is_proper and one.canonical != name.canonical]
    anchors = [*others, *(value.text for value in scene.question.values if value.kind != "number")]
    known = any(f" {' '.join(keys(anchor))} " in here for anchor in anchors)
    return known and f" {name.canonical} " not in here and not _is_slip(name, scene.sentences[at])


def _is_slip(name: Name, sentence: str) -> bool:
    return any(
        SequenceMatcher(None, fold(name.core), fold(other.core)).ratio() >= LIKE for other in find_names(sentence)
    )


def _is_person(name: Name) -> bool:
    return name.is_proper and " " in name.core and name.kind != "place"
