"""What a run taught: for each training pair, whether the key points of its answer come out now.

Told from one forward pass over the answers and not from generated ones: a key point comes out when each of its tokens
is the model's first choice after the expert's words before it. That costs about a second for 20 pairs where writing
20 answers costs half a minute, and a paraphrase earlier in the answer does not hide a fact that was learned.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.report import KeyPoint, Taught
from app.training.evaluate import batches
from app.training.render import Sample

PAIRS = 200  # the newest ones: a minute on two cores (SmolLM2-135M), an eighth of what their steps take
LEARNED = 0.5  # share of an answer's key points; numbers and prices have to come out all
COMMON = 1 / 3  # a word in more of the answers belongs to the house style

_POINT = re.compile(r"[$€£]?\d+(?:[.,:]\d+)*\s?[%€$£]?|[^\W\d_]{4,}")


@torch.inference_mode()
def write(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    samples: Sequence[Sample],
    prefix: int,
    check_stop: Callable[[], None],
) -> list[Taught]:
    """By pair, the least learned first, and those last whose answers have no key point."""
    spread = Counter(word for sample in samples for word in _words(sample.pair.response))
    common = {word for word, count in spread.items() if count > max(1, COMMON * len(samples))}
    entries = []
    for group, batch, losses in batches(model, samples[-PAIRS:], prefix, check_stop):
        for number, sample in enumerate(group):
            correct = losses.correct[batch.owners == number].tolist()
            entries.append(_entry(sample, tokenizer, correct, common))
    return sorted(entries, key=lambda e: (e.learned is None, e.learned, e.share))


def _entry(
    sample: Sample, tokenizer: PreTrainedTokenizerBase, correct: Sequence[bool], common: set[str]
) -> Taught:
    said = _words(sample.pair.query) | common
    text, ends = _decoded(tokenizer, sample.ids[sample.start : sample.end])
    points: dict[str, bool] = {}
    for found in _POINT.finditer(text):
        point = found.group().strip()
        if point.lower() in said:
            continue
        begin, end = found.span()
        tokens = [
            hit
            for hit, first, last in zip(correct, [0, *ends], ends, strict=False)
            if first < end and last > begin
        ]
        points[point] = points.get(point, False) or all(tokens)
    share = sum(points.values()) / len(points) if points else None
    facts = [learned for point, learned in points.items() if any(map(str.isdigit, point))]
    return Taught(
        pair_id=sample.pair.id,
        query=sample.pair.query,
        learned=share >= LEARNED and all(facts) if share is not None else None,
        share=share,
        key_points=tuple(KeyPoint(text=point, learned=learned) for point, learned in points.items()),
    )


def _words(text: str) -> set[str]:
    return {found.strip().lower() for found in _POINT.findall(text)}


def _decoded(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> tuple[str, list[int]]:
    """The text, and where in it each token ends."""
    texts = [
        str(tokenizer.decode(list(ids[:count]), skip_special_tokens=True, clean_up_tokenization_spaces=False))
        for count in range(1, len(ids) + 1)
    ]
    return texts[-1], [len(text) for text in texts]
