"""The role that stands beside a person's name: "Nguyễn Anh Tú, Bí thư Thành ủy" or "Bí thư Thành ủy Nguyễn Anh Tú"."""

import re
from collections.abc import Iterator

from assistant.name import Name, find_names
from corpus.document import Span
from corpus.orthography import keys

# The first words of a role, as they are written at its beginning.
HEADS = re.compile(
    r"\b(?:(?:nguyên|quyền|phó|cựu)\s+)?(?:"
    r"tổng bí thư|bí thư|chủ tịch|trưởng|phó|tổng giám đốc|giám đốc|[uủ][ỷỳy] viên|ủy viên|chánh văn phòng|chánh|"
    r"thủ tướng|bộ trưởng|thứ trưởng|tổng thống|tổng thư ký|thư ký|hiệu trưởng|thống đốc|viện trưởng|tư lệnh|chính ủy|"
    r"đại biểu|giáo sư|hoàng đế|vua|nữ hoàng|đại tướng|tướng|TUV|PBT|UVBTV|huấn luyện viên|đạo diễn|"
    r"nhà (?:vua|văn|thơ|báo|khoa học|sử học|toán học|vật lý|triết học|chính trị|cách mạng|hoạt động|lãnh đạo|"
    r"ngoại giao|soạn nhạc|soạn kịch|thám hiểm)|"
    r"(?:ca|nhạc|họa|hoạ|bác|nghệ|thi|võ|luật) (?:sĩ|sỹ|sư)|diễn viên|cầu thủ|chính trị gia|kỹ sư|danh tướng"
    r")\b",
    re.IGNORECASE,
)
# A role ends before these: what the person does, or the next thing said.
END = re.compile(
    r"[,;:.()\[\]\"“”/]|\s[–—-]\s|\s(?:"
    r"làm|chủ trì|báo cáo|phát biểu|cho biết|cho rằng|đánh giá|nhấn mạnh|khẳng định|đã|đang|sẽ|là|cùng|dự|tham dự|"
    r"tham gia|trực tiếp|kết luận|yêu cầu|đề nghị|tiếp thu|có|được|tại|trong|khi|từ|năm|ngày|của đoàn|cho|do|với|ký|"
    r"và (?:các|đồng chí|lãnh đạo|đại diện)"
    r")(?=[\s,.;]|$)"
)
# Between a role and the name after it these part the two: someone of that role does something to the person.
PARTING = re.compile(
    r"[;:.()“”]|\s[–—]\s|\b(?:với|và|cùng|do|bởi|tiếp|gặp|thăm|cho|đã|sẽ|đang|giao|mời|tặng|bổ nhiệm|thay|nói|đối|"
    r"cảm ơn)\b"
)
JOINT = re.compile(
    r"\s*(?:[,–—-]|,?\s*là(?:\s+(?:một|vị))?\b|,?\s*giữ chức(?: vụ)?\b|\(|"
    r",?\s*được (?:bầu|cử|giao|bổ nhiệm|phân công) (?:làm|giữ chức(?: vụ)?|giữ)\b)\s*"
)
FURTHER = re.compile(r"\s*[,–—-]\s*(?=\S)")
# Nothing of the role although they stand between it and the name.
LINKS = re.compile(r"\s+(?:đồng chí|đ/c|ông|bà|là|của|thuộc về)$", re.IGNORECASE)
HELD = re.compile(r"(?:giữ chức(?: vụ)?|kiêm(?: nhiệm)?|đảm nhiệm|đảm nhận|là|làm)\s+(?:chức\s+)?")
HELD_END = re.compile(r"[,;:.()]|\s(?:từ|kể từ|theo|và|còn|trong|nhiệm kỳ|khi)\s|$")
WINDOW = 120  # characters before a name in which its role begins


def role_beside(text: str, name: Name) -> Span | None:
    """Find the span of the role that stands directly after or before ``name`` ("X – Phó Bí thư …", "Bí thư … X")."""
    return next(roles_beside(text, name), None)


def roles_beside(text: str, name: Name) -> Iterator[Span]:
    """Find the roles directly after and before ``name``: "trưởng đoàn X, Phó Trưởng ban …" has both."""
    for find in (_role_after, _role_before):
        if role := find(text, name):
            yield role


def role_held(text: str, office: str) -> Span | None:
    """Find the span of the further role that a sentence gives to whoever holds ``office`` ("Bí thư giữ chức …")."""
    words = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", office))
    another = r"(?<!phó )(?<!nguyên )(?<!cựu )(?<!\w)"
    holding = rf"{another}{words}\s+(?:(?:được|đang|đồng thời)\s+)*{HELD.pattern}"
    for held in re.finditer(holding, text, re.IGNORECASE):
        head = HEADS.match(text, held.end())
        end = HELD_END.search(text, head.end()) if head else None
        if head and end:
            return head.start(), end.start()
    return None


def roles_of_group(text: str, group: str) -> list[Span]:
    """Give the roles that a sentence on a group of people gives to each of them ("…, một người giữ chức …")."""
    if f" {' '.join(keys(group))} " not in f" {' '.join(keys(text))} ":
        return []
    heads = (HEADS.match(text, held.end()) for held in re.finditer(r"\bgiữ chức(?: vụ)?\s+", text, re.IGNORECASE))
    spans = [(head.start(), HELD_END.search(text, head.end())) for head in heads if head]
    return [(start, end.start()) for start, end in spans if end]


def _role_after(text: str, name: Name) -> Span | None:
    joint = JOINT.match(text, name.end)
    head = HEADS.match(text, joint.end()) if joint else None
    if head is None:
        return None
    end = _role_end(text, head.end())
    return None if _has_person(text[head.start() : end]) else (head.start(), end)  # else the role of who comes next


def _has_person(text: str) -> bool:
    return any(name.kind == "person" for name in find_names(text))


def _role_before(text: str, name: Name) -> Span | None:
    for head in HEADS.finditer(text, max(0, name.start - WINDOW), name.start):
        first, *further = text[head.start() : name.start].split(",")
        between = ",".join((first, *further))
        is_role = all(HEADS.match(part.lstrip()) for part in further) and not PARTING.search(between)
        # "Phó Bí thư X, Ủy viên Y": the role before X is not Y's.
        if is_role and not _has_person(between):
            end = len(text[: name.start].rstrip())
            while link := LINKS.search(text, head.end(), end):
                end = link.start()
            return (head.start(), end)
    return None


def _role_end(text: str, start: int) -> int:
    """Where the role ends, further roles after a comma or a dash included ("Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh")."""
    match = END.search(text, start)
    end = match.start() if match else len(text)
    joint = FURTHER.match(text, end)
    head = HEADS.match(text, joint.end()) if joint else None
    return _role_end(text, head.end()) if head else len(text[:end].rstrip(" .,;–—-"))
