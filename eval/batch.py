"""Trials that each want a corpus of their own, sorted into as few corpora as they can share."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def first_fit(trials: Sequence[T], clash: Callable[[T, T], bool]) -> list[list[T]]:
    """Put each trial in the first batch where it clashes with none; the same trials always give the same batches."""
    batches: list[list[T]] = []
    for trial in trials:
        fitting = next((batch for batch in batches if not any(clash(trial, other) for other in batch)), None)
        if fitting is None:
            batches.append([trial])
        else:
            fitting.append(trial)
    return batches
