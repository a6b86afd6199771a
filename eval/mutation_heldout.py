"""Errors of kinds kept apart: written after the checker, never used while it was made.

Some of the kinds were named beforehand as examples; how they are made here was not known to it. When the checker
is changed after a measurement, that measurement is reported with the later one.
"""

import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from random import Random

from assistant.name import find_names
from assistant.value import find_values
from corpus.orthography import keys
from eval.mutation import Case, Operator, Trial
from eval.mutation_planned import dropped, edits, exchanged, replaced, swapped_word

# Verbs between two parties, with which subject and object can change places.
BETWEEN = re.compile(
    r"(?<!\w)(?:giao cho|giao|yêu cầu|đề nghị|chỉ đạo|báo cáo|kiểm tra|giám sát|đánh bại|thuộc|thay thế|chiếm|ủng hộ|"
    r"gặp|cử|bổ nhiệm|gồm|bao gồm|là|gửi|lãnh đạo|phối hợp với|tấn công|kế vị|sáp nhập vào|ảnh hưởng đến)(?!\w)"
)
# What may stand in for a place when a sentence names one of these.
PLACES = tuple(
    re.findall(
        r"[^|]+",
        "Hà Nội|Lâm Đồng|Quảng Ninh|Hải Phòng|Cẩm Phả|Hạ Long|Đà Lạt|Pháp|Anh|Đức|Trung Quốc|Nhật Bản|Hoa Kỳ|Paris|"
        "Luân Đôn|Việt Nam|Nga|Liên Xô|Ấn Độ|Canada|Úc|Châu Âu|Đầm Hà|Hải Hà|Lâm Hà|Đạ Huoai|Đạ Tẻh",
    )
)
PLACE = re.compile(rf"(?<!\w)(?:{'|'.join(PLACES)})(?!\w)")
QUANTITIES = (
    "tất cả|một số",
    "mọi|vài",
    "các|một",
    "nhiều|mọi",
    "mỗi|một vài",
    "toàn bộ|một phần",
    "đa số|thiểu số",
    "cả hai|một trong hai",
)
COMPARED = (
    "cao hơn|thấp hơn",
    "lớn hơn|nhỏ hơn",
    "nhiều hơn|ít hơn",
    "hơn|kém",
    "nhất|nhì",
    "tốt|xấu",
    "nhanh|chậm",
    "sớm|muộn",
    "tối đa|tối thiểu",
)
TENSES = ("đã|sẽ", "đang|từng", "vẫn|không còn", "sắp|vừa", "hiện nay|trước đây", "tiếp tục|ngừng")
MODALS = (
    "phải|có thể",
    "cần|không cần",
    "được|phải",
    "nên|buộc phải",
    "có thể|chắc chắn",
    "bắt buộc|tự nguyện",
    "đề nghị|quyết định",
    "dự kiến|đã",
)
CAUSES = ("do|nhằm", "vì|mặc dù", "nhờ|bất chấp", "để|vì", "từ|đến", "bởi|cho")
GENDERS = ("ông|bà", "anh|chị", "vua|nữ hoàng", "con trai|con gái", "chồng|vợ", "cha|mẹ", "nam|nữ")
RELATIONS = (
    "cấp tỉnh|cấp huyện",
    "cấp huyện|cấp xã",
    "Tỉnh ủy|Huyện ủy",
    "Trung ương|địa phương",
    "Bí thư|Chủ tịch",
    "Trưởng ban|Ủy viên",
    "chủ tịch|thư ký",
    "Tổng thống|Thủ tướng",
)
OPENERS = re.compile(r"^(?:Theo|Tại|Trong|Ở|Vào|Từ|Năm|Ngày|Sau|Trước|Đối với|Ngoài)\s[^,]{4,60},\s")
ADJECTIVE = re.compile(
    r"(?<!\w)(?:một phần|tạm thời|thí điểm|không chính thức|từng phần|bán|giả|gián tiếp|cấp tỉnh|cấp huyện|"
    r"đầu tiên|duy nhất|chính|riêng)\s(?=\w)"
)
LIST = re.compile(r"(?P<first>[^,;.:()]{3,40}), (?P<middle>[^,;.:()]{3,40})(?P<last> và [^,;.:()]{3,40})")
ORGAN = re.compile(r"(?<=\d[-/–])(?:QĐ|NQ|CT|KL|CV|CTr|QC|HD|TB|GP)(?=[-/–])")
ORGAN_OF = re.compile(r"(?<=/)(?:TU|TW|UBND|CP|HU|TTg|QH\d+)(?!\w)")


