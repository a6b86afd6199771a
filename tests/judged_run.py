"""A run made by hand, for the tests of the report: records of every outcome, held against a document of three lines."""

import json
from pathlib import Path
from typing import Any

from assistant.composition import source
from corpus.document import Document
from eval.run import keep_documents

TEXT = "Huyện Hoa có 23 biên chế. Huyện Lan có 7 xã <b>. Ông Mai An là Bí thư."
DOCUMENT = Document("a", TEXT, "Huyện <Hoa>")
STAFF, PERSON = "Huyện Hoa có 23 biên chế.", "Ông Mai An là Bí thư."
GOLD: dict[str, Any] = {
    "type": "number",
    "answerability": "answerable",
    "expected": {"kind": "answer"},
    "nuggets": [{"vital": True, "any": [{"number": "23", "unit": "biên chế"}]}],
    "evidence": [{"document_id": "a", "must_contain": ["Huyện Hoa", "23 biên chế"]}],
}
ABSENT: dict[str, Any] = {"type": "near_place", "answerability": "near", "expected": {"kind": "refusal"}}
PREMISE: dict[str, Any] = GOLD | {
    "type": "false_premise",
    "answerability": "false_premise",
    "expected": {"kind": "correction", "reason": "false_premise"},
    "premise": "Huyện Hoa có 24 biên chế",
}
VARIANT = {"fact": "t/dung", "variant_of": "dung", "base_id": "dung", "variant_kind": "typo"}


def quoted(text: str, **more: Any) -> dict[str, Any]:
    """An answer that quotes the document."""
    start = TEXT.index(text)
    of = source(DOCUMENT, (start, start + len(text)))
    cited = {name: getattr(of, name) for name in of.__dataclass_fields__} | {"n": 1, "verdict": "exact"}
    claims = [{"text": text, "kind": "quote", "citations": [1]}]
    return _answer(status="answered", reason=None, answer=f"“{text}” [1]", claims=claims, citations=[cited], **more)


def refused(reason: str) -> dict[str, Any]:
    """A refusal."""
    return _answer(status="refused", reason=reason, answer="Tài liệu không nói.", claims=[], citations=[])


def _answer(**fields: Any) -> dict[str, Any]:
    common = {"standalone_question": "", "latency_ms": {"total": 5.0}, "model": "extractive", "rejected_claims": 0}
    return common | fields


RECORDS: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "dung": (GOLD, quoted(STAFF)),
    "sai": (GOLD, quoted(PERSON)),
    "tu-choi": (GOLD, refused("not_in_corpus")),
    "bien-the": (GOLD | VARIANT, refused("not_in_corpus")),
    "khong-co": (ABSENT | {"expected": {"kind": "refusal", "reason": "not_in_corpus"}}, refused("not_in_corpus")),
    "tra-loi-nham": (ABSENT | {"expected": {"kind": "refusal", "reason": "not_in_corpus"}}, quoted(STAFF)),
    "tien-de": (PREMISE, quoted(PERSON)),
    "hong": (GOLD, None),
}
WRONG = ("sai", "tu-choi", "bien-the", "tra-loi-nham", "tien-de", "hong")


def write_run(folder: Path, *, commit: str = "c1", **other: dict[str, Any] | None) -> Path:
    """Write the questions, the documents and the records of a run below ``folder``; ``other`` answers come instead."""
    questions = folder / "bo-hoi.jsonl"
    questions.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"id": id_, "fact": f"t/{id_}", "question": _question(id_)} | gold for id_, (gold, _) in RECORDS.items()]
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    records = folder / f"bo-hoi-{commit}.jsonl"
    told = {id_: answer for id_, (_, answer) in RECORDS.items()} | {
        id_.replace("_", "-"): a for id_, a in other.items()
    }
    common = {"set": str(questions), "commit": commit, "build": "b", "half": "", "time": "2026-01-02T03:04:05+00:00"}
    with records.open("w", encoding="utf-8") as file:
        for n, (id_, answer) in enumerate(told.items()):
            row = common | {
                "id": id_,
                "question": _question(id_),
                "answer": answer and {**answer, "trust": 0.9 - n / 10},
                "seconds": 0.1,
            }
            row |= {"retrieved": ["a:0-70"], "error": "" if answer else "ZeroDivisionError: <lỗi>"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    keep_documents([DOCUMENT], "b", records)
    return records


def _question(id_: str) -> str:
    return f"Huyện Hoa có bao nhiêu biên chế <{id_}>?"
