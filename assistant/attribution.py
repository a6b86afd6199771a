"""What a text says of a document number: its date, the organ that issued it, what it is about.

Each fact is bound to the number it stands behind, so that one sentence may date two documents and neither takes the
other's day. It compares facts as well: "Trung ương" and "Ban Bí thư Trung ương" do not differ.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.inventory import same_number
from assistant.question import content_terms
from assistant.value import Value, find_values
from corpus.orthography import fold, keys

FactKind = Literal["date", "organ", "topic"]

ISSUED = r"(?:ban hành|ký ban hành|ký|ra|thông qua|phát hành)"
CAPITAL = r"(?-i:[A-ZĐÂĂÊÔƠƯÁÀẢÃẠÍÌỦỤỶỲÝ])"
# An organ's name opens with a capital and goes on to a mark or to one of these.
ORGAN = (
    rf"(?P<organ>{CAPITAL}[^,;.:()“”?]*?)"
    r"(?=\s*(?:[,;.:()“”?]|$)|\s(?:ban hành|ký|ra|thông qua|về|ngày|năm|tháng|là|và|nói|quy định|có|yêu cầu|phê duyệt|"
    r"thì|đã|phải|đúng|không)\b)"
)
# Directly behind a number, up to its date: whose it is and that it was issued, and nothing else.
TO_DATE = re.compile(
    rf"\W*(?:(?:của\s+[^,;.:()]{{2,60}}?)?\W*(?:(?:đã\s+)?(?:được\s+)?{ISSUED})?"
    rf"|(?:đã\s+)?(?:được|do)\s+[^,;.:()]{{2,60}}?\s{ISSUED})"
    r"\W*(?:vào|hồi|từ)?\W*(?:trong)?\W*(?:ngày|tháng|năm)?\W*",
    re.IGNORECASE,
)
BEHIND_DATE = re.compile(r"\W*(?:(?:là|thuộc)\s+)?(?:của)\s+" + ORGAN, re.IGNORECASE)
BY = re.compile(rf"\W*(?:(?:là|đã)\s+)?(?:do|được)\s+{ORGAN}\s+{ISSUED}\b", re.IGNORECASE)
# "Kế hoạch 33 về chuyển đổi số do Phòng Nội vụ ban hành": behind what it is about.
LATER_BY = re.compile(rf"[^,;.:()“”?]*?\sdo\s+{ORGAN}\s+(?:đã\s)?{ISSUED}\b", re.IGNORECASE)
# "Ban Thường vụ Tỉnh ủy ban hành Chỉ thị …": the organ stands before the number, perhaps with the place it belongs to.
ISSUER = re.compile(
    rf"(?:^|[,.:;]\s|\s(?:khi|sao|sau|nay|đâu|việc|mà)\s)(?:ngày \S+\s|đã\s)?"
    r"(?!(?:nhờ|vì|tại|khi|sau|trước|theo|từ|ở|trong|việc|ngay|kể|đến|để|nhằm|nếu|dù|mặc dù|cùng|qua)\s)"
    rf"(?P<organ>{CAPITAL}[^,;.:()“”?]{{2,50}}?)"
    r"(?:,\s(?:tỉnh|thành phố|huyện|thị xã)\s[^,;.:()“”?]{2,30}?,?)?"
    r"(?:\s(?:đã\s)?(?:chỉ đạo\s)?(?:xây dựng|soạn thảo|nghiên cứu|chuẩn bị|thảo luận)\svà)?"
    rf"\s(?:đã\s)?{ISSUED}\s$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"(?:^|\s|,)(?:nói\s+|quy định\s+|bàn\s+)?về\s+(?:việc\s+)?(?P<topic>.+?)"
    r"(?=[.;?,”]|\sthì\s|\syêu cầu\s|\sgiao\s|\sdo\s|$)",
    re.IGNORECASE,
)
BEFORE_ABOUT = 60  # characters behind a number in which "về" tells what the document is about
# They say how high an organ stands, not which of them it is.
LEVELS = frozenset(keys("trung ương đảng tỉnh huyện thành ủy thị xã đảng bộ việt nam nước"))
# "UBND tỉnh Hòa An": whose organ it is, which the other text may leave unsaid.
OF_PLACE = re.compile(rf"(?:tỉnh|huyện|xã|phường|quận|phố|ủy)\s(?P<place>(?:{CAPITAL}\w*(?:\s|$))+)$", re.IGNORECASE)
# The name of a place ends an organ's: what follows it is what the organ did.
TO_PLACE = re.compile(rf"[^,]*?(?:tỉnh|huyện|xã|phường|quận|phố|ủy)\s{CAPITAL}\w*(?:\s{CAPITAL}\w*)*", re.IGNORECASE)
CENTRAL = frozenset(keys("trung ương"))
LOCAL = frozenset(keys("tỉnh huyện xã"))


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of a document: ``text == source[start:end]``; a date's canonical form, else its words."""

    number: str
    kind: FactKind
    start: int
    end: int
    text: str
    canonical: str