def _subject_and_object(text: str, random: Random) -> str | None:
    """X verb Y → Y verb X, of the words directly beside the verb, two syllables each."""
    found = []
    for verb in BETWEEN.finditer(text):
        left = re.search(r"[^\W\d_]+ [^\W\d_]+ $", text[: verb.start()])
        right = re.match(r" [^\W\d_]+ [^\W\d_]+", text[verb.end() :])
        if left and right and keys(left[0]) != keys(right[0]):
            found.append(((left.start(), left.end() - 1), (verb.end() + 1, verb.end() + right.end())))
    return exchanged(text, *random.choice(found)) if found else None


def _another_place(text: str, random: Random) -> str | None:
    found = list(PLACE.finditer(text))
    if not found:
        return None
    place = random.choice(found)
    return replaced(text, *place.span(), random.choice([other for other in PLACES if other != place[0]]))


def _another_day(text: str, random: Random) -> str | None:
    found = list(re.finditer(r"(?<=ngày )\d{1,2}(?=\D)|(?<=tháng )\d{1,2}(?=\D)|(?<=thứ )(?:hai|ba|tư|sáu|bảy)", text))
    if not found:
        return None
    match = random.choice(found)
    new = str(int(match[0]) % 12 + 1) if match[0].isdigit() else random.choice(["năm", "chín", "nhất"])
    return replaced(text, *match.span(), new)


def _percent_and_count(text: str, random: Random) -> str | None:
    made = [
        replaced(text, m.start(), m.end(), random.choice(["", " người", " lần"]))
        for m in re.finditer(r"(?<=\d) ?%", text)
    ]
    made += [
        replaced(text, v.end - len(v.unit), v.end, "%") for v in find_values(text) if v.kind == "number" and v.unit
    ]
    return random.choice(made) if made else None


def _decimal_shift(text: str, random: Random) -> str | None:
    made = []
    for m in re.finditer(r"(?<![\d.,/-])(\d+)([.,])(\d+)(?![\d.,/-])", text):
        made += [
            replaced(text, *m.span(), m[1] + m[3]),
            replaced(text, *m.span(), f"{m[1]}{m[3][0]}{m[2]}{m[3][1:]}".rstrip(",.")),
        ]
        made.append(replaced(text, m.start(2), m.end(2), "," if m[2] == "." else "."))
    made += [
        replaced(text, m.start(), m.end(), f"{m[0]}0")
        for m in re.finditer(r"(?<![\d.,/-])[1-9]\d{1,2}(?![\d.,/-])", text)
    ]
    fitting = [
        one for one in made if [v.canonical for v in find_values(one)] != [v.canonical for v in find_values(text)]
    ]
    return random.choice(fitting) if fitting else None


def _merged(case: Case, random: Random) -> Trial | None:
    """The beginning of one sentence with the end of its neighbour."""
    one, other = case.claim.rstrip(". ").split(), case.neighbour.split()
    if len(one) < 8 or len(other) < 8:
        return None
    at, of = random.randint(4, len(one) - 3), random.randint(3, len(other) - 4)
    claim = " ".join([*one[:at], *other[of:]])
    return Trial(claim, case.sentence) if keys(" ".join(other[of:])) != keys(" ".join(one[at:])) else None


def _appended(case: Case, _random: Random) -> Trial | None:
    """The sentence goes on with what only its neighbour says."""
    other = case.neighbour[0].lower() + case.neighbour[1:]
    return Trial(f"{case.claim.rstrip('. ')}, {other}", case.sentence)


