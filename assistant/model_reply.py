"""What a language model says, read as claims while it arrives: JSON objects of number, quote and text.

A model is no careful writer: objects may come over several lines, in a list, in a fence or between chatter. What is
none is left out. Nothing here is believed; ``assistant.model_claim`` checks it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LONGEST = 12_000  # characters of a reply, after which nothing more is read: a model may never stop
DECODER = json.JSONDecoder(strict=False)  # a line feed inside a string is a small model's slip, not another claim


@dataclass(frozen=True, slots=True)
class RawClaim:
    """One claim as a model wrote it."""

    sentence: int  # the number it names; 0 when it names none
    quote: str
    text: str


def read_claims(pieces: Iterable[str]) -> Iterator[RawClaim | None]:
    """Give each claim as soon as it is complete, and ``None`` for an object that claims nothing (``{}``)."""
    for row in _objects(pieces):
        quote, text = row.get("quote"), row.get("text")
        if not isinstance(quote, str) or not quote.strip():
            yield None
        else:
            yield RawClaim(_number(row.get("id")), quote, text if isinstance(text, str) else "")


def _objects(pieces: Iterable[str]) -> Iterator[dict[str, Any]]:
    buffer, n_characters = "", 0
    for piece in pieces:
        n_characters += len(piece)
        buffer += piece
        if "}" in piece:
            found, buffer = _complete(buffer)
            yield from found
        if n_characters > LONGEST:
            return


def _complete(buffer: str) -> tuple[list[dict[str, Any]], str]:
    """Take the complete objects from the front, and give what is left to be completed."""
    found: list[dict[str, Any]] = []
    while (start := buffer.find("{")) >= 0:
        try:
            row, end = DECODER.raw_decode(buffer, start)
        except (ValueError, RecursionError):
            after = buffer.find("\n{", start)
            if after < 0:
                return found, buffer[start:]
            buffer = buffer[after:]  # a broken one ends where the next line begins another
        else:
            found.append(row)
            buffer = buffer[end:]
    return found, ""


def _number(written: object) -> int:
    digits = str(written).strip(" []")
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0
