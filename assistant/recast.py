"""An earlier question asked anew of its total, or of another time.

"Trung bình mỗi huyện có bao nhiêu người?", "Còn tổng số?" asks for the number of people of all districts; "Còn trước
đây?" for what was asked, at that time. Knows wording only.
"""

from assistant.pattern import compiled
from assistant.topic import lowered
from assistant.value import find_values

TOTAL = compiled(r"(?:tổng số|tổng cộng|tính chung|tất cả|cả thảy|tổng)")
COUNTED = compiled(r"\b(?:bao nhiêu|mấy) (?P<unit>\w+(?: \w+)?)(?=\s*[?.!]*$|\s*[,–]| (?:là|ở|của|trong)\b)")
EACH = compiled(r"\b(?:mỗi|từng) (?P<thing>\w+(?: \w+)*?)(?= (?:ở|tại|có|được|là|thì|bao nhiêu|mấy|của|trung bình)\b)")
NOW_AND_THEN = (
    r"(?:hồi |lúc |thời )?(?:trước đây|trước kia|trước đó|sau này|sau đó|hiện nay|hiện tại|hiện giờ|bây giờ|ngày nay)"
)
SINCE = r"(?:kể từ|từ|trước|sau) (?:khi|lúc|hồi|ngày) [^,?]+"
TIME = compiled(rf"(?:hồi trước|trước|{NOW_AND_THEN}|{SINCE})")
# Where an earlier question says when: in front, or anywhere by a word that is nothing else.
SAID_WHEN = compiled(rf"^(?:{SINCE}|{NOW_AND_THEN})\s*,\s*|\s*\b{NOW_AND_THEN}\b,?")


def total_of(question: str) -> str:
    """Ask for the total of what ``question`` counts, of each thing or of one; empty where it counts nothing."""
    counted = COUNTED.of(question).search(question)
    if counted is None:
        return ""
    each = EACH.of(question).search(question)
    of_all = f" của các {each['thing']}" if each else ""
    return f"Tổng số {counted['unit']}{of_all} là bao nhiêu"


def at_time(question: str, phrase: str) -> str:
    """Ask ``question`` of another time than the one it says; empty where it says none."""
    said = SAID_WHEN.of(question).search(question)
    date = next((value for value in find_values(question) if value.kind == "date"), None)
    if said is None and date is None:
        return ""
    start, end = said.span() if said else (date.start, date.end) if date else (0, 0)
    rest = f"{question[:start].rstrip()} {question[end:].lstrip()}".strip(" ,")
    return opened(phrase, rest)


def opened(phrase: str, question: str) -> str:
    """Put when something is asked of in front of what is asked."""
    return f"{phrase[:1].upper()}{phrase[1:]}, {lowered(question)}"