def _shorter_list(text: str, random: Random) -> str | None:
    found = list(LIST.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    name = random.choice(["middle", "last"])
    start, end = match.span(name)
    return replaced(text, start - (2 if name == "middle" else 0), end, "")


def _ordinal(text: str, random: Random) -> str | None:
    found = list(
        re.finditer(
            r"(?<=[Tt]hứ )(?:nhất|hai|ba|tư|năm|\d+)|(?<=kỷ )(?:\d+|[IVX]+)|đầu tiên|"
            r"cuối cùng|(?<=Điều )\d+|(?<=khóa )[IVX]+",
            text,
        )
    )
    if not found:
        return None
    match = random.choice(found)
    new = (
        str(int(match[0]) + 1) if match[0].isdigit() else {"đầu tiên": "thứ hai", "cuối cùng": "đầu tiên"}.get(match[0])
    )
    if new is None:
        new = (
            f"{match[0]}I"
            if match[0].isupper()
            else random.choice([w for w in ("nhất", "hai", "ba", "tư") if w != match[0]])
        )
    return replaced(text, *match.span(), new)


def _organ(text: str, random: Random) -> str | None:
    found = [*ORGAN.finditer(text), *ORGAN_OF.finditer(text)]
    if not found:
        return None
    match = random.choice(found)
    others = ["TU", "TW", "UBND", "CP"] if match.re is ORGAN_OF else ["QĐ", "NQ", "CT", "KL"]
    return replaced(text, *match.span(), random.choice([other for other in others if other != match[0]]))


def _type_of_document(text: str, random: Random) -> str | None:
    return swapped_word(("Quyết định|Nghị quyết", "Chỉ thị|Kết luận", "Công văn|Quy định", "Luật|Nghị định"))(
        text, random
    )


def _roles(text: str, random: Random) -> str | None:
    """Two offices in one sentence change places."""
    found = list(
        re.finditer(
            r"(?<!\w)(?:Phó )?(?:Bí thư|Chủ tịch|Trưởng ban|Giám đốc|Tổng thống|Thủ tướng|"
            r"Bộ trưởng|Ủy viên|tướng|vua)(?!\w)",
            text,
        )
    )
    pairs = [(a, b) for a, b in combinations(found, 2) if a[0] != b[0]]
    return exchanged(text, *(match.span() for match in random.choice(pairs))) if pairs else None


def _neighbouring_words(text: str, random: Random) -> str | None:
    """Two neighbouring words of one sentence in each other's place."""
    words = list(re.finditer(r"[^\W\d_]+", text))
    pairs = [(a, b) for a, b in pairwise(words) if keys(a[0]) != keys(b[0]) and text[a.end() : b.start()] == " "]
    return exchanged(text, *(match.span() for match in random.choice(pairs))) if pairs else None


def _foreign_word(text: str, random: Random) -> str | None:
    """A word of weight that the source does not have."""
    spaces = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", text)]
    if not spaces:
        return None
    word = random.choice(
        ["hiệu quả", "miễn phí", "lần nữa", "vĩnh viễn", "bí mật", "quốc tế", "trái phép", "đầy đủ", "lớn"]
    )
    at = random.choice(spaces)
    return replaced(text, at, at, f" {word}")


def _name_shortened(text: str, random: Random) -> str | None:
    """A syllable of a name is lost or changed."""
    names = [name for name in find_names(text) if name.is_proper and len(name.core.split()) > 1]
    if not names:
        return None
    name = random.choice(names)
    words = name.core.split()
    at = random.randrange(len(words))
    new = [*words[:at], *random.choice([[], ["Văn"], ["Sơn"]]), *words[at + 1 :]]
    return replaced(text, name.end - len(name.core), name.end, " ".join(new)) if new != words else None


def _cut_inside(text: str, random: Random) -> str | None:
    """The sentence breaks off inside its last clause, before what it was about."""
    words = text.rstrip(". ").split()
    last = max((i for i, word in enumerate(words) if word[-1] in ",;:"), default=-1)
    if len(words) - last < 7:
        return None
    return " ".join(words[: random.randint(last + 3, len(words) - 2)]) + "."


HELDOUT: Mapping[str, Operator] = {
    "đổi chủ ngữ với bổ ngữ": edits(_subject_and_object),
    "địa danh khác": edits(_another_place),
    "ngày, tháng, thứ khác": edits(_another_day),
    "đổi lượng từ": edits(swapped_word(QUANTITIES)),
    "phần trăm thành số đếm": edits(_percent_and_count),
    "đổi chức vụ của hai người": edits(_roles),
    "dời dấu thập phân": edits(_decimal_shift),
    "đảo so sánh": edits(swapped_word(COMPARED)),
    "đổi thì": edits(swapped_word(TENSES)),
    "đổi mức bắt buộc": edits(swapped_word(MODALS)),
    "đổi nguyên nhân, mục đích": edits(swapped_word(CAUSES)),
    "đổi giới tính, quan hệ": edits(swapped_word(GENDERS)),
    "đổi cấp, đổi chức": edits(swapped_word(RELATIONS)),
    "ghép nửa câu bên cạnh": _merged,
    "nối thêm câu bên cạnh": _appended,
    "bớt mục của danh sách": edits(_shorter_list),
    "đổi thứ tự": edits(_ordinal),
    "đổi cơ quan trong số hiệu": edits(_organ),
    "đổi loại văn bản": edits(_type_of_document),
    "bỏ phạm vi ở đầu câu": edits(dropped(OPENERS)),
    "bỏ định ngữ": edits(dropped(ADJECTIVE)),
    "đổi chỗ hai từ liền nhau": edits(_neighbouring_words),
    "chèn từ không có": edits(_foreign_word),
    "mất tiếng trong tên": edits(_name_shortened),
    "cắt giữa mệnh đề": edits(_cut_inside),
}
