"""What a question asks for: the kind of answer, the words it turns on, the names and values it mentions.

It knows nothing of the corpus. The kinds are those of a reader's need (a number, a date, a person …), not
of any document; ``assistant.asking`` holds the wordings that tell them.
"""

import re
from dataclasses import dataclass

from assistant.asking import AnswerKind, kind_of
from assistant.issuer import asked_span
from assistant.name import Name, find_names
from assistant.scope import is_out_of_scope
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, key, keys, word_spans

ASKED_UNIT = re.compile(r"(?:bao nhieu|\bmay\b|how many|so luong|tong so)\s+((?:\w+\s?){1,2})")
# Words that carry no content of a question: function words, politeness, the words of asking themselves.
STOP = frozenset(
    keys(
        "và của là có được cho trong với các những một này đó kia ấy khi để từ đến tới tại ở về theo như thì mà cũng "
        "đã đang sẽ do bởi vì nên ra vào lên xuống trên dưới sau trước giữa nào gì ai đâu sao bao nhiêu mấy thế không "
        "chưa chẳng hay hoặc rồi nhé ạ vậy xin hỏi biết hãy bạn tôi mình em tớ giúp nhỉ à ư nhờ bị bằng cùng rằng còn "
        "lại đều cả chỉ rất hơn nhất thể phải việc sự cái con"
    )
)
# Only in an English question: "an" is half of Nghệ An and of công an, "in" is to print.
ENGLISH_STOP = frozenset(
    keys(
        "the of in is are was were a an to what who when where which how many much did does do by for on and at has "
        "have been it its why or than more less most fewer between both each with from"
    )
)


def _pairs(*lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(keys(pair)) for line in lines for pair in line.split(", "))


