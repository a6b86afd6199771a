"""What "ông ấy", "quyết định đó", "ở đó", "mô hình này" stand for: the latest thing of their kind said before."""

import re
from collections.abc import Callable, Sequence

from assistant.name import PLACE_KINDS, Name, find_names
from assistant.pattern import Pattern, compiled
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold, keys

THAT = r"(?:ấy|đó|này|kia|trên|nói trên|vừa rồi|vừa nêu)"
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
    r"hoạt động|gồm|bao gồm|ra đời|từ|vào|nào|gì|khi|tại|ở|bao nhiêu|như thế nào|thế nào|mang lại|diễn ra|còn|giúp)\b)"
)
COMMON = frozenset(fold(kind.split()[0]) for kind in (*PLACE_KINDS, *THINGS.split("|")))
LONGEST = 8  # syllables of the phrase that names a thing


def resolve(question: str, before: Sequence[str]) -> str:
    """Put the latest antecedent in the place of each pronoun; ``before`` holds what was said, the latest text first."""
    for pattern, find in PRONOUNS:
        match = pattern.of(question).search(question)
        antecedent = find(match[0], before) if match else None
        if match and antecedent:
            opening = AT.of(match[0]).match(match[0])
            start = match.start() + (opening.end() if opening else 0)
            question = question[:start] + _cased(antecedent, opens=start == 0) + question[match.end() :]
    return question


def _cased(antecedent: str, *, opens: bool) -> str:
    """A kind of place or a thing takes the case of its new place ("ở huyện Lâm Hà"); names keep theirs."""
    first = antecedent.split(maxsplit=1)[0]
    letter = first[0].upper() if opens else first[0].lower() if fold(first) in COMMON else first[0]
    return letter + antecedent[1:]


def _person(pronoun: str, before: Sequence[str]) -> str | None:
    """A person of the pronoun's sex if the name tells ("Thị"), else any; a foreign name where no other is."""
    woman, man = (pattern.of(pronoun).match(pronoun) for pattern in (WOMAN, MAN))
    for text in before:
        names = [name for name in find_names(text) if name.is_proper]
        people = [name for name in names if name.kind == "person"]
        fitting = [name for name in people if not (man and _is_woman(name)) and not (woman and not _is_woman(name))]
        chosen = fitting or people or [name for name in names if name.kind == "other" and not name.core.isupper()]
        if chosen:
            return chosen[0].text
    return None


def _is_woman(name: Name) -> bool:
    return "thị" in name.core.lower().split()


def _place(_: str, before: Sequence[str]) -> str | None:
    for text in before:
        names = [name for name in find_names(text) if name.is_proper and name.kind != "person"]
        places = [name for name in names if name.kind == "place"] or [n for n in names if not n.core.isupper()]
        if places:
            return places[0].text
    return None


def _document(_: str, before: Sequence[str]) -> str | None:
    return next((value.text for text in before for value in find_values(text) if value.kind == "docno"), None)


def _date(pronoun: str, before: Sequence[str]) -> str | None:
    for text in before:
        dates = [value for value in find_values(text) if value.kind == "date"]
        if dates:
            year = YEAR.search(dates[0].canonical)
            return f"năm {year[0]}" if year and pronoun.lower().startswith(("năm", "nam")) else dates[0].text
    return None


def _thing(pronoun: str, before: Sequence[str]) -> str | None:
    """The fuller phrase that begins with the pronoun's noun ("mô hình cơ quan khối" for "mô hình đó")."""
    noun = keys(pronoun)[:-1]
    for text in before:
        span = _phrase(text, noun)
        if span:
            return text[slice(*span)]
    return None


def _phrase(text: str, noun: list[str]) -> Span | None:
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


PRONOUNS: tuple[tuple[Pattern, Callable[[str, Sequence[str]], str | None]], ...] = (
    (compiled(rf"\b(?:(?:ông|bà|anh|chị|cô|đồng chí|người|vị) {THAT}|(?:ông|bà) ta|anh ta|cô ta)\b"), _person),
    (
        compiled(
            rf"\b(?:quyết định|nghị quyết|chỉ thị|văn bản|công văn|quy định|kết luận|chương trình|kế hoạch|nghị "
            rf"định) {THAT}\b"
        ),
        _document,
    ),
    (
        compiled(rf"\b(?:(?:huyện|tỉnh|xã|thành phố|địa phương|nơi|chỗ|nước) {THAT}|(?:ở|tại) (?:đó|đây)|nơi đấy)\b"),
        _place,
    ),
    (compiled(r"\b(?:năm|tháng|ngày|thời điểm|lúc|khi|hồi|giai đoạn) (?:ấy|đó|này)\b"), _date),
    (compiled(rf"\b(?:{THINGS}) {THAT}\b"), _thing),
)
