"""Material in, proposed pairs out: added with what is found in it, confirmed or dismissed by a person."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.answers.finding import Finding
from app.customers import topics
from app.errors import Conflict, InvalidInput, LimitReached, NotFound, every_field
from app.exchange import check, threads
from app.exchange.check import Checked, RowStatus
from app.exchange.rows import Contents
from app.exchange.service import existing_keys
from app.exchange.source import Source
from app.knowledge import materials
from app.knowledge.reading import Reading, read
from app.models import (
    Agent,
    AuditAction,
    Material,
    MaterialKind,
    ProposalStatus,
    ProposedPair,
    Session,
    SessionStatus,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.models.transaction import transactional
from app.pairs import batch
from app.pairs import service as pairs
from app.pairs.checking import findings_in_turn, findings_of
from app.runs.outlook import left_out, started_with
from app.text.fields import counted, is_whole, optional, required
from app.workspaces import audit

TEXT_LENGTH = 1_000_000
NAME_LENGTH = 200
MOST_MATERIALS = 50
MOST_PROPOSED = 1_000  # of one material
MOST_AT_ONCE = 1_000
MOST_REAL_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Added:
    material: Material
    proposed_count: int
    duplicate_count: int
    notices: list[str]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`run`: the training that the pair started, when it did."""

    proposed_pair: ProposedPair
    pair: TrainingPair
    session: Session
    run: TrainingRun | None
    notices: list[str]


@dataclass(frozen=True, slots=True)
class ConfirmedAll:
    """`sessions`: those of the materials. `run`: the training that the pairs started, when they did."""

    sessions: list[Session]
    pair_count: int
    blocked_count: int
    run: TrainingRun | None
    notices: list[str]


def visible(actor: Actor) -> QuerySet[ProposedPair]:
    return ProposedPair.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, proposed_id: UUID) -> ProposedPair:
    proposed = await visible(actor).get_or_none(id=proposed_id)
    if proposed is None:
        raise NotFound(f"There is no proposed pair {proposed_id}.")
    return proposed


