"""A file as a person has it: its bytes or its text, unpacked, decoded and parsed once for all readers."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from app.errors import InvalidInput, LimitReached
from app.exchange.decoding import Decoded, decoded
from app.exchange.objects import Objects, objects
from app.exchange.rows import LARGEST, Field

Wishes = Mapping[str, Field | None]  # {column or key: what it holds}; None: it is left out

_LARGEST_UNPACKED = 100 << 20  # of an office file, which packs its text about tenfold
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_BINARY = 0.005  # of the characters of a text
_JSON = re.compile(r"\s*[\[{]\s*(?:[\"'{\[}\]]|//|/\*|\Z)")


class Source:
    """Raises LimitReached for a file that is too large, InvalidInput for one that is none."""

    def __init__(
        self,
        content: str | None = None,
        *,
        data: bytes | None = None,
        name: str = "",
        encoding: str | None = None,
    ) -> None:
        self.name = name.lower()
        self._content, self._encoding = content, encoding
        self.data = content.encode("utf-8", "surrogatepass") if data is None else data  # type: ignore[union-attr]
        _limited(len(self.data))
        if self.data.startswith(_GZIP):
            self.name = self.name.removesuffix(".gz")
            self.data = _unzipped(self.data)

    @cached_property
    def decoded(self) -> Decoded:
        """Without a byte order mark. Raises InvalidInput for what is not text."""
        if self._content is not None:
            return Decoded(self._content.removeprefix("\ufeff"), "utf-8")
        found = decoded(self.data, self._encoding)
        if len(_BINARY.findall(found.text)) > max(_MOST_BINARY * len(found.text), 2):
            raise InvalidInput(
                "This is not a text file; save it as text, Markdown, HTML, Word, PDF, CSV or JSON.", "content"
            )
        return found

    @property
    def text(self) -> str:
        return self.decoded.text

    @cached_property
    def is_binary(self) -> bool:
        """A file whose reader looks at its bytes."""
        return self._content is None and self.data.startswith((_ZIP, b"%PDF", b"PAR1", b"\xd0\xcf\x11\xe0"))

    @cached_property
    def is_json(self) -> bool:
        return _JSON.match(self.text) is not None

    @cached_property
    def objects(self) -> Objects:
        return objects(self.text)

    @cached_property
    def members(self) -> frozenset[str]:
        """Names in a ZIP, which Word, Excel, OpenDocument and EPUB files are; empty for other files."""
        if not self.data.startswith(_ZIP):
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
                if sum(info.file_size for info in packed.infolist()) > _LARGEST_UNPACKED:
                    raise LimitReached(f"The file unpacks to more than {_LARGEST_UNPACKED >> 20} MiB.")
                return frozenset(packed.namelist())
        except zipfile.BadZipFile:
            raise InvalidInput("The file is damaged: its ZIP directory can't be read.", "content") from None

    def member(self, name: str) -> bytes:
        """Raises InvalidInput."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
                return packed.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
            raise InvalidInput(f"The file is damaged: {name} in it can't be read.", "content") from None

    def ends(self, *suffixes: str) -> bool:
        return self.name.endswith(suffixes)


def _limited(size: int) -> None:
    if size > LARGEST:
        raise LimitReached(f"The file has {size:,} bytes; {LARGEST:,} is the most. Import it in parts.")


def _unzipped(data: bytes) -> bytes:
    """Of gzip, at most as much as a file may have: a bomb is not unpacked."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacking.decompress(data, LARGEST + 1)
    except zlib.error:
        raise InvalidInput("The file is damaged: its gzip data can't be unpacked.", "content") from None
    _limited(len(found))
    return found


def value_of(data: Mapping[str, Any], *names: str) -> Any:
    """The first of these keys that holds something."""
    return next((data[name] for name in names if data.get(name) not in (None, "", [], {})), None)
