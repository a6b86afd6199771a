"""The proper names of a corpus, so that a name typed without capitals or marks is still seen as one.

Read off the documents, never listed by hand. It also tells a name that the corpus lacks from one it has.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, cast

from assistant.name import OFFICE_HEADS, PLACE_KINDS, Name, NameKind, find_names, is_foreign
from assistant.question import STOP
from corpus.orthography import fold, has_marks, key, keys, word_spans
from index.glossary import Glossary
from index.vocabulary import Vocabulary

SURE = 3  # syllables from which a name is told from other words of its letters, typed without marks or capitals
HOW_MUCH = frozenset(("nhieu", "gio", "lau", "xa"))  # after "bao" these ask
LONGEST = 8  # syllables of a name looked for in a question


class Lexicon(Protocol):
    """What the index knows of the corpus's words."""

    def knows(self, text: str) -> bool: ...
    def knows_folded(self, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Names:
    """The names of two syllables or more that texts hold, each as it is written most often; looked up, never listed.

    A corpus has hundreds of thousands: they stay as they are stored, numbered from the most frequent on.
    """

    written: Vocabulary  # canonical form, kind, core and text, with tabs between
    folded: Vocabulary  # letters without marks, and the canonical form of the most frequent name written so
    initials: Vocabulary  # initials without marks, and core, of all but persons

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Names":
        """Read the names off ``texts``."""
        counts = Counter(name for text in texts for name in _names(text))
        found: dict[str, Name] = {}
        for name, _ in counts.most_common():
            found.setdefault(name.canonical, name)
        folded = {fold(name.core): canonical for canonical, name in reversed(found.items())}
        cores = dict.fromkeys(name.core for name in found.values() if name.kind != "person")
        return cls(
            # The text stands last: alone of the four it may hold any white space.
            _numbered(f"{canonical}\t{one.kind}\t{one.core}\t{one.text}" for canonical, one in found.items()),
            _numbered(f"{letters}\t{canonical}" for letters, canonical in folded.items()),
            _numbered(f"{initials(core)}\t{core}" for core in cores),
        )

    def get(self, canonical: str) -> Name | None:
        """Give the name of this canonical form."""
        for found in self.written.under(f"{canonical}\t"):
            kind, core, text = found.split("\t", 2)
            return Name(cast("NameKind", kind), 0, len(text), text, core)
        return None

    def get_folded(self, letters: str) -> Name | None:
        """Give the name of these letters."""
        return next((self.get(canonical) for canonical in self.folded.under(f"{letters}\t")), None)

    def with_initials(self, letters: str) -> list[str]:
        """Give the names, persons left out, whose words begin with these letters; the most frequent first."""
        found = self.initials.under(f"{letters}\t")
        return sorted(found, key=lambda core: found[core])


def initials(name: str) -> str:
    """Give the first letter of each word, without marks."""
    return "".join(fold(word[0]) for word in name.split())


class Gazetteer:
    """Names by their keys and by their letters without marks."""

    def __init__(self, names: Names, lexicon: Lexicon, glossary: Glossary) -> None:
        self.names = names
        self.lexicon = lexicon
        self.glossary = glossary

    def find(self, question: str) -> list[Name]:
        """Find the corpus's names in ``question`` however they are typed; longest first, no overlaps."""
        words = word_spans(question)
        marked, capitals = has_marks(question), _writes_capitals(question)
        found: list[Name] = []
        i = 0
        while i < len(words):
            step = 1
            for length in range(min(LONGEST, len(words) - i), 1, -1):
                start, end = words[i][0], words[i + length - 1][1]
                text = question[start:end]
                name = self._look_up(text, marked=marked)
                if name and not (capitals and _is_written_small(text, name)):
                    found.append(replace(name, start=start, end=end, text=text, core=name.core))
                    step = length
                    break
            i += step
        return found

    def _look_up(self, text: str, *, marked: bool) -> Name | None:
        """Find a name by its keys; by its letters alone when typed without marks, or with marks unknown here."""
        if name := self.names.get(" ".join(keys(text))):
            return name
        name = self.names.get_folded(fold(text))
        is_other = name and marked and (_is_marked_otherwise(text, name) or self.lexicon.knows(text))
        return None if is_other else name

    def correct(self, question: str, *, least: int = 2) -> str:
        """Write the corpus's names in ``question`` as the corpus writes them ("dạ tẻh" → "Đạ Tẻh").

        Those of fewer than ``least`` syllables only where they are typed with capitals.
        """
        for name in reversed(self.find(question)):
            typed = question[name.start : name.end]
            if len(typed.split()) < least and not all(word[0].isupper() for word in typed.split()):
                continue
            if fold(typed) == fold(name.core) and (typed.islower() or key(typed) != key(name.core)):
                question = question[: name.start] + name.core + question[name.end :]
        return question

    def unknown(self, question: str, names: Iterable[Name]) -> list[str]:
        """Give the names in ``question`` that the corpus never mentions, as typed."""
        missing = [part for name in names if (part := self._unknown_part(name, question))]
        return [self._in_full(part, question) for part in missing] or self._unknown_places(question)

    def _in_full(self, part: str, question: str) -> str:
        """Give a name with the small letters that it ends in: "Hội Nông" is the beginning of "Hội Nông dân"."""
        start = question.find(part)
        end = start + len(part)
        words = word_spans(question)
        for first, last, _ in self.glossary.occurrences(keys(question)):
            if start <= words[first][0] < end < words[last - 1][1]:
                return question[start : words[last - 1][1]]
        return part

    def _knows(self, text: str) -> bool:
        return self.lexicon.knows(text) or (not has_marks(text) and self.lexicon.knows_folded(text))

    def _unknown_part(self, name: Name, question: str) -> str | None:
        syllables = name.core.split()
        first_word = name.start == len(question) - len(question.lstrip())
        if self._knows(name.core) or (len(syllables) == 1 and (first_word or self._is_known_short(name.core))):
            return None
        head, *rest = syllables
        if rest and key(head) in OFFICE_HEADS and all(map(is_foreign, rest)) and self._knows(" ".join(rest)):
            return None  # "Đảng Canada": an organ, however it is called, of what is known
        if first_word and name.kind not in ("person", "place") and self._begins_only(question, name):
            return None
        if name.kind in ("person", "place"):
            return self._unknown_of_two(name)
        covered = [False] * len(syllables)
        for i in range(len(syllables) - 1):
            if self._knows(" ".join(syllables[i : i + 2])):
                covered[i] = covered[i + 1] = True
        left = [s for s, ok in zip(syllables, covered, strict=True) if not ok and not self._is_known_short(s)]
        alone = len(left) < 2 and all(self._knows(s) for s in left)
        return None if not left or alone else " ".join(left)

    def _unknown_of_two(self, name: Name) -> str | None:
        """Give what is unknown of a place and the person behind it: "phường Kênh Thoa Tiêu Hữu Phát"."""
        syllables = name.core.split()
        for i in range(2, len(syllables) - 1):
            place, person = (" ".join(part) for part in (syllables[:i], syllables[i:]))
            if self.names.get(" ".join(keys(place))):
                return None if self._knows(person) else person
        return name.text

    def _begins_only(self, question: str, name: Name) -> bool:
        """Tell a beginning from a name: "Bên Tỉnh đoàn, …" begins with a word and goes on with what is known."""
        after = word_spans(question[name.start :])[1:3]
        return len(after) == 2 and self._knows(question[name.start :][after[0][0] : after[1][1]])

    def _is_known_short(self, syllable: str) -> bool:
        return syllable.isupper() and (bool(self.glossary.same_as((key(syllable),))) or self._knows(syllable))

    def _unknown_places(self, question: str) -> list[str]:
        """A kind of place followed by words that never stand together in the corpus ("huyen bao lam")."""
        kinds = "|".join(fold(kind) for kind in PLACE_KINDS[:9])
        missing = []
        for match in re.finditer(rf"\b(?:{kinds})\s+(\w+)\s+(\w+)", fold(question)):
            first, second = question[slice(*match.span(1))], question[slice(*match.span(2))]
            kind = question[match.start() : match.start(1)].strip()
            is_asking = fold(first) == "bao" and fold(second) in HOW_MUCH  # "huyen bao lam" is none
            if is_asking or (key(first) in STOP and fold(first) != "bao") or key(second) in STOP or first[0].isdigit():
                continue
            if has_marks(question) and kind.lower() not in PLACE_KINDS:
                continue  # "phương châm" is no "phường"
            if first.islower() and question[:1].isupper() and has_marks(question):
                continue  # who writes capitals elsewhere writes them in a name: "là huyện thuộc vùng nào"
            if first.islower() and any(name.is_proper for name in find_names(question)):
                continue
            if not self._knows(f"{first} {second}") and not self._knows(match[0].split()[0] + " " + first):
                missing.append(question[match.start() : match.end()])
        return missing


def _writes_capitals(question: str) -> bool:
    """Tell whether whoever typed this writes capitals where they belong, after the first word too."""
    return not question.isupper() and any(question[start].isupper() for start, _ in word_spans(question)[1:])


def _is_written_small(text: str, name: Name) -> bool:
    """Tell words in small letters from a name that looks like them: "Ngoại Mông có", "tập trung sinh sống".

    Where the marks are those of the name, only the first letter tells ("Đạ tẻh").
    """
    typed, written = text.split(), name.core.split()
    differs = [a.islower() and b[0].isupper() for a, b in zip(typed, written, strict=False)]
    return any(differs[:1] if keys(text) == keys(name.core) else differs)


def _is_marked_otherwise(text: str, name: Name) -> bool:
    """Tell other words of the same letters from a name with a slip: "phụ kiện" is no "Phù Kiên", "dạ tẻh" is "Đạ Tẻh".

    Of two syllables typed with marks one may have wrong ones, unless as it stands it is a word that joins others.
    """
    pairs = list(zip(text.split(), name.core.split(), strict=False))
    other = [typed for typed, written in pairs if has_marks(typed) and key(typed) != key(written)]
    return 2 * len(other) > len(pairs) or any(key(typed) in STOP for typed in other)


def _names(text: str) -> list[Name]:
    names = [name for name in find_names(text) if len(name.core.split()) > 1]
    names = [name for name in names if name.is_proper]
    return [replace(name, start=0, end=len(name.text)) for name in names]


def _numbered(terms: Iterable[str]) -> Vocabulary:
    return Vocabulary.of({term: number for number, term in enumerate(terms)})
