"""The command line: ``python -m assistant ask | serve | verify | export``.

The program's edge: it reads the environment, and nothing else in this package does.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.auditor import add_commands
from corpus.document import KIND_NAMES, format_date
from corpus.error import UserError

if TYPE_CHECKING:
    from assistant.model_answer import ModelSpeaker
    from assistant.recording import Recording


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done (a refusal is an answer), 1 an error the user can act on, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # "| head" closed our output: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 1


def _parser() -> argparse.ArgumentParser:
    data = Path(os.environ.get("ASSISTANT_DATA", "data"))
    parser = argparse.ArgumentParser(
        prog="python -m assistant", description="Trợ lý tài liệu: hỏi, phục vụ, kiểm chứng."
    )
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    ask = commands.add_parser("ask", help="trả lời một câu hỏi, hoặc cả tệp câu hỏi với --batch")
    ask.add_argument("question", nargs="?", help="câu hỏi")
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl", help='mỗi dòng {"id", "question", "history": […]}')
    ask.add_argument("--json", action="store_true", help="in bản ghi câu trả lời dạng JSON")
    ask.add_argument("--no-model", action="store_true", help="không hỏi mô hình ngôn ngữ, chỉ trích nguyên văn")
    ask.add_argument("--no-record", action="store_true", help="không ghi câu hỏi và câu trả lời vào sổ")
    ask.add_argument("--data", type=Path, default=data, metavar="DIR", help="thư mục dữ liệu (mặc định: data)")
    ask.set_defaults(run=_ask)
    serve = commands.add_parser("serve", help="mở trang hỏi đáp")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    serve.add_argument("--data", type=Path, default=data, metavar="DIR")
    serve.set_defaults(run=_serve)
    add_commands(commands, data, _read_batch)
    return parser


def _model() -> Path | None:
    """The sentence-transformers folder that the office chose in place of the bundled model, if any."""
    chosen = os.environ.get("ASSISTANT_MODEL")
    return Path(chosen) if chosen else None


def _is_recorded() -> bool:
    """Whether the office keeps a ledger; a word that is neither is no leave to keep one, nor to keep none."""
    chosen = os.environ.get("ASSISTANT_LEDGER", "").strip().lower() or "on"
    if chosen not in ("on", "off"):
        raise UserError(f"ASSISTANT_LEDGER phải là on hoặc off, không phải “{chosen}”.")
    return chosen == "on"


def read_speaker(environ: Mapping[str, str]) -> "ModelSpeaker | None":
    """The language model that the office runs or rents, if any; what it needs is asked for in one sentence."""
    url, name = environ.get("ASSISTANT_LLM_URL", "").strip(), environ.get("ASSISTANT_LLM_MODEL", "").strip()
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise UserError(f"ASSISTANT_LLM_URL phải là một địa chỉ http:// hoặc https://, không phải “{url}”.")
    if not name:
        raise UserError("Có ASSISTANT_LLM_URL thì cần cả ASSISTANT_LLM_MODEL: tên mô hình trên máy chủ đó.")
    key = environ.get("ASSISTANT_LLM_KEY", "").strip()
    if not key.isascii() or not key.isprintable():  # it travels in a header; the key itself is never shown
        raise UserError("ASSISTANT_LLM_KEY có ký tự không gửi đi được; xin chép lại khoá.")
    from assistant.opening import open_speaker

    return open_speaker(url, name, key, deadline=_deadline(environ))


def _deadline(environ: Mapping[str, str]) -> float | None:
    written = environ.get("ASSISTANT_LLM_DEADLINE", "").strip()
    if not written:
        return None
    if not written.isdecimal() or not int(written):
        raise UserError(f"ASSISTANT_LLM_DEADLINE phải là số giây, không phải “{written}”.")
    return float(written)


def _warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _ask(options: argparse.Namespace) -> int:
    from assistant.opening import open_assistant, open_recording
    from assistant.recording import ledger_line

    if (options.question is None) == (options.batch is None):
        raise UserError("Cần một câu hỏi, hoặc --batch TỆP (không cả hai).")
    lines = [] if options.batch is None else list(_read_batch(options.batch))
    recording = open_recording(options.data, is_on=_is_recorded() and not options.no_record, warn=_warn)
    speaker = None if options.no_model else read_speaker(os.environ)
    assistant = open_assistant(options.data, model=_model(), speaker=speaker, tell=_warn)
    if recording.state == "off":
        _warn(ledger_line(recording))
    if options.batch is not None:
        for number, row in lines:
            print(json.dumps(_answer_row(assistant, recording, number, row), ensure_ascii=False), flush=True)
        return 0
    answer = recording.keep(assistant.ask(options.question))
    print(json.dumps(answer.to_record(), ensure_ascii=False, indent=2) if options.json else as_text(answer))
    return 0


def _read_batch(path: Path) -> Iterator[tuple[int, Any]]:
    """Give every non-blank line with its number, parsed, or the ``UserError`` that it is."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Không đọc được {path}: {error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                yield number, UserError(f"Dòng {number} không phải JSON hợp lệ ({error.msg}).")


