"""The question inside what was typed: orders (and greetings) around it are cut away, and never obeyed.

Cuts between sentences and at the marks of a machine's own talk, an order's clauses apart. What holds no order is
left as typed, to the letter; what holds nothing else asks nothing.
"""

import re
from collections.abc import Sequence

from assistant.asking import QUESTION_WORD, asks
from assistant.order import ROLE, is_order, poses
from assistant.pattern import compiled
from assistant.scope import is_out_of_scope

END = re.compile(r"(?<=[?!…])\s+|(?<=[^\W\d][.;])\s+|(?<=[\d\W][.;])\s+(?!\d)|\n+")
CLAUSE_END = re.compile(r"[,;:–—]\s+|\s(?=(?:và|rồi|sau đó|nhưng|va|roi|and|then|but)\s)", re.IGNORECASE)
JOINT = compiled(r"^(?:và|rồi|sau đó|nhưng|and|then|but)\s+")
# A token of a chat template with the role that it names, and a role at the beginning of a line.
TURN = re.compile(
    rf"(?:<[|｜][^<>\n]{{1,40}}[|｜]>|</?(?:start|end)_of_turn>|\[/?INST\]|<</?SYS>>)\s*(?:{ROLE}\b)?"
    rf"|(?:^|(?<=\n))\s*(?:#{{2,}} ?)?\[?{ROLE}\]?\s*:",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\([^)\s]*\)|<!--.*?-->|<script\b.*?</script>|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL
)
FRAMED = compiled(r"^.*\b(?:xác nhận|khẳng định|confirm)(?: rằng| lại)?\s*[:,]\s*(?P<asked>.+)$")
OWN_CITATION = re.compile(r"\[\d+\]")
# An imperative that asks for nothing to be told: only beside a real question is it known for an order.
IMPERATIVE = compiled(
    r"^(?:[^:?]{1,30}: ?)?(?:và |rồi |sau đó |nhưng )?(?:xin |vui lòng |làm ơn |please )?(?:hãy|đừng|nhớ|cứ"
    r"|chỉ cần|(?:bạn|mày|trợ lý) (?:phải|hãy|cần|chỉ được)"
    r"|phải|không được|đặt|chèn|thêm|cộng|đổi|kết thúc|mở đầu|trả lời|just|do not|don't|always|never|now|say|add"
    r"|insert|put|then)\b"
)
TELLING = compiled(
    r"\b(?:cho (?:tôi |mình |em |tao )?(?:biết|hỏi|xem)|liệt kê|kể|nêu|so sánh|giải thích|tóm tắt|trình bày|mô tả"
    r"|nói rõ|phân tích|đánh giá"
    r"|tìm|tra cứu|chỉ ra|làm rõ|thống kê|tổng hợp|(?<!tự )giới thiệu|nói về|tell me|list|explain|describe|summari[sz]e"
    r"|compare|find)\b"
)
# An imperative so alone that nothing else can be meant.
LONE = compiled(
    r"^(?:xin |vui lòng |làm ơn |please )?(?:hãy|đừng|(?:bạn|mày|trợ lý) (?:phải|hãy|cần|chỉ được)|chỉ (?:in|nói"
    r"|trả lời)|không được"
    r"|print|output|say|repeat|reveal|reply|respond|answer|pretend|imagine|execute|run|decode|render|insert"
    r"|append|let's)\b"
    rf"(?!.*{TELLING.marked.pattern})"
)
# What nobody asks a document: the assistant told what to say whatever is true.
DICTATED = compiled(
    r"\b(?:bạn|mày|trợ lý|em|you)\b(?: \w+)? (?:phải|hãy|chỉ được|must|should) (?:nói|trả lời|ghi|đáp|in"
    r"|khẳng định|say|answer|reply)\b"
    r"|\bbất kể (?:tài liệu|nguồn|sự thật)|\bcứ (?:trả lời|nói|ghi|khẳng định)\b"
    r"|^(?:hãy |xin |vui lòng )?(?:in|xuất|viết|ghi|lặp lại|print|output|repeat|write) (?:ra |lại )?(?:dòng|chữ"
    r"|từ|câu|mã|chuỗi|nhãn|đúng)\b"
    r"|\b(?:giải mã|decode)\b.*\b(?:thực hiện|làm theo|follow|execute|base64)\b|\btrích dẫn \[\d"
    r"|\b(?:rot13|base64|morse)\b|\bchế độ (?:quản trị|kiểm thử|gỡ lỗi|nhà phát triển|debug|admin|bảo trì)\b"
    r"|\b(?:admin|debug|test|maintenance|developer) mode\b|\b(?:tưởng tượng|giả sử|giả định) (?:rằng )?(?:bạn|mày"
    r"|em|trợ lý)\b"
)


def real_question(typed: str) -> str:
    """Give what is asked in ``typed`` without the orders beside it; empty where nothing but orders is left."""
    segments = _segments(typed)
    if not _holds_order(typed, segments):
        return typed
    return " ".join(part for segment in segments if (part := _asking_part(segment)))


def _asking_part(segment: str) -> str:
    """The segment if it asks and orders nothing, else its longest beginning or end that does; empty without one."""
    ends = [(match.start(), match.end()) for match in CLAUSE_END.finditer(segment)]
    tails = [JOINT.of(segment).sub("", segment[after:]) for _, after in ends]
    heads = [segment[:before] for before, _ in reversed(ends)]
    parts = (segment, *tails, *heads)
    return next((part for part in parts if asks(part) and not _orders(part)), "") or _told(segment)


def _told(segment: str) -> str:
    return segment if _asks(segment) and not _orders(segment) else ""


def _holds_order(typed: str, segments: Sequence[str]) -> bool:
    if poses(typed) or OWN_CITATION.search(typed) or any(map(_commands, segments)):
        return True
    if not any(map(_asks, segments)) and any(LONE.of(segment).match(segment) for segment in segments):
        return True
    ordered = [_orders(segment) for segment in segments]
    return any(ordered) and not all(ordered) and any(map(_asks, segments))


def _commands(segment: str) -> bool:
    """Tell an order that needs no question beside it to be known for one."""
    return is_order(segment) or DICTATED.of(segment).search(segment) is not None


def _orders(segment: str) -> bool:
    if _commands(segment) or is_out_of_scope(segment):
        return True
    if IMPERATIVE.of(segment).match(segment) is None or segment.endswith("?"):
        return False
    return not any(pattern.of(segment).search(segment) for pattern in (TELLING, QUESTION_WORD))


def _asks(segment: str) -> bool:
    return segment.endswith("?") or asks(segment) or TELLING.of(segment).search(segment) is not None


def _segments(typed: str) -> list[str]:
    """Cut into sentences and turns; markup between them is dropped."""
    turns = TURN.split(MARKUP.sub(" ", typed))
    pieces = [" ".join(piece.split()) for turn in turns for piece in END.split(turn)]
    pieces = [framed["asked"] if (framed := FRAMED.of(piece).match(piece)) else piece for piece in pieces]
    return [piece for piece in pieces if any(map(str.isalnum, piece))]
