"""The same question as somebody else would have typed it; reproducible from the seed and the question alone."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from random import Random

LETTERS = re.compile(r"[^\W\d_]{3,}")  # a slip in a shorter word leaves nothing to recognise it by
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
HOOK, TILDE = "\u0309", "\u0303"  # hỏi and ngã: one sound in half of the country, and mistaken for each other
STROKES = str.maketrans("đĐ", "dD")  # the one mark that Unicode does not take apart


def unaccented(question: str) -> str:
    """Drop every mark, as people do who type without a Vietnamese keyboard; case and punctuation stay."""
    letters = unicodedata.normalize("NFD", question.translate(STROKES))
    return unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))


def typo(question: str, *, seed: int = 0) -> str:
    """Make one slip in one word: a letter lost, doubled, swapped or the next key's, or a mark lost or mistaken."""
    question = unicodedata.normalize("NFC", question)
    words = list(LETTERS.finditer(question))
    if not words:
        return question
    random = Random(f"{seed}:{question}")  # a string seeds alike in every process
    word = random.choice(words)
    kinds = [
        slips for make in (_lost, _doubled, _swapped, _beside, _unmarked, _mistaken) if (slips := [*make(word[0])])
    ]
    slip = random.choice(random.choice(kinds))
    return question[: word.start()] + slip + question[word.end() :]


def decomposed(question: str) -> str:
    """Give the question in NFD, as some systems hand over what was typed."""
    return unicodedata.normalize("NFD", question)


def upper(question: str) -> str:
    """Give the question in capitals."""
    return question.upper()


VARIANTS: Mapping[str, Callable[[str], str]] = {
    "unaccented": unaccented,
    "typo": typo,
    "nfd": decomposed,
    "upper": upper,
}


def _lost(word: str) -> Iterator[str]:
    for at in range(1, len(word)):  # people see a wrong first letter
        yield word[:at] + word[at + 1 :]


def _doubled(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        yield word[: at + 1] + letter.lower() + word[at + 1 :]


def _swapped(word: str) -> Iterator[str]:
    for at, (first, second) in enumerate(pairwise(word)):
        if first.lower() != second.lower():
            yield word[:at] + second + first + word[at + 2 :]


def _beside(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        for near in _neighbours(letter.lower()):
            yield word[:at] + (near.upper() if letter.isupper() else near) + word[at + 1 :]


def _unmarked(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        if unaccented(letter) != letter:
            yield word[:at] + unaccented(letter) + word[at + 1 :]


def _mistaken(word: str) -> Iterator[str]:
    letters = unicodedata.normalize("NFD", word)
    for one, other in ((HOOK, TILDE), (TILDE, HOOK)):
        if one in letters:
            yield unicodedata.normalize("NFC", letters.replace(one, other))


def _neighbours(letter: str) -> str:
    """Give the letters left and right of an unmarked one on the keyboard."""
    row = next((row for row in KEYBOARD if letter in row), "")
    at = row.find(letter)
    return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
