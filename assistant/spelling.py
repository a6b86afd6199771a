"""A question as typed, in the corpus's spelling: marks, slips, capitals, abbreviations, chat words, English.

And back: what a refusal repeats stands in the reader's own spelling.
"""

import re

from assistant.abbreviation import write_out
from assistant.english import is_english, to_vietnamese
from assistant.gazetteer import SURE, Gazetteer
from assistant.remark import remark
from assistant.searchable import Searchable
from assistant.shorthand import spell_out
from assistant.value import find_values
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
        marked = with_names(index.restore(question), gazetteer.correct(question, least=SURE))
    marked = remark(question, marked) if follows else marked
    return gazetteer.correct(index.recase(marked))


def kept_values(typed: str, corrected: str) -> str:
    """Give the corrected question with its figures and ranks as typed: another value is no slip of the pen."""
    words, others = word_spans(typed), word_spans(corrected)
    if len(words) != len(others):
        return corrected
    values = [(value.start, value.end) for value in find_values(typed) if value.kind in ("ordinal", "docno")]
    for word, other in reversed(list(zip(words, others, strict=True))):
        if any(start <= word[0] < end for start, end in values):
            corrected = corrected[: other[0]] + typed[slice(*word)] + corrected[other[1] :]
    return corrected


def with_names(restored: str, named: str) -> str:
    """Give the words of a name its marks, whatever the words beside it make likely: "Sa Ky Dong lay" is no "đồng"."""
    words, others = word_spans(restored), word_spans(named)
    if len(words) != len(others):
        return restored
    for word, other in reversed(list(zip(words, others, strict=True))):
        if has_marks(written := named[slice(*other)]):
            restored = restored[: word[0]] + written + restored[word[1] :]
    return restored


def in_typed_words(message: str, standalone: str, typed: str) -> str:
    """Give the words that a refusal repeats back as they were typed, not with marks that were only supposed."""
    words, shown = word_spans(standalone), word_spans(typed)
    if has_marks(typed) or len(words) != len(shown):
        return message

    def as_typed(quoted: re.Match[str]) -> str:
        at = standalone.find(quoted[1])
        inside = [i for i, (start, end) in enumerate(words) if at <= start and end <= at + len(quoted[1])]
        return f"“{typed[shown[inside[0]][0] : shown[inside[-1]][1]]}”" if at >= 0 and inside else quoted[0]

    return re.sub("“([^”]+)”", as_typed, message)
