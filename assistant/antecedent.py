"""What was said before that a pronoun may stand for: people, places, documents, dates, things.

Each finder gives what fits in the latest text that has any; several are a choice. What the latest question asked for
and its answer gave stands before all else. Knows kinds of names and values, and nothing of how a pronoun is worded.
"""

import re
from collections.abc import Callable, Sequence

from assistant.asking import AnswerKind, kind_of
from assistant.name import Name, find_names, is_foreign
from assistant.pattern import compiled
from assistant.role import HEADS
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, keys

WOMAN = compiled(r"^(?:bà|chị|cô)\b")
MAN = compiled(r"^(?:ông|anh|chú)\b")
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# Where the phrase that names a thing stops: what is said or asked of it.
PHRASE_END = compiled(
    r"\s*(?:[?,.;:()]|$|\b(?:là|có|được|do|bị|đã|đang|sẽ|ban hành|thành lập|bắt đầu|thực hiện|triển khai|thí điểm|"
    r"hoạt động|gồm|bao gồm|ra đời|từ|vào|nào|gì|khi|tại|ở|bao nhiêu|như thế nào|thế nào|mang lại|diễn ra|còn|giúp|"
    r"lo|làm|phải|dựa|theo|những|các|mấy|họp|áp dụng|đề nghị)\b)"
)
NOUN_BEFORE = compiled(
    r"(?:quyết định|nghị quyết|chỉ thị|công văn|quy định|kết luận|kế hoạch|nghị định|thông tư)(?: số)? $"
)
LONGEST = 8  # syllables of the phrase that names a thing
DIRECT = re.compile(r"\*\*([^*]+)\*\*")  # the direct part of an answer's text
# "hai người tên Nguyễn Văn A": one name said before, and still two people
NAMESAKES = compiled(
    r"\b(?:hai|2|ba|3|các|những|mấy) (?:người|đồng chí|ông|bà|vị|anh|chị)(?: \w+){0,2} tên\b|\b(?:cùng|trùng) tên\b"
)
SEVERAL = compiled(r"\b(?:những|các|hai|ba|mấy|2|3)\b.*\b(?:nào|gì|ai)\b")  # asks for more than one thing
EXCHANGE = 2  # texts of the latest exchange: the question and its answer
# What bounds a role inside a question: "Ai là [Bí thư Huyện ủy Đầm Hà]?".
ROLE_END = compiled(r"\s(?:là|hiện nay|từ|năm|giữ|gì|nào|tên|có|được|đã|sinh|làm|trong|tại|ở)\b|\s[–-]\s|[?,.]|$")
BEFORE_ROLE = compiled(r"(?:^|\blà )$")


