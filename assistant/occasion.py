"""Happenings whose order or distance in time a question asks, each as a question for its day.

"A trước hay sau B", "A rồi bao lâu sau B", "xếp theo ngày: A, B, C". It reads the question's words alone.
"""

import re

from assistant.question import content_terms

HOW_LONG = r"(?:(?:khoảng )?bao lâu|(?:mấy|bao nhiêu) (?:ngày|tuần|tháng|năm)|(?:khoảng )?bao nhiêu thời gian)"
WHEN = r"(?:khi |lúc |ngày |thời điểm |hôm )?"
PAIRS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<a>.+?)\s*,?\s(?:xảy ra |diễn ra )?(?:trước (?:hay|hoặc) sau|sau hay trước)\s{WHEN}(?P<b>.+)$",
        rf"^(?:từ|kể từ)\s{WHEN}(?P<a>.+?),?\s(?:đến|cho đến|tới)\s{WHEN}(?P<b>.+?),?\s"
        rf"(?:(?:là|mất|hết|cách nhau|cách|kéo dài|thì)\s)*{HOW_LONG}\b.*$",
        rf"^(?:sau\s{WHEN})?(?P<a>.+?)(?:\s(?:xong|rồi)\s*,?\s?(?:thì\s)?{HOW_LONG}(?:\ssau)?|,\s{HOW_LONG}\ssau),?\s(?:thì\s|mới\s)?(?P<b>.+)$",
        rf"^{HOW_LONG}\ssau\s{WHEN}(?P<a>.+?)(?:,|\sthì|\smới)\s(?P<b>.+)$",
        rf"^(?P<a>.+?)\s(?:cách|sau|trước)\s{WHEN}(?P<b>.+?)\s{HOW_LONG}\W*$",
    )
)
IN_ORDER = re.compile(
    r"theo (?:đúng )?(?:thứ tự|trình tự|ngày|thời gian|năm)|trước sau|(?:đâu|nào|gì) (?:\w+ )?(?:trước|sau)|"
    r"sớm (?:nhất|hơn)|thứ tự|lần lượt",
    re.IGNORECASE,
)
BY_COLON = re.compile(r"^(?P<one>[^:]+):\s(?P<other>[^:]+)$")
BETWEEN = re.compile(r"\s*[,;]\s*(?:và\s|rồi\s)?|\s(?:và|rồi|với)\s", re.IGNORECASE)
ITEM = re.compile(r"^(?:giữa|trong)\s|\s+$|[.?]+$", re.IGNORECASE)
DATED = "ngày nào"


def occasions(text: str) -> tuple[str, ...]:
    """Give one question for the day of each happening that is put in order; none where nothing is."""
    text = text.strip(" ?.!")
    for pattern in PAIRS:
        if match := pattern.match(text):
            found = (match["a"], match["b"])
            return tuple(_asked(one) for one in found) if all(content_terms(one) for one in found) else ()
    if (parted := BY_COLON.match(text)) is None:
        return ()
    for head, items in ((parted["one"], parted["other"]), (parted["other"], parted["one"])):
        listed = [ITEM.sub("", one).strip() for one in BETWEEN.split(items)]
        if IN_ORDER.search(head) and not IN_ORDER.search(items) and len(listed) > 1 and all(map(content_terms, listed)):
            return tuple(_asked(one) for one in listed)
    return ()


def _asked(happening: str) -> str:
    words = re.sub(r"^có\s|\s(?:xảy ra|diễn ra)$", "", happening.strip(" ,"), flags=re.IGNORECASE)
    return f"{words} {DATED}"
