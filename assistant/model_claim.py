"""One claim of a language model against the sentences it was given: is the quote there, do its words say this?

The quote is found by us, word for word; the text must pass the check of prose against the whole sentence around it.
The number a model gives is only where to look first: small models quote right and number wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.answer import ClaimKind
from assistant.evidence import Evidence
from assistant.model_reply import RawClaim
from assistant.verify import check
from corpus.document import Span
from corpus.orthography import normalize, word_spans

Outcome = Literal["verified", "unsupported", "not quoted"]
SHORTEST_QUOTE = 3  # syllables; fewer stand anywhere and point at nothing
LONGEST_TEXT = 600  # characters
EDGES = " \t\n.…\"“”«»'"
DASHES, QUOTES = "-–—−", '"“”«»'
MARKS = re.compile(r"\s*\[\d+(?:,\s*\d+)*\]")
# The check compares words, figures and signs; whatever else stands between them would be shown unchecked.
UNCHECKED = re.compile(r"[^\w\s.,;:()%‰$€£¥°≥≤<>=±×~≈+²³/“”\"'’‘«»–—−-]|_")


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim with what became of it; only a verified one may be shown."""

    raw: RawClaim
    outcome: Outcome
    text: str = ""  # as shown
    kind: ClaimKind = "prose"
    sentence: Evidence | None = None  # what it rests on


def judge(raw: RawClaim, sentences: Mapping[int, Evidence]) -> Offer:
    """Find the quote and check the text."""
    sentence = _cited(raw, sentences)
    if sentence is None:
        return Offer(raw, "not quoted")
    text = _as_sentence(raw.text or raw.quote)
    if text == sentence.text:
        return Offer(raw, "verified", text, "quote", sentence)
    fits = 0 < len(text) <= LONGEST_TEXT and check(text, "prose", [sentence.text]).state != "unsupported"
    return Offer(raw, "verified" if fits else "unsupported", text, "prose", sentence)


def find_quote(quote: str, text: str) -> Span | None:
    """Find a quote word for word; case, spacing and the form of dashes and quotation marks may differ."""
    words = normalize(quote).strip(EDGES).split()
    if len(word_spans(" ".join(words))) < SHORTEST_QUOTE:
        return None
    pattern = r"\s+".join("".join(map(_loose, word)) for word in words)
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return found.span() if found else None


def _cited(raw: RawClaim, sentences: Mapping[int, Evidence]) -> Evidence | None:
    named = [sentences[raw.sentence]] if raw.sentence in sentences else []
    found = (one for one in (*named, *sentences.values()) if find_quote(raw.quote, one.text))
    return next(found, None)


def _loose(character: str) -> str:
    for alike in (DASHES, QUOTES):
        if character in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(character)


def _as_sentence(written: str) -> str:
    """Bring a model's words to one line of checkable characters, written as a sentence."""
    text = " ".join(UNCHECKED.sub("", MARKS.sub("", normalize(written))).split())
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in '.;:)”"' else ".")
