"""Numbers as Vietnamese writes them, in digits or in words, brought to one form: 1,5 triệu = 1.500.000.

Knows spellings only: nothing of units, dates or what is counted.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
# Said only after a ten or a zero ("hai mươi mốt", "một trăm linh tư").
LATE_DIGITS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
TENS = {"mươi": 10, "mười": 10, "chục": 10, "trăm": 100}
MAGNITUDES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
ZERO = frozenset({"linh", "lẻ"})
# After these "năm" is the digit five; elsewhere it is a year ("hai mươi năm": twenty years).
AFTER_FIVE = frozenset({"mươi", "trăm", "chục", *MAGNITUDES})
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
ROMAN_NUMBER = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def plain_number(text: str) -> str:
    """Give a number written in digits without thousands marks or idle zeros, with a decimal point, around any "/"."""
    bare = re.sub(r"\s", "", text)
    parts = "/".join(_plain(part) for part in bare.rstrip("%").split("/"))
    return parts + ("%" if bare.endswith("%") else "")


def _plain(digits: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0") if "." not in decimals else decimals  # 0263.3822.123 is a telephone number
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def times(number: str, magnitudes: Sequence[str]) -> str:
    """Multiply a plain number by the magnitudes said after it ("3" "nghìn" "tỷ")."""
    power = sum(MAGNITUDES[word] for word in magnitudes)
    return _written(Decimal(number) * 10**power)


def plus(number: str, other: str) -> str:
    """Add two plain numbers ("1 triệu 200 nghìn")."""
    return _written(Decimal(number) + Decimal(other))


def _written(number: Decimal) -> str:
    return _plain(f"{number:f}") if number % 1 else f"{int(number)}"


def numeral_length(words: Sequence[str]) -> int:
    """Count the lower-case ``words`` at the beginning of the sequence that are one number in words; 0 for none."""
    if not words or (words[0] not in DIGITS and words[0] != "mười") or (words[0] == "năm" and not _is_five(words, 0)):
        return 0
    i = 1
    while i < len(words) and _continues(words, i):
        i += 1
    return i - 1 if words[i - 1] in ZERO else i


def _continues(words: Sequence[str], i: int) -> bool:
    """Tell whether ``words[i]`` goes on with the number that ends before it: "hai mươi" does, "hai ba" does not."""
    before, word = words[i - 1], words[i]
    scaled = before in TENS or before in MAGNITUDES or before in ZERO
    if word in DIGITS:
        return scaled and (word != "năm" or _is_five(words, i))
    if word in LATE_DIGITS or word == "rưỡi":
        return scaled
    if word in ZERO:
        return before == "trăm" or before in MAGNITUDES
    return word == "mười" if before in ZERO else word in MAGNITUDES or (word in TENS and before in DIGITS)


def _is_five(words: Sequence[str], i: int) -> bool:
    return (i > 0 and words[i - 1] in ZERO) or (i + 1 < len(words) and words[i + 1] in AFTER_FIVE)


def number_in_words(words: Sequence[str]) -> str:
    """Read the words of one number: "hai trăm năm mươi nghìn" is 250000."""
    total, group, digit, scale = Decimal(0), Decimal(0), Decimal(0), Decimal(1)
    for word in words:
        if word in DIGITS or word in LATE_DIGITS:
            digit = Decimal({**DIGITS, **LATE_DIGITS}[word])
        elif word in TENS:
            scale = Decimal(TENS[word])
            group, digit = group + (digit or 1) * scale, Decimal(0)
        elif word in MAGNITUDES:
            scale = Decimal(10) ** MAGNITUDES[word]
            if word in ("tỷ", "tỉ"):
                total, group = (total + group + digit) * scale, Decimal(0)
            else:
                total, group = total + (group + digit) * scale, Decimal(0)
            digit = Decimal(0)
        elif word == "rưỡi":
            group += scale / 2
    return _written(total + group + digit)


def from_roman(letters: str) -> int:
    """Read a Roman number."""
    figures = [ROMAN[letter] for letter in letters]
    return sum(-a if a < b else a for a, b in zip(figures, [*figures[1:], 0], strict=True))
