"""The real client against a server that works and servers that fail: the extractive answer comes and says so."""

import json

import pytest
from faulty_server import Fault, serving

from assistant.answer import Answer
from assistant.answerer import Assistant
from assistant.model_answer import NOTICES, ModelSpeaker
from assistant.model_prompt import EXAMPLES
from assistant.opening import open_speaker
from assistant.stream import FaultKind
from assistant.verify import check_claim

pytestmark = pytest.mark.slow
QUESTION = "Huyện Đạ Tẻh có bao nhiêu biên chế?"
TEXT = "Huyện Đạ Tẻh có 21 biên chế."
CLAIM = json.dumps({"id": 1, "quote": "huyện Đạ Tẻh có 21 biên chế", "text": TEXT}, ensure_ascii=False)
PATIENT, HASTY = 20.0, 0.5  # seconds


def ask(assistant: Assistant, speaker: ModelSpeaker) -> Answer:
    return Assistant(assistant.index, assistant.glossary, speaker=speaker).ask(QUESTION)  # type: ignore[arg-type]


def test_a_working_server_puts_the_answer_into_words_that_are_checked(assistant: Assistant) -> None:
    with serving(CLAIM) as server:
        answer = ask(assistant, open_speaker(server.url, "mô-hình", "bi-mat", deadline=PATIENT))
    assert (answer.model, answer.notice, answer.rejected_claims) == ("mô-hình", "", 0)
    assert [(claim.text, claim.kind) for claim in answer.claims] == [("21 biên chế", "value"), (TEXT, "prose")]
    assert check_claim(answer.claims[1], answer.citations, assistant.documents) != "unsupported"
    assert len(server.asked) == 1 and server.asked[0]["model"] == "mô-hình"
    roles = [message["role"] for message in server.asked[0]["messages"]]
    assert roles == ["system", *("user", "assistant") * len(EXAMPLES), "user"]


@pytest.mark.parametrize(
    ("fault", "kind", "deadline"),
    [
        ("slow", "slow", HASTY),
        ("drip", "slow", HASTY),
        ("cut", "cut", PATIENT),
        ("garbage", "unreadable", PATIENT),
        ("chatter", "unreadable", PATIENT),
        ("429", "status", PATIENT),
        ("500", "status", PATIENT),
        ("empty", "empty", PATIENT),
        ("wrong json", "empty", PATIENT),
    ],
)
def test_whatever_a_server_does_wrong_the_extractive_answer_comes_and_says_so_after_one_try(
    assistant: Assistant, fault: Fault, kind: FaultKind, deadline: float
) -> None:
    with serving(CLAIM, fault) as server:
        answer = ask(assistant, open_speaker(server.url, "m", deadline=deadline))
        assert len(server.asked) == 1
    plain = assistant.ask(QUESTION)
    assert (answer.status, answer.claims, answer.citations) == ("answered", plain.claims, plain.citations)
    assert answer.model == "extractive" and "model" in answer.latency_ms
    assert answer.notice.startswith(NOTICES[kind].format(status=fault)) and answer.notice.count(".") == 1


def test_a_server_that_is_down_leaves_the_extractive_answer_which_says_so(assistant: Assistant) -> None:
    with serving() as server:
        url = server.url
    answer = ask(assistant, open_speaker(url, "m", deadline=PATIENT))
    assert answer.claims == assistant.ask(QUESTION).claims and answer.notice.startswith(NOTICES["unreachable"])
