"""Tables with one message a row: put together to threads by their ids, the sides told by their names or who begins."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from app.exchange import conversation
from app.exchange.cleaning import cleaned
from app.exchange.headers import BAD, GOOD
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Contents, Extras, Field, FindingCode, Found, Unreadable
from app.exchange.speakers import ASSISTANT, INTERNAL, TOOL, USER, side_of

_NAMED = 3
_TIMES = frozenset({"created at", "timestamp", "date", "time", "sent at", "datum", "created", "sent"})
# As spreadsheets of the world write them; what fits two of them is the same within one day.
_DAYS = ("%d.%m.%Y", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y")
_CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
_AMERICAN = re.compile(r"[ap]\.?m\.?$", re.I)


def read(
    lines: Sequence[tuple[int, Mapping[str, Any]]], names: Mapping[Field, str], found: Contents, notes: Notes
) -> None:
    threads: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for line, data in lines:
        threads.setdefault(str(data.get(names[Field.THREAD]) or f"line {line}"), []).append((line, data))
    unknown: Counter[str] = Counter()
    times = _times(lines)
    upside_down = 0
    for rows in threads.values():
        ordered = sorted(rows, key=lambda row: times[row[0]]) if times else rows
        sides = _sides([str(data.get(names[Field.SPEAKER]) or "") for _, data in ordered], unknown)
        messages = []
        for (_, data), side in zip(ordered, sides, strict=True):
            said = data.get(names[Field.QUERY])
            if side in (INTERNAL, TOOL) or _is_internal(data):
                notes.internal += 1
            elif isinstance(said, str) and said.strip():
                messages.append(Message(side, cleaned(said, notes)))
        upside_down += len(messages) > 1 and (messages[0].role, messages[-1].role) == (ASSISTANT, USER)
        _add(rows[0][0], messages, found, notes)
    if not times and upside_down * 2 > len(threads):
        found.doubt(
            FindingCode.SPEAKERS,
            "Most conversations begin with an answer and end with a question, and no column says when each message "
            "was written: the newest may stand above the oldest. Sort them by time.",
        )
    if unknown:
        shown = ", ".join(f"“{name}”" for name, _ in unknown.most_common(_NAMED))
        found.doubt(
            FindingCode.SPEAKERS,
            f"“{names[Field.SPEAKER]}” does not say which side is the customer's ({shown}); the one who wrote first "
            "in a thread was taken for the customer.",
        )


def _add(line: int, messages: Sequence[Message], found: Contents, notes: Notes) -> None:
    if {USER, ASSISTANT} - {message.role for message in messages}:
        notes.silent += 1
        found.unanswered += [message.content for message in messages if message.role == USER]
        return
    try:
        found.rows += [Found(line, row) for row in conversation.rows(messages, Extras({}))]
    except Unreadable:
        notes.silent += 1


def _sides(speakers: Sequence[str], unknown: Counter[str]) -> list[str]:
    known = [side_of(speaker) or _flagged(speaker) for speaker in speakers]
    if all(known):
        return [side or "" for side in known]
    told = next((speaker for speaker, side in zip(speakers, known, strict=True) if side == USER), None)
    first = next(
        (speaker for speaker, side in zip(speakers, known, strict=True) if side not in (INTERNAL, TOOL)), ""
    )
    unknown.update(speaker for speaker, side in zip(speakers, known, strict=True) if side is None)
    customer = told or first
    return [
        side or (USER if speaker == customer else ASSISTANT)
        for speaker, side in zip(speakers, known, strict=True)
    ]


def _flagged(speaker: str) -> str | None:
    """Of a column such as “incoming”."""
    flag = speaker.strip().lower()
    return USER if flag in ("true", "1", "yes") else ASSISTANT if flag in ("false", "0", "no") else None


def _is_internal(data: Mapping[str, Any]) -> bool:
    for name, value in data.items():
        words, flag = name.lower().replace("_", " ").strip(), str(value).strip().lower()
        if words in ("internal", "private", "is internal", "is private", "internal note") and flag in GOOD:
            return True
        if words in ("public", "is public") and flag in BAD:
            return True
        if words in ("type", "message type", "kind", "visibility", "part type") and side_of(flag) == INTERNAL:
            return True
    return False


def _times(lines: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, datetime]:
    """{line: when it was written}, by the column that says so in every row; empty where none does."""
    names = list(lines[0][1]) if lines else []
    found: dict[str, dict[int, datetime]] = {}
    for name in names:
        values = [str(data.get(name) or "").strip() for _, data in lines]
        if moments := _moments(values):
            found[name] = {line: moment for (line, _), moment in zip(lines, moments, strict=True)}
    best = max(
        found,
        key=lambda name: (name.lower().replace("_", " ") in _TIMES, len(set(found[name].values()))),
        default="",
    )
    return found.get(best, {})


def _moments(values: Sequence[str]) -> list[datetime]:
    """Empty where they are not all written in one way."""
    if not values or not all(value[:1].isdigit() for value in values):
        return []
    plain = [" ".join(value.replace(",", " ").split()) for value in values]
    days = sorted(_DAYS, key=lambda day: not day.startswith("%m")) if _AMERICAN.search(plain[0]) else _DAYS
    ways: list[Callable[[str], datetime]] = [_iso]
    ways += [partial(_written, form=day + clock) for day in days for clock in _CLOCKS]
    for way in ways:
        try:
            return [way(value) for value in plain]
        except (ValueError, TypeError, OverflowError):
            continue
    return []


def _iso(value: str) -> datetime:
    if "-" not in value:  # of “20240302”, an order number may be one
        raise ValueError
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _written(value: str, form: str) -> datetime:
    return datetime.strptime(value, form).replace(tzinfo=UTC)
