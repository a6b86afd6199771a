"""Whose a document is: how that is asked ("Chỉ thị 5-CT/TU của cơ quan nào?"), and where a sentence says it.

An issuer is an office and seldom a name, so no other kind of answer finds it. Who signed is another question.
"""

import re
from collections.abc import Sequence

from assistant.inventory import same_number
from assistant.name import LEADING
from assistant.pattern import compiled
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import key, keys, word_spans

WHO = r"(?:ai|(?:cơ quan|cấp|đơn vị|tổ chức|bên|nơi|ban|ngành|bộ) nào)"
ASKED_BY = compiled(rf"(?:\b(?:là )?(?:của|do|bởi) )?\b{WHO} (?:đã )?ban hành\b")
ASKED_OF = compiled(rf"\s(?:(?:là|này|đó|ấy|ban hành) )*(?:của|do|bởi) {WHO}(?!\w)")  # directly behind the number
# "…, ngày 5/6/2020," may stand between a document and whose it is.
DATED = r"(?:,?\s*(?:ban hành\s+)?ngày\s+[\d/.-]+,?)?"
OWNER_ENDS = r"\s*(?:[,;:.()“”\"]|$|\b(?:ban hành|ngày|về|là|quy định|phê duyệt|có|nêu|yêu cầu|và\s+\w+\s+\w+\s+số)\b)"
BEHIND = re.compile(
    rf"{DATED}\s*(?:(?:là\s+)?của\s+(?P<owner>[^,;:.()“”\"]+?)(?={OWNER_ENDS})"
    r"|(?:do|được)\s+(?P<doer>[^,;:.()“”\"]+?)\s+(?:đã\s+)?ban hành\b)",
    re.IGNORECASE,
)
# "Ban Thường vụ Tỉnh ủy đã ban hành Quyết định 44"; what stands before the office in its clause is left out.
OPENERS = LEADING | frozenset(keys("tháng quý đầu cuối giữa sáng chiều"))
AHEAD = re.compile(r"(?P<owner>[^,;:.()“”\"]+?)\s+(?:(?:đã|vừa|mới|cũng)\s+)*ban hành\s+$", re.IGNORECASE)
# What an office did before it: "… đã chỉ đạo xây dựng và ban hành Quyết định 44", "… soạn thảo và ban hành …".
DONE = re.compile(
    r"\s(?:đã|vừa|mới|cũng|sẽ|đang)(?!\w)|\s(?:họp|ký|chỉ đạo|xây dựng|soạn thảo|thẩm định|nghiên cứu|rà soát|sửa đổi|"
    r"bổ sung|thảo luận|thông qua|hoàn thiện|thống nhất|tổ chức|cân nhắc|xem xét)\s(?:[^,;]*\s)?và$"
)


def asked_span(question: str, values: Sequence[Value]) -> Span | None:
    """Give the words that ask whose a document of the question is."""
    numbers = [value for value in values if value.kind == "docno"]
    behind = (ASKED_OF.of(question).match(question, number.end) for number in numbers)
    match = next(filter(None, behind), None) or (ASKED_BY.of(question).search(question) if numbers else None)
    return match.span() if match else None


def issuer_spans(values: Sequence[Value], sentence: str) -> list[Span]:
    """Find who issued each of the documents that a question names."""
    wanted = [value.canonical for value in values if value.kind == "docno"]
    spans = []
    for value in find_values(sentence):
        if value.kind == "docno" and any(same_number(number, value.canonical) for number in wanted):
            match = BEHIND.match(sentence, value.end)
            span = match.span("owner" if match["owner"] else "doer") if match else _ahead(sentence[: value.start])
            spans += [span] if span else []
    return spans


def _ahead(before: str) -> Span | None:
    match = AHEAD.search(before)
    if match is None:
        return None
    start, end = match.span("owner")
    named = (a for a, b in word_spans(before) if a >= start and before[a].isupper() and key(before[a:b]) not in OPENERS)
    first = next(named, end)
    done = DONE.search(before, first, end)
    end = done.start() if done else end
    return (first, end) if first < end else None
