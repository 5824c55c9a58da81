"""Our own JSONL: `query`, `response` and what is known of the pair; the first line may describe the agent.

Objects with other keys are read too, by the same guesses as the columns of a table.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.exchange.format import Format
from app.exchange.rows import Field, Row, Subject

_OWN = {"id", "query", "response", "category", "context", "difficulty", "draft", "split", "earlier"}


def is_subject(data: Mapping[str, Any]) -> bool:
    """Whether this object describes the agent rather than being a pair."""
    return "company" in data and "description" in data and Field.QUERY not in data


def is_own(data: Mapping[str, Any]) -> bool:
    return {"query", "response"} <= data.keys() <= _OWN


def head(subject: Subject) -> str:
    data = {"company": subject.name, "description": subject.description, "system": subject.system}
    return json.dumps(data, ensure_ascii=False) + "\n"


def write(row: Row) -> str:
    data: dict[str, Any] = {**row.extras(), Field.QUERY: row.query, Field.RESPONSE: row.response}
    if row.earlier:
        data["earlier"] = [{"role": turn.role, "content": turn.content} for turn in row.earlier]
    return json.dumps(data, ensure_ascii=False) + "\n"


FORMAT = Format(
    name="coachable",
    title="JSON lines",
    reads="Objects with `query` and `response`, and others whose keys are guessed: `question` and `answer`, "
    "KTO's `label`, "
    "Dify's `Q` and `A`, SQuAD, rows below `data`, the orientations of pandas. One a line, over several lines, "
    "or a list; "
    "commas and comments too many are passed over.",
    writes="Everything that is known of each pair; the first line describes the agent.",
    asks="Keys that are guessed by their texts.",
    purpose="everything that is known of each pair",
    suffixes=(".jsonl", ".json", ".ndjson"),
    claims=lambda source: source.is_json or source.ends(".json", ".jsonl", ".ndjson"),
    head=head,
    write=write,
)
