"""Completing a follow-up from the conversation: ellipsis ("Còn huyện Lâm Hà thì sao?"), pronouns, corrections.

The state of a conversation is its latest completed question and what was said, latest first. A turn changes it in one
of four ways: a phrase takes the slot of its kind in that question (``assistant.substitution``), a pronoun the latest
thing of its kind (``assistant.reference``), a question with no subject of its own the subject of the one before; any
other question is new, left as typed but for shorthand, and takes nothing over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from assistant.antecedent import document_given
from assistant.asking import asks, kind_of
from assistant.name import Name, find_names
from assistant.pattern import compiled
from assistant.question import content_terms
from assistant.recast import TIME, TOTAL, at_time, opened, total_of
from assistant.reference import THAT_ONE, find_pronoun, resolve
from assistant.role import HEADS
from assistant.shorthand import spell_out
from assistant.substitution import FindNames, is_thing, names_a_thing, names_in, substituted
from assistant.topic import asks_alike, content_of, words_of
from assistant.utterance import MEASURE, Utterance, read_utterance
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import has_marks, keys

MAX_TURNS = 12  # earlier exchanges looked at: what is further back is not leaned on
# Said of the day one asks, a question is about no earlier thing ("Giá vàng hôm nay?").
OF_TODAY = compiled(r"\b(?:hôm nay|ngày mai|hôm qua|thời tiết|bây giờ là)\b")
# Of what was just said: "Trong đó có mấy người?", "Họ được bố trí ở đâu?", "Điều 5 viết gì?".
AMONG = compiled(
    r"^(?:trong (?:đó|số đó|số này|số ấy)\b|họ (?:được|có|đã|là|làm|ở)\b|"
    r"(?:điều|khoản|chương|mục|phần|phụ lục|điểm|trang) \w+ (?:viết|nói|quy định|ghi|là|nêu|có)\b)"
)
IT = compiled(r"(?<!\w)(?:nó|cái (?:này|ấy|đó|kia))(?!\w)")
# "Tôi hỏi biên chế của Lâm Hà": an attribute of a name is a question of its own.
OF_WHOM = re.compile(r"(?P<what>\w+(?: \w+){0,4}) của (?P<whom>.+)", re.IGNORECASE)
HOW_MANY = "là bao nhiêu"  # what is asked of a total
SHORT = 2  # content syllables up to which a question that names nothing leans on the one before
LEFT = 6  # content syllables up to which a question with a pronoun can describe nothing by itself
GOING_ON = 8  # content syllables up to which a question that takes up a word of the one before names no new subject
OF_ITS_OWN = frozenset(("definition", "history"))  # kinds asked of a thing at large


@dataclass(frozen=True, slots=True)
class Completed:
    """A question as it stands by itself; with choices, a pronoun of it could stand for any of them."""

    text: str
    choices: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()  # the question with each of the choices
    unclear: str = ""  # a pronoun for which nothing was said before


def complete(question: str, history: Sequence[Turn], *, known_names: FindNames | None = None) -> Completed:
    """Complete a question from what was said; ``known_names`` finds a corpus's names typed without capitals."""
    state = _State(known_names)
    for turn in list(history)[-MAX_TURNS:]:
        state = state.after(turn)
    return state.completed(question)


