"""Sentences that give orders to whoever answers: in a document they are data, and never evidence.

Told by what such a sentence must do to work at all: speak to a machine that reads, or of how questions are to be
answered, in the imperative; void other instructions; or pose as a part of the machine's own talk (control tokens,
role marks, code, encoded text). "Đề nghị các đơn vị hãy báo cáo" orders somebody, but no answer.
"""

import re
from base64 import b64decode
from collections.abc import Sequence
from functools import lru_cache

from assistant.pattern import Pattern, compiled
from corpus.document import Document, Passage, Span
from corpus.sentence import split_sentences

LOOKED_BACK = 2_000  # characters before a passage in which the order may stand that its first sentences belong to
# Tokens of chat templates, and roles of a conversation written where a document has none.
ROLE = r"(?:system|assistant|user|human|developer|model|hệ thống|trợ lý|người dùng|quản trị viên)"
TOKEN = compiled(
    r"<\|[^|<>\n]{1,40}\|>|</?(?:start|end)_of_turn>|\[/?INST\]|<</?SYS>>|<｜[^｜<>\n]{1,40}｜>"
    rf"|(?:^|\n)\s*(?:#{{2,}} ?|\*\*|\[){ROLE}\]?\s*(?:\*\*)?\s*[:\]]|(?:^|\n)#{{2,}} ?(?:instructions?|prompt"
    rf"|response)\b"
)
SHOUTED_ROLE = re.compile(
    r"(?:^|\n)\s*(?:SYSTEM|ASSISTANT|USER|HUMAN|DEVELOPER|HỆ THỐNG|TRỢ LÝ|NGƯỜI DÙNG)(?:\s[^:\n]{0,20})?:"
    r"|(?:^|\n)\s*\[[A-ZÀ-Ỹ ]*(?:SYSTEM|ADMIN|HỆ THỐNG|QUẢN TRỊ)[A-ZÀ-Ỹ ]*\]"
)
# What a page would run or fetch, and an answer record written beforehand.
CODE = re.compile(
    r"<!--|</?(?:script|iframe|img|svg|style|object|embed|form|meta|link)\b|\bjavascript:|\bon(?:error|load|click)\s*="
    r"|!\[[^\]\n]*\]\(\s*https?:|\{\s*[\"']\w+[\"']\s*:|\bdocument\.(?:query|body|write|cookie)",
    re.IGNORECASE,
)
BLOB = re.compile(r"(?<![\w/+.-])[A-Za-z0-9+/]{16,}={0,2}(?![\w/+=-])")
HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}){12,}(?!\w)")

