"""The scripted conversations: how many, of what kinds, and that the sources say what they expect."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.answer import Turn
from corpus.document import Document
from corpus.error import UserError
from corpus.orthography import has_marks
from eval.conversation import Conversation, Kind, Link, bundled_conversations, read_conversations
from eval.nugget import holds
from eval.trial import Truth, find_evidence, missing_evidence

CONVERSATIONS = read_conversations(bundled_conversations())
TURNS = [(conversation, n) for conversation in CONVERSATIONS for n in range(len(conversation.exchanges))]
NAMES = [f"{conversation.id}.{n + 1}" for conversation, n in TURNS]


def test_there_are_forty_conversations_of_every_kind_in_either_half() -> None:
    kinds = Counter((conversation.half, conversation.kind) for conversation in CONVERSATIONS)
    assert len(CONVERSATIONS) >= 40
    assert set(kinds) == {(half, kind) for half in ("dev", "test") for kind in get_args(Kind)}


def test_every_way_of_leaning_on_what_was_said_is_tried_often() -> None:
    links = Counter(exchange.link for conversation in CONVERSATIONS for exchange in conversation.exchanges)
    assert set(links) == set(get_args(Link)) and min(links.values()) >= 8


def test_what_a_kind_promises_happens() -> None:
    for conversation in CONVERSATIONS:
        reasons = [exchange.truth.expected.reason for exchange in conversation.exchanges]
        links = [exchange.link for exchange in conversation.exchanges]
        assert {
            "ellipsis": "ellipsis" in links,
            "pronoun": "pronoun" in links,
            "correction": "correction" in links,
            "subject_change": links.count("own") > 1,
            "after_refusal": reasons[0] is not None and reasons[-1] is None,
            "absent": reasons[0] is None and any(reasons[1:]),
            "ambiguous": "ambiguous" in reasons[1:],
            "unaccented": not any(has_marks(exchange.question) for exchange in conversation.exchanges),
        }[conversation.kind], conversation.id


@pytest.mark.parametrize(("conversation", "n"), TURNS, ids=NAMES)
def test_the_accounts_say_what_a_turn_expects(
    conversation: Conversation, n: int, accounts: dict[str, Document]
) -> None:
    check(conversation.exchanges[n].truth, accounts)
    assert {evidence.document_id for evidence in conversation.exchanges[n].truth.evidence} <= set(accounts)


@pytest.mark.parametrize(("conversation", "n"), TURNS, ids=NAMES)
def test_the_originals_say_what_a_turn_expects(
    conversation: Conversation, n: int, originals: dict[str, Document]
) -> None:
    check(conversation.exchanges[n].truth, originals)


def check(truth: Truth, documents: dict[str, Document]) -> None:
    """The evidence is there, and it holds every piece of the answer."""
    assert missing_evidence(truth, documents) == []
    here = [evidence for evidence in truth.evidence if evidence.document_id in documents]
    spans = [
        (documents[evidence.document_id], find_evidence(evidence, documents[evidence.document_id])) for evidence in here
    ]
    shown = "\n".join(document.text[slice(*span)] for document, span in spans if span)
    assert not shown or all(holds(shown, nugget) for nugget in truth.nuggets if nugget.vital)


def test_the_history_of_a_turn_is_what_was_asked_and_answered_before_it() -> None:
    conversation = CONVERSATIONS[0]
    questions = [exchange.question for exchange in conversation.exchanges]
    assert conversation.history([]) == ()
    assert conversation.history(["một", "hai"]) == (Turn(questions[0], "một"), Turn(questions[1], "hai"))
    with pytest.raises(ValueError, match="got 9 answers"):
        conversation.history(["một"] * 9)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"turns": []}, "turns"),
        ({"kind": "chat"}, "kind"),
        ({"half": "both"}, "half"),
        ({"note": "x"}, "khóa lạ note"),
        ({"first_link": "pronoun"}, "lượt đầu"),
    ],
)
def test_a_malformed_conversation_is_named(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    row = json.loads(bundled_conversations().read_text(encoding="utf-8").split("\n")[0])
    if link := change.pop("first_link", None):
        row["turns"][0]["link"] = link
    path = tmp_path / "conversations.jsonl"
    path.write_text(json.dumps(row | change), encoding="utf-8")
    with pytest.raises(UserError, match=f"dòng 1: .*{complaint}"):
        read_conversations(path)
