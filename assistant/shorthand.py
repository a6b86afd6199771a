"""What people type for short in chats ("bn" = bao nhiêu, "ko" = không), written out before a question is read.

Offices' abbreviations (MTTQ, UBND) are the glossary's; these are everybody's. Capital letters are never
shorthand (BT is a secretary, "bt" is to know), but for kinds of documents before a number.
"""

import re

from corpus.orthography import fold, has_marks

WORDS = {
    "bn": "bao nhiêu", "bnh": "bao nhiêu", "bnhiu": "bao nhiêu", "bnhiêu": "bao nhiêu", "bnhieu": "bao nhiêu",
    "nhiu": "nhiêu", "ko": "không", "k": "không", "kh": "không", "hok": "không", "hông": "không",
    "khg": "không", "hem": "không", "đc": "được", "dc": "được", "đx": "được", "ntn": "như thế nào",
    "nthế": "như thế", "ntnao": "như thế nào", "thn": "thế nào", "gj": "gì", "j": "gì", "z": "vậy", "zậy": "vậy",
    "mk": "mình", "mn": "mọi người", "ng": "người", "ngừi": "người", "cx": "cũng", "vs": "với", "lm": "làm",
    "bt": "biết", "bik": "biết", "bít": "biết", "hnay": "hôm nay", "trc": "trước", "trg": "trong", "nx": "nữa",
    "nvay": "như vậy", "cty": "công ty", "qđịnh": "quyết định", "nma": "nhưng mà",
    "thgian": "thời gian", "đvị": "đơn vị", "dvi": "đơn vị", "đphương": "địa phương", "nhg": "những", "nhưg": "những",
    "nhìu": "nhiều", "vtri": "vị trí", "vtrí": "vị trí", "hđộng": "hoạt động", "chx": "chưa", "pko": "phải không",
}  # fmt: skip
UNITS = ("k", "ng", "j")  # after a figure these are thousand, nanogram and joule
# Read so only where the question ends.
AT_END = {"r": "rồi", "s": "sao", "[đd]k": "được không", "v": "vậy", "b": "bạn", "ad": "ạ"}
END = r"(?=(?:\s+(?:ạ|a|à|nhỉ|nhi|hả|ha|bạn|ban|b|ad|vậy|vay|z|v))*\s*[?.!]*$)"
# And only where the words beside them say so.
IN_CONTEXT = (
    *((re.compile(rf"(?<=\D\s){short}{END}"), full) for short, full in AT_END.items()),
    (re.compile(r"\bs(?=\s+(?:vs|với|voi)\b)"), "so"),
    (re.compile(r"\bbt(?=\s+(?:huyện|huyen|tỉnh|tinh|thành|thanh|thị|thi|đảng|dang|xã|xa|chi|đoàn|doan)\b)"), "bí thư"),
    (re.compile(r"\bnd(?=\s+(?:gì|gi|j|nào|nao|chính|chinh)\b)"), "nội dung"),
    (re.compile(r"\bp(?=\s+(?:ko|k|kh|không|khong)\b)"), "phải"),
    (re.compile(r"\bthg(?=\s*\d)"), "tháng"),
    (re.compile(r"\btg(?=\s+(?:nào|nao|gian|bắt đầu|bat dau|ban hành|ban hanh|thành lập|thanh lap)\b)"), "thời gian"),
    (re.compile(r"(?<=\bvì )s\b|(?<=\bvi )s\b|(?<=\btại )s\b|(?<=\btai )s\b|(?<=\bthì )s\b|(?<=\bthi )s\b"), "sao"),
    (re.compile(r"(?<=\bmấy )h\b|(?<=\bmay )h\b|(?<=\bbây )h\b|(?<=\bbay )h\b"), "giờ"),
    (re.compile(r"(?<=\bkhi )n\b(?=\s*\?*$)"), "nào"),
    (re.compile(r"(?<=\bchào )bn\b|(?<=\bchao )bn\b|(?<=\btheo )bn\b"), "bạn"),
    (re.compile(r"\bbn(?=\s+(?:ơi|oi|nghĩ|nghi|là ai|la ai)\b)"), "bạn"),
    (re.compile(r"\b[đd]c(?=\s+[A-ZĐÂĂÊÔƠƯ][^\W\d_]*\s+[A-ZĐÂĂÊÔƠƯ])|\bđ/c\b"), "đồng chí"),
    (re.compile(r"(?<=\bđc )k\b|(?<=\bdc )k\b"), "không"),
    (re.compile(r"(?<![\w/.-])[Tt](?=(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d\b)"), "tháng "),
)  # fmt: skip
# Kinds of documents, before a number that has no symbol of its own ("QĐ 44", "qd so 44"; "44-QĐ/TU" is whole).
DOCUMENTS = {
    "QĐ": "quyết định", "qđ": "quyết định", "qd": "quyết định", "NQ": "nghị quyết", "nq": "nghị quyết",
    "CT": "chỉ thị", "KL": "kết luận", "NĐ": "nghị định", "CV": "công văn", "TT": "thông tư",
    "ct": "chỉ thị", "kl": "kết luận", "nđ": "nghị định", "cv": "công văn",
}  # fmt: skip
NUMBERED = re.compile(rf"(?<![\w/.-])(?:{'|'.join(DOCUMENTS)})(?=\s+(?:(?:số|so)\s+)?\d+(?![\w%]))")
COUNTED = re.compile(r"(?<=\d )(?:QĐ|NQ)(?= \w)|(?<=\b[Cc]ác )(?:QĐ|NQ)(?= \w)|(?<=\b[Nn]hững )(?:QĐ|NQ)(?= \w)")
WORD = re.compile(r"(?<![\w/.-])[^\W\d_]+(?![\w/-])")


def spell_out(question: str) -> str:
    """Write the shorthand of ``question`` out, without marks where the rest of it has none."""
    spelled = question
    for documents in (NUMBERED, COUNTED):
        spelled = documents.sub(lambda match: DOCUMENTS[match[0]], spelled)
    for pattern, full in IN_CONTEXT:
        spelled = pattern.sub(full, spelled)
    spelled = WORD.sub(_word, spelled)
    return spelled if spelled == question or _is_marked(question) else unmarked(spelled)


def _word(match: re.Match[str]) -> str:
    is_unit = match[0] in UNITS and re.search(r"\d $", match.string[: match.start()])
    return match[0] if is_unit else WORDS.get(match[0], match[0])


def _is_marked(question: str) -> bool:
    """Tell whether words that are no shorthand have marks."""
    rest = WORD.sub(lambda match: "" if match[0] in WORDS else match[0], question)
    return has_marks(rest.replace("đ/c", ""))


def unmarked(text: str) -> str:
    """Drop the marks, keep the capitals."""
    return "".join(b.upper() if a.isupper() else b for a, b in zip(text, fold(text), strict=True))
