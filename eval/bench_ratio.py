"""Ratios of times: ours against theirs, measured in turns, because the machine is never as fast twice."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

Step = Callable[[], object]
Pair = tuple[float, float]  # seconds: ours, theirs


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the ratios of pairs, with their quartiles and the median times behind them."""

    name: str
    value: float
    low: float
    high: float
    n: int
    ours: float  # seconds
    theirs: float
    goal: float
    is_at_most: bool  # whether the goal is an upper bound

    @property
    def is_met(self) -> bool:
        """Tell whether the goal is reached."""
        return self.value <= self.goal if self.is_at_most else self.value >= self.goal


def seconds(step: Step, clock: Callable[[], float] = time.perf_counter) -> float:
    """Measure one step."""
    started = clock()
    step()
    return clock() - started


def in_turns(
    ours: Sequence[Step], theirs: Sequence[Step], clock: Callable[[], float] = time.perf_counter
) -> list[Pair]:
    """Measure the steps as ours, theirs, ours, theirs …, and the other way round in every second pair."""
    pairs = []
    for number, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if number % 2:
            after = seconds(their, clock)
            pairs.append((seconds(our, clock), after))
        else:
            pairs.append((seconds(our, clock), seconds(their, clock)))
    return pairs


def ratio(name: str, pairs: Sequence[Pair], goal: float, *, is_at_most: bool = True) -> Ratio:
    """Summarise pairs: ours over theirs where less is better, theirs over ours (how much faster) where more is."""
    if not pairs:
        raise ValueError("a ratio needs at least one pair")
    found = [our / their if is_at_most else their / our for our, their in pairs]
    low, high = np.quantile(found, [0.25, 0.75]).tolist()
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    return Ratio(name, median(found), low, high, len(pairs), ours, theirs, goal, is_at_most)
