"""A question typed in English, turned into the words a Vietnamese office writes: a word list, no grammar.

What stands in no list is left as typed, so that a word the documents cannot answer still counts as missing.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.orthography import has_marks

WORDS = Path(__file__).parent / "english.toml"
FUNCTION_WORDS = (
    "a an the of in on at to by for from with and is are was were be been being do does did has have had it its that "
    "this these those there into as up out will would can could should me tell please give show about so far held "
    "hold holds take took made make any some"
)
FUNCTION = frozenset(FUNCTION_WORDS.split())
SIGN = re.compile(
    r"\b(?:the|of|is|are|was|were|what|who|when|where|which|how|why|did|does|has|have|many|by|in)\b", re.I
)
TOKEN = re.compile(r"[^\W_]+(?:['’/.-][^\W_]+)*")


def is_english(question: str) -> bool:
    """Tell an English question by its function words; names in it may carry Vietnamese marks."""
    words = TOKEN.findall(question)
    plain = [word for word in words if not has_marks(word)]
    return len(SIGN.findall(question)) >= 2 and len(plain) > len(words) / 2


def to_vietnamese(question: str) -> str:
    """Turn an English question word by word: what is asked first, then its content in the order typed."""
    asking, words = _phrases()
    asked: list[str] = []
    content: list[str] = []
    tokens = TOKEN.findall(question)
    i = 0
    while i < len(tokens):
        length, found = _longest(tokens[i:], {**words, **asking})
        phrase = " ".join(tokens[i : i + length]).lower()
        if not found:
            content += [] if tokens[i].lower() in FUNCTION else [tokens[i]]
        elif phrase in asking and not asked:
            asked.append(found)
        else:
            content.append(found)
        i += length
    return " ".join(_placed(asked, content)) + "?"


def _placed(asked: list[str], content: list[str]) -> list[str]:
    """Vietnamese asks "X là gì" at the end, "bao nhiêu X" and "ai X" in front."""
    return (
        [*content, *asked]
        if asked and asked[0].startswith(("là", "gì", "khi", "đến", "ở", "như"))
        else [*asked, *content]
    )


def _longest(tokens: list[str], phrases: dict[str, str]) -> tuple[int, str]:
    for length in range(min(5, len(tokens)), 0, -1):
        found = phrases.get(" ".join(tokens[:length]).lower().replace("’", "'"))
        if found:
            return length, found
    return 1, ""


@cache
def _phrases() -> tuple[dict[str, str], dict[str, str]]:
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tables["asking"], tables["words"]
