"""Alpaca: `instruction`, `input`, `output`; as later tools have it also `system`, `history` ([[query, answer], …])."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from app.exchange.rows import Extras, Row, Turn, Unreadable, text


def read(data: dict[str, Any]) -> Iterator[Row]:
    """One pair. Raises Unreadable."""
    instruction = text(data.get("instruction"), "“instruction”", required=False)
    addition = text(data.get("input"), "“input”", required=False)
    query = f"{instruction}\n\n{addition}" if instruction and addition else instruction or addition
    system = data.get("system")
    return iter(
        [
            Row(
                text(query, "The question (“instruction” or “input”)"),
                text(data.get("output"), "The answer (“output”)"),
                **Extras.of(data.get("metadata")).values,
                earlier=tuple(_history(data.get("history"))),
                system=text(system, "“system”", required=False) or None,
            )
        ]
    )


def write(row: Row) -> str:
    data: dict[str, Any] = {"instruction": row.query, "input": "", "output": row.response}
    if row.system is not None:
        data["system"] = row.system
    if row.earlier:
        # A conversation that the agent opened begins with an empty question.
        opened = [Turn("user", "")] if row.earlier[0].role == "assistant" else []
        turns = [turn.content for turn in [*opened, *row.earlier]]
        data["history"] = [list(exchange) for exchange in list(pairwise(turns))[::2]]
    extras = row.extras()
    return json.dumps(data | ({"metadata": extras} if extras else {}), ensure_ascii=False) + "\n"


def _history(history: object) -> Iterator[Turn]:
    for exchange in history if isinstance(history, list) else ():
        if not (
            isinstance(exchange, list) and len(exchange) == 2 and all(isinstance(t, str) for t in exchange)
        ):
            raise Unreadable("“history” has to be a list of [question, answer].")
        query, answer = exchange
        if query:
            yield Turn("user", query)
        yield Turn("assistant", answer)
