"""The fitted weights: which sentence ranks first, and how sure we are that it answers.

Two logistic regressions over the features of ``assistant.evidence``, fitted on three sets of equal weight: viquad-dev,
websearch-refuse and the half of our own questions that is for tuning (eval/REPORT.md says how well each holds on the
set it was not fitted on).
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
    "hit",  # how many rare words' worth of the asked ones stand in the sentence
    "typeless",  # 1 when a value or a person is asked for and the sentence holds none
    "reader",  # the cross-encoder's logit, of the candidates that were read
)
RANK = {
    "dense": 10.9,
    "passage": 16.5,
    "context": 1.1,
    "names": 0.2,
    "words": 1.0,
    "pairs": 0.4,
    "asked": 0.0,
    "asked_pairs": 0.1,
    "near": 0.3,
    "kind": 0.7,
    "unit": 1.0,
    "long": 0.1,
    "short": -0.8,
    "hit": 0.3,
    "typeless": -0.7,
    "reader": 0.2,
}
RANK_BIAS = -13.3
TRUST = {"dense": 22.4, "hit": 0.5, "near": 1.2, "typeless": -1.9}
TRUST_BIAS = -21.2


def rank_score(features: Mapping[str, float]) -> float:
    """Order candidates by this: the log-odds that the sentence holds the answer to an answerable question.

    Before anything is read, what the reader would say counts as nothing.
    """
    return RANK_BIAS + sum(RANK[name] * features.get(name, 0.0) for name in FEATURES)


def trust(features: Mapping[str, float]) -> float:
    """Give how far the sentence can be trusted to answer at all, 0 to 1; both kinds of error weigh the same at 0.5."""
    return 1 / (1 + math.exp(-(TRUST_BIAS + sum(weight * features[name] for name, weight in TRUST.items()))))
