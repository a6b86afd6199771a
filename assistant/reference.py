"""What "ông ấy", "quyết định đó", "ở đó", "mô hình này" stand for: the latest thing of their kind said before.

Knows how pronouns are worded; ``assistant.antecedent`` finds what they may stand for. Where the latest text names
several people or documents that fit, the pronoun stands for none of them: they are given as the choices to ask back
with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.antecedent import date, documents, people, place, thing
from assistant.asking import kind_of
from assistant.name import PLACE_KINDS
from assistant.pattern import Pattern, compiled
from corpus.document import Span
from corpus.orthography import fold, key, keys

THAT = r"(?:ấy|đó|đấy|này|kia|nọ|trên|nói trên|vừa rồi|vừa nêu)"
AT = compiled(r"^(?:ở|tại)\s")
THINGS = (
    r"mô hình|đề án|dự án|cơ quan|đơn vị|khối|hội nghị|phong trào|tổ chức|ban|phòng|chủ trương|cuộc họp|đoàn|sự kiện|"
    r"chiến dịch|công trình|tác phẩm|cuộc chiến"
)
ANY_THAT = compiled(r"\b(?P<noun>(?:\w+ ){0,2}\w+) (?:ấy|đó|này)\b")
COMMON = frozenset(fold(kind.split()[0]) for kind in (*PLACE_KINDS, *THINGS.split("|")))
THAT_ONE = compiled(r"\b\w+ (?:ấy|đó|này)\b|\b(?:ở|tại) đây\b")  # any phrase that points back
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
        if match and find in (people, documents):
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


def _with_thing(question: str, before: Sequence[str]) -> str:
    """Replace "đợt tập huấn đó", any noun that a fuller phrase before began with; the longest noun first."""
    for match in ANY_THAT.of(question).finditer(question):
        nouns = match["noun"].split()
        for i in range(len(nouns)):
            found = thing(" ".join((*nouns[i:], "đó")), before) if key(nouns[i]) not in POINTLESS else ()
            if found and key(nouns[-1]) not in POINTLESS:
                start = match.start() + len(" ".join(nouns[:i])) + (1 if i else 0)
                return question[:start] + _cased(found[0], opens=start == 0) + question[match.end() :]
    return question


PRONOUNS: tuple[tuple[Pattern, Callable[[str, Sequence[str]], tuple[str, ...]]], ...] = (
    (
        compiled(
            rf"\b(?:(?:ông|bà|anh|chị|cô|đồng chí|người|vị) {THAT}|(?:ông|bà) ta|anh ta|cô ta|ổng|bả)(?= |$|[?,.])"
        ),
        people,
    ),
    (
        compiled(
            rf"\b(?:quyết định|nghị quyết|chỉ thị|văn bản|công văn|quy định|kết luận|chương trình|kế hoạch|nghị "
            rf"định) {THAT}\b"
        ),
        documents,
    ),
    (
        compiled(rf"\b(?:(?:huyện|tỉnh|xã|thành phố|địa phương|nơi|chỗ|nước|bên) {THAT}|(?:ở|tại) (?:đó|đấy|đây))\b"),
        place,
    ),
    (compiled(r"\b(?:năm|tháng|ngày|thời điểm|lúc|khi|hồi|giai đoạn) (?:ấy|đó|này)\b"), date),
    (compiled(rf"\b(?:{THINGS}) {THAT}\b"), thing),
)
