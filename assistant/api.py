"""The assistant over HTTP: ask, read a document, see whether it is ready, and the page that documents this.

It holds no answer logic. ``create_app`` takes any object of the ``Asked`` shape; ``serve`` loads one while
the server already listens, so that ``/healthz`` can say "not yet". What a person can mend comes back as one
Vietnamese sentence; anything else is logged and never told in detail.
"""

import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn
from assistant.frame import document_page
from assistant.guard import BROKEN, Guard
from assistant.intake import MAX_QUESTION, check_question
from assistant.loading import Asked, Loading, NotReadyError
from assistant.manual import manual_html
from assistant.model_answer import ModelSpeaker
from assistant.record_api import add_records
from assistant.recording import OFF, Recording, ledger_line
from assistant.underway import Desk
from assistant.underway_api import add_underway
from corpus.document import Document
from corpus.error import UserError

STATIC = Path(__file__).parent / "static"
MOST_TURNS = 50  # earlier exchanges that are read; a follow-up rests on the last few
RETRY = {"Retry-After": "2"}  # seconds, while documents are being loaded
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Exchange(BaseModel):
    """One earlier exchange of the conversation."""

    question: str = Field(max_length=MAX_QUESTION)
    answer: str = ""


class Question(BaseModel):
    """What is asked, and what was said before it."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"question": "Thế còn Đạ Tẻh?", "history": ["Đạ Huoai có bao nhiêu biên chế?"]}}
    )
    question: str = Field(description="Câu hỏi, tối đa 2.000 ký tự")
    model: bool = Field(default=True, description="false: không dùng mô hình ngôn ngữ, dù cơ quan có đặt")
    history: list[str | Exchange] = Field(default=[], max_length=MOST_TURNS, description="Các câu hỏi trước, cũ trước")


def create_app(
    assistant: Asked,
    *,
    recording: Recording = OFF,
    speaker: ModelSpeaker | None = None,
    desk: Desk | None = None,
    allowed_hosts: Iterable[str] = (),
) -> FastAPI:
    """Build the HTTP API around an assistant; the page is mounted on it by ``assistant.app.mount``."""
    # FastAPI's own documentation pages load their scripts from a CDN; ours is at /docs instead.
    app = FastAPI(title="Trợ lý tài liệu", version="1", docs_url=None, redoc_url=None)
    # No origin is allowed. Gradio leaves its own, laxer rules out when it finds this class here.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Guard, allowed_hosts=frozenset(allowed_hosts))
    app.add_exception_handler(UserError, _mendable)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _absent)
    _add_api(app, assistant, recording, speaker)
    add_records(app, recording)
    add_underway(app, desk or Desk(), assistant)
    _add_pages(app, assistant)
    return app


def serve(
    assistant_factory: Callable[[], Asked],
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    recording: Recording = OFF,
    speaker: ModelSpeaker | None = None,
) -> None:
    """Listen at once, load the assistant beside it, and stop with its error if it cannot be loaded."""
    # Before Gradio is imported: neither it nor the hub client it brings may call out of a closed network.
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1")
    from assistant.app import mount

    if host not in LOOPBACK:
        print(warning_of_open_host(host), flush=True)
    listener = _listen(host, port)
    loading = Loading(assistant_factory)
    desk, hosts = Desk(), LOOPBACK if host in LOOPBACK else ()
    app = create_app(loading, recording=recording, speaker=speaker, desk=desk, allowed_hosts=hosts)
    page = mount(app, loading, recording=recording, desk=desk, model="" if speaker is None else speaker.model.name)
    # No word of which server this is, and no wait for open pages when it stops.
    config = uvicorn.Config(page, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    loading.start(on_failure=lambda: setattr(server, "should_exit", True))
    print(f"Trợ lý tài liệu: http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
    print(ledger_line(recording), flush=True)
    if speaker is not None:
        print(f"Câu hỏi và các câu trích liên quan được gửi tới mô hình {speaker.model.name}.", flush=True)
    server.run(sockets=[listener])
    if loading.error is not None:
        raise loading.error


def warning_of_open_host(host: str) -> str:
    """Say what listening beyond this machine means."""
    return (
        f"Cảnh báo: địa chỉ {host} mở trợ lý cho máy khác trong mạng, mà trợ lý chưa có đăng nhập; "
        "ai vào được mạng cũng hỏi được và đọc được mọi tài liệu."
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UserError(f"Không mở được cổng {port} ở {host} ({error.strerror}). Xin chọn --port khác.") from error


def _add_api(app: FastAPI, assistant: Asked, recording: Recording, speaker: ModelSpeaker | None) -> None:
    @app.post("/api/ask", summary="Hỏi một câu")
    def ask(asked: Question) -> dict[str, Any]:
        """Trả về bản ghi câu trả lời: các ý, trích dẫn của từng ý, hoặc lý do không trả lời."""
        history = [Turn(turn) if isinstance(turn, str) else Turn(turn.question, turn.answer) for turn in asked.history]
        return recording.keep(assistant.ask(check_question(asked.question), history, speak=asked.model)).to_record()

    @app.get("/api/documents", summary="Danh sách tài liệu")
    def documents() -> list[dict[str, Any]]:
        """Thông tin của mọi tài liệu, không kèm nội dung."""
        return [_described(document) for document in assistant.documents.values()]

    @app.get("/api/documents/{document_id}", summary="Một tài liệu")
    def document(document_id: str) -> dict[str, Any]:
        """Thông tin và toàn văn của một tài liệu; trích dẫn [start, end) tính theo ký tự của `text`."""
        found = _found(assistant, document_id)
        return {**_described(found), "text": found.text}

    @app.get("/healthz", summary="Đã sẵn sàng chưa")
    def healthz() -> JSONResponse:
        """200 khi chỉ mục trả lời được, 503 trước đó."""
        n_documents, build = len(assistant.documents), assistant.index_build
        if not assistant.is_ready:
            return JSONResponse({"status": "loading"}, 503, headers=RETRY)
        ledger = {"ledger": recording.state} | ({"ledger_warning": recording.warning} if recording.warning else {})
        model = speaker.health() if speaker is not None else {}
        return JSONResponse({"status": "ready", "documents": n_documents, "index_build": build, **ledger, **model})


def _add_pages(app: FastAPI, assistant: Asked) -> None:
    @app.get("/documents/{document_id}", include_in_schema=False)
    def read(document_id: str, start: int = 0, end: int = 0) -> HTMLResponse:
        return HTMLResponse(document_page(_found(assistant, document_id), (start, end) if start < end else None))

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(manual_html(app.openapi()))

    @app.get("/ui/{name}", include_in_schema=False)
    def static(name: str) -> FileResponse:
        if name not in {path.name for path in STATIC.iterdir()}:
            raise HTTPException(404, "Không có trang này.")
        return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})


def _found(assistant: Asked, document_id: str) -> Document:
    document = assistant.documents.get(document_id)
    if document is None:
        raise HTTPException(404, f"Không có tài liệu “{document_id}”.")
    return document


def _described(document: Document) -> dict[str, Any]:
    row = {key: value for key, value in document.to_json().items() if key not in ("text", "places")}
    return {**row, "sha256": document.sha256, "n_characters": len(document.text)}


def _mendable(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, NotReadyError):
        return JSONResponse({"error": str(error)}, 503, headers=RETRY)
    return JSONResponse({"error": str(error)}, 400)


def _malformed(_request: Request, error: Exception) -> JSONResponse:
    places = error.errors() if isinstance(error, RequestValidationError) else []
    where = ", ".join(dict.fromkeys(".".join(str(part) for part in place["loc"]) for place in places))
    return JSONResponse({"error": f"Yêu cầu không đúng dạng ở: {where}. Xem /docs."}, 422)


def _absent(_request: Request, error: Exception) -> JSONResponse:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, BROKEN)
    return JSONResponse({"error": detail}, status)
