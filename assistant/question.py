"""What a question asks for: the kind of answer, the words it turns on, the names and values it mentions.

Patterns are matched on the folded question, so that "bao nhieu" and "bao nhiêu" are one; it knows nothing
of the corpus. The kinds are those of a reader's need (a number, a date, a person …), not of any document.
"""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.name import Name, find_names
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, key, word_spans

AnswerKind = Literal[
    "number", "date", "person", "role", "docno", "place", "list", "reason", "manner", "definition", "yesno", "compare",
    "history", "general",
]  # fmt: skip

DOCUMENT_NOUN = (
    "quyet dinh|nghi quyet|chi thi|van ban|ket luan|cong van|quy dinh|quy che|thong tu|nghi dinh|chuong trinh hanh dong|"
    "thong bao|huong dan|ke hoach|luat|giay phep|decision|document|directive|resolution"
)
PLACE_NOUN = (
    "dia phuong|noi|huyen|tinh|xa|phuong|thanh pho|thi xa|quan|nuoc|quoc gia|chau luc|vung|khu vuc|bang|thi tran"
)
PERSON_NOUN = "nguoi|dong chi|vi|ong|ba|lanh dao|tac gia|nha \\w+|vua|hoang de|tong thong|thu tuong|chu tich|bi thu"
# In order: the first pattern that matches decides. Folded Vietnamese, then English.
KIND_PATTERNS: tuple[tuple[AnswerKind, str], ...] = (
    ("history", r"\blich su\b.*(hinh thanh|mo hinh|phat trien)|qua trinh (hinh thanh|phat trien|ra doi)|dien bien|cac moc|moc thoi gian|"
     r"(bat dau|ra doi|hinh thanh).*(thay doi|phat trien|hien nay|bay gio)|thay doi (the nao|nhu the nao|ra sao) (qua|tu)|"
     r"theo (trinh tu )?thoi gian|timeline|history of|how did .* (begin|start|change)"),
    ("compare", r"\bso sanh\b|khac (nhau|gi|biet|the nao)|giong (nhau|gi)|(nhieu|it|cao|thap|lon|nho) hon (huyen|tinh|xa|thanh pho|bao nhieu)|"
     r"compare|difference between|(more|fewer|less) than"),
    ("docno", rf"({DOCUMENT_NOUN})( \w+)? (so )?(may|nao|gi|bao nhieu)\b|so hieu|so may\b.*({DOCUMENT_NOUN})|"
     rf"(van ban|quyet dinh|co so|can cu)( phap ly)? nao|(which|what) ({DOCUMENT_NOUN})|so (quyet dinh|nghi quyet|chi thi|van ban|cong van)"),
    ("date", r"khi nao|bao gio|luc nao|hoi nao|(ngay|thang|nam|hom|quy|the ky|thoi gian|thoi diem|giai doan|nhiem ky|mua)( thang)?( nam)? (nao|may|bao nhieu|gi)\b|"
     r"(may|bao nhieu) gio\b|vao (nam|ngay|thang) may|\bwhen\b|(what|which) (year|date|day|month)|(ngay|thoi gian|thoi diem) (ban hanh|ky|to chuc|thanh lap)"),
    ("number", r"bao nhieu|\bmay (?!man|moc|tinh|bay)|so luong|(ty|ti) le|bao lau|bao xa|tong so|(dien tich|dan so|chieu \w+|gia) .*la gi|"
     r"con so|how (many|much|long|far|old)|(what|which) (number|percentage|share)"),
    ("role", r"(chuc vu|chuc danh|cuong vi|vai tro|chuc) (gi|nao|la gi)|giu chuc|lam chuc|(what|which) (role|position|post)"),
    ("person", rf"\bai\b|({PERSON_NOUN}) nao|(ten|ho ten) (gi|la gi)|nhung ai|\bwho\b|\bwhom\b|\bwhose\b"),
    ("reason", r"vi sao|tai sao|do dau|\bly do|nguyen nhan|vi le gi|de lam gi|nham (muc dich )?gi|muc (dich|tieu)|\bwhy\b|reason|purpose|cause"),
    ("list", r"\bgom\b.*(nao|gi|nhung)|liet ke|ke ten|ke ra|(nhung|cac) [\w ]*\b(nao|gi)\b|list (the|all)|(which|what) \w+s\b"),
    ("place", rf"o dau|tai dau|tu dau|den dau|dau la|({PLACE_NOUN}) nao|tinh gi|dia diem|\bwhere\b|which (district|province|city|place|country)"),
    ("manner", r"nhu the nao|the nao|ra sao|bang cach nao|cach nao|lam sao|phuong thuc nao|\bhow\b"),
    ("yesno", r"(co|da|duoc|con|phai|dung) .*\b(khong|chua)( a| nhi| vay)?$|phai khong|dung khong|co phai|co dung|^(is|are|was|were|did|does|do|has|have)\b"),
    ("definition", r"la gi$|nghia la gi|la viet tat|viet tat cua|duoc hieu la|duoc goi la gi|ten (goi )?(day du|tat)|^what is\b|stand for"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in KIND_PATTERNS)
ASKED_UNIT = re.compile(r"(?:bao nhieu|\bmay\b|how many|so luong|tong so)\s+((?:\w+\s?){1,2})")
# Words that carry no content of a question: function words, politeness, the words of asking themselves.
STOP = frozenset(
    map(
        key,
        "và của là có được cho trong với các những một này đó kia ấy khi để từ đến tới tại ở về theo như thì mà cũng đã đang sẽ do bởi "
        "vì nên ra vào lên xuống trên dưới sau trước giữa nào gì ai đâu sao bao nhiêu mấy thế không chưa chẳng hay hoặc rồi nhé ạ vậy xin hỏi "
        "biết hãy bạn tôi mình em tớ giúp nhỉ à ư nhờ bị bằng cùng rằng còn lại đều cả chỉ rất hơn nhất thể phải việc sự cái con "
        "the of in is are was were a an to what who when where which how many much did does do by for on and at has have been it its why".split(),
    )
)
# Two-syllable words of asking: as pairs they carry no content although a syllable of theirs may.
STOP_PAIRS = frozenset(
    tuple(map(key, pair.split()))
    for pair in (
        "cho biết", "như thế", "thế nào", "bao giờ", "khi nào", "lý do", "ra sao", "bao lâu", "vui lòng", "làm ơn", "cho hỏi", "số lượng",
        "tại sao", "nguyên nhân", "mục đích", "liệt kê", "kể tên", "chức vụ", "so sánh", "hiện nay", "bao xa", "thời gian", "thời điểm",
        "tổng số", "tổng cộng", "bắt đầu", "có mặt", "diễn ra", "tất cả", "bao gồm", "hiện có", "cụ thể", "trả lời", "tìm hiểu", "hôm nay",
        "thế kỷ", "giai đoạn", "người nào", "ở đâu", "từ khi", "đến khi", "kể từ", "thông tin", "nội dung", "tên gọi", "gọi là", "viết tắt", "đầy đủ", "giữ chức", "ông ta", "bà ta",
    )
)  # fmt: skip
# In a question about how something came about these ask, and describe nothing.
HISTORY_PAIRS = frozenset(
    tuple(map(key, pair.split()))
    for pair in (
        "thay đổi",
        "hình thành",
        "quá trình",
        "lịch sử",
        "diễn biến",
        "phát triển",
        "ra đời",
        "mốc thời",
        "trình tự",
        "nay gọi",
    )
)
OUT_OF_SCOPE = re.compile(
    r"^(hay |xin |vui long |lam on |nho (ban )?|giup (toi |minh )?|ban hay )*"
    r"(viet|soan|sang tac|lam|ve|dich|tao|ke|doc|hat|code|lap trinh|dong vai|dat)\b.*"
    r"\b(bai tho|tho|truyen|bai hat|cau chuyen|bai phat bieu|don|email|thu|code|chuong trinh python|buc tranh|loi chuc|chuyen cuoi|tieng anh|bai van|slogan)\b"
    r"|theo (y kien |quan diem )?(cua )?(ban|anh|chi|em|may)\b|ban (nghi|thay|thich|yeu|cam thay|co y kien)|y kien (cua )?ban|quan diem cua ban"
    r"|(bo qua|quen|phot lo|ignore|disregard|forget)\b.*\b(huong dan|chi dan|lenh|quy tac|instruction|instructions|rules|prompt|tren|truoc do)\b"
    r"|(system prompt|prompt he thong|jailbreak|developer mode)|^(write|compose|translate|draw|pretend|act as)\b|^(xin chao|chao ban|hello|hi)\b[\s!.]*$"
    r"|^(hay )?(gui|xoa|mua|dat|goi|chuyen|in|mo|tai) .*\b(email|thu|file|tap tin|ve|hang|tien|dien thoai cho|may tinh)\b"
)
ENGLISH = re.compile(r"\b(?:the|of|is|are|was|were|what|who|when|where|which|how|why|did|does)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: what kind of answer it wants and the content it must be answered on."""

    text: str
    kind: AnswerKind
    terms: tuple[Span, ...]  # of the content syllables, in order
    names: tuple[Name, ...]
    values: tuple[Value, ...]
    asked_unit: str = ""  # folded words after "bao nhiêu"
    is_english: bool = False
    is_out_of_scope: bool = False


def read_question(text: str) -> Question:
    """Read one standalone question."""
    folded = re.sub(r"\s+", " ", fold(text)).strip(" ?!.…")
    unit = ASKED_UNIT.search(folded)
    kind = _kind(folded, text)
    return Question(
        text=text,
        kind=kind,
        terms=tuple(content_spans(text, also_stop=HISTORY_PAIRS if kind == "history" else frozenset())),
        names=tuple(find_names(text)),
        values=tuple(find_values(text)),
        asked_unit=unit[1].strip() if unit else "",
        is_english=len(ENGLISH.findall(text)) >= 2,
        is_out_of_scope=bool(OUT_OF_SCOPE.search(folded)),
    )


def content_spans(text: str, *, also_stop: frozenset[tuple[str, ...]] = frozenset()) -> list[Span]:
    """Give the spans of the syllables of ``text`` that carry content, in order, repeats kept."""
    spans = word_spans(text)
    forms = [key(text[start:end]) for start, end in spans]
    in_pair = {
        j for i in range(len(forms) - 1) if (forms[i], forms[i + 1]) in STOP_PAIRS | also_stop for j in (i, i + 1)
    }
    return [span for i, span in enumerate(spans) if forms[i] not in STOP and i not in in_pair]


def content_terms(text: str) -> list[str]:
    """Give the content syllables of ``text`` as written."""
    return [text[start:end] for start, end in content_spans(text)]


def _kind(folded: str, text: str) -> AnswerKind:
    for kind, pattern in COMPILED:
        if pattern.search(folded):
            if kind == "person" and re.search(r"\bla ai$|^who (is|was)\b", folded) and _asks_of_a_person(text):
                return "role"
            return kind
    return "general"


def _asks_of_a_person(text: str) -> bool:
    """Tell "Nguyễn Xuân Ký là ai?" (asks a role) from "Trưởng đoàn là ai?" (asks a person)."""
    return any(name.kind == "person" and len(name.core.split()) > 1 for name in find_names(text))
