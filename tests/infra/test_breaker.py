"""When a model server is asked no more, and when again."""

import pytest

from app.errors import KeyRefused, UpstreamBroken, UpstreamBusy, UpstreamFailed, UpstreamRefused
from app.infra.breaker import REST_S, Breaker


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


AWAY = UpstreamBroken("The model server can't be reached.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fails(breaker: Breaker, *errors: UpstreamFailed) -> None:
    for error in errors:
        assert breaker.allows()
        breaker.failed(error)


def test_it_opens_after_three_failures_in_a_row(breaker: Breaker) -> None:
    fails(breaker, AWAY, AWAY)
    assert breaker.allows()
    assert (breaker.reason, breaker.opens_again_at) == (None, None)
    breaker.succeeded()
    fails(breaker, AWAY, UpstreamRefused("No such model."))
    fails(breaker, AWAY)
    assert not breaker.allows()
    assert (breaker.reason, breaker.opens_again_at) == ("The model server can't be reached.", 1030.0)


def test_a_refused_key_opens_it_at_once(breaker: Breaker) -> None:
    fails(breaker, KeyRefused("The model server refuses the key (401)."))
    assert not breaker.allows()
    assert (breaker.reason, breaker.opens_again_at) == ("The model server refuses the key (401).", 1030.0)


def test_one_probe_at_a_time(breaker: Breaker, clock: Clock) -> None:
    fails(breaker, AWAY, AWAY, AWAY)
    clock.now = 1029.9
    assert not breaker.allows()
    clock.now = 1030.0
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]
    assert (breaker.reason, breaker.opens_again_at) == (None, None)
    fails(breaker, AWAY, AWAY)
    assert breaker.allows()  # the count began anew


def test_a_probe_that_fails_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    fails(breaker, AWAY, AWAY, AWAY)
    clock.now = 1040.0
    fails(breaker, UpstreamRefused("No such model."))
    assert not breaker.allows()
    assert (breaker.reason, breaker.opens_again_at) == ("No such model.", 1070.0)


def test_a_probe_that_nobody_waited_for_lets_another_one_probe(breaker: Breaker, clock: Clock) -> None:
    fails(breaker, AWAY, AWAY, AWAY)
    clock.now = 1030.0
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.gave_up()
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_a_busy_server_says_when(breaker: Breaker, clock: Clock) -> None:
    fails(breaker, UpstreamBusy("Busy."), UpstreamBusy("Busy."), UpstreamBusy("Busy; 7 s.", 7.0))
    assert breaker.opens_again_at == 1007.0
    clock.now = 1007.0
    fails(breaker, UpstreamBusy("Busy."))
    assert breaker.opens_again_at == 1037.0


def test_late_failures_of_calls_from_before_change_nothing(breaker: Breaker, clock: Clock) -> None:
    fails(breaker, AWAY, AWAY, AWAY)
    clock.now = 1020.0
    breaker.failed(UpstreamBusy("Busy.", 60.0))
    assert (breaker.reason, breaker.opens_again_at) == ("The model server can't be reached.", 1030.0)


def test_a_success_that_began_before_it_opened_does_not_close_it(clock: Clock) -> None:
    breaker = Breaker(clock)
    assert breaker.allows()  # a slow call
    breaker.failed(KeyRefused("The model server refuses the key (401)."))
    breaker.succeeded()
    assert not breaker.allows()
    clock.now += REST_S
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.opens_again_at is None
