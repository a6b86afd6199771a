"""A ledger record as it is filed: the parts of the sheet in order, before they become Markdown or Word.

Pure: a record goes in, blocks of plain text come out. Nothing in a block is markup; what a reader cannot see, or
what could turn the line around, is written out as its code point.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

from assistant.chain import LedgerError, Row, read_content
from assistant.frame import NAME
from assistant.page import REFUSALS
from corpus.document import KIND_NAMES, format_date

TITLE = "BẢN GHI CÂU HỎI VÀ CÂU TRẢ LỜI"
STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
SEEN = "\n\t"
# Control and format characters (those that turn the line around among them), halves of pairs, private and unassigned
# ones, and separators that some programs take for the end of a line: a sentence with them is not what it looks like.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SETTINGS = {
    "encoder": "Mô hình tìm kiếm",
    "corpus_sha256": "SHA-256 của kho tài liệu",
}
BlockKind = Literal["heading", "field", "text", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the sheet; a field has a label."""

    kind: BlockKind
    text: str
    label: str = ""


def file_blocks(row: Row, *, zone: tzinfo | None = None) -> list[Block]:
    """Lay one record out; times are in ``zone``, by default this machine's. ``LedgerError`` for a changed record."""
    content = read_content(row)
    try:
        blocks = list(_blocks(row, content, zone))
    except (KeyError, TypeError, ValueError) as error:  # hashed as it should be, and yet no record of ours
        raise LedgerError(f"Bản ghi {row.id} không đúng dạng ({error}).") from error
    return [Block(block.kind, plain(block.text), plain(block.label)) for block in blocks if block.text]


def file_date(row: Row, *, zone: tzinfo | None = None) -> str:
    """The day the question was asked, as a letter gives it."""
    asked = _local(read_content(row), zone)
    return f"ngày {asked:%d} tháng {asked:%m} năm {asked:%Y}"


def plain(text: str) -> str:
    """Write out what has no glyph, or would turn the line around, as ⟨U+202E⟩; keep line ends and tabs."""
    return "".join(c if _is_seen(c) else f"⟨U+{ord(c):04X}⟩" for c in text.replace("\r\n", "\n"))


def _is_seen(character: str) -> bool:
    return character in SEEN or unicodedata.category(character) not in UNSEEN


def _blocks(row: Row, content: Mapping[str, Any], zone: tzinfo | None) -> Iterator[Block]:
    answer = content["answer"]
    asked = _local(content, zone)
    yield Block("field", str(row.n), "Số thứ tự trong sổ")
    yield Block("field", row.id, "Mã bản ghi")
    yield Block("field", f"{asked:%H:%M:%S} ngày {asked:%d/%m/%Y} ({asked.tzname()})", "Thời điểm hỏi")
    yield Block("heading", "Câu hỏi")
    yield Block("text", str(content["question"]))
    if content["standalone_question"] != content["question"]:
        yield Block("field", str(content["standalone_question"]), "Được hiểu là")
    yield from _answer_blocks(answer)
    yield Block("heading", "Căn cứ")
    if not answer["citations"]:
        yield Block("text", "Không có trích dẫn nào.")
    for citation in answer["citations"]:
        yield from _citation_blocks(citation)
    yield Block("heading", "Cách lập")
    yield Block("field", f"{NAME}, bản dựng {content['build']}", "Hệ thống")
    extractive = content["model"] == "extractive"
    yield Block("field", "trích nguyên văn, không dùng mô hình ngôn ngữ" if extractive else content["model"], "Trả lời")
    for name, label in SETTINGS.items():
        yield Block("field", str(content["settings"].get(name, "")), label)
    yield Block("heading", "Xác thực")
    yield Block("code", row.hash, "Mã băm của bản ghi này")
    yield Block("code", str(content["previous"]), "Mã băm của bản ghi đứng trước")
    yield Block("code", f"python -m assistant verify {row.id} --head {row.hash}", "Lệnh kiểm lại")


def _answer_blocks(answer: Mapping[str, Any]) -> Iterator[Block]:
    if answer["status"] == "refused":
        yield Block("heading", "Không trả lời")
        yield Block("field", REFUSALS.get(answer["reason"] or "", "không có trong tài liệu"), "Lý do")
    else:
        yield Block("heading", "Câu trả lời")
    for paragraph in STRONG.sub(r"\1", str(answer["answer"])).splitlines():
        yield Block("text", paragraph.strip())
    yield Block("field", str(answer.get("notice", "")), "Lưu ý")  # records of before have none


def _citation_blocks(citation: Mapping[str, Any]) -> Iterator[Block]:
    kinds: Mapping[str, str] = {str(kind): name for kind, name in KIND_NAMES.items()}
    origin = (citation["publisher"], citation["author"], kinds.get(citation["kind"], citation["kind"]))
    yield Block("text", f"[{citation['n']}] {citation['title'] or citation['document_id']}")
    yield Block("quote", str(citation["quote"]))
    yield Block("field", ", ".join(filter(None, origin)), "Nguồn")
    yield Block("field", format_date(citation["published"]), "Ngày đăng")
    yield Block("field", format_date(citation["event_date"]), "Ngày của sự kiện")
    yield Block("field", str(citation["url"]), "Địa chỉ")
    place = f"{citation['document_id']}, ký tự {citation['start']} đến {citation['end']}"
    yield Block("field", place, "Vị trí trong tài liệu")
    yield Block("code", str(citation["document_sha256"]), "SHA-256 của tài liệu")


def _local(content: Mapping[str, Any], zone: tzinfo | None) -> datetime:
    local = datetime.fromisoformat(content["time"]).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))  # named by its distance: UTC+07:00
