"""The few shapes that the batches of a run are padded to: a CUDA graph is good for one, and each has its price."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

TOKENS = 64  # tokens are a multiple of: attention with a mask is fast where its rows are aligned
LABELS = 128  # labels are a multiple of
MOST = 3  # buckets: each takes one step without a graph, one to warm up and one to record
LEAST = 4  # batches that are worth a bucket of their own
WORTH = 0.1  # share of all tokens that one more bucket has to save


@dataclass(frozen=True, order=True)
class Bucket:
    tokens: int
    labels: int

    def holds(self, tokens: int, labels: int) -> bool:
        return tokens <= self.tokens and labels <= self.labels


def buckets(sizes: Sequence[tuple[int, int]], most: int = MOST) -> list[Bucket]:
    """Smallest first. `sizes`: tokens and labels of each batch; every one of them fits into the last bucket."""
    counts = Counter(_up(tokens, TOKENS) for tokens, _ in sizes)
    widths = sorted(counts)
    best: list[int] = widths[-1:]
    for count in range(2, most + 1):
        tried = _divided(widths, counts, count)
        if tried is None or _tokens(tried, counts) > (1 - WORTH) * _tokens(best, counts):
            break
        best = tried
    found: list[Bucket] = []
    below = 0
    for width in best:
        labels = max(labels for tokens, labels in sizes if below < _up(tokens, TOKENS) <= width)
        # At least what the one before holds, so that every batch fits somewhere.
        found.append(Bucket(width, max(_up(labels, LABELS), found[-1].labels if found else 0)))
        below = width
    return found


def bucket_for(some: Sequence[Bucket], tokens: int, labels: int) -> Bucket | None:
    """The smallest that holds so much."""
    return next((bucket for bucket in some if bucket.holds(tokens, labels)), None)


def _divided(widths: Sequence[int], counts: Counter[int], parts: int) -> list[int] | None:
    """The last widths of `parts` groups of neighbours with the fewest tokens after padding; None where there are none
    of at least LEAST batches each."""
    # By number of groups so far and of widths in them: tokens after padding, and the last width of each group.
    best: dict[tuple[int, int], tuple[int, list[int]]] = {(0, 0): (0, [])}
    for part in range(1, parts + 1):
        for end in range(1, len(widths) + 1):
            for start in range(end):
                if (part - 1, start) not in best:
                    continue
                batches = sum(counts[width] for width in widths[start:end])
                if batches < LEAST:
                    continue
                before, ends = best[part - 1, start]
                tried = before + batches * widths[end - 1], [*ends, widths[end - 1]]
                best[part, end] = min(best.get((part, end), tried), tried)
    found = best.get((parts, len(widths)))
    return found[1] if found else None


def _tokens(ends: Sequence[int], counts: Counter[int]) -> int:
    return sum(count * next(end for end in ends if width <= end) for width, count in counts.items())


def _up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple
