"""The small words of a conversation, typed without marks: "the con da teh", "o do", "y toi la".

A corpus of documents has few of them, so its own counts restore them wrongly ("thể còn", "ở do"). Which word is meant
is told by its place in the phrase; all other words keep the marks that the corpus gave them.
"""

import re
from collections.abc import Mapping

from corpus.orthography import fold, has_marks

THAT = "(?:ấy|đó|này|kia)"
DOCUMENT = "quyết định|nghị quyết|chỉ thị|văn bản|công văn|quy định|kết luận|kế hoạch"
THING = "mô hình|đề án|cơ quan|đơn vị|huyện|tỉnh|xã|năm|tháng|ngày|lúc|khi|đợt|đoàn|ban|cuộc họp|hội nghị|hoạt động"
# "quyết định do ai ban hành": by whom, and not that one.
BY = "(?! (?:ai|ông|bà|cơ quan|đơn vị nào|ban|bộ|đảng|ủy ban))"
PHRASES = (
    "^(?:thế còn|vậy còn|thế thì|vậy thì|vậy|còn)(?= )",
    "^thế(?= (?!giới|kỷ|nào|hệ))",
    "^(?:(?:à|ơ|ừ)? ?(?:không phải|nhầm rồi|nhầm|không),? )?ý (?:tôi|mình|em) (?:muốn hỏi|nói|là)(?: là)?",
    "(?:^|(?<= ))(?:tôi|mình|em) (?:muốn|định|cần|đang) hỏi(?= )",
    "(?:^|(?<= ))(?:tổng cộng|tổng số|tính chung)(?= (?:là|thì|bao|mấy|có|ra)(?: |$)|[ ?.!]*$)",
    "(?:^|(?<=của )|(?<=về ))nó(?= |[?.!]*$)",
    "(?:^|(?<= ))cái (?:này|ấy|kia)(?= |$|[?.,])",
    "^(?:à |ơ )?(?:không phải|nhầm rồi|không),? ",
    "(?<= )thì(?= (?:ngày|tháng|năm|ai|bao|mấy|ở|do|gì|khi|có|là|được)(?: |$|[?.!]))",
    "(?<= )(?:thì sao|thì thế nào|thế nào|cơ)(?: (?:ạ|vậy|nhỉ))?(?=[ ?.!]*$)",
    "(?:^|(?<= ))(?:ở đó|tại đó|ở đây|nơi đó|chỗ đó|trong đó(?: có)?(?: mấy)?|trong số đó)(?= |$|[?.,])",
    f"(?:^|(?<= ))(?:ông|bà|anh|chị|cô|người|vị) {THAT}(?= |$|[?.,])",
    f"(?:^|(?<= ))đồng chí {THAT}(?= |$|[?.,])",
    f"(?:^|(?<= ))(?:{DOCUMENT}|{THING}) {THAT}{BY}(?= |$|[?.,])",
)


def _without(pattern: str) -> str:
    return "".join(
        base if base != letter.lower() else letter for letter, base in zip(pattern, fold(pattern), strict=True)
    )


def _marks(pattern: str) -> dict[str, str]:
    """The words of one phrase by their letters; in another phrase the same letters may be another word."""
    said = pattern.replace("(?!giới|kỷ|nào|hệ)", "").replace(BY, "")
    return {fold(word): word for word in re.findall(r"[^\W\d_]+", said) if has_marks(word)}


RULES = tuple((re.compile(_without(pattern), re.IGNORECASE), _marks(pattern)) for pattern in PHRASES)


def remark(typed: str, restored: str) -> str:
    """Give ``restored`` with the marks of the small words; ``typed`` is the same text as typed, letter for letter."""
    if has_marks(typed) or fold(typed) != fold(restored):
        return restored
    for pattern, marks in RULES:
        for match in pattern.finditer(typed):
            restored = restored[: match.start()] + _marked(match[0], marks) + restored[match.end() :]
    return restored


def _marked(phrase: str, marks: Mapping[str, str]) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: _in_case_of(word[0], marks.get(fold(word[0]), word[0])), phrase)


def _in_case_of(typed: str, word: str) -> str:
    return word[0].upper() + word[1:] if typed[0].isupper() else word
