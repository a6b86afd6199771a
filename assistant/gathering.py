"""The sentences that could answer a question: what is searched for, and everything that comes back, weighed.

A question that names several things is asked for each of them as well, because each may have its own sources.
"""

from collections.abc import Sequence

from assistant.evidence import Evidence, Term, candidates
from assistant.name import Name
from assistant.present import WORDS as LASTING_WORDS
from assistant.present import asks_whether_it_lasts
from assistant.question import Question
from assistant.searchable import Hit, Searchable
from assistant.timeline import asks_for_order
from assistant.value import Value
from index.glossary import Glossary

PASSAGES = 8  # retrieved for one question: recall@8 is what the answer can at best reach
MORE_PASSAGES = {"history": 24, "definition": 16}  # what tells these stands in few passages, and not the nearest
HISTORY_WORDS = "quyết định ban hành, phê duyệt, thành lập, thí điểm, triển khai, sơ kết"  # what a history is told by


def gather(
    question: Question, names: Sequence[Name], terms: Sequence[Term], index: Searchable, glossary: Glossary
) -> list[Evidence]:
    """Give the candidate sentences for a question, best first."""
    k = MORE_PASSAGES.get("history" if asks_for_order(question) else question.kind, PASSAGES)
    found: dict[str, Hit] = {}
    for query in _queries(question, names):
        for hit in index.search(glossary.expand(query), k=k):
            found.setdefault(hit.passage.id, hit)
    hits = sorted(found.values(), key=lambda hit: -hit.score)
    vector = index.encode_query(question.text)
    ranked = [(hit.passage, float(hit.score), index.sentence_vectors(hit.passage) @ vector) for hit in hits]
    return candidates(question, terms, ranked, index.documents, glossary)


def _queries(question: Question, names: Sequence[Name]) -> list[str]:
    """The question, and where it names several things, once for each without the others: each has its own sources."""
    if question.kind == "history":
        content = " ".join(question.text[start:end] for start, end in question.terms)
        return [question.text, f"{content} {HISTORY_WORDS}".strip()]
    if asks_whether_it_lasts(question.text):
        return [question.text, f"{question.text.rstrip(' ?.!')} {LASTING_WORDS}"]
    things: list[Name | Value] = [*names, *(value for value in question.values if value.kind == "docno")]
    if len(things) < 2:
        return [question.text]
    alone = []
    for thing in things:
        text = question.text
        for other in sorted((one for one in things if one is not thing), key=lambda one: -one.start):
            text = text[: other.start] + text[other.end :]
        alone.append(" ".join(text.split()))
    return [question.text, *alone]