def people(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """People of the pronoun's sex if a name tells ("Thị"), else any, else whoever holds the office just asked about.

    In the latest exchange whoever fits comes before whoever does not; a foreign name comes last.
    """
    latest, older = _in_focus(before[:EXCHANGE], "person"), before[EXCHANGE:]
    named = _named_in(latest, pronoun, before, _of_sex) or _named_in(latest, pronoun, before, _fitting)
    role = "" if named or not before else _role_asked(before[0])
    return named or ((role,) if role else _named_in(older, pronoun, before, _fitting))


def place(_: str, before: Sequence[str]) -> tuple[str, ...]:
    """The place named last, or failing that another proper name: an organ is somewhere too."""
    for text in _in_focus(before, "place"):
        names = [name for name in find_names(text) if name.is_proper and name.kind != "person"]
        places = [name for name in names if name.kind == "place"] or [n for n in names if not n.core.isupper()]
        if places:
            return (places[0].text,)
    return ()


def documents(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """Documents of the pronoun's kind ("chỉ thị đó"), or failing that any."""
    noun = fold(" ".join(pronoun.split()[:2]))
    for text in _in_focus(before, "docno"):
        for part in _parts(text, before):
            numbers = [value for value in find_values(part) if value.kind == "docno"]
            named = [number for number in numbers if fold(_with_noun(part, number)).startswith(noun)]
            if numbers:
                chosen = {number.canonical: _with_noun(part, number) for number in reversed(named or numbers)}
                return tuple(chosen.values())[::-1]
    return ()


def date(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """The date said last, or its year where "năm đó" asks for no more."""
    for text in _in_focus(before, "date"):
        dates = [value for value in find_values(text) if value.kind == "date"]
        if dates:
            year = YEAR.search(dates[0].canonical)
            is_year = year and pronoun.lower().startswith(("năm", "nam"))
            return (f"năm {year[0]}" if year and is_year else dates[0].text,)
    return ()


def thing(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """The fuller phrase that begins with the pronoun's noun ("mô hình cơ quan khối" for "mô hình đó")."""
    noun = keys(pronoun)[:-1]
    for text in before:
        span = phrase_of(text, noun)
        if span:
            return (text[slice(*span)],)
    return ()


def document_given(before: Sequence[str]) -> str:
    """Give the one document that the latest answer gave to a question that asked for one; else nothing."""
    found = documents("", before[1:EXCHANGE]) if before and kind_of(before[0]) == "docno" else ()
    return found[0] if len(found) == 1 else ""


def phrase_of(text: str, noun: list[str]) -> Span | None:
    """Find the phrase that begins with these syllables and says more than they do."""
    words = list(re.finditer(r"\w+", text))
    forms = [keys(word[0])[0] for word in words]
    for i in range(len(words) - len(noun) + 1):
        if forms[i : i + len(noun)] == noun:
            last = words[min(i + LONGEST, len(words)) - 1].end()
            stop = PHRASE_END.of(text).search(text, words[i + len(noun) - 1].end())
            end = min(last, stop.start() if stop else last)
            if len(text[words[i].start() : end].split()) > len(noun):
                return words[i].start(), end
    return None


def _in_focus(before: Sequence[str], kind: AnswerKind) -> Sequence[str]:
    """Put what the latest answer gave before the question that asked for such a thing."""
    gave = len(before) > 1 and DIRECT.search(before[1]) is not None
    asked_one = gave and kind_of(before[0]) == kind and not SEVERAL.of(before[0]).search(before[0])
    return [before[1], before[0], *before[2:]] if asked_one else before


def _named_in(
    texts: Sequence[str], pronoun: str, before: Sequence[str], find: Callable[[str, str], tuple[str, ...]]
) -> tuple[str, ...]:
    for text in texts:
        for part in _parts(text, before):
            if found := find(pronoun, part):
                is_shared = len(found) == 1 and NAMESAKES.of(text).search(text)
                return (_offices(before) or found) if is_shared else found
    return ()


def _of_sex(pronoun: str, text: str) -> tuple[str, ...]:
    """The people of the pronoun's sex: a woman's name tells, any other may be a man's."""
    woman, man = (pattern.of(pronoun).match(pronoun) for pattern in (WOMAN, MAN))
    people = [name for name in find_names(text) if name.kind == "person"]
    fitting = [name for name in people if not (man and _is_woman(name)) and not (woman and not _is_woman(name))]
    return tuple({name.canonical: name.text for name in reversed(fitting)}.values())[::-1]


def _fitting(pronoun: str, text: str) -> tuple[str, ...]:
    """The people of the pronoun's sex, or else any, or else a foreign name."""
    names = [name for name in find_names(text) if name.is_proper]
    people = [name for name in names if name.kind == "person"]
    foreign = [name for name in names if name.kind == "other" and any(map(is_foreign, name.core.split()))]
    others = tuple({name.canonical: name.text for name in reversed(people or foreign[:1])}.values())[::-1]
    return _of_sex(pronoun, text) or others


def _offices(before: Sequence[str]) -> tuple[str, ...]:
    """The direct parts of the latest answer: by these two people of one name were told apart."""
    latest = next((DIRECT.findall(text) for text in before if DIRECT.search(text)), [])
    return tuple(dict.fromkeys(latest)) if len(latest) > 1 else ()


def _parts(text: str, before: Sequence[str]) -> tuple[str, ...]:
    """The direct part of an answer, then all of it; where several things were asked for, all of it at once."""
    direct = " ; ".join(DIRECT.findall(text))
    asked_several = SEVERAL.of(before[0]).search(before[0])
    return (direct, text) if direct and not asked_several else (text,)


def _is_woman(name: Name) -> bool:
    return "thị" in name.core.lower().split()


def _role_asked(question: str) -> str:
    """The office that a question speaks of without naming who holds it ("Bí thư Huyện ủy Đầm Hà là ai?")."""
    head = HEADS.search(question)
    if head is None or BEFORE_ROLE.of(question).search(question[: head.start()]) is None:
        return ""
    end = ROLE_END.of(question).search(question, head.end())
    return question[head.start() : end.start() if end else len(question)].strip()


def _with_noun(text: str, number: Value) -> str:
    """A document number with the kind of document before it, if it is not a part of it already."""
    before = NOUN_BEFORE.of(text).search(text[: number.start])
    return text[before.start() : number.end] if before else number.text
