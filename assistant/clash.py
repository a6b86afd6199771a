"""Typed values of a question that one sentence about the same thing states otherwise: figures, ranks, places, lists.

Each detector yields the sentence and, where there is one, the true value in it. All of them ask for the same words
around the value, so that "Đạ Tẻh có 12 biên chế" is denied by Đạ Tẻh's 21 and not by Đạ Huoai's 23.
"""

import re
from collections.abc import Iterator

from assistant.attribution import same_date
from assistant.inventory import years
from assistant.name import PLACE_KEYS, Name, find_names
from assistant.numeral import DIGITS
from assistant.scene import Scene, clause, content, counted, same_unit, share, window
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import key, keys

Clash = Iterator[tuple[int, Span | None]]

MOST = 0.75  # share of the words around a value that must agree
ALL = 0.99
HALF = 0.5
SUBJECT = 4  # content syllables that say what goes up or down, what is done by a document
UP = r"tăng(?!\s+(?:cường|tính|tốc|trưởng))|bổ sung|nhiều lên"
DOWN = r"cắt giảm|giảm|ít đi"
SAME = r"không (?:thay đổi|đổi)|giữ nguyên"
DIRECTION = re.compile(rf"(?<!\w)(?:(?P<same>{SAME})|(?P<up>{UP})|(?P<down>{DOWN}))(?!\w)", re.IGNORECASE)
NEGATED = re.compile(r"(?:không|chưa|chẳng)\s+(?:\w+\s+)?$", re.IGNORECASE)
LISTED = re.compile(r"(?<!\w)(?:gồm có|bao gồm|gồm|là)\s*:?\s+|:\s+", re.IGNORECASE)
ITEM_MARK = re.compile(r"\s*(?:,|;|\bvà\b)\s*")
# "huyện Đạ Tẻh" is asked for as "Đạ Tẻh".
KINDS_OF_PLACE = frozenset(word for kind in PLACE_KEYS for word in kind)
NUMBERS = {key(word): number for word, number in (*DIGITS.items(), ("mười", 10))}
BY_DOCUMENT = re.compile(r"(?<!\w)(?:theo|căn cứ|thực hiện)\s+$", re.IGNORECASE)
LOCATIVE = re.compile(r"(?<!\w)(?:ở|tại|về)\s+(?:[\w()]+\s+){0,3}$", re.IGNORECASE)
IS_RANK = re.compile(r"(?<!\w)là\s(?:[\w-]+\s){0,6}$", re.IGNORECASE)
OPENS_DATED = re.compile(r"(?:vào |sáng |chiều |tối |trưa )?(?:ngày )?$", re.IGNORECASE)


def other_number(scene: Scene) -> Clash:
    """A figure with its unit, where the one clause about the same subject counts otherwise."""
    text = scene.question.text
    values = scene.question.values
    for asked in counted(text):
        start, end = clause(text, (asked.start, asked.end))
        around = content(text, within=(start, end), without=values)
        names = [name for name in scene.names if start <= name.start < end]
        if not around or _is_supported(scene, asked, names):
            continue
        for at, sentence in enumerate(scene.sentences):
            stated = [value for value in counted(sentence) if same_unit(asked, value)]
            bound = [v for v in stated if _counts_the_same(scene, sentence, v, around, names)]
            told = keys(scene.around[at])
            if len(bound) == 1 and scene.stands(at) and share(around, told) >= MOST:
                yield at, (bound[0].start, bound[0].end)


def _is_supported(scene: Scene, asked: Value, names: list[Name]) -> bool:
    """Tell whether a sentence that speaks of the same names has the figure itself."""
    for at, sentence in enumerate(scene.sentences):
        same = any(v.canonical == asked.canonical and same_unit(v, asked) for v in counted(sentence))
        if same and _mentions_all(scene.around[at], names):
            return True
    return False


def _counts_the_same(scene: Scene, sentence: str, value: Value, around: list[str], names: list[Name]) -> bool:
    """Tell whether a figure is bound to the asked subject: in its clause, or as the only one of its unit."""
    start, end = clause(sentence, (value.start, value.end))
    subject = content(sentence, within=(start, end), without=find_values(sentence))
    if not names and len(subject) < 2:
        return False
    unasked = {*subject} - {*keys(scene.question.text)} - (KINDS_OF_PLACE if names else set())
    inside = _mentions_all(sentence[start:end], names)
    alone = sum(same_unit(value, other) for other in counted(sentence)) == 1 and _mentions_all(sentence, names)
    return not unasked and (inside or alone) and share(around, keys(sentence)) >= (HALF if inside else MOST)