async def open_counts(material_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Pairs that wait for a decision, by material."""
    counts = dict.fromkeys(material_ids, 0)
    rows = ProposedPair.filter(material_id__in=list(counts), status=ProposalStatus.PROPOSED)
    for material_id in await rows.values_list("material_id", flat=True):
        counts[material_id] += 1  # type: ignore[index]
    return counts


async def add_material(
    actor: Actor,
    agent_id: UUID,
    *,
    name: str,
    text: str | None = None,
    data: bytes | None = None,
    kind: MaterialKind | None = None,
    encoding: str | None = None,
) -> Added:
    """Keep the text, or what was read in the file `data`, and propose each question with an answer in it. The same text
    again changes nothing. Raises InvalidInput, LimitReached."""
    with every_field() as field:
        with field():
            name = required(name, "name", NAME_LENGTH)
        with field():
            text = None if data is not None else _whole(text)
    reading = await asyncio.to_thread(read, Source(text, data=data, name=name, encoding=encoding), kind)
    kept = required(reading.text, "text", TEXT_LENGTH)
    digest = hashlib.sha256(kept.encode()).hexdigest()
    added = await _add(
        actor, agent_id, Material(name=name, text=kept, kind=reading.kind, digest=digest), reading
    )
    await topics.read_material(await agents.get(actor, agent_id), reading.headings)
    return added


def _whole(text: str | None) -> str:
    text = required((text or "").removeprefix("\ufeff"), "text", TEXT_LENGTH)
    if not is_whole(text):
        raise InvalidInput("Half of a character pair is missing in the text.", "text")
    return text


async def add_questions(actor: Actor, agent_id: UUID, questions: Sequence[str]) -> Added:
    """Keep what real customers wrote, in their words: the next customers ask it. Raises InvalidInput."""
    distinct = list(dict.fromkeys(" ".join(text.split()) for text in questions if text.strip()))
    if len(distinct) > MOST_REAL_QUESTIONS:
        raise InvalidInput(
            f"{len(distinct)} questions are too many at once; {MOST_REAL_QUESTIONS} is the most.", "questions"
        )
    if not distinct:
        raise InvalidInput("There is no question; write at least one as a customer would.", "questions")
    said = [required(text, "question", QUERY_LENGTH) for text in distinct]
    text = "\n".join(said)
    material = Material(
        name="Real questions",
        text=text,
        kind=MaterialKind.TEXT,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    added = await _add(actor, agent_id, material, Reading(Contents(rows=[]), said, []))
    await topics.read_material(await agents.get(actor, agent_id), [])
    added.notices[:] = [f"{counted(len(said), 'real question')} added; the next customers ask them."]
    return added


@transactional
async def _add(actor: Actor, agent_id: UUID, material: Material, reading: Reading) -> Added:
    agent = await agents.get(actor, agent_id)
    await lock(agent_id)
    earlier = await Material.get_or_none(agent_id=agent_id, digest=material.digest)
    if earlier is not None:
        return Added(earlier, 0, 0, ["This material was added before."])
    if await Material.filter(agent_id=agent_id).count() >= MOST_MATERIALS:
        raise LimitReached(f"An agent has at most {MOST_MATERIALS} materials; delete one first.")
    material.agent_id, material.questions = agent.id, reading.questions
    await material.save(force_create=True)
    found = check.check(
        reading.contents, await _known(agent), agent.system_prompt, await topics.filing(agent)
    )
    fresh = [row for row in found.rows if row.status is RowStatus.NEW]
    new = fresh[:MOST_PROPOSED]
    await ProposedPair.bulk_create([_proposal(material, row) for row in new], batch_size=500)
    await audit.note(actor, AuditAction.MATERIAL_ADDED, agent=agent.id, target=material.id)
    duplicates = len(found.rows) - found.count(RowStatus.NEW)
    notices = [f"{counted(len(new), 'pair')} found in {material.name}, to be confirmed.", *reading.notices]
    if len(fresh) > len(new):
        notices.append(
            f"It has {len(fresh):,} pairs; only the first {MOST_PROPOSED:,} are proposed. Import it, or part it."
        )
    if found.problems:
        first = found.problems[0]
        notices.append(f"{len(found.problems)} could not be read; line {first.line}: {first.message}")
    return Added(material, len(new), duplicates, notices)


@transactional
async def delete_material(actor: Actor, material_id: UUID) -> Material:
    """What was proposed from it goes too; confirmed pairs stay."""
    material = await materials.get(actor, material_id)
    await lock(material.agent_id)
    await ProposedPair.filter(material=material).exclude(status=ProposalStatus.CONFIRMED).delete()
    await material.delete()
    await audit.note(actor, AuditAction.MATERIAL_DELETED, agent=material.agent_id, target=material.id)
    return material


async def confirm(
    actor: Actor,
    proposed_id: UUID,
    *,
    query: str | None = None,
    response: str | None = None,
    session_id: UUID | None = None,
) -> Confirmed:
    """Save it as a training pair, as it stands or as the person changed it; a second call changes nothing.

    Without a session the pair goes into a completed one that belongs to the material.
    """
    proposed = await get(actor, proposed_id)
    pair = _pair(proposed)
    with every_field() as field:
        with field():
            pair.query = optional(query, "query", QUERY_LENGTH) or proposed.query
        with field():
            pair.response = optional(response, "response", RESPONSE_LENGTH) or proposed.response
    is_new = proposed.status is not ProposalStatus.CONFIRMED
    findings: list[Finding] = []
    if is_new:
        findings = await findings_of(
            pair.agent_id, pair.query, pair.response, is_follow_up=bool(pair.earlier)
        )
    return await _confirm(actor, proposed_id, pair, findings, session_id)


@transactional
async def _confirm(
    actor: Actor, proposed_id: UUID, new: TrainingPair, findings: list[Finding], session_id: UUID | None
) -> Confirmed:
    await lock(new.agent_id)
    proposed = await get(actor, proposed_id)
    if proposed.status is ProposalStatus.CONFIRMED:
        pair = await TrainingPair.get_or_none(id=proposed.pair_id)
        if pair is None:
            raise Conflict("This pair was confirmed, and deleted later.")
        return Confirmed(
            proposed, pair, await Session.get(id=pair.session_id), None, ["This pair was saved before."]
        )
    own = None if session_id else await _session_of(proposed)
    new.session_id = session_id or own.id  # type: ignore[union-attr]
    saved = await pairs.add_checked(actor, new, findings)
    if own is not None:
        await _complete(saved.session)
    proposed.pair_id = saved.pair.id
    await _decide(proposed, ProposalStatus.CONFIRMED)
    await _join(new.agent_id)
    return Confirmed(proposed, saved.pair, saved.session, saved.run, saved.notices)


async def confirm_all(actor: Actor, agent_id: UUID, material_id: UUID | None = None) -> ConfirmedAll:
    """Save all that waits to be confirmed, of the agent or of one material, as it stands: all or nothing, and one
    look at whether a training is due. Called again it finds nothing left. Raises NotFound, LimitReached."""
    agent = await agents.get(actor, agent_id)
    waiting = visible(actor).filter(agent_id=agent.id, status=ProposalStatus.PROPOSED)
    if material_id is not None:
        if (await materials.get(actor, material_id)).agent_id != agent.id:
            raise NotFound(f"{agent.name} has no material {material_id}.")
        waiting = waiting.filter(material_id=material_id)
    rows = await waiting.order_by("id").limit(MOST_AT_ONCE + 1)
    if len(rows) > MOST_AT_ONCE:
        raise LimitReached(f"At most {MOST_AT_ONCE:,} pairs are confirmed at once; go material by material.")
    new = [_pair(row) for row in rows]
    found = await findings_in_turn(agent, new)
    return await _confirm_all(actor, agent.id, list(zip(rows, new, found, strict=True)))


@transactional
async def _confirm_all(
    actor: Actor, agent_id: UUID, looked_at: list[tuple[ProposedPair, TrainingPair, list[Finding]]]
) -> ConfirmedAll:
    agent = await agents.get(actor, agent_id)
    automatic = await lock(agent_id)
    ids = [row.id for row, _, _ in looked_at]
    still = set(
        await ProposedPair.filter(id__in=ids, status=ProposalStatus.PROPOSED).values_list("id", flat=True)
    )
    new = [one for one in looked_at if one[0].id in still]  # others were decided meanwhile
    if not new:
        return ConfirmedAll([], 0, 0, None, ["Nothing waits to be confirmed."])
    sessions: dict[UUID | None, Session] = {}
    moment = await now()
    for row, pair, _ in new:
        if row.material_id not in sessions:
            sessions[row.material_id] = await _session_of(row)
        session = sessions[row.material_id]
        session.pair_count += 1
        pair.session_id, row.pair_id = session.id, pair.id
        row.status, row.decided_at = ProposalStatus.CONFIRMED, moment
    found = [findings for _, _, findings in new]
    run = await batch.save_all(agent, automatic, [pair for _, pair, _ in new], found, moment)
    await ProposedPair.bulk_update(
        [row for row, _, _ in new], fields=["status", "decided_at", "pair_id"], batch_size=500
    )
    await _join(agent.id)
    for session in sessions.values():
        await _complete(session)
        await audit.note(actor, AuditAction.PAIRS_IMPORTED, agent=agent.id, target=session.id)
    blocked = batch.blocked_count(found)
    notices = [f"{counted(len(new), 'training pair')} saved."]
    notices += [left_out(blocked)] if blocked else []
    notices += [started_with(run.pair_count)] if run else []
    return ConfirmedAll(list(sessions.values()), len(new), blocked, run, notices)


@transactional
async def dismiss(actor: Actor, proposed_id: UUID) -> ProposedPair:
    """It is not a good example. A second call changes nothing; `confirm` may still take it."""
    await lock((await get(actor, proposed_id)).agent_id)
    proposed = await get(actor, proposed_id)
    if proposed.status is ProposalStatus.CONFIRMED:
        raise Conflict("This pair was confirmed; delete the training pair instead.")
    await _decide(proposed, ProposalStatus.DISMISSED)
    return proposed


async def _known(agent: Agent) -> set[check.Key]:
    """Pairs that the agent has, and those that were proposed to it, whatever became of them."""
    rows = ProposedPair.filter(agent_id=agent.id).only("id", "query", "response", "earlier")
    return {*await existing_keys(agent.id), *(threads.key_of(row) for row in await rows)}


async def _join(agent_id: UUID) -> None:
    """The turns of a conversation find each other, in whatever order they were confirmed: by their words as they were
    proposed. Where the person changed those of one, the changed ones are what the next one follows."""
    rows = await ProposedPair.filter(
        agent_id=agent_id, status=ProposalStatus.CONFIRMED, pair_id__isnull=False
    )
    if not any(row.earlier for row in rows):
        return
    proposed = [_pair(row) for row in rows]
    for pair, row in zip(proposed, rows, strict=True):
        pair.id = row.pair_id  # type: ignore[assignment]
    threads.link(proposed, await existing_keys(agent_id))
    follows = {pair.id: pair.follows for pair in proposed if pair.earlier}
    moved = [p for p in await TrainingPair.filter(id__in=list(follows)) if p.follows != follows[p.id]]
    for pair in moved:
        pair.follows = follows[pair.id]
        await pair.save(update_fields=["follows"])
    for before in {pair.follows for pair in moved if pair.follows is not None}:
        await pairs.retell(await TrainingPair.get(id=before))


def _proposal(material: Material, row: Checked) -> ProposedPair:
    return ProposedPair(
        agent_id=material.agent_id,
        material_id=material.id,
        line=row.line,
        query=row.pair.query,
        response=row.pair.response,
        earlier=row.pair.earlier,
        category=row.pair.category,
        context=row.pair.context,
        difficulty=row.pair.difficulty,
    )


def _pair(proposed: ProposedPair) -> TrainingPair:
    return TrainingPair(
        agent_id=proposed.agent_id,
        query=proposed.query,
        response=proposed.response,
        earlier=proposed.earlier,
        category=proposed.category,
        context=proposed.context,
        difficulty=proposed.difficulty,
    )


async def _session_of(proposed: ProposedPair) -> Session:
    """The material's session, active for the length of this transaction: nobody else ever sees it so."""
    material = await Material.get(id=proposed.material_id)
    if material.session_id is None:
        session = await Session.create(agent_id=proposed.agent_id, welcome=f"Confirmed from {material.name}.")
        material.session_id = session.id
        await material.save(update_fields=["session_id"])
        return session
    session = await Session.select_for_update().get(id=material.session_id)
    session.status = SessionStatus.ACTIVE
    await session.save(update_fields=["status"])
    return session


async def _complete(session: Session) -> None:
    session.status, session.completed_at = SessionStatus.COMPLETED, await now()
    session.target_pairs = max(1, session.pair_count)
    await session.save(update_fields=["status", "completed_at", "target_pairs", "pair_count"])


async def _decide(proposed: ProposedPair, status: ProposalStatus) -> None:
    proposed.status, proposed.decided_at = status, await now()
    await proposed.save(update_fields=["status", "decided_at", "pair_id"])
