"""Page furniture: what a web page carries around its article and what nobody wrote as content.

Rules look at features of a line (length, final punctuation, capitals, a small general vocabulary) and at
where it stands: before the first prose, after the last, or between. A text without prose is left as it stands.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Span
from corpus.line import ends_open, ends_sentence, is_list_item, paragraph_spans
from corpus.orthography import fold, keys

# Folded words and phrases, by what they give away; each is a piece of a regular expression.
MENU = (
    "trang chu|trang nhat|home|gioi thieu|tin tuc|tin moi|lien he|so do (?:site|trang|cong)|dang nhap|dang ky"
    "|tim kiem|rss|english|tieng viet|24h qua|24h|video|media|multimedia|infographics?|podcast|e-?magazine"
    "|hoi dap|thu dien tu|mobile|in trang|in bai|ban in|gui email|chia se|facebook|zalo|twitter|youtube|quay lai"
    "|(?:len|ve) dau trang|doc nhieu|moi nhat"
)
STAMP = (
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[:h]\d{2}(?::\d{2})?"
    r"|[ap]m|sa|ch|gmt ?[+-]\d{1,2}|ngay(?: dang)?|cap nhat(?: luc)?|luc|luot (?:xem|doc)|da xem"
    r"|\d+ luot (?:xem|doc)"
)
SEPARATORS = r"[\s|/\\›»>·•,:()\[\]–-]*"
SLOGANS = ("chao mung", "nhiet liet chao mung", "chu de cong tac", "chu de nam")
FOOTERS = (
    "so giay phep|giay phep (?:so|xuat ban|hoat dong|thiet lap|mang)|gpxb|co quan chu quan|don vi chu quan"
    "|co quan thiet lap|(?:nguoi )?chiu trach nhiem|(?:pho )?tong bien tap|(?:truong )?ban bien tap|ban quyen"
    "|copyright|©|ghi ro nguon|thiet ke boi|(?:trang|cong) thong tin dien tu|trang tin dien tu|lien ket web"
    "|thong ke truy cap|(?:dang|khach) online|dang truy cap|(?:tong )?(?:so )?luot truy cap"
    r"|(?:thoi tiet|ty gia(?: ngoai te)?|gia vang)\s*:?$"
)
ONWARD = (
    "(?:xem|doc) (?:them|tiep)|(?:tin )?cung chuyen muc|tin bai|(?:tin|bai|bai viet) lien quan|(?:cac )?tin khac"
    "|tin (?:cu|moi) hon|tu khoa|tags?|(?:gui |viet )?binh luan|y kien ban doc"
)
CONTACTS = (
    "dia chi|tru so|(?:so )?dien thoai|(?:so )?dt|tel|phone|fax|e-?mail|thu dien tu|hotline|duong day nong|website"
)
BYLINES = (
    r"(?:theo|nguon|tac gia|nguoi viet|bien tap)(?![^\W_])"
    r"|(?:tin|bai|anh|(?:tin|bai),? (?:va )?anh|tin,? bai|(?:nhom )?pv|p\.v|bbt|btv|ctv|ttxvn)\s*(?:[:–-]|$)"
)
SCENES = re.compile(
    r"(?:quang cảnh|toàn cảnh|khung cảnh|(?:các )?đại biểu|(?:hình )?ảnh (?:tại|buổi|hội nghị|lễ|minh họa|tư liệu))\b",
    re.IGNORECASE,
)
AT_THE_EVENT = re.compile(
    r"\b(?:phát biểu|trao đổi|báo cáo|tham luận|chụp ảnh|tặng hoa|trao quà)\b[^.;]{0,60}\btại\b[^.,;]{0,60}$",
    re.IGNORECASE,
)
PERSON = re.compile(r"(?:Các đồng chí|Đồng chí|Đ/c|[ĐD][Cc]\.?|Ông|Bà|Anh|Chị)\s+([^\W\d_]+)\s+([^\W\d_]+)")
PHOTO_CREDIT = re.compile(r"(?:^|[\s(.])(?:Ảnh|ảnh|ẢNH)(?: tư liệu| minh họa)?\s*:")
INNER_STOP = re.compile(r"[.!?…]\s+\w")

_CHROME = re.compile(rf"{SEPARATORS}(?:(?:{MENU}|{STAMP})(?![^\W_]){SEPARATORS})+")
_CRUMBS = re.compile(r"(?:trang chu|home)\s*[/›»>|].*|(?:[^/›»>]{1,40}\s[/›»>]\s*){1,6}$")
_FOOTER = re.compile(rf"(?:{FOOTERS})(?![^\W_])")
_ONWARD = re.compile(rf"(?:{ONWARD})(?![^\W_])")
_CONTACT = re.compile(rf"(?:{CONTACTS})\s*(?::|[\d(+])")
_BYLINE = re.compile(rf"\(?(?:{BYLINES})")

# Lengths in characters, but for the first. Measured: 0.02 % of encyclopedia text is flagged.
MIN_PROSE_WORDS = 8  # "Bảo Long." and "Đã xem." are shorter
MIN_UNPUNCTUATED_PROSE = 200  # no heading and hardly a caption is that long
MAX_CHROME = 200
MAX_BYLINE = 60  # a name and an office
MAX_CAPTION = 400
MAX_CREDIT = 100  # from "Ảnh:" to the end of the line
MIN_ECHO = 100  # a heading may repeat its paragraph, a caption is longer than headings are
ECHO_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line with the forms that the rules read."""

    span: Span
    text: str
    folded: str

    @property
    def is_prose(self) -> bool:
        """A sentence or more, by its end and its length."""
        if is_list_item(self.text):
            return True
        is_sentence = ends_sentence(self.text) and len(self.text.split()) >= MIN_PROSE_WORDS
        return is_sentence or len(self.text) >= MIN_UNPUNCTUATED_PROSE


