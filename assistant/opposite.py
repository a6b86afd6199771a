"""Words that exclude each other: what the question says goes one way and the documents the other.

The pairs are the language's ("dừng" and "tiếp tục", "ủng hộ" and "phản đối"). Two opposite words contradict where the
same words are bound to both; where the same figure stands directly behind both, fewer need to be.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from assistant.bond import ASKED, HELD, asserted, held, is_said
from assistant.scene import Scene, clause
from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import keys

LEAST = 4  # words that must be bound to the one of a pair to say what it is said of
BEHIND = 12  # characters behind a word within which a figure is its own
ALIKE = 0.5  # of the bonds where the figure behind both is the same
UP = r"tăng(?! (?:cường|tính|tốc))|bổ sung|thêm|tốn(?: thêm)?|chi thêm"
DOWN = r"giảm|cắt|bớt|tiết kiệm"
PAIRS = (
    (UP, DOWN),
    (r"dừng|ngừng|chấm dứt|bãi bỏ|hủy bỏ|huỷ bỏ", r"tiếp tục|duy trì|kéo dài|giữ nguyên"),
    (
        r"(?<!không )(?<!chưa )(?:ủng hộ|đồng tình|tán thành|nhất trí|đồng ý|muốn)",
        r"phản đối|không (?:ủng hộ|đồng tình|tán thành|nhất trí|đồng ý|muốn)|chưa (?:đồng tình|nhất trí|đồng ý)|bác bỏ"
        r"|từ chối|khó(?= (?!khăn))",
    ),
    (r"tự nguyện", r"bắt buộc"),
    (r"cho phép|được phép", r"cấm|không được phép|không cho phép"),
    (r"sáp nhập|hợp nhất|nhập vào|gộp", r"tách|chia tách|đứng ngoài"),
    (r"thừa", r"thiếu"),
    (r"thành công|thắng lợi|chiến thắng", r"thất bại|thua"),
    (r"rút ngắn", r"kéo dài"),
    (r"mở rộng", r"thu hẹp"),
    (r"thuận lợi", r"khó khăn|vướng mắc"),
    (r"chuyên trách", r"kiêm nhiệm"),
    (r"nhanh hơn|nhanh nhất", r"chậm hơn|chậm nhất"),
    (r"nhiều nhất|cao nhất|lớn nhất|đông nhất", r"ít nhất|thấp nhất|nhỏ nhất"),
)
ONE = r"(?<!\w)(?:{})(?!\w)"
COMPILED = tuple((re.compile(ONE.format(a), re.IGNORECASE), re.compile(ONE.format(b), re.IGNORECASE)) for a, b in PAIRS)
WAYS = tuple(way for a, b in COMPILED for way in ((a, b), (b, a)))
NEGATED = re.compile(r"(?:không|chưa|chẳng|tránh|hết)\s+(?:\w+\s+)?$", re.IGNORECASE)
FIRST = re.compile(r"(?<!\w)(?P<what>\w+) nhất(?!\w)", re.IGNORECASE)
ONE_OF = re.compile(r"một trong (?:những|các)", re.IGNORECASE)  # the most: there are several, and one may be third
LATER = r"(?<!\w){} thứ (?!nhất|1\b)\w+"


def other_way(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Something is said with one word of a pair, and the sentence on the same thing has the other one."""
    text = scene.question.text
    for mine, other in WAYS:
        match = mine.search(text)
        if match is None or other.search(text) or NEGATED.search(text[: match.start()]) or _is_asked(text, match):
            continue
        if match[0].endswith("nhất") and ASKED.search(text):
            continue  # which has the most is asked, and another sentence tells which has the least
        want = {word: weight for word, weight in asserted(text, match.span()).items() if word not in keys(match[0])}
        figures = _figures(text, match.end())
        if len(want) < LEAST and not figures:
            continue
        support = max((_said(s, mine, want, figures) for s in scene.sentences), default=0.0)
        for at, sentence in enumerate(scene.sentences):
            said = 0.0 if mine.search(sentence) else _said(sentence, other, want, figures)
            if said >= (ALIKE if figures else HELD) and not is_said(support, said) and scene.stands(at):
                yield at, None


def other_place_in_order(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """Something is said to be the most, and the sentence on it puts it second or later in the same order."""
    text = scene.question.text
    for match in FIRST.finditer(text):
        later = re.compile(LATER.format(re.escape(match["what"])), re.IGNORECASE)
        same = re.compile(rf"(?<!\w){re.escape(match[0])}(?!\w)", re.IGNORECASE)
        want = asserted(text, match.span())
        if _is_asked(text, match) or ONE_OF.search(text[: match.start()]) or not want:
            continue
        if any(_said(s, same, want, ()) >= HELD for s in scene.sentences):
            continue
        for at, sentence in enumerate(scene.sentences):
            there = later.search(sentence)
            if there and held(want, sentence, scene.around[at]) >= HELD and scene.stands(at):
                yield at, there.span()


def _is_asked(text: str, match: re.Match[str]) -> bool:
    """Tell whether which of the two it is, is the question ("hay", "có … không")."""
    around = text[slice(*clause(text, match.span()))]
    return " hay " in f" {around} " or ASKED.search(text[: match.start()].rsplit(" ", 2)[-1]) is not None


def _figures(text: str, end: int) -> set[str]:
    """The figures that a word is said of: directly behind it, the second one of "từ … lên …" included."""
    found: set[str] = set()
    for value in find_values(text):
        if value.kind == "number" and 0 < value.start - end <= BEHIND:
            found.add(value.canonical)
            end = value.end
    return found


def _said(sentence: str, pattern: re.Pattern[str], want: Mapping[str, float], figures: Collection[str]) -> float:
    """How much of the bonds a sentence holds that says it, of one of the ``figures`` if there are any; 0 without."""
    for match in pattern.finditer(sentence):
        same = not figures or not _figures(sentence, match.end()).isdisjoint(figures)
        if same and not NEGATED.search(sentence[: match.start()]):
            return held(want, sentence)
    return 0.0
