"""Stops asking a model server that fails, and tries again now and then. Pure."""

import time
from collections.abc import Callable

from app.errors import KeyRefused, UpstreamBusy, UpstreamFailed

FAILURES = 3  # in a row
REST_S = 30.0  # unless the server says itself when it wants to be asked again


class Breaker:
    """Closed, calls go through. Open, none does. After a rest one call at a time probes; its success closes it.

    A caller that was let through says how it went: `succeeded`, `failed`, or `gave_up` where the caller left first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._probing = False
        self.reason: str | None = None  # why it is open, in a sentence
        self.opens_again_at: float | None = (
            None  # the clock's time from which a call may probe; None while closed
        )

    def allows(self) -> bool:
        """Whether to call now. Where it is a probe, no other call is allowed until that one's end is told."""
        if self.opens_again_at is None:
            return True
        if self._probing or self._clock() < self.opens_again_at:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        if self.opens_again_at is not None and not self._probing:
            return  # a call from before it opened says nothing of now
        self._failures, self._probing = 0, False
        self.reason = self.opens_again_at = None

    def failed(self, error: UpstreamFailed) -> None:
        if self.opens_again_at is not None and not self._probing:
            return  # a call from before it opened; the rest has begun already
        self._failures += 1
        if self._probing or self._failures >= FAILURES or isinstance(error, KeyRefused):
            wait_s = error.retry_after_s if isinstance(error, UpstreamBusy) else None
            self.opens_again_at = self._clock() + (REST_S if wait_s is None else wait_s)
            self.reason = error.message
        self._probing = False

    def gave_up(self) -> None:
        """The call ended before anything was known, so another one may probe."""
        self._probing = False
