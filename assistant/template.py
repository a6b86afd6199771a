"""The fixed Vietnamese sentences an answer may use around quotes: each slot is filled from a source or its metadata.

A sentence that matches no template here cannot be a template claim, so nothing can be slipped in between.
"""

import re

TEMPLATES = {
    "as_of": "Theo tài liệu ghi ngày {date}.",
    # Said where whether a thing goes on is asked (assistant.present).
    "latest": "Không tìm thấy tài liệu nào ghi ngày muộn hơn nói đến điều này.",
    # Said only above the quote that states it (assistant.yesno).
    "yes": "Có, tài liệu ghi:",
    "no": "Không, tài liệu ghi:",
    "not_yet": "Chưa, tài liệu ghi:",
    # Said above the quote that may say otherwise what the question takes for granted, or may not (assistant.premise).
    "doubted": "Xin đối chiếu điều câu hỏi nêu với câu này:",
}


def render(name: str, **slots: str) -> str:
    """Fill one template; a missing slot is an error of ours (``KeyError``)."""
    return TEMPLATES[name].format(**slots)


def slots_of(text: str) -> list[str] | None:
    """Give the slot contents of a rendered template, or ``None`` when ``text`` is none of them."""
    for template in TEMPLATES.values():
        pattern = re.sub(r"\\\{\w+\\\}", "([^ .]+)", re.escape(template))  # a slot is one word: a date
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            return list(match.groups())
    return None
