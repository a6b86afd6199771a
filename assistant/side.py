"""The sides of a comparison, each as a question of its own: what is asked of all, with one side in place of the others.

It reads where things are coordinated or contrasted in a question that compares; names and document numbers are whole
in it, and a side that has one ends with it. It finds no answers; a side is answered like any question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.occasion import occasions
from assistant.question import content_terms
from assistant.side_asked import IN_TIME, asked_of
from corpus.document import Span

KEPT = "\u0298"  # stands for a name while the words around it are read; a letter, so that nothing parts it
COMPARED = re.compile(
    r"so sánh|so với|phân biệt|đối chiếu|khác|giống|chênh|giữa|trước hay|sớm hơn|muộn hơn|lần lượt|"
    r"mỗi (?:nơi|bên|người|cái)|hai bên|(?:nơi|bên|cái|huyện|tỉnh|xã|ai|người|đâu)(?: nào)?\b.*\b(?:hơn|trước|sau|mới)|"
    r"ai .*(?:gì|nào)|\bhơn\b",
    re.IGNORECASE,
)
# One value is asked of two names: each has its own.
BOTH = re.compile(
    rf"{KEPT} (?:và|với|cùng) [^,.?;:]*{KEPT}\s(?:thì |hiện |đang |mỗi (?:nơi|bên) )*"
    r"(?:là (?:ai|bao nhiêu)|do ai|(?:có|được giao|gồm|đạt) (?:bao nhiêu|mấy)|"
    r"[^,.?;:]*(?:khi nào|bao giờ|(?:ngày|năm|tháng) nào|lúc nào))(?!\w)",
    re.IGNORECASE,
)
EXPLAINED = re.compile(r"(?<!\w)(?:vì sao|tại sao|vì lý do|nguyên nhân|do đâu)(?!\w)", re.IGNORECASE)
# Two words that leave it open how things compare are no two things.
OPEN = re.compile(
    r"\s*,?(?<!\w)(?:giống (?:hay|và) khác|khác (?:hay|và) giống|nhiều hay ít|ít hay nhiều|hơn hay kém|"
    r"cao hay thấp|bằng hay khác|có hay không)(?!\w)(?: nhau| hơn| gì)*",
    re.IGNORECASE,
)
# In order: what joins two sides most surely comes first.
JOINTS = tuple(
    re.compile(rf"\s*,?\s(?:{joint})\s", re.IGNORECASE)
    for joint in (
        r"so với|so cùng|(?:chênh|khác|giống)(?: lệch| nhau| gì)*(?P<ask> bao nhiêu| mấy)?(?: so)? với",
        "hay|hoặc",
        r"hơn|kém|(?:khác|giống)(?! nhau| gì nhau| gì$)(?: gì)?",
        "và|cùng|lẫn",
        "với|cạnh",
    )
)
SURE = 3  # joints that contrast; the others only put beside each other
OPENS = re.compile(
    r"(?<!\w)(?:so sánh|so|phân biệt|đối chiếu|giữa|giúp|đặt|của|ở|tại|với|trong|về|huyện nào|nơi nào)\s|[,:]\s",
    re.IGNORECASE,
)
ENDS = re.compile(
    r"\s*[,?.:;]|\s(?:khác|giống|hơn|kém|cái|nơi|bên nào|ai|thì|thế nào|như thế|ra sao|có|được|lần lượt|trước|sau|"
    r"chênh|cao|thấp|nhiều|ít|lớn|nhỏ|đông|là|mỗi|vào|diễn ra|đón|đều|năm)(?!\w)",
    re.IGNORECASE,
)
SHARED_TAIL = re.compile(r"\s(?:của|ở|tại|trong)\s.*$", re.IGNORECASE)
LINK = re.compile(r"^(?:của|ở|tại|với|về|trong|giữa|là)\s+", re.IGNORECASE)
# "so với B thì A …": the side that is compared with stands before what is asked.
AGAINST = re.compile(
    r"^(?:nếu\s)?(?:đem\s)?so (?:với|cùng)\s(?P<other>.+?)(?:\s*,\s*(?:thì\s)?|\sthì\s)(?P<rest>.+)$", re.I
)
PLACED = re.compile(r"(?<!\w)(?:ở|tại|trong)\s$", re.IGNORECASE)
SHORT = 3
LONGEST = 12  # words of one side
TOKEN = re.compile(rf"{KEPT}\d+{KEPT}")
CLAUSE = re.compile(r"[^,?.:;]+")
LISTED = re.compile(
    rf"(?<!\w)(?P<side>(?:(?!(?:của|ở|tại|trong|giữa|với|so)\s)[^\W{KEPT}]+\s){{0,2}}{TOKEN.pattern})\s*,\s*$"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """One question for each side; nothing in it where nothing is compared."""

    questions: tuple[str, ...] = ()
    in_time: bool = False  # which came first, or when each was


def sides(text: str, whole: Sequence[Span] = ()) -> Sides:
    """Read the sides of a comparison; ``whole`` are the spans of its names and document numbers."""
    asked, kept = _kept(text.strip(), whole)
    if dated := occasions(asked):
        return Sides(tuple(_restored(side, kept) for side in dated), in_time=True)
    both = BOTH.search(asked) is not None
    if not (COMPARED.search(asked) or both) or EXPLAINED.search(asked):
        return Sides()
    in_time = not both and IN_TIME.search(asked) is not None
    for found in _readings(OPEN.sub("", asked)):
        each = [asked_of(side, in_time=in_time) for side in found]
        if all(_asks_something(side, kept) for side in each):
            return Sides(tuple(_restored(side, kept) for side in each), in_time=in_time)
    return Sides()


def _asks_something(side: str, kept: Sequence[str]) -> bool:
    """Tell whether a side says more than its name; a document's number alone asks what is said of it."""
    names = [match[0] for match in TOKEN.finditer(side)]
    return len(content_terms(side)) > len(names) or any(c.isdigit() for name in names for c in _restored(name, kept))


