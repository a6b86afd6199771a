"""The planned errors: what a checker must catch, known to its author while it was made.

Each operator spoils one true sentence in one place, or cites it wrongly, and gives nothing where it cannot.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from random import Random

from assistant.name import find_names
from assistant.value import find_values
from eval.mutation import Case, Operator, Trial

Edit = Callable[[str, Random], str | None]

ANTONYMS = (
    "tăng|giảm",
    "trên|dưới",
    "trước|sau",
    "cao|thấp",
    "lớn|nhỏ",
    "nhiều|ít",
    "đầu|cuối",
    "trong|ngoài",
    "mở|đóng",
    "thuận lợi|khó khăn",
    "mạnh|yếu",
    "mới|cũ",
    "bắt đầu|kết thúc",
    "thành lập|giải thể",
    "thắng|thua",
    "dài|ngắn",
    "nam|bắc",
    "đông|tây",
)
UNITS = (
    "người|hộ",
    "huyện|xã",
    "tỉnh|huyện",
    "km|m",
    "đồng|USD",
    "ngày|tháng",
    "tấn|kg",
    "triệu|tỷ",
    "biên chế|đơn vị",
)
NEGATION = re.compile(r"(?<!\w)(?:không phải|không|chưa|chẳng)\s(?=\w)", re.IGNORECASE)
AFFIRMED = re.compile(r"(?<!\w)(?<!không )(?<!chưa )(?:được|có|đạt|là|phải|còn|bị|thuộc|đã)(?!\w)")
HEDGE = re.compile(
    r"(?<!\w)(?:khoảng|hơn|gần|dự kiến|có thể|ước tính|hầu hết|chủ yếu|xấp xỉ|có lẽ|được cho là|ít nhất)\s(?=\w)",
    re.IGNORECASE,
)
RANK = re.compile(
    r"(?<!\w)(?:phó|nguyên|quyền|cựu)\s(?=(?:tổng |bí |chủ |trưởng|giám |thủ |hiệu |viện |chánh))", re.IGNORECASE
)
OFFICE = re.compile(
    r"(?<!\w)(?<!phó )(?<!Phó )(?<!nguyên )(?:Bí thư|Chủ tịch|Tổng thống|Thủ tướng|Giám đốc|"
    r"Trưởng (?:ban|phòng|đoàn))(?!\w)"
)
CONDITION = re.compile(
    r"(?:^|(?<=, ))(?:nếu|khi|trừ khi|với điều kiện|trong trường hợp|trước khi|sau khi)\s[^,;.]{6,},\s?"
    r"|,?\s(?:nếu|khi|trừ|ngoại trừ|với điều kiện|trong trường hợp|trước khi|sau khi)\s[^,;]{6,}(?=\.$)",
    re.IGNORECASE,
)


def edits(edit: Edit) -> Operator:
    """Make an operator of an edit: the claim is edited, its citation is not."""

    def operator(case: Case, random: Random) -> Trial | None:
        spoilt = edit(case.claim, random)
        return None if spoilt is None or spoilt == case.claim else Trial(spoilt, case.sentence)

    return operator


def replaced(text: str, start: int, end: int, new: str) -> str:
    """Give ``text`` with ``[start, end)`` replaced."""
    return text[:start] + new + text[end:]


def exchanged(text: str, one: tuple[int, int], other: tuple[int, int]) -> str:
    """Give ``text`` with two spans in each other's place."""
    (a, b), (c, d) = sorted((one, other))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def swapped_word(pairs: Sequence[str]) -> Edit:
    """Make an edit that puts a word of a pair in the other's place, once."""
    table = {one: other for pair in pairs for a, b in [pair.split("|")] for one, other in ((a, b), (b, a))}
    words = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(table, key=len, reverse=True))})(?!\w)")

    def edit(text: str, random: Random) -> str | None:
        found = list(words.finditer(text))
        if not found:
            return None
        word = random.choice(found)
        return replaced(text, *word.span(), table[word[0]])

    return edit


