"""The two halves of the trials, one for tuning and one for reporting: no topic is in both."""

from eval.conversation import bundled_conversations, read_conversations
from eval.counterfactual import bundled_counterfactuals, read_counterfactuals
from eval.injection import bundled_injections, bundled_payloads, read_injections, read_payloads
from eval.item import HALVES


def test_no_topic_is_in_both_halves() -> None:
    truths = [
        (one.half, exchange.truth) for one in read_conversations(bundled_conversations()) for exchange in one.exchanges
    ]
    truths += [(one.half, one.truth) for one in read_injections(bundled_injections())]
    truths += [(one.half, one.truth) for one in read_payloads(bundled_payloads())[1]]
    truths += [(one.half, one.truth) for one in read_counterfactuals(bundled_counterfactuals())]
    topics = {half: {truth.topic for of, truth in truths if of == half and truth.topic} for half in HALVES}
    assert min(map(len, topics.values())) >= 5 and topics["dev"].isdisjoint(topics["test"])
