"""Completing a follow-up from the conversation: ellipsis ("Còn huyện Lâm Hà thì sao?"), pronouns, corrections.

Works on the wording alone, and on the names a corpus has where they are given: the slot of the earlier
question that is of the new phrase's kind is replaced, a pronoun by the latest thing of its kind. A question
that stands by itself is left as typed but for shorthand.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from assistant.asking import asks, kind_of
from assistant.name import HONORIFICS, PLACE_KINDS, WORD, Name, find_names
from assistant.pattern import compiled
from assistant.question import content_terms
from assistant.reference import THAT_ONE, find_pronoun, resolve
from assistant.role import HEADS
from assistant.shorthand import spell_out
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold, has_marks, key, keys

MAX_TURNS = 12  # earlier exchanges looked at: what is further back is not leaned on
END = r"\s*[?!.]*$"
THEN = r"(?:thì sao|thì thế nào|thì như thế nào|thế nào|ra sao|là bao nhiêu|thì bao nhiêu|bao nhiêu|thì gồm những gì)"
PARTICLE = r"(?:nhỉ|ạ|vậy|nhé|nữa|nữa thì sao|đi)"
ELLIPSES = (
    compiled(
        r"^(?:thế |vậy |à |và |rồi )?(?:còn|thế còn|vậy còn|thế(?! giới| kỷ| nào| hệ)|vậy(?! thì)|đối với|ở|tại|và|"
        rf"what about|how about|and)\s+(?P<subject>.+?)(?:\s+{THEN})?(?:\s+{PARTICLE})?{END}"
    ),
    compiled(
        rf"^(?P<subject>.{{2,60}}?)\s+(?:thì sao|thì thế nào|thì như thế nào|thì bao nhiêu)(?:\s+{PARTICLE})?{END}"
    ),
)
CORRECTIONS = (
    compiled(
        r"^(?:(?:à |ơ )?(?:không|nhầm|sai rồi|không phải)[, ]+)?(?:ý (?:tôi|mình|em) (?:là|muốn hỏi(?: là)?|"
        r"nói(?: là)?)|"
        rf"ý là|tôi muốn hỏi|mình muốn hỏi|tôi hỏi|i mean)\s+(?P<subject>.+?)(?:\s+(?:cơ|mà|chứ|ạ))?{END}"
    ),
    compiled(
        rf"^(?:à |ơ )?(?:không phải|không|nhầm(?: rồi)?|sai rồi),\s*(?:là )?(?P<subject>.+?)(?:\s+(?:cơ|mà|chứ|"
        rf"ạ))?{END}"
    ),
    compiled(rf"^(?:à |ơ )?(?:không phải|không|nhầm)\s+(?P<subject>.+?)\s+(?:cơ|chứ|cơ mà){END}"),
)
LEVEL = re.compile(r"\bcap (?:tinh|huyen|xa|trung uong|co so)\b")
# A total or an average, with what it is taken over.
MEASURE = compiled(
    r"\b(?:tổng số|tổng cộng|tính chung|(?:trung bình|bình quân)(?: (?:mỗi|một) \w+(?: (?!có|là)\w+)?)?)\b"
)
OWNER = compiled(r"\bcủa(?: (?!(?:về|là|ban hành|có|được|do|gồm|ở|tại|từ|số|nào|gì|ai)\b)[^\s?,.]+)+")
DOCUMENT_NUMBER = re.compile(r"\d+[-/][^\W\d]+(?:[-/]\w+)*")
OPENING = re.compile(r"^(?:o|tai|cua|doi voi|con|va)\s+")
COUNTED = compiled(r"(?<=bao nhiêu )(?:\w+\s){0,1}\w+(?=\s*[?.!]*$)|(?<=mấy )(?:\w+\s){0,1}\w+(?=\s*[?.!]*$)")
# What bounds a role inside a question: "Ai là [Bí thư Huyện ủy] Đầm Hà?".
ROLE_STOP = compiled(r"\s(?:là|của|tỉnh(?! ủy)|huyện(?! ủy)|thành phố|xã|hiện nay|từ|năm|giữ|gì|nào)\b|[?,.]|$")
# Said of the day one asks, a question is about no earlier thing ("Giá vàng hôm nay?").
OF_TODAY = compiled(r"\b(?:hôm nay|ngày mai|hôm qua|thời tiết|bây giờ là)\b")
LOWERED_PLACE = compiled(
    rf"(?<!cơ )(?<!co )\b(?:{'|'.join(PLACE_KINDS[:10])}) (\w+(?: \w+)?)"
    r"(?=$| (?:có|là|được|đã|bao|nào|thì|ở|tại|cho|của)\b|[?,.])"
)
AMONG = compiled(r"^trong (?:đó|số đó|số này|số ấy)\b")  # of what was just said
OPENER = compiled(r"^(?:vậy|thế thì|vậy thì|à|ờ|thế)[, ]+(?=\w+ .*\w)(?!giới|kỷ|nào|hệ)")
SHORT = 2  # content syllables up to which a question with no subject of its own leans on the one before
LEFT = 6  # content syllables up to which a question with a pronoun can describe nothing by itself
SUBJECT = 6  # syllables up to which a phrase alone is a subject and no statement

FindNames = Callable[[str], Sequence[Name]]


@dataclass(frozen=True, slots=True)
class Completed:
    """A question as it stands by itself; with choices, a pronoun of it could stand for any of them."""

    text: str
    choices: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()  # the question with each of the choices
    unclear: str = ""  # a pronoun for which nothing was said before


def complete(question: str, history: Sequence[Turn], *, known_names: FindNames | None = None) -> Completed:
    """Complete a question from what was said; ``known_names`` finds a corpus's names typed without capitals."""
    return _Completion(known_names).complete(question, list(history)[-MAX_TURNS:])


