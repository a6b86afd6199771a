"""One changed document in a thousand, and one removed: what is encoded again, and whether old words are found anywhere.

The sought words occur nowhere else, so that a byte search over every file of the build is an exact answer.
"""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from corpus.reader import Reading
from eval.child import Outcome, call
from eval.kill import OnProgress
from eval.probe import quick_probe
from eval.synthetic import SyllableEncoder, corpus
from index.build import Summary, build_index
from index.location import current_build
from index.search import Index

EDITED, REMOVED = 7, 11  # rows of the corpus
OLD, NEW, GONE = "Quýtvàng", "Bưởihồng", "Dừaxiêm"  # names that nothing else holds


def change_documents(data: Path, n_documents: int, on_progress: OnProgress) -> dict[str, Any]:
    """Build ``n_documents``, edit one, remove one; count what was encoded and where the old words still are."""
    first = _named(corpus(0, n_documents, 1), {EDITED: OLD, REMOVED: GONE})
    edited = _named(corpus(0, n_documents, 1), {EDITED: NEW, REMOVED: GONE})
    removed = Reading(tuple(one for row, one in enumerate(edited.documents) if row != REMOVED), ())
    summaries = []
    stale: dict[str, list[str]] = {}
    for reading, words in ((first, ""), (edited, OLD), (removed, GONE)):
        summaries.append(_built(data, reading))
        if words:
            stale[words] = traces(data, words)
        on_progress("Sửa một tài liệu", len(summaries), 3)
    return {
        "n_documents": n_documents,
        "n_passages": summaries[0].passages,
        "after_edit": {"embedded": summaries[1].embedded, "reused": summaries[1].reused},
        "after_removal": {"embedded": summaries[2].embedded, "reused": summaries[2].reused},
        "found_new": bool(traces(data, NEW)),
        "stale": stale,
        "summaries": [asdict(one) for one in summaries],
    }


def traces(data: Path, words: str) -> list[str]:
    """Name every file of the current build that holds ``words`` in any case, and the hits that quote them."""
    sought = [form.encode("utf-8") for form in (words, words.lower())]
    folder = current_build(data)
    found = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in sought)
    ]
    outcome = call(lambda: _quotes(data, words))
    return [*found, *outcome.value] if outcome.kind == "done" else [outcome.message]


def _named(reading: Reading, names: dict[int, str]) -> Reading:
    """Put one more sentence with a name into some of the documents."""
    documents = list(reading.documents)
    for row, name in names.items():
        documents[row] = replace(documents[row], text=documents[row].text + f"\n## Phụ lục\n\nThôn {name} có 3 tổ.\n")
    return Reading(tuple(documents), ())


def _built(data: Path, reading: Reading) -> Summary:
    def work() -> Summary:
        with quick_probe(_nothing):
            return build_index(data, reading, SyllableEncoder())

    outcome: Outcome = call(work)
    if outcome.kind != "done":
        raise RuntimeError(f"{outcome.kind}: {outcome.message}")
    summary: Summary = outcome.value
    return summary


def _quotes(data: Path, words: str) -> list[str]:
    with quick_probe(_nothing):
        index = Index.open(data, encoder=SyllableEncoder())
    return [hit.passage.id for hit in index.search(f"thôn {words}", 20) if words in hit.passage.text]


def _nothing(_name: str) -> None:
    """Hear nothing."""
