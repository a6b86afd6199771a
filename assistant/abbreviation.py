"""Abbreviations in a question, written out before it is read: "CQ khối của QN" = "cơ quan khối của Quảng Ninh".

What the glossary lists gets the reading that the words beside it bear out in the corpus; what it does not list may be
the initials of a place or thing that the corpus names. A long abbreviation that the corpus itself writes as often as
what it stands for (MTTQ) stays, and so does what keeps several readings: whoever matches text decides by what the text
says.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.gazetteer import Names
from assistant.name import SYLLABLE
from assistant.shorthand import unmarked
from corpus.orthography import fold, has_marks
from index.glossary import Glossary

# "959-QĐ/TU" abbreviates nothing that is to be written out, and a Roman number nothing at all.
SHORT = re.compile(r"(?<![\w/.-])[^\W\d_]{2,8}(?![\w/]|-\w|\.\w)")
# "Sở GD&ĐT", "Phòng LĐ-TB&XH": read as one, where the glossary has it.
JOINED = re.compile(r"(?<!\w)[A-ZĐ]{2,4}(?:-[A-ZĐ]{2,4})?&[A-ZĐ]{2,6}(?!\w)", re.IGNORECASE)
ROMAN = re.compile(r"[IVXLC]+")
# "H. Đạ Tẻh", "TP Hạ Long": a kind of place before its name.
PLACE_SHORT = re.compile(r"(?<![\w/.-])(TP|TX|TT|H|T|X|P|Q)(\.\s*|\s+)(?=[A-ZĐÂĂÊÔƠƯ][^\W\d_]*[a-zà-ỹđ])")
PLACES = {
    "TP": "thành phố", "TX": "thị xã", "TT": "thị trấn", "H": "huyện", "T": "tỉnh", "X": "xã", "P": "phường",
    "Q": "quận",
}  # fmt: skip
CLEARLY = 3  # times as many passages name the one thing that initials can mean as any other
OWN = 3  # letters from which an abbreviation that the corpus mostly writes itself is left alone


class Lexicon(Protocol):
    """How many passages hold a run of words."""

    def document_frequency(self, text: str, *, folded: bool = False) -> int: ...


def write_out(question: str, glossary: Glossary, lexicon: Lexicon, names: Names) -> str:
    """Write the abbreviations of ``question`` out, from its end on, so that each reads what follows it.

    ``names`` are the corpus's. A question all in capitals comes back as it was; one without marks gets none from here.
    """
    if question.isupper():
        return question
    is_marked = has_marks(question)
    question = PLACE_SHORT.sub(lambda match: _place(match[1], match[2]), question)
    question = JOINED.sub(lambda match: (glossary.readings.get(match[0].upper()) or (match[0],))[0], question)
    for match in reversed(list(SHORT.finditer(question))):
        short = match[0]
        # In small letters only what the glossary lists and no syllable could be.
        is_small = short.islower() and short.upper() in glossary.readings and not SYLLABLE.fullmatch(fold(short))
        if (sum(map(str.isupper, short)) < 2 and not is_small) or ROMAN.fullmatch(short):
            continue
        before, after = question[: match.start()], question[match.end() :]
        readings = glossary.readings.get(short.upper() if is_small else short, ())
        own = lexicon.document_frequency(short) if len(short) >= OWN else 0
        full = _reading(before, after, readings, lexicon, folded=not is_marked)
        full = full or ("" if is_small or own else _named(short, names, lexicon))
        if full and (not own or lexicon.document_frequency(full) > own):
            question = before + (full if before.strip() else full[:1].upper() + full[1:]) + after
    return question if is_marked else unmarked(question)


def _place(short: str, gap: str) -> str:
    return f"{PLACES[short]} " if "." in gap or len(short) > 1 else short + gap


def _reading(before: str, after: str, readings: Sequence[str], lexicon: Lexicon, *, folded: bool) -> str:
    """Choose the reading that stands beside its neighbours in the corpus; the only one needs no witness.

    With ``folded`` marks are ignored, as where none are typed.
    """
    if len(readings) == 1:
        return readings[0]
    last, first = _edge(before, -1), _edge(after, 0)
    support = {
        full: lexicon.document_frequency(f"{full} {first}", folded=folded) * bool(first)
        + lexicon.document_frequency(f"{last} {full}", folded=folded) * bool(last)
        for full in readings
    }
    best = max(support.values(), default=0)
    chosen = [full for full, count in support.items() if count == best and best]
    return chosen[0] if len(chosen) == 1 else ""


def _edge(text: str, at: int) -> str:
    """Give the word next to an abbreviation, unless a mark stands between."""
    words = re.findall(r"[^\W_]+|[^\w\s]", text)
    return words[at] if words and words[at].isalnum() else ""


def _named(short: str, names: Names, lexicon: Lexicon) -> str:
    """Give the name of the corpus whose initials these are; none where a second one comes near it in frequency."""
    counts = {core: lexicon.document_frequency(core) for core in names.with_initials(fold(short))}
    first, *others = sorted(counts, key=lambda core: -counts[core]) or [""]
    return first if not others or counts[first] >= CLEARLY * counts[others[0]] else ""
