"""A question as typed, in the corpus's spelling: marks, slips, capitals, abbreviations, chat words, English.

And back: what a refusal repeats stands in the reader's own spelling.
"""

import re
from collections.abc import Callable

from assistant.abbreviation import write_out
from assistant.english import is_english, to_vietnamese
from assistant.gazetteer import SURE, Gazetteer
from assistant.remark import remark
from assistant.searchable import Searchable
from assistant.shorthand import spell_out
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import has_marks, normalize, word_spans
from index.glossary import Glossary

SHOUTED = 3  # words in capitals above which the whole question is typed so, and is no abbreviation


def spelled(question: str, index: Searchable, gazetteer: Gazetteer, glossary: Glossary, *, follows: bool) -> str:
    """Give ``question`` in the corpus's spelling; what ``follows`` an earlier one keeps the marks that it has."""
    question = normalize(question).strip()
    if question.isupper() and len(word_spans(question)) > SHOUTED:
        question = question.lower()  # and given the corpus's own capitals below
    if is_english(question):
        return gazetteer.correct(to_vietnamese(question))
    question = write_out(spell_out(question), glossary, index.lexicon, gazetteer.names)
    is_marked = has_marks(question)
    if is_marked:
        marked = kept_values(question, index.correct(question, careful=True))
    else:
        marked = with_names(index.restore(question, follows=follows), gazetteer.correct(question, least=SURE))
    marked = remark(question, marked) if follows else marked
    return gazetteer.correct(index.recase(marked))


def kept_values(typed: str, corrected: str) -> str:
    """Give the corrected question with its figures and ranks as typed: another value is no slip of the pen."""
    values = [(value.start, value.end) for value in find_values(typed) if value.kind in ("ordinal", "docno")]
    return _taken_over(corrected, typed, lambda span: any(start <= span[0] < end for start, end in values))


def with_names(restored: str, named: str) -> str:
    """Give the words of a name its marks, whatever the words beside it make likely: "Sa Ky Dong lay" is no "đồng"."""
    return _taken_over(restored, named, lambda span: has_marks(named[slice(*span)]))


def _taken_over(text: str, other: str, is_wanted: Callable[[Span], bool]) -> str:
    """Give ``text`` with the wanted words of ``other``, where the two are the same text word by word."""
    words, others = word_spans(text), word_spans(other)
    if len(words) != len(others):
        return text
    for word, span in reversed(list(zip(words, others, strict=True))):
        if is_wanted(span):
            text = text[: word[0]] + other[slice(*span)] + text[word[1] :]
    return text


def in_typed_words(message: str, standalone: str, typed: str) -> str:
    """Give the words that a refusal repeats back as they were typed, not with marks that were only supposed."""
    words, shown = word_spans(standalone), word_spans(typed)
    if has_marks(typed) or is_english(typed) or len(words) != len(shown):
        return message

    def as_typed(quoted: re.Match[str]) -> str:
        at = standalone.find(quoted[1])
        inside = [i for i, (start, end) in enumerate(words) if at <= start and end <= at + len(quoted[1])]
        return f"“{typed[shown[inside[0]][0] : shown[inside[-1]][1]]}”" if at >= 0 and inside else quoted[0]

    return re.sub("“([^”]+)”", as_typed, message)
