"""Whether a model holds the taught figures for likelier than others: 50 EUR before 30 EUR.

Told by teacher forcing, as the receipt: each taught answer that holds numbers beside itself with other numbers. An
adapter that learned other figures than were taught shows here at once, whatever its loss and style say.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.training.evaluate import by_token
from app.training.remembered import Remembered
from app.training.render import Sample, render_pair, shared_prefix

MOST = 24  # answers, the newest; two passes over each cost what two entries of the receipt do
# A number with what says its kind: the currency, unit or noun beside it.
_NUMBER = re.compile(r"(?P<before>[$€£]?)(?P<value>\d+(?:[.,:]\d+)*)(?P<after>\s?[%€$£]|\s?[^\W\d_]+)?")


@dataclass(frozen=True)
class Changed:
    """A taught answer and the same with other figures; `spans` are the places of the tokens that differ."""

    taught: Sample
    other: Sample
    spans: tuple[tuple[slice, slice], ...]  # in the response of `taught`, and of `other`


def changed(
    tokenizer: PreTrainedTokenizerBase, system: str, pairs: Sequence[Pair], most_tokens: int
) -> list[Changed]:
    """Of the newest answers that hold a number which their question does not say; none too long."""
    values = {(kind, value) for pair in pairs for kind, value in _values(pair.response)}
    found: list[Changed] = []
    for pair in reversed(pairs):
        other = _with_others(pair, values)
        if other is None or len(found) == MOST:
            continue
        taught, changed = (
            render_pair(tokenizer, system, replace(one, examples=()), most_tokens) for one in (pair, other)
        )
        if spans := _differing(*(sample.ids[sample.start : sample.end] for sample in (taught, changed))):
            found.append(Changed(taught, changed, tuple(spans)))
    return found


def margin(
    model: PreTrainedModel,
    some: Sequence[Changed],
    check_stop: Callable[[], None],
    remembered: Remembered | None = None,
) -> float | None:
    """Nats per changed token by which the taught figures are likelier; None where no answer holds one."""
    if not some:
        return None
    samples = [sample for one in some for sample in (one.taught, one.other)]
    nats = [nats for nats, _ in by_token(model, samples, shared_prefix(samples), check_stop, remembered)]
    gain, tokens = 0.0, 0
    for one, taught, other in zip(some, nats[::2], nats[1::2], strict=True):
        for here, there in one.spans:
            gain += sum(other[there]) - sum(taught[here])
            tokens += max(here.stop - here.start, there.stop - there.start)
    return gain / tokens


def _values(text: str) -> list[tuple[str, str]]:
    return [(_kind(match), match["value"]) for match in _NUMBER.finditer(text)]


def _kind(match: re.Match[str]) -> str:
    shape = re.sub(r"\d+", "0", match["value"])
    return f"{match['before'] or (match['after'] or '').strip().lower()} {shape}"


def _with_others(pair: Pair, values: set[tuple[str, str]]) -> Pair | None:
    """None where there is no number to change: one that the question says too is copied, not learned."""
    said = {value for _, value in _values(" ".join([pair.query, *(turn.content for turn in pair.turns)]))}
    own = {value for _, value in _values(pair.response)}
    chance = random.Random(pair.id)

    def other(match: re.Match[str]) -> str:
        value = match["value"]
        if value in said:
            return match[0]
        alike = sorted(v for kind, v in values if kind == _kind(match) and v not in own | said)
        new = chance.choice(alike) if alike else _next(value)
        return f"{match['before']}{new}{match['after'] or ''}"

    response = _NUMBER.sub(other, pair.response)
    return replace(pair, response=response) if response != pair.response else None


def _next(value: str) -> str:
    """Another number of the same length: 50 becomes 60, 9:30 becomes 1:30."""
    first = int(value[0])
    return f"{first % 9 + 1}{value[1:]}"


def _differing(taught: Sequence[int], other: Sequence[int]) -> list[tuple[slice, slice]]:
    """Where a value has more tokens than its stand-in, the token behind it says that it ended."""
    spans = []
    for kind, i, j, k, m in SequenceMatcher(None, taught, other, autojunk=False).get_opcodes():
        if kind != "equal":
            more = int(j - i != m - k)
            spans.append((slice(i, min(j + more, len(taught))), slice(k, min(m + more, len(other)))))
    return spans