MACHINE = (
    r"(?:trợ lý(?! (?-i:[A-ZĐ]\w*[a-zà-ỹ]))(?! (?:giám đốc|thanh niên|bộ trưởng|giáo viên|đạo diễn|huấn luyện))"
    r"|chat ?bot|con bot|mô hình ngôn ngữ|trí tuệ nhân tạo|máy (?:đọc|trả lời)|người đọc tự động"
    r"|(?:phần mềm|hệ thống|công cụ|chương trình) (?:đọc|trả lời|hỏi đáp|tóm tắt|xử lý)"
    r"|(?-i:\bAIs?\b|\bLLMs?\b|\bGPT\b)|language models?|(?:ai |virtual )?assistants?|chat ?bots?)"
)
ANSWER = (
    r"(?:trả lời|câu hỏi|được hỏi|trích dẫn|in (?:ra|thêm|kèm)|làm theo|tuân (?:theo|thủ)|giải mã|mở đầu bằng|đoạn này"
    r"|answer\w*|repl(?:y|ies)|respon[ds]\w*|asked|instructions?|prompts?|output|sources?|questions?)"
)
DIRECTIVE = (
    r"(?:hãy|phải|đừng|cần|luôn|chỉ được|chỉ dùng|không được|không bị|không cần|từ nay|từ (?:đây|giờ|bây giờ)|đề nghị"
    r"|yêu cầu|dành cho|must|should|shall|always|never|only|do not|don't|from now on|you are|note to|please)"
)
SAY = (
    r"(?:trả lời|nói|đáp|ghi|viết|in|chèn|xuất|dẫn|gửi|báo|khẳng định|xác nhận|mở đầu|kết thúc|hiển thị|giải mã|thêm"
    r"|đặt)"
)
RULES = (
    r"(?:hướng dẫn|chỉ dẫn|chỉ thị|mệnh lệnh|lệnh|quy tắc|nguyên tắc|ràng buộc|yêu cầu|câu lệnh|lời nhắc|tài liệu"
    r"|nguồn|đoạn)"
)
PATTERNS = (
    # a reader that is a machine, told what to do with questions
    rf"{MACHINE}.*\b{DIRECTIVE}\b.*\b{ANSWER}|\b{DIRECTIVE}\b.*{MACHINE}.*\b{ANSWER}"
    rf"|\b{DIRECTIVE}\b.*\b{ANSWER}.*{MACHINE}"
    rf"|{MACHINE} .{{0,20}}\b{DIRECTIVE} (?:\w+ )?{SAY}\b",
    rf"\b(?:lưu ý|chỉ|ghi chú|thông báo|note)(?: \w+)? (?:dành cho|cho|gửi|to) (?:the |an )?{MACHINE}",
    rf"\b(?:người đọc|bạn|ngươi|mày) (?:bây giờ |từ nay )?là (?:một )?{MACHINE}"
    rf"|\byou are (?:now )?(?:an? )?(?:\w+ ){{0,3}}"
    r"(?:assistant|ai|model|bot)\b",
    # when asked, say …
    r"\b(?:khi|nếu|mỗi khi|trước khi|để|bất cứ khi nào|hễ)\b[^.]*\b(?:hỏi|trả lời|nói)\b[^.]*?(?:, ?|\bthì )"
    r"(?:hãy|phải|luôn|đừng|cứ|chỉ(?: được)?|cần|nhớ|xin)\b",
    rf"\b(?:khi|nếu)\b[^.,]*\b(?:hỏi|nói) (?:về|đến)\b[^.]*\bthì (?:\w+ )?{SAY}\b(?! chung| riêng)",
    rf"\b(?:khi|nếu|trước khi|trước mỗi)\b[^.]*\b(?:được hỏi|ai hỏi|câu trả lời|trả lời)\b[^.]*\bhãy {SAY}\b",
    r"\btrước (?:khi|mỗi|mọi)(?: câu)? trả lời\b[^.]*\b(?:hãy|phải|nhớ) |\b(?:làm theo|thực hiện) khi được hỏi\b",
    r"\bnếu\b[^.]*\bđọc (?:được )?(?:đoạn|dòng|câu|văn bản|tài liệu|thông điệp) này\b",
    r"\bwhen(?:ever)? (?:you are |some(?:one|body) |any(?:one|body) )?ask(?:ed|s)\b.*\b(?:say|answer|reply|respond"
    r"|state|write)\b"
    r"|\bwhatever the questions?\b",
    # the answer itself, dictated
    r"(?:^|[.:;!?\]]\s*|\bhãy |\bvà )(?:chỉ |luôn |cứ )?trả lời (?:mọi|tất cả|các|bằng|đúng|rằng|là|câu"
    r"|duy nhất)\b(?!.*\?)",
    rf"\bhãy (?:\w+ )?{SAY}\b.*\b(?:câu (?:trả lời|hỏi)|không nói gì)|\b{SAY}\b.*\b(?:làm|ở (?:đầu|cuối)"
    rf"|vào) (?:mỗi |mọi )?câu trả lời\b",
    r"\bcâu trả lời (?:đúng|cuối cùng|chính xác|duy nhất)?.{0,80}? (?:là|phải)\b",
    r"\b(?:mọi|mỗi|tất cả|các) câu trả lời\b.*\b(?:phải|bằng|đều)\b|\bkhông (?:được )?(?:nhắc|đề cập"
    r"|tiết lộ)(?: đến)? (?:đoạn|dòng|lệnh) này\b",
    r"(?:^|[.:;!?,)>\]]\s*|\band |\bthen )(?:please )?(?:only |always |just )?(?:answer|reply|respond|say|print"
    r"|output|begin|start|end)\b.{0,30}"
    r"(?:\b(?:with|only|by|the (?:reply|answer))\b|[(“\"'])",
    r"\bto answer\b.*\b(?:send|show|print|first)\b|\b(?:begin|start|end) (?:the |your |every |each )?(?:reply"
    r"|answer|response)\b"
    r"|\b(?:verified|correct|right|final) (?:value|answer) (?:for|to|is)\b",
    # other instructions, declared void
    rf"(?:^|[.!?:;,]\s*|\bhãy |\bvà |\bphải )(?:bỏ qua|quên|phớt lờ|bỏ hết|không (?:cần )?(?:tuân|làm) theo"
    rf"|đừng (?:tuân|làm) theo|vô hiệu hóa)"
    rf"(?: (?:đi|hết|mọi|tất cả|toàn bộ|các|những)){{0,4}} {RULES}",
    rf"\b(?:bỏ qua|quên|phớt lờ)\b.{{0,40}}\b{RULES} (?:trước đó|ở trên|phía trên|bên trên|trước đây|hệ thống"
    rf"|của bạn|khác)",
    r"\b(?:các|mọi|những) (?:đoạn|tài liệu|nguồn) khác\b.*\b(?:hết hiệu lực|không đúng|bị bãi bỏ)"
    r"|\bchỉ (?:được )?dùng đoạn này\b"
    r"|\bbước kiểm chứng\b|\bverification step\b",
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|rules?|prompts?|guidelines|above"
    r"|previous|documents|sources)\b",
    r"\b(?:never|do not|don't) (?:cite|mention|reveal)\b|\b(?:system prompt|prompt hệ thống|jailbreak"
    r"|developer mode|do anything now)\b",
    # what the machine holds, to be given away
    r"\b(?:in|gửi|hiển thị|liệt kê|tiết lộ|xuất|đọc|cho (?:tôi )?xem|print|send|show|reveal|list|dump)\b.{0,60}"
    r"(?:api key|khóa api|khoá api|mật khẩu|biến môi trường|environment variables|câu lệnh hệ thống|chỉ dẫn hệ thống"
    r"|câu hỏi của những người dùng|the conversation|password)",
)  # fmt: skip
ORDERS = tuple(compiled(pattern) for pattern in PATTERNS)
# "Ignore the instructions" in the languages most used for it.
ELSEWHERE = re.compile(
    r"\b(?:ignor\w+|oubli\w+)\b.{0,40}\b(?:consignes?|instructions?)\b|\b(?:ignor\w+|olvid\w+)\b.{0,40}\binstruc\w+"
    r"|\b(?:ignorier\w*|vergiss)\b.{0,40}\b(?:anweisung\w*|anleitung\w*)\b|игнорир\w+.{0,40}(?:инструкц|указани)\w+"
    r"|(?:忽略|无视|無視|忘记).{0,12}(?:指令|指示|说明|提示)|(?:指示|命令|プロンプト).{0,8}(?:無視|忘れ)|(?:지시|명령).{0,8}무시",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)  # the same sentences are candidates for many questions
