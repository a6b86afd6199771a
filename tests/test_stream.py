"""Pieces that arrive are given on at once; waiting for them ends when the time is up."""

import threading
from collections.abc import Iterator

import pytest

from assistant.stream import ModelError, pieces


def test_pieces_come_in_order_and_end_where_the_stream_ends() -> None:
    assert list(pieces(lambda: iter("abc"), lambda: 5.0)) == ["a", "b", "c"]


def test_an_error_while_reading_is_raised_to_whoever_waits_after_what_came_before_it() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise ModelError("cut")

    arriving = pieces(broken, lambda: 5.0)
    assert next(arriving) == "a"
    with pytest.raises(ModelError) as error:
        next(arriving)
    assert error.value.kind == "cut"


def test_a_stream_that_stays_silent_is_given_up_when_no_time_is_left() -> None:
    release = threading.Event()

    def silent() -> Iterator[str]:
        release.wait()
        yield "late"

    with pytest.raises(ModelError) as error:
        list(pieces(silent, lambda: 0.05))
    release.set()
    assert error.value.kind == "slow"


def test_a_stream_that_drips_cannot_stretch_the_time() -> None:
    left = iter([1.0, 1.0, 1.0, 0.0, 0.0])

    def drip() -> Iterator[str]:
        while not released.wait(0.01):
            yield " "

    released = threading.Event()
    with pytest.raises(ModelError):
        for _ in pieces(drip, lambda: next(left, -1.0)):
            pass
    released.set()


def test_reading_stops_when_nobody_waits_any_more() -> None:
    closed = threading.Event()
    go_on = threading.Event()

    def endless() -> Iterator[str]:
        try:
            yield "first"
            while go_on.wait(5):
                yield "more"
        finally:
            closed.set()

    arriving = pieces(endless, lambda: 5.0)
    next(arriving)
    arriving.close()
    go_on.set()
    assert closed.wait(5)
