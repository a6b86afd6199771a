"""Whether a word is spelt as a Vietnamese syllable can be: onset, vowels and final, one tone at most.

Knows the spelling, not the words: what is no syllable is a slip, an abbreviation or foreign.
"""

import re
import unicodedata

TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
ONSET = "ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdđghklmnprstvx]"
# Vowels that may end a syllable, and those that a final consonant follows.
OPEN = (
    "[aeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|i[au]|iêu|o[aei]|ô[i]|ơi|oai|oay|oeo|u[aêiơy]|uây|uôi|uya|uyu|"
    "ưa|ưi|ưu|ươi|ươu|yêu|oao"
)
CLOSED = "[aăâeêioôơuưy]|iê|o[aăeo]|uâ|uê|uô|uy|uyê|ươ|yê"
FINAL = "ch|ng|nh|[cmnpt]"
SYLLABLE = re.compile(f"(?:{ONSET})?(?:(?:{OPEN})|(?:{CLOSED})(?:{FINAL}))|gi(?:{FINAL})?")


def is_syllable(word: str) -> bool:
    """Tell whether ``word`` could be one Vietnamese syllable, known or not."""
    apart = unicodedata.normalize("NFD", word.lower())
    letters = unicodedata.normalize("NFC", TONES.sub("", apart))
    return len(TONES.findall(apart)) <= 1 and SYLLABLE.fullmatch(letters) is not None