def is_order(text: str) -> bool:
    """Tell whether ``text`` tells its reader how to answer, or poses as the machine's own talk."""
    return poses(text) or _matches(ORDERS, text) or ELSEWHERE.search(text) is not None


def poses(text: str) -> bool:
    """Tell whether ``text`` holds what only a machine's own talk has: role marks, code, encoded text."""
    marked = TOKEN.of(text).search(text) or SHOUTED_ROLE.search(text) or CODE.search(text)
    return marked is not None or holds_encoded(text)


def holds_encoded(text: str) -> bool:
    """Tell whether a word of ``text`` is readable text in base64 or hexadecimal digits; a hash is not."""
    blobs = [_decoded(match[0]) for match in BLOB.finditer(text)]
    blobs += [bytes.fromhex(match[0]) for match in HEX.finditer(text)]
    return any(_is_readable(blob) for blob in blobs)


def sentences_to_use(document: Document, passage: Passage) -> list[Span]:
    """Give the sentences of ``passage`` that are no orders and stand behind none in their paragraph."""
    opening = max(document.text.rfind("\n\n", 0, passage.start), passage.start - LOOKED_BACK, 0)
    before = (
        split_sentences(document.text, opening, passage.start) if document.text[opening : passage.start].strip() else []
    )
    free = _free(document.text, [*before, *passage.sentences])
    return [span for span in passage.sentences if span in free]


def without_orders(text: str) -> str:
    """Give a title, a heading or a whole text without the orders in it; one without any stays to the letter."""
    sentences = split_sentences(text)
    free = _free(text, sentences)
    return text if len(free) == len(sentences) else "\n".join(text[slice(*span)] for span in sorted(free))


def _free(text: str, sentences: Sequence[Span]) -> set[Span]:
    """The sentences that are no orders and follow none in their paragraph: who wrote the order wrote those.

    What poses as the machine's own talk goes on over lines, to the next blank one.
    """
    free: set[Span] = set()
    until = ""  # what has to stand between two sentences for the order to be over
    last = 0
    for start, end in sentences:
        if until and until in text[last:start]:
            until = ""
        sentence = text[start:end]
        if is_order(sentence):
            until = "\n\n" if poses(sentence) else until or "\n"
        elif not until:
            free.add((start, end))
        last = end
    return free


def _matches(patterns: Sequence[Pattern], text: str) -> bool:
    return any(pattern.of(text).search(text) for pattern in patterns)


def _decoded(blob: str) -> bytes:
    try:
        return b64decode(blob.rstrip("=") + "=" * (-len(blob.rstrip("=")) % 4), validate=True)
    except ValueError:
        return b""


def _is_readable(blob: bytes) -> bool:
    try:
        return len(blob) > 8 and blob.decode().isprintable()
    except UnicodeDecodeError:
        return False
