"""Does a claim stand, in order, in one sentence? Every word must; whole clauses of the sentence may be left out.

What may be left out is decided by what is lost: a clause with a verb of its own, never a condition, a hedge, an
item of a list, or what somebody only said or wished. Prose may besides lack or add words that carry nothing
("của", "là", "các") and lack a closing phrase of place or manner. In doubt a claim does not align.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.atom import Atom, Boundary, plain_form, same
from assistant.protected import ALL, CONDITIONS, DIRECTIONS, EXCEPTIONS, REPORTS, protected_in
from corpus.orthography import key, keys

# A clause has one of them; without any it may be an item of a list.
PREDICATES = frozenset(
    keys("đã đang sẽ được bị là có do đạt làm góp nhằm để vẫn còn cũng thành trở thuộc chiếm phải nên gây khiến")
)
# They open a clause that adds to the one before it.
ADDING = "đồng thời|qua đó|từ đó|góp phần|nhằm|để|nhờ đó|nhờ vậy|nhưng|song|tuy nhiên|vì vậy|do đó|vì thế|bởi vậy"
ADDING_PHRASES = frozenset(tuple(keys(phrase)) for phrase in ADDING.split("|"))
# An opening clause that begins so says when, where, why or on whose word the rest holds.
SCOPE_OPENERS = frozenset(
    keys(
        "khi nếu trong tại ở năm ngày tháng theo từ đến tới với sau trước do vì nhờ để nhằm tuy mặc dù qua bằng trên "
        "dưới ngoài giữa cho đối về vào lúc hồi trừ riêng tính như căn thực kể cùng bên không chưa chỉ"
    )
)
# After them, or a colon, comes a list whose items are not for leaving out.
GATHERING = key("gồm")
LISTING = frozenset(keys("sau như là"))
CLAUSE_ENDS = frozenset((",", "),", ":", ";"))
# A closing phrase of place or manner that begins so may be left out of prose.
ADJUNCTS = frozenset(keys("tại ở bằng cùng thông qua nhằm để"))
# Carry nothing by themselves; never lost and added at the same place, so that "A của B" is not "A và B".
LIGHT = frozenset(keys("của các những và thì mà rằng cũng này đó việc là"))
ACROSS_A_BOUNDARY = frozenset(keys("và"))  # stands for a comma
OPENING = 3  # atoms of a clause in which its conjunction stands, or, at its end, the verb that reports


@dataclass(frozen=True, slots=True)
class _State:
    """How far a claim has been followed."""

    last: int = -1  # the sentence's atom that was matched last
    waiting: tuple[str, ...] = ()  # light words of the claim since then
    added: frozenset[str] = frozenset()  # light words that only the claim has
    lost: frozenset[str] = frozenset()  # light words that only the sentence has


def aligns(claim: Sequence[Atom], sentence: Sequence[Atom], *, is_prose: bool = False) -> bool:
    """Tell whether ``claim`` is ``sentence`` but for clauses that may be left out (and, in prose, light words)."""
    if not any(len(atom.form) > 1 or atom.is_value for atom in claim):
        return False
    cut = _Cut(sentence, is_prose=is_prose)
    places: dict[str, list[int]] = {}
    for at, atom in enumerate(sentence):
        places.setdefault(plain_form(atom), []).append(at)
    states = {_State()}
    for atom in claim:
        there = [at for at in places.get(plain_form(atom), ()) if same(atom, sentence[at])]
        states = {after for state in states for after in _followed(state, atom, there, cut)}
    return any(not state.waiting and state.last >= 0 and cut.ends(state.last + 1) for state in states)


def _followed(state: _State, atom: Atom, there: Sequence[int], cut: "_Cut") -> Iterator[_State]:
    """Give the states after one more atom of the claim: found in the sentence, or light enough to be added."""
    if atom.is_idle:
        yield state
    elif cut.is_light(atom) and atom.form not in state.lost:
        yield replace(state, waiting=(*state.waiting, atom.form))
    for at in there:
        if at > state.last and cut.allows(state.last + 1, at, state.waiting):
            added, lost = state.added.union(state.waiting), state.lost | cut.light_between(state.last + 1, at)
            if not added & lost:  # a light word that moved is not light: "Bí thư là" and "Bí là thư"
                yield _State(at, (), added, lost)


def may_be_quoted(sentence: Sequence[Atom], start: int, end: int) -> bool:
    """Tell whether the words ``[start, end)`` of a sentence may stand alone: nothing that binds them is cut off.

    Unlike a claim, a quote may begin or end inside a clause, as long as nothing protected stands in its rest.
    """
    inside = [i for i, atom in enumerate(sentence) if atom.start < end and start < atom.end]
    if not inside:
        return False
    first, last = inside[0], inside[-1] + 1
    clause_start = max(i for i in range(first + 1) if not i or sentence[i].boundary in CLAUSE_ENDS)
    clause_end = next((i for i in range(last, len(sentence)) if sentence[i].boundary in CLAUSE_ENDS), len(sentence))
    cut = _Cut(sentence, is_prose=False)
    return not protected_in([*sentence[clause_start:first], *sentence[last:clause_end]]) and (
        cut.allows(0, clause_start) and cut.ends(clause_end)
    )


def failed_words(claim: Sequence[Atom], sentence: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """Give what kept a claim from aligning: its own words that have no place, and the protected words it lost."""
    blocks = SequenceMatcher(
        None, [a.form for a in claim], [a.form for a in sentence], autojunk=False
    ).get_matching_blocks()
    mine = {i for block in blocks for i in range(block.a, block.a + block.size)}
    theirs = {i for block in blocks for i in range(block.b, block.b + block.size)}
    if not theirs:
        return list(claim), []
    lost = [atom for i, atom in enumerate(sentence) if i not in theirs]
    protected = {atom.start for atom in protected_in(sentence, ALL)}
    return (
        [atom for i, atom in enumerate(claim) if i not in mine],
        [atom for atom in lost if atom.start in protected],
    )


class _Cut:
    """What of one sentence may be left out."""

    def __init__(self, sentence: Sequence[Atom], *, is_prose: bool) -> None:
        self._sentence = sentence
        self._is_prose = is_prose
        self._known: dict[tuple[int, int], bool] = {}
        self._list = self._find_list()

    def is_light(self, atom: Atom) -> bool:
        """Tell a word that carries nothing by itself here."""
        return self._is_prose and atom.form in LIGHT

    def light_between(self, start: int, end: int) -> frozenset[str]:
        """Give the light words of ``sentence[start:end]`` when nothing else stands there."""
        gone = self._sentence[start:end]
        return frozenset(atom.form for atom in gone) if all(self.is_light(atom) for atom in gone) else frozenset()

    def allows(self, start: int, end: int, waiting: tuple[str, ...] = ()) -> bool:
        """Tell whether ``sentence[start:end]`` may be left out where the claim has ``waiting`` light words instead."""
        if start == end:
            return not (self._boundary(start) and any(word not in ACROSS_A_BOUNDARY for word in waiting))
        if waiting:
            return False
        if (start, end) not in self._known:
            self._known[start, end] = self._may_go(start, end)
        return self._known[start, end]

    def ends(self, start: int) -> bool:
        """Tell whether everything from ``start`` may be left out."""
        return self.allows(start, len(self._sentence))

    def _boundary(self, at: int) -> Boundary:
        return self._sentence[at].boundary if 0 < at < len(self._sentence) else ";"

    def _may_go(self, start: int, end: int) -> bool:
        gone = self._sentence[start:end]
        if all(atom.is_idle or self.is_light(atom) for atom in gone):
            return True
        if self._is_bracket(start, end):
            return not self._binds(start, end)
        if self._boundary(start) in CLAUSE_ENDS and self._boundary(end) in CLAUSE_ENDS:
            return self._is_spare_run(start, end)
        return self._is_prose and end == len(self._sentence) and self._is_adjunct(start)

    def _is_bracket(self, start: int, end: int) -> bool:
        closing = self._boundary(end) in (")", "),", ";")
        inside = (self._boundary(at) for at in range(start + 1, end))
        return self._boundary(start) == "(" and closing and not any(b in ("(", ")", "),") for b in inside)

    def _is_spare_run(self, start: int, end: int) -> bool:
        """Tell whether clauses standing together may go: what follows a closing clause goes on with it."""
        if start and self._boundary(start) == self._boundary(end) == ";" and start not in self._list:
            return not protected_in(self._sentence[start:end], EXCEPTIONS)
        starts = [at for at in range(start, end) if at == start or self._boundary(at) in CLAUSE_ENDS]
        segments = list(zip(starts, [*starts[1:], end], strict=True))
        if any(self._binds(a, b) for a, b in segments):
            return False
        closing = start > 0 and end == len(self._sentence)
        return all(self._is_spare(a, b) for a, b in (segments[:1] if closing else segments))

    def _binds(self, start: int, end: int) -> bool:
        """Tell a clause that says when, on what condition or on whose word the rest of the sentence holds."""
        segment = self._sentence[start:end]
        opening = segment[:OPENING]
        if start == 0 and (segment[0].form in SCOPE_OPENERS or protected_in(segment)):
            return True
        by_word = protected_in(opening, REPORTS) or protected_in(segment[-OPENING:], REPORTS)
        return bool(by_word or protected_in(opening, CONDITIONS) or protected_in(segment, EXCEPTIONS))

    def _is_spare(self, start: int, end: int) -> bool:
        """Tell a clause that only adds to the sentence from an item of a list."""
        forms = [atom.form for atom in self._sentence[start:end]]
        if any(tuple(forms[:n]) in ADDING_PHRASES for n in (2, 1)):
            return True
        return start not in self._list and len(forms) > 2 and not PREDICATES.isdisjoint(forms)

    def _is_adjunct(self, start: int) -> bool:
        """Tell a closing phrase that only says where or how, in a clause that is not narrowed by any word."""
        clause = start
        while clause > 0 and not self._sentence[clause].boundary:
            clause -= 1
        kept, gone = self._sentence[clause:start], self._sentence[start:]
        return (
            gone[0].form in ADJUNCTS
            and not any(atom.is_value for atom in gone)
            and not protected_in(gone)
            and not protected_in(kept, ALL - DIRECTIONS)
        )

    def _find_list(self) -> range:
        """Where a list stands: behind a colon or "gồm", or behind "là", "như" or "sau" when commas follow."""
        size = len(self._sentence)
        for at in range(1, size):
            before = self._sentence[at - 1].form
            if self._boundary(at) == ":" or before == GATHERING:
                return range(at, size)
            if before in LISTING:
                stop = next((i for i in range(at, size) if self._boundary(i) == ";"), size)
                if sum(self._boundary(i) == "," for i in range(at, stop)) > 1:
                    return range(at, stop)
        return range(0)
