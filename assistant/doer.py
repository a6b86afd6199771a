"""Who did something or comes first, where a sentence says of somebody else that it is they ("Người … là …").

Only where the question opens with whom it means and asks of nobody who it was, and no other sentence has both together.
"""

import re
from collections.abc import Iterator

from assistant.bond import ASKED
from assistant.name import Name, find_names
from assistant.scene import MARK, Scene, content, share
from corpus.document import Span
from corpus.orthography import keys

IS = re.compile(r"\s(?:chính )?(?:là|thuộc về)\s")
# What there is one of: who did it, where it is, and what is so most or first.
ONE = re.compile(r"^\W*(?:người|nơi|đơn vị|địa phương|chủ nhân)\s", re.IGNORECASE)
FIRST = re.compile(r"(?<!\w)(?:nhất|đầu tiên|đứng đầu|dẫn đầu)(?!\w)", re.IGNORECASE)
RESPECT = re.compile(r"(?<!\w)(?:đồng chí|ông|bà|anh|chị|em|cô|thầy|cụ|bác|chú)\s+$", re.IGNORECASE)
# A question opens with a name, or a part of it does.
OPENS = re.compile(r"(?:^|[,;:]\s|(?:^|\s)(?:sao|đâu|khi|vì|do|lúc|mà|rằng|việc)\s)$", re.IGNORECASE)
FIRST_WORDS = frozenset(keys("nhất đầu tiên dẫn"))
WHO = re.compile(r"(?<!\w)(?:ai|hay)(?!\w)", re.IGNORECASE)
LEAST = 3  # words that say what was done
TOLD = 0.75  # share of them that the question must have
BEFORE = 4  # syllables that may stand before the name: a kind, an office


def other_doer(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Give each sentence that has somebody else for whom the question opens with."""
    text = scene.question.text
    if scene.question.kind == "compare" or WHO.search(text):
        return
    asked = set(keys(text))
    for name in (name for name in find_names(text) if name.is_proper and _opens(text, name)):
        for at, sentence in enumerate(scene.sentences):
            for told, other in _told_of_one(sentence):
                is_same = name.stands_in(other.text) or other.stands_in(text)
                is_told = share(told, asked) >= TOLD and FIRST_WORDS & set(told) <= asked
                if is_same or not is_told or _is_asked(text, name, told):
                    continue
                others = (s for s in scene.sentences if s != sentence and name.stands_in(s))
                if not any(share(told, keys(s)) >= TOLD for s in others) and scene.stands(at, but=[name.canonical]):
                    yield at, (other.start, other.end)


def _opens(text: str, name: Name) -> bool:
    respect = RESPECT.search(text[: name.start])
    return OPENS.search(text[: respect.start() if respect else name.start]) is not None


def _told_of_one(sentence: str) -> Iterator[tuple[list[str], Name]]:
    """Give what a sentence says that one alone did, by its words, with who that is."""
    for link in IS.finditer(sentence):
        opens = max((mark.end() for mark in MARK.finditer(sentence, 0, link.start())), default=0)
        what = sentence[opens : link.start()]
        one, first = ONE.match(what), FIRST.search(what)
        if not (one or first):  # most sentences; their names are not looked for
            continue
        told = content(what[one.end() if one else 0 :]) + keys(first[0] if first else "")
        ends = MARK.search(sentence, link.end())
        name = next((name for name in find_names(sentence) if name.is_proper and name.start >= link.end()), None)
        if name is None or len(told) < LEAST or (ends and ends.start() < name.start):
            continue
        if len(keys(sentence[link.end() : name.start])) <= BEFORE:
            yield told, name


def _is_asked(text: str, name: Name, told: list[str]) -> bool:
    """Tell whether it is asked for between the name and what was done: "Sơn Hà nơi nào đông nhất?"."""
    words = [
        match for match in re.finditer(r"\w+", text) if match.start() >= name.end and set(keys(match[0])) & set(told)
    ]
    return bool(words) and ASKED.search(text, name.end, words[-1].start()) is not None
