"""What the reader sees: a conversation of answers and refusals, each with its own sources, as HTML.

Pure and escaped: answer records go in, HTML comes out. It knows nothing of Gradio, of HTTP or of how an
answer was made. Every turn carries its own record and sources, so no turn can show another's.
"""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote as percent_encode

from assistant.answer import Answer, Claim, Source
from assistant.frame import questions_html
from assistant.reading import document_href, source_html, source_line, still_says
from assistant.recording import NOT_RECORDED
from corpus.document import Document

REFUSALS = {
    "not_in_corpus": "Tài liệu không nói đến điều này",
    "unknown_entity": "Tài liệu không nhắc đến tên này",
    "false_premise": "Câu hỏi nêu một điều khác với tài liệu",
    "ambiguous": "Câu hỏi có thể hiểu theo nhiều cách",
    "out_of_scope": "Ngoài phạm vi của trợ lý",
    "unverified": "Chưa kiểm chứng được nên không trả lời",
}
DOWNLOADS = (("docx", "Word"), ("md", "Markdown"), ("json", "JSON"))
LONGEST_NEAREST = 320  # characters of a nearest passage; it is a hint, not an answer
MARK = re.compile(r"\[(\d+)\]")
STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
# Drawn here because an icon font or an image would be one more request; the words beside it carry the meaning.
REFUSAL_ICON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/>'
    '<path d="M12 7.5v5.5M12 16.4v.1"/></svg>'
)


def conversation_html(turns: Sequence[Answer], documents: Mapping[str, Document]) -> str:
    """All turns in order."""
    return "".join(turn_html(turn, documents) for turn in turns)


def turn_html(turn: Answer, documents: Mapping[str, Document]) -> str:
    """One question with its answer or refusal, its hidden sources, and the record a reload restores it from."""
    record = json.dumps(turn.to_record(), ensure_ascii=False, separators=(",", ":"))
    sources = "".join(source_html(citation, documents) for citation in turn.citations)
    body = _refusal_html(turn, documents) if turn.status == "refused" else _answer_html(turn) + _notice_html(turn)
    return (
        f'<article class="turn {escape(turn.status)}" data-record="{escape(record)}" '
        f'data-copy="{escape(plain_text(turn))}" data-question="{escape(turn.question)}">'
        f'<h2 class="asked">{escape(turn.question)}</h2>{_understood_html(turn)}{body}{_actions_html(turn)}'
        f'<div class="turn-sources" hidden>{sources}</div></article>'
    )


def partial_html(so_far: Answer, documents: Mapping[str, Document]) -> str:
    """What is verified of an answer that is still being written; its sources open as those of any turn."""
    sources = "".join(source_html(citation, documents) for citation in so_far.citations)
    return (
        f'<div class="turn" data-question="{escape(so_far.question)}">{_understood_html(so_far)}{_answer_html(so_far)}'
        f'<div class="turn-sources" hidden>{sources}</div></div>'
    )


def failed_html(question: str, message: str) -> str:
    """A question that got no answer because something broke: what happened, and the question to ask again."""
    return (
        f'<article class="turn failed" data-failed="{escape(question)}"><h2 class="asked">{escape(question)}</h2>'
        f'<div class="failure" role="alert"><p>{escape(message)}</p>'
        f'<button type="button" data-ask="{escape(question)}">Hỏi lại</button></div></article>'
    )


def plain_text(turn: Answer) -> str:
    """An answer to paste elsewhere: question, answer, and each reference with its title, publisher, date and quote."""
    lines = [f"Hỏi: {turn.question}"]
    if _is_rewritten(turn):
        lines.append(f"Được hiểu là: {turn.standalone_question}")
    if turn.status == "refused":
        lines.append(f"Không trả lời: {REFUSALS.get(turn.reason or '', 'không có trong tài liệu')}")
    lines.append("Đáp: " + STRONG.sub(r"\1", turn.answer))
    if turn.citations:
        lines += ["", "Nguồn:"]
    for citation in turn.citations:
        lines.append(f"[{citation.n}] {citation.title}. {source_line(citation)}.")
        lines.append(f"    “{citation.quote}”")
    return "\n".join(lines)


def _answer_html(turn: Answer) -> str:
    titles = {citation.n: citation.title for citation in turn.citations}
    if not turn.claims:  # an answer that came without its claims is still shown whole, marks and all
        return f'<div class="answer">{_marked_text_html(turn.answer, titles)}</div>'
    return f'<div class="answer">{"".join(_claim_html(claim, titles) for claim in turn.claims)}</div>'


