"""The words of a sentence that answer a question directly: the value, name, role or list asked for.

Always a span of the sentence, never a rewording; ``None`` where the sentence holds nothing of the kind.
Where it holds several ("Đạ Huoai 23 biên chế, Đạ Tẻh 21 biên chế"), the one nearest to the question's
own words in its clause is taken.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.issuer import issuer_spans
from assistant.name import FAMILY_NAMES, Name, find_names, is_foreign
from assistant.numeral import MAGNITUDES
from assistant.question import Question
from assistant.role import HEADS, role_beside, role_held, roles_of_group
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, key, keys, word_spans

ASKS_WHERE = re.compile(r"\b(?:o|tai|den|tu|ve|qua|toi) dau\b")
LOCATIVE = re.compile(r"\b(?:ở|tại|về|đến|từ|qua|trong|thuộc|tới|gần|quanh)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
COMMON = 1.5  # times the mean idf of the question's words, up to which a word counts as common
SUBJECT = 0.45  # idf-weighted share of the question's words that make a sentence's subject the thing asked about
OF = re.compile(r"\s(?:của|cua)\s", re.IGNORECASE)
HALF = 0.5  # idf-weighted share of an attribute's words that a sentence must hold to speak of it
NEAR = 6.0  # syllables after which a question word counts for 1/e
CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s")
LIST_OPENING = re.compile(
    r"\b(?:bao gồm|gồm có|gồm|cụ thể là|như sau|như|đó là|là)\s*:?\s+|:\s+", re.IGNORECASE
)  # what a list follows
REASON = re.compile(
    r"\b(?:nguyên nhân|lý do|vì|bởi|do|nhằm|để|nhờ|mục đích|mục tiêu|nên|khiến|dẫn đến|làm cho)\b", re.IGNORECASE
)
QUALIFIER = re.compile(r"\b(?:trung binh|toi da|toi thieu|khoang|hon|gan|duoi|tren|truoc day)\b")
RANK = re.compile(r"\b(?:thu|khoa|lan|hang|dieu|khoan|quan|to) may\b")
SCALES = frozenset(map(fold, MAGNITUDES))
# After "bao nhiêu" without being a unit.
UNCOUNTED = frozenset(fold("phần là số gì được có thì cho ở và do nữa vậy ạ em nhé").split())
# What is measured tells the unit of the answer; another unit is another fact.
MEASURES = (
    (re.compile(r"\bbao nhieu tien\b|\bkinh phi\b.*\bbao nhieu"), frozenset(("dong", "d", "vnd", "usd", "$", "euro"))),
    (re.compile(r"\bbao lau\b"), frozenset(("nam", "thang", "ngay", "gio", "phut", "giay", "tuan", "the", "thap"))),
    (
        re.compile(r"\bdien tich\b.*\bbao nhieu"),
        frozenset(("km2", "km²", "m2", "m²", "ha", "hecta", "km", "met", "mau")),
    ),
)
# What people count with one word and write with another.
COUNTED_ALIKE = tuple(
    re.compile(rf"(?:{group})\b")
    for group in (
        "nguoi|bien che|dong chi|can bo|cong chuc|thanh vien|nhan vien|uy vien|nhan khau|dan|cu dan|lao dong",
        "dia phuong|don vi|noi|co so|quoc gia|nuoc",
    )
)
# Offices of one head and many bodies: the body asked for must follow the head in the sentence, too.
BODY = re.compile(
    r"(?:tỉnh|huyện|thành|thị|quận|đảng)\s+(?:ủy|uỷ|đoàn)|(?:ủy|uỷ)\s+ban|hội\s+đồng|mặt\s+trận|liên\s+đoàn|hội\s+\w+",
    re.IGNORECASE,
)
# "Phó Bí thư Tỉnh đoàn giữ chức gì ở …?": an office in place of its holder.
ROLE_OF = re.compile(r"(?P<office>.+?)\s+(?:đang |được )?(?:giữ|kiêm|đảm nhiệm|đảm nhận|làm|là)\b", re.IGNORECASE)
# "Hai đồng chí Thường trực Tỉnh đoàn được giao chức gì?"
GROUP = re.compile(
    r"\b(?:đồng chí|vị|người)\s+(?P<group>[A-ZĐÂĂÊÔƠƯÁÍÝỦ]\w*(?:\s+\w+){1,4}?)\s+(?:được|đang|giữ|làm|kiêm|đảm)\b"
)
DEFINING = frozenset(map(key, ("là", "gọi", "tức", "nghĩa")))


class Weighted(Protocol):
    """A question's content syllable with its weight."""

    @property
    def key(self) -> str: ...
    @property
    def idf(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Extract:
    """The answering words: ``text == sentence[start:end]``."""

    start: int
    end: int
    text: str
    score: float
    has_unit: bool = False


def extract(question: Question, terms: Sequence[Weighted], sentence: str) -> Extract | None:
    """Find the words of ``sentence`` that answer ``question`` by its kind, or ``None``."""
    find = SPANS.get(question.kind)
    return _best(question, terms, sentence, find(question, sentence)) if find else None


def fits_kind(question: Question, terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether a sentence is of the kind asked for where no single span answers: a reason, a definition."""
    if question.kind == "reason":
        return REASON.search(sentence) is not None
    if question.kind == "definition":
        return _defines(terms, sentence) and _is_on_attribute(question, terms, sentence)
    return question.kind in ("general", "manner", "yesno", "compare", "history")


def _defines(terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether the sentence opens with the question's words and goes on with "là" or "gọi"."""
    sequence = keys(sentence)
    at = next((i for i, form in enumerate(sequence) if form in DEFINING), len(sequence))
    said = [term.idf for term in terms if term.key in sequence[:at]]
    unsaid = [term.idf for term in terms if term.key not in sequence[:at]]
    whole = sum(said) + sum(unsaid)
    # What the subject leaves out must be the common words of the question ("mô hình"), not what it turns on.
    is_subject = sum(said) >= SUBJECT * whole and max(unsaid, default=0.0) <= COMMON * whole / max(len(terms), 1)
    return is_subject and at < len(sequence) and at <= len(terms) + 4


def _is_on_attribute(question: Question, terms: Sequence[Weighted], sentence: str) -> bool:
    """Tell whether a sentence speaks of what is asked of a thing: "khí hậu của X là gì" is answered by no "X là …"."""
    of = OF.search(question.text)
    asked = set(keys(question.text[: of.start()])) if of else set()
    attribute = [term for term in terms if term.key in asked]
    said = sum(term.idf for term in attribute if term.key in keys(sentence))
    return said >= HALF * sum(term.idf for term in attribute)


def _typed_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    asked = {value.canonical for value in question.values}
    wanted = "ordinal" if RANK.search(fold(question.text)) else question.kind
    spans = []
    for value in find_values(sentence):
        if (
            value.kind == wanted
            and value.canonical not in asked
            and _fits(question, value)
            and _counts(question, value)
        ):
            spans.append(((value.start, value.end), _counts_what_is_asked(question, value, sentence)))
    return spans


def _fits(question: Question, value: Value) -> bool:
    folded = fold(question.text)
    if value.kind == "date":
        return _fits_date(folded, value.canonical)
    if value.kind == "number" and re.search(r"\b(ty|ti) le\b|phan tram", folded):
        return "%" in value.canonical or "/" in value.canonical
    units = _measure(question)
    return value.kind != "number" or units is None or fold(value.unit).split(" ")[0] in units


def _counts(question: Question, value: Value) -> bool:
    """Tell whether a number may count what is asked: "206 cuộc" says nothing of how many "đại biểu"."""
    asked = next((word for word in question.asked_unit.split() if word not in SCALES), "")
    if value.kind != "number" or not value.unit or not asked or asked in UNCOUNTED or _measure(question):
        return True
    unit = fold(value.unit)
    return unit.startswith(asked) or any(
        group.match(unit) and group.match(question.asked_unit) for group in COUNTED_ALIKE
    )


def _measure(question: Question) -> frozenset[str] | None:
    folded = fold(question.text)
    return next((units for asked, units in MEASURES if asked.search(folded)), None)


def _fits_date(folded: str, canonical: str) -> bool:
    """A year is asked for with a date that has one, an hour only with an hour."""
    if canonical.startswith("T") or "gio" in folded.split():
        return canonical.startswith("T") and "gio" in folded.split()
    if re.search(r"\b(?:giai doan|nhiem ky) (?:nao|may|gi)", folded):
        return ".." in canonical
    return "nam nao" not in folded or canonical[0].isdigit()


def _counts_what_is_asked(question: Question, value: Value, sentence: str) -> bool:
    """Tell whether the number counts what the question counts, said after it or in its clause before it."""
    if value.kind != "number" or not question.asked_unit:
        return False
    unit = next((word for word in question.asked_unit.split() if word not in SCALES), "")
    if value.unit:
        return bool(unit) and fold(value.unit).startswith(unit)
    clause = CLAUSE.split(sentence[: value.start])[-1]
    return f" {question.asked_unit} " in f" {fold(clause)} "


def _person_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
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
        return True
    wanted = f"{' '.join(keys(head[0]))} {' '.join(keys(body[0])[:2])} "
    offices = (f"{' '.join(keys(sentence[found.start() :]))} " for found in HEADS.finditer(sentence))
    return any(office.startswith(wanted) for office in offices) or _shortened(
        question[head.start() : body.end()], sentence
    )


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
    return not is_place and (key(words[0]) in FAMILY_NAMES or any(is_foreign(word) for word in words))


def _with_role(sentence: str, name: Name) -> Span:
    """Widen a person's span to the role that directly follows the name."""
    role = role_beside(sentence, name)
    return (
        (name.start, role[1]) if role and role[0] >= name.end and role[1] - name.end < 120 else (name.start, name.end)
    )


def _role_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
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


def _place_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
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


def _list_spans(_: Question, sentence: str) -> list[tuple[Span, bool]]:
    spans = []
    for opening in LIST_OPENING.finditer(sentence):
        end = len(sentence.rstrip(" .…;/"))
        stop = re.search(r"(?:\.|;)\s|,\s*(?:đã|nhằm|góp phần|giúp|trong đó|để)\s", sentence[opening.end() : end])
        end = opening.end() + stop.start() if stop else end
        introduces = "gồm" in opening[0].lower() or ":" in opening[0]
        if _is_enumeration(sentence[opening.end() : end], at_least=2 if introduces else 3):
            spans.append(((opening.end(), end), introduces))
    return spans


def _is_enumeration(body: str, *, at_least: int) -> bool:
    """Tell whether ``body`` is several short things in a row, none of them a bare figure."""
    items = [item.strip() for item in re.split(r"[,;]|\bvà\b", body) if item.strip()]
    return len(items) >= at_least and not items[0][0].isdigit() and all(len(item.split()) <= 14 for item in items)


def _spelled_out(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """The full form of an abbreviation asked for: the words before "(MTTQ)" whose initials it is."""
    spans = []
    for bracket in re.finditer(r"\(([^\W\d_][\w-]{1,9})\)", sentence):
        letters = [letter for letter in fold(bracket[1]) if letter.isalpha()]
        words = word_spans(sentence[: bracket.start()])[-len(letters) :]
        initials = [fold(sentence[start]) for start, _ in words]
        if key(bracket[1]) in keys(question.text) and initials == letters:
            spans.append(((words[0][0], words[-1][1]), True))
    return spans


def _issuer_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    return [(span, True) for span in issuer_spans(question.values, sentence)]


def _best(
    question: Question, terms: Sequence[Weighted], sentence: str, spans: Sequence[tuple[Span, bool]]
) -> Extract | None:
    if not spans:
        return None
    weights = {term.key: term.idf for term in terms}
    words = word_spans(sentence)
    scored = []
    for (start, end), preferred in spans:
        span = start, start + len(sentence[start:end].rstrip())
        score = _nearness(sentence, words, weights, span) + (3.0 if preferred else 0.0)
        score += _wording(question, sentence, span)
        scored.append(Extract(*span, sentence[slice(*span)], score, preferred))
    return max(scored, key=lambda part: (part.score, -part.start))


def _wording(question: Question, sentence: str, span: Span) -> float:
    """Prefer the value whose surroundings read like the question, and no qualified one.

    "còn bao nhiêu" wants "còn 34", "bao nhiêu con bò" wants "120 con bò"; "trung bình" and the like before a
    value make it another value, unless the question says so too.
    """
    asked = fold(question.text)
    asked_after = re.search(r"(\w+) (?:bao nhieu|may)\b", asked)
    before = re.findall(r"\w+", fold(CLAUSE.split(sentence[: span[0]])[-1]))
    inside_and_after = re.findall(r"\w+", fold(CLAUSE.split(sentence[span[0] :])[0]))
    bare = not any(character.isalpha() for character in sentence[slice(*span)])
    counted = " ".join([*(before if bare else ()), *inside_and_after[:6]])  # "biên chế đang có là 295", "295 biên chế"
    after = re.findall(r"\w+", fold(CLAUSE.split(sentence[span[1] :])[0]))[:2]
    qualified = QUALIFIER.search(" ".join(before))
    return (
        2.0 * bool(asked_after and before and before[-1] == asked_after[1])
        + 3.0 * bool(question.asked_unit and question.asked_unit in counted)
        + 1.5 * bool(len(after) == 2 and " ".join(after) in asked)
        - 2.0 * bool(qualified and qualified[0] not in asked)
    )


def _nearness(sentence: str, words: list[Span], weights: dict[str, float], span: Span) -> float:
    """Sum the weights of the question's words around ``span``, less with distance and with each clause mark between."""
    first = next((i for i, word in enumerate(words) if word[1] > span[0]), 0)
    last = max((i for i, word in enumerate(words) if word[0] < span[1]), default=0)
    best: dict[str, float] = {}
    for i, word in enumerate(words):
        form = key(sentence[slice(*word)])
        if form in weights:
            distance = max(first - i, i - last, 0)
            between = sentence[word[1] : span[0]] if i < first else sentence[span[1] : word[0]] if i > last else ""
            marks = len(CLAUSE.findall(between))
            best[form] = max(best.get(form, 0.0), weights[form] * math.exp(-distance / NEAR) * 0.5**marks)
    return sum(best.values())


SPANS: dict[str, Callable[[Question, str], list[tuple[Span, bool]]]] = {
    "number": _typed_spans,
    "date": _typed_spans,
    "docno": _typed_spans,
    "person": _person_spans,
    "role": _role_spans,
    "place": _place_spans,
    "list": _list_spans,
    "definition": _spelled_out,
    "issuer": _issuer_spans,
}
