"""Names in Vietnamese text: runs of capitalised syllables, told apart as persons, places and others by what stands around.

No list of known people or places: only family names, honorifics, kinds of places and heads of roles,
which are the language's and not the corpus's.
"""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.orthography import fold, key

NameKind = Literal["person", "place", "other"]


def _key_set(words: str) -> frozenset[str]:
    return frozenset(map(key, words.split()))


FAMILY_NAMES = _key_set(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Đoàn Lâm Mai Tô Hà Trịnh Đào Cao "
    "Lương Tạ Thái Triệu Chu Châu Phùng Quách La Lưu Tống Vương Nông Giàng Lò Ma Quàng Vi Hứa Bế Sầm Thào Vàng Mạc Kiều "
    "Nghiêm Từ Tôn Doãn Khuất Viên Thân Ninh Cù Đàm Lục Hầu Điểu Rơ K' Ksor Siu Y Hạ Âu Văn Diệp"
)
HONORIFICS = (
    "đồng chí",
    "đ/c",
    "đc",
    "ông",
    "bà",
    "anh",
    "chị",
    "bác sĩ",
    "tiến sĩ",
    "giáo sư",
    "gs",
    "ts",
    "ths",
    "cụ",
    "nhà",
)
PLACE_KINDS = (
    "thành phố", "tp", "tỉnh", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "thôn", "bản", "làng", "khu phố",
    "đảo", "bang", "vùng", "nước", "quốc gia", "điểm cầu", "thủ đô", "đường", "sông", "núi", "hồ", "vịnh",
)  # fmt: skip
PLACE_KEYS = [tuple(map(key, kind.split())) for kind in PLACE_KINDS]
# Capitalised only because they begin a sentence or a title of respect.
LEADING = _key_set(
    "Tại Theo Ngày Ông Bà Ở Năm Đồng Chí Từ Đến Trong Ngoài Trên Dưới Sau Trước Khi Với Và Các Những Một Về Cho Do Bởi Vì "
    "Đối Để Cùng Còn Nhưng Tuy Nếu Là Của Được Bị Có Không Đây Đó Này Hiện Nay Nhờ Qua Như Đặc Ngay Vậy Ai Thế Vào Lúc Hãy Dự Đc ĐC"
)
ROLE_HEADS = re.compile(
    r"\b(?:(?:[Nn]guyên|[Qq]uyền|[Pp]hó)\s+)?(?:[Tt]ổng [Bb]í thư|[Pp]hó [Bb]í thư|[Bb]í thư|[Pp]hó [Cc]hủ tịch|[Cc]hủ tịch|"
    r"[Tt]rưởng|[Pp]hó|[Gg]iám đốc|[Uu][ỷỳ] viên|[ỦUu]ỷ viên|Ủy viên|ủy viên|[Cc]hánh [Vv]ăn phòng|[Pp]hó [Cc]hánh|[Tt]hủ tướng|[Bb]ộ trưởng|"
    r"[Tt]hứ trưởng|[Tt]ổng thống|[Tt]hư ký|[Hh]iệu trưởng|[Tt]ổng giám đốc|[Tt]hống đốc|[Nn]hà (?:vua|văn|thơ|khoa học|sử học|báo)|"
    r"TUV|PBT|UVBTV|[Đđ]ại biểu|[Vv]iện trưởng|[Gg]iáo sư|[Hh]oàng đế|[Vv]ua|[Nn]ữ hoàng|[Đđ]ại tướng|[Tt]ướng)\b"
)
# A role ends before these: what the person does, or the next thing said.
ROLE_END = re.compile(
    r"[,;:.()\[\]\"“”/]|\s[–—-]\s|\s(?:làm|chủ trì|báo cáo|phát biểu|cho biết|cho rằng|đánh giá|nhấn mạnh|khẳng định|đã|đang|sẽ|là|"
    r"cùng|dự|tham dự|tham gia|trực tiếp|kết luận|yêu cầu|đề nghị|tiếp thu|có|được|tại|trong|khi|từ|năm|ngày|của đoàn|cho|do|với|và (?:các|đồng chí|lãnh đạo|đại diện))\s"
)
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


# A capitalised run that opens so is the beginning of an office, a role or a document, which go on in lower case
# ("Ban Thường vụ", "Phó Bí thư", "Quyết định"): no name by itself.
NO_NAME = frozenset(
    map(
        key,
        "Ban Phó Bí Chủ Ủy Đảng Hội Tỉnh Thành Huyện Đại Cơ Văn Mặt Khối Trưởng Quyết Nghị Chỉ Kết Quy Chương Trung Thường Sở Bộ Phòng "
        "Đoàn Tổ Công Viện Trường Liên Quốc Chính Nhà Hiến Điều Luật Đề Kế Nhân Thanh Cựu Phụ Nông Lao Xã Thị Chi".split(),
    )
)
# The shape of a Vietnamese syllable without marks; a word of another shape is foreign ("Roosevelt").
SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


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
        words = self.core.split()
        if self.kind == "person":
            return True
        return key(words[0]) not in NO_NAME and (len(words) > 1 or is_foreign(words[0]) or self.kind == "place")

    @property
    def canonical(self) -> str:
        """Equal for every spelling and case of one name."""
        return " ".join(map(key, WORD.findall(self.core)))


