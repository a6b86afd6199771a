"""Where a sentence holds a name of the kind asked for: a person, the role of one, a place.

Spans only, each with whether it is surely what is asked; which of them answers, ``assistant.extraction`` decides.
"""

import re

from assistant.name import FAMILY_NAMES, Name, find_names, is_foreign
from assistant.question import Question
from assistant.role import HEADS, role_beside, role_held, roles_of_group
from corpus.document import Span
from corpus.orthography import fold, key, keys

ASKS_WHERE = re.compile(r"\b(?:o|tai|den|tu|ve|qua|toi) dau\b")
NAMED_PLACE = re.compile(
    r"\b(?:xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|quoc gia|nuoc|tieu bang|chau luc) nao\b"
)
LOCATIVE = re.compile(r"\b(?:ở|tại|về|đến|từ|qua|trong|thuộc|tới|gần|quanh)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
# Offices of one head and many bodies: the body asked for must follow the head in the sentence, too.
BODY = re.compile(
    r"(?:tỉnh|huyện|thành|thị|quận|đảng)\s+(?:ủy|uỷ|đoàn)|(?:ủy|uỷ)\s+ban|hội\s+đồng|mặt\s+trận|liên\s+đoàn|hội\s+\w+",
    re.IGNORECASE,
)
SITE = re.compile(r"\.[a-z]{2,}$")  # "Baotinh.vn"
# "Phó Bí thư Tỉnh đoàn giữ chức gì ở …?": an office in place of its holder.
ROLE_OF = re.compile(r"(?P<office>.+?)\s+(?:đang |được )?(?:giữ|kiêm|đảm nhiệm|đảm nhận|làm|là)\b", re.IGNORECASE)
# "Hai đồng chí Thường trực Tỉnh đoàn được giao chức gì?"
GROUP = re.compile(
    r"\b(?:đồng chí|vị|người)\s+(?P<group>[A-ZĐÂĂÊÔƠƯÁÍÝỦ]\w*(?:\s+\w+){1,4}?)\s+(?:được|đang|giữ|làm|kiêm|đảm)\b"
)


def person_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """Give the people that hold the office asked for, several in a row as one."""
    if not _office_stands(question.text, sentence):
        return []
    asked = f" {' '.join(keys(question.text))} "
    names = [name for name in find_names(sentence) if name.is_proper and f" {name.canonical} " not in asked]
    names = [name for name in names if " " in name.core or is_foreign(name.core)]  # one syllable names nobody
    people = [name for name in names if name.kind == "person"] or [name for name in names if _may_be_person(name)]
    runs = _coordinated(sentence, people)
    return [
        ((run[0].start, run[-1].end) if len(run) > 1 else _with_role(sentence, run[0]), run[0].kind == "person")
        for run in runs
    ]


def _office_stands(question: str, sentence: str) -> bool:
    """Tell whether the office asked for stands in the sentence: a "Bí thư Tỉnh ủy" is no "Bí thư Tỉnh đoàn"."""
    head = HEADS.search(question)
    body = BODY.match(question, head.end() + 1) if head else None
    if head is None or body is None:
        return head is None or _rank_stands(head[0], sentence)
    wanted = f"{' '.join(keys(head[0]))} {' '.join(keys(body[0])[:2])} "
    offices = (f"{' '.join(keys(sentence[found.start() :]))} " for found in HEADS.finditer(sentence))
    return any(office.startswith(wanted) for office in offices) or _shortened(
        question[head.start() : body.end()], sentence
    )


def _rank_stands(rank: str, sentence: str) -> bool:
    """Tell whether a sentence that gives ranks gives this one: a "Bí thư" is no "Chủ tịch"."""
    ranks = [" ".join(keys(found[0])) for found in HEADS.finditer(sentence)]
    return not ranks or any(one.endswith(" ".join(keys(rank))) for one in ranks)


def _shortened(office: str, sentence: str) -> bool:
    """Tell whether the sentence gives the office with its body in capitals for short ("Chủ tịch UBND")."""
    head = HEADS.match(office)
    initials = "".join(word[0] for word in fold(office[head.end() :]).split()).upper() if head else ""
    found = re.finditer(rf"{re.escape(head[0])}\s+([^\W\d_]{{2,}})", sentence, re.IGNORECASE) if head else ()
    return any(match[1].isupper() and fold(match[1]).upper().startswith(initials) for match in found)


def _may_be_person(name: Name) -> bool:
    """Tell whether a name with nothing around it to say so may be a person's: a foreign one, or after a family name."""
    words = name.core.split(" ")
    is_place = name.kind != "other" or name.core.isupper()
    return not (is_place or SITE.search(name.core)) and (
        key(words[0]) in FAMILY_NAMES or any(is_foreign(word) for word in words)
    )


def _with_role(sentence: str, name: Name) -> Span:
    """Widen a person's span to the role that directly follows the name."""
    role = role_beside(sentence, name)
    return (
        (name.start, role[1]) if role and role[0] >= name.end and role[1] - name.end < 120 else (name.start, name.end)
    )


def role_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """Give the offices of the person, the group or the office asked about."""
    wanted = [name.canonical for name in question.names if name.kind == "person"]
    office = ROLE_OF.match(question.text) if not wanted and HEADS.match(question.text) else None
    if office and (held := role_held(sentence, office["office"])):
        return [(held, True)]
    if not wanted and (group := GROUP.search(question.text)):
        return [(span, True) for span in roles_of_group(sentence, group["group"])]
    spans = []
    for name in find_names(sentence):
        if name.canonical in wanted or (wanted and any(name.canonical.endswith(w) for w in wanted)):
            role = role_beside(sentence, name)
            if role:
                spans.append(
                    (role, role[0] >= name.end)
                )  # said in full after the name rather than as a title before it
    return spans


def asks_for_named_place(question: Question) -> bool:
    """Tell whether places are asked for of a kind that has names: "xã nào" is answered by no "các xã nhỏ"."""
    return question.kind in ("place", "list") and NAMED_PLACE.search(fold(question.text)) is not None


def place_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """Give the names that may be a place, several in a row as one."""
    asked = f" {' '.join(keys(question.text))} "
    names = [n for n in find_names(sentence) if n.is_proper and n.kind != "person" and f" {n.canonical} " not in asked]
    runs = _coordinated(sentence, names)
    if ASKS_WHERE.search(
        fold(question.text)
    ):  # "ở đâu" wants where, and a name that is no more than a doer is not that
        runs = [run for run in runs if LOCATIVE.search(sentence[max(0, run[0].start - 24) : run[0].start])]
    return [((run[0].start, run[-1].end), any(name.kind == "place" for name in run)) for run in runs]


def _coordinated(sentence: str, names: list[Name]) -> list[list[Name]]:
    """Group names that only commas, "và" or "hoặc" (and a kind of place) part: "Lâm Hà, Đạ Huoai và Đạ Tẻh"."""
    runs: list[list[Name]] = []
    for name in names:
        if runs and re.fullmatch(
            r"\s*(?:,|,?\s*và|,?\s*hoặc|;)\s*(?:các\s+)?(?:huyện|tỉnh|xã|thành phố|TP\.?)?\s*",
            sentence[runs[-1][-1].end : name.start],
        ):
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs
