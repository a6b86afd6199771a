"""Give a question typed without marks its marks back, and a mistyped word its letters, from the corpus's own words.

Viterbi over pairs of syllables counted in the corpus and, at a lesser weight, in questions (``index.asked``).
Digits, unknown words, the case of letters and everything between words stay as typed.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from corpus.orthography import WORD, fold, has_marks
from corpus.syllable import is_syllable
from index.asked import BEGIN, END, Asked, read_asked
from index.pair import PairCounts

# What questions are made of and documents often lack.
PHRASES = """
là gì | là ai | ai là | của ai | do ai | bao nhiêu | bao giờ | khi nào | lúc nào | năm nào | ngày nào
tháng nào | ở đâu | tại đâu | từ đâu | đâu là | nơi nào | như thế nào | thế nào | ra sao | làm sao | tại sao
vì sao | bằng cách nào | có phải | phải không | đúng không | hay không | có không | được không | chưa | mấy
cái gì | điều gì | những gì | vì điều gì | những ai | những nơi nào | nào | gồm những gì | gồm có
có bao nhiêu | được thành lập | thành lập khi nào | tên gọi là gì | hãy cho biết | cho biết | cho tôi biết
tôi muốn biết | xin hỏi | giúp tôi | kể tên | liệt kê | so sánh | giải thích | tóm tắt | số liệu | hiện nay
bây giờ | trước đây | sau đó | trong khi | và | với | của | các | những | một | đã | đang | sẽ | bị | được
theo | về | để | cho | từ | đến | trên | dưới | giữa | ngoài ra | bên cạnh | người nào | chức vụ gì
giữ chức vụ gì | mục đích | giảm bao nhiêu | tăng bao nhiêu | giảm mấy | tăng mấy | nào nhiều nhất | nào nhiều hơn
ai viết | ai ký | ai chụp | ai làm | thì sao | thì thế nào | thì ai | thì bao nhiêu | thế còn | vậy | có mấy
gồm mấy | được mấy | còn mấy | thành mấy | mấy người | mấy năm | mấy lần
"""
PHRASE_WEIGHT = 2  # a phrase weighs as much as being written twice
ASKING = frozenset(("nào", "gì", "ai", "đâu", "sao", "nhiêu", "giờ"))  # "ngày nào" asks, "có bao" does not
DAY = re.compile(r"\s+\d{1,2}\s*(?:[./-]\s*\d{1,2}|tháng\b)")
SHORTEST_SLIP = 2  # letters; of a single one anything could have been meant
LONGEST_ABBREVIATION = 6  # letters, all of them capitals
# Questions weigh as much as this share of the corpus's syllables, and at least as so many of them.
ASKED_SHARE, ASKED_LEAST = 0.15, 30_000
# A syllable that the corpus never writes is one that questions mean so much less often; of those it does write, its
# own share moves theirs by this power (Kneser, Peters and Klakow 1997).
UNWRITTEN, ADAPTED = 0.03, 0.25
# What the corpus gives a number of is what is asked for: "4 ban" makes "mấy ban" so much likelier.
HOW_MANY, COUNTED = ("mấy", "nhiêu"), 1.0
NUMBERS = (
    *(f"{n}" for n in range(1, 100)),
    *(f"{n:02}" for n in range(1, 10)),
    *("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
)
# How likely a word begins what follows another question, its subject left out, of how likely it stands anywhere.
FOLLOWING = 0.1
PRIOR = 5.0  # how many sightings the single syllable is worth against the pair


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often the corpus writes each lower-case syllable, and each two of them in a row ("lâm đồng")."""

    forms: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, times: int = 1) -> None:
        """Count ``text`` in."""
        words = _words(text)
        for word in words:
            self.forms[word] += times
        for first, second in pairwise(words):
            self.pairs[f"{first} {second}"] += times

    @classmethod
    def of(cls, texts: Iterable[str]) -> "WordCounts":
        """Count all ``texts``."""
        counts = cls()
        for text in texts:
            counts.add(text)
        return counts

    def save(self, path: Path) -> None:
        """Write the forms and the words of the pairs as JSON, the counts of the pairs beside it."""
        pairs = PairCounts.of(self.pairs)
        row = {"forms": self.forms, "words": list(pairs.words)}
        path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        pairs.save(path.with_suffix(".npy"))


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """What ``WordCounts`` wrote; the pairs stay on the disk."""

    forms: Mapping[str, int]
    pairs: Mapping[str, int]

    @classmethod
    def open(cls, path: Path) -> "StoredCounts":
        """Open what ``WordCounts.save`` wrote."""
        row = json.loads(path.read_text(encoding="utf-8"))
        return cls(row["forms"], PairCounts.open(path.with_suffix(".npy"), row["words"]))