@dataclass(frozen=True, slots=True)
class _State:
    """What a conversation has come to."""

    known_names: FindNames | None
    previous: Completed = Completed("")
    said: tuple[str, ...] = ()  # questions as completed and answers, the latest first
    asked: tuple[str, ...] = ()  # the questions alone
    things: str = ""  # the names and values last spoken of, since when every question leaned on the one before

    def after(self, turn: Turn) -> "_State":
        """Take one more exchange in: its question stands by itself before the next leans on it."""
        previous = self.completed(turn.question)
        answer = turn.answer if not previous.choices else ""
        said, asked = (previous.text, answer, *self.said), (previous.text, *self.asked)
        named = ", ".join(dict.fromkeys(previous.text[start:end] for start, end in self._thing_spans(previous.text)))
        typed = spell_out(turn.question)
        leans = bool(self.previous.text) and (previous.text != typed or THAT_ONE.of(typed).search(typed) is not None)
        return _State(self.known_names, previous, said, asked, named or (self.things if leans else ""))

    def completed(self, question: str) -> Completed:
        """Complete the next question."""
        question = spell_out(question)
        if not self.previous.text:
            return Completed(question, unclear=self._unclear(question))
        turn = read_utterance(question)
        return self._by_wording(turn) or self._by_content(question, question.strip()[turn.opener :], turn.core)

    def _by_wording(self, turn: Utterance) -> Completed | None:
        """Complete a turn whose wording says what it is: another subject, one led back to, or a phrase to be put in."""
        if turn.is_new:
            return Completed(_capitalised(turn.core), unclear=self._unclear(turn.core))
        if turn.about:
            return _asked_about(turn.about, turn.core)
        if turn.phrase and (turn.wrapping != "bare" or is_thing(turn.phrase, self._names)):
            phrase, is_new = self._of_whom(turn.phrase) if turn.wrapping == "correction" else (turn.phrase, False)
            chosen = _capitalised(phrase) if is_new else self._chosen(phrase)
            return Completed(chosen or self._put_in(phrase, turn.asked))
        return None

    def _by_content(self, question: str, meant: str, core: str) -> Completed:
        """Complete a question by what it points back to, or by what it lacks."""
        resolved = resolve(self._with_it(meant), self.said)
        if resolved.pronoun:
            start, end = resolved.pronoun
            readings = [resolved.text[:start] + choice + resolved.text[end:] for choice in resolved.choices]
            return Completed(resolved.text, resolved.choices, tuple(map(_capitalised, readings)))
        if resolved.text != meant:
            return Completed(resolved.text, unclear=self._unclear(resolved.text))
        if self._leans(core):
            return Completed(f"{_capitalised(core)} – {self._topic(core)}?")
        return Completed(question, unclear=self._unclear(question))

    def _with_it(self, question: str) -> str:
        """Put the document just given, or the one thing the question before was about, in the place of "nó"."""
        match = IT.of(question).search(question) if has_marks(question) else None
        if match is None:
            return question
        one = document_given(self.said) or (self._topic(question) if self._has_names() else "")
        if not one or ", " in one:
            return question
        return _capitalised(question[: match.start()] + one + question[match.end() :])

    def _chosen(self, phrase: str) -> str | None:
        """Put what is meant in the place of a pronoun that could not be told: one of the choices, or a description."""
        before = self.previous
        span = find_pronoun(before.text) if before.choices or before.unclear else None
        if span is None:
            return None
        noun = keys(phrase)[:2]
        named = [choice for choice in before.choices if keys(choice)[:2] == noun]
        meant = named[0] if len(named) == 1 else phrase
        return _capitalised(before.text[: span[0]] + meant + before.text[span[1] :])

    def _put_in(self, phrase: str, asked: str) -> str:
        """Put ``phrase`` in the slot of its kind; where there is none it is one more thing, or another attribute."""
        previous = self.previous.text
        if not asked and TOTAL.of(phrase).fullmatch(phrase) and (total := total_of(previous)):
            return f"{total} – {self._topic(total)}?" if self._has_names() else f"{total}?"
        asked = asked or (HOW_MANY if MEASURE.of(phrase).fullmatch(phrase) else "")
        if asked:
            alike = next((text for text in self.asked if asks_alike(text, asked)), "")
            found = substituted(alike, phrase, self._names) if alike else None
            of_what = "" if content_terms(asked) else f" – {self._topic('')}"
            return found or f"{_capitalised(phrase)} {asked}{of_what}?"
        if TIME.of(phrase).fullmatch(phrase):
            then = (at_time(text, phrase) for text in self.asked)
            return next(filter(None, then), opened(phrase, previous))
        found = substituted(previous, phrase, self._names)
        if found is not None:
            return found
        if names_a_thing(phrase, self._names):
            return f"{previous.rstrip(' ?.!')} – {phrase}?"
        return f"{phrase} – {self._topic(phrase)}?"

    def _leans(self, question: str) -> bool:
        """Tell whether a question names nothing of its own: "Vì sao?", "Ai ký?", "Bí thư Huyện ủy là ai?"."""
        if AMONG.of(question).match(question) is not None:
            return not any(name.is_proper for name in find_names(question))
        if find_values(question) or self._names(question) or OF_TODAY.of(question).search(question):
            return False
        if any(name.core.isupper() and len(name.core) > 1 for name in find_names(question)):
            return False
        n_content = len(content_terms(question))
        return n_content <= SHORT or (n_content <= GOING_ON and self._has_names() and self._goes_on(question))

    def _has_names(self) -> bool:
        return bool(self._names(self.previous.text) or find_values(self.previous.text))

    def _goes_on(self, question: str) -> bool:
        """Tell whether a question asks of an office without its place, or takes up a word of the one before.

        A word is two syllables that stood together there; what is asked of a thing at large takes nothing up.
        """
        kind = kind_of(question)
        if kind == "person" and HEADS.search(question) is not None:
            return True
        if kind in OF_ITS_OWN or not asks(question):
            return False
        return bool(words_of(question) & words_of(self.previous.text))

    def _of_whom(self, phrase: str) -> tuple[str, bool]:
        """Give what a correction puts in: of an attribute of a name that was asked for already, the name alone.

        And whether the attribute is a new one, which makes a question of it.
        """
        match = OF_WHOM.fullmatch(phrase)
        if match is None or not names_a_thing(match["whom"], self._names) or names_a_thing(match["what"], self._names):
            return phrase, False
        said, what = set(keys(self.previous.text)), set(keys(match["what"]))
        return (match["whom"], False) if what <= said else (phrase, said.isdisjoint(what))

    def _topic(self, question: str) -> str:
        """What the earlier question was about: its names and values, or all it said where nothing is said of them."""
        previous = self.previous.text
        spans = self._thing_spans(previous)
        if spans and content_terms(question):
            return self.things
        said = content_of(previous, spans)
        return said if spans or not self.things else f"{said}, {self.things}"

    def _thing_spans(self, text: str) -> list[Span]:
        """Find the names and values of a text, in order; a name inside a value is part of it."""
        values = [(value.start, value.end) for value in find_values(text)]
        names = [(name.start, name.end) for name in self._names(text)]
        return sorted([*values, *(name for name in names if all(name[1] <= a or b <= name[0] for a, b in values))])

    def _unclear(self, question: str) -> str:
        """The pronoun of a person or document that is left in a question which names nothing else."""
        span = find_pronoun(question)
        names_nothing = span and not self._names(question) and not find_values(question)
        return question[slice(*span)] if span and names_nothing and len(content_terms(question)) <= LEFT else ""

    def _names(self, text: str) -> list[Name]:
        return names_in(text, self.known_names)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _asked_about(about: str, question: str) -> Completed:
    """Ask of what the conversation is led back to ("Quay lại Lâm Hà, ở đó có mấy ban?")."""
    resolved = resolve(question, (about,)).text
    return Completed(_capitalised(resolved if resolved != question else f"{question.rstrip(' ?.!')} – {about}?"))
