"""Mails: a thread in an .mbox becomes pairs; one .eml alone is a question, since it can't be known whose it is."""

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from app.exchange import conversation
from app.exchange.cleaning import written
from app.exchange.format import Format
from app.exchange.html import markdown_of
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Contents, Extras, Found, Unreadable
from app.exchange.source import Source, Wishes

_BEGINS = re.compile(rb"(?:\A|\n)From [^\n]*\d{4}[^\n]*\n")  # of each mail in an mbox
_HEADERS = re.compile(r"(?:[A-Za-z-]+: .*\n(?:[ \t].*\n)*){3,}")
_PREFIX = re.compile(
    r"^(?:(?:re|aw|sv|vs|antw|fwd?|wg|tr|rv|res|enc|回复|答复|返信|转发)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.I
)


@dataclass(frozen=True, slots=True)
class _Mail:
    line: int
    sender: str
    receivers: tuple[str, ...]
    subject: str
    text: str
    sent: datetime
    id: str
    answers: tuple[str, ...]
    is_reply: bool


def read(source: Source, wishes: Wishes) -> Contents:
    found, notes = Contents(), Notes()
    mails = list(_mails(source.data, notes))
    threads = _threads(mails)
    house = _house(threads)
    for thread in threads:
        messages = [Message("assistant" if mail.sender == house else "user", mail.text) for mail in thread]
        if {message.role for message in messages} != {"user", "assistant"}:
            found.unanswered += [message.content for message in messages if message.role == "user"]
            notes.silent += 1
            continue
        try:
            found.rows += [Found(thread[0].line, row) for row in conversation.rows(messages, Extras({}))]
        except Unreadable:
            notes.silent += 1
    if mails and not found.rows:
        found.refuse(
            1,
            "There is no answer in it: a pair needs a mail and the reply to it. Export the whole thread as .mbox.",
        )
    found.notices = [
        *notes.sentences(),
        *([f"Mails of {house} were taken for your answers."] if found.rows else []),
    ]
    return found


def _mails(data: bytes, notes: Notes) -> Iterator[_Mail]:
    starts = [match for match in _BEGINS.finditer(data)]
    parts = [(0, data)]
    if starts and not data[: starts[0].start()].strip():
        ends = [match.start() for match in starts[1:]] + [len(data)]
        parts = [(match.start(), data[match.end() : end]) for match, end in zip(starts, ends, strict=True)]
    for begin, part in parts:
        mail = email.message_from_bytes(part, policy=email.policy.default)
        if isinstance(mail, EmailMessage) and str(mail.get("Auto-Submitted", "no")).lower() == "no":
            text = _text(mail)
            words = written(text)
            notes.cleaned += words.strip() != text.strip()
            if words.strip():
                yield _of(mail, words.strip(), data.count(b"\n", 0, begin) + 1 + bool(begin))


def _of(mail: EmailMessage, text: str, line: int) -> _Mail:
    senders = _addresses(mail, "From")
    ids = tuple(re.findall(r"<[^>]+>", f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}"))
    subject = str(mail.get("Subject", ""))
    return _Mail(
        line,
        senders[0] if senders else "",
        _addresses(mail, "To") + _addresses(mail, "Cc"),
        _PREFIX.sub("", subject).strip().casefold(),
        text,
        _sent(mail),
        str(mail.get("Message-ID", "")).strip(),
        ids,
        bool(ids or _PREFIX.match(subject)),
    )


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = body.get_content()
    except (LookupError, UnicodeError, KeyError):  # an encoding that Python does not know
        payload = body.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    text = content if isinstance(content, str) else ""
    return markdown_of(text, mail=True) if body.get_content_subtype() == "html" else text


def _addresses(mail: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(
        address.lower() for _, address in getaddresses([str(v) for v in mail.get_all(name, [])]) if address
    )


def _sent(mail: EmailMessage) -> datetime:
    try:
        sent = parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError):
        return datetime.min.replace(tzinfo=UTC)
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _threads(mails: list[_Mail]) -> list[list[_Mail]]:
    """By what they answer, else replies by their subjects; oldest first."""
    threads: list[list[_Mail]] = []
    places: dict[str, list[_Mail]] = {}
    for mail in sorted(mails, key=lambda one: one.sent):
        subject = f"subject {mail.subject}"
        ids = [*mail.answers, *([subject] if mail.is_reply and mail.subject else [])]
        thread = next((places[id] for id in ids if id in places), None)
        if thread is None:
            thread = []
            threads.append(thread)
        thread.append(mail)
        for id in (mail.id, *mail.answers, subject):
            places.setdefault(id, thread)
    return sorted(threads, key=lambda thread: thread[0].line)


def _house(threads: list[list[_Mail]]) -> str:
    """The address that most threads have in common: the one that customers write to, and that answers them."""
    seen = Counter(
        address for thread in threads for address in {a for m in thread for a in (m.sender, *m.receivers)}
    )
    answered = Counter(
        mail.sender for thread in threads for mail in thread[1:] if mail.sender != thread[0].sender
    )
    return max(answered, key=lambda address: (seen[address], answered[address]), default="")


FORMAT = Format(
    name="mail",
    title="mails",
    reads="Threads in an .mbox: what the address wrote that most threads have in common is an answer; quoted mails and "
    "signatures are left out. One .eml alone has a question and no answer.",
    suffixes=(".mbox", ".eml"),
    claims=lambda source: (
        source.ends(".eml", ".mbox")
        or (_BEGINS.match(source.data) is not None and b"\nSubject:" in source.data[:10_000])
        or (
            _HEADERS.match(source.text[:10_000]) is not None
            and {"from:", "subject:"} <= set(source.text[:10_000].lower().split())
        )
    ),
    read=read,
)
