"""Vietnamese letters: one normal form for storing, two looser forms for matching.

Stored text is NFC. ``fold`` drops every mark and keeps each character's offset; ``key`` keeps the marks
but not where the tone was typed, so that *hoà* = *hòa* and *thuỷ* = *thủy* without moving a mark by
string replacement (which turns *ngoài* into *ngòai* and *quý* into *qúy*).
"""

import re
import unicodedata
from functools import lru_cache

from corpus.document import Span

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
WORD = re.compile(r"\w+")
# Invisible characters that web pages leave inside words and that nobody can type back.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# After one consonant a lone i and y are two spellings of one sound: lí/lý, kĩ/kỹ, mĩ/mỹ. Not after "u" (quy, thúy).
LONE_Y = re.compile(r"^(h|k|l|m|s|t|v)y$")


def normalize(text: str) -> str:
    """Give the form that is stored: NFC, line feeds only, nothing invisible; idempotent."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()[0]
    return "d" if base == "đ" else base


def fold(text: str) -> str:
    """Lower-case without marks, one character for each of ``text``, so that offsets carry over."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Bring a syllable to the form in which two spellings of it are equal: its letters, then its tone."""
    letters, tone = [], ""
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in TONES:
            tone = TONES[character]
        else:
            letters.append(character)
    syllable = unicodedata.normalize("NFC", "".join(letters))
    return LONE_Y.sub(r"\1i", syllable) + tone


def word_spans(text: str) -> list[Span]:
    """Find the runs of letters and digits; in Vietnamese a run of letters is a syllable."""
    return [match.span() for match in WORD.finditer(text)]


def keys(text: str) -> list[str]:
    """Give the ``key`` of each syllable of ``text``, in order."""
    return [key(word) for word in WORD.findall(text)]


def has_marks(text: str) -> bool:
    """Tell whether anything in ``text`` carries a Vietnamese mark (a tone, a quality mark or đ)."""
    return fold(text) != "".join(character.lower()[0] for character in text)
