"""What may be asked: a question of some length, and what is said to one that is none."""

from corpus.document import format_number
from corpus.error import UserError
from corpus.orthography import normalize

MAX_QUESTION = 2_000  # characters: longer than any question, short enough that nothing slows down


def check_question(question: str) -> str:
    """Give the question as it is read (NFC, trimmed), or say in one sentence what is wrong with it (``UserError``)."""
    text = normalize(question).strip()
    if not any(character.isalnum() for character in text):
        raise UserError("Xin nhập câu hỏi.")
    if len(text) > MAX_QUESTION:
        raise UserError(
            f"Câu hỏi dài {format_number(len(text))} ký tự; xin rút gọn còn tối đa {format_number(MAX_QUESTION)} ký tự."
        )
    return text