class Restorer:
    """Chooses between the forms that look alike without their marks; read-only, shared by threads."""

    def __init__(self, counts: WordCounts | StoredCounts, asked: Asked | None = None) -> None:
        self._common = WordCounts()
        for phrase in re.split(r"[|\n]", PHRASES):
            self._common.add(phrase, PHRASE_WEIGHT)
        self._forms = Counter(counts.forms) + self._common.forms
        self._pairs = counts.pairs
        self._asked = asked or read_asked()
        self._n_written = sum(self._forms.values())
        n_asked = max(ASKED_LEAST, ASKED_SHARE * self._n_written)
        self._weight = n_asked / self._asked.n_words
        self._n_words = self._n_written + n_asked
        self._by_fold: dict[str, list[str]] = {}
        for form in sorted(self._forms):
            self._by_fold.setdefault(fold(form), []).append(form)

    def restore(self, question: str, *, follows: bool = False) -> str:
        """Give ``question`` with the likeliest marks on every word that has none.

        One that ``follows`` another may begin with any word, its subject left out ("noi ve viec gi").
        """
        words = _words(question)
        return _rewrite(question, self._likeliest([self._accented(word) for word in words], follows=follows))

    def correct(self, question: str, *, careful: bool = False) -> str:
        """Give ``question`` with each word that the corpus does not know replaced by the likeliest one near it.

        Only where the corpus writes the two words in a row: an unknown name is left alone. With ``careful`` what
        could be a word of Vietnamese gets at most the marks that it lacks, and what could be a name not even these.
        """
        words = _words(question)
        near = self._near_in_spelling if careful else self._near
        options = [near(written) for written in WORD.findall(question)]
        return _rewrite(question, self._attested(words, self._likeliest(options)))

    def mend_asking(self, question: str) -> str:
        """Give ``question`` with the slips in its words of asking mended: "ngay nào" → "ngày nào", "nhày 5/8".

        A word is taken for a slip only where the corpus writes it beside neither neighbour and one letter makes it a
        phrase of asking with one of them; one that the corpus knows, only where it lacks nothing but its marks.
        """
        if not has_marks(question):
            return question
        typed = WORD.findall(question)
        words = ["", *map(str.lower, typed), ""]
        is_before_date = [DAY.match(question, match.end()) is not None for match in WORD.finditer(question)]
        meant = []
        for at, (written, dated) in enumerate(zip(typed, is_before_date, strict=True), 1):
            before, word, after = words[at - 1 : at + 2]
            forms = self._meant_by(written) if not self._is_beside(before, word, after) else []
            asking = [form for form in forms if self._asks(before, form, after) or (dated and form == "ngày")]
            meant.append(asking[0] if len(asking) == 1 else written)
        return _rewrite(question, meant)

    def _meant_by(self, written: str) -> list[str]:
        """Give the words of asking that a word in small letters may be a slip of."""
        if not written.islower() or len(written) < SHORTEST_SLIP or written in self._common.forms:
            return []
        unmarked = fold(written) == written
        same = [form for form in self._common.forms if unmarked and fold(form) == written]
        return same if written in self._forms else [*same, *(f for f in self._common.forms if is_slip(written, f))]

    def _is_beside(self, before: str, word: str, after: str) -> bool:
        return bool(self._times(f"{before} {word}") or self._times(f"{word} {after}"))

    def _asks(self, before: str, form: str, after: str) -> bool:
        pairs = ((before, form), (form, after))
        return any(self._common.pairs[f"{a} {b}"] and not ASKING.isdisjoint((a, b)) for a, b in pairs)

    def _near_in_spelling(self, written: str) -> list[str]:
        if not is_syllable(written):
            return self._near(written)
        word = written.lower()
        is_fixed = written != word or word in self._forms or fold(word) != word
        return [word] if is_fixed else self._by_fold.get(fold(word), [word])

    def _accented(self, word: str) -> list[str]:
        if fold(word) != word:
            return [word]  # has a mark already: typed on purpose
        return sorted({*self._by_fold.get(word, ()), *self._asked.by_fold.get(word, ())}) or [word]

    def _near(self, written: str) -> list[str]:
        """Give the forms one slip away from a word that the corpus does not know; itself if there are none."""
        word = written.lower()
        is_short = written.isupper() and len(written) <= LONGEST_ABBREVIATION  # "CQ" is no slip of "CÓ"
        if is_short or word in self._forms or not word.isalpha() or len(word) < SHORTEST_SLIP:
            return [word]
        forms = {
            form for shorter in _shorter(word) for form in self._by_shorter.get(shorter, ()) if is_slip(word, form)
        }
        return sorted(forms.union(self._by_fold.get(fold(word), ()))) or [word]

    def _attested(self, words: Sequence[str], chain: Sequence[str]) -> list[str]:
        """Take back each replacement that makes no pair of the corpus with either neighbour."""
        padded = ["", *chain, ""]
        kept = []
        for at, (word, form) in enumerate(zip(words, chain, strict=True)):
            pairs = (f"{padded[at]} {form}", f"{form} {padded[at + 2]}")
            kept.append(form if word == form or any(map(self._times, pairs)) else word)
        return kept

    @cached_property
    def _by_shorter(self) -> dict[str, list[str]]:
        """The forms by themselves and by what is left of them without one letter: one slip apart share an entry."""
        found: dict[str, list[str]] = {}
        for form in sorted(self._forms):
            for shorter in _shorter(form):
                found.setdefault(shorter, []).append(form)
        return found

    def _likeliest(self, options: Sequence[Sequence[str]], *, follows: bool = False) -> list[str]:
        """Find the chain of forms, one of each place's options, with the highest probability (Viterbi)."""
        chains: dict[str, tuple[float, list[str]]] = {BEGIN: (0.0, [])}
        for forms in (*options, [END]):
            longer: dict[str, tuple[float, list[str]]] = {}
            for form in forms:
                ways = ((chain[0] + self._step(last, form, follows=follows), last) for last, chain in chains.items())
                score, previous = max(ways)
                longer[form] = (score, [*chains[previous][1], form])
            chains = longer
        return chains[END][1][:-1]

    def _times(self, pair: str) -> int:
        return self._pairs.get(pair, 0) + self._common.pairs[pair]

    def _step(self, previous: str, form: str, *, follows: bool) -> float:
        likely = self._log_probability(previous, form)
        return max(likely, math.log(FOLLOWING * self._single(form))) if follows and previous == BEGIN else likely

    def _single(self, form: str) -> float:
        return (self._weighed(form) + 0.5) / (self._n_words + 1)

    def _log_probability(self, previous: str, form: str) -> float:
        pair = self._times(f"{previous} {form}") + self._asked_times(previous, form)
        if previous in HOW_MANY:
            pair += COUNTED * sum(self._pairs.get(f"{number} {form}", 0) for number in NUMBERS)
        single = self._single(form)
        total = self._weighed(previous) - (self._forms[previous] if form == END else 0)  # the corpus counts no ends
        return math.log((pair + PRIOR * single) / (total + PRIOR))

    def _asked_times(self, previous: str, form: str) -> float:
        times = self._asked.pairs.get(f"{previous} {form}", 0)
        return times * self._worth(form) * self._fit(form) if times else 0.0

    def _weighed(self, form: str) -> float:
        asked = self._asked.n_questions if form in (BEGIN, END) else self._asked.forms.get(form, 0)
        return self._forms[form] + self._worth(form) * asked

    def _worth(self, form: str) -> float:
        """Give what it counts to be written once in a question."""
        return self._weight * (1.0 if form in (BEGIN, END) or self._forms[form] else UNWRITTEN)

    def _fit(self, form: str) -> float:
        """Give how much oftener the corpus writes a form than questions do, moderated."""
        if form not in self._asked.forms or not self._forms[form]:
            return 1.0
        here = self._forms[form] / self._n_written
        return float((here / (self._asked.forms[form] / self._asked.n_words)) ** ADAPTED)


def is_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter was dropped, added, changed or swapped with its neighbour."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    same = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), len(typed))
    rest, other = typed[same:], meant[same:]
    if len(typed) < len(meant):
        return rest == other[1:]
    return rest[1:] == other[1:] or (rest[2:] == other[2:] and rest[:2] == other[1::-1])


def _shorter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _rewrite(text: str, forms: Sequence[str]) -> str:
    """Put ``forms`` in the places of the words of ``text``, in the case these are in."""
    pieces, at = [], 0
    for match, form in zip(WORD.finditer(text), forms, strict=True):
        pieces += [text[at : match.start()], _in_case_of(match[0], form)]
        at = match.end()
    return "".join(pieces) + text[at:]


def _in_case_of(typed: str, form: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if typed[:1].isupper() else form
