"""The phrase of an earlier question that a new phrase stands in for: the slot of its kind.

In the order in which they are tried: whose it is, a total or an average, a level, a role, a value (number, date,
document), a name, a thing of the same noun, what is counted. Knows wording and kinds, and the names it is given;
nothing of the conversation.
"""

import re
from collections.abc import Callable, Sequence

from assistant.antecedent import phrase_of
from assistant.asking import asks, kind_of
from assistant.name import HONORIFICS, PLACE_KINDS, WORD, Name, find_names
from assistant.pattern import compiled
from assistant.role import HEADS
from assistant.utterance import MEASURE
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold, has_marks, key, keys

FindNames = Callable[[str], Sequence[Name]]
Slot = tuple[Span, str]  # where in the earlier question, and what comes there

LEVEL = re.compile(r"\bcap (?:tinh|huyen|xa|trung uong|co so)\b")
OWNER = compiled(r"\bcủa(?: (?!(?:về|là|ban hành|có|được|do|gồm|ở|tại|từ|số|nào|gì|ai)\b)[^\s?,.]+)+")
DOCUMENT_NUMBER = re.compile(r"\d+[-/][^\W\d]+(?:[-/]\w+)*")
OPENING = re.compile(r"^(?:o|tai|cua|doi voi|con|va)\s+")
COUNTED = compiled(r"(?<=bao nhiêu )(?:\w+\s){0,1}\w+(?=\s*[?.!]*$)|(?<=mấy )(?:\w+\s){0,1}\w+(?=\s*[?.!]*$)")
# What bounds a role inside a question: "Ai là [Bí thư Huyện ủy] Đầm Hà?".
ROLE_STOP = compiled(r"\s(?:là|của|tỉnh(?! ủy)|huyện(?! ủy)|thành phố|xã|hiện nay|từ|năm|giữ|gì|nào)\b|[?,.]|$")
# Behind "huyện" these begin no name: "mỗi huyện có bao nhiêu", "cấp huyện bây giờ".
NO_PLACE = (
    r"(?:ủy|uỷ|được|nào|thì|bây|hiện|này|ấy|kia|và|bao|mấy)\b|"
    r"(?:có|ở|tại|là|còn) (?:bao|mấy|những|các|ai|gì|được|không|nào|lại|đó|đây)\b|"
    r"(?:ngày|hôm|tháng|năm|lúc|khi) (?:\d|nào|nay|qua|trước|sau|đó|ấy)"
)
WHEN = r"ngày|hôm|tháng|năm|lúc|khi"  # behind a name: "Tỉnh đoàn hôm nào"
LOWERED_PLACE = compiled(
    rf"(?<!cơ )(?<!co )(?<!cấp )(?<!mỗi )(?<!từng )\b(?:{'|'.join(PLACE_KINDS[:10])}) "
    rf"((?!{NO_PLACE})\w+(?: (?!(?:{WHEN})\b)\w+)?)"
    rf"(?=$| (?:có|là|được|đã|bao|nào|thì|ở|tại|cho|của|{WHEN})\b|[?,.])"
)
SUBJECT = 6  # syllables up to which a phrase alone is a subject and no statement


def names_in(text: str, known: FindNames | None) -> list[Name]:
    """Proper names, the corpus's however typed, and for text without capitals the words after a kind of place."""
    names = [name for name in find_names(text) if name.is_proper and not _is_opening(name)]
    if known is not None:
        free = [k for k in known(text) if all(k.end <= n.start or n.end <= k.start for n in names)]
        names = sorted([*names, *free], key=lambda name: name.start)
    return names or _lowered_places(text)


def is_thing(phrase: str, names: FindNames) -> bool:
    """Tell whether a phrase is nothing but one name, value or level ("Lâm Hà?", "Năm 2019?", "cấp xã")."""
    if LEVEL.fullmatch(fold(phrase)):
        return True
    things = [name.text for name in names(phrase)] + [value.text for value in find_values(phrase)]
    return phrase in things and len(phrase.split()) <= SUBJECT


def names_a_thing(phrase: str, names: FindNames) -> bool:
    """Tell whether a name, a value or a level stands in it."""
    return bool(names(phrase) or find_values(phrase) or LEVEL.search(fold(phrase)))


def substituted(previous: str, phrase: str, names: FindNames) -> str | None:
    """Put ``phrase`` in the place of the phrase of its kind in ``previous``; ``None`` where there is none."""
    for slot in (_owner, _measure, _level, _role, _value, _name, _headed, _counted):
        found = slot(previous, phrase, names)
        if found:
            (start, end), text = found
            text = text if previous[:start].strip() else text[0].upper() + text[1:]
            return previous[:start] + text + previous[end:]
    return None


def _owner(previous: str, phrase: str, _names: FindNames) -> Slot | None:
    """Whose it is, for whose it was: "Chỉ thị của Tỉnh ủy số mấy?", "Ý tôi là của Trung ương"."""
    if not OWNER.of(phrase).fullmatch(phrase):
        return None
    match = OWNER.of(previous).search(previous)
    return (match.span(), phrase) if match else None


def _measure(previous: str, phrase: str, _names: FindNames) -> Slot | None:
    """A total for an average and the like: "Trung bình mỗi huyện có bao nhiêu người?", "Còn tổng số?"."""
    match = MEASURE.of(previous).search(previous)
    return (match.span(), phrase) if match and MEASURE.of(phrase).fullmatch(phrase) else None


