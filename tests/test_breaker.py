"""What failed several times in a row is left alone for a while, then tried once."""

from assistant.breaker import Breaker


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(n: int) -> tuple[Breaker, Clock]:
    clock = Clock()
    breaker = Breaker(failures=3, pause=60, clock=clock)
    for _ in range(n):
        breaker.failed()
    return breaker, clock


def test_two_failures_are_forgiven_and_the_third_pauses() -> None:
    assert failing(2)[0].allows() and failing(2)[0].state == "ready"
    assert not failing(3)[0].allows() and failing(3)[0].state == "paused"


def test_a_success_between_failures_starts_the_count_anew() -> None:
    breaker, _ = failing(2)
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()


def test_after_the_pause_one_may_try_and_the_others_wait_for_what_it_finds() -> None:
    breaker, clock = failing(3)
    clock.now = 59.9
    assert not breaker.allows()
    clock.now = 60.0
    assert breaker.state == "ready" and breaker.allows() and not breaker.allows()


def test_one_failure_after_the_pause_pauses_again_and_one_success_ends_it() -> None:
    breaker, clock = failing(3)
    clock.now = 60.0
    assert breaker.allows()
    breaker.failed()
    clock.now = 119.0
    assert not breaker.allows()
    clock.now = 120.0
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows() and breaker.allows()
