"""A question typed in English, turned into the words a Vietnamese office writes: a word list, no grammar.

What stands in no list is left as typed, so that a word the documents cannot answer still counts as missing.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from corpus.orthography import has_marks

WORDS = Path(__file__).parent / "english.toml"
FUNCTION_WORDS = (
    "a an the of in on at to by for from with and is are was were be been being do does did has have had it its that "
    "this these those there into as up out will would can could should me tell please give show about so far held "
    "hold holds take took made make any some"
)
FUNCTION = frozenset(FUNCTION_WORDS.split())
# Words of English; none of the unmistakable ones is a syllable that Vietnamese has, typed without marks.
UNMISTAKABLE = (
    "what|who|whom|whose|when|where|which|why|how|did|does|doesn|didn|isn|is|are|was|were|been|has|have|had|many|much|most|"
    "of|from|with|after|before|during|between|since|their|they|his|her|you|your|this|there|would|could|should|will|"
    "tell|please|name|number|right|true|correct"
)
SURE_SIGN = re.compile(rf"\b(?:{UNMISTAKABLE})\b", re.I)
SIGN = re.compile(rf"\b(?:{UNMISTAKABLE}|the|by|in|do|that|to|for|on|it)\b", re.I)
OPENS = re.compile(r"\W*(?:what|who|whom|whose|when|where|which|why|how)\b", re.I)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAMED},?\s+(\d{{4}})\b", re.I)
MONTH_FIRST = re.compile(rf"\b{_NAMED}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
MONTH_ONLY = re.compile(rf"\b{_NAMED},?\s+(\d{{4}})\b", re.I)
OWNER = re.compile(r"['’]s$", re.I)  # "the district's plan" is the plan of the district
IS = re.compile(r"\b(what|who|when|where|how|that|it|there|here)['’]s\b", re.I)
LAST = ("là", "gì", "khi", "đến", "ở", "như", "ngày", "năm")  # questions that Vietnamese ends with
TOKEN = re.compile(r"[^\W_]+(?:['’/.-][^\W_]+)*")


def is_english(question: str) -> bool:
    """Tell an English question by its first word or its function words; names in it may carry Vietnamese marks."""
    if OPENS.match(question):
        return True
    words = TOKEN.findall(question)
    plain = [word for word in words if not has_marks(word)]
    is_signed = len(SIGN.findall(question)) >= 2 and SURE_SIGN.search(question) is not None
    return is_signed and len(plain) > len(words) / 2


def to_vietnamese(question: str) -> str:
    """Turn an English question phrase by phrase: what is asked first, then its content.

    The content keeps its order but for names and modifiers, which Vietnamese puts after what they go with.
    """
    asked = ""
    asked_before = 0  # the run of what it asks for
    runs: list[list[_Piece]] = [[]]  # of content, parted by function words
    tokens = TOKEN.findall(IS.sub(r"\1 is", _with_dates(question)))
    i = 0
    while i < len(tokens):
        length, table, found = _longest(tokens[i:])
        if not found and OWNER.search(tokens[i]):
            tokens[i] = OWNER.sub("", tokens[i])
            continue
        if not found and tokens[i].lower() in FUNCTION:
            runs.append([])
        elif table == "asking" and not asked:
            asked = found
            runs.append([])
            asked_before = len(runs) - 1
        else:
            runs[-1].append(_Piece(found or _begun(tokens, i), table or "name"))
        i += length
    content = [[piece.text for piece in _in_order(run)] for run in runs]
    return " ".join(_placed(asked, content, asked_before)) + "?"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    table: str  # "words", "heads", "described", "modifiers", "asking", or "name" for what stands in none


def _begun(tokens: list[str], at: int) -> str:
    """Give a token as typed, but for the capital that only begins the question."""
    token = tokens[at]
    is_name = at or not token.istitle() or has_marks(token) or (len(tokens) > 1 and tokens[1].istitle())
    return token if is_name else token.lower()


def _in_order(run: Sequence[_Piece]) -> list[_Piece]:
    """Put names and modifiers after the head or thing that they stand before, and a head after what it describes."""
    ordered: list[_Piece] = []
    waiting: list[_Piece] = []
    for at, piece in enumerate(run):
        after = run[at + 1 :]
        is_before = piece.table == "modifiers" and bool(after) and after[0].table != "name"
        is_before |= piece.table == "heads" and bool(after) and after[0].table == "described"
        is_before |= piece.table == "name" and _has_head(after) and not _ends_in_head(ordered)
        if is_before:
            waiting.append(piece)
        else:
            ordered.append(piece)
            if not (after and after[0].table in ("heads", "modifiers") and piece.table == "heads"):
                ordered += _after_head(waiting)
                waiting = []
    return [*ordered, *_after_head(waiting)]


def _has_head(after: Sequence[_Piece]) -> bool:
    """Tell whether names go on to a head, past modifiers and further parts of the name."""
    first = next((piece for piece in after if piece.table not in ("name", "modifiers")), None)
    return first is not None and first.table == "heads"


def _ends_in_head(ordered: Sequence[_Piece]) -> bool:
    return bool(ordered) and ordered[-1].table == "heads"


def _after_head(waiting: Sequence[_Piece]) -> list[_Piece]:
    """Give what stood before a head as it stands after it: the nearest first, but of a name's words the order stays."""
    others = [piece for piece in waiting if piece.table != "name"]
    return [*reversed(others), *(piece for piece in waiting if piece.table == "name")]


def _with_dates(question: str) -> str:
    """Write English dates in figures: "12 November 2018", "November 12, 2018", "November 2018"."""
    question = DAY_FIRST.sub(lambda m: f"ngày {m[1]}/{_month(m[2])}/{m[3]}", question)
    question = MONTH_FIRST.sub(lambda m: f"ngày {m[2]}/{_month(m[1])}/{m[3]}", question)
    return MONTH_ONLY.sub(lambda m: f"tháng {_month(m[1])}/{m[2]}", question)


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _placed(asked: str, runs: list[list[str]], at: int) -> list[str]:
    """Vietnamese asks "X là gì" at the end, "bao nhiêu X" before and "X nào" after the thing that is asked for."""
    words = [asked] if asked else []
    before, thing, after = [*chain(*runs[:at])], runs[at], [*chain(*runs[at + 1 :])]
    if asked.startswith(LAST):
        return [*before, *thing, *after, *words]
    return [*before, *thing, *words, *after] if asked == "nào" else [*before, *words, *thing, *after]


def _longest(tokens: list[str]) -> tuple[int, str, str]:
    """Give how many tokens the longest known phrase takes, its table and its meaning; 1 and nothing for none."""
    for length in range(min(5, len(tokens)), 0, -1):
        phrase = " ".join(tokens[:length]).lower().replace("’", "'")
        for table, phrases in _tables().items():
            if phrase in phrases:
                return length, table, phrases[phrase]
    return 1, "", ""


@cache
def _tables() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return found
