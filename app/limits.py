"""How often something may be asked and how many sockets may be open: the defaults, and how settings change them."""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from pydantic_core import PydanticCustomError

T = TypeVar("T")


class Rate(NamedTuple):
    amount: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.amount}/{next(unit for unit, seconds in _UNITS.items() if seconds == self.seconds)}"


_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_RATE = re.compile(r"(\d{1,9})/(second|minute|hour)")
# A person who types makes some 200 operations a minute; 50 people behind one address share `address`.
RATES: dict[str, Rate | None] = {
    "operations": Rate(3_000, 60),
    "replies": Rate(1_200, 60),
    "downloads": Rate(120, 60),
    "sign-in": Rate(60, 60),
    "address": Rate(12_000, 60),
    # Questions by share links, which cost a model's time and need no account: of one link, and from one address.
    "shared": Rate(600, 60),
    "visitor": Rate(60, 60),
}
# A page has one socket. One that waits takes some 30 KiB for ten seconds at most, one that is used about 41 KiB.
SOCKETS: dict[str, int | None] = {"waiting": 2_000, "waiting-per-address": 200, "per-workspace": 5_000}


def rates(text: str) -> dict[str, Rate | None]:
    """`RATES` with what `text` changes of them. Raises PydanticCustomError."""
    return _changed(RATES, text, _rate, "address=6000/minute")


def sockets(text: str) -> dict[str, int | None]:
    """`SOCKETS` with what `text` changes of them. Raises PydanticCustomError."""
    return _changed(SOCKETS, text, _count, "waiting=500")


def _changed(
    defaults: dict[str, T | None], text: str, read: Callable[[str], T | None], example: str
) -> dict[str, T | None]:
    if text.strip() == "none":
        return dict.fromkeys(defaults)
    changed = dict(defaults)
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        found = None if number == "none" else read(number)
        if name not in defaults or (found is None and number != "none"):
            raise PydanticCustomError(
                "limits",
                "{part} is none of them; write {example} or {name}=none, with {names}.",
                {
                    "part": part,
                    "example": example,
                    "name": example.partition("=")[0],
                    "names": ", ".join(defaults),
                },
            )
        changed[name] = found
    return changed


def _rate(text: str) -> Rate | None:
    match = _RATE.fullmatch(text)
    return Rate(int(match[1]), _UNITS[match[2]]) if match and int(match[1]) else None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else None
