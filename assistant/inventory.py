"""What a corpus holds besides its passages' words: document numbers, years, and what only metadata or captions say.

A name that stands in a caption or in a document's province is not unknown, even where no passage has it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.value import Value, document_numbers, find_values
from corpus.document import Document, Passage
from corpus.orthography import keys

BARE = re.compile(r"(?P<type>\D+) (?P<number>\d+)")  # "quyet dinh 44"
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Inventory:
    """Read off the documents once; plain, to be stored."""

    numbers: frozenset[str]
    years: frozenset[str]
    elsewhere: str  # syllable keys of metadata and of text in no passage, one space between, texts apart

    @classmethod
    def of(cls, documents: Iterable[Document], passages: Iterable[Passage]) -> "Inventory":
        """Read what ``documents`` hold beside their ``passages``."""
        documents = list(documents)
        numbers: set[str] = set()
        found: set[str] = set()
        for document in documents:
            numbers.update(document_numbers(document.text))
            found.update(YEAR.findall(f"{document.text} {document.title} {document.published} {document.event_date}"))
        return cls(frozenset(numbers), frozenset(found), _keys_elsewhere(documents, passages))

    def mentions(self, name: str) -> bool:
        """Tell whether ``name`` stands in a document's metadata or outside its passages."""
        return f" {' '.join(keys(name))} " in self.elsewhere

    def unknown(self, values: Sequence[Value]) -> list[str]:
        """Give the document numbers and years among ``values`` that no document holds."""
        missing = [
            v.text for v in values if v.kind == "docno" and not any(same_number(v.canonical, n) for n in self.numbers)
        ]
        return missing + [f"năm {year}" for value in values for year in years(value) if year not in self.years]

    def in_full(self, text: str) -> str:
        """Write a document's bare number with its symbol, where only one document's fits and none is written bare."""
        for value in reversed(find_values(text)):
            bare = BARE.fullmatch(value.canonical) if value.kind == "docno" else None
            if bare is None or value.canonical in self.numbers:
                continue
            initials = "".join(word[0] for word in bare["type"].split()).upper()
            fitting = [
                number for number in self.numbers if re.fullmatch(rf"{bare['number']}-{initials}-[A-Z]+", number)
            ]
            if len(fitting) == 1:
                _, symbol, organ = fitting[0].split("-")
                text = (
                    f"{text[: value.end]}-{symbol.replace('QD', 'QĐ').replace('ND', 'NĐ')}/{organ}{text[value.end :]}"
                )
        return text


def _keys_elsewhere(documents: Iterable[Document], passages: Iterable[Passage]) -> str:
    """The syllable keys of all metadata and of all text that is in no passage, one space between, texts apart."""
    covered: dict[str, list[Passage]] = {}
    for passage in passages:
        covered.setdefault(passage.document_id, []).append(passage)
    texts: list[str] = []
    for document in documents:
        texts += [document.title, document.publisher, document.author, document.province]
        position = 0
        for passage in sorted(covered.get(document.id, []), key=lambda passage: passage.start):
            texts.append(document.text[position : passage.start])
            position = passage.end
        texts.append(document.text[position:])
    return " | ".join(f" {' '.join(keys(text))} " for text in texts if text.strip())


def years(value: Value) -> list[str]:
    """Give the years that a date or a period names."""
    return YEAR.findall(value.canonical) if value.kind == "date" else []


def same_number(asked: str, written: str) -> bool:
    """Compare document numbers in canonical form: whole, or a bare one ("quyet dinh 959") with any that begins so."""
    if asked == written:
        return True
    bare = re.fullmatch(r"(?:.* )?(\d+)", asked)
    return bare is not None and re.match(rf"(?:.* )?{bare[1]}(?!\d)", written) is not None
