"""From the bytes of a file to its text: UTF-8, UTF-16, or the old encoding that its letters speak for."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import InvalidInput
from app.exchange.letters import is_readable, likelihood

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B]")
_PIECE = re.compile(rb"[^\n]{1,1000}(?=\s)|[^\n]+")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]|[\x80-\xff]")
_WIDE = 0.1  # of the bytes of UTF-16, at least, that no text in ASCII has
_SEEN_OFTEN = 40  # pieces of a file with the same byte, that say as much as all others with it
_CLEAR = 4.0  # nats by which the best reading has to be ahead of the next: fifty to one
# fmt: off
# Old encodings, and how much rarer than Windows' each of them is, in nats.
_OLD = {
    "cp1252": 0, "cp1250": 0, "cp1254": 0, "cp1251": 0, "gb18030": 0, "cp932": 0, "big5": 0, "cp949": 0, "cp1253": 0,
    "cp1255": 0, "cp1256": 0, "cp1257": 0, "cp1258": 1, "cp874": 0, "euc_jp": 1, "koi8_r": 1, "koi8_u": 1,
    "mac_roman": 1, "iso8859_1": 1, "iso8859_15": 1, "iso8859_2": 1, "iso8859_16": 1, "iso8859_5": 1, "iso8859_6": 1,
    "iso8859_7": 1, "iso8859_8": 1, "iso8859_9": 1, "iso8859_13": 1, "cp850": 2, "cp852": 2, "cp857": 2, "cp866": 2,
    "cp855": 3, "iso8859_10": 3, "mac_iceland": 3, "mac_cyrillic": 2, "mac_latin2": 2, "mac_greek": 2, "mac_turkish":
    2, "cp437": 3, "cp737": 3, "cp775": 3, "cp862": 3, "cp864": 3, "cp869": 3, "cp500": 3,
}
# fmt: on
_VARIED = {"cp500"}  # EBCDIC, of which every country has its own


@dataclass(frozen=True, slots=True)
class Reading:
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """`is_sure`: not when another encoding gives a text that looks as good, which is its `rival` then. `lost`:
    characters that it has none for."""

    text: str
    encoding: str
    is_sure: bool = True
    lost: int = 0
    rival: Reading | None = None


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """`encoding`: what a person says it is. Raises InvalidInput for a name that Python does not know."""
    if encoding:
        return _as_told(data, encoding)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if name := marked or _wide(data):
        return _lossy(data, name)
    if _JAPANESE_MAIL.search(data) and data.isascii():
        return _lossy(data, "iso2022_jp")
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError:
        # A few broken characters in a file that is UTF-8 otherwise, such as one that was cut, don't make it another
        # encoding.
        broken = _lossy(data, "utf-8")
        whole = sum(sign >= "\x80" for sign in broken.text) - broken.lost
        return broken if whole >= 2 * broken.lost else _old(data)


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        return _lossy(data, codecs.lookup(encoding).name)
    # Also of those that are none of texts, such as zlib.
    except (LookupError, TypeError, UnicodeError, ValueError):
        raise InvalidInput(
            f"{encoding[:40]!r} is not a text encoding; such as utf-8, windows-1252, gb18030 or shift_jis.",
            "encoding",
        ) from None


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = _text(data, encoding, "replace")
    return Decoded(text.removeprefix("\ufeff"), encoding, lost=text.count("\ufffd"))


def _text(data: bytes, encoding: str, errors: str = "strict") -> str:
    """Windows-1258 has the tones of Vietnamese as signs of their own, which no one types that way."""
    text = data.decode(encoding, errors)
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, in whatever script: its line ends and spaces have a byte 0, which texts have not."""
    sample = data[: min(len(data), 4000) // 2 * 2]
    if len(data) < 8 or len(_CONTROLS.findall(sample)) < _WIDE * len(sample):
        return None
    found: list[tuple[int, str]] = []
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "ignore")
        plain = sum(" " <= sign <= "~" or sign in "\r\n\t" for sign in text)
        strange = sum(
            unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\r\n\t" for sign in text
        )
        if plain and strange * 50 < len(text) and is_readable(text):
            found.append((plain, name))
    return max(found, default=(0, None))[1]


def _old(data: bytes) -> Decoded:
    sample = _sample(data)
    readings = sorted(_readings(sample), reverse=True)
    if not readings:
        return _lossy(data, "cp1252")
    score, name, text = readings[0]
    found = _lossy(data, next((one for _, one, other in readings if other == text and one == "cp1252"), name))
    rival = next(
        ((one, other) for near, one, other in readings[1:] if other != text and score - near < _CLEAR), None
    )
    is_sure = rival is None and name not in _VARIED and is_readable(text)
    told = None if rival is None else Reading(rival[0], _text(data, rival[0], "replace"))
    return Decoded(found.text, found.encoding, is_sure, found.lost, told)


def _sample(data: bytes) -> bytes:
    """Lines with all bytes beyond ASCII that the file has. Whole ones, as a cut may go through a character; a line
    end or a space is not part of one in any of these encodings."""
    seen: Counter[int] = Counter()
    found: list[bytes] = []
    for match in _PIECE.finditer(data):
        piece = match[0]
        if piece.isascii():
            continue
        high = {byte for byte in piece if byte >= 0x80}
        if any(seen[byte] < _SEEN_OFTEN for byte in high):
            seen.update(high)
            found.append(piece)
    return b"\n".join(found)


def _readings(sample: bytes) -> Iterator[tuple[float, str, str]]:
    """(how likely, encoding, text) of each encoding that can hold the bytes."""
    scores: dict[str, float] = {}
    for name, rarer in _OLD.items():
        try:
            text = _text(sample, name)
        except UnicodeDecodeError:
            continue
        if text not in scores:
            scores[text] = likelihood(text)[0]
        yield scores[text] - rarer, name, text
