"""Edits that change nothing that is said: a checker that flags them would throw true answers away."""

import re
import unicodedata
from collections.abc import Mapping
from random import Random

from assistant.value import find_values
from eval.mutation import Case, Operator, Trial
from eval.mutation_planned import edits, replaced

TONES = "\u0300\u0309\u0303\u0301\u0323"
# Where the tone of an open syllable may stand: "hòa" or "hoà", "thủy" or "thuỷ", never after q.
OLD_STYLE = re.compile(rf"(?<![qQ])([ou])([{TONES}])([aey])(?!\w|[{TONES}])", re.IGNORECASE)
NEW_STYLE = re.compile(rf"(?<![qQ])([ou])([aey])([{TONES}])(?!\w)", re.IGNORECASE)
MOVABLE = ("oa", "oe", "uy")
SPACED_DASH = re.compile(r"\s[-–—]\s")
GLUED_DASH = re.compile(r"(?<=[\dA-ZĐa-zđ])[-–—](?=[\dA-ZĐ])")
CALENDAR_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _decomposed(text: str, _random: Random) -> str:
    return unicodedata.normalize("NFD", text)


def _tone_style(text: str, _random: Random) -> str:
    letters = unicodedata.normalize("NFD", text)

    def moved(match: re.Match[str]) -> str:
        first, second, third = match.groups()
        vowel = third if second in TONES else second
        if (first + vowel).lower() not in MOVABLE:
            return match[0]
        return f"{first}{third}{second}"

    pattern = OLD_STYLE if OLD_STYLE.search(letters) else NEW_STYLE
    return unicodedata.normalize("NFC", pattern.sub(moved, letters))


def _date_format(text: str, random: Random) -> str | None:
    days = [(value, day) for value in find_values(text) if (day := CALENDAR_DAY.fullmatch(value.canonical))]
    if not days:
        return None
    value, day = random.choice(days)
    year, d, m = day[1], int(day[3]), int(day[2])
    forms = [
        f"{d}.{m}.{year}",
        f"{d:02}/{m:02}/{year}",
        f"{d}-{m}-{year}",
        f"ngày {d} tháng {m} năm {year}",
        f"ngày {d:02}/{m}/{year}",
    ]
    return replaced(text, value.start, value.end, random.choice([form for form in forms if form != value.text]))


def _number_format(text: str, random: Random) -> str | None:
    made = [
        replaced(text, value.start, value.start + len(figure[0]), new)
        for value in find_values(text)
        if value.kind == "number" and (figure := re.match(r"[\d.]+(?:,\d+)?(?: ?%)?", value.text))
        if (new := _rewritten(figure[0], value.text[figure.end() :]))
    ]
    return random.choice(made) if made else None


def _rewritten(figure: str, behind: str) -> str | None:
    """Another way to write a number: 1.500 as 1500, 5 as 05, 45 % as 45%, 1,5 triệu as 1.500.000."""
    if figure.endswith("%"):
        bare = figure.rstrip("% ")
        return f"{bare}%" if " " in figure else f"{bare} %"
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figure):
        return figure.replace(".", "")
    if re.fullmatch(r"[1-9]\d{3,}", figure):
        return f"{int(figure):,}".replace(",", ".")
    if re.fullmatch(r"0?[2-9]", figure) and not re.match(r"[\d.,/–-]|\s[-–]", behind):
        return figure.lstrip("0") if figure.startswith("0") else f"0{figure}"
    return None


def _clause_cut(case: Case, _random: Random) -> Trial | None:
    return Trial(case.claim, case.sentence) if case.claim != case.sentence else None


def _first_letter(text: str, _random: Random) -> str:
    return (text[0].lower() if text[0].isupper() else text[0].upper()) + text[1:]


def _dashes(text: str, random: Random) -> str | None:
    found = [*SPACED_DASH.finditer(text), *GLUED_DASH.finditer(text)]
    if not found:
        return None
    match = random.choice(found)
    at = match.start() + match[0].index(match[0].strip())
    return replaced(text, at, at + 1, random.choice([dash for dash in "-–—" if dash != text[at]]))


def _whitespace(text: str, random: Random) -> str:
    spaces = [match.start() for match in re.finditer(" ", text)]
    at = random.choice(spaces)
    return replaced(text, at, at + 1, random.choice(["  ", "\u00a0", " \t"]))


def _final_punctuation(text: str, _random: Random) -> str:
    return text.rstrip(".") if text.endswith(".") else f"{text}."


HARMLESS: Mapping[str, Operator] = {
    "NFD": edits(_decomposed),
    "kiểu đặt dấu thanh": edits(_tone_style),
    "dạng ngày": edits(_date_format),
    "dạng số": edits(_number_format),
    "bỏ mệnh đề ở ranh giới": _clause_cut,
    "hoa thường chữ đầu": edits(_first_letter),
    "loại gạch nối": edits(_dashes),
    "khoảng trắng": edits(_whitespace),
    "dấu cuối câu": edits(_final_punctuation),
}
