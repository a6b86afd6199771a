"""What is asked of one side of a comparison: the words that compare are gone, what they ask for is asked.

It knows the words of comparing, nothing of where the sides stand (``assistant.side``).
"""

import re

COUNTS = re.compile(
    r"(?<!\w)(?:nhiều|ít|đông|lắm)\s(?!hơn|nhất|nhau)(?P<what>[^?]{2,60}?)\s(?:hơn|kém)(?!\w)|"
    r"(?<!\w)(?:nhiều|ít|đông|cao|thấp|lớn|nhỏ)\s(?:hơn|kém)(?!\w)|"
    r"(?<!\w)chênh(?: lệch| nhau)*(?: ra sao| thế nào)?(?!\w)",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"bao nhiêu|(?<!\w)mấy(?!\w)", re.IGNORECASE)
ASKED_HOW = r"(?: gì| (?:như )?thế nào| ra sao| (?:ở )?(?:điểm|chỗ) nào)"
COMPARING = re.compile(
    r"(?<!\w)(?:(?:so sánh|phân biệt|đối chiếu)(?: giúp| cho)*(?: tôi| mình)?|so với|so|"
    rf"(?:khác|giống|chênh|cách)(?: lệch| biệt| nhau)*{ASKED_HOW}?(?: nhau)?|"
    r"giữa|hai bên|(?:nơi|bên|cái|huyện|tỉnh|xã|ai|văn bản) nào|hơn|kém|nhiều|ít|đông|lớn|nhỏ|cao|thấp|hay|"
    r"(?:ở )?(?:điểm|chỗ) nào|mỗi (?:nơi|bên)|cụ thể)(?!\w)",
    re.IGNORECASE,
)
ORDER = re.compile(r"(?<!\w)(?:trước|sau)(?!\w)", re.IGNORECASE)
IN_TIME = re.compile(
    r"(?<!\w)(?:trước|sau)(?= hay| hơn| nhất|\s*[?.]|$)|(?:có|ra|ban hành|ký|đến|tới|thành lập|ra đời) (?:trước|sau)|"
    r"trước sau|sớm|muộn|mới hơn|cũ hơn|cách nhau|ngày nào|khi nào|(?<!\w)hôm nào|(?<!\w)ngày ra sao",
    re.IGNORECASE,
)
DATED = re.compile(r"(?:ngày|hôm|khi|năm|tháng) nào", re.IGNORECASE)


def asked_of(text: str, *, in_time: bool) -> str:
    """Ask of one side what was asked of all of them."""
    counted = text if HOW_MANY.search(text) else COUNTS.sub(_how_many, text)
    if in_time:
        counted = ORDER.sub(" ", counted)
        counted = counted if DATED.search(counted) else f"{counted} ngày nào"
    words = " ".join(COMPARING.sub(" ", counted).replace("?", " ").split())
    return re.sub(r"\s+[,:](?=\s|$)|\bngày (?=ngày\b)", "", words).strip(" ,.")


def _how_many(match: re.Match[str]) -> str:
    return f"bao nhiêu {match['what'] or ''}".rstrip()
