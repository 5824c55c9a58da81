"""The rows inside one JSON value: lists under a name, the orientations of pandas, SQuAD's paragraphs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.exchange.columns import known_names, names_of
from app.exchange.conversation import are_messages
from app.exchange.inline import asks
from app.exchange.rows import Field

# fmt: off
# Keys below which files keep their rows; {"conversations": […]} with `from` and `value` is a row itself.
_WRAPPERS = (
    "data", "rows", "records", "items", "examples", "samples", "tickets", "conversations", "results", "entries",
    "dataset", "train", "training_data", "seed_examples", "faqs", "faq", "questions", "qa_pairs", "pairs", "qa",
    "mainEntity", "documents", "categories", "sections", "topics", "articles", "chats", "qnas", "_results",
    "macros", "intents",
)
# fmt: on
_LISTED = ("faqs", "faq", "questions", "items", "entries", "qa", "qa_pairs", "pairs", "articles")
_AROUND = ("fields", "metadata", "suggestions", "responses", "vectors")
_MESSAGE_KEYS = {"from", "role", "value", "content", "name", "weight", "tool_calls", "tool_call_id"}
# What a ticket has, and no list of tickets.
_OF_ONE = {"id", "requester_id", "subject", "description", "source"}


def joined(values: Sequence[tuple[int, Any]], *, is_whole: bool) -> Iterator[tuple[int, Any]]:
    """The rows of a file by its values and their lines. `is_whole`: every value of it could be read."""
    for line, row in _joined(values, is_whole=is_whole):
        yield from ((line, one) for one in _inside(row)) if isinstance(row, dict) else ((line, row),)


def _joined(values: Sequence[tuple[int, Any]], *, is_whole: bool) -> Iterator[tuple[int, Any]]:
    if not values:
        return
    line, first = values[0]
    if is_whole and len(values) == 1:
        yield from unwrapped(line, first)
    elif is_whole and all(map(_is_of_slack, rows := [value for _, value in values])):
        yield from ((line, thread) for thread in _threads_of_slack(rows))
    elif is_whole and are_messages([value for _, value in values]) and _takes_turns(values):
        yield line, {"messages": [value for _, value in values]}  # one conversation over the whole file
    elif (table := _of_lists([value for _, value in values])) is not None:
        yield from zip((place for place, _ in values[-len(table) :]), table, strict=True)
    else:
        for place, value in values:
            yield from unwrapped(place, value) if isinstance(value, list) else iter(((place, value),))


def unwrapped(line: int, value: Any) -> Iterator[tuple[int, Any]]:
    """`value` itself when it wraps nothing. All rows of a wrapper are said to begin in its line."""
    rows = _rows(value)
    yield from ((line, value),) if rows is None else ((line, row) for row in rows)


def _is_of_slack(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "message" and isinstance(value.get("ts"), str)


def _threads_of_slack(messages: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of a channel's day: what was answered in a thread, else all that was said. Slack's own lines have a subtype."""
    names = {
        one.get("user"): profile.get("real_name")
        for one in messages
        if isinstance(profile := one.get("user_profile"), dict)
    }
    has_threads = any("thread_ts" in message for message in messages)
    threads: dict[str, list[dict[str, Any]]] = {}
    for message in messages:
        if "subtype" not in message and isinstance(message.get("text"), str) and message["text"].strip():
            place = str(message.get("thread_ts", message["ts"])) if has_threads else ""
            sender = names.get(message.get("user")) or str(message.get("user"))
            threads.setdefault(place, []).append({"sender": sender, "text": message["text"]})
    yield from ({"messages": thread} for thread in threads.values() if len(thread) > 1)


def _takes_turns(values: Sequence[tuple[int, Any]]) -> bool:
    """No table with one message a row: that says which conversation each belongs to."""
    return all(set(value) <= _MESSAGE_KEYS for _, value in values)


