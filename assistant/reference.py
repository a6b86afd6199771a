"""What "ông ấy", "quyết định đó", "ở đó", "mô hình này" stand for: the latest thing of their kind said before.

Of an answer its direct part counts before its quotes. Where the latest text names several people or documents that
fit, the pronoun stands for none of them: they are given as the choices to ask back with.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.asking import kind_of
from assistant.name import PLACE_KINDS, Name, find_names, is_foreign
from assistant.pattern import Pattern, compiled
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, key, keys

THAT = r"(?:ấy|đó|đấy|này|kia|nọ|trên|nói trên|vừa rồi|vừa nêu)"
WOMAN = compiled(r"^(?:bà|chị|cô)\b")
MAN = compiled(r"^(?:ông|anh|chú)\b")
AT = compiled(r"^(?:ở|tại)\s")
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
THINGS = (
    r"mô hình|đề án|dự án|cơ quan|đơn vị|khối|hội nghị|phong trào|tổ chức|ban|phòng|chủ trương|cuộc họp|đoàn|sự kiện|"
    r"chiến dịch|công trình|tác phẩm|cuộc chiến"
)
# Where the phrase that names a thing stops: what is said or asked of it.
PHRASE_END = compiled(
    r"\s*(?:[?,.;:()]|$|\b(?:là|có|được|do|bị|đã|đang|sẽ|ban hành|thành lập|bắt đầu|thực hiện|triển khai|thí điểm|"
    r"hoạt động|gồm|bao gồm|ra đời|từ|vào|nào|gì|khi|tại|ở|bao nhiêu|như thế nào|thế nào|mang lại|diễn ra|còn|giúp|"
    r"lo|làm|phải|dựa|theo|những|các|mấy|họp|áp dụng|đề nghị)\b)"
)
NOUN_BEFORE = compiled(
    r"(?:quyết định|nghị quyết|chỉ thị|công văn|quy định|kết luận|kế hoạch|nghị định|thông tư)(?: số)? $"
)
ANY_THAT = compiled(r"\b(?P<noun>(?:\w+ ){0,2}\w+) (?:ấy|đó|này)\b")
COMMON = frozenset(fold(kind.split()[0]) for kind in (*PLACE_KINDS, *THINGS.split("|")))
LONGEST = 8  # syllables of the phrase that names a thing
DIRECT = re.compile(r"\*\*([^*]+)\*\*")  # the direct part of an answer's text
# "hai người tên Nguyễn Văn A": one name said before, and still two people
NAMESAKES = compiled(
    r"\b(?:hai|2|ba|3|các|những|mấy) (?:người|đồng chí|ông|bà|vị|anh|chị)(?: \w+){0,2} tên\b|\b(?:cùng|trùng) tên\b"
)
THAT_ONE = compiled(r"\b\w+ (?:ấy|đó|này)\b|\b(?:ở|tại) đây\b")  # any phrase that points back
SEVERAL = compiled(r"\b(?:những|các|hai|ba|mấy|2|3)\b.*\b(?:nào|gì|ai)\b")  # asks for more than one thing
# Demonstratives that point at no noun: "sau đó", "trong đó", "hiện nay này".
POINTLESS = frozenset(
    keys(
        "trước sau do từ trong theo nhờ bên trên dưới khi lúc hồi bởi vì như thế và còn cái điều việc cùng hiện nay giờ"
    )
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with its pronouns replaced, or the first one that could stand for several things."""

    text: str
    choices: tuple[str, ...] = ()
    pronoun: Span | None = None  # in ``text``, of the one that is left


def resolve(question: str, before: Sequence[str]) -> Resolved:
    """Put the latest antecedent in the place of each pronoun; ``before`` holds what was said, the latest text first."""
    for pattern, find in PRONOUNS:
        match = pattern.of(question).search(question)
        found = find(match[0], before) if match and not _asks_itself(question, match[0]) else ()
        if match and len(found) > 1:
            return Resolved(question, found, match.span())
        if match and found:
            opening = AT.of(match[0]).match(match[0])
            start = match.start() + (opening.end() if opening else 0)
            question = question[:start] + _cased(found[0], opens=start == 0) + question[match.end() :]
    return Resolved(_with_thing(question, before))


def find_pronoun(question: str) -> Span | None:
    """Find a person's or a document's pronoun in ``question``: one that was left since it could not be resolved."""
    for pattern, find in PRONOUNS:
        match = pattern.of(question).search(question)
        if match and find in (_people, _documents):
            return match.span()
    return None


def _asks_itself(question: str, pronoun: str) -> bool:
    """Tell "Lúc đó là tháng mấy?", where the date that the pronoun stands for is what is asked."""
    return kind_of(question) == "date" and pronoun.lower().startswith(
        ("lúc", "luc", "khi", "hồi", "hoi", "thời", "thoi")
    )


