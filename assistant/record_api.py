"""The ledger over HTTP: one record whose name is known, to read and to download.

There is no list, since records hold what people asked. A name is 122 random bits, shown under the answer to whoever
asked; nobody finds another's by trying.
"""

from typing import Any, Literal

from fastapi import FastAPI, HTTPException, Response

from assistant.chain import Row, read_content
from assistant.export import MEDIA_TYPES, export, file_name
from assistant.ledger import NoRecordError
from assistant.recording import Recording


def add_records(app: FastAPI, recording: Recording) -> None:
    """Add both addresses; with no ledger, no record is found."""

    @app.get("/api/records/{record_id}", summary="Một bản ghi trong sổ")
    def record(record_id: str, response: Response) -> dict[str, Any]:
        """Bản ghi và mã băm của nó: SHA-256 của JSON (khoá xếp thứ tự, không khoảng trắng, ASCII)."""
        row = _found(recording, record_id)
        response.headers["Cache-Control"] = "no-store"
        return {"hash": row.hash, "record": read_content(row)}

    @app.get("/api/records/{record_id}/export", summary="Tải một bản ghi", response_class=Response)
    def download(record_id: str, format: Literal["md", "docx", "json"] = "md") -> Response:  # noqa: A002 - in the address
        """Câu hỏi, câu trả lời, nguyên văn các trích dẫn và mã băm, dạng md, docx hoặc json."""
        row = _found(recording, record_id)
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(row, format)}"',
            "Cache-Control": "no-store",
        }
        return Response(export(row, format), media_type=MEDIA_TYPES[format], headers=headers)


def _found(recording: Recording, record_id: str) -> Row:
    if recording.ledger is None:
        raise HTTPException(404, "Trợ lý không ghi sổ nên không có bản ghi nào.")
    try:
        return recording.ledger.find(record_id)
    except NoRecordError as error:
        raise HTTPException(404, f"Sổ không có bản ghi “{record_id}”.") from error