def _level(previous: str, phrase: str, _names: FindNames) -> Slot | None:
    match = LEVEL.search(fold(previous))
    new = LEVEL.fullmatch(OPENING.sub("", fold(phrase)))
    return (match.span(), phrase[len(phrase) - len(new[0]) :]) if match and new else None


def _role(previous: str, phrase: str, names: FindNames) -> Slot | None:
    """A role for a role: "Ai là Bí thư Huyện ủy Đầm Hà?", "Còn Chủ tịch UBND?"; with its own place, for that too."""
    old = HEADS.search(previous)
    if old is None or HEADS.match(phrase) is None:
        return None
    after = [name for name in names(previous) if name.start >= old.end()]
    stop = ROLE_STOP.of(previous).search(previous, old.end())
    end = stop.start() if stop else len(previous)
    if after and not names(phrase):
        end = min(end, after[0].start)
    elif after:
        end = max(end, after[0].end)
    return (old.start(), len(previous[:end].rstrip())), phrase


def _value(previous: str, phrase: str, names: FindNames) -> Slot | None:
    new = find_values(phrase)
    if len(new) != 1 or names(phrase[: new[0].start] + phrase[new[0].end :]):
        return None
    same = [value for value in find_values(previous) if value.kind == new[0].kind]
    if not same:
        return None
    old, text = same[-1], new[0].text
    number = DOCUMENT_NUMBER.search(old.text)
    if number and DOCUMENT_NUMBER.fullmatch(text) and _kind_of_number(number[0]) == _kind_of_number(text):
        return (old.start + number.start(), old.start + number.end()), text  # "36-CT/TU" for "Chỉ thị 22-CT/TW"
    return (old.start, old.end), text


def _name(previous: str, phrase: str, names: FindNames) -> Slot | None:
    """The name of the same kind; a place said without its kind ("Lâm Hà") replaces the core alone."""
    new = names(phrase)
    if not new:
        return None
    text = phrase[len(phrase) - len(OPENING.sub("", fold(phrase))) :]
    noun = fold(text[: max(0, text.find(new[0].text))])  # "trường Kim Đồng" for "Trường Nguyễn Du"
    old = names(previous)
    alike = [name for name in old if noun.strip() and fold(previous[: name.start]).endswith(noun)]
    if alike:
        return (alike[0].start, alike[0].end), new[0].text
    slots = _slots(old, new[0], phrase)
    if not slots:
        return None
    slot = slots[0]
    if slot.kind == "person":
        start = _with_honorific(previous, slot.start) if new[0].text != text else slot.start
        return (start, slot.end), text
    start = slot.start if _kind_word(text) else slot.end - len(slot.core)
    return (start, slot.end), text


def _headed(previous: str, phrase: str, _names: FindNames) -> Slot | None:
    """A thing of the same noun: "Tiểu ban tuyên truyền lo việc gì?", "Còn tiểu ban kiểm tra?"."""
    noun = keys(phrase)[:2]
    span = phrase_of(previous, noun) if len(keys(phrase)) > len(noun) == 2 else None
    return (span, phrase) if span else None


def _counted(previous: str, phrase: str, names: FindNames) -> Slot | None:
    """What is counted, for what was: "có bao nhiêu phòng?", "Còn biên chế?"."""
    match = COUNTED.of(previous).search(previous)
    if match is None or kind_of(previous) != "number" or len(phrase.split()) > SUBJECT:
        return None
    if not has_marks(phrase):  # may as well be a name: "lam ha"
        return None
    return None if names_a_thing(phrase, names) else (match.span(), phrase)


def _kind_of_number(number: str) -> str:
    return re.split(r"[-/]", number)[1]


def _is_opening(name: Name) -> bool:
    """Tell an abbreviation or the beginning of an office, which is no slot to fill ("UBND", "Huyện ủy")."""
    if " " in name.core:
        return False
    is_office = name.core.islower() and not name.text.islower()
    return is_office or (name.kind == "other" and (name.core.isupper() or len(name.core) < 2))


def _slots(names: Sequence[Name], new: Name, phrase: str) -> list[Name]:
    """The names that ``new`` may stand for, the likeliest first: same kind of place, same kind, any but a person."""
    word = _kind_word(phrase)
    same_word = [name for name in names if word and _kind_word(name.text) == word]
    same = [name for name in names if name.kind == new.kind]
    others = [name for name in names if "person" not in (new.kind, name.kind)]
    return [*same_word, *same, *others]


def _kind_word(text: str) -> str:
    folded = fold(text)
    return max((fold(kind) for kind in PLACE_KINDS if folded.startswith(f"{fold(kind)} ")), key=len, default="")


def _with_honorific(text: str, start: int) -> int:
    """Where the honorific before ``start`` begins, if there is one."""
    words = list(WORD.finditer(text, 0, start))
    for length in (2, 1):
        if len(words) >= length and tuple(key(word[0]) for word in words[-length:]) in HONORIFICS:
            return words[-length].start()
    return start


def _lowered_places(text: str) -> list[Name]:
    match = LOWERED_PLACE.of(text).search(text)
    if match is None or asks(match[1]):
        return []
    return [Name("place", *match.span(), match[0], match[1])]
