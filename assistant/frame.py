"""What stands around the conversation: the bar, the welcome, the place where an answer is awaited, pages of their own.

Pure and escaped, as ``assistant.page`` is.
"""

from collections.abc import Sequence
from html import escape

from assistant.reading import document_html
from corpus.document import Document, Span

NAME = "Trợ lý tài liệu"
KEEPS_LEDGER = "Câu hỏi và câu trả lời được ghi vào sổ để kiểm tra về sau."
KEEPS_NONE = "Câu hỏi và câu trả lời không được ghi sổ."
WORKING = (
    '<div><div class="working" hidden><h2 class="asked"></h2><div class="so-far"></div>'
    '<div class="state"><p role="status"></p><button type="button" data-action="stop" hidden>Dừng</button></div></div>'
    '<div class="spoken" role="status"></div></div>'
)
SOURCES = (
    '<aside class="panel" aria-label="Nguồn" tabindex="-1"><div class="panel-head"><h2>Nguồn</h2>'
    '<button type="button" data-action="back" hidden>Trở lại</button>'
    '<button type="button" data-action="close" aria-label="Đóng nguồn">Đóng</button></div>'
    '<div class="panel-body"><p class="panel-empty">Nguồn của câu trả lời hiện ở đây. '
    "Bấm số [1] trong câu trả lời để xem đúng câu đã trích.</p></div></aside>"
)


def header_html(n_documents: int, index_build: str) -> str:
    """The thin bar on top: whose page this is, what it reads, and the two actions that are always there."""
    build = f'<span class="build"> · bản dựng {escape(index_build)}</span>' if index_build else ""
    return (
        f'<div class="bar"><h1 class="brand">{NAME}</h1><p class="corpus-size">{n_documents} tài liệu{build}</p>'
        '<button type="button" data-action="new">Cuộc trò chuyện mới</button>'
        '<button type="button" data-action="theme" aria-label="Đổi nền sáng hoặc tối">Sáng/Tối</button></div>'
    )


def welcome_html(examples: Sequence[str], *, n_documents: int, is_ready: bool, is_recorded: bool = False) -> str:
    """What a first visitor sees: what may be expected, and questions that have an answer."""
    if not is_ready:
        return (
            '<section class="welcome" data-waiting><h2>Đang nạp tài liệu…</h2>'
            "<p>Trợ lý sẽ sẵn sàng trong giây lát, trang tự mở tiếp.</p></section>"
        )
    asked = f"<h3>Thử hỏi</h3>{questions_html(examples)}" if examples else ""
    return (
        '<section class="welcome"><h2>Hỏi gì trong tài liệu?</h2>'
        f"<p>Mỗi câu trả lời dẫn đúng nguyên văn từ {n_documents} tài liệu. "
        "Điều tài liệu không viết, trợ lý nói là không có.</p>"
        f'{asked}<p class="ledger-note">{KEEPS_LEDGER if is_recorded else KEEPS_NONE}</p></section>'
    )


def choice_html(model: str) -> str:
    """Whether a language model may put answers into words, where the office has set one; nothing where it has not."""
    if not model:
        return ""
    return (
        '<label class="choice"><input type="checkbox" data-choice="model" checked> '
        f"<span>Diễn đạt bằng mô hình ngôn ngữ <em>{escape(model)}</em></span></label>"
    )


def questions_html(questions: Sequence[str]) -> str:
    rows = (f'<li><button type="button" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in questions)
    return f'<ul class="questions">{"".join(rows)}</ul>'


def document_page(document: Document, mark: Span | None) -> str:
    """A document on a page of its own, at an address that can be kept: readable without any script."""
    return static_page(document.title or document.id, document_html(document, mark))


def static_page(title: str, body: str) -> str:
    """The frame of the pages that Gradio does not make. ``body`` is HTML, already escaped."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {NAME}</title>"
        '<script src="/ui/theme.js"></script><link rel="stylesheet" href="/ui/style.css"></head>'
        f'<body class="static-page"><div class="bar"><a class="brand" href="/">{NAME}</a></div>'
        f"<main>{body}</main></body></html>"
    )
