"""Does a claim stand, in order, in one sentence? Every word must; whole clauses of the sentence may be left out.

What may be left out is decided by what is lost: a clause with a verb of its own, never a condition, a hedge, an
item of a list, or what somebody only said or wished. Prose may besides lack or add words that carry nothing
("của", "là", "các") and lack a closing phrase of place or manner. In doubt a claim does not align.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.atom import Atom, same
from assistant.protected import ALL, CONDITIONS, DIRECTIONS, EXCEPTIONS, NEGATIONS, REPORTS, protected_in
from corpus.orthography import keys

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
LISTING = frozenset(keys("gồm sau như là"))
# A closing phrase of place or manner that begins so may be left out of prose.
ADJUNCTS = frozenset(keys("tại ở bằng cùng thông qua nhằm để"))
# Carry nothing by themselves; never lost and added at the same place, so that "A của B" is not "A và B".
LIGHT = frozenset(keys("của các những và thì mà rằng cũng này đó việc là"))
ACROSS_A_BOUNDARY = frozenset(keys("và"))  # stands for a comma
OPENING = 3  # atoms of a clause in which its conjunction stands, or, at its end, the verb that reports


def aligns(claim: Sequence[Atom], sentence: Sequence[Atom], *, is_prose: bool = False) -> bool:
    """Tell whether ``claim`` is ``sentence`` but for clauses that may be left out (and, in prose, light words)."""
    if not any(len(atom.form) > 1 or atom.is_value for atom in claim):
        return False
    # The sentence's atom matched last, and the light words of the claim that wait since then for the next one.
    states: set[tuple[int, tuple[str, ...]]] = {(-1, ())}
    cut = _Cut(sentence, is_prose=is_prose)
    for atom in claim:
        following: set[tuple[int, tuple[str, ...]]] = set()
        for last, waiting in states:
            if atom.is_idle or (is_prose and atom.form in LIGHT):
                following.add((last, waiting if atom.is_idle else (*waiting, atom.form)))
            following |= {
                (at, ())
                for at in range(last + 1, len(sentence))
                if same(atom, sentence[at]) and cut.allows(last + 1, at, waiting)
            }
        states = following
    return any(not waiting and last >= 0 and cut.allows(last + 1, len(sentence), ()) for last, waiting in states)


def may_be_quoted(sentence: Sequence[Atom], start: int, end: int) -> bool:
    """Tell whether the words ``[start, end)`` of a sentence may stand alone: nothing that binds them is cut off.

    Unlike a claim, a quote may begin or end inside a clause, as long as nothing protected stands in its rest.
    """
    inside = [i for i, atom in enumerate(sentence) if atom.start < end and start < atom.end]
    if not inside:
        return False
    first, last = inside[0], inside[-1] + 1
    clause_start = max(i for i in range(first + 1) if not i or sentence[i].boundary)
    clause_end = next((i for i in range(last, len(sentence)) if sentence[i].boundary), len(sentence))
    cut = _Cut(sentence, is_prose=False)
    return not protected_in([*sentence[clause_start:first], *sentence[last:clause_end]]) and (
        cut.allows(0, clause_start, ()) and cut.allows(clause_end, len(sentence), ())
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
        lists = [
            i for i, atom in enumerate(sentence) if atom.boundary == ":" or (i and sentence[i - 1].form in LISTING)
        ]
        self._list_start = next((i for i in lists if sentence[i].boundary == ":" or self._gathers(i)), len(sentence))

    def allows(self, start: int, end: int, waiting: tuple[str, ...]) -> bool:
        """Tell whether ``sentence[start:end]`` may be left out where the claim has ``waiting`` light words instead."""
        if start == end:
            open_here = start < len(self._sentence) and bool(self._sentence[start].boundary)
            return not waiting or not (open_here and any(word not in ACROSS_A_BOUNDARY for word in waiting))
        if waiting:
            return False
        if (start, end) not in self._known:
            self._known[start, end] = self._may_go(start, end)
        return self._known[start, end]

    def _may_go(self, start: int, end: int) -> bool:
        sentence = self._sentence
        gone = sentence[start:end]
        if all(atom.is_idle or (self._is_prose and atom.form in LIGHT) for atom in gone):
            return True
        closes = end == len(sentence)
        if (start == 0 or gone[0].boundary) and (closes or sentence[end].boundary):
            return self._is_spare_run(start, end)
        return self._is_prose and closes and self._is_adjunct(start)

    def _is_spare_run(self, start: int, end: int) -> bool:
        """Tell whether clauses standing together may go: what follows a closing clause goes on with it."""
        segments = _segments(self._sentence, start, end)
        if any(self._binds(a, b) for a, b in segments):
            return False
        statement = self._ends_statement(start) and self._ends_statement(end) and start < self._list_start
        if start and (statement or end == len(self._sentence)):
            return statement or self._is_spare(*segments[0])
        return all(self._is_spare(a, b) for a, b in segments)

    def _ends_statement(self, at: int) -> bool:
        return at == len(self._sentence) or self._sentence[at].boundary == ";"

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
        if self._sentence[start].boundary == "(" and (
            end == len(self._sentence) or self._sentence[end].boundary == "("
        ):
            return True
        if any(tuple(forms[:n]) in ADDING_PHRASES for n in (2, 1)):
            return True
        return start < self._list_start and len(forms) > 2 and not PREDICATES.isdisjoint(forms)

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
            and not protected_in(kept, NEGATIONS)
        )

    def _gathers(self, start: int) -> bool:
        """Tell whether "gồm", "sau", "như" or "là" before ``start`` opens a list: two commas or more before a stop."""
        commas = 0
        for atom in self._sentence[start:]:
            if atom.boundary == ";":
                break
            commas += atom.boundary == ","
        return commas >= 2 or self._sentence[start - 1].form in keys("gồm")


def _segments(sentence: Sequence[Atom], start: int, end: int) -> list[tuple[int, int]]:
    """Cut ``sentence[start:end]`` at its boundaries."""
    starts = [i for i in range(start, end) if i == start or sentence[i].boundary]
    return list(zip(starts, [*starts[1:], end], strict=True))
