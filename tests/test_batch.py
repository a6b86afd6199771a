"""Trials sorted into as few corpora as they can share."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from eval.batch import first_fit


def same_remainder(one: int, other: int) -> bool:
    return one % 5 == other % 5


def test_trials_that_clash_with_nothing_share_one_corpus() -> None:
    assert first_fit([0, 1, 2], same_remainder) == [[0, 1, 2]]


def test_a_trial_that_clashes_goes_to_the_first_corpus_where_it_does_not() -> None:
    assert first_fit([0, 5, 1, 6, 10], same_remainder) == [[0, 1], [5, 6], [10]]


@given(st.lists(st.integers(0, 50), unique=True))
def test_every_trial_is_in_one_batch_and_no_batch_holds_a_clash(trials: list[int]) -> None:
    batches = first_fit(trials, same_remainder)
    assert sorted(chain.from_iterable(batches)) == sorted(trials)
    assert all(len({trial % 5 for trial in batch}) == len(batch) for batch in batches)
