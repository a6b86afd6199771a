"""Regular expressions written in Vietnamese with its marks, and the same for Vietnamese typed without them."""

import re
from dataclasses import dataclass

from corpus.orthography import fold, has_marks

NOT_PLAIN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, compiled for text with marks and for text without; spans are of the text as given."""

    marked: re.Pattern[str]
    plain: re.Pattern[str]

    def of(self, text: str) -> re.Pattern[str]:
        """Give the form to match ``text`` with."""
        return self.marked if is_marked(text) else self.plain


def compiled(pattern: str) -> Pattern:
    """Compile ``pattern`` twice, without regard to case."""
    return Pattern(re.compile(pattern, re.IGNORECASE), re.compile(without_marks(pattern), re.IGNORECASE))


def is_marked(text: str) -> bool:
    """Tell what ``has_marks`` tells, stopping at the first mark: a passage is asked for each of its numbers."""
    return any(has_marks(letter[0]) for letter in NOT_PLAIN.finditer(text))


def without_marks(pattern: str) -> str:
    """Take the marks off the letters of a regular expression and leave the rest of it ("(?P<", "\\W") alone."""
    folded = ((character, fold(character)) for character in pattern)
    return "".join(base if base != character.lower() else character for character, base in folded)
