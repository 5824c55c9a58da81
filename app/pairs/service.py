"""Training pairs: save and change. Each is written in one transaction with what follows from it."""

import hashlib
import json
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents.lock import lock
from app.answers.finding import Finding
from app.contracts.events import PairSaved, PairUpdated
from app.customers import service as queries
from app.customers import topics
from app.errors import Conflict, NotFound, every_field
from app.events import log
from app.models import (
    Agent,
    AuditAction,
    AutoTraining,
    Category,
    Difficulty,
    GeneratedQuery,
    PreferencePair,
    QueryStatus,
    Session,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.models.transaction import transactional
from app.pairs.checking import findings_of, look_again
from app.pairs.drafts import edited_share
from app.pairs.filing import AS_IT_IS, CONTEXT_LENGTH, Filing
from app.pairs.preferences import preference_of
from app.replies.answering import answered
from app.runs import auto
from app.runs.outlook import started_with
from app.text.fields import idempotency_key as checked_key
from app.text.fields import optional, required
from app.versions import service as versions
from app.workspaces import audit

MANY = 40  # pairs of a conversation, after which the writer model is asked for topics again


@dataclass(frozen=True, slots=True)
class Saved:
    pair: TrainingPair
    session: Session
    next_query: GeneratedQuery | None
    run: TrainingRun | None
    notices: list[str] = field(default_factory=list)


def visible(actor: Actor) -> QuerySet[TrainingPair]:
    return TrainingPair.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, pair_id: UUID) -> TrainingPair:
    pair = await visible(actor).get_or_none(id=pair_id)
    if pair is None:
        raise NotFound(f"There is no training pair {pair_id}.")
    return pair


async def submit(
    actor: Actor,
    query_id: UUID,
    response: str,
    *,
    idempotency_key: str | None = None,
    draft: str | None = None,
    draft_version: int | None = None,
    next_query_id: UUID | None = None,
) -> Saved:
    """Save the ideal response to the open question and open the next one.

    `draft` is what the agent proposed, `draft_version` the version that wrote it: 0 is the base model, unset what
    answers now. `next_query_id` is the prepared question that the client shows already.
    """
    with every_field() as place:
        with place():
            response = required(response, "response", RESPONSE_LENGTH)
        with place():
            key = checked_key(idempotency_key)
        with place():
            draft = optional(draft, "draft", RESPONSE_LENGTH)
    found = await queries.get(actor, query_id)
    findings = await findings_of(found.agent_id, found.text, response, is_follow_up=bool(found.earlier))
    if draft is not None:
        draft_version = await versions.answering_number(found.agent_id, draft_version)
    return await _submit(actor, found, response, findings, key, draft, draft_version, next_query_id)


@transactional
async def _submit(
    actor: Actor,
    found: GeneratedQuery,
    response: str,
    findings: list[Finding],
    key: str | None,
    draft: str | None,
    draft_version: int | None,
    next_query_id: UUID | None,
) -> Saved:
    digest = _digest(str(found.id), response)
    automatic = await lock(found.agent_id)
    if (replay := await _replay(found.agent_id, key, digest)) is not None:
        return replay
    session, agent = await queries.lock_active_session(actor, found.session_id)
    query = await queries.lock_open_query(found.id)
    if query.status is QueryStatus.GENERATING:
        raise Conflict("This question is still being written; wait until it is complete, or skip it.")
    moment = await now()
    await queries.answer(query, moment)
    pair = TrainingPair(
        agent_id=agent.id,
        session_id=session.id,
        generated_query_id=query.id,
        follows=query.follows,
        earlier=query.earlier,
        query=query.text,
        response=response,
        category=query.category,
        context=query.context,
        difficulty=query.difficulty,
    )
    if draft is not None:
        pair.draft, pair.draft_version = draft, draft_version
        pair.edited_share = edited_share(draft, response)
    saved = await _save(pair, session, automatic, findings, key, digest, moment)
    if (preference := preference_of(pair, agent.system_prompt)) is not None:
        await preference.save(force_create=True)
    await queries.follow_up(session, agent, pair)
    following = await queries.open_next(session, agent, moment, next_query_id)
    await audit.note(actor, AuditAction.PAIR_SAVED, agent=agent.id, target=pair.id)
    return Saved(pair, session, following, saved.run, saved.notices)


async def add(
    actor: Actor,
    session_id: UUID,
    *,
    query: str,
    response: str,
    category: str | None = None,
    context: str | None = None,
    difficulty: str | None = None,
    idempotency_key: str | None = None,
) -> Saved:
    """Save a pair whose question the expert wrote; the open question stays open."""
    with every_field() as place:
        with place():
            query = required(query, "query", QUERY_LENGTH)
        with place():
            response = required(response, "response", RESPONSE_LENGTH)
        with place():
            key = checked_key(idempotency_key)
        with place():
            context = optional(context, "context", CONTEXT_LENGTH) or ""
    found = await Session.get_or_none(id=session_id, agent__workspace_id=actor.workspace_id)
    if found is None:
        raise NotFound(f"There is no session {session_id}; start one with `startSession`.")
    filing = await topics.filing(await Agent.get(id=found.agent_id))
    pair = TrainingPair(
        agent_id=found.agent_id,
        session_id=found.id,
        query=query,
        response=response,
        category=Category(category) if category else filing.category(query),
        context=context,
        difficulty=Difficulty(difficulty) if difficulty else Difficulty.MEDIUM,
    )
    return await add_checked(actor, pair, await findings_of(found.agent_id, query, response), key)


