"""Keys and values of one conversation, and the prompts kept so that the next conversation starts faster."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from app.engine.served.decoder import Cache

GROWTH = 256
"""Positions that a cache grows by at least: a reply of usual length then reallocates once or twice."""
BLOCK = 64
"""Attention is computed over whole blocks of keys (attention.py). Those not written yet are zero: a hidden key counts
for nothing only if it is a number."""


def whole_blocks(count: int) -> int:
    return -(-count // BLOCK) * BLOCK


class KvCache:
    """Grows in place. A position is written once, so others may read a prompt while a reply is appended."""

    def __init__(self, layers: int) -> None:
        self.length = 0
        self._layers = layers
        self._buffer: torch.Tensor | None = None  # [2, layers, kv heads, capacity, head size]
        self._cleared = 0  # positions that are written or zero

    def reserve(self, count: int, like: torch.Tensor) -> Sequence[torch.Tensor]:
        """Room for `count` more, by layer [2, kv heads, count, head size], keys first; `advance` makes it count.

        `like` [..., kv heads, head size] tells the shape.
        """
        end = self.length + count
        buffer = self._room_for(whole_blocks(end), like)
        if self._cleared < whole_blocks(end):
            buffer[..., self._cleared : whole_blocks(end), :] = 0
            self._cleared = whole_blocks(end)
        return buffer[..., self.length : end, :].unbind(1)

    def between(self, first: int, end: int) -> tuple[Sequence[torch.Tensor], Sequence[torch.Tensor]]:
        """Keys and values of these positions, by layer [1, kv heads, end - first, head size]."""
        assert self._buffer is not None, "room was reserved"
        keys, values = self._buffer[:, :, None, :, first:end].unbind(0)
        return keys.unbind(0), values.unbind(0)

    def advance(self, count: int) -> None:
        self.length += count

    def reusable(self, length: int) -> int:
        return min(length, self.length)

    def frozen(self) -> "KvCache":
        return self  # nothing written is written again

    def fork(self, length: int) -> "KvCache":
        fork = KvCache(self._layers)
        if self._buffer is not None and length:
            like = self._buffer[0, 0, :, 0]
            fork._room_for(whole_blocks(length), like)[..., :length, :] = self._buffer[..., :length, :]
            fork.length = fork._cleared = length
        return fork

    def _room_for(self, end: int, like: torch.Tensor) -> torch.Tensor:
        old = self._buffer
        if old is not None and old.shape[3] >= end:
            return old
        capacity = max(end + GROWTH, 0 if old is None else 2 * old.shape[3])
        self._buffer = like.new_empty(2, self._layers, like.shape[-2], capacity, like.shape[-1])
        if old is not None:
            self._buffer[..., : self._cleared, :] = old[..., : self._cleared, :]
        return self._buffer


@dataclass(frozen=True, slots=True)
class _Entry:
    adapter: object
    tokens: torch.Tensor
    cache: Cache


class PrefixCache:
    """The most recently used prompts, by adapter and token ids.

    Every request of an agent begins with the same system prompt, and every turn of a chat with the turns
    before it, so the longest common beginning is looked for and not a fixed boundary.
    """

    def __init__(self, token_limit: int) -> None:
        self._token_limit = token_limit
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._next_key = 0

    def longest(self, adapter: object, tokens: list[int]) -> Cache | None:
        """A fork of the longest stored beginning of `tokens`; at least one token is left to predict from."""
        wanted = torch.tensor(tokens[:-1])
        best_key, best_length = -1, 0
        for key, entry in self._entries.items():
            if entry.adapter is adapter:
                length = entry.cache.reusable(_common(entry.tokens, wanted))
                if length > best_length:
                    best_key, best_length = key, length
        if best_length == 0:
            return None
        self._entries.move_to_end(best_key)
        return self._entries[best_key].cache.fork(best_length)

    def store(self, adapter: object, tokens: list[int], cache: Cache) -> None:
        """Keep `cache`, which holds at least `tokens`; shorter entries that it can stand for are replaced."""
        kept = torch.tensor(tokens)
        for key, entry in list(self._entries.items()):
            length = len(entry.tokens)
            is_contained = entry.adapter is adapter and _common(entry.tokens, kept) == length
            if is_contained and cache.reusable(length) == length:
                del self._entries[key]
        self._entries[self._next_key] = _Entry(adapter, kept, cache.frozen())
        self._next_key += 1
        while sum(len(entry.tokens) for entry in self._entries.values()) > self._token_limit:
            self._entries.popitem(last=False)

    def forget(self, adapter: object) -> None:
        for key in [key for key, entry in self._entries.items() if entry.adapter is adapter]:
            del self._entries[key]


def _common(left: torch.Tensor, right: torch.Tensor) -> int:
    length = min(len(left), len(right))
    different = (left[:length] != right[:length]).nonzero()
    return int(different[0]) if len(different) else length