def _kept(text: str, whole: Sequence[Span]) -> tuple[str, list[str]]:
    """Put one word in place of each name."""
    kept: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in sorted(whole):
        if start >= at:
            parts += [text[at:start], f"{KEPT}{len(kept)}{KEPT}"]
            kept.append(text[start:end])
            at = end
    return "".join([*parts, text[at:]]), kept


def _restored(text: str, kept: Sequence[str]) -> str:
    return TOKEN.sub(lambda match: kept[int(match[0].strip(KEPT))], text)


def _readings(text: str) -> Iterator[list[str]]:
    """Give the ways to take a question apart, the surest first."""
    if (against := AGAINST.match(text)) and (other := _in_place_of(against["other"], against["rest"])):
        yield [against["rest"], other]
    for n, joint in enumerate(JOINTS):
        for match in joint.finditer(text):
            ask = match.groupdict().get("ask") or ""
            if found := _split(f"{text} {ask}".strip(), *match.span(), contrasts=n < SURE, phrases=not n):
                yield found


def _in_place_of(other: str, rest: str) -> str:
    """Say ``rest`` of another thing: of another name where the other side is no more than that."""
    name = TOKEN.search(rest)
    if not TOKEN.search(other) or name is None:
        return ""
    if len(content_terms(other)) == len(TOKEN.findall(other)):
        return f"{rest[: name.start()]}{other.strip()}{rest[name.end() :]}"
    return f"{other} {rest[name.end() :]}"


def _split(text: str, before: int, after: int, *, contrasts: bool, phrases: bool) -> list[str]:
    """Take a question apart where a joint stands: what comes before both, one side, what is said of both."""
    opening = [match.end() for match in OPENS.finditer(text, 0, before) if match.end() < before]
    start = opening[-1] if opening else 0
    left, between = _side_and_rest(text[start:before])
    right, behind = _side_and_rest(LINK.sub("", text[after:].strip()), alike=TOKEN.search(left) is not None)
    if phrases and not TOKEN.search(f"{left} {right}") and (clause := CLAUSE.match(text, after)):
        left, between = text[start:before].strip(), ""
        right, behind = clause[0].strip(), text[clause.end() :].strip()
    if between and not contrasts:
        return []
    if not all(0 < len(side.split()) <= LONGEST and content_terms(side) for side in (left, right)):
        return []
    first = text[:start]
    if (place := PLACED.search(first)) and not _is_place(right):  # what is placed there is a part of the side
        at = max((match.end() for match in OPENS.finditer(first, 0, place.start())), default=0)
        first, left = first[:at], f"{first[at:]}{left}"
    between = "" if behind.startswith(between) else between
    more: list[str] = []
    while TOKEN.search(left) and TOKEN.search(right) and (listed := LISTED.search(first)):
        more.insert(0, listed["side"])
        first = first[: listed.start()]
    tail = SHARED_TAIL.search(right)
    also = tail[0] if tail and not SHARED_TAIL.search(left) and not TOKEN.search(left) else ""
    every = [*more, f"{left}{also}", f"{_shared(left, right)} {right}"]
    return [f"{first} {side} {between} {behind}" for side in every]


def _is_place(side: str) -> bool:
    """Tell whether a side is no more than a name with one or two words before it that say what it is."""
    return TOKEN.fullmatch(side.rsplit(maxsplit=1)[-1]) is not None and len(content_terms(side)) <= SHORT


def _side_and_rest(text: str, *, alike: bool = True) -> tuple[str, str]:
    """Part the words of a side from what follows it: it ends with its name, or where a predicate begins."""
    text = text.strip()
    end = ENDS.search(text)
    name = TOKEN.search(text) if alike else None
    if name and (end is None or name.end() <= end.start() or end.start() < name.start() <= end.end()):
        return text[: name.end()], text[name.end() :].strip()
    return (text[: end.start()], text[end.start() :].strip()) if end else (text, "")


def _shared(left: str, right: str) -> str:
    """Give the words before the first side that the second one leaves out ("dân số tỉnh A và tỉnh B")."""
    words = left.split()
    first = right.split(maxsplit=1)[0].lower()
    if TOKEN.fullmatch(first):
        return " ".join(words[:-1]) if words and TOKEN.fullmatch(words[-1]) else ""
    at = next((i for i, word in enumerate(words) if i and word.lower() == first), 0)
    return " ".join(words[:at])
