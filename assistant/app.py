"""The chat page: layout, and one callback per event. The only module that imports Gradio.

The conversation lives in the page itself: every turn carries its record, which the browser sends with the
next question and keeps for a reload. The server holds nothing of it, so neither a restart nor a second tab
can show one conversation's sources under another's answer.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI
from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer, Turn
from assistant.frame import NAME, SOURCES, WORKING, choice_html, header_html, welcome_html
from assistant.guard import BROKEN
from assistant.intake import check_question
from assistant.loading import Asked
from assistant.page import conversation_html, failed_html, turn_html
from assistant.recording import OFF, Recording
from assistant.speech import NOBODY, Listener
from assistant.underway import Desk
from corpus.error import UserError

# Families that draw stacked Vietnamese marks well and are already on the reader's machine; Gradio's own
# themes would fetch theirs.
FONTS = ("-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
RECORDS: TypeAdapter[tuple[Answer, ...]] = TypeAdapter(tuple[Answer, ...])
log = logging.getLogger(__name__)


def mount(
    app: FastAPI, assistant: Asked, *, recording: Recording = OFF, desk: Desk | None = None, model: str = ""
) -> FastAPI:
    """Put the chat page at ``/`` of the application; ``model`` is the language model that a reader may do without."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build(assistant, recording, desk or Desk(), model),
        path="/",
        theme=gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "Consolas", "monospace")),
        footer_links=[],
        run_history=False,  # it would keep every question in the browser, in a second place
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    return mounted


def build(assistant: Asked, recording: Recording, desk: Desk, model: str) -> Any:
    """Lay the page out and connect its three events: opened, asked, begun anew."""
    with gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True) as blocks:
        header = gr.HTML(elem_id="header", apply_default_css=False)
        conversation = gr.HTML(elem_id="conversation", apply_default_css=False)
        gr.HTML(WORKING, elem_id="working", apply_default_css=False)
        with gr.Row(elem_id="composer"):
            gr.HTML(choice_html(model), elem_id="choice", apply_default_css=False, visible=bool(model))
            box = gr.Textbox(
                elem_id="question",
                placeholder="Hỏi về nội dung tài liệu…",
                label="Câu hỏi",
                show_label=False,
                container=False,
                lines=1,
                max_lines=8,
                autofocus=True,
                scale=1,
            )
            button = gr.Button("Hỏi", elem_id="ask", scale=0, min_width=72)
        gr.HTML(SOURCES, elem_id="sources", apply_default_css=False)
        new = gr.Button("Cuộc trò chuyện mới", elem_id="new", visible="hidden")  # pressed by the one in the header
        # Slots for what the browser sends; they are never shown.
        records, wishes = gr.JSON(visible=False), gr.JSON(visible=False)

        def opened(rows: Any) -> tuple[str, str]:
            bar = header_html(len(assistant.documents), assistant.index_build)
            # Before the documents are there, every kept source would look as if it were gone.
            turns = restored(rows) if assistant.is_ready else ()
            return bar, shown(turns, assistant) or welcome(assistant, recording)

        def asked(question: str, rows: Any, wished: Any) -> Any:
            if not question.strip():
                return gr.skip()
            wish = wish_of(wished)
            with desk.follow(wish.name) as listener:
                return answered(question, restored(rows), assistant, recording, speak=wish.model, listener=listener)

        # Without the queue: one plain request per question, no event stream to lose. Both run in the thread pool.
        common: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        new.click(lambda: welcome(assistant, recording), None, conversation, **common)
        blocks.load(opened, records, [header, conversation], js="() => [assistantPage.stored()]", **common)
        reply = gr.on(
            [box.submit, button.click],
            asked,
            [box, records, wishes],
            conversation,
            js="(question) => assistantPage.sent(question)",
            trigger_mode="once",
            **common,
        )
        reply.success(None, js="() => assistantPage.done()")
        reply.failure(None, js="() => assistantPage.lost()")
    return blocks


@dataclass(frozen=True, slots=True)
class Wish:
    """How a question is to be answered: by what name its page looks after it, and whether in a model's words."""

    name: str = ""
    model: bool = True


WISH: TypeAdapter[Wish] = TypeAdapter(Wish)


def wish_of(row: Any) -> Wish:
    """Read what the page sends with a question; what has another form wishes for nothing."""
    try:
        return WISH.validate_python(row or {})
    except ValidationError:
        return Wish()


def restored(rows: Any) -> tuple[Answer, ...]:
    """Take back the turns a browser kept; what does not have the form of a record is no conversation of ours."""
    try:
        return RECORDS.validate_python(rows or ())
    except ValidationError:
        return ()


def shown(turns: Sequence[Answer], assistant: Asked) -> str:
    """Render the turns against the documents as they are now."""
    return conversation_html(turns, assistant.documents)


def welcome(assistant: Asked, recording: Recording) -> str:
    """Render what a first visitor sees."""
    return welcome_html(
        assistant.examples,
        n_documents=len(assistant.documents),
        is_ready=assistant.is_ready,
        is_recorded=recording.ledger is not None,
    )


def answered(
    question: str,
    turns: Sequence[Answer],
    assistant: Asked,
    recording: Recording = OFF,
    *,
    speak: bool = True,
    listener: Listener = NOBODY,
) -> str:
    """Ask, and render the conversation with the new turn; whatever breaks is said in the turn's place."""
    try:
        history = [Turn(turn.standalone_question or turn.question, turn.answer) for turn in turns]
        answer = recording.keep(assistant.ask(check_question(question), history, speak=speak, listener=listener))
        last = turn_html(answer, assistant.documents)
    except UserError as error:
        last = failed_html(question, str(error))
    except Exception:  # the one broad edge of the page: whatever a defect of ours raises is shown as an error
        log.exception("a question failed")
        last = failed_html(question, BROKEN)
    return shown(turns, assistant) + last