def read_lines(text: str) -> list[Line]:
    """Give the logical lines of a text."""
    spans = paragraph_spans(text)
    return [Line(span, text[slice(*span)], fold(text[slice(*span)])) for span in spans]


def furniture_spans(text: str) -> list[Span]:
    """Find the lines of ``text`` that are page furniture, in order."""
    lines = read_lines(text)
    return [line.span for line, is_flagged in zip(lines, furniture_flags(lines), strict=True) if is_flagged]


def furniture_flags(lines: list[Line]) -> list[bool]:
    """Tell of each line whether it is furniture."""
    prose = [i for i, line in enumerate(lines) if line.is_prose and not _is_chrome(line)]
    if not prose:
        return [False] * len(lines)
    first, last = prose[0], prose[-1]
    flags = _head_flags(lines[:first])
    flags += [_is_onward(line) or _is_caption(lines, i) for i, line in enumerate(lines[first:last], first)]
    return [*flags, False, *_tail_flags(lines, last + 1)]


def _head_flags(head: list[Line]) -> list[bool]:
    strong = [_is_chrome(line) or _is_slogan(line) for line in head]
    return [is_strong or (any(strong) and _is_contact(line)) for line, is_strong in zip(head, strong, strict=True)]


def _tail_flags(lines: list[Line], start: int) -> list[bool]:
    """Flag captions and bylines right after the last prose, and everything from the first sign of a footer on."""
    tail = lines[start:]
    flags = [_is_caption(lines, i) for i in range(start, len(lines))]
    footer = next((i for i, line in enumerate(tail) if _is_footer(line)), len(tail))
    bylines = [i for i in range(footer) if not flags[i]]
    if bylines and len(bylines) <= 2 and all(_is_byline(tail[i]) for i in bylines):
        flags[:footer] = [True] * footer
    while 0 < footer < len(tail) and _is_contact(tail[footer - 1]):
        footer -= 1
    return flags[:footer] + [True] * (len(tail) - footer)


def _is_chrome(line: Line) -> bool:
    """A menu, a breadcrumb, or a clock and a date alone."""
    if len(line.text) > MAX_CHROME or not ends_open(line.text.rstrip("/›»>|")):
        return False
    return _CHROME.fullmatch(line.folded) is not None or _CRUMBS.fullmatch(line.folded) is not None


def _is_slogan(line: Line) -> bool:
    return line.folded.startswith(SLOGANS) and ends_open(line.text)


def _is_contact(line: Line) -> bool:
    return _CONTACT.match(line.folded) is not None


def _is_onward(line: Line) -> bool:
    """A lead to other pages."""
    return _ONWARD.match(line.folded) is not None and not line.is_prose and ends_open(line.text.rstrip(".:…"))


def _is_footer(line: Line) -> bool:
    return not line.is_prose and (_FOOTER.match(line.folded) is not None or _is_onward(line) or _is_chrome(line))


def _is_byline(line: Line) -> bool:
    """Who wrote it: a name, initials, or "Theo …"; with or without the office after a dash."""
    if len(line.text) > MAX_BYLINE or not ends_open(line.text.rstrip(")")):
        return False
    if _BYLINE.match(line.folded):
        return True
    name = re.split(r"\s+[–—-]\s*|[(,/]", line.text)[0].split()
    return 1 <= len(name) <= 5 and all(word[0].isupper() and word.replace(".", "").isalpha() for word in name)


def _is_caption(lines: list[Line], i: int) -> bool:
    """A line beside prose that tells what a photograph shows."""
    line = lines[i]
    if _is_credited(line.text):
        return True
    around = lines[max(i - 2, 0) : i] + lines[i + 1 : i + 2]
    if len(line.text) > MAX_CAPTION or not ends_open(line.text) or is_list_item(line.text) or line.text.startswith("#"):
        return False
    if not any(neighbour.is_prose for neighbour in around):
        return False
    return _shows_a_scene(line.text) or (
        len(line.text) >= MIN_ECHO and _is_echo(line.text, [*lines[: min(i, 3)], *around])
    )


def _is_credited(text: str) -> bool:
    """Tell whether ``text`` is one sentence and the name of who took the photograph."""
    credit = PHOTO_CREDIT.search(text, max(len(text) - MAX_CREDIT, 0))
    return credit is not None and len(text) <= MAX_CAPTION and len(INNER_STOP.findall(text[: credit.start()])) == 0


def _shows_a_scene(text: str) -> bool:
    person = PERSON.match(text)
    is_person = person is not None and all(word[0].isupper() for word in person.groups()) and len(text.split()) >= 8
    return is_person or SCENES.match(text) is not None or AT_THE_EVENT.search(text) is not None


def _is_echo(text: str, others: list[Line]) -> bool:
    """Tell whether most of what ``text`` says stands, word for word, in the title or in the prose around it."""
    said = set(pairwise(keys(text)))
    heard = {pair for line in others for pair in pairwise(keys(line.text))}
    return len(said & heard) >= ECHO_SHARE * len(said)
