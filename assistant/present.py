"""Whether a thing goes on: what the newest source says that speaks of it, for no source knows of today.

Asked whether something still exists, the sentence nearest in meaning is seldom the one that tells; one that says that
it goes on, ends or was replaced does, and of several the latest.
"""

from collections.abc import Callable, Sequence

from assistant.evidence import Evidence
from assistant.pattern import compiled
from assistant.question import Question, content_terms
from corpus.orthography import keys

STILL = compiled(
    r"\bcòn(?: (?:hoạt động|tồn tại|duy trì|được duy trì|thực hiện|triển khai|áp dụng|được áp dụng|hiệu lực|dùng))?"
    r"(?: nữa)?(?: hay)? (?:không|ko|chứ)(?: ạ| nhỉ| vậy)?[\s?.!]*$"
)
TELLS = compiled(
    r"\b(?:duy trì|tiếp tục (?:thực hiện|hoạt động|triển khai|thí điểm)|kết thúc|chấm dứt|giải thể|sáp nhập|không còn|"
    r"dừng|bãi bỏ|thay thế|hết hiệu lực|còn hiệu lực|thôi áp dụng)\b"
)
WORDS = "tiếp tục duy trì, kết thúc, chấm dứt, giải thể, sáp nhập, thay thế"  # what such a sentence is found by
ON_IT = 0.5  # share of the question's content that a sentence must have to speak of the same thing


def asks_whether_it_lasts(text: str) -> bool:
    """Tell "Mô hình hiện nay còn không?" from other questions."""
    return STILL.of(text).search(text) is not None


def latest_word(
    question: Question, evidence: Sequence[Evidence], date_of: Callable[[Evidence], str]
) -> Evidence | None:
    """Give the sentence of the newest source that tells whether what is asked of goes on, the best of its source."""
    asked = set(keys(" ".join(content_terms(STILL.of(question.text).sub("", question.text)))))
    telling = [one for one in evidence if TELLS.of(one.text).search(one.text) and _share(asked, one.text) >= ON_IT]
    return max(telling, key=lambda one: (date_of(one), one.score), default=None)


def _share(asked: set[str], text: str) -> float:
    return len(asked & set(keys(text))) / len(asked) if asked else 0.0