def find_names(text: str) -> list[Name]:
    """Find the proper names of ``text`` in order: capitalised runs, with the kind that their surroundings tell."""
    return [_classify(text, *part) for run in _capitalised_runs(text) for part in _parted(text, *run)]


def is_foreign(word: str) -> bool:
    """Tell whether ``word`` cannot be one Vietnamese syllable."""
    return SYLLABLE.fullmatch(fold(word)) is None


def role_beside(text: str, name: Name) -> tuple[int, int] | None:
    """Find the span of the role that stands directly after or before ``name`` ("X – Phó Bí thư …", "Bí thư … X")."""
    after = re.compile(r"\s*(?:[,–—-]|,?\s*là|,?\s*giữ chức(?: vụ)?|\()\s*").match(text, name.end)
    if after:
        head = ROLE_HEADS.match(text, after.end())
        if head:
            return after.end(), _role_end(text, head.end())
    before = [head for head in ROLE_HEADS.finditer(text, max(0, name.start - 90), name.start)]
    if before and not re.search(r"[,;:.()“”]|\s[–—]\s", text[before[0].end() : name.start]):
        start = before[0].start()
        end = len(text[: name.start].rstrip())
        for honorific in ("đồng chí", "ông", "bà"):
            end = len(text[:end].removesuffix(honorific).rstrip())
        return (start, end) if end > start else None
    return None


def _role_end(text: str, start: int) -> int:
    """Where the role ends, further roles joined by a comma or a dash included ("Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh")."""
    match = ROLE_END.search(text, start)
    end = match.start() if match else len(text)
    joint = re.compile(r"\s*[,–—-]\s*(?=\S)").match(text, end)
    head = ROLE_HEADS.match(text, joint.end()) if joint else None
    return _role_end(text, head.end()) if head else len(text[:end].rstrip(" .,;–—-"))


def _capitalised_runs(text: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    words = [match.span() for match in WORD.finditer(text)]
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and text[words[j][0]].isupper() and (j == i or text[words[j - 1][1] : words[j][0]] == " "):
            j += 1
        start = i
        while start < j and key(text[slice(*words[start])]) in LEADING:
            start += 1
        if start < j:
            runs.append((words[start][0], words[j - 1][1]))
        i = max(j, i + 1)
    return runs


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a place from the person named right after it: "Bí thư Thành ủy [Uông Bí] [Trần Văn Lâm]"."""
    words = [(start + match.start(), start + match.end()) for match in WORD.finditer(text[start:end])]
    families = [i for i, word in enumerate(words) if key(text[slice(*word)]) in FAMILY_NAMES]
    for i in families:
        if i >= 2 and len(words) - i in (3, 4) and (0 not in families or len(words) > 5):
            return [(start, words[i - 1][1]), (words[i][0], end)]
    return [(start, end)]


def _classify(text: str, start: int, end: int) -> Name:
    core = text[start:end]
    preceding = [match for match in WORD.finditer(text, max(0, start - 20), start)][-2:]
    before = fold(text[max(0, start - 14) : start])
    syllables = core.split(" ")
    for words in (preceding, preceding[-1:]):
        if (
            words
            and tuple(key(word[0]) for word in words) in PLACE_KEYS
            and not text[words[-1].end() : start].strip(" .")
        ):
            return Name("place", words[0].start(), end, text[words[0].start() : end], core)
    kind_length = _place_kind_length(syllables)
    if 0 < kind_length < len(syllables):
        return Name("place", start, end, core, " ".join(syllables[kind_length:]))
    if any(before.endswith(f"{fold(honorific)} ") for honorific in HONORIFICS) and len(syllables) > 1:
        return Name("person", start, end, core, core)
    # Two syllables alone may as well be a place (Lâm Đồng, Hà Nội, Thái Bình); three are a person.
    if key(syllables[0]) in FAMILY_NAMES and 3 <= len(syllables) <= 5 and all(word.istitle() for word in syllables):
        return Name("person", start, end, core, core)
    return Name("other", start, end, core, core)


def _place_kind_length(syllables: list[str]) -> int:
    lowered = tuple(map(key, syllables))
    return max((len(kind) for kind in PLACE_KEYS if lowered[: len(kind)] == kind), default=0)
