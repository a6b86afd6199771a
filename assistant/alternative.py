"""Two values to choose from: "được 20 hay 21 biên chế?" asks how many, "năm 2016 hay 2017?" asks which year.

What is found for the open question answers the choice, also where neither of the two is right. Two accounts that are
held against each other ("có chỗ ghi 20, có chỗ ghi 21") take neither for granted.
"""

import re
from itertools import pairwise

from assistant.question import ACCOUNT
from assistant.side import COMPARED
from assistant.value import Value, find_values

OR = re.compile(r"\s*,?\s(?:hay|hoặc)(?: là)?\s(?:chỉ |tới |đến |vào |trong )?", re.IGNORECASE)
# Of two years that are compared ("năm 2016 hay 2017 cháy nhiều hơn?") neither is the answer's.
ASKS_MORE = re.compile(r"(?<!\w)(?:nhất|nào|gì|ai|mấy|bao nhiêu|bao giờ|đâu|sao)(?!\w)", re.IGNORECASE)
BETWEEN = re.compile(r"(?<!\w)hay(?!\w)", re.IGNORECASE)
YEAR = 4  # digits


def opened(text: str) -> str:
    """Give a question with the value left open that it gives two of; any other question as it is."""
    if COMPARED.search(text) or ASKS_MORE.search(text):
        return text
    for one, other in pairwise(find_values(text)):
        if OR.fullmatch(text, one.end, other.start) and _are_alike(one, other):
            return f"{text[: one.start]}{_asked(other)}{text[other.end :]}"
    return text


def holds_two_accounts(text: str) -> bool:
    """Tell whether a question holds two accounts of one thing against each other."""
    return len(ACCOUNT.findall(text)) > 1 or bool(accounts(text))


def accounts(text: str) -> tuple[Value, Value] | None:
    """Give the two values that a question holds against each other, where it has two of a kind."""
    told = len(ACCOUNT.findall(text)) > 1
    for one, other in pairwise(find_values(text)):
        is_short = told and other.unit == "" and _are_alike(other, one)  # "… 26 biên chế, có chỗ bảo 24"
        if (_are_alike(one, other) or is_short) and (told or BETWEEN.search(text, one.end, other.start)):
            return one, other
    return None


def _are_alike(one: Value, other: Value) -> bool:
    return one.kind == other.kind and (
        one.kind == "date" or (one.kind == "number" and one.unit in ("", other.unit) and _share(one) == _share(other))
    )


def _share(value: Value) -> bool:
    return value.canonical.endswith("%")


def _asked(value: Value) -> str:
    if value.kind == "date":
        return "năm nào" if len(value.canonical) == YEAR else "ngày nào"
    return "bao nhiêu phần trăm" if _share(value) else f"bao nhiêu {value.unit}".strip()
