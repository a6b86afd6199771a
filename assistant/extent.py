"""How much of a whole something is said of: of all of it in the question, of a part of it in the documents.

"Cả 11 huyện đều …" is denied by "11 huyện, trong đó 6 huyện …", by "6/11 huyện …" and by "một số huyện …" on the
same thing. It knows quantities and quantifiers, nothing of what is counted.
"""

import re
from collections.abc import Iterator, Mapping

from assistant.bond import AROUND, ASKED, HELD, asserted, bonds, held
from assistant.inventory import years
from assistant.scene import Scene, clause
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import keys

WHOLE = re.compile(
    r"(?<!\w)(?:(?<!kể )(?<!với )(?<!thêm )cả(?! (?:nước|năm|ngày|tỉnh|hai))|toàn bộ|toàn thể|tất cả|hết thảy"
    r"|mọi(?! người)"
    r"|đủ(?= cả| \d)|100\s?%)(?!\w)",
    re.IGNORECASE,
)
ALL_OF_IT = re.compile(r"(?<!\w)(?:đều|hết|toàn bộ|toàn thể|tất cả|cả|mọi|100\s?%)(?!\w)", re.IGNORECASE)
AMONG = re.compile(r"(?:trong (?:đó|số đó|số ấy)(?: có)?|mới (?:có|chỉ)|chỉ(?: có| mới)?|còn)\s+$", re.IGNORECASE)
# A part without its number, directly before what is counted.
SOME = re.compile(r"(?<!\w)(?:một số|một phần|một vài|đa số|đa phần|phần lớn|hầu hết|nhiều)\s+", re.IGNORECASE)
SHARE = re.compile(r"(\d+)\s?/\s?(\d+)")
AMONG_ALL = re.compile(r"(?<!\w)trong(?: số| tổng số)?\s+$", re.IGNORECASE)
LEAST = 3  # words that say what is said of so many
COUNTED = 2  # syllables behind a word for the whole that say what it is the whole of
SAME = 0.5  # of the bonds, in another sentence that says it of the whole


def other_extent(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Something is said of a whole, and the sentence on it says it of a part."""
    text = scene.question.text
    for whole in WHOLE.finditer(text):
        number = next((v for v in scene.question.values if v.kind == "number" and v.start == _behind(whole)), None)
        thing = keys(number.unit if number else text[whole.end() :])[:COUNTED]
        want = asserted(text, (whole.start(), number.end if number else whole.end()))
        if not thing or not want or any(_is_whole(s, thing, want) for s in scene.sentences):
            continue
        for at, sentence in enumerate(scene.sentences):
            part = _part(sentence, thing, number)
            near = held(want, sentence, scene.around[at], AROUND) >= HELD
            if part and near and scene.stands(at, but=years(number) if number else ()):
                yield at, part


def other_share(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Something is said of so many, and the sentence on it says it of fewer among them ("trong 62 cơ sở, chỉ 17 …")."""
    text = scene.question.text
    for number in scene.question.values:
        if number.kind != "number" or not number.unit or AMONG_ALL.search(text[: number.start]):
            continue
        _, end = clause(text, (number.start, number.end))
        asked = ASKED.search(text, number.end, end)
        said = bonds(text[number.start : asked.start() if asked else end], (0, number.end - number.start))
        if len(said) < LEAST:
            continue
        for at, sentence in enumerate(scene.sentences):
            for part in _parts_of(sentence, number):
                _, told_to = clause(sentence, (part.start, part.end))
                if held(said, sentence[part.start : told_to]) >= HELD and scene.stands(at):
                    yield at, (part.start, part.end)


def _parts_of(sentence: str, whole: Value) -> Iterator[Value]:
    """Give the numbers of a sentence that count some of ``whole``, which stands before them in it."""
    told = [value for value in find_values(sentence) if value.kind == "number"]
    of_all = next((value for value in told if value.canonical == whole.canonical), None)
    for value in told:
        if of_all and value.start > of_all.end and _is_less(value, whole) and AMONG.search(sentence[: value.start]):
            yield value


def _behind(whole: re.Match[str]) -> int:
    return whole.end() + 1 if not whole[0].strip().endswith("%") else whole.end()


def _part(sentence: str, thing: list[str], number: Value | None) -> Span | None:
    """Where a sentence counts a part of the ``thing``s, or names one without a number."""
    told = [value for value in find_values(sentence) if value.kind == "number"]
    for value in told:
        share = SHARE.match(value.text)
        if keys(value.unit)[: len(thing)] != thing[: len(keys(value.unit))] or not value.unit:
            continue
        if share and int(share[1]) < int(share[2]) and (number is None or number.canonical in share.groups()):
            return value.start, value.end
        if not share and AMONG.search(sentence[: value.start]) and (number is None or _is_less(value, number)):
            return value.start, value.end
    for some in SOME.finditer(sentence):
        if number is None and keys(sentence[some.end() :])[: len(thing)] == thing:
            return some.start(), some.end() + len(sentence[some.end() :].split(" ", maxsplit=1)[0])
    return None


def _is_less(part: Value, whole: Value) -> bool:
    try:
        return float(part.canonical) < float(whole.canonical)
    except ValueError:
        return False


def _is_whole(sentence: str, thing: list[str], want: Mapping[str, float]) -> bool:
    """Tell whether a sentence on the same thing says it of all."""
    shares = [match for match in SHARE.finditer(sentence) if match[1] == match[2]]
    words = keys(sentence)
    there = any(words[i : i + len(thing)] == thing for i in range(len(words)))
    return there and held(want, sentence) >= SAME and bool(shares or ALL_OF_IT.search(sentence))