def _answer_row(assistant: Any, recording: "Recording", number: int, row: Any) -> dict[str, Any]:
    """Answer one line; a line that cannot be asked becomes a refused record that says so, so that the order holds."""
    given = row.get("id") if isinstance(row, dict) else None
    try:
        if isinstance(row, UserError):
            raise row
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise UserError(f'Dòng {number} thiếu "question" là một chuỗi.')
        answer = assistant.ask(row["question"], read_history(row.get("history") or []))
        record: dict[str, Any] = recording.keep(answer).to_record()
    except UserError as error:
        question = row.get("question") if isinstance(row, dict) else ""
        refused = Answer("", str(question or ""), str(question or ""), "refused", str(error), reason="out_of_scope")
        record = refused.to_record()
    return record | {"id": given if given is not None else record["id"] or f"line-{number}"}


def read_history(items: Iterable[Any]) -> list[Turn]:
    """Read earlier turns: strings, or objects with a question and perhaps an answer."""
    if isinstance(items, str):
        raise UserError('"history" phải là một danh sách.')
    turns = []
    for item in items:
        if isinstance(item, str):
            turns.append(Turn(item))
        elif isinstance(item, dict) and isinstance(item.get("question"), str):
            turns.append(Turn(item["question"], str(item.get("answer") or "")))
        else:
            raise UserError('Mỗi mục của "history" phải là một câu hỏi, hoặc {"question", "answer"}.')
    return turns


def _serve(options: argparse.Namespace) -> int:
    from assistant.api import serve
    from assistant.opening import open_recording, open_to_serve

    recording = open_recording(options.data, is_on=_is_recorded())
    speaker = read_speaker(os.environ)
    serve(
        lambda: open_to_serve(options.data, model=_model(), speaker=speaker),
        options.host,
        options.port,
        recording=recording,
        speaker=speaker,
    )
    return 0


def as_text(answer: Answer) -> str:
    """Write an answer for a terminal: the completed question, the text, the sources."""
    lines = []
    if answer.standalone_question != answer.question:
        lines.append(f"(Được hiểu là: {answer.standalone_question})\n")
    lines.append(answer.answer)
    if answer.citations:
        lines.append("\nNguồn:")
        lines += [
            f"[{c.n}] {_origin(c.title, c.publisher, c.event_date or c.published, c.kind)}" for c in answer.citations
        ]
    if answer.nearest:
        lines.append("\nGần nhất trong tài liệu (không phải câu trả lời):")
        lines += [
            f"- “{n.quote}” ({_origin(n.title, n.publisher, n.event_date or n.published, n.kind)})"
            for n in answer.nearest
        ]
    if answer.notice:
        lines.append(f"\nLưu ý: {answer.notice}")
    if answer.record_id:
        lines.append(f"\nBản ghi: {answer.record_id}")
    return "\n".join(lines)


def _origin(title: str, publisher: str, date: str, kind: str) -> str:
    names: Mapping[str, str] = {str(known): name for known, name in KIND_NAMES.items()}
    return ", ".join(filter(None, (title, publisher, format_date(date) if date else "", names.get(kind, kind))))
