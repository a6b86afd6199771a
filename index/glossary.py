"""Abbreviations and their readings: what lets "MTTQ" find "Mặt trận Tổ quốc" and the other way round.

A data file that an office extends. An ambiguous abbreviation keeps all its readings; whoever matches
text decides by what the text says.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.error import UserError
from corpus.orthography import fold, keys, normalize

LONGEST = 9  # syllables of a reading
SHORTEST = 2  # letters up to which an abbreviation is read only as it is written
BUNDLED = Path(__file__).parent / "glossary.toml"


@dataclass(frozen=True)
class Glossary:
    """Readings by abbreviation, as written in the files."""

    readings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Abbreviation (its syllable keys) → its readings (theirs)."""
        return {
            tuple(keys(short)): tuple(tuple(keys(full)) for full in fulls) for short, fulls in self.readings.items()
        }

    @cached_property
    def _shorts_of(self) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        shorts: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for short, fulls in self._by_key.items():
            for full in fulls:
                shorts.setdefault(full, []).append(short)
        return {full: tuple(found) for full, found in shorts.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """By a first syllable, how long the forms are that begin with it, the longest first."""
        lengths: dict[str, set[int]] = {}
        for form in (*self._by_key, *self._shorts_of):
            if 0 < len(form) <= LONGEST:
                lengths.setdefault(form[0], set()).add(len(form))
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def _typed(self) -> dict[str, list[str]]:
        """By how it may be typed, an abbreviation: as written, and one of three letters without marks and capitals."""
        typed: dict[str, list[str]] = {}
        for short in self.readings:
            for form in {short, fold(short)} if len(short) > SHORTEST else {short}:
                typed.setdefault(form, []).append(short)
        return typed

    def same_as(self, sequence: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """Give the other forms of a key sequence: readings of an abbreviation, abbreviations of a reading."""
        return self._by_key.get(sequence, ()) + self._shorts_of.get(sequence, ())

    def occurrences(self, sequence: list[str]) -> list[tuple[int, int, tuple[tuple[str, ...], ...]]]:
        """Find ``[start, end)`` of every abbreviation or reading among keys, with its other forms; longest first."""
        found, i = [], 0
        while i < len(sequence):
            for length in self._lengths.get(sequence[i], ()):
                others = self.same_as(tuple(sequence[i : i + length]))
                if others and i + length <= len(sequence):
                    found.append((i, i + length, others))
                    i += length - 1
                    break
            i += 1
        return found

    def expand(self, question: str) -> str:
        """Append the readings of abbreviations typed in ``question``; unchanged when there are none."""
        added = []
        for match in re.finditer(r"(?<![\w/-])\w+(?:-[^\W\d]+)?", question):  # "959-QĐ/TU" abbreviates nothing
            shorts = dict.fromkeys((*self._typed.get(match[0], ()), *self._typed.get(fold(match[0]), ())))
            for short in shorts:
                added += [full for full in self.readings[short] if full.lower() not in question.lower()]
        return question if not added else f"{question} ({'; '.join(dict.fromkeys(added))})"


def read_glossary(*paths: Path) -> Glossary:
    """Read the bundled glossary and an office's own files over it; a file that is not there is skipped."""
    readings: dict[str, tuple[str, ...]] = {}
    for path in (BUNDLED, *paths):
        if path == BUNDLED or path.is_file():
            try:
                table = tomllib.loads(normalize(path.read_text(encoding="utf-8")))["abbreviations"]
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
                raise UserError(
                    f"Tệp viết tắt {path} không đọc được ({error}); sửa hoặc xoá tệp rồi chạy lại."
                ) from error
            readings |= {short: tuple(fulls) for short, fulls in table.items()}
    return Glossary(readings)