def _claim_html(claim: Claim, titles: Mapping[int, str]) -> str:
    marks = "".join(_cite_html(n, titles) for n in claim.citations if n in titles)
    text = _quoted(claim.text) if claim.kind == "quote" else _strong_html(claim.text)
    if claim.kind == "value" and "<strong>" not in text:
        text = f"<strong>{text}</strong>"
    return f'<p class="claim claim-{escape(claim.kind)}">{text} {marks}</p>'


def _quoted(text: str) -> str:
    is_quoted = text.startswith("“") and text.endswith("”")
    return escape(text) if is_quoted else f"“{escape(text)}”"


def _cite_html(n: int, titles: Mapping[int, str]) -> str:
    label = escape(f"Mở nguồn {n}: {titles[n]}")
    return f'<button type="button" class="cite" data-n="{n}" aria-label="{label}" title="{label}">[{n}]</button>'


def _marked_text_html(text: str, titles: Mapping[int, str]) -> str:
    """Turn the [n] of a text into buttons where that source exists; any other [n] stays the characters it is."""

    def cite(match: re.Match[str]) -> str:
        n = int(match[1])
        return _cite_html(n, titles) if n in titles else match[0]

    paragraphs = (MARK.sub(cite, _strong_html(line)) for line in text.splitlines() if line.strip())
    return "".join(f'<p class="claim claim-prose">{paragraph}</p>' for paragraph in paragraphs)


def _strong_html(text: str) -> str:
    return STRONG.sub(r"<strong>\1</strong>", escape(text))


def _refusal_html(turn: Answer, documents: Mapping[str, Document]) -> str:
    heading = REFUSALS.get(turn.reason or "", "Không có câu trả lời trong tài liệu")
    body = _marked_text_html(turn.answer, {citation.n: citation.title for citation in turn.citations})
    asked = f"<h3>Có thể hỏi</h3>{questions_html(turn.suggestions)}" if turn.suggestions else ""
    return (
        f'<div class="refusal"><h3 class="refusal-title">{REFUSAL_ICON}{escape(heading)}</h3>{body}</div>'
        f'<div class="after-refusal">{asked}{_nearest_html(turn.nearest, documents)}</div>'
    )


def _nearest_html(nearest: Sequence[Source], documents: Mapping[str, Document]) -> str:
    kept = [source for source in nearest if still_says(documents, source)]
    if not kept:
        return ""
    rows = "".join(f"<li>{_nearest_row_html(source)}</li>" for source in kept)
    return f'<h3>Gần nhất trong tài liệu <em>(không phải câu trả lời)</em></h3><ul class="nearest">{rows}</ul>'


def _nearest_row_html(source: Source) -> str:
    quote = source.quote
    if len(quote) > LONGEST_NEAREST:
        quote = quote[:LONGEST_NEAREST].rpartition(" ")[0] + " …"
    href = escape(document_href(source.document_id, source.start, source.end))
    title = escape(source.title or source.document_id)
    return (
        f'<p class="nearest-quote">{escape(quote)}</p><p class="source-line">{title} · '
        f'{escape(source_line(source))} · <a class="open-document" href="{href}">Xem trong tài liệu</a></p>'
    )


def _notice_html(turn: Answer) -> str:
    return f'<p class="notice">{escape(turn.notice)}</p>' if turn.notice else ""


def _understood_html(turn: Answer) -> str:
    return f'<p class="understood">Được hiểu là: {escape(turn.standalone_question)}</p>' if _is_rewritten(turn) else ""


def _is_rewritten(turn: Answer) -> bool:
    return bool(turn.standalone_question) and turn.standalone_question.strip() != turn.question.strip()


def _actions_html(turn: Answer) -> str:
    n_sources = len(turn.citations)
    sources = f'<button type="button" data-action="sources">{n_sources} nguồn</button>' if n_sources else ""
    seconds = turn.latency_ms.get("total", 0.0) / 1000
    took = f"{seconds:.1f}".replace(".", ",") + " giây" if seconds >= 0.05 else ""
    how = "" if turn.model in ("", "extractive") else f"diễn đạt bởi {turn.model}"
    note = " · ".join(part for part in (how, took) if part)
    return (
        f'<div class="turn-actions">{sources}<button type="button" data-action="copy">Sao chép kèm nguồn</button>'
        f'<span class="note">{escape(note)}</span></div>{_record_html(turn.record_id)}'
    )


def _record_html(record_id: str) -> str:
    """The way to the record of an answer, as files; or that there is none."""
    if not record_id:
        return f'<p class="record">{NOT_RECORDED}</p>'
    address = f"api/records/{percent_encode(record_id, safe='')}/export?format="
    links = " ".join(f'<a href="{escape(address + form)}" download>{name}</a>' for form, name in DOWNLOADS)
    return f'<p class="record">Bản ghi <code>{escape(record_id)}</code> {links}</p>'
