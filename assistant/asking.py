"""The wordings by which a Vietnamese or an English question tells what kind of answer it wants.

Patterns are written with their marks and match text typed with or without them, so that "máy" (machine)
is not "mấy" (how many) where marks are typed; a slip inside a longer word is still read.
"""

import re
from typing import Literal

from assistant.pattern import compiled, without_marks
from corpus.orthography import has_marks

AnswerKind = Literal[
    "number", "date", "person", "role", "docno", "place", "list", "reason", "manner", "definition", "yesno", "compare",
    "history", "issuer", "general",
]  # fmt: skip

DOCUMENT = (
    "quyết định|nghị quyết|chỉ thị|văn bản|kết luận|công văn|quy định|quy chế|thông tư|nghị định|"
    "chương trình hành động|thông báo|hướng dẫn|kế hoạch|giấy phép|tờ trình|công điện|pháp lệnh"
)
# Also common nouns: "đưa ra quyết định gì" asks for no document.
FORMAL_DOCUMENT = "nghị quyết|chỉ thị|văn bản|công văn|thông tư|nghị định|giấy phép|tờ trình|công điện"
ENGLISH_DOCUMENT = "decision|document|directive|resolution|decree"
PLACE = (
    "địa phương|nơi|huyện|tỉnh|xã|phường|thành phố|thị xã|thị trấn|nước|quốc gia|châu lục|vùng|khu vực|tiểu bang|bang|"
    "địa điểm|địa bàn|thủ đô|hòn đảo|đảo|(?<!cơ )(?<!co )(?<!giao )(?<!hải )(?<!hai )quận"
)
PERSON = (
    "người|đồng chí|(?<!đơn )(?<!don )(?<!chức )vị(?! trí)(?: \\w+){0,2}|ông|bà|lãnh đạo|tác giả|vua|hoàng đế|"
    "tổng thống|thủ tướng|"
    "chủ tịch|bí thư|giám đốc|bộ trưởng|hiệu trưởng|trưởng \\w+|cán bộ|nhân vật|đạo diễn|tay đua|tay vợt|trọng tài|"
    "cầu thủ|anh hùng|thủ lĩnh|tướng|đại biểu|(?:diễn|giáo|đảng|huấn luyện|vận động|phát thanh) viên|"
    "(?:ca|nhạc|họa|hoạ|bác|thi|nghệ|võ|tiến|chiến|liệt|nữ) (?:sĩ|sỹ)|(?:sử|chính trị|chuyên|nhiếp ảnh|doanh|luật) gia|"
    "nhà (?!nước|máy|hàng|thờ|trường|xe|ga)\\w+(?: \\w+)?"
)
# Nothing else may be asked where a history is told.
ONE_THING = "ai|bao nhiêu|khi nào|năm nào|ngày nào|ở đâu|vì sao|tại sao|bao lâu|mấy"
# In order: the first pattern that matches decides. Vietnamese, then English.
WORDINGS: tuple[tuple[AnswerKind, str], ...] = (
    (
        "history",
        r"(?:bắt đầu|ra đời|hình thành|khởi đầu).*(?:thay đổi|phát triển|hiện nay|bây giờ)"
        r"|thay đổi (?:thế nào|như thế nào|ra sao) (?:qua|từ)"
        rf"|^(?!.*\b(?:{ONE_THING})\b).*\b(?:lịch sử\b.*\b(?:hình thành|mô hình|phát triển)"
        r"|quá trình (?:hình thành|phát triển|ra đời)|diễn biến(?! phủ)|các mốc|mốc thời gian|theo (?:trình tự "
        r")?thời gian)"
        r"|timeline|history of|how did .* (?:begin|start|change)",
    ),
    (
        "compare",
        r"so sánh|(?:điểm|sự) (?:khác|giống)|(?:khác|giống) (?:nhau )?(?:gì|thế nào|như thế nào|ra sao|ở điểm "
        r"nào|chỗ nào)"
        r"|khác (?:nhau|biệt) (?:gì|thế nào|như thế nào|ra sao|ở)"
        r"|(?:nhiều|ít|cao|thấp|lớn|nhỏ) hơn (?:huyện|tỉnh|xã|thành phố|bao nhiêu)"
        r"|(?:nơi|bên|huyện|tỉnh|xã|thành phố|địa phương|đơn vị) nào .*\b(?:nhiều|ít|cao|thấp|lớn|nhỏ|đông)\b.* hơn"
        r"|compare|difference between|which .* (?:more|fewer|less) than",
    ),
    (
        "reason",
        r"vì sao|tại sao|vì l[ýí] do|vì (?:lẽ|điều|cái|chuyện|việc) gì|do đâu|nhờ đâu|l[ýí] do (?:gì|nào|là gì)|why",
    ),
    (
        "docno",
        rf"(?:{FORMAL_DOCUMENT}) (?:nào|gì)|(?:{DOCUMENT}) nào|(?:{DOCUMENT}|luật)(?: \w+)? số (?:mấy|nào|gì|bao nhiêu)"
        rf"|(?:{DOCUMENT})\b.*\b(?:mang|ra|đánh|ghi|là) số (?:mấy|nào|gì|bao nhiêu)"
        rf"|số hiệu|số (?:mấy|bao nhiêu)\b.*\b(?:{DOCUMENT})|(?:cơ sở|căn cứ) pháp lý (?:nào|gì|là gì)"
        rf"|^(?:cho (?:tôi |mình )?(?:biết|hỏi|xin) )?số (?:của )?(?:{DOCUMENT})(?!\b.*\b(?:có|đã|được) .*bao nhiêu)"
        rf"|(?:which|what) (?:{ENGLISH_DOCUMENT})",
    ),
    (
        "date",
        r"khi nào|bao giờ|lúc nào|hồi nào|đời nào|từ hồi nào"
        r"|(?:ngày|tháng|năm|hôm|bữa|dịp|quý|thế k[ỷỉ]|thập (?:niên|k[ỷỉ])|thời gian|thời điểm|giai đoạn|nhiệm k[ỳì]|"
        r"mùa|thời k[ỳì]|thời đại)(?: tháng)?(?: năm)? (?:nào|mấy|bao nhiêu|gì)"
        r"|(?:mấy|bao nhiêu) giờ(?! làm| học| chiếu| bay)|vào (?:năm|ngày|tháng) mấy"
        r"|when|(?:what|which) (?:year|date|day|month|century)",
    ),
    (
        "number",
        r"bao nhiêu|mấy(?! khi)|bao lâu(?!(?: \w+){0,6} (?:một|1) lần)|bao xa|"
        r"máy (?=người|huyện|tỉnh|xã|phường|đơn vị|địa phương|ban|phòng|cuộc|lần|"
        r"năm|tháng|ngày|đồng chí|cán bộ|biên chế|cấp|bộ phận|cơ quan|mô hình|thành viên)"
        r"|how (?:many|much|long|far|old)|(?:what|which) (?:number|percentage|share)",
    ),
    (
        "role",
        r"(?:chức vụ|chức danh|cương vị)\b.*\b(?:gì|nào)|(?:giữ|làm|đảm nhiệm|đảm nhận|nắm) chức(?: \w+)? (?:gì|nào)"
        r"|(?<!tổ )(?<!to )chức (?:gì|nào)|(?:what|which) (?:role|position|post)",
    ),
    (
        "person",
        rf"ai|(?:{PERSON})(?: (?:quan trọng|lịch sử|nổi tiếng|có thật|đầu tiên))? nào|(?:tên|họ tên) (?:gì|là "
        rf"gì)(?= của| ông| bà|$)(?<!tên gì)(?<!có tên là gì)|những ai|who|whom|whose"
        rf"|(?:xin|cho|cần|biết|hỏi) (?:họ )?tên (?:của )?(?:các |những )?(?:phó |nguyên |quyền )?(?:{PERSON})"
        r"|^(?:phó |nguyên |quyền )?(?:chủ tịch|bí thư|giám đốc|hiệu trưởng|trưởng \w+|đồng chí|người|ông|bà|anh|chị)\b"
        r"(?!.*\b(?:mô hình|phong trào|đề án)\b).* tên (?:là )?gì",
    ),
    (
        "reason",
        r"nguyên nhân (?:gì|nào|do đâu)|(?:nguyên nhân|l[ýí] do)\b.*\b(?:là gì|gì|nào)|để làm gì|nhằm (?:mục đích )?gì"
        r"|mục (?:đích|tiêu)(?: \w+){0,8} (?:gì|nào)|^mục (?:đích|tiêu)\b.*\blà gì|do điều gì|nhờ (?:điều |vào )?gì"
        r"|reason|purpose|cause",
    ),
    (
        "list",
        r"gồm\b.*\b(?:nào|gì|những|ai)|liệt kê|kể tên|nêu tên|kể ra|(?:nêu|kể) (?:các|những)"
        r"|(?:những|các)(?: \w+){1,5} (?:nào|gì)(?<!thế nào)(?<!làm gì)(?<!là gì)(?<!điều gì)|(?:những|các) (?:gì|nào)"
        r"|^(?:những|các)\b(?!.*\bgọi\b).*\blà (?:gì|những)|list (?:the|all)|which \w+s",
    ),
    (
        "place",
        rf"(?:ở|tại|từ|đến|tới|vào|về|đi|trên|ra|nằm) đâu|đâu là (?:nơi|địa)|(?:{PLACE}) nào|(?:tỉnh|nước|nơi|"
        rf"huyện|xã) gì"
        r"|đâu$|where|which (?:district|province|city|place|country|commune)",
    ),
    (
        "manner",
        r"như thế nào|thế nào|ra sao|kiểu (?:gì|nào)|bao lâu(?: \w+){0,6} (?:một|1) lần|"
        r"(?:bằng )?cách nào|(?:phương thức|hình thức|biện pháp) nào|làm sao|như nào|how",
    ),
    (
        "yesno",
        r"(?:có|đã|được|còn|phải|đúng|nên|cần)\b.*\b(?:không|chưa)(?: ạ| nhỉ| vậy| nhé)?$|(?:phải|đúng) không|có phải"
        r"|có đúng|^(?:is|are|was|were|did|does|do|has|have)",
    ),
    (
        "number",
        r"số lượng|(?:tỷ|tỉ) lệ|tổng số|con số"
        r"|^(?:diện tích|dân số|chiều \w+|giá (?!trị)|số (?:người|dân|tiền))\b.*\blà gì",
    ),
    (
        "definition",
        r"là gì$|là sao$|nghĩa là gì|là viết tắt|viết tắt của|được hiểu là|được gọi là gì|gọi là gì"
        r"|tên (?:gọi )?(?:đầy đủ|tắt)|^what is|stand for",
    ),
)
# Where nothing asks, the first noun says what is wanted: "Ngày sinh của ông Nguyễn Văn A?", "Chủ tịch tỉnh?".
OPENINGS: tuple[tuple[AnswerKind, str], ...] = (
    ("role", r"(?:chức vụ|chức danh)"),
    ("reason", r"(?:l[ýí] do|nguyên nhân|mục đích|mục tiêu)"),
    (
        "date",
        r"(?:ngày|năm|thời gian|thời điểm) (?:sinh|mất|ban hành|ký|k[íý] kết|tổ chức|thành lập|diễn ra|có hiệu lực)",
    ),
    ("number", r"(?:số lượng|tổng số|diện tích|dân số|(?:tỷ|tỉ) lệ|kinh phí|giá (?!trị)|chiều \w+|mức \w+)"),
    ("place", r"(?:địa chỉ|địa điểm|trụ sở|nơi|quê quán|quê)"),
    ("list", r"(?:danh sách|các|những)"),
    ("manner", r"(?:quy trình|cách|thủ tục)"),
    (
        "person",
        r"(?:cha|mẹ|bố|vợ|chồng|con(?: trai| gái)?|anh trai|em trai|chị gái|em gái|tên thật|người|tác giả|đạo diễn|"
        r"tổng thống|thủ tướng|(?:phó )?(?:chủ tịch|bí thư|tổng giám đốc|giám đốc|trưởng \w+)|bộ trưởng|hiệu trưởng|"
        r"vị (?:vua|tướng|trạng nguyên)|cầu thủ|ca sĩ|h[oọ][ạa] sĩ|nhân vật|vận động viên|nhà (?:thơ|văn|báo|"
        r"khoa học))",
    ),
)
SLIPPED = 4  # letters from which a word with a wrong mark is still read ("bao nhiếu")


