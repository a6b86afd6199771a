"""The fitted weights: which sentence ranks first, and how sure we are that it answers.

Two logistic regressions over the features of ``assistant.evidence``, fitted on viquad-dev and on nothing else
(eval/REPORT.md says how well they hold on the set they never saw).
"""

import math
from collections.abc import Mapping

FEATURES = (
    "dense",  # cosine of the sentence
    "passage",  # retrieval score of its passage, less that of the best passage
    "context",  # share of all question words in passage, title and metadata
    "names",  # the same for names and values alone
    "words",  # share of all question words in the sentence
    "pairs",  # the same for adjacent pairs
    "asked",  # share of the words that are no name or value, in the sentence
    "asked_pairs",
    "near",  # the same with the sentence before it
    "kind",  # 1 when the sentence holds what is asked for
    "unit",  # 1 when it counts what is asked
    "long",  # 1 above 40 syllables
    "short",  # 1 below 6
)
RANK = {
    "dense": 14.7,
    "passage": 13.4,
    "context": 2.8,
    "names": 1.9,
    "words": 2.1,
    "pairs": 2.0,
    "asked": 0.4,
    "asked_pairs": 0.0,
    "near": 3.1,
    "kind": 1.2,
    "unit": 0.6,
    "long": -0.3,
    "short": -0.6,
}
TRUST = {"dense": 10.9, "context": 2.2, "names": 1.7, "asked": 0.9, "asked_pairs": 1.05, "near": 0.1, "kind": 0.2}
TRUST_BIAS = -14.6


def rank_score(features: Mapping[str, float]) -> float:
    """Order candidates by this: the log-odds that a sentence holds the answer when one of them does."""
    return sum(RANK[name] * features[name] for name in FEATURES)


def trust(features: Mapping[str, float]) -> float:
    """Probability that the sentence answers the question at all."""
    return 1 / (1 + math.exp(-(TRUST_BIAS + sum(weight * features[name] for name, weight in TRUST.items()))))
