"""Says in one sentence why a model server gave no answer, and as which error. Pure; never with the key in it."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from app.errors import (
    KeyRefused,
    UpstreamBroken,
    UpstreamBusy,
    UpstreamFailed,
    UpstreamLacks,
    UpstreamRefused,
)

LONGEST = 300  # characters of a message
LONGEST_WAIT_S = 60.0  # that a server may ask for: no one looks at the page for longer
OWN_WORDS = "x-coachable-error"  # our own model server's, whose messages are sentences for people
_BUSY = (429, 503, 529)  # 529: overloaded, at some hosts


def failure_of(response: httpx2.Response, words: str, key: str) -> UpstreamFailed:
    """`words`: the server's own."""
    status = response.status_code
    if OWN_WORDS in response.headers and words:
        said = _keyless(words, key)
        if status in _BUSY:
            return UpstreamBusy(said, 2.0)
        return UpstreamLacks(said) if status == 404 else UpstreamRefused(said)
    if status in (401, 403):
        return KeyRefused(
            _sentence(
                f"The model server refuses the key ({status})", words, key, "; check it in the settings"
            )
        )
    if status in _BUSY:
        wait_s = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
        then = "; try again later" if wait_s is None else f"; try again in {wait_s:.0f} s"
        return UpstreamBusy(_sentence(f"The model server is busy ({status})", words, key, then), wait_s)
    if 400 <= status < 500 and status != 408:
        refusal = UpstreamLacks if status == 404 else UpstreamRefused
        return refusal(
            _sentence(
                f"The model server refuses the request ({status})",
                words,
                key,
                "; check its address, model and parameters in the settings",
            )
        )
    return UpstreamBroken(_sentence(f"The model server failed ({status})", words, key))


def broken(words: str, key: str, *, answering: bool) -> UpstreamBroken:
    """Where there was no status to tell: no server there, or a connection that ended amid an answer."""
    what = "broke off its answer" if answering else "can't be reached"
    return UpstreamBroken(_sentence(f"The model server {what}", words, key))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from the header that has them or the date (RFC 9110); None where it says neither."""
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}(\.\d+)?\s*", value, re.A):
        seconds = float(value)
    else:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT_S)


def _sentence(what: str, words: str, key: str, then: str = "") -> str:
    """Of `words` as many as there is room for. Without the key before they are cut: half a key is too much."""
    said = _keyless(words, key).rstrip(".")
    room = LONGEST - len(f"{what}: {then}.")
    said = said if len(said) <= room else f"{said[: room - 1].rstrip()}…"
    return f"{what}{': ' if said else ''}{said}{then}."


def _keyless(words: str, key: str) -> str:
    for form in _forms(key):
        words = words.replace(form, "[key]")
    return " ".join(words.split())


def _forms(key: str) -> list[str]:
    """How a key may stand in a message, the longest first; a header that can't be sent is shown as Python writes it."""
    forms = {key, key.strip(), repr(key)[1:-1], json.dumps(key)[1:-1]} - {""}
    return sorted(forms, key=len, reverse=True)
