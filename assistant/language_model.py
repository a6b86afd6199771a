"""The one door to language models: any LlamaIndex LLM, or any OpenAI-compatible server through its ``OpenAILike``.

Imported only where a model is configured. Whatever a server does wrong leaves here as a ``ModelError``.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import openai
from llama_index.core.llms import LLM, ChatMessage
from llama_index.llms.openai_like import OpenAILike

from assistant.model_prompt import Prompt
from assistant.stream import ModelError

MOST_TOKENS = 700  # of a reply: a few claims with their quotes
CONTEXT = 8_192  # tokens; told to LlamaIndex, which asks for it; our prompt stays far below
NO_KEY = "none"  # the client insists on a key, servers of one's own on none


def open_model(url: str, model: str, key: str = "", *, timeout: float) -> "LlamaIndexModel":
    """Speak to an OpenAI-compatible server; nothing is sent before the first question.

    ``timeout`` is how many seconds it may stay silent. It is asked once: the client's own three retries would
    stretch any deadline.
    """
    llm = OpenAILike(
        model=model,
        api_base=url,
        api_key=key or NO_KEY,
        is_chat_model=True,
        is_function_calling_model=False,
        context_window=CONTEXT,
        max_tokens=MOST_TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=timeout,
    )
    return LlamaIndexModel(llm, name=model)


class LlamaIndexModel:
    """Any LlamaIndex LLM as the model that answers are put in words by."""

    def __init__(self, llm: LLM, *, name: str = "") -> None:
        self._llm = llm
        self.name = name or llm.metadata.model_name

    def reply(self, prompt: Prompt) -> Iterator[str]:
        """Give the reply as it arrives."""
        messages = _messages(prompt)
        is_empty, has_ended = True, True
        try:
            for part in self._llm.stream_chat(messages):
                has_ended = _has_ended(part.raw)
                if part.delta:
                    is_empty = is_empty and not part.delta.strip()
                    yield part.delta
        except Exception as error:  # a reply of any other form fails with whatever reading it meets
            raise _fault(error) from error
        if is_empty:
            raise ModelError("empty")
        if not has_ended:
            raise ModelError("cut", "the stream ended without a finish reason")


def _messages(prompt: Prompt) -> list[ChatMessage]:
    """Rules and examples first, the same for every question: a server reads them once and keeps them."""
    turns = [("system", prompt.rules)]
    for example in prompt.examples:
        turns += [("user", example.data), ("assistant", example.reply)]
    return [ChatMessage(role=role, content=content) for role, content in (*turns, ("user", prompt.data))]


def _has_ended(raw: Any) -> bool:
    """Tell a stream's last part; a model that does not speak OpenAI's form is taken at its word."""
    choices = getattr(raw, "choices", None)
    return not choices or choices[0].finish_reason is not None


def _fault(error: Exception) -> ModelError:
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, openai.APIStatusError):
        return ModelError("status", told, status=error.status_code)
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return ModelError("slow", told)
    if isinstance(error, openai.APIConnectionError):
        return ModelError("unreachable", told)
    if isinstance(error, httpx.TransportError):
        return ModelError("cut", told)
    return ModelError("unreadable", told)