def _mentions_all(text: str, names: list[Name]) -> bool:
    here = f" {' '.join(keys(text))} "
    return all(f" {name.canonical} " in here for name in names)


def other_ordinal(scene: Scene) -> Clash:
    """A rank that is said to be something's ("là … lần thứ XI"), where its sentence has another of the same label."""
    text = scene.question.text
    periods = {value.canonical for value in scene.question.values if value.kind == "date"}
    for asked in (value for value in scene.question.values if value.kind == "ordinal"):
        label = asked.canonical.rpartition(" ")[0]
        if not IS_RANK.search(text[: asked.start]) or any(asked.canonical in _forms(s) for s in scene.sentences):
            continue
        around = content(text, without=scene.question.values)
        for at, sentence in enumerate(scene.sentences):
            ranks = [v for v in find_values(sentence) if v.kind == "ordinal" and v.canonical.startswith(f"{label} ")]
            if len(ranks) == 1 and periods <= _forms(sentence) and share(around, keys(sentence)) >= MOST:
                yield at, (ranks[0].start, ranks[0].end)


def _forms(text: str) -> set[str]:
    return {value.canonical for value in find_values(text)}


def other_document(scene: Scene) -> Clash:
    """What is done "theo" one document, where the sentence about it has another one in its place."""
    text = scene.question.text
    for asked in (v for v in scene.question.values if v.kind == "docno" and BY_DOCUMENT.search(text[: v.start])):
        done = window(text, asked.start, SUBJECT + 1)
        if len(done) < SUBJECT - 1 or any(
            asked.canonical in _forms(s) and share(done, keys(s)) >= MOST for s in scene.sentences
        ):
            continue
        for at, sentence in enumerate(scene.sentences):
            for stated in (v for v in find_values(sentence) if v.kind == "docno"):
                by = BY_DOCUMENT.search(sentence[: stated.start])
                same = by and share(window(sentence, by.start(), SUBJECT), keys(text)) >= ALL
                if same and share(done, keys(sentence)) >= MOST and scene.stands(at):
                    yield at, (stated.start, stated.end)


def other_direction(scene: Scene) -> Clash:
    """Something is said to go up, and the sentence on the same thing says that it goes down or stays; or inversely."""
    text = scene.question.text
    asked = list(DIRECTION.finditer(text))
    if not asked or len({match.lastgroup for match in asked}) > 1 or NEGATED.search(text[: asked[0].start()]):
        return
    subjects = _subjects(text, asked[0].span())
    if any(_goes(s, asked[0].lastgroup, subjects) for s in scene.sentences):
        return
    for at, sentence in enumerate(scene.sentences):
        for way in {"up", "down", "same"} - {asked[0].lastgroup}:
            if way and _goes(sentence, way, subjects) and scene.stands(at):
                yield at, None


def _subjects(text: str, span: Span) -> list[list[str]]:
    """What moves: the last content syllables before the direction, or the first behind it."""
    values = [v for v in find_values(text) if v.start >= span[1] and not v.unit]
    stop = text.find(",", span[1])
    behind = content(text, within=(span[1], stop if stop > 0 else len(text)), without=values)
    return [words for words in (window(text, span[0], SUBJECT), behind[:SUBJECT]) if len(words) == SUBJECT]


def _goes(sentence: str, way: str | None, subjects: list[list[str]]) -> bool:
    """Tell whether a sentence sends one of ``subjects`` that way."""
    for match in DIRECTION.finditer(sentence):
        negated = NEGATED.search(sentence[: match.start()])
        near = sentence[max(0, match.start() - 80) : match.end() + 50]
        if match.lastgroup == way and not negated and any(share(s, keys(near)) >= MOST for s in subjects):
            return True
    return False