@dataclass(frozen=True, slots=True)
class _Completion:
    """One conversation's completing, with the names it may know."""

    known_names: FindNames | None

    def complete(self, question: str, history: Sequence[Turn]) -> Completed:
        """Take the earlier turns in order, so that each stands by itself before the next leans on it."""
        before: list[str] = []  # the latest text first
        previous = Completed("")
        for turn in history:
            previous = self._completed(turn.question, previous, before)
            before = [previous.text, turn.answer if not previous.choices else "", *before]
        return self._completed(question, previous, before)

    def _completed(self, question: str, previous: Completed, before: Sequence[str]) -> Completed:
        question = spell_out(question)
        if not previous.text:
            return Completed(question, unclear=self._unclear(question))
        subject = self._subject(question)
        if subject is not None:
            return Completed(self._chosen(previous, subject) or self._substituted(previous.text, subject))
        opener = OPENER.of(question).match(question)
        resolved = resolve(question[opener.end() :] if opener else question, before)
        if resolved.pronoun:
            start, end = resolved.pronoun
            readings = [resolved.text[:start] + choice + resolved.text[end:] for choice in resolved.choices]
            return Completed(resolved.text, resolved.choices, tuple(map(_capitalised, readings)))
        if resolved.text in question and self._leans(question):
            return Completed(f"{question.rstrip(' ?.!')} – {self._topic(previous.text)}?")
        text = resolved.text if resolved.text not in question else question
        return Completed(text, unclear=self._unclear(text))

    def _chosen(self, previous: Completed, subject: str) -> str | None:
        """Put what is meant in the place of a pronoun that could not be told: one of the choices, or a description."""
        span = find_pronoun(previous.text) if previous.choices or previous.unclear else None
        if span is None:
            return None
        noun = keys(subject)[:2]
        named = [choice for choice in previous.choices if keys(choice)[:2] == noun]
        meant = named[0] if len(named) == 1 else subject
        return _capitalised(previous.text[: span[0]] + meant + previous.text[span[1] :])

    def _subject(self, question: str) -> str | None:
        """The new phrase of an elliptic question or a correction; ``None`` for a question of its own."""
        typed = question.strip()
        for pattern in CORRECTIONS:
            match = pattern.of(typed).match(typed)
            if match:
                return None if asks(match["subject"]) else match["subject"].strip()
        for pattern in ELLIPSES:
            match = pattern.of(typed).match(typed)
            if match and self._is_phrase(match["subject"], typed):
                return match["subject"].strip()
        bare = typed.rstrip(" ?!.")
        return bare if self._is_thing(bare) else None

    def _is_phrase(self, subject: str, typed: str) -> bool:
        """Tell a phrase to be put in from a question of its own and from one that points back."""
        if THAT_ONE.of(typed).search(subject):
            return False
        return not asks(subject) or MEASURE.of(typed).fullmatch(subject) is not None

    def _is_thing(self, phrase: str) -> bool:
        """Tell whether a phrase is nothing but one name, value or level ("Lâm Hà?", "Năm 2019?", "cấp xã")."""
        if LEVEL.fullmatch(fold(phrase)):
            return True
        things = [name.text for name in self._names(phrase)] + [value.text for value in find_values(phrase)]
        return phrase in things and len(phrase.split()) <= SUBJECT

    def _substituted(self, previous: str, subject: str) -> str:
        """Put ``subject`` in the place of the phrase of its kind in ``previous``; without one, add it."""
        for slot in (self._owner, self._measure, self._level, self._value, self._name, self._role, self._counted):
            found = slot(previous, subject)
            if found:
                (start, end), text = found
                text = text if previous[:start].strip() else text[0].upper() + text[1:]
                return previous[:start] + text + previous[end:]
        if self._names(subject) or find_values(subject) or LEVEL.search(fold(subject)):
            return f"{previous.rstrip(' ?.!')} – {subject}?"
        return f"{subject} – {self._topic(previous)}?"  # a new attribute of the same thing

    def _owner(self, previous: str, subject: str) -> tuple[Span, str] | None:
        """Whose it is, for whose it was: "Chỉ thị của Tỉnh ủy số mấy?", "Ý tôi là của Trung ương"."""
        if not OWNER.of(subject).fullmatch(subject):
            return None
        match = OWNER.of(previous).search(previous)
        return (match.span(), subject) if match else None

    def _measure(self, previous: str, subject: str) -> tuple[Span, str] | None:
        """A total for an average and the like: "Trung bình mỗi huyện có bao nhiêu người?", "Còn tổng số?"."""
        match = MEASURE.of(previous).search(previous)
        return (match.span(), subject) if match and MEASURE.of(subject).fullmatch(subject) else None

    def _level(self, previous: str, subject: str) -> tuple[Span, str] | None:
        match = LEVEL.search(fold(previous))
        new = LEVEL.fullmatch(OPENING.sub("", fold(subject)))
        return (match.span(), subject[len(subject) - len(new[0]) :]) if match and new else None

    def _value(self, previous: str, subject: str) -> tuple[Span, str] | None:
        new = find_values(subject)
        if len(new) != 1 or self._names(subject[: new[0].start] + subject[new[0].end :]):
            return None
        same = [value for value in find_values(previous) if value.kind == new[0].kind]
        if not same:
            return None
        old = same[-1]
        number = DOCUMENT_NUMBER.search(old.text)
        if (
            number
            and DOCUMENT_NUMBER.fullmatch(new[0].text)
            and _kind_of_number(number[0]) == _kind_of_number(new[0].text)
        ):
            return (old.start + number.start(), old.start + number.end()), new[
                0
            ].text  # "36-CT/TU" for "Chỉ thị 22-CT/TW"
        return (old.start, old.end), new[0].text

    def _name(self, previous: str, subject: str) -> tuple[Span, str] | None:
        """The name of the same kind; a place said without its kind ("Lâm Hà") replaces the core alone."""
        new = self._names(subject)
        if not new:
            return None
        text = subject[len(subject) - len(OPENING.sub("", fold(subject))) :]
        noun = fold(text[: max(0, text.find(new[0].text))])  # "trường Kim Đồng" for "Trường Nguyễn Du"
        old = self._names(previous)
        alike = [name for name in old if noun.strip() and fold(previous[: name.start]).endswith(noun)]
        if alike:
            return (alike[0].start, alike[0].end), new[0].text
        slots = _slots(old, new[0], subject)
        if not slots:
            return None
        slot = slots[0]
        if slot.kind == "person":
            start = _with_honorific(previous, slot.start) if new[0].text != text else slot.start
            return (start, slot.end), text
        start = slot.start if _kind_word(text) else slot.end - len(slot.core)
        return (start, slot.end), text

    def _role(self, previous: str, subject: str) -> tuple[Span, str] | None:
        """A role for a role: "Ai là Bí thư Huyện ủy Đầm Hà?", "Còn Chủ tịch UBND?"."""
        old = HEADS.search(previous)
        if old is None or HEADS.match(subject) is None:
            return None
        ends = [name.start for name in self._names(previous) if name.start >= old.end()]
        stop = ROLE_STOP.of(previous).search(previous, old.end())
        end = min([*ends, stop.start() if stop else len(previous)])
        return (old.start(), len(previous[:end].rstrip())), subject

    def _counted(self, previous: str, subject: str) -> tuple[Span, str] | None:
        """What is counted, for what was: "có bao nhiêu phòng?", "Còn biên chế?"."""
        match = COUNTED.of(previous).search(previous)
        if match is None or kind_of(previous) != "number" or len(subject.split()) > SUBJECT:
            return None
        if self.known_names is None and not has_marks(subject):  # may as well be a name: "lam ha"
            return None
        is_other = self._names(subject) or find_values(subject) or LEVEL.search(fold(subject))
        return None if is_other else (match.span(), subject)

    def _topic(self, previous: str) -> str:
        """What the earlier question was about: its names and values, or failing those its content words."""
        values = find_values(previous)
        names = [
            name for name in self._names(previous) if all(name.end <= v.start or v.end <= name.start for v in values)
        ]
        things = sorted([(value.start, value.text) for value in values] + [(name.start, name.text) for name in names])
        return ", ".join(dict.fromkeys(text for _, text in things)) or " ".join(content_terms(_lowered(previous)))

    def _leans(self, question: str) -> bool:
        """Tell whether a short question names nothing of its own: "Vì sao?", "Ai ký?", "Năm nào?"."""
        return (
            (len(content_terms(question)) <= SHORT or AMONG.of(question).match(question) is not None)
            and not find_values(question)
            and not self._names(question)
            and not any(name.core.isupper() and len(name.core) > 1 for name in find_names(question))
            and not OF_TODAY.of(question).search(question)
        )

    def _unclear(self, question: str) -> str:
        """The pronoun of a person or document that is left in a question which names nothing else."""
        span = find_pronoun(question)
        names_nothing = span and not self._names(question) and not find_values(question)
        return question[slice(*span)] if span and names_nothing and len(content_terms(question)) <= LEFT else ""

    def _names(self, text: str) -> list[Name]:
        """Proper names, the corpus's however typed, and for text without capitals the words after a kind of place."""
        names = [name for name in find_names(text) if name.is_proper and not _is_opening(name)]
        if self.known_names is not None:
            free = [k for k in self.known_names(text) if all(k.end <= n.start or n.end <= k.start for n in names)]
            names = sorted([*names, *free], key=lambda name: name.start)
        return names or _lowered_places(text)


def _kind_of_number(number: str) -> str:
    return re.split(r"[-/]", number)[1]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(question: str) -> str:
    """The first word small, unless it is written in capitals throughout: inside a question it would be a name."""
    first = question.split(maxsplit=1)[0]
    return question if first.isupper() and len(first) > 1 else question[:1].lower() + question[1:]


def _is_opening(name: Name) -> bool:
    """Tell an abbreviation or a lone first word, which is no slot to fill ("UBND", "Mitterrand" is one)."""
    return " " not in name.core and name.kind == "other" and (name.core.isupper() or len(name.core) < 2)


def _slots(names: Sequence[Name], new: Name, subject: str) -> list[Name]:
    """The names that ``new`` may stand for, the likeliest first: same kind of place, same kind, any but a person."""
    word = _kind_word(subject)
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
