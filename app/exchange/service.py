"""Import: look at a file without changing anything, then take it over as a whole or not at all."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.answers.finding import Finding
from app.customers import topics
from app.errors import InvalidInput, LimitReached
from app.exchange import formats, threads
from app.exchange.check import CheckedFile, Key, RowStatus, check
from app.exchange.format import Format
from app.exchange.rows import Column, Contents, Field, FindingCode
from app.exchange.source import Source
from app.exchange.threads import key_of
from app.models import Agent, AuditAction, Session, TrainingPair, TrainingRun
from app.models.transaction import transactional
from app.pairs import batch
from app.pairs.checking import findings_in_turn
from app.runs.outlook import left_out, started_with
from app.text.fields import counted, optional
from app.text.fields import idempotency_key as checked_key
from app.workspaces import audit

MOST_ROWS = 5_000
NAME_LENGTH = 200
NAMED = 3  # problems that a refusal tells


@dataclass(frozen=True, slots=True)
class File:
    """What a person chose: a text, or the bytes of a file (`data`). `encoding`: of these, where it isn't found out.
    `wishes`: {column: field} where guesses are overruled, None for "leave it out"."""

    content: str | None = None
    name: str | None = None
    format: Format | None = None
    wishes: Mapping[str, Field | None] | None = None
    data: bytes | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    format: Format
    encoding: str | None
    columns: Sequence[Column]
    checked: CheckedFile


@dataclass(frozen=True, slots=True)
class Imported:
    """`run`: the training that the import started, when it did."""

    session: Session
    pair_count: int
    duplicate_count: int
    skipped_count: int
    run: TrainingRun | None
    notices: list[str]


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """`ids`: the agent's pairs that `rows` were compared with; `pairs` are to be saved with `findings`."""

    ids: set[UUID]
    rows: CheckedFile
    pairs: list[TrainingPair]
    findings: list[list[Finding]]


async def preview(actor: Actor, agent_id: UUID, file: File) -> Preview:
    """Raises NotFound, InvalidInput (nothing to read), LimitReached."""
    agent = await agents.get(actor, agent_id)
    source, format, contents = await _read(file)
    checked = await _checked(contents, agent, await existing_keys(agent.id))
    return Preview(format, None if source.is_binary else source.decoded.encoding, contents.columns, checked)


async def take_over(
    actor: Actor,
    agent_id: UUID,
    file: File,
    *,
    skip_problems: bool = False,
    accepted: Set[FindingCode] = frozenset(),
    idempotency_key: str | None = None,
) -> Imported:
    """Save every new row as a pair; duplicates are left out. A row with a problem refuses the whole file, unless
    `skip_problems`; so does what looks wrong, unless it is `accepted`. A repeated key returns the first result.
    Raises as `preview` does, and Conflict."""
    title = optional(file.name, "name", NAME_LENGTH) or "a file"
    request = checked_key(idempotency_key)
    agent = await agents.get(actor, agent_id)
    source, _, contents = await _read(file)
    digest = hashlib.sha256(source.data).hexdigest()
    if (earlier := await _replayed(agent.id, request, digest)) is not None:
        return earlier
    if doubts := [finding for finding in contents.findings if finding.code not in accepted]:
        said = " ".join(finding.message for finding in doubts[:NAMED])
        codes = ", ".join(dict.fromkeys(finding.code.value for finding in doubts))
        raise InvalidInput(
            f"Nothing was imported. {said} Is it right all the same? Accept: {codes}.", "acceptFindings"
        )
    while True:
        looked_at = await _look(agent, contents, skip_problems)
        done = await _write(actor, agent.id, looked_at, title, skip_problems, request, digest)
        if done is not None:
            return done


async def existing_keys(agent_id: UUID, but: Set[UUID] = frozenset()) -> dict[Key, UUID]:
    """Of all its pairs, without the pairs `but`; see `check.key`."""
    pairs = TrainingPair.filter(agent_id=agent_id).order_by("-id")
    if but:
        if not (others := await _ids(agent_id) - but):
            return {}
        pairs = pairs.filter(id__in=list(others))
    return {key_of(pair): pair.id for pair in await pairs.only("id", "query", "response", "earlier")}


