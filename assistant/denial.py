"""What a sentence denies ("chưa", "không", "đứng ngoài"), where a question takes it for done.

A denial reaches to the end of its clause. It contradicts where what it reaches is what the question says was done: its
predicate (behind a name, "đã", "được", …), or most of its words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.bond import HELD, bonds, held, is_said
from assistant.inventory import years
from assistant.name import find_names
from assistant.question import content_spans
from assistant.scene import ASKING, Scene
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import key, keys, word_spans

NEGATION = re.compile(
    r"(?<!\w)(?:(?<!hàng )(?<!trên )(?<!hay )(?<!có )không(?! (?:quân|gian|khí|phận|lưu|chỉ|những|còn))|chưa|chẳng"
    r"|đứng ngoài)(?!\w)",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:.()“”](?=\s|$)|\s(?:nhưng|mà|vì|nên|do|để|khi|nếu|thì|trong khi|tuy)\s", re.IGNORECASE)
PREDICATE = re.compile(r"(?<!\w)(?:đã|được|bị|đang|sẽ|phải|lại|cho|từng|vừa)\s+$", re.IGNORECASE)
REACH = 12  # syllables behind a negation
MOST = 0.6  # share of a statement's words that a denial must reach where its predicate is not known
LEAST = 4


def other_state(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Something is taken for done, and the sentence on it says that it is not."""
    text = scene.question.text
    if NEGATION.search(text) and not text.rstrip(" ?.!").endswith(("không", "chưa")):
        return
    pairs = _pairs(text)
    said = [pair for pair in pairs if _is_predicate(text, pair[0])]
    for at, sentence in enumerate(scene.sentences):
        if not scene.stands(at, but={year for value in scene.question.values for year in years(value)}):
            continue
        for negation in NEGATION.finditer(sentence):
            reached = _reached(sentence, negation.end())
            denied = [pair for pair in pairs if tuple(form for _, form in pair[1]) in set(pairwise(reached))]
            told = [pair for pair in denied if pair in said] or (denied if _covers(text, reached) else [])
            for span, _ in told[:1]:
                want = bonds(text, span)
                share = held(want, sentence)
                if len(want) >= LEAST and share >= HELD and not is_said(_support(scene, at, told[0][1], want), share):
                    yield at, None


Pair = tuple[Span, tuple[tuple[Span, str], tuple[Span, str]]]


def _pairs(text: str) -> list[Pair]:
    """The pairs of content syllables that follow each other in ``text``; names and values describe what it is of."""
    things = [(n.start, n.end) for n in find_names(text) if n.is_proper] + [(v.start, v.end) for v in find_values(text)]
    kept = set(content_spans(text))
    words = [(span, key(text[slice(*span)])) for span in word_spans(text)]
    found = []
    for a, b in pairwise(words):
        is_content = all(span in kept and form not in ASKING for span, form in (a, b))
        if is_content and not any(start <= a[0][0] < end for start, end in things) and b[0][0] - a[0][1] == 1:
            found.append(((a[0][0], b[0][1]), (a, b)))
    return found


def _is_predicate(text: str, span: Span) -> bool:
    names = [name for name in find_names(text) if name.is_proper and name.end <= span[0]]
    behind_name = any(not text[name.end : span[0]].strip() for name in names)
    return behind_name or PREDICATE.search(text[: span[0]]) is not None


def _reached(sentence: str, start: int) -> list[str]:
    end = CLAUSE_END.search(sentence, start + 1)
    return keys(sentence[start : end.start() if end else len(sentence)])[:REACH]


def _covers(text: str, reached: Sequence[str]) -> bool:
    named = {word for name in find_names(text) if name.is_proper for word in keys(name.text)}
    words = [form for span in content_spans(text) if (form := key(text[slice(*span)])) not in named | ASKING]
    return len(words) >= LEAST and sum(word in reached for word in words) >= MOST * len(words)


def _support(scene: Scene, at: int, pair: Sequence[tuple[Span, str]], want: dict[str, float]) -> float:
    """How much of the bonds is held by another sentence that has the pair undenied."""
    forms = tuple(form for _, form in pair)
    return max(
        (
            held(want, sentence)
            for other, sentence in enumerate(scene.sentences)
            if other != at and forms in set(pairwise(keys(sentence))) and not NEGATION.search(sentence)
        ),
        default=0.0,
    )
