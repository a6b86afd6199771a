"""The sides of a comparison, each as a question of its own: what is asked of both, with one side in place of the two.

It reads where two things are coordinated in a question that compares. It finds no answers; a side is answered like
any question.
"""

import re

from assistant.question import content_terms

COMPARED = re.compile(
    r"so sánh|so với|phân biệt|đối chiếu|khác|giống|chênh|giữa|trước hay|sớm hơn|muộn hơn|lần lượt|"
    r"mỗi (?:nơi|bên|người|cái)|hai bên|(?:nơi|bên|cái|huyện|tỉnh|xã|ai|người|đâu)(?: nào)?\b.*\b(?:hơn|trước|sau|mới)|"
    r"ai .*(?:gì|nào)|\bhơn\b",
    re.IGNORECASE,
)
# In order: what joins two sides most surely comes first.
JOINTS = tuple(
    re.compile(rf"\s(?:{joint})\s", re.IGNORECASE) for joint in ("so với", "hay|hoặc", "và|cùng", "với|cạnh")
)
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
LINK = re.compile(r"^(?:của|ở|tại|với|về|trong)\s+", re.IGNORECASE)
COMPARING = re.compile(
    r"(?<!\w)(?:so sánh|so với|so|phân biệt|đối chiếu|khác nhau|khác|giống nhau|giống|chênh lệch|chênh|giữa|giúp|"
    r"hai bên|(?:nơi|bên|cái|huyện|tỉnh|ai) nào|hơn|kém|nhiều|ít|đông|lớn|nhỏ|cao|thấp|trước|sau|hay|thế nào|ra sao|"
    r"ở (?:điểm|chỗ) nào|chỗ nào|mỗi (?:nơi|bên))(?!\w)",
    re.IGNORECASE,
)
IN_TIME = re.compile(r"trước|sau|sớm|muộn|mới hơn|cũ hơn|ngày nào|khi nào", re.IGNORECASE)
LONGEST = 12  # words of one side


def sides(text: str) -> list[str]:
    """Give one question for each of two compared sides; empty where nothing is compared."""
    if not COMPARED.search(text):
        return []
    for joint in JOINTS:
        for match in joint.finditer(text):
            if found := _split(text, match.start(), match.end()):
                return found
    return []


def _split(text: str, before: int, after: int) -> list[str]:
    opening = [match.end() for match in OPENS.finditer(text, 0, before) if match.end() < before]
    start = opening[-1] if opening else 0
    closing = ENDS.search(text, after + 1)
    end = closing.start() if closing else len(text)
    left, right = text[start:before].strip(), LINK.sub("", text[after:end].strip())
    rest = COMPARING.sub(" ", f"{text[:start]} {text[end:]}")
    left = ENDS.split(left)[0] if ENDS.search(left) else left
    if not all(0 < len(side.split()) <= LONGEST and content_terms(side) for side in (left, right)):
        return []
    shared = _shared(left, right)
    tail = SHARED_TAIL.search(right)
    also = tail[0].strip() if tail and not SHARED_TAIL.search(left) else ""
    asks = "ngày nào" if IN_TIME.search(text) else ""
    return [
        " ".join(f"{part} {rest} {asks}".replace("?", " ").split()) for part in (f"{left} {also}", f"{shared} {right}")
    ]


def _shared(left: str, right: str) -> str:
    """Give the words before the first side that the second one leaves out ("dân số tỉnh A và tỉnh B")."""
    first = right.split(maxsplit=1)[0].lower()
    words = left.split()
    at = next((i for i, word in enumerate(words) if i and word.lower() == first), 0)
    return " ".join(words[:at])
