"""Whether what was typed asks the documents anything: orders, creations, opinions, greetings and jailbreaks do not.

Judged by the wording alone. A real question that merely mentions a poem, a letter or an instruction passes.
"""

import re

from assistant.pattern import compiled
from corpus.orthography import fold

POLITE = (
    r"(?:(?:hãy|xin|vui lòng|làm ơn|nhờ|giúp|giùm|cho|bạn|em|anh|chị|mày|trợ lý|bot|ad|ơi|có thể|thử|ban|tôi|mình|"
    r"please|can you|could you)[ ,]+)*"
)
# Whoever asks one of these of a work or a letter asks a question ("Viết báo cáo là việc của ai?").
ASKING = (
    r"(?!.*\b(?:ai|bao nhiêu|khi nào|bao giờ|năm nào|ngày nào|ở đâu|đơn vị nào|cơ quan nào|những gì|gồm|là gì|thế "
    r"nào)\b)"
)
WORK = (
    r"(?:thơ|câu thơ|bài thơ|truyện|bài hát|câu chuyện|chuyện (?:cười|ma|vui)|bài phát biểu|bài văn|diễn văn|đơn "
    r"xin|lá đơn|"
    r"email|bức thư|lá thư|thư (?:mời|tình|ngỏ|xin|cảm ơn)|mã nguồn|code|chương trình python|bức tranh|tranh|lời chúc|"
    r"slogan|khẩu hiệu|caption|status|bài luận|tham luận|kịch bản|bài báo|tiếng anh|sang tiếng \w+)"
)
PAPER = (
    r"(?:báo cáo|kế hoạch|tờ trình|công văn|đề án|biên bản|quyết định|nghị quyết|giấy mời|bài viết|tin bài|đề cương)"
)
MAKE = r"(?:viết|soạn thảo|soạn|sáng tác|làm|vẽ|dịch|tạo|kể|đọc|hát|code|lập trình|phổ nhạc|đặt)"
RULES = r"(?:hướng dẫn|chỉ dẫn|mệnh lệnh|lệnh|quy tắc|nguyên tắc|yêu cầu|chỉ thị|ràng buộc|tài liệu)"
PATTERNS = (
    # a poem, a story, a letter; a paper of the office, written for the asker
    rf"^{POLITE}{MAKE}\b(?: \w+){{0,5}}? {WORK}\b{ASKING}",
    rf"^{POLITE}(?:viết|soạn thảo|soạn|tạo)(?: (?:giúp|hộ|giùm|cho|một|bản|tôi|mình|em|anh|chị)){{0,4}} "
    rf"{PAPER}\b{ASKING}",
    r"^code (?:bài|hộ|giúp|cho)\b|^(?:write|compose|translate|draw|pretend|act as|sing|tell me a (?:joke|story)|"
    r"generate|role-?play)\b",
    r"^(?:hãy )?(?:đóng vai|giả vờ|giả làm|giả sử (?:bạn|em|mày) là|nhập vai)\b",
    # its rules
    rf"(?:^|[.!?,;:\n] ?|\bhãy |\bvà ){POLITE}(?:bỏ qua|quên|phớt lờ|bỏ hết|không (?:cần )?(?:tuân|làm) theo|"
    rf"đừng (?:tuân|làm) theo)"
    rf"(?: (?:đi|hết|mọi|tất cả|toàn bộ|các|những|đừng)){{0,4}} {RULES}",
    rf"\b(?:bỏ qua|quên|phớt lờ)\b.{{0,40}}\b{RULES} (?:trước đó|ở trên|phía trên|bên trên|trước đây|hệ thống|của bạn)",
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|rules?|prompts?|guidelines|above|"
    r"previous)\b",
    r"\b(?:system prompt|prompt hệ thống|jailbreak|developer mode|chế độ nhà phát triển|do anything now|you are now)\b",
    r"\b(?:từ giờ|từ bây giờ|kể từ bây giờ|bây giờ),? (?:bạn|mày|em|trợ lý) (?:là|sẽ|phải|hãy|đóng)\b",
    r"\b(?:tiết lộ|in ra|hiển thị|cho (?:tôi )?xem|đọc ra) .{0,30}\b(?:mật khẩu|prompt|chỉ dẫn hệ thống|câu lệnh "
    r"hệ thống|api key)\b",
    # an errand
    rf"^{POLITE}(?:gửi|xóa|xoá|mua|đặt|gọi|chuyển|in|mở|tải|bật|tắt|nhắc|hẹn)\b(?: \w+){{0,3}}? "
    rf"(?:email|thư|file|tệp|tập tin|vé|bàn ăn|hàng|tiền|điện thoại|máy tính|nhạc|đèn|báo thức|lịch họp|dữ "
    rf"liệu){ASKING}\b",
    # small talk, and nothing but that
    r"^(?:(?:xin chào|chào|hello|hi|hey|alo|good (?:morning|afternoon|evening)|cảm ơn|cám ơn|thank(?:s| you)|tạm "
    r"biệt|bye)"
    r"(?: (?:bạn|em|anh|chị|ad|bot|trợ lý|cậu|mọi người|nhiều|nhé|nha|ạ|bạn nhé|you|there)){0,3}[ ,!.]*)+$",
    r"^(?:bạn|mày|em|cậu|trợ lý) (?:là ai|tên (?:là )?gì|bao nhiêu tuổi|mấy tuổi|khỏe không|có (?:người yêu|cảm "
    r"xúc)|làm được gì)",
    r"^who are you\b|^what is your name\b",
)
# An opinion of the assistant's own. Not read without marks, where "ban" is an office's board and "chi" a directive.
OPINIONS = (
    r"\btheo (?:(?:ý kiến|quan điểm|ý|cảm nhận) (?:của )?)(?:bạn|em|mày|trợ lý)\b|\btheo (?:bạn|mày|trợ lý)\b",
    r"\btheo (?:anh|chị|em)(?= (?:thì|có|mô hình|việc|nên|điều|như)\b|,)",
    r"\bbạn (?:nghĩ|thấy (?:sao|thế nào|như thế nào|gì|mô hình|việc)|thích|yêu|ghét|cảm thấy|có ý kiến|có thích|"
    r"có nghĩ)\b",
    r"\b(?:ý kiến|quan điểm|cảm nghĩ) (?:riêng )?của (?:bạn|em|mày|trợ lý)\b|\bwhat do you think\b|\byour opinion\b",
)
# Typed without marks, or given the wrong ones since, the words around must make it the reader's "bạn".
PLAIN_OPINIONS = (
    r"\btheo (?:y kien |quan diem |y )?(?:cua )?ban,? (?:thi|nghi|mo hinh nay|co nen|nen|dieu|viec|cai)\b"
    r"|\by kien (?:rieng )?cua ban(?: la gi| the nao| ve|$)"
    r"|\bban (?:nghi (?:gi|sao|the nao|nhu)|thay (?:sao|the nao|nhu the nao)|co thich|co yeu|cam thay|co y kien)\b"
)
ORDERS = tuple(compiled(pattern) for pattern in PATTERNS)
MARKED_OPINION = re.compile("|".join(OPINIONS), re.IGNORECASE)
PLAIN_OPINION = re.compile(PLAIN_OPINIONS)


def is_out_of_scope(text: str) -> bool:
    """Tell whether ``text`` is something that no document is asked for."""
    typed = re.sub(r"\s+", " ", text).strip(" ?!.…")
    if any(pattern.of(typed).search(typed) for pattern in ORDERS):
        return True
    return MARKED_OPINION.search(typed) is not None or PLAIN_OPINION.search(fold(typed)) is not None
