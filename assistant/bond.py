"""How closely the words of a text are bound to one place in it, and how much of them another text holds.

The nearer a word stands to a value, a name or a verb, the more it says what that one is of; a mark between parts
them. Two texts are about the same thing where one holds nearly all that is bound in the other.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.evidence import HONORIFIC
from assistant.name import find_names
from assistant.question import content_spans
from assistant.scene import ASKING, GIVEN, MARK
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import key, keys, word_spans

HELD = 0.7  # share of the bonds that a sentence must hold to be about the same thing
SAID = 0.5  # the same for a sentence that says what the question says: less makes it a support
NO_LESS = 0.25  # unless the sentence that contradicts holds more than that by so much
NEAR = 6.0  # syllables after which a word is bound to a value with 1/e
APART = 0.4  # what is left of the bond behind each mark between
AROUND = 0.5  # what a word counts that stands only around the sentence
# Before a value these make it a limit or a time seen from, which another value does not contradict.
LIMIT = re.compile(
    r"(?<!\w)(?:(?<!lập )(?<!đầu )(?<!lực )(?<!mắt )(?<!dụng )từ|"
    r"(?<!có )(?<!được )(?<!mãi )(?<!phải )(?:đến|tới)|trước|sau|kể từ|tính đến|cuối|đầu|giữa|khoảng|gần|hơn|trên|"
    r"dưới|ngoài|trừ|những|so với|tối đa|tối thiểu|ít nhất|nhiều nhất)\s+(?:ngày |tháng |năm )?$",
    re.IGNORECASE,
)
# Of what begins on a day, "từ" gives that day and is no limit.
BEGUN = re.compile(
    r"(?<!\w)(?:khởi công|khánh thành|khai trương|khởi động|bắt đầu|thành lập|ra đời|công nhận|ban hành|sáp nhập"
    r"|hợp nhất|gộp|nhập)(?: \w+){0,6} (?:kể )?từ\s+(?:ngày |tháng |năm |hồi )?$",
    re.IGNORECASE,
)
OPENING = re.compile(r"^\W*(?:kể )?từ\s+(?:ngày |tháng |năm )?$", re.IGNORECASE)  # "Từ 1/7, ba bệnh viện gộp lại"
# Say when something was, and nothing of it.
WHEN = re.compile(r"(?<!\w)(?:hồi|hôm|vào|đúng)\s+$", re.IGNORECASE)
# What is asked stands beyond these, and is not what is asserted.
ASKED = re.compile(r"(?<!\w)(?:ai|gì|nào|đâu|mấy|sao|bao (?:nhiêu|giờ|lâu))(?!\w)", re.IGNORECASE)

# The noun directly before says what kind of thing is asked for ("nhân dịp gì").
ASKED_OF = re.compile(r"(?<!\w)[^\W\d]+ [^\W\d]+(?= (?:gì|nào)(?!\w))", re.IGNORECASE)


def asserted(text: str, span: Span) -> dict[str, float]:
    """Give the bonds of ``span`` without the other clauses in which something is asked: these assert nothing."""
    ends = [0, *(end for mark in MARK.finditer(text) for end in mark.span()), len(text)]
    clauses = list(zip(ends[::2], ends[1::2], strict=True))
    asking = [(a, b) for a, b in clauses if ASKED.search(text[a:b]) and not a <= span[0] < b]
    return bonds(text, span, without=asking)


def bonds(text: str, span: Span, *, without: Sequence[Span] = ()) -> dict[str, float]:
    """How close each content word of ``text`` stands to ``span``: 1 beside it, less with distance and marks between."""
    words = word_spans(text)
    first = next((i for i, word in enumerate(words) if word[1] > span[0]), len(words))
    last = max((i for i, word in enumerate(words) if word[0] < span[1]), default=0)
    gone = [*without, *(_figure(text, value) for value in find_values(text))]
    gone += [match.span() for match in GIVEN.finditer(text)]
    gone += _respect(text)
    asking = [match.span() for match in ASKED_OF.finditer(text)]
    kept = set(content_spans(text))
    found: dict[str, float] = {}
    for i, word in enumerate(words):
        form = key(text[slice(*word)])
        inside = any(a <= word[0] < b for a, b in gone)
        if first <= i <= last or inside or word not in kept or form in ASKING:
            continue
        between = text[word[1] : span[0]] if i < first else text[span[1] : word[0]]
        n_apart = len(MARK.findall(between)) + len(ASKED.findall(between)) + any(a <= word[0] < b for a, b in asking)
        weight = math.exp(-(max(first - i, i - last) - 1) / NEAR) * APART**n_apart
        found[form] = max(found.get(form, 0.0), weight)
    return found


def held(want: Mapping[str, float], sentence: str, around: str = "", credit: float = AROUND) -> float:
    """Share of the bonds whose words stand in ``sentence``; ``credit`` of it for a word that stands only ``around``."""
    here, there = set(keys(sentence)), set(keys(around))
    total = sum(w * (1.0 if word in here else credit if word in there else 0.0) for word, w in want.items())
    return total / sum(want.values()) if want else 0.0


def is_said(support: float, contradiction: float) -> bool:
    """Tell whether a sentence that says so outweighs one that contradicts, by what each holds of the bonds."""
    return support >= SAID and support > contradiction - NO_LESS


def limits(before: str) -> bool:
    """Tell whether the words ``before`` a value make it a bound or a time seen from, which is not stated of a thing."""
    return LIMIT.search(before) is not None and not BEGUN.search(before)


def is_limit(text: str, canonical: str) -> bool:
    """Tell whether a value of ``text`` only bounds what is said ("trước …", "so với …")."""
    return any(LIMIT.search(text[: value.start]) for value in find_values(text) if value.canonical == canonical)


@lru_cache(maxsize=4096)
def _respect(text: str) -> tuple[Span, ...]:
    """Where the words of respect stand before a name ("ông", "đồng chí"): they describe nobody."""
    before = (HONORIFIC.search(text[: name.start]) for name in find_names(text) if name.kind == "person")
    return tuple(match.span() for match in before if match)


def _figure(text: str, value: Value) -> Span:
    """Where a value stands without what it counts, with the limit before it: these words say nothing of its thing."""
    before = text[: value.start]
    when = LIMIT.search(before) or (WHEN.search(before) if value.kind == "date" else None)
    return when.start() if when else value.start, value.end - len(value.unit)
