"""YAML, such as InstructLab's qna.yaml: lists of questions with answers, alone or below a name."""

from collections.abc import Iterator
from typing import Any

import yaml

from app.errors import InvalidInput
from app.exchange import shapes
from app.exchange.format import Format
from app.exchange.readers import intents
from app.exchange.rows import Contents
from app.exchange.source import Source, Wishes
from app.exchange.unwrapping import unwrapped

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is about ten times as fast


def read(source: Source, wishes: Wishes) -> Contents:
    """Raises InvalidInput."""
    try:
        documents = list(yaml.load_all(source.text, Loader=_LOADER))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        what = getattr(error, "problem", None) or type(error).__name__
        raise InvalidInput(f"This YAML can't be read: line {line}: {what}.", "content") from None
    rows = [row for document in documents for row in _rows(document)]
    if not rows:
        raise InvalidInput("The YAML has no list of questions and answers.", "content")
    # Few people count lines below the first one in a file of a few hundred; the place of the row says enough.
    return shapes.read([(number, row) for number, row in enumerate(rows, start=1)], wishes)


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    """Raises InvalidInput."""
    if isinstance(value, dict) and isinstance(value.get("nlu"), list):
        yield from intents.rasa(value)
        return
    for _, row in unwrapped(1, value):
        if isinstance(row, list):
            yield from (one for one in row if isinstance(one, dict))
        elif isinstance(row, dict):
            nested = [one for name in ("questions_and_answers", "qna", "faq") for one in row.get(name) or ()]
            yield from (one for one in nested if isinstance(one, dict)) if nested else iter((row,))


FORMAT = Format(
    name="yaml",
    title="YAML",
    reads="Lists of objects with the keys of any JSON format above, such as InstructLab's `seed_examples`; Rasa's "
    "`nlu` with its `responses`.",
    suffixes=(".yaml", ".yml"),
    claims=lambda source: source.ends(".yaml", ".yml"),
    read=read,
)
