"""Alpaca: `instruction`, `input`, `output`; as later tools have it also `system`, `history` ([[query, answer], …]).

Dolly's `instruction`, `context`, `response` are the same under other names.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.exchange.format import Format, Line
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Turn, pairs_of_turns, text

# https://github.com/Mintplex-Labs/anything-llm, server/utils/helpers/chat/convertTo.js
_SOURCES = re.compile(r"\s*Context:\s*\[CONTEXT 0\]:.*", re.S)
_ROWS_OF_A_PROMPT = 4  # at least, on average, of several workspaces in one file


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """One pair. Raises Unreadable."""
    instruction = text(data.get("instruction"), "“instruction”", required=False)
    addition = text(data.get("input", data.get("context")), "“input”", required=False)
    query = f"{instruction}\n\n{addition}" if instruction and addition else instruction or addition
    answer = next((data[name] for name in ("output", "response", "answer") if name in data), None)
    system = data.get("system")
    return iter(
        [
            Row(
                text(query, "The question (“instruction” or “input”)"),
                text(answer, "The answer (“output”)"),
                **Extras.of(data.get("metadata")).values,
                earlier=pairs_of_turns(data.get("history")),
                system=text(system, "“system”", required=False) or None,
            )
        ]
    )


def _compared(lines: Sequence[Line], notes: Notes) -> Sequence[Line]:
    """AnythingLLM and others put the system prompt into `instruction`, with what was looked up below it, and the
    question into `input`. The same few instructions above many inputs are not questions."""
    told = {_without_sources(data) for _, data in lines}
    inputs = {_input(data) for _, data in lines}
    is_looked_up = any(_SOURCES.search(str(data.get("instruction"))) for _, data in lines)
    few = len(told) == 1 or _ROWS_OF_A_PROMPT * len(told) <= len(lines)
    if not lines or "" in told | inputs or not few or (len(inputs) == 1 and not is_looked_up):
        return lines
    notes.shared_instruction = _without_sources(lines[0][1])
    return [
        (line, {**data, "instruction": "", "system": data.get("system") or _without_sources(data)})
        for line, data in lines
    ]


def _input(data: Mapping[str, Any]) -> str:
    said = data.get("input", data.get("context"))
    return said.strip() if isinstance(said, str) else ""


def _without_sources(data: Mapping[str, Any]) -> str:
    instruction = data.get("instruction")
    return _SOURCES.sub("", instruction).strip() if isinstance(instruction, str) else ""


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


def _signs(data: Mapping[str, Any]) -> bool:
    return (
        "instruction" in data
        and bool({"output", "response", "answer"} & data.keys())
        and "chosen" not in data
    )


FORMAT = Format(
    name="alpaca",
    title="Alpaca instructions",
    reads="`instruction`, `input` and `output`, with `system` and `history`; Dolly's `instruction`, `context` and "
    "`response`. Instruction and input are one question with an empty line between them; an instruction that all rows "
    "repeat is their system prompt, as AnythingLLM writes it.",
    writes="One object for each pair; what was said before as `history`, what else is known in `metadata`.",
    purpose="for open-source trainers; what was said before is its history",
    suffixes=(".jsonl", ".json"),
    signs=_signs,
    compared=_compared,
    shape=read,
    write=write,
)
