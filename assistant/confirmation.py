"""What a question asks to be confirmed of a numbered document, where the documents say the same: yes.

Only where nothing else is said in it: "Quyết định 44 do Tỉnh ủy ban hành, đúng không?" is confirmed by who issued it,
"Quyết định 44 do Tỉnh ủy ban hành để tăng biên chế, đúng không?" is not.
"""

import re
from collections.abc import Sequence

from assistant.asking import DOCUMENT
from assistant.attribution import ISSUED, Fact, about_same, differ, facts
from assistant.evidence import Evidence
from assistant.question import Question, content_spans
from assistant.value import find_values
from assistant.yesno import statements

# What names a document and says that it was issued, beside its number.
IDLE = re.compile(rf"(?<!\w)(?:{DOCUMENT}|{ISSUED}|số|được|ngày|tháng|năm)(?!\w)", re.IGNORECASE)


def confirmed(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """Give the sentence that says of its document all that a question asks to be confirmed."""
    for statement, _ in statements(question.text):
        asked = [fact for fact in facts(statement) if fact.kind != "topic"]
        if not asked or not _is_all(statement, asked):
            continue
        for one in evidence:
            told = facts(one.text)
            if all(any(about_same(fact, other) and not differ(fact, other) for other in told) for fact in asked):
                return one
    return None


def _is_all(statement: str, asked: Sequence[Fact]) -> bool:
    """Tell whether a statement holds nothing beside its documents and what it says of them."""
    known = [(fact.start, fact.end) for fact in asked]
    known += [(value.start, value.end) for value in find_values(statement) if value.kind == "docno"]
    known += [match.span() for match in IDLE.finditer(statement)]
    return all(any(a <= start and end <= b for a, b in known) for start, end in content_spans(statement))
