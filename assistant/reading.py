"""How a source is shown: its date, whose words it is, the paragraph around a quote, the whole document.

Pure and escaped: text goes in, HTML comes out, and nothing inside a document can become markup or a link.
A span is marked only where the stored text still says the quoted words; where it does not, the page says so.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote as percent_encode

from assistant.answer import Citation, Source
from corpus.document import Document, Span, format_date

KIND_LABELS = {
    "original": "Bản gốc",
    "account": "Bản tường thuật do trợ lý biên soạn từ bản gốc",
    "background": "Tư liệu nền",
}
VERDICT_LABELS = {"exact": "Khớp nguyên văn", "aligned": "Đã đối chiếu với câu gốc"}
LONGEST_PARAGRAPH = 1500  # characters shown around a quote; the whole document is one click further
HEADING = re.compile(r"(#{1,6})[ \t]+")


def source_date(source: Source | Document) -> str:
    """Say when a source appeared, or when what it tells happened, or that neither is known."""
    if source.published:
        return f"Đăng {_date_word(source.published)} {format_date(source.published)}"
    if source.event_date:
        return f"Sự kiện {_date_word(source.event_date)} {format_date(source.event_date)}"
    return "Không rõ ngày"


def source_line(source: Source | Document) -> str:
    """Publisher, author and date in one plain line; what is unknown is left out."""
    author = source.author and f"Tác giả: {source.author}"
    return " · ".join(part for part in (source.publisher, author, source_date(source)) if part)


def kind_html(kind: str) -> str:
    """Tell whose words a quote is: the original's, or ours about it."""
    label = KIND_LABELS.get(kind, "Không rõ loại văn bản")
    return f'<span class="kind kind-{escape(kind if kind in KIND_LABELS else "unknown")}">{escape(label)}</span>'


def document_href(document_id: str, start: int, end: int) -> str:
    """The address of a document with a span marked, good to keep and to pass on."""
    return f"documents/{percent_encode(document_id, safe='')}?start={start}&end={end}#mark"


def still_says(documents: Mapping[str, Document], source: Source) -> bool:
    """Check the one equality every citation rests on, against the text as it is stored now."""
    document = documents.get(source.document_id)
    return document is not None and bool(source.quote) and document.text[source.start : source.end] == source.quote


def source_html(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Render one numbered source: what it is, the paragraph with the quoted words marked, the way to the whole."""
    verdict = VERDICT_LABELS.get(citation.verdict, "")
    if not still_says(documents, citation):
        warning, passage, verdict = _changed_html(citation, documents), _mark(citation.quote), ""
        link = ""
    else:
        warning, passage = "", paragraph_html(documents[citation.document_id].text, citation.start, citation.end)
        href = escape(document_href(citation.document_id, citation.start, citation.end))
        link = f'<a class="open-document" href="{href}">Xem toàn văn</a>'
    checked = verdict and f'<span class="verdict">{escape(verdict)}</span>'
    return (
        f'<section class="source" data-n="{citation.n}" tabindex="-1" aria-label="Nguồn {citation.n}">'
        f'<h3><span class="source-n">{citation.n}</span> {escape(citation.title or citation.document_id)}</h3>'
        f'<p class="source-line">{escape(source_line(citation))}</p><p class="kind-line">{kind_html(citation.kind)}</p>'
        f'{warning}<blockquote class="passage">{passage}</blockquote>'
        f'<p class="source-foot">{link}{checked}</p></section>'
    )


def paragraph_html(text: str, start: int, end: int) -> str:
    """Show the paragraph a span lies in with the span marked, cut at words where the paragraph is very long."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    room = max(0, (LONGEST_PARAGRAPH - (end - start)) // 2)
    before, after = text[first:start], text[end:last]
    if len(before) > room:
        before = "… " + before[len(before) - room :].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return escape(HEADING.sub("", before.lstrip(), count=1)) + _mark(text[start:end]) + escape(after.rstrip())


def document_html(document: Document, mark: Span | None = None) -> str:
    """Render a whole document, a span of it marked; a heading line loses its ``#``, no other character changes."""
    body = "".join(_block_html(document.text, span, mark) for span in _lines(document.text))
    address = f'<p class="document-address">Địa chỉ: {escape(document.url)}</p>' if document.url else ""
    return (
        f'<article class="document"><h1>{escape(document.title or document.id)}</h1>'
        f'<p class="source-line">{escape(source_line(document))}</p><p class="kind-line">{kind_html(document.kind)}</p>'
        f'{address}<div class="document-text">{body}</div>'
        f'<p class="fingerprint">SHA-256 của văn bản: <code>{escape(document.sha256)}</code></p></article>'
    )


def _date_word(value: str) -> str:
    return ("năm", "tháng", "ngày")[min(value.count("-"), 2)]


def _changed_html(citation: Citation, documents: Mapping[str, Document]) -> str:
    what = "đã thay đổi" if citation.document_id in documents else "không còn trong kho tài liệu"
    return f'<p class="changed">Văn bản này {what} kể từ khi trả lời; dưới đây là câu đã trích khi đó.</p>'


def _mark(text: str, anchor: str = "") -> str:
    return f"<mark{anchor}>{escape(text)}</mark>" if text else ""


def _lines(text: str) -> Iterator[Span]:
    """Spans of the lines that hold anything."""
    return (match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text))


def _block_html(text: str, span: Span, mark: Span | None) -> str:
    start, end = span
    heading = HEADING.match(text, start, end)
    tag = "h2" if heading else "p"
    start = heading.end() if heading else start
    if mark is None or mark[1] <= start or mark[0] >= end:
        return f"<{tag}>{escape(text[start:end])}</{tag}>"
    left, right = max(start, mark[0]), min(end, mark[1])
    # Only the piece that the span begins in carries the anchor, so that the id stays unique.
    anchor = ' id="mark"' if span[0] <= mark[0] else ""
    marked = _mark(text[left:right], anchor)
    return f"<{tag}>{escape(text[start:left])}{marked}{escape(text[right:end])}</{tag}>"
