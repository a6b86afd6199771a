"""Whole statements of a question that one sentence about the same thing states otherwise: directions, lists.

Each detector yields the sentence and, where there is one, the true words in it. Single values are ``rival``'s.
"""

import re
from collections.abc import Iterator, Mapping

from assistant.bond import HELD, SAID, asserted, held
from assistant.numeral import DIGITS
from assistant.scene import Scene, content, share
from corpus.document import Span
from corpus.orthography import key, keys

Clash = Iterator[tuple[int, Span | None]]

MOST = 0.75  # share of the words around a value that must agree
HALF = 0.5
SUBJECT = 4  # content syllables that say what goes up or down, what is done by a document
BEFORE, BEHIND = 120, 50  # characters around a direction in which its subject stands
UP = r"tăng(?!\s+(?:cường|tính|tốc|trưởng))(?: thêm)?|bổ sung|nhiều (?:lên|hơn)"
DOWN = r"cắt(?: giảm| bớt)?|giảm(?! sút)(?: bớt)?|ít (?:đi|hơn)|khắc phục"
SAME = r"không (?:thay đổi|đổi)|giữ nguyên"
BETTER = r"nâng cao|nâng lên|cải thiện|tốt (?:lên|hơn)"
WORSE = r"giảm sút|sa sút|yếu (?:đi|kém)|xấu đi|kém (?:đi|hơn)"
DIRECTION = re.compile(
    rf"(?<!\w)(?:(?P<same>{SAME})|(?P<up>{UP})|(?P<down>{DOWN})|(?P<better>{BETTER})|(?P<worse>{WORSE}))(?!\w)",
    re.IGNORECASE,
)
OTHERWISE = {
    "up": ("down", "same"),
    "down": ("up", "same"),
    "same": ("up", "down"),
    "better": ("worse",),
    "worse": ("better",),
}
NEGATED = re.compile(r"(?:không|chưa|chẳng)\s+(?:\w+\s+)?$", re.IGNORECASE)
LISTED = re.compile(r"(?<!\w)(?:gồm có|bao gồm|gồm|là)\s*:?\s+|:\s+", re.IGNORECASE)
ITEM_MARK = re.compile(r"\s*(?:,|;|\bvà\b)\s*")
NUMBERS = {key(word): number for word, number in (*DIGITS.items(), ("mười", 10))}


def other_direction(scene: Scene) -> Clash:
    """Something is said to go up, and the sentence on the same thing says that it goes down or stays; or inversely."""
    text = scene.question.text
    asked = list(DIRECTION.finditer(text))
    if not asked or len({match.lastgroup for match in asked}) > 1 or NEGATED.search(text[: asked[0].start()]):
        return
    if scene.question.kind == "compare":
        return
    named = {word for name in scene.names for word in keys(name.text)}
    want = {word: w for word, w in asserted(text, asked[0].span()).items() if word not in named}
    if len(want) < SUBJECT or any(_goes(s, asked[0].lastgroup, want, SAID) for s in scene.sentences):
        return
    for at, sentence in enumerate(scene.sentences):
        for way in OTHERWISE[asked[0].lastgroup or "same"]:
            if _goes(sentence, way, want, HELD) and scene.stands(at):
                yield at, None


def _goes(sentence: str, way: str | None, want: Mapping[str, float], least: float) -> bool:
    """Tell whether a sentence sends what is bound to the direction that way."""
    for match in DIRECTION.finditer(sentence):
        near = sentence[max(0, match.start() - BEFORE) : match.end() + BEHIND]
        negated = NEGATED.search(sentence[: match.start()])
        if match.lastgroup == way and not negated and held(want, near) >= least:
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
