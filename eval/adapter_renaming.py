"""Passages under other names and figures, so that reading is what is learned, and not what the passages say.

Each is asked about some sixty times, which is enough to remember it. So half of the questions are asked of their
passages with other syllables in the names of persons and places, and other numbers, years and days: the same ones
throughout the passages, their titles, the question and the answer, so that what was true or false of them still is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from random import Random

from assistant.name import find_names

NUMBER = re.compile(r"(?<![\w.,])\d+(?:\.\d{3})*(?![\w]|[.,]\d|\s?%)")  # no share, no decimal, no part of a number
DATE = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<to_month>[/.-]\d{1,2}[/.-])(?P<year>\d{4})(?!\d)")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
WORD = re.compile(r"[^\W\d_]+")
EITHER = re.compile(rf"{DATE.pattern}|(?P<number>{NUMBER.pattern})|{WORD.pattern}")
YEARS_AWAY = (*range(-9, 0), *range(1, 10))
SCALES = (0.55, 1.8)
SMALL, DAYS = 10, 31  # numbers below are left, being words as often; up to the other they may be days
TRIES = 6
OFTEN = 3  # times a syllable must stand in names to be put into others


class Renaming:
    """Texts under other names and figures."""

    def __init__(self, syllables: Mapping[str, str], numbers: Mapping[str, str], years: int) -> None:
        self._syllables, self._numbers, self._years = syllables, numbers, years

    def __call__(self, text: str) -> str:
        """Give the text renamed."""
        return EITHER.sub(self._other, text)

    def _other(self, found: re.Match[str]) -> str:
        if found["year"]:
            day = int(found["day"])
            other = 1 + (day - 1 + self._years) % 28 if day <= 28 else day
            return f"{other:0{len(found['day'])}d}{found['to_month']}{int(found['year']) + self._years}"
        known = self._numbers if found["number"] else self._syllables
        return known.get(found[0], found[0])


class Renamer:
    """Draws renamings; the syllables come from the names in ``texts``."""

    def __init__(self, texts: Iterable[str], random: Random) -> None:
        self._random = random
        counted = Counter(syllable for text in texts for syllable in _in_names(text))
        self._pool = sorted(one for one, n in counted.items() if n >= OFTEN and len(one) <= len("Nghiêm"))

    def draw(self, texts: Sequence[str], question: str) -> Renaming:
        """Draw one for a question and the passages it is asked of."""
        years = self._random.choice(YEARS_AWAY)
        return Renaming(self._names(texts, question), self._numbers((*texts, question), years), years)

    def _names(self, texts: Sequence[str], question: str) -> dict[str, str]:
        """Exchange the syllables of names that are no words; none where the question has one in small letters."""
        taken = {word for text in (*texts, question) for word in WORD.findall(text)}
        small = {word for word in taken if word.islower()}
        named = sorted({one for text in texts for one in _in_names(text) if one.lower() not in small})
        spare = [one for one in self._pool if one not in taken and one.lower() not in small]
        if len(spare) < len(named) or any(one.lower() in question.split() for one in named):
            return {}
        return dict(zip(named, self._random.sample(spare, len(named)), strict=True))

    def _numbers(self, texts: Collection[str], years: int) -> dict[str, str]:
        """Exchange numbers: none becomes another that stands there and stays, no two become one."""
        numbers = {found[0] for text in texts for found in NUMBER.finditer(text)}
        for _ in range(TRIES):
            scale = self._random.uniform(*SCALES)
            found = {one: _other_number(one, years, scale) for one in numbers}
            if len(set(found.values())) == len(found):
                return found
        return {}


@cache
def _in_names(text: str) -> frozenset[str]:
    """Give the syllables of the persons and places that a text names."""
    names = [name.text for name in find_names(text) if name.is_proper and name.kind in ("person", "place")]
    return frozenset(word for name in names for word in WORD.findall(name) if len(word) > 1 and word[0].isupper())


def _other_number(number: str, years: int, scale: float) -> str:
    """Give another number: from 32 on scaled, so that they keep their order, and as round as it was."""
    value = int(number.replace(".", ""))
    if value < SMALL or number.startswith("0"):
        return number
    if YEAR.fullmatch(number):
        return str(value + years)
    if value <= DAYS:
        return str(SMALL + (value - SMALL + years) % (DAYS - SMALL + 1))
    step = next((size // 10 for size in (1000, 100) if value % size == 0), 1)
    other = max(DAYS + 1, round(value * scale / step) * step)
    return f"{other:,}".replace(",", ".") if "." in number else str(other)