def other_items(scene: Scene) -> Clash:
    """A list with an item that the documents' list of the same length and otherwise the same items does not have."""
    for asked in _lists(scene.question.text):
        for at, sentence in enumerate(scene.sentences):
            for stated in _lists(sentence):
                shared = sum(item in stated for item in asked)
                strange = [item for item in asked if item not in stated]
                if len(stated) == len(asked) > shared >= len(asked) / 2:
                    here = f" {' '.join(content(sentence))} "
                    if all(f" {' '.join(item)} " not in here for item in strange) and scene.stands(at):
                        yield at, None


def _lists(text: str) -> list[list[tuple[str, ...]]]:
    """Give the enumerations of ``text``, each item by its content syllables."""
    found = []
    for opening in LISTED.finditer(text):
        body = re.split(r"[.?;](?:\s|$)", text[opening.end() :])[0]
        items = [tuple(content(item)) for item in ITEM_MARK.split(body)]
        found.append([item for item in items if item])
    return [items for items in found if len(items) > 2]


def other_count(scene: Scene) -> Clash:
    """A number of parts, where the sentence that lists the parts has more or fewer of them."""
    words, about = keys(scene.question.text), content(scene.question.text)
    for at, sentence in enumerate(scene.sentences):
        for opening in LISTED.finditer(sentence):
            items = [keys(item) for item in ITEM_MARK.split(sentence[opening.end() :].rstrip(" .…"))]
            for head in {tuple(item[:2]) for item in items if len(item) > 2}:
                n = sum(tuple(item[:2]) == head for item in items)
                asked = _number_before(words, head)
                same = share(about, keys(sentence)) >= HALF and share(about, keys(scene.around[at])) >= MOST
                if n > 1 and asked not in (0, n) and same and scene.stands(at):
                    yield at, None


def _number_before(words: list[str], head: tuple[str, ...]) -> int:
    """Read the number directly before ``head``; 0 for none."""
    for i in range(1, len(words) - 1):
        if tuple(words[i : i + 2]) == head:
            return NUMBERS.get(words[i - 1], int(words[i - 1]) if words[i - 1].isdigit() else 0)
    return 0


def other_place(scene: Scene) -> Clash:
    """An event of a given day or month that is put elsewhere than in its sentence."""
    text = scene.question.text
    dates = {v.canonical for v in scene.question.values if v.kind == "date" and len(v.canonical) > len("2017")}
    for asked in (n for n in find_names(text) if n.is_proper and LOCATIVE.search(text[: n.start])):
        around = [word for word in content(text, without=scene.question.values) if word not in keys(asked.text)]
        if not dates or len(around) < SUBJECT:
            continue
        there = [s for s in scene.sentences if f" {asked.canonical} " in f" {' '.join(keys(s))} "]
        if any(share(around, keys(s)) >= MOST for s in there):
            continue
        for at, sentence in enumerate(scene.sentences):
            place = _place_of(sentence)
            same = place and sentence not in there and dates & _forms(sentence)
            if same and share(around, keys(sentence)) >= MOST and scene.stands(at, but=[asked.canonical]):
                yield at, place


def _place_of(sentence: str) -> Span | None:
    for name in find_names(sentence):
        if name.is_proper and name.kind != "person" and LOCATIVE.search(sentence[: name.start]):
            return name.start, name.end
    return None


def other_year(scene: Scene) -> Clash:
    """An event that is taken for granted in one year, where the sentence that opens with its day has another."""
    text = scene.question.text
    asked = [(value, year) for value in scene.question.values for year in years(value)]
    if len(asked) != 1 or scene.question.kind in ("yesno", "number", "date"):
        return
    value, year = asked[0]
    around = content(text, without=[value])
    if len(around) < SUBJECT or any(year in s and share(around, keys(s)) >= HALF for s in scene.sentences):
        return
    for at, sentence in enumerate(scene.sentences):
        first = next(iter(find_values(sentence)), None)
        full = first and first.kind == "date" and len(first.canonical) == len("2021-02-24")
        if not first or not full or not OPENS_DATED.fullmatch(sentence[: first.start]):
            continue
        subject = content(sentence[first.end :])[:2]
        agrees = subject == around[:2] and share(around, keys(sentence)) >= MOST
        if agrees and not same_date(value.canonical, first.canonical) and scene.stands(at, but=[year]):
            yield at, (first.start, first.end)