@transactional
async def add_checked(
    actor: Actor, pair: TrainingPair, findings: list[Finding], key: str | None = None
) -> Saved:
    """Save a new pair of cleaned texts in its session, with what was found about it."""
    digest = _digest(pair.query, pair.response)
    automatic = await lock(pair.agent_id)
    if (replay := await _replay(pair.agent_id, key, digest)) is not None:
        return replay
    session, agent = await queries.lock_active_session(actor, pair.session_id)
    if agent.id != pair.agent_id:
        raise NotFound("The session is one of another agent.")
    await audit.note(actor, AuditAction.PAIR_SAVED, agent=agent.id, target=pair.id)
    return await _save(pair, session, automatic, findings, key, digest, await now())


async def update(
    actor: Actor,
    pair_id: UUID,
    *,
    query: str | None = None,
    response: str | None = None,
    filing: Filing = AS_IT_IS,
) -> TrainingPair:
    """Correct a pair. With other words it counts as new for the next training, and findings are looked for anew."""
    found = await get(actor, pair_id)
    with every_field() as place:
        with place():
            query = found.query if query is None else required(query, "query", QUERY_LENGTH)
        with place():
            response = found.response if response is None else required(response, "response", RESPONSE_LENGTH)
        with place():
            filing.put(copy(found))
    findings = await findings_of(
        found.agent_id, query, response, but=pair_id, is_follow_up=bool(found.earlier)
    )
    pair = await _update(actor, found, query, response, filing, findings)
    if (pair.query, pair.response) != (found.query, found.response):
        await look_again(pair)
    return pair


@transactional
async def _update(
    actor: Actor,
    found: TrainingPair,
    query: str,
    response: str,
    filing: Filing,
    findings: list[Finding],
) -> TrainingPair:
    await lock(found.agent_id)
    pair = await get(actor, found.id)
    is_reworded = (pair.query, pair.response) != (query, response)
    filing.put(pair)
    pair.query, pair.response = query, response
    pair.findings = [finding.to_json() for finding in findings]
    if pair.draft is not None and pair.edited_share is not None:
        pair.edited_share = edited_share(pair.draft, response)
    if is_reworded:
        pair.changed_at = await now()
    await pair.save()
    await answered(pair)
    if not await PreferencePair.exists(pair_id=pair.id):
        agent = await Agent.get(id=pair.agent_id)
        if (preference := preference_of(pair, agent.system_prompt)) is not None:
            await preference.save(force_create=True)
    await retell(pair)
    await audit.note(actor, AuditAction.PAIR_CHANGED, agent=pair.agent_id, target=pair.id)
    await log.append(pair.session_id, PairUpdated(pair_id=pair.id))
    return pair


async def retell(pair: TrainingPair) -> None:
    """What followed a corrected pair in its conversation followed the corrected words."""
    for reaction in await TrainingPair.filter(agent_id=pair.agent_id, follows=pair.id):
        said = pair.conversation()
        # Between an imported pair and the one after it may be turns that are not to be learned.
        reaction.earlier, reaction.changed_at = [*said, *reaction.earlier[len(said) :]], pair.changed_at
        await reaction.save(update_fields=["earlier", "changed_at"])
        await retell(reaction)


@transactional
async def dismiss_findings(actor: Actor, pair_id: UUID) -> TrainingPair:
    """The expert says that the pair is right as it is: nothing found keeps it out of trainings any more."""
    found = await get(actor, pair_id)
    await lock(found.agent_id)
    pair = await get(actor, pair_id)
    findings = [Finding.from_json(row) for row in pair.findings]
    pair.findings = [replace(finding, dismissed=True).to_json() for finding in findings]
    if any(finding.blocks for finding in findings):
        pair.changed_at = await now()  # no training has seen it yet
    await pair.save(update_fields=["findings", "changed_at"])
    await audit.note(actor, AuditAction.PAIR_CHANGED, agent=pair.agent_id, target=pair.id)
    await log.append(pair.session_id, PairUpdated(pair_id=pair.id))
    return pair


async def _save(
    pair: TrainingPair,
    session: Session,
    automatic: AutoTraining,
    findings: list[Finding],
    key: str | None,
    digest: str,
    moment: datetime,
) -> Saved:
    """Write the pair, its count, its event and, when it is due, the run that it triggers."""
    pair.findings = [finding.to_json() for finding in findings]
    pair.idempotency_key, pair.request_digest = key, digest
    pair.created_at = pair.changed_at = moment
    await pair.save(force_create=True)
    await answered(pair)
    session.pair_count += 1
    await session.save(update_fields=["pair_count"])
    if session.pair_count % MANY == 0:
        await topics.want_more(pair.agent_id)
    message = f"Training pair saved ({session.pair_count}/{session.target_pairs})"
    saved = PairSaved(
        pair_id=pair.id, pair_count=session.pair_count, target_pairs=session.target_pairs, message=message
    )
    await log.append(session.id, saved)
    run = await auto.start_if_due(automatic, moment)
    notices = [message]
    if any(finding.blocks for finding in findings):
        notices.append(f"No training will use this pair yet. {findings[0].sentence}")
    if run is not None:
        pair.training_run_id = run.id
        await pair.save(update_fields=["training_run_id"])
        notices.append(started_with(run.pair_count))
    return Saved(pair, session, None, run, notices)


async def _replay(agent_id: UUID, key: str | None, digest: str) -> Saved | None:
    """What the first call with this key returned; the next question is the one that is open now."""
    if key is None:
        return None
    pair = await TrainingPair.get_or_none(agent_id=agent_id, idempotency_key=key)
    if pair is None:
        return None
    if pair.request_digest != digest:
        raise Conflict("This idempotency key was used for another pair; use a new key for a new pair.")
    session = await Session.get(id=pair.session_id)
    run = await TrainingRun.get_or_none(id=pair.training_run_id) if pair.training_run_id else None
    current = (await queries.current_of([session.id])).get(session.id)
    return Saved(pair, session, current, run, ["This pair was saved before."])


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