def _cased(antecedent: str, *, opens: bool) -> str:
    """A kind of place or a thing takes the case of its new place ("ở huyện Lâm Hà"); names keep theirs."""
    first = antecedent.split(maxsplit=1)[0]
    letter = first[0].upper() if opens else first[0].lower() if fold(first) in COMMON else first[0]
    return letter + antecedent[1:]


def _people(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """People of the pronoun's sex if a name tells ("Thị"), else any; a foreign name where no other is."""
    for text in before:
        for part in _parts(text, before):
            people = _fitting(pronoun, part)
            if len(people) == 1 and NAMESAKES.of(text).search(text):
                return _offices(before) or people
            if people:
                return people
    return ()


def _fitting(pronoun: str, text: str) -> tuple[str, ...]:
    woman, man = (pattern.of(pronoun).match(pronoun) for pattern in (WOMAN, MAN))
    names = [name for name in find_names(text) if name.is_proper]
    people = [name for name in names if name.kind == "person"]
    fitting = [name for name in people if not (man and _is_woman(name)) and not (woman and not _is_woman(name))]
    foreign = [name for name in names if name.kind == "other" and any(map(is_foreign, name.core.split()))]
    return tuple({name.canonical: name.text for name in reversed(fitting or people or foreign[:1])}.values())[::-1]


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


def _place(_: str, before: Sequence[str]) -> tuple[str, ...]:
    for text in before:
        names = [name for name in find_names(text) if name.is_proper and name.kind != "person"]
        places = [name for name in names if name.kind == "place"] or [n for n in names if not n.core.isupper()]
        if places:
            return (places[0].text,)
    return ()


def _documents(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """Documents of the pronoun's kind ("chỉ thị đó"), or failing that any."""
    noun = fold(" ".join(pronoun.split()[:2]))
    for text in before:
        for part in _parts(text, before):
            numbers = [value for value in find_values(part) if value.kind == "docno"]
            named = [number for number in numbers if fold(_with_noun(part, number)).startswith(noun)]
            if numbers:
                chosen = {number.canonical: _with_noun(part, number) for number in reversed(named or numbers)}
                return tuple(chosen.values())[::-1]
    return ()


def _with_noun(text: str, number: Value) -> str:
    """A document number with the kind of document before it, if it is not a part of it already."""
    before = NOUN_BEFORE.of(text).search(text[: number.start])
    return text[before.start() : number.end] if before else number.text


def _date(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    for text in before:
        dates = [value for value in find_values(text) if value.kind == "date"]
        if dates:
            year = YEAR.search(dates[0].canonical)
            is_year = year and pronoun.lower().startswith(("năm", "nam"))
            return (f"năm {year[0]}" if year and is_year else dates[0].text,)
    return ()


def _thing(pronoun: str, before: Sequence[str]) -> tuple[str, ...]:
    """The fuller phrase that begins with the pronoun's noun ("mô hình cơ quan khối" for "mô hình đó")."""
    noun = keys(pronoun)[:-1]
    for text in before:
        span = phrase_of(text, noun)
        if span:
            return (text[slice(*span)],)
    return ()


def _with_thing(question: str, before: Sequence[str]) -> str:
    """Replace "đợt tập huấn đó", any noun that a fuller phrase before began with; the longest noun first."""
    for match in ANY_THAT.of(question).finditer(question):
        nouns = match["noun"].split()
        for i in range(len(nouns)):
            found = _thing(" ".join((*nouns[i:], "đó")), before) if key(nouns[i]) not in POINTLESS else ()
            if found and key(nouns[-1]) not in POINTLESS:
                start = match.start() + len(" ".join(nouns[:i])) + (1 if i else 0)
                return question[:start] + _cased(found[0], opens=start == 0) + question[match.end() :]
    return question


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


PRONOUNS: tuple[tuple[Pattern, Callable[[str, Sequence[str]], tuple[str, ...]]], ...] = (
    (
        compiled(
            rf"\b(?:(?:ông|bà|anh|chị|cô|đồng chí|người|vị) {THAT}|(?:ông|bà) ta|anh ta|cô ta|ổng|bả)(?= |$|[?,.])"
        ),
        _people,
    ),
    (
        compiled(
            rf"\b(?:quyết định|nghị quyết|chỉ thị|văn bản|công văn|quy định|kết luận|chương trình|kế hoạch|nghị "
            rf"định) {THAT}\b"
        ),
        _documents,
    ),
    (
        compiled(rf"\b(?:(?:huyện|tỉnh|xã|thành phố|địa phương|nơi|chỗ|nước|bên) {THAT}|(?:ở|tại) (?:đó|đấy|đây))\b"),
        _place,
    ),
    (compiled(r"\b(?:năm|tháng|ngày|thời điểm|lúc|khi|hồi|giai đoạn) (?:ấy|đó|này)\b"), _date),
    (compiled(rf"\b(?:{THINGS}) {THAT}\b"), _thing),
)