def _rows(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        if are_messages(value):
            return [{"messages": value}]
        return value if value and all(isinstance(row, dict) for row in value) else _of_lists(value)
    if not isinstance(value, dict):
        return None
    embedded = value.get("_embedded")
    if isinstance(embedded, dict) and not _OF_ONE & value.keys() and (found := _rows(embedded)) is not None:
        return found
    columns = value.get("columns")
    if isinstance(columns, list) and isinstance(value.get("data"), list):  # pandas: split
        return _of_lists([columns, *value["data"]])
    for name in _WRAPPERS:
        inside = value.get(name)
        if _OF_ONE & value.keys() or not isinstance(inside, list) or not inside:
            continue
        if all(isinstance(row, dict) for row in inside) and not (
            name == "conversations" and are_messages(inside)
        ):
            return [row for one in inside for row in _paragraphs(one)]
        if all(map(are_messages, inside)):
            return [{"messages": row} for row in inside]
        if all(isinstance(row, list) for row in inside):
            return _of_lists(inside)
    asked = [key for key in value if asks(key)]
    if (
        len(value) > 1
        and 2 * len(asked) > len(value)
        and all(isinstance(answer, str) for answer in value.values())
    ):
        return [{"question": key, "answer": answer} for key, answer in value.items()]
    if value and all(
        isinstance(part, dict) and len(list(filter(asks, part))) * 2 > len(part) for part in value.values()
    ):
        parts = [
            (name, part) for name, part in value.items() if all(isinstance(one, str) for one in part.values())
        ]
        if len(parts) == len(value):
            return [
                {"question": q, "answer": a, "category": name}
                for name, part in parts
                for q, a in part.items()
            ]
    return _of_columns(value)


def _of_columns(value: Mapping[str, Any]) -> list[Any] | None:
    parts = list(value.values())
    if len(parts) < 2:
        return _only(parts)
    if all(isinstance(part, list) for part in parts) and len({len(part) for part in parts}) == 1 and parts[0]:
        texts = sum(isinstance(cell, str) for part in parts for cell in part)
        if texts >= 2 * len(parts[0]):  # columns of texts, and no conversation in lists
            return [dict(zip(value, cells, strict=True)) for cells in zip(*parts, strict=True)]
    if all(isinstance(part, dict) and part for part in parts):
        if all(map(_is_number, value)):
            return parts  # pandas: index
        keys = parts[0].keys()
        if all(part.keys() == keys for part in parts) and all(map(_is_number, keys)):
            return [{name: part[key] for name, part in value.items()} for key in keys]  # pandas: columns
    return None


def _only(parts: list[Any]) -> list[Any] | None:
    rows = parts[0] if parts and isinstance(parts[0], list) else None
    if rows and len(rows) > 1 and all(isinstance(row, dict) for row in rows):
        is_one = are_messages(rows) or all(
            row.keys() <= {"text", "label"} for row in rows
        )  # Axolotl's segments
        return None if is_one else rows
    return None


def _of_lists(rows: Sequence[Any]) -> list[Any] | None:
    """Rows of cells, below a header where the first one names columns."""
    if len(rows) < 2 or not all(isinstance(row, list) and row for row in rows):
        return None
    width = len(rows[0])
    if not all(len(row) == width and not any(isinstance(cell, list | dict) for cell in row) for row in rows):
        return None
    header = rows[0] if all(isinstance(cell, str) for cell in rows[0]) and known_names(rows[0]) else None
    names = header or [f"column {i + 1}" for i in range(width)]
    return [dict(zip(names, row, strict=True)) for row in (rows[1:] if header else rows)]


def _paragraphs(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """SQuAD's questions about paragraphs and schema.org's FAQ, flat."""
    paragraphs, accepted = row.get("paragraphs"), row.get("acceptedAnswer")
    if isinstance(accepted, dict):
        yield {"question": row.get("name"), "answer": accepted.get("text")}
        return
    if not isinstance(paragraphs, list):
        yield row
        return
    for paragraph in paragraphs:
        for asked in paragraph.get("qas", ()) if isinstance(paragraph, dict) else ():
            if isinstance(asked, dict):
                yield {"question": asked.get("question"), "answers": asked.get("answers")}


def _inside(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What people wrote, of records that have much else around it."""
    fields, data = row.get("fields"), row.get("data")
    if isinstance(fields, dict) and known_names(list(fields)) > 1:  # Argilla
        yield {name: value for name, value in row.items() if name not in _AROUND} | fields
    elif isinstance(data, dict) and isinstance(row.get("annotations"), list):  # Label Studio
        yield data | dict(_typed(row["annotations"]))
    elif (
        isinstance(data, dict)
        and isinstance(data.get("questions"), dict)
        and isinstance(data.get("answers"), dict)
    ):
        for language, answers in data["answers"].items():  # Botpress
            asked = data["questions"].get(language)
            yield from (
                {"question": one, "answer": answers} for one in (asked if isinstance(asked, list) else ())
            )
    elif (listed := next((one for name in _LISTED if _are_pairs(one := row.get(name))), None)) is not None:
        named = next(
            (row[name] for name in ("name", "title", "category") if isinstance(row.get(name), str)), None
        )
        yield from ({"category": named} | one if named else one for one in listed)
    elif isinstance(output := row.get("output"), dict) and isinstance(output.get("output"), str):  # Kiln
        rating = output.get("rating")
        yield row | {
            "output": output["output"],
            "rating": rating.get("value") if isinstance(rating, dict) else None,
        }
    else:
        yield row


def _are_pairs(value: Any) -> bool:
    """Questions with answers below the name of their topic."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, dict)
            and all(any(names_of(field, key) for key in one) for field in (Field.QUERY, Field.RESPONSE))
            for one in value
        )
    )


def _typed(annotations: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for one in annotations[:1]:
        for result in one.get("result", ()) if isinstance(one, dict) else ():
            value = result.get("value") if isinstance(result, dict) else None
            texts = (
                value.get("text") if isinstance(value, dict) and result.get("type") == "textarea" else None
            )
            if isinstance(texts, list) and texts and isinstance(texts[0], str):
                yield str(result.get("from_name")), texts[0]


def _is_number(name: str) -> bool:
    return name.isdecimal()
