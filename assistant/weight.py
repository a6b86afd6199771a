"""The fitted weights: which sentence ranks first, and how sure we are that it answers.

Two logistic regressions over the features of ``assistant.evidence``, each twice: of sentences as they are proposed, and
of those that the cross-encoder has read. Fitted on sets of equal weight: viquad-dev, websearch-refuse, the half of our
own questions that is for tuning, and where read also the office set (eval/REPORT.md says how well each holds on the set
it was not fitted on).
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
}
RANK_BIAS = -13.3
TRUST = {"dense": 22.4, "hit": 0.5, "near": 1.2, "typeless": -1.9}
TRUST_BIAS = -21.2
READ_RANK = {
    "dense": 4.37,
    "passage": 5.39,
    "context": 4.74,
    "names": 1.35,
    "words": -0.25,
    "pairs": 0.41,
    "asked": 0.17,
    "asked_pairs": 0.16,
    "near": 1.39,
    "kind": 1.53,
    "unit": 0.17,
    "long": 0.23,
    "short": -0.23,
    "hit": -0.06,
    "typeless": 0.23,
    "reader": 0.33,
}
READ_TRUST = {"dense": 1.86, "hit": 0.39, "near": 0.49, "typeless": -0.49, "reader": 0.18}
READ_TRUST_BIAS = -3.99


def rank_score(features: Mapping[str, float]) -> float:
    """Order candidates by this: the log-odds that the sentence holds the answer to an answerable question."""
    weights = READ_RANK if is_read(features) else RANK
    return RANK_BIAS + sum(weight * features[name] for name, weight in weights.items())


def trust(features: Mapping[str, float]) -> float:
    """Give how far the sentence can be trusted to answer at all, 0 to 1; both kinds of error weigh the same at 0.5."""
    weights, bias = (READ_TRUST, READ_TRUST_BIAS) if is_read(features) else (TRUST, TRUST_BIAS)
    return 1 / (1 + math.exp(-(bias + sum(weight * features[name] for name, weight in weights.items()))))


def is_read(features: Mapping[str, float]) -> bool:
    """Tell whether the cross-encoder has read the sentence, or others in its place."""
    return "reader" in features


def unread(features: Mapping[str, float]) -> dict[str, float]:
    """Give the features without what the reader said."""
    return {name: value for name, value in features.items() if name != "reader"}
