"""UTF-8 that some program read as another encoding and saved again, so that “ü” became “Ã¼” or “Гј”. Pure.

ftfy knows what it looks like in Windows-1252; here it is undone, which works for every encoding.
"""

import re
from collections.abc import Sequence

import ftfy.bad_codecs  # noqa: F401  registers the encodings with the bytes that Windows passes on as they are

from app.exchange.letters import is_readable

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TAKEN_FOR = (
    "sloppy-windows-1252",
    "latin-1",
    "sloppy-windows-1250",
    "sloppy-windows-1251",
    "sloppy-windows-1253",
    "sloppy-windows-1254",
    "sloppy-windows-1256",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
    "koi8_r",
)
_MOST = 0.5  # of the places beyond ASCII


def were_utf8(texts: Sequence[str]) -> list[str]:
    """Those with such places, where most places of all of them are such; else none."""
    places = {place for text in texts if not text.isascii() for place in _BEYOND_ASCII.findall(text)}
    for encoding in _TAKEN_FOR:
        undone = {place: before for place in places if (before := _undone(place, encoding))}
        if len(undone) > _MOST * len(places) and is_readable(" ".join(undone.values())):
            return [text for text in texts if undone.keys() & set(_BEYOND_ASCII.findall(text))]
    return []


def _undone(place: str, encoding: str) -> str:
    """Empty where it was no UTF-8."""
    try:
        before = place.encode(encoding).decode()
    except UnicodeError:
        return ""
    return "" if before.isascii() else before
