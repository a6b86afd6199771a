"""What a question says is so, and the sentence on the same thing denies in the very words.

The denial stands directly before the words, and no sentence found has them without it. What a denial reaches further
on in its clause is ``denial``'s.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.bond import SAID, bonds, held
from assistant.scene import Scene
from assistant.slot import LEAST, Clash, Word, is_about, read_words

DENIED = 0.45  # the same as ``rival.HELD`` where the very words are denied: two that follow each other say much
NEGATION = re.compile(
    r"(?<!\w)(?:(?<!hàng )(?<!trên )không(?! (?:quân|gian|khí|phận|lưu))|chưa|chẳng)\s+(?:hề\s+|phải\s+)?(?=\w)",
    re.IGNORECASE,
)


def other_polarity(scene: Scene) -> Clash:
    """Something is said to be, and the sentence on it denies it in the same words."""
    text = scene.question.text
    asked = read_words(text)
    denied = {word.form for word in asked if _is_denied(text, word)}
    for at, sentence in enumerate(scene.sentences):
        for match in NEGATION.finditer(sentence):
            behind = [word for word in read_words(sentence) if word.start >= match.end()][:2]
            if not any(word.is_content for word in behind):
                continue
            here = next(
                (w for w, v in pairwise(asked) if [w.form, v.form] == [b.form for b in behind]),
                None,
            )
            if here is None or here.form in denied:
                continue
            want = bonds(text, (here.start, here.end + 1))
            said = any(_affirms(other, behind) and held(want, other) >= SAID for other in scene.sentences)
            if len(want) >= LEAST and not said and is_about(scene, at) and held(want, sentence) >= DENIED:
                yield at, None


def says_what_is_denied(question: str, sentence: str) -> bool:
    """Tell whether a sentence has, without a denial, words that the question denies: "huyện nào không thí điểm"."""
    denied = {match.end() for match in NEGATION.finditer(question)}
    for one, other in pairwise(read_words(question)) if denied else ():
        is_said = one.start in denied and (one.is_content or other.is_content)
        places = _places(sentence, [one, other]) if is_said else []
        if places and not any(_is_denied(sentence, place) for place in places):
            return True
    return False


def _is_denied(text: str, word: Word) -> bool:
    before = NEGATION.search(text[max(0, word.start - len("không phải ")) : word.start + 1])
    return before is not None


def _affirms(sentence: str, words: Sequence[Word]) -> bool:
    """Tell whether a sentence has the words without a denial before them."""
    return any(not _is_denied(sentence, one) for one in _places(sentence, words))


def _places(sentence: str, words: Sequence[Word]) -> list[Word]:
    """Give the first word of each place where a sentence has the words."""
    found = read_words(sentence)
    forms = [word.form for word in words]
    return [one for i, one in enumerate(found) if [o.form for o in found[i : i + len(forms)]] == forms]
