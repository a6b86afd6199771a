"""Text as the atoms that a check compares: words in one spelling, typed values in one form, signs that mean something.

An atom covers a number, a date or a document number without the words around it: "từ" and "đến", "sáng" and
"chiều", the unit and the type of a document stay words, so that none of them can change unseen. What stands
between two atoms is kept only as far as it may end a clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.numeral import DIGITS, plain_number
from assistant.value import Value, find_values
from corpus.orthography import key, normalize

# ";" stands for every stop that ends a statement, ")," for a bracket that closes where a clause ends as well.
# A full stop inside a sentence shortens a word ("TP. Huế") and ends nothing.
Boundary = Literal["", ",", "(", ")", "),", ":", ";", "."]

# A minus is a number's only where nothing is glued to its left: not in "Al-26" or "2016-2020".
PIECE = re.compile(
    r"(?P<number>(?<![\w.,])[-−–]?\d+(?:[.,/:]\d+)*|\d+(?:[.,/:]\d+)*)"
    r"|(?P<word>[^\W\d_]+[²³23]?)|(?P<sign>[%‰$€£¥°≥≤<>=±×~≈+²³])"
)
# Digits with a comma before three more may be thousands or a fraction: such a number equals only itself.
UNCLEAR = re.compile(r"\d{1,3}(?:,\d{3})+")
FIRST_FIGURE = re.compile(r"\d|(?<!\w)[IVXLC]+(?!\w)")
LAST_WORD = re.compile(r"\w+$")
# One of them before such a value says only what its form says already.
CALENDAR = frozenset(key(word) for word in ("ngày", "mùng", "tháng", "năm"))
NUMBER_SIGN = key("số")
# As a word or in figures; "năm" is a year more often than a five and "một" an article.
DIGIT_WORDS = {key(word): f"#{number}" for word, number in DIGITS.items() if word != "năm"} | {key("mười"): "#10"}
GLUED_DASH = re.compile(r"(?<=\d)[–—−](?=\d)")
SPACES = re.compile(r"[^\S\n]+")
QUOTES = re.compile(r"[“”\"«»]")
STRONG = re.compile(r"[!?;\n]")


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing to compare, ``text[start:end]``."""

    form: str  # two atoms are the same when their forms are; a value's begins with "#"
    start: int
    end: int
    boundary: Boundary = ""  # the strongest one between this atom and the one before
    is_idle: bool = False  # the form of the value behind it says the same: "ngày" 12.11.2018, "số" 959-QĐ/TU

    @property
    def is_value(self) -> bool:
        """Tell a number, a date or a document number from a word."""
        return self.form.startswith("#")


def plain_form(atom: Atom) -> str:
    """Give a small number that stands as a word in figures, and every other form as it is."""
    return DIGIT_WORDS.get(atom.form, atom.form)


def same(one: Atom, other: Atom) -> bool:
    """Compare two atoms; a small number may stand in figures in one text and as a word in the other."""
    return one.form == other.form or (one.is_value != other.is_value and plain_form(one) == plain_form(other))


def tidy(text: str) -> str:
    """Give the form that is compared: NFC, one space, one dash between figures; idempotent."""
    return GLUED_DASH.sub("-", SPACES.sub(" ", normalize(text))).strip()


@lru_cache(maxsize=1024)
def atoms(text: str) -> tuple[Atom, ...]:
    """Cut a tidy ``text`` into atoms, in order."""
    found: list[Atom] = []
    end = 0
    for value in find_values(text):
        start, stop = _core(value)
        found += _pieces(text, end, start)
        found += _idle_marked(value, found, _value_atoms(value, start, stop))
        end = stop
    found += _pieces(text, end, len(text))
    return tuple(_with_boundaries(text, found))


def _core(value: Value) -> tuple[int, int]:
    """The span of the value without the words at its edges that are compared as words."""
    text = value.text
    if value.kind == "number":
        for word in reversed(value.unit.split()):
            text = text.rstrip().removesuffix(word)
        return value.start, value.start + len(text.rstrip())
    figure = LAST_WORD.search(text) if value.kind == "ordinal" else FIRST_FIGURE.search(text)
    return value.start + (figure.start() if figure else 0), value.end


def _value_atoms(value: Value, start: int, end: int) -> list[Atom]:
    form = value.canonical
    if value.kind in ("docno", "ordinal"):
        form = form.rpartition(" ")[2]
    elif value.kind == "number" and UNCLEAR.search(value.text):
        form = value.text[: end - value.start].replace(" ", "")
    if form.endswith("%"):
        return [Atom(f"#{form.rstrip('%')}", start, end), Atom("%", end - 1, end)]
    return [Atom(f"#{form}", start, end)]


def _idle_marked(value: Value, before: list[Atom], made: list[Atom]) -> list[Atom]:
    """Mark the calendar word or "số" that stands directly before a value, and give the value's own atoms."""
    idle = CALENDAR if value.kind == "date" else {NUMBER_SIGN} if value.kind == "docno" else ()
    if before and before[-1].form in idle and before[-1].start >= value.start:
        last = before[-1]
        before[-1] = Atom(last.form, last.start, last.end, last.boundary, is_idle=True)
    return made


def _pieces(text: str, start: int, end: int) -> Iterator[Atom]:
    for match in PIECE.finditer(text, start, end):
        if match["number"]:
            sign, digits = ("-", match[0][1:]) if not match[0][0].isdigit() else ("", match[0])
            form = f"#{sign}{digits if UNCLEAR.search(digits) or ':' in digits else plain_number(digits)}"
        else:
            form = key(match[0])
        yield Atom(form, *match.span())


def _with_boundaries(text: str, found: list[Atom]) -> Iterator[Atom]:
    """Note where clauses may end; inside quotation marks, which hold a title or somebody's words, none does."""
    n_marks = len(QUOTES.findall(text[: found[0].start])) if found else 0
    yield from found[:1]
    for one, atom in pairwise(found):
        between = text[one.end : atom.start]
        opened = n_marks % 2
        n_marks += len(QUOTES.findall(between))
        boundary = "" if opened and n_marks % 2 else _boundary(between)
        yield Atom(atom.form, atom.start, atom.end, boundary, atom.is_idle) if boundary else atom


def _boundary(between: str) -> Boundary:
    if between in ("", " "):
        return ""
    if STRONG.search(between):
        return ";"
    if ":" in between:
        return ":"
    if "(" in between or "[" in between:
        return "("
    comma: Boundary = "," if "," in between or re.search(r"\s[-–—]\s", between) else ""
    if ")" in between or "]" in between:
        return ")," if comma else ")"
    return comma or ("." if "." in between or "…" in between else "")
