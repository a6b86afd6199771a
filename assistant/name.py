"""Names in Vietnamese text: capitalised runs, told apart as persons, places and others by what stands around them.

No list of known people or places: only family names, honorifics and kinds of places, which are the
language's and not the corpus's. The role beside a name is ``assistant.role``'s to find.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.orthography import fold, key, keys

NameKind = Literal["person", "place", "other"]

FAMILY_NAMES = frozenset(
    keys(
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Đoàn Lâm Mai Tô Hà Trịnh "
        "Đào Cao Lương Tạ Thái Triệu Chu Châu Phùng Quách La Lưu Tống Vương Nông Giàng Lò Ma Quàng Vi Hứa Bế Sầm Thào "
        "Vàng Mạc Kiều Nghiêm Từ Tôn Doãn Khuất Viên Thân Ninh Cù Đàm Lục Hầu Điểu Rơ K' Ksor Siu Y Hạ Âu Văn Diệp"
    )
)
# What is said directly before a person's name, so that two syllables or one are a person too.
HONORIFICS = frozenset(
    tuple(keys(words))
    for words in re.findall(
        r"[^|]+",
        "đồng chí|đ c|đc|ông|bà|anh|chị|cô|chú|cụ|em|thầy|bác sĩ|tiến sĩ|giáo sư|phó giáo sư|kỹ sư|luật sư|gs|pgs|"
        "ts|ths|bs|thạc sĩ|thạc sỹ|tiến sỹ|bác sỹ|dược sĩ|y sĩ|kiến trúc sư|thẩm phán|già làng|nghệ nhân|đại tá|"
        "thượng tá|trung tá|thiếu tá|đại úy|đại uý|thượng úy|thượng uý|trung úy|trung uý|thiếu úy|thiếu uý|nhà thơ|"
        "nhà văn|nhà báo|nhà sử học|nhạc sĩ|nhạc sỹ|ca sĩ|ca sỹ|họa sĩ|nghệ sĩ|diễn viên|cầu thủ|liệt sĩ|anh hùng|"
        "tác giả|tác giả là|phóng viên|đạo diễn|tổng bí thư|tướng|đại tướng|thượng tướng|trung tướng|thiếu tướng|"
        "vua|chúa|nữ hoàng|hoàng hậu",
    )
)
TITLES = frozenset(keys("gs pgs ts ths bs ks ls nsnd nsưt gsts pgsts ông bà"))
PLACE_KINDS = (
    "thành phố", "tp", "tỉnh", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "thôn", "bản", "làng", "khu phố",
    "đảo", "bang", "vùng", "nước", "quốc gia", "điểm cầu", "thủ đô", "đường", "sông", "núi", "hồ", "vịnh", "buôn", "ấp",
    "quần đảo", "bán đảo", "tiểu bang", "cao nguyên", "thung lũng", "đèo", "phố", "biển", "cửa khẩu", "kinh đô",
    "cố đô",
)  # fmt: skip
PLACE_KEYS = frozenset(tuple(keys(kind)) for kind in PLACE_KINDS)
# Written to one with the name: TP.HCM, Tp.Đà Lạt.
SHORT_KIND = re.compile(r"(?i:TP|TX|TT|Q|P|H|X)\.(?=\w)")
# Shortened with a point that ends no sentence: "TP. Huế", "TS. Trần …".
SHORTENED = frozenset(keys("tp tx tt gs pgs ts ths bs ks ls đc"))
# Capitalised only because they begin a sentence or a title of respect.
LEADING = frozenset(
    keys(
        "Tại Theo Ngày Ông Bà Ở Năm Đồng Chí Từ Đến Trong Ngoài Trên Dưới Sau Trước Khi Với Và Các Những Một Về Cho Do "
        "Bởi Vì Đối Để Cùng Còn Nhưng Tuy Nếu Là Của Được Bị Có Không Đây Đó Này Hiện Nay Nhờ Qua Như Đặc Ngay Vậy Ai "
        "Thế Vào Lúc Hãy Dự Đc Mặc Dù Mỗi Mọi Nhiều Cả Bao Mấy Vụ Việc"
    )
)
NO_NAME = LEADING | TITLES
OPENING_KINDS = frozenset(keys("Trường Chùa Chợ Cầu Đền Nhà Bệnh"))  # "Trường Nguyễn Du", but "Trường Sa"
RESPECT = frozenset(keys("Ông Bà"))
ADDRESS = frozenset(keys("Anh Chị Cô Chú Bác Cụ Thầy"))
# A run that opens so is the beginning of an office, a role or a document, which go on in lower case
# ("Ban Thường vụ", "Phó Bí thư", "Quyết định"): no name by itself.
OFFICE_HEADS = frozenset(
    keys(
        "Ban Phó Bí Chủ Ủy Đảng Hội Tỉnh Thành Huyện Cơ Khối Trưởng Quyết Nghị Chỉ Kết Chương Sở Bộ Phòng Đoàn Tổ Viện "
        "Trường Hiến Điều Luật Đề Kế Xã Thị Tổng Thủ Mặt Thứ Giám Ngân Tập"
    )
)
# So do these with one of the second words ("Trung Ương"), while "Trung Quốc" and "Thanh Hóa" are names.
OFFICE_STEMS = frozenset(
    keys("Đại Văn Trung Thường Công Liên Quốc Chính Nhà Nhân Thanh Cựu Phụ Nông Lao Chi Quy Nguyên")
)
OFFICE_SECONDS = frozenset(
    keys("ương an hội phủ trực vụ dân nữ niên động phòng chiến đoàn hiệp nước bộ chủ phó bí trưởng định chế tổng")
)
# Small words inside foreign names: "Charles de Gaulle".
PARTICLES = frozenset(("de", "la", "le", "von", "van", "der", "da", "di", "del", "of", "al", "bin", "du"))
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# The shape of a Vietnamese syllable without marks; a word of another shape is foreign ("Roosevelt").
SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
# An organ that has a level and then the person who leads it: "Chủ tịch UBND tỉnh Phạm Văn A".
ORGAN = re.compile(r"(?:\b(?:UBND|HĐND|MTTQ|UBMTTQ|Đoàn|Hội|tịch|ủy|uỷ|dân|quốc|trưởng|thư)\s+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: ``text == source[start:end]``; a place's span includes its kind ("huyện Lâm Hà")."""

    kind: NameKind
    start: int
    end: int
    text: str
    core: str  # without honorific or kind of place

    @property
    def is_proper(self) -> bool:
        """Tell a name that can stand alone from the capitalised beginning of an office or a document."""
        first, *others = self.core.split()
        words = [key(first), *map(key, others)]
        if self.kind == "person":
            return True
        if first.isupper() and len(first) > 1 and others and all(word in OFFICE_HEADS for word in words[1:]):
            return False  # "UBND Tỉnh", "BTV Tỉnh ủy"
        is_office = words[0] in OFFICE_HEADS or (
            words[0] in OFFICE_STEMS and any(w in OFFICE_SECONDS for w in words[1:2])
        )
        if self.kind == "place":
            return not is_office if len(words) > 1 else words[0] not in OFFICE_HEADS | OFFICE_STEMS
        return not is_office and (len(words) > 1 or is_foreign(self.core))

    @property
    def canonical(self) -> str:
        """Equal for every spelling and case of one name."""
        return " ".join(keys(self.core))

    @property
    def level(self) -> str:
        """The kind of a place ("huyện"); empty where the text does not say."""
        return " ".join(keys(self.text[: len(self.text) - len(self.core)]))

    def stands_in(self, text: str) -> bool:
        """Tell whether ``text`` holds the name, in any spelling."""
        return f" {self.canonical} " in f" {' '.join(keys(text))} "


