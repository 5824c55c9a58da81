"""Tickets and conversations as helpdesks export them: Zendesk, Freshdesk, Intercom, Help Scout, and others alike.

One object is one ticket with a list of messages in it. What customers never saw is left out; of mails only the newest
message is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.exchange import conversation
from app.exchange.cleaning import cleaned
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row
from app.exchange.source import value_of
from app.exchange.speakers import ASSISTANT, INTERNAL, SYSTEM, TOOL, USER, side_of

_LISTS = (
    "comments",
    "conversations",
    "conversation_parts",
    "threads",
    "notes",
    "messages",
    "events",
    "replies",
    "articles",
)
_INSIDE = (
    "thread",
    "ticket",
    "helpdesk_ticket",
    "conversation",
    "_embedded",
    "helpdesk_note",
    "note",
    "comment",
)
_TEXTS = (
    "plain_body",
    "body_text",
    "description_text",
    "stripped_text",
    "text",
    "body",
    "html_body",
    "description",
    "body_html",
    "content",
    "message",
)
_SIDES = (
    "type",
    "author",
    "createdBy",
    "created_by",
    "sender",
    "from",
    "source",
    "user",
    "part_type",
    "author_type",
    "role",
    "direction",
)
_IDS = ("author_id", "user_id", "sender_id", "from_id", "authorId")
_CUSTOMERS = ("requester_id", "customer_id", "contact_id", "requesterId")
_DIRECTIONS = ("incoming", "is_inbound", "inbound")  # true of a customer's message
_TIMES = ("created_at", "createdAt", "created", "date", "timestamp", "sent_at", "sentAt")
_MARKS = {
    "comments",
    "conversation_parts",
    "threads",
    "requester_id",
    "requester",
    "helpdesk_ticket",
    "ticket",
    "assignee_id",
    "custom_fields",
    "_embedded",
    "primaryCustomer",
    "satisfaction_rating",
    "ticket_id",
    "source",
}


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """The pairs of one ticket. None where it has no answer: its questions are kept in `notes`. Raises Unreadable."""
    ticket = _inner(data)
    told = _messages(ticket)
    first = _first(ticket)
    if first is not None and not any(_same(_text(first), _text(message)) for message in told):
        told = [first, *told]
    customer = value_of(ticket, *_CUSTOMERS) or _customer_among(ticket)
    if customer is None and told:
        customer = value_of(told[0], *_IDS)
    messages: list[Message] = []
    for position, message in enumerate(told):
        side = _side(message, customer, is_first=position == 0)
        text = _text(message)
        if side == INTERNAL or (side in (TOOL, SYSTEM)):
            notes.internal += bool(text.strip())
        elif text.strip() and (words := cleaned(text, notes)).strip():
            messages.append(Message(side, words))
    if {USER, ASSISTANT} - {message.role for message in messages}:
        notes.silent += 1
        notes.unanswered += [message.content for message in messages if message.role == USER]
        return iter(())
    return conversation.rows(messages, Extras({}))


def _customer_among(ticket: Mapping[str, Any]) -> Any:
    """Of the people that LiveChat lists beside the messages."""
    users = ticket.get("users")
    people = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    return next((user.get("id") for user in people if side_of(user.get("type")) == USER), None)


def _inner(data: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in _INSIDE:
        inside = data.get(name)
        if (
            isinstance(inside, dict)
            and name != "_embedded"
            and not any(isinstance(data.get(key), list) for key in _LISTS)
        ):
            return {**data, **inside}
    return data


def _messages(ticket: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """In the order in which they were written; Help Scout lists the newest first."""
    places = [
        ticket,
        *(ticket[name] for name in ("_embedded", *_LISTS) if isinstance(ticket.get(name), dict)),
    ]
    for place in places:
        for name in _LISTS:
            listed = place.get(name)
            if isinstance(listed, list) and listed and all(isinstance(one, dict) for one in listed):
                return _in_order([_inner(one) for one in listed])
    return []


def _first(ticket: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What opened the ticket, where it is not among the messages: Freshdesk's description, Intercom's source."""
    source = ticket.get("source")
    if isinstance(source, dict) and _text(source).strip():
        return source
    text = _text({key: ticket[key] for key in ("description_text", "description") if ticket.get(key)})
    return (
        {"body": text, "author_id": value_of(ticket, *_CUSTOMERS), "role": "customer"}
        if text.strip()
        else None
    )


def _text(message: Mapping[str, Any]) -> str:
    value = value_of(message, *_TEXTS)
    return value if isinstance(value, str) else ""


def _side(message: Mapping[str, Any], customer: Any, *, is_first: bool) -> str:
    if message.get("public") is False or message.get("private") is True or message.get("internal") is True:
        return INTERNAL
    if "direction" in message and message.get("type") == "COMMENT":  # HubSpot's, among colleagues
        return INTERNAL
    if side_of(message.get("part_type")) == INTERNAL or side_of(message.get("type")) == INTERNAL:
        return INTERNAL
    if message.get("part_type") not in (None, "comment", "open", "close") and not _text(message).strip():
        return INTERNAL
    for name in _DIRECTIONS:
        if isinstance(message.get(name), bool):
            return USER if message[name] else ASSISTANT
    if isinstance(message.get("from_agent"), bool):
        return ASSISTANT if message["from_agent"] else USER
    for name in _SIDES:
        value = message.get(name)
        values = [value.get(key) for key in ("type", "role", "kind")] if isinstance(value, dict) else [value]
        for one in values:
            # Help Scout's word for an answer, and LiveChat's for everything that someone wrote
            side = side_of(one) if one != "message" or value_of(message, *_IDS) else ASSISTANT
            if side in (USER, ASSISTANT):
                return side
    author = value_of(message, *_IDS)
    if author is None and isinstance(message.get("author"), dict):
        author = message["author"].get("id")
    if author is not None and customer is not None:
        return USER if author == customer else ASSISTANT
    return USER if is_first else ASSISTANT


def _in_order(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    try:
        return sorted(messages, key=lambda one: _moment(value_of(one, *_TIMES)))
    except (ValueError, TypeError):
        return list(messages)


def _moment(value: Any) -> float:
    """Raises ValueError, TypeError."""
    if not isinstance(value, str | int | float):
        raise TypeError
    return (
        float(value)
        if isinstance(value, int | float)
        else datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    )


def _same(one: str, other: str) -> bool:
    plain = [re.sub(r"<[^>]+>|\W+", "", text).casefold() for text in (one, other)]
    return plain[0] == plain[1] or (len(plain[0]) > 20 and plain[0] in plain[1])


def _signs(data: Mapping[str, Any]) -> bool:
    ticket = _inner(data)
    told = {"from_agent", "author_id", "direction", *_DIRECTIONS}
    if not _MARKS & data.keys() and not any(told & message.keys() for message in _messages(ticket)):
        return False
    return any(_text(message).strip() for message in _messages(ticket)) or (
        isinstance(ticket.get("source"), dict) and "conversation_parts" in ticket
    )


FORMAT = Format(
    name="helpdesk",
    title="helpdesk export",
    reads="Tickets with their messages as JSON, of Zendesk, Freshdesk, Intercom, Help Scout, Gorgias, Front and "
    "LiveChat: of every public answer a pair with what was said before. Internal notes, quoted mails and "
    "signatures are left out and counted.",
    suffixes=(".json", ".jsonl"),
    signs=_signs,
    shape=read,
)
