"""What several sentences answer between them: a comparison, several things asked at once, a list, steps in order.

No single sentence answers such a question, and taking it apart by its words (``assistant.side``, ``assistant.part``)
goes only so far. The cross-encoder's second adapter has learned of each sentence whether it answers a part.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.name import Name
from assistant.part import ASKING
from assistant.question import Question
from assistant.timeline import asks_for_order
from corpus.document import Document, Span
from index.cross_encoder import Reading

BETWEEN = "between"  # the feature of evidence that answers a part: the logit that it does
ANSWERS = -3.0  # of that logit, from which it does
# The same of the surest, from which two or more answer a question that does not read like one of several things and
# would be refused: 0.8 % of what an office's texts answer, and 0.1 % of the near misses (eval/REPORT.md).
SURE = 8.0
LIKELY = 2.0  # the same for a question of several things
# Below the surest, further off than which a sentence is shown no more: of 409 sentences that nothing asked for this
# leaves out 106, of 273 that were needed 4 (eval/REPORT.md).
WITHIN = 10.0
NEARLY = 5.0  # the same where several of one thing are asked for
MOST = 6  # sentences shown
BESIDE = re.compile(
    r"(?<!\w)(?:so (?:sánh|với|cùng)|phân biệt|đối chiếu|cạnh|khác|giống|chênh|lệch|trái ngược|hơn|kém|gấp|cách nhau|"
    r"trước hay sau|sớm hơn|muộn hơn|lần lượt|(?:mỗi|hai|từng) (?:nơi|bên|người|cái|đoàn|xã|huyện|tỉnh|lần)|bên nào|"
    r"cả hai|bằng nhau|còn)(?!\w)",
    re.IGNORECASE,
)
# "Những cán bộ nào nhận chức …?", "diễn ra vào những ngày nào?": more than one of what is asked.
PLURAL = re.compile(r"(?<!\w)(?:những|các)(?: \w+){0,4} (?:nào|ai)(?!\w)|(?<!\w)những ai(?!\w)", re.IGNORECASE)


def is_compound(question: Question) -> bool:
    """Tell whether a question compares, lists, asks several things at once, or wants the order of what happened."""
    if question.kind == "role":  # of one name, each office of which has its place
        return False
    asks = len(ASKING.findall(question.text)) > 1
    is_of_many = question.kind in ("compare", "list") or asks_for_order(question)
    return asks or is_of_many or BESIDE.search(question.text) is not None


def asks_for_several(question: Question) -> bool:
    """Tell whether a question that is answered at all is answered by more than one: "Những cán bộ nào …?"."""
    return question.kind != "role" and PLURAL.search(question.text) is not None


def told_between(
    names: Sequence[Name],
    evidence: Sequence[Evidence],
    read: Mapping[tuple[str, Span], Reading],
    documents: Mapping[str, Document],
) -> tuple[Evidence, ...]:
    """Give every sentence that was read to answer a part, the surest first and marked as such.

    Nothing where a name of the question stands with none of them.
    """
    surest = max((one.answers for one in read.values()), default=0.0)
    least = max(ANSWERS, surest - WITHIN)
    told = [one for one in evidence if one.id in read and read[one.id].answers >= least]
    told = sorted(told, key=lambda one: -read[one.id].answers)[:MOST]
    around = [one.around(documents) for one in told]
    if not all(any(name.stands_in(text) for text in around) for name in names):
        return ()
    return tuple(replace(one, features={**one.features, BETWEEN: read[one.id].answers}) for one in told)


def likely(told: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Give them again where the surest does answer, for a question of several things that would be refused."""
    return told if told and told[0].features[BETWEEN] >= LIKELY else ()


def nearly(told: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Give those again that answer nearly as surely as the first, for a question that asks for several of one thing."""
    return tuple(one for one in told if one.features[BETWEEN] >= told[0].features[BETWEEN] - NEARLY)


def surely(told: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Give them again where several answer, so surely that the question is one of several things however it reads."""
    return told if len(told) > 1 and told[0].features[BETWEEN] >= SURE else ()