def _whole(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"


KINDS = tuple((kind, compiled(_whole(pattern))) for kind, pattern in WORDINGS)
QUESTION_WORD = compiled(_whole("nào|gì|đâu|sao|ai|mấy|không"))
OPENING_KINDS = tuple((kind, compiled(rf"^{pattern}(?!\w)")) for kind, pattern in OPENINGS)


def kind_of(text: str) -> AnswerKind:
    """Tell what kind of answer the wording of a question wants; "general" when nothing tells."""
    asked = re.sub(r"\s+", " ", text).strip(" ?!.…,")
    if has_marks(asked):
        return (
            _first(asked, marked=True) or _first(_slips_forgiven(asked), marked=False) or _opening(asked) or "general"
        )
    return _first(asked, marked=False) or _opening(asked) or "general"


def asks(text: str) -> bool:
    """Tell whether a phrase brings a question word of its own."""
    return _first(text, marked=has_marks(text)) is not None


def _first(text: str, *, marked: bool) -> AnswerKind | None:
    """The kind of the first wording that matches; AI in capitals among small letters is no "ai"."""
    lowered = text if text.isupper() else re.sub(r"\bAI\b(?!\s+(?:là|la|đã|da)\b)", "…", text)
    for kind, pattern in KINDS:
        if (pattern.marked if marked else pattern.plain).search(lowered):
            return kind
    return None


def _slips_forgiven(text: str) -> str:
    """Take the marks off the longer words, where a wrong mark still shows what is meant; short ones are kept."""
    return re.sub(rf"\w{{{SLIPPED},}}", lambda match: without_marks(match[0]), text)


def _opening(text: str) -> AnswerKind | None:
    if QUESTION_WORD.of(text).search(text):
        return None
    for kind, pattern in OPENING_KINDS:
        if pattern.of(text).search(text):
            return kind
    return None
