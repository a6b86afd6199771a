"""One piece of an answer, and whether a text holds it: words, a figure, a date, a document number, a person.

A value counts in any of its written forms (02 = 2, 12.11.2018 = ngày 12 tháng 11 năm 2018); a figure never
inside another one. Text typed without any mark is matched without marks. It knows nothing of questions or scores.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.docno import canonical_docno
from assistant.pattern import is_marked
from assistant.value import Value, canonical_number, find_values
from corpus.orthography import WORD, fold, keys, normalize

MatcherKind = Literal["alias", "person", "regex", "number", "date", "docno"]
KINDS = get_args(MatcherKind)
WORD_KINDS = ("alias", "person")
ISO_DATE = re.compile(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|--\d{2}-\d{2}|--\d{2})(?:\.\.\d{4}(?:-\d{2}(?:-\d{2})?)?)?")
BARE_DOCNO = re.compile(r"(?P<kind>\D+?)\s+(?:số\s+)?(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Matcher:
    """One way to say a piece of an answer; ``unit`` is what a number counts."""

    kind: MatcherKind
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Nugget:
    """A piece of an answer in all its wordings; an answer that lacks a vital one is wrong."""

    vital: bool
    any: tuple[Matcher, ...]


def read_nugget(row: Any) -> Nugget:
    """Take ``{"vital": true, "any": [{"number": "21", "unit": "biên chế"}]}``; ``ValueError`` says what is wrong."""
    if not isinstance(row, dict) or set(row) != {"vital", "any"} or not isinstance(row["vital"], bool):
        raise ValueError("mỗi nugget cần đúng hai khóa vital (true/false) và any")
    if not isinstance(row["any"], list) or not row["any"]:
        raise ValueError("any của nugget phải là danh sách có ít nhất một cách viết")
    return Nugget(row["vital"], tuple(map(read_matcher, row["any"])))


def read_matcher(row: Any) -> Matcher:
    """Take one ``{kind: value}``, with ``unit`` beside a number; ``ValueError`` says what is wrong."""
    if not isinstance(row, dict) or not all(isinstance(value, str) and value.strip() for value in row.values()):
        raise ValueError(f"{row!r} không phải là một cách viết dạng {{loại: giá trị}}")
    kinds = [kind for kind in KINDS if kind in row]
    if len(kinds) != 1 or set(row) - {kinds[0]} - ({"unit"} if kinds[0] == "number" else set()):
        raise ValueError(f"{row!r} phải có đúng một trong {', '.join(KINDS)} (unit chỉ đi với number)")
    matcher = Matcher(kinds[0], normalize(row[kinds[0]]), normalize(row.get("unit", "")))
    if problem := _problem(matcher):
        raise ValueError(problem)
    return matcher


def _problem(matcher: Matcher) -> str:
    """Say what is wrong with a matcher's value; an empty string is nothing."""
    kind, value = matcher.kind, matcher.value
    if kind == "regex":
        try:
            re.compile(value)
        except re.error as error:
            return f"biểu thức “{value}” không hợp lệ: {error}"
    elif kind == "number" and not find_values(f"có {value}"):
        return f"“{value}” không phải là số"
    elif kind == "date" and not ISO_DATE.fullmatch(value):
        return f"“{value}” không phải là ngày dạng 2018-11-12, 2018-11, 2018, --11-12 hoặc 2018..2021"
    elif kind == "docno" and not re.search(r"\d", value):
        return f"“{value}” không phải là số hiệu văn bản"
    elif kind in WORD_KINDS and not keys(value):
        return f"“{value}” không có chữ nào"
    return ""


def holds(text: str, nugget: Nugget) -> bool:
    """Tell whether ``text`` says the piece in any of its wordings."""
    return any(matches(text, matcher) for matcher in nugget.any)


def matches(text: str, matcher: Matcher) -> bool:
    """Tell whether ``text`` says it in this wording."""
    text = normalize(text)
    if matcher.kind in WORD_KINDS:
        return _says(text, matcher.value)
    if matcher.kind == "regex":
        return re.search(matcher.value, text, re.IGNORECASE) is not None
    if matcher.kind == "number":
        wanted, unit = _wanted_number(matcher)
        return any(
            value.kind == "number" and value.canonical == wanted and _counts(text, value, unit)
            for value in find_values(text)
        )
    if matcher.kind == "date":
        return any(value.kind == "date" and _same_date(value.canonical, matcher.value) for value in find_values(text))
    accepted = _docno_forms(matcher.value)
    return any(value.kind == "docno" and _is_docno(value.canonical, accepted) for value in find_values(text))


def _says(text: str, wanted: str) -> bool:
    """Tell whether the syllables of ``wanted`` stand in ``text`` one after another, in any spelling of their marks."""
    if is_marked(text):
        return contains(keys(text), keys(wanted))
    return contains(WORD.findall(fold(text)), WORD.findall(fold(wanted)))


def contains(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether ``wanted`` stands in ``words`` as one run."""
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(words)} "


def _wanted_number(matcher: Matcher) -> tuple[str, str]:
    """Give a number in its one form, and what it counts: of "48,6" and "tỷ đồng" the second is part of the figure."""
    whole = f"{matcher.value} {matcher.unit}"
    said = next((one for one in find_values(whole) if one.kind == "number" and one.start == 0), None)
    if said is None:
        return canonical_number(matcher.value), matcher.unit
    return said.canonical, whole[len(_figure(said)) :]


def _counts(text: str, value: Value, unit: str) -> bool:
    """Tell whether a number stands directly before ``unit``, slips in its marks forgiven; no unit asks for nothing."""
    words = WORD.findall(fold(unit))
    return WORD.findall(fold(text[value.start + len(_figure(value)) :]))[: len(words)] == words


def _figure(value: Value) -> str:
    """Give a number as it is written, with its share and its "tỷ", without what it counts."""
    return value.text.removesuffix(value.unit) if value.unit else value.text


def _same_date(said: str, wanted: str) -> bool:
    """Tell whether a date agrees with the wanted one: a fuller one does, so does a day said without its year."""
    if said.startswith("--") and not wanted.startswith("--"):
        return wanted.endswith(said[1:]) and len(wanted) > len("2018-11")
    return said == wanted or (".." not in said and said.startswith(f"{wanted}-"))


def _docno_forms(value: str) -> tuple[str, bool]:
    """Give a document number's one form, and whether it is a bare one ("Nghị quyết 17")."""
    bare = BARE_DOCNO.fullmatch(value)
    return (canonical_docno(bare["number"], bare["kind"]), True) if bare else (canonical_docno(value), False)


def _is_docno(said: str, accepted: tuple[str, bool]) -> bool:
    """A full number asks for a full one; a bare one is also said by any full one that begins with it."""
    wanted, is_bare = accepted
    number = wanted.rpartition(" ")[2]
    return said == wanted or (is_bare and said.startswith(f"{number}-"))