def facts(text: str) -> list[Fact]:
    """Give what ``text`` says of each document number in it, in order."""
    values = find_values(text)
    numbers = [value for value in values if value.kind == "docno"]
    found: list[Fact] = []
    for number, following in pairwise([*numbers, None]):
        if number is not None:
            end = following.start if following else len(text)
            found += _facts_behind(text, number, end, values)
    return found


def differ(asked: Fact, stated: Fact) -> bool:
    """Tell whether two facts of one kind about one document cannot both be true."""
    if asked.kind == "date":
        return not same_date(asked.canonical, stated.canonical)
    mine, theirs = set(asked.canonical.split()), set(stated.canonical.split())
    if asked.kind == "topic":
        return len(mine) > 1 and not mine & theirs  # one word in common may be the same topic said otherwise
    if _is_short_for(asked.text, stated.text) or _is_short_for(stated.text, asked.text):
        return False
    places = [set(keys(found["place"])) if (found := OF_PLACE.search(one.text)) else set() for one in (asked, stated)]
    if not all(places) or places[0] & places[1]:
        mine, theirs = mine - places[0], theirs - places[1]
    if (mine >= CENTRAL) != (theirs >= CENTRAL) and (LOCAL & mine or LOCAL & theirs):
        return True
    return not (mine <= theirs or theirs <= mine or mine <= LEVELS or theirs <= LEVELS)


def _is_short_for(text: str, full: str) -> bool:
    """Tell whether a word of ``text`` in capitals stands for words of ``full`` ("BTV Tỉnh ủy")."""
    initials = "".join(word[0] for word in fold(full).split())
    shorts = [word for word in text.split() if word.isupper() and len(word) > 1]
    return any(fold(short) in initials for short in shorts)


def about_same(asked: Fact, stated: Fact) -> bool:
    """Tell whether two facts tell the same thing of the same document."""
    return asked.kind == stated.kind and same_number(asked.number, stated.number)


def same_date(a: str, b: str) -> bool:
    """Tell whether two dates may be one: the same, one without its day, month or year, or the century of the other."""
    if a.startswith("--") or b.startswith("--"):
        return a[-5:] == b[-5:] if len(a) >= len("--01-01") and len(b) >= len("--01-01") else True
    if a.startswith("C") != b.startswith("C"):
        century, day = sorted((a, b), reverse=True)
        return day[:4].isdigit() and century == f"C{(int(day[:4]) + 99) // 100}"
    return a == b or a.startswith(f"{b}-") or b.startswith(f"{a}-")


def _facts_behind(text: str, number: Value, end: int, values: list[Value]) -> list[Fact]:
    found: list[Fact] = []
    dates = [value for value in values if value.kind == "date" and number.end <= value.start < end]
    date = dates[0] if dates and TO_DATE.fullmatch(text, number.end, dates[0].start) else None
    if date and ".." not in date.canonical and not date.canonical.startswith("T"):
        found.append(Fact(number.canonical, "date", date.start, date.end, date.text, date.canonical))
    for match in filter(None, _organs(text, number, date, end)):
        start, stop = match.span("organ")
        named = TO_PLACE.match(text, start, stop)
        stop = named.end() if named else stop
        words = " ".join(keys(text[start:stop]))
        found.append(Fact(number.canonical, "organ", start, stop, text[start:stop], words))
        break
    about = ABOUT.search(text, number.end, end)
    if about and about.start() - (found[-1].end if found else number.end) < BEFORE_ABOUT:
        start, stop = about.span("topic")
        words = " ".join(key for word in content_terms(text[start:stop]) for key in keys(word))
        found.append(Fact(number.canonical, "topic", start, stop, text[start:stop], words))
    return found


def _organs(text: str, number: Value, date: Value | None, end: int) -> list[re.Match[str] | None]:
    after = [pattern.match(text, number.end, end) for pattern in (BY, BEHIND_DATE)]
    after.append(ISSUER.search(text[: number.start]))
    after += [pattern.match(text, date.end, end) for pattern in (BY, BEHIND_DATE)] if date else []
    after.append(LATER_BY.match(text, number.end, end))
    return after