def dropped(pattern: re.Pattern[str]) -> Edit:
    """Make an edit that leaves out one match; a sentence that began with it begins with a capital again."""

    def edit(text: str, random: Random) -> str | None:
        found = list(pattern.finditer(text))
        if not found:
            return None
        match = random.choice(found)
        left = replaced(text, *match.span(), "")
        return left[:1].upper() + left[1:] if match.start() == 0 else left

    return edit


def _changed_digit(text: str, random: Random) -> str | None:
    digits = [match.start() for match in re.finditer(r"\d", text)]
    if not digits:
        return None
    at = random.choice(digits)
    return replaced(text, at, at + 1, random.choice([d for d in "123456789" if d != text[at]]))


def _swapped_figures(text: str, random: Random) -> str | None:
    figures = [value for value in find_values(text) if value.kind in ("number", "date") and value.text[0].isdigit()]
    spans = [(value, re.match(r"\d+(?:[.,]\d+)*", value.text)) for value in figures]
    pairs = [
        ((one.start, one.start + a.end()), (other.start, other.start + b.end()))
        for (one, a), (other, b) in combinations(spans, 2)
        if a and b and a[0] != b[0] and one.canonical != other.canonical
    ]
    return exchanged(text, *random.choice(pairs)) if pairs else None


def _swapped_names(text: str, random: Random) -> str | None:
    names = [name for name in find_names(text) if name.is_proper]
    pairs = [
        (one, other)
        for one, other in combinations(names, 2)
        if one.canonical != other.canonical and one.kind == other.kind
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    core = [(name.end - len(name.core), name.end) for name in (one, other)]
    return exchanged(text, *core)


def _moved_citation(case: Case, _random: Random) -> Trial | None:
    return Trial(case.claim, case.neighbour) if case.sentence != case.neighbour else None


def _added_negation(text: str, random: Random) -> str | None:
    found = list(AFFIRMED.finditer(text))
    if not found:
        return None
    verb = random.choice(found)
    new = "chưa" if verb[0] == "đã" else f"không {'phải ' if verb[0] == 'là' else ''}{verb[0]}"
    return replaced(text, *verb.span(), new)


def _added_rank(text: str, random: Random) -> str | None:
    found = list(OFFICE.finditer(text))
    if not found:
        return None
    at = random.choice(found).start()
    return replaced(text, at, at, random.choice(["Phó ", "nguyên ", "quyền "]))


def _changed_year(text: str, random: Random) -> str | None:
    years = list(re.finditer(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d.,]\d)", text))
    if not years:
        return None
    year = random.choice(years)
    return replaced(text, *year.span(), str(int(year[0]) + random.choice([-10, -2, -1, 1, 2, 10])))


def _changed_unit(text: str, random: Random) -> str | None:
    edit = swapped_word(UNITS)
    counted = [value for value in find_values(text) if value.kind == "number" and value.unit]
    made = [(value, edit(value.text, random)) for value in counted]
    fitting = [(value, new) for value, new in made if new is not None]
    if not fitting:
        return None
    value, new = random.choice(fitting)
    return replaced(text, value.start, value.end, new)


PLANNED: Mapping[str, Operator] = {
    "đổi một chữ số": edits(_changed_digit),
    "đổi chỗ hai con số": edits(_swapped_figures),
    "đổi chỗ hai tên": edits(_swapped_names),
    "trích câu bên cạnh": _moved_citation,
    "thêm phủ định": edits(_added_negation),
    "bỏ phủ định": edits(dropped(NEGATION)),
    "từ trái nghĩa": edits(swapped_word(ANTONYMS)),
    "bỏ từ rào đón": edits(dropped(HEDGE)),
    "bỏ phó, nguyên, quyền": edits(dropped(RANK)),
    "thêm phó, nguyên, quyền": edits(_added_rank),
    "đổi năm": edits(_changed_year),
    "đổi đơn vị": edits(_changed_unit),
    "bỏ điều kiện": edits(dropped(CONDITION)),
}