# Two-syllable words of asking: as pairs they carry no content although a syllable of theirs may.
STOP_PAIRS = _pairs(
    "cho biết, như thế, thế nào, bao giờ, khi nào, lý do, ra sao, bao lâu, vui lòng, làm ơn, cho hỏi, số lượng, "
    "tại sao",
    "nguyên nhân, mục đích, liệt kê, kể tên, chức vụ, so sánh, hiện nay, bao xa, thời gian, thời điểm, tổng số",
    "tổng cộng, bắt đầu, có mặt, diễn ra, tất cả, bao gồm, hiện có, cụ thể, trả lời, tìm hiểu, hôm nay, thế kỷ",
    "giai đoạn, người nào, ở đâu, từ khi, đến khi, kể từ, thông tin, nội dung, tên gọi, gọi là, viết tắt, đầy đủ",
    "giữ chức, ông ta, bà ta, nói về, nói gì, nói đến, viết về, đề cập",
    "kiểu gì, kiểu nào, cách nào, cách gì, tôi cần, em cần, mình cần, cần biết, cần tìm, cho xin, em xin, xin tên",
    "nghe nói, nghe đâu, được biết, xác nhận, đúng là, ngày càng, hôm nào, bữa nào, dịp nào, lúc nào, hồi nào",
    "ngày nào, tháng nào, năm nào, đến nay, các mốc, những mốc, mấy mốc, từng mốc, cột mốc, dấu mốc, mốc nào",
    "khác nhau, giống nhau, trái ngược, ngược nhau, mỗi bên, hai bên, bên nào, mỗi nơi, hai nơi, nơi nào, đối chiếu",
    "chênh lệch, phân biệt, lần lượt, điểm nào, chỗ nào, khác gì, khác biệt, mỗi người, mỗi đoàn, cách nhau",
)
# In a question about how something came about these ask, and describe nothing.
HISTORY_PAIRS = _pairs(
    "thay đổi, hình thành, quá trình, lịch sử, diễn biến, phát triển, ra đời, mốc thời, trình tự, nay gọi"
)
BORN_PAIRS = _pairs("ra đời")  # of a document: it was issued
# What is said around a question of who asks and what for; a name or a figure in it would be part of the question.
BEFORE = re.compile(
    r"^[^?\d]{0,60}?(?:cho (?:em |tôi |mình |anh |chị |tớ )?hỏi|xin hỏi|cho em biết)(?=[\s,:])", re.IGNORECASE
)
AFTER = re.compile(
    r"(?:[,.;?!]\s?|(?:[,.;?!]\s*|\s)ạ[\s,.]+)(?:em|tôi|mình|tớ) (?:đang |cũng |còn )?"
    r"(?:cần|muốn|phải|chuẩn bị|viết|làm)\b(?!.*\b(?:gì|nào|ai|sao|mấy|bao|đâu|không|chưa)\b)[^?\d]{0,60}$",
    re.IGNORECASE,
)
# "có chỗ bảo …, có chỗ bảo …": what introduces one account of two.
ACCOUNT = re.compile(
    r"(?<!\w)(?:chỗ|nơi|bài|nguồn|văn bản|tài liệu|báo cáo|đoạn|người|lúc)(?: này| kia| khác| thì| lại)*"
    r" (?:bảo|ghi|nói|viết|nêu|đưa|kể|cho|báo)(?!\w)",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(?:the|of|is|are|was|were|what|who|when|where|which|how|why|did|does)\b", re.IGNORECASE)
WHO_IS = re.compile(
    r"^(?P<subject>.+?)\s+(?:là|la) ai\b[\s?.!]*$|^who (?:is|was) (?P<english>.+?)[\s?.!]*$", re.IGNORECASE
)
TITLE = re.compile(r"^(?:đồng chí|dong chi|ông|ong|bà|ba|anh|chị|chi)\s+", re.IGNORECASE)


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
    offered: tuple[Value, ...] = ()  # the two values that it gave to choose from, before it was left open
    typed: str = ""  # in English, where the text is made of it word by word

    @property
    def wording(self) -> str:
        """The question for who reads both languages."""
        return self.typed or self.text


def read_question(text: str) -> Question:
    """Read one standalone question."""
    unit = ASKED_UNIT.search(re.sub(r"\s+", " ", fold(text)))
    names = tuple(find_names(text))
    values = tuple(find_values(text))
    issuer = asked_span(text, values)
    kind: AnswerKind = "issuer" if issuer else _kind(text, names)
    is_issued = kind == "date" and any(value.kind == "docno" for value in values)
    also_stop = HISTORY_PAIRS if kind == "history" else BORN_PAIRS if is_issued else frozenset()
    terms = content_spans(text, also_stop=also_stop)
    return Question(
        text=text,
        kind=kind,
        terms=tuple(span for span in terms if not (issuer and issuer[0] <= span[0] < issuer[1])),
        names=names,
        values=values,
        asked_unit=unit[1].strip() if unit else "",
        is_english=_is_english(text),
        is_out_of_scope=is_out_of_scope(text),
    )


def content_spans(text: str, *, also_stop: frozenset[tuple[str, ...]] = frozenset()) -> list[Span]:
    """Give the spans of the syllables of ``text`` that carry content, in order, repeats kept."""
    spans = word_spans(text)
    forms = [key(text[start:end]) for start, end in spans]
    in_pair = {
        j for i in range(len(forms) - 1) if (forms[i], forms[i + 1]) in STOP_PAIRS | also_stop for j in (i, i + 1)
    }
    stop = STOP | ENGLISH_STOP if _is_english(text) else STOP
    start, end = _asked_part(text)
    told = [match.span() for match in ACCOUNT.finditer(text)]
    idle = {i for a, b in told for i, span in enumerate(spans) if a <= span[0] < b} if len(told) > 1 else set()
    asked = [i for i, span in enumerate(spans) if start <= span[0] and span[1] <= end]
    return [spans[i] for i in asked if forms[i] not in stop and i not in in_pair | idle]


def _asked_part(text: str) -> Span:
    """Leave out what is said before and after of who asks and what for ("…, em cần đưa vào báo cáo")."""
    before, after = BEFORE.match(text), AFTER.search(text)
    start = before.end() if before and not any(name.is_proper for name in find_names(before[0])) else 0
    end = after.start() if after and not any(name.is_proper for name in find_names(after[0])) else len(text)
    return (start, end) if start < end and word_spans(text[start:end]) else (0, len(text))


def content_terms(text: str) -> list[str]:
    """Give the content syllables of ``text`` as written."""
    return [text[start:end] for start, end in content_spans(text)]


def _is_english(text: str) -> bool:
    return len(ENGLISH.findall(text)) >= 2


def _kind(text: str, names: tuple[Name, ...]) -> AnswerKind:
    who = WHO_IS.match(text.strip())
    if who:
        subject = TITLE.sub("", who["subject"] or who["english"]).strip(" \"“”'")
        name = next((name for name in names if name.text == subject and name.is_proper), None)
        if name and len(subject.split()) > 1:  # "Nguyễn Xuân Ký là ai?" asks a role, "Trưởng đoàn là ai?" a person
            return "role" if name.kind == "person" else "definition"
    return kind_of(text)