def find_names(text: str) -> list[Name]:
    """Find the proper names of ``text`` in order: capitalised runs, with the kind that their surroundings tell."""
    parts = [part for run in _capitalised_runs(text) for part in _parted(text, *run)]
    names = [name for part in parts for name in _classify(text, *part)]
    # "Thành" of "Thành phố Huế" is a run by itself and then the kind of a place.
    return [a for a, b in pairwise([*names, None]) if a and (b is None or a.end <= b.start)]


def is_foreign(word: str) -> bool:
    """Tell whether ``word`` cannot be one Vietnamese syllable."""
    return SYLLABLE.fullmatch(fold(word)) is None


def _capitalised_runs(text: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    words = [match.span() for match in WORD.finditer(text)]
    i = 0
    while i < len(words):
        if not text[words[i][0]].isupper():  # most words; a corpus has millions
            i += 1
            continue
        j = _run_end(text, words, i)
        start = _without_openers(text, words, i, j)
        if start < j:
            runs.append((words[start][0], words[j - 1][1]))
        i = j
    return runs


def _run_end(text: str, words: list[tuple[int, int]], i: int) -> int:
    """Give the index after the capitalised words from ``i``, small words of a foreign name between them included."""
    j = i
    while j < len(words) and (j == i or text[words[j - 1][1] : words[j][0]] == " "):
        word = text[slice(*words[j])]
        if not word[0].isupper():
            following = text[slice(*words[j + 1])] if j + 1 < len(words) else ""
            inside = j > i and word in PARTICLES and following[:1].isupper() and text[words[j][1]] == " "
            if not inside or not (is_foreign(text[slice(*words[j - 1])]) or is_foreign(following)):
                break
        j += 1
    return j


def _without_openers(text: str, words: list[tuple[int, int]], start: int, end: int) -> int:
    while start < end:
        form = key(text[slice(*words[start])].partition(".")[0])
        before = text[: words[start][0]].rstrip()
        inside = bool(before) and before[-1] not in '.!?:;“"-–•\n('
        # "Bà" inside a sentence is a name's: núi Bà Đen, Bà Rịa
        kind_first = form in OPENING_KINDS and not inside and end - start > 2
        addressed = form in ADDRESS and not inside and 2 < end - start < 6  # "Anh Khổng Minh Đạt", but "Anh Quốc"
        if (
            not addressed
            and not kind_first
            and (form not in NO_NAME or (form in RESPECT and inside and end - start == 2))
        ):
            break
        start += 1
    return start


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a place from the person named right after it: "Bí thư Thành ủy [Uông Bí] [Trần Văn Lâm]"."""
    words = [(start + match.start(), start + match.end()) for match in WORD.finditer(text[start:end])]
    families = [i for i, word in enumerate(words) if key(text[slice(*word)]) in FAMILY_NAMES]
    for i in families:
        if i >= 2 and len(words) - i in (3, 4) and (0 not in families or len(words) > 5):
            return [(start, words[i - 1][1]), (words[i][0], end)]
    return [(start, end)]


def _classify(text: str, start: int, end: int) -> list[Name]:
    core = text[start:end]
    short = SHORT_KIND.match(core)
    if short:  # "Q.1" is a number's place, no name
        rest = core[short.end() :]
        return [Name("place", start, end, core, rest)] if rest[0].isupper() else []
    preceding = list(WORD.finditer(text, max(0, start - 24), start))[-3:]
    between = text[preceding[-1].end() : start] if preceding else ""
    if between.strip(" ") and not (between == ". " and key(preceding[-1][0]) in SHORTENED):
        preceding = []
    place = _place_start(text, core, preceding)
    if place is not None:
        return [Name("place", place, end, text[place:end], core)]
    syllables = core.split(" ")
    if _follows_honorific(preceding) and key(syllables[0]) not in OFFICE_HEADS and not _goes_on(text, syllables, end):
        return [Name("person", start, end, core, core)]
    kind_length = 0 if _is_person(syllables) else _place_kind_length(syllables)
    if 0 < kind_length < len(syllables):
        return [Name("place", start, end, core, " ".join(syllables[kind_length:]))]
    return [Name("person" if _is_person(syllables) else "other", start, end, core, core)]


def _place_start(text: str, core: str, preceding: list[re.Match[str]]) -> int | None:
    """Where the kind of place before a name begins; ``None`` without one, or when a leader's name follows his level."""
    for words in (preceding[-2:], preceding[-1:]):
        if words and tuple(key(word[0]) for word in words) in PLACE_KEYS:
            start = words[0].start()
            is_city = fold(words[0][0]) in ("thanh", "tp")  # "UBND thành phố Hồ Chí Minh"
            leads = not is_city and _is_person(core.split(" ")) and ORGAN.search(text[:start])
            return None if leads else start
    return None


def _follows_honorific(preceding: list[re.Match[str]]) -> bool:
    forms = [key(word) for match in preceding for word in match[0].split(".")]
    return any(tuple(forms[-length:]) in HONORIFICS for length in (3, 2, 1) if len(forms) >= length)


def _goes_on(text: str, syllables: list[str], end: int) -> bool:
    """Tell the beginning of an office that goes on in lower case: "hai đồng chí Thường trực"."""
    following = WORD.search(text, end)
    is_stem = len(syllables) == 1 and key(syllables[0]) in OFFICE_STEMS
    return is_stem and following is not None and key(following[0]) in OFFICE_SECONDS


def _is_person(syllables: list[str]) -> bool:
    """Three syllables after a family name are a person; two may as well be a place (Lâm Đồng, Hà Nội, Thái Bình)."""
    titled = all(word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in syllables)
    return key(syllables[0]) in FAMILY_NAMES and 3 <= len(syllables) <= 5 and titled


def _place_kind_length(syllables: list[str]) -> int:
    lowered = tuple(map(key, syllables))
    return max((n for n in (2, 1) if lowered[:n] in PLACE_KEYS), default=0)