async def _ids(agent_id: UUID) -> set[UUID]:
    rows = TrainingPair.filter(agent_id=agent_id).values_list("id", flat=True)
    return set(cast("list[UUID]", await rows))


async def _look(agent: Agent, contents: Contents, skip_problems: bool) -> _LookedAt:
    """All that takes computing, while others go on to save."""
    ids = await _ids(agent.id)
    known = await existing_keys(agent.id)
    rows = await _checked(contents, agent, known)
    pairs = batch.unsaved(agent.id, rows.new() if skip_problems or not rows.problems else ())
    threads.link(pairs, known)
    return _LookedAt(ids, rows, pairs, await findings_in_turn(agent, pairs))


@transactional
async def _write(
    actor: Actor,
    agent_id: UUID,
    looked_at: _LookedAt,
    title: str,
    skip_problems: bool,
    request: str | None,
    digest: str,
) -> Imported | None:
    """None when one of the pairs was saved by someone else meanwhile: it has to be looked at again."""
    agent = await agents.get(actor, agent_id)
    automatic = await lock(agent_id)
    if (earlier := await _replayed(agent_id, request, digest)) is not None:
        return earlier
    checked, pairs = looked_at.rows, looked_at.pairs
    if checked.problems and not skip_problems:
        raise InvalidInput(_refusal(checked), "content")
    since = await existing_keys(agent_id, but=looked_at.ids)
    if since and any(key_of(pair) in since for pair in pairs):
        return None
    duplicates = len(checked.rows) - checked.count(RowStatus.NEW)
    if not pairs:
        known = f"all {duplicates} are there already" if duplicates else "no row can be used"
        raise InvalidInput(f"There is nothing new in {title}: {known}.", "content")
    saved = await batch.add_all(
        agent, automatic, pairs, looked_at.findings, f"Imported from {title}.", request, digest
    )
    await audit.note(actor, AuditAction.PAIRS_IMPORTED, agent=agent.id, target=saved.session.id)
    notices = [f"{counted(saved.pair_count, 'training pair')} imported from {title}.", *checked.notices]
    if duplicates:
        notices.insert(1, f"{counted(duplicates, 'training pair')} left out: the same was there already.")
    if saved.blocked_count:
        notices.append(left_out(saved.blocked_count))
    if saved.run is not None:
        notices.append(started_with(saved.run.pair_count))
    return Imported(saved.session, saved.pair_count, duplicates, len(checked.problems), saved.run, notices)


async def _replayed(agent_id: UUID, request: str | None, digest: str) -> Imported | None:
    if request is None or (earlier := await batch.replayed(agent_id, request, digest)) is None:
        return None
    notices = ["This file was imported before."]
    return Imported(earlier.session, earlier.pair_count, 0, 0, earlier.run, notices)


async def _read(file: File) -> tuple[Source, Format, Contents]:
    source = Source(file.content, data=file.data, name=file.name or "", encoding=file.encoding)
    if not source.data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InvalidInput("The file is empty.", "content")
    # Off the event loop: 8 MiB take seconds.
    format, contents = await asyncio.to_thread(formats.read, source, file.format, file.wishes)
    if len(contents.rows) > MOST_ROWS:
        raise LimitReached(f"The file has {len(contents.rows):,} pairs; {MOST_ROWS:,} is the most at once.")
    if not contents.rows and not contents.problems and not contents.unlearned:
        what = "questions with answers" if contents.page else "rows"
        asked = (
            f" It has {counted(len(contents.unanswered), 'question')} without an answer."
            if contents.unanswered
            else ""
        )
        raise InvalidInput(f"The file has no {what}.{asked}", "content")
    return source, format, contents


async def _checked(contents: Contents, agent: Agent, known: Mapping[Key, UUID]) -> CheckedFile:
    filing = await topics.filing(agent)
    return await asyncio.to_thread(check, contents, known.keys(), agent.system_prompt, filing)


def _refusal(checked: CheckedFile) -> str:
    first = " ".join(f"Line {problem.line}: {problem.message}" for problem in checked.problems[:NAMED])
    more = len(checked.problems) - NAMED
    return f"Nothing was imported. {first}" + (f" And {more} more." if more > 0 else "")
