"""Writes one question: asks the model, checks what it says, tries again, and falls back to the grammar.

A strong model's words go to the expert as they come. The small local model is refused two times of three, so its
words are held back until they are checked, and then shown word by word. Who waits for such a question gets the
model's first try or, after a few seconds, the grammar's; three tries took 28 s on two cores.

The worker that writes holds the question by a lease with an epoch; once the question is skipped, answered or taken
over, its writes find no row and it stops.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from uuid import UUID

import structlog
from tortoise import connections

from app.errors import AppError
from app.events import log as events
from app.models import Agent, GeneratedQuery, QuerySource, QueryStatus
from app.models.clock import now
from app.models.transaction import transactional
from app.queries import service
from app.queries.checks import check
from app.queries.fallback import fallback_question
from app.queries.plan import Plan
from app.queries.prompts import Style, build_messages, clean
from app.text import storable

ATTEMPTS = 3
FLUSH_S = 0.04  # the first piece goes out at once, later ones at most 25 times a second
PATIENCE_S = 6.0  # of an expert who sees no word yet
WORD_S = 0.03  # between two words of a text that was held back

Messages = list[dict[str, str]]
Customer = Callable[[Messages, int], AsyncIterator[str]]  # (messages, seed) -> pieces of text

log = structlog.get_logger()


class Gone(Exception):
    """The question was skipped, answered or taken over meanwhile."""


async def generate(query_id: UUID, customer: Customer, *, style: Style, timeout_s: float) -> None:
    """Write the question `query_id`; returns when it is ready, or at once when somebody else does it."""
    epoch = await _claim(query_id, lease_s=ATTEMPTS * timeout_s + 10)
    if epoch is None:
        return
    query = await GeneratedQuery.get(id=query_id)
    agent = await Agent.get(id=query.agent_id)
    brief = service.brief(agent)
    plan = Plan.from_json(query.plan)
    earlier = [q.text for q in await service.earlier_questions(agent.id) if q.text and q.id != query_id]
    reason = ""
    live = style == "instruct"
    try:
        for attempt in range(1, ATTEMPTS + 1):
            awaited = not live and (await GeneratedQuery.get(id=query_id)).opened_at is not None
            if awaited and attempt > 1:
                break
            limit_s = min(timeout_s, PATIENCE_S) if awaited else timeout_s
            try:
                messages = build_messages(plan, brief, earlier, style=style)
                pieces = customer(messages, plan.seed + attempt)
                async with asyncio.timeout(limit_s):
                    text = clean(await _listen(query_id, epoch, pieces, attempt if live else None))
            except TimeoutError:
                reason = f"the model took longer than {limit_s:g} s"
            except AppError as error:
                reason = error.message
            except Gone:
                raise
            except Exception:  # whatever a model server does, the conversation goes on
                log.exception("query_failed", query_id=str(query_id), attempt=attempt)
                reason = "the model server failed unexpectedly"
            else:
                rejections = check(text, plan, brief, earlier, small_model=not live)
                if not rejections:
                    if not live:
                        await _show(query_id, epoch, text)
                    await _finish(query_id, epoch, text, QuerySource.MODEL, None)
                    return
                reason = rejections[0].sentence
            log.info("query_rejected", query_id=str(query_id), attempt=attempt, reason=reason)
        text = fallback_question(plan, brief, earlier, seed=plan.seed)
        if not live:
            await _show(query_id, epoch, text)
        await _finish(query_id, epoch, text, QuerySource.FALLBACK, reason)
    except Gone:
        return


async def _claim(query_id: UUID, lease_s: float) -> int | None:
    rows = await connections.get("default").execute_query_dict(
        "UPDATE generated_query SET lease_epoch = lease_epoch + 1,"
        " lease_until = clock_timestamp() + make_interval(secs => $2)"
        " WHERE id = $1 AND status = 'generating' AND (lease_until IS NULL OR lease_until < clock_timestamp())"
        " RETURNING lease_epoch",
        [query_id, lease_s],
    )
    return int(rows[0]["lease_epoch"]) if rows else None


async def _listen(query_id: UUID, epoch: int, pieces: AsyncIterator[str], attempt: int | None) -> str:
    """Collect one text; `attempt` set: pass it on to the expert piece by piece while the question is open."""
    text, told, flushed_at = "", 0, 0.0
    if attempt is not None and attempt > 1:
        await _restart(query_id, epoch, attempt)
    async for piece in pieces:
        text += storable(piece)
        if time.monotonic() - flushed_at >= FLUSH_S:
            told = await _tell(query_id, epoch, text if attempt is not None else "", told)
            flushed_at = time.monotonic()
    if attempt is not None:
        await _tell(query_id, epoch, text, told)
    return text


async def _show(query_id: UUID, epoch: int, text: str) -> None:
    """Pass a finished text on word by word."""
    told = 0
    for word in re.finditer(r"\S+\s*", text):
        told = await _tell(query_id, epoch, text[: word.end()], told)
        if told == 0:
            return  # nobody looks on
        await asyncio.sleep(WORD_S)


@transactional
async def _restart(query_id: UUID, epoch: int, attempt: int) -> None:
    query = await _own(query_id, epoch)
    if query.opened_at is not None:
        await events.append(query.session_id, "query.started", service.started_payload(query, attempt))


@transactional
async def _tell(query_id: UUID, epoch: int, text: str, told: int) -> int:
    """Append what is new since `told` characters to the session's log, if the question is open to the expert."""
    query = await _own(query_id, epoch)
    if query.opened_at is None:
        return told
    if len(text) > told:
        delta = {"query_id": str(query_id), "offset": told, "text": text[told:]}
        await events.append(query.session_id, "query.delta", delta)
    return len(text)


@transactional
async def _finish(query_id: UUID, epoch: int, text: str, source: QuerySource, reason: str | None) -> None:
    query = await _own(query_id, epoch)
    query.text = text
    query.source = source
    query.fallback_reason = reason
    query.ready_at = await now()
    query.lease_until = None
    query.status = QueryStatus.READY if query.opened_at is None else QueryStatus.OPEN
    await query.save(update_fields=["text", "source", "fallback_reason", "ready_at", "lease_until", "status"])
    if query.status is QueryStatus.OPEN:
        await events.append(query.session_id, service.ready_kind(query), service.ready_payload(query))


async def _own(query_id: UUID, epoch: int) -> GeneratedQuery:
    query = await GeneratedQuery.select_for_update().get_or_none(
        id=query_id, lease_epoch=epoch, status=QueryStatus.GENERATING
    )
    if query is None:
        raise Gone
    return query


async def forgotten(older_than_s: float) -> list[UUID]:
    """Questions that nobody writes: their bell was lost, or their worker."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM generated_query WHERE status = 'generating'"
        " AND created_at < clock_timestamp() - make_interval(secs => $1)"
        " AND (lease_until IS NULL OR lease_until < clock_timestamp())",
        [older_than_s],
    )
    return [row["id"] for row in rows]
