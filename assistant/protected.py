"""Words that turn the meaning of what stands beside them, and that no claim may drop or add alone.

A list of the language, not of any corpus: negations, hedges, quantifiers, ranks, conditions, directions,
and the words that report what somebody says, wants or expects. Compared as syllable keys.
"""

from collections.abc import Sequence

from assistant.atom import Atom
from corpus.orthography import keys

Phrase = tuple[str, ...]


def _phrases(text: str) -> frozenset[Phrase]:
    return frozenset(tuple(keys(phrase)) for phrase in text.split("|"))


NEGATIONS = _phrases(
    "không|chưa|chẳng|chả|đừng|không phải|chưa từng|không hề|chẳng hề|thiếu|hết|mất|thôi|ngừng|ngưng|phi"
)
HEDGES = _phrases(
    "khoảng|chừng|hơn|gần|ngót|xấp xỉ|ước|ước tính|dự kiến|có thể|có lẽ|có khả năng|dường như|hầu như|hầu hết|chủ yếu|"
    "nghi|được cho là|được coi là|tương đối|tối đa|tối thiểu|ít nhất|nhiều nhất|không quá|trở lên|trở xuống|sắp|suýt"
)
QUANTIFIERS = _phrases(
    "tất cả|toàn bộ|mọi|mỗi|từng|một số|một vài|vài|nhiều|ít|đa số|phần lớn|một phần|chỉ|duy nhất|riêng|cả|đều|nửa"
)
RANKS = _phrases("phó|nguyên|quyền|cựu|cố|trợ lý|thứ|tạm quyền|phụ trách|dự khuyết|danh dự")
CONDITIONS = _phrases(
    "nếu|khi|trừ|ngoại trừ|trừ khi|trừ phi|miễn là|với điều kiện|trong trường hợp|trường hợp|giả sử|chỉ khi|hễ|"
    "tùy|tùy theo|cho đến khi|trước khi|sau khi|không kể|không tính|không bao gồm|chưa kể|chưa tính|ngoài ra trừ|dù|"
    "mặc dù|tuy|so với|tính theo|tính đến"
)
DIRECTIONS = _phrases("tăng|giảm|trên|dưới|trước|sau|cao|thấp|lớn|nhỏ|vượt|dưới mức|đủ")
# What is said with one of these is somebody's word; without it, it would be said as a fact.
REPORTS = _phrases(
    "cho rằng|cho biết|nói|theo|khẳng định|nhận định|tuyên bố|cáo buộc|được cho là|được coi là|giả thuyết|truyền thuyết"
)
# So it is with somebody's wish, order or plan.
WISHES = _phrases(
    "đề nghị|yêu cầu|kiến nghị|đề xuất|mong|mong muốn|muốn|hy vọng|phấn đấu|mục tiêu|dự định|cần|phải|nên|đòi|hứa|"
    "đề ra|nghĩ|tưởng|đánh giá|phát biểu"
)
# Directly before a figure or a date, and directly before a role, these change it by themselves.
BESIDE_A_FIGURE = HEDGES - _phrases("ước|sắp|nghi|chủ yếu|tương đối") | _phrases(
    "không|chưa|không phải|không phải là|chưa phải|chưa đến|chưa đầy|không đến|không đầy|trên|dưới|trước|sau|âm|nửa"
)
BESIDE_A_ROLE = _phrases("phó|nguyên|cựu|quyền|cố|không phải|không phải là|trợ lý|tạm quyền")
ALL = NEGATIONS | HEDGES | QUANTIFIERS | RANKS | CONDITIONS | DIRECTIONS | REPORTS | WISHES
# They bind the whole sentence wherever in a clause they stand.
EXCEPTIONS = _phrases(
    "nếu|trừ|ngoại trừ|trừ khi|với điều kiện|miễn là|chỉ khi|không kể|không tính|không bao gồm|chưa kể|chưa tính"
)
LONGEST = 4  # syllables


def protected_in(found: Sequence[Atom], words: frozenset[Phrase] = ALL) -> list[Atom]:
    """Give the atoms of ``found`` that belong to a phrase of ``words``."""
    forms = [atom.form for atom in found]
    hit: list[Atom] = []
    i = 0
    while i < len(forms):
        length = next((n for n in range(LONGEST, 0, -1) if tuple(forms[i : i + n]) in words), 0)
        hit += found[i : i + length]
        i += max(length, 1)
    return hit


def turned_by(before: Sequence[Atom], value: Sequence[Atom]) -> list[Atom]:
    """Give the phrase directly before a value that changes what it says; empty when there is none."""
    words = BESIDE_A_FIGURE if value[0].is_value or value[0].is_idle else BESIDE_A_ROLE
    for n in range(min(LONGEST, len(before)), 0, -1):
        phrase = before[-n:]
        if tuple(atom.form for atom in phrase) in words:
            return list(phrase) if not any(atom.boundary for atom in phrase[1:]) else []
    return []
