"""One ledger record as a file: Markdown, Word, or JSON that can be hashed again."""

import json
import re
from collections.abc import Callable
from datetime import tzinfo

from assistant.chain import Row, read_content
from assistant.filing import TITLE, Block, file_blocks, file_date

MEDIA_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
# Whatever Markdown, its tables, formulas or automatic links could read as more than itself, wherever it stands, and
# what is a list, a heading or a rule where it begins a line; "12.11" and "9:30" are left alone.
MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$@^]|:(?=[/A-Za-z])|(?<=www)\.|^[-+=]", re.IGNORECASE)
NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def export(row: Row, form: str, *, zone: tzinfo | None = None) -> bytes:
    """Write one record in the form asked for; ``LedgerError`` for one that was changed, ``ValueError`` for a form."""
    writers: dict[str, Callable[[], bytes]] = {
        "md": lambda: to_markdown(file_blocks(row, zone=zone), file_date(row, zone=zone)).encode("utf-8"),
        "docx": lambda: _to_word(row, zone),
        "json": lambda: to_json(row),
    }
    if form not in writers:
        raise ValueError(f"unknown form {form!r}")
    return writers[form]()


def file_name(row: Row, form: str) -> str:
    """A name that any system takes: letters, digits and hyphens."""
    return f"ban-ghi-{row.n}-{re.sub('[^0-9A-Za-z-]', '', row.id)[:12]}.{form}"


def to_json(row: Row) -> bytes:
    """The record and its hash: SHA-256 of the record's JSON with sorted keys, without spaces, in ASCII."""
    exported = {"hash": row.hash, "record": read_content(row)}
    # A half character pair cannot be written in UTF-8; as an escape it is the same JSON.
    return json.dumps(exported, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def to_markdown(blocks: list[Block], date: str) -> str:
    """The sheet in Markdown; every text stays the characters it is."""
    return f"# {TITLE}\n\n*{date[:1].upper()}{date[1:]}*\n\n" + "\n\n".join(map(_markdown, blocks)) + "\n"


def _markdown(block: Block) -> str:
    text = _escaped(block.text)
    if block.kind == "heading":
        return f"## {text}"
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in f"“{text}”".split("\n"))
    if block.kind == "text":
        return text
    body = f"`{block.text}`" if block.kind == "code" and "`" not in block.text else text.replace("\\\n", " ")
    return f"**{_escaped(block.label)}:** {body}"


def _escaped(text: str) -> str:
    """Escape each line by itself; an empty line ends no quote, and a line end is a line end."""
    lines = (NUMBERED.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", line.strip())) for line in text.strip().split("\n"))
    return "\\\n".join(lines)


def _to_word(row: Row, zone: tzinfo | None) -> bytes:
    from assistant.wordfile import to_word

    return to_word(file_blocks(row, zone=zone), title=TITLE, date=file_date(row, zone=zone), footer=row.id)
