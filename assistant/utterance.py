"""What a turn of a conversation is by its wording: a phrase to be put into the question before it, or a question.

A turn is peeled first: politeness and signs of contrast or correction in front ("À, thế còn …", "Không, ý tôi là …"),
small words behind ("… thì sao ạ?"). What is left, and what it was wrapped in, tell what it is. It knows nothing of
what was said before.
"""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.asking import asks
from assistant.pattern import Pattern, compiled
from assistant.reference import THAT_ONE

Wrapping = Literal["bare", "contrast", "correction"]
# In front of anything, saying nothing of what follows.
POLITE = compiled(
    r"^(?:(?:à|ờ|ừ|ơ|ồ|dạ|vâng|vậy à|thế à|rồi|ok|okay|rõ rồi|hiểu rồi|được rồi|mà này|này|cảm ơn|"
    r"cám ơn|thôi(?=,| (?:quay|trở|chuyển|sang|đổi|hỏi)))"
    r"(?: (?:bạn|em|anh|chị|nhiều|nhé|ạ|rồi))*[,.! ]+|xin lỗi[,.! ]+|"
    r"(?:xin )?cho (?:tôi |mình |em )?hỏi (?:thêm )?(?:là )?|hỏi thêm[:,]? |tiện thể[, ]+)(?=\w)"
)
CONTRAST = compiled(
    r"^(?:thế còn|vậy còn|rồi còn|và còn|còn|đối với|với|và|what about|how about|and|"
    r"thế(?! giới| kỷ| nào| hệ| thì| mà)|vậy(?! thì)|thế thì|vậy thì|ở|tại)\s+(?=\S)"
)
# Of these a question is meant without them; "ở đó" and "còn" may be its own words.
THUS = compiled(r"^(?:thế thì|vậy thì|vậy|thế)[, ]+(?=\w+ .*\w)(?!giới|kỷ|nào|hệ)")
# "Ấy chết, …", "Nhầm, …": something was said wrongly.
SLIP = r"(?:không phải|không|nhầm rồi|nhầm|lộn rồi|lộn|sai rồi|(?:ấy |thôi )?chết(?: rồi)?|quên)"
ASKER = r"(?:tôi|mình|em|tớ|cháu|anh|chị|bọn mình|chúng tôi)"
MEANING = r"(?:đang |định |muốn |cần |chỉ )*(?:hỏi|nói)(?: là| về| tới| đến)?"
CORRECTION = compiled(
    rf"^(?:{SLIP}[,.! ]+(?:là )?)?(?:(?:ý|ý của) {ASKER} (?:là|{MEANING})|ý là|{ASKER} {MEANING}|i mean)\s+(?=\S)"
    rf"|^{SLIP},\s*(?:là )?(?=\S)"
)
# "Sang chuyện khác nhé: …": what follows leans on nothing.
NEW_SUBJECT = compiled(
    r"^(?:(?:cho )?(?:tôi |mình |em )?(?:chuyển|sang|đổi|qua|hỏi)(?: sang| qua)? (?:chuyện|chủ đề|đề tài|vấn đề|câu|"
    r"việc|phần|ý) khác(?: (?:nhé|nha|đi|ạ|nào))*)\s*[,:.;–-]+\s*(?=\S)"
)
# "Quay lại Lâm Hà, …": back to what was spoken of before.
BACK_TO = compiled(
    r"^(?:quay|trở) (?:lại|về)(?: với| chuyện| vấn đề| phần| chỗ)* (?P<about>[^,:;?]+?)(?: (?:nhé|nha|đi|ạ))*"
    r"\s*[,:;–]\s*(?=\S)"
)
# "Không phải Lâm Hà cơ": only with the small word behind it is that no statement.
DENIED = compiled(r"^(?:không phải|không|nhầm)\s+(?P<rest>.+?)\s+(?:cơ mà|cơ|chứ|mới đúng)$")
INSISTING = compiled(r"\s+(?:cơ mà|cơ|chứ|mà|mới đúng)$")
SOFTENING = compiled(r"\s+(?:nhỉ|ạ|vậy|nhé|nha|nữa|luôn|đi|hả|với)$")
# "Tôi đang hỏi biên chế của Lâm Hà ấy": behind a name it points back to nothing.
EMPHATIC = re.compile(r"(?<=\w)\s+(?:ấy|đấy|kia)$")
THEN = compiled(
    r"\s+(?:thì sao|thì thế nào|thì như thế nào|thế nào|ra sao|là bao nhiêu|thì bao nhiêu|bao nhiêu|thì gồm những gì)$"
)
THEN_ALONE = compiled(r"\s+(?:thì sao|thì thế nào|thì như thế nào|thì bao nhiêu)$")
# "Còn ở Tỉnh đoàn thì ngày nào?": a phrase, and what is asked of it in few words.
ASKED_OF = compiled(r"^(?P<phrase>.+?)\s+thì\s+(?P<asked>(?:\S+\s+){0,3}\S+)$")
MEASURE = compiled(
    r"\b(?:tổng số|tổng cộng|tính chung|(?:trung bình|bình quân)(?: (?:mỗi|một) \w+(?: (?!có|là)\w+)?)?)\b"
)
# "… tên gì": no wording that tells what is asked for, and a question all the same.
ASKING = compiled(r"(?:\b(?:tên|họ tên|làm|nói|viết|ghi|nêu)(?: là)? gì|\blà (?:ai|gì))$")
LONGEST = 60  # characters of a phrase in front of "thì sao" alone: more is a statement
TRAILING = " ?!.,…"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A turn by its wording."""

    wrapping: Wrapping
    core: str  # without what was peeled off
    phrase: str = ""  # to be put in; a bare one only where it names something
    asked: str = ""  # what is asked of the phrase, where that is more than "thì sao"
    opener: int = 0  # characters of the turn in front of which nothing is meant
    is_new: bool = False  # said to be of another subject
    about: str = ""  # what the conversation is led back to


def read_utterance(typed: str) -> Utterance:
    """Read one turn."""
    text = typed.strip().rstrip(TRAILING)
    start = _polite_end(text)
    text = text[start:]
    if match := NEW_SUBJECT.of(text).match(text):
        return Utterance("bare", typed.strip()[start + match.end() :], is_new=True)
    if (match := BACK_TO.of(text).match(text)) and asks(text[match.end() :]):
        return Utterance("bare", typed.strip()[start + match.end() :], about=match["about"])
    denied = DENIED.of(text).match(text)
    if denied:
        return _phrase("correction", denied["rest"], typed, start)
    for wrapping, pattern in WRAPPINGS:
        match = pattern.of(text).match(text)
        if match:
            thus = match if wrapping == "correction" else THUS.of(text).match(text)
            return _phrase(wrapping, text[match.end() :], typed, start + (thus.end() if thus else 0))
    return _bare(text, typed, start)


def _polite_end(text: str) -> int:
    start = 0
    while match := POLITE.of(text).match(text[start:]):
        start += match.end()
    return start


def _phrase(wrapping: Wrapping, rest: str, typed: str, opener: int) -> Utterance:
    core = _softened(rest)
    insisting = INSISTING.of(typed).search(core)
    core = _softened(core[: insisting.start()]) if insisting else core
    then = THEN.of(typed).search(core) if wrapping == "contrast" else None
    phrase = core[: then.start()] if then else core
    phrase = _without_emphasis(phrase) if wrapping == "correction" else phrase
    inner = CONTRAST.of(phrase).match(phrase) if wrapping == "contrast" else None  # "Thế còn ở Lâm Đồng?"
    phrase = phrase[inner.end() :] if inner else phrase
    asked_of = ASKED_OF.of(typed).match(phrase)
    if asked_of and asks(asked_of["asked"]) and is_phrase(asked_of["phrase"], typed):
        return Utterance(wrapping, core, asked_of["phrase"], asked_of["asked"], opener)
    if is_phrase(phrase, typed):
        return Utterance(wrapping, core, phrase, opener=opener)
    return Utterance("bare", _softened(typed.strip()[opener:]), opener=opener)


def _bare(text: str, typed: str, opener: int) -> Utterance:
    core = _softened(text)
    insisting = INSISTING.of(typed).search(core)
    if insisting and "đúng" in insisting[0].casefold():
        return Utterance("correction", core, core[: insisting.start()], opener=opener)
    then = THEN_ALONE.of(typed).search(core)
    if then and then.start() <= LONGEST and is_phrase(core[: then.start()], typed):
        return Utterance("contrast", core, core[: then.start()], opener=opener)
    return Utterance("bare", core, core, opener=opener)


def _softened(text: str) -> str:
    text = text.strip().rstrip(TRAILING)
    while match := SOFTENING.of(text).search(text):
        text = text[: match.start()]
    return text


def _without_emphasis(phrase: str) -> str:
    plain = EMPHATIC.sub("", phrase)
    return plain if plain.split(" ")[-1][:1].isupper() else phrase


def is_phrase(text: str, typed: str) -> bool:
    """Tell a phrase to be put in from a question of its own and from one that points back."""
    if not text or THAT_ONE.of(typed).search(text):
        return False
    return not (asks(text) or ASKING.of(typed).search(text)) or MEASURE.of(typed).fullmatch(text) is not None


WRAPPINGS: tuple[tuple[Wrapping, Pattern], ...] = (("correction", CORRECTION), ("contrast", CONTRAST))
