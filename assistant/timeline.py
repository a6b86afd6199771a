"""What happened in order: the sentences that date something of what is asked, within the period asked about.

A day without its year has the year of what its document reports. No single sentence answers such a question; several
that date something of its subject do so together.
"""

import re
from collections.abc import Mapping, Sequence
from math import prod

from assistant.attribution import facts
from assistant.evidence import Evidence
from assistant.inventory import years as years_of
from assistant.name import Name
from assistant.question import Question
from assistant.value import find_values
from assistant.weight import trust
from corpus.document import Document

BY_DATE = re.compile(
    r"theo (?:(?:đúng )?(?:thứ tự|trình tự)|(?:dòng )?thời gian|ngày|năm|tháng)(?! nào)\b|dòng thời gian|"
    r"trước sau|(?:đâu|nào) trước\b.*\bsau|"
    r"(?:các|những|qua|mấy|từng) (?:cột |dấu )?mốc|lần lượt|"
    r"qua (?:các|từng|những) (?:mốc|giai đoạn|thời kỳ|năm|bước)|tóm tắt các|diễn biến|"
    r"(?:bắt đầu|đầu tiên) .*(?:rồi|tiếp theo|sau đó)|"
    r"từ (?:năm )?\d{4} (?:đến|tới|sang) (?:năm )?\d{4}.*(?:những|các|nào)",
    re.IGNORECASE,
)
ONWARDS = re.compile(r"\d{4}\s+(?:(?:cho )?(?:đến|tới) (?:nay|giờ|hiện nay|bây giờ)|trở đi|về sau)\b", re.IGNORECASE)
RELEVANT = 5.0  # below the best dated sentence by more, another one is of another thing
MAX_TIMELINE = 10
TOGETHER = 0.3  # chance that one of the dated sentences answers, below which they do not
# What an office does on a date that its history should tell.
ACT = re.compile(
    r"thành lập|ban hành|phê duyệt|thí điểm|triển khai|đồng ý|công bố|quyết định|hiệu lực|sơ kết|tổng kết|sáp nhập|"
    r"giải thể|"
    r"kết thúc|bắt đầu|đổi tên|duy trì|khởi công|khánh thành|ra đời|ra mắt",
    re.IGNORECASE,
)


def asks_for_order(question: Question) -> bool:
    """Tell whether a question wants what happened in the order of its dates."""
    return question.kind == "history" or BY_DATE.search(question.text) is not None


def together(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> tuple[Evidence, ...]:
    """Give the dated sentences of the period that speak of a name asked about, if they answer between them."""
    names = names or [name for name in question.names if name.kind == "place"]
    named = [one for one in evidence if not names or any(name.stands_in(one.around(documents)) for name in names)]
    told = in_order(question, named, documents)
    for name in names:
        if not any(name.stands_in(one.around(documents)) for one in told):
            return ()
    missed = prod(1 - trust(one.features) for one in told)
    return told if len(told) > 1 and 1 - missed >= TOGETHER else ()


def in_order(
    question: Question, evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> tuple[Evidence, ...]:
    """Give the sentences that date something of what is asked, in the order of their dates; one for each date."""
    dated: dict[str, Evidence] = {}
    span = _years_asked(question)
    best: float | None = None
    for candidate in evidence:
        document = documents[candidate.passage.document_id]
        dates = [date for date in dates_of(candidate.text, document) if not span or span[0] <= date[:4] <= span[1]]
        acts = ACT.search(candidate.text) or any(fact.kind == "date" for fact in facts(candidate.text))
        if not dates or (question.kind == "history" and not span and not acts) or len(dated) >= MAX_TIMELINE:
            continue
        best = candidate.score if best is None else best
        if question.kind == "history" or best - candidate.score <= RELEVANT:
            dated.setdefault(min(dates), candidate)
    told = [dated[date] for date in sorted(dated)]
    papers = [one for one in told if any(fact.kind == "date" for fact in facts(one.text))]
    return tuple(papers if question.kind == "docno" and len(papers) > 1 else told)


def dates_of(text: str, document: Document) -> list[str]:
    """Give the days and years of a sentence; a day without its year has the year of what the document reports."""
    found = []
    for value in find_values(text):
        date = value.canonical.split("..")[-1]
        if value.kind == "date" and date[0].isdigit():
            found.append(date)
        elif value.kind == "date" and date.startswith("--") and (document.event_date or document.published):
            found.append((document.event_date or document.published)[:4] + date[1:])
    return found


def _years_asked(question: Question) -> tuple[str, str] | None:
    years = sorted(year for value in question.values if value.kind == "date" for year in years_of(value))
    return (years[0], "9999" if ONWARDS.search(question.text) else years[-1]) if years else None
