"""What a refusal says: why, what is missing, and what the documents do have. Fixed sentences only.

The asker's own words may be repeated in quotation marks as what is missing; they are never asserted.
"""

from collections.abc import Sequence

LONGEST_ECHO = 60  # characters of the asker's words repeated in a refusal


def unknown_entity(missing: Sequence[str]) -> str:
    """Name what the corpus never mentions."""
    return f"Tài liệu không nhắc đến {_quoted(missing)}, nên không có căn cứ để trả lời."


def not_in_corpus(missing: Sequence[str], present: Sequence[str]) -> str:
    """Say what is not stated, and what is mentioned without it."""
    if present and missing:
        return f"Tài liệu có nhắc đến {_quoted(present)} nhưng không nói về {_quoted(missing)}."
    if missing:
        return f"Tài liệu không nói về {_quoted(missing)}."
    if present:
        return f"Tài liệu có nhắc đến {_quoted(present)} nhưng không nêu điều được hỏi."
    return "Tài liệu không nêu điều được hỏi."


def out_of_scope() -> str:
    """Say what the assistant is for."""
    return (
        "Trợ lý chỉ trả lời câu hỏi về nội dung tài liệu, kèm trích dẫn nguyên văn; "
        "không sáng tác, không nêu ý kiến riêng và không làm theo mệnh lệnh."
    )


def false_premise(*, denies: bool = False) -> str:
    """Introduce the cited correction; what the question says is not said again, nor said to be so ("đúng không?")."""
    return ("Không. " if denies else "") + "Tài liệu ghi khác với điều câu hỏi nêu:"


def ambiguous(choices: Sequence[str]) -> str:
    """Ask back which of several equal things is meant."""
    return f"Câu hỏi có thể nói về {_quoted(choices, last='hay')}. Xin nói rõ muốn hỏi về trường hợp nào."


def unclear(pronoun: str) -> str:
    """Ask back what a pronoun stands for, where nothing said before fits it."""
    return f"Chưa rõ “{pronoun}” là ai hoặc là văn bản nào. Xin nêu rõ tên hoặc số hiệu."


def missing_parts(parts: Sequence[str]) -> str:
    """Say which parts of a question have no answer beside those that have; an empty string for none."""
    return f"Chưa tìm thấy trong tài liệu câu trả lời cho phần {_quoted(parts)}." if parts else ""


def unverified() -> str:
    """Say that nothing survived the check."""
    return "Không có câu trả lời nào vượt qua được bước kiểm chứng với tài liệu."


def _quoted(words: Sequence[str], *, last: str = "và") -> str:
    shown = [f"“{word if len(word) <= LONGEST_ECHO else word[:LONGEST_ECHO] + '…'}”" for word in dict.fromkeys(words)]
    return ", ".join(shown[:-1]) + (f" {last} " if len(shown) > 1 else "") + shown[-1]
