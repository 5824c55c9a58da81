"""Questions that an agent had no answer to in use: kept and counted until a pair answers them.

Code that changes them locks the agent's row first where it needs both, which rules out deadlocks.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents.waiting import wake
from app.contracts.events import QueryDiscarded
from app.errors import NotFound
from app.events import changes, log
from app.events.changes import Changed
from app.models import Agent, AuditAction, GeneratedQuery, OpenQuestion, Session
from app.models.clock import now
from app.models.query import ENDED
from app.models.transaction import transactional
from app.replies.open_wording import keepable, key_of, nearest
from app.workspaces import audit

MOST = 200  # open ones of an agent
IN_PLAN = "open_question"  # where the plan of a generated question names the open one that it asks
_ORDER = ("-count", "-last_asked_at", "-id")


def visible(actor: Actor) -> QuerySet[OpenQuestion]:
    return OpenQuestion.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, question_id: UUID) -> OpenQuestion:
    row = await visible(actor).get_or_none(id=question_id)
    if row is None:
        raise NotFound(f"There is no open question {question_id}; list them with `agent.openQuestions`.")
    return row


async def keep(agent_id: UUID, text: str) -> None:
    """Count a question that the agent could not answer; nearly the same words are the same question.

    What is too long, no question or private is left out silently: the customer has had a reply.
    """
    said = keepable(text)
    if said is not None and await _keep(agent_id, said):
        await wake(agent_id)


@transactional
async def _keep(agent_id: UUID, text: str) -> bool:
    """Whether it is new."""
    if await Agent.select_for_update().get_or_none(id=agent_id, deleted_at=None) is None:
        return False
    key, moment = key_of(text), await now()
    known = await listed(agent_id)
    # The agent was unsure although nearly the same is answered: only the very same counts for that one.
    same = await OpenQuestion.get_or_none(agent_id=agent_id, key=key) or nearest(text, known)
    if same is not None:
        await OpenQuestion.filter(id=same.id).update(count=F("count") + 1, last_asked_at=moment)
        return False
    await OpenQuestion.filter(id__in=[row.id for row in known[MOST - 1 :]]).delete()
    await OpenQuestion.create(agent_id=agent_id, text=text, key=key, created_at=moment, last_asked_at=moment)
    changes.note(agent_id, Changed.AGENT, agent_id)
    return True


async def listed(agent_id: UUID) -> list[OpenQuestion]:
    """Those that nobody has answered, most asked first, then the newest."""
    return await OpenQuestion.filter(agent_id=agent_id, pair_id=None).order_by(*_ORDER)


async def listed_of(agent_ids: Iterable[UUID]) -> dict[UUID, list[OpenQuestion]]:
    found: dict[UUID, list[OpenQuestion]] = {agent_id: [] for agent_id in agent_ids}
    for row in await OpenQuestion.filter(agent_id__in=list(found), pair_id=None).order_by(*_ORDER):
        found[row.agent_id].append(row)
    return found


@transactional
async def delete(actor: Actor, question_id: UUID) -> Agent:
    """Forget it, also where a customer is about to ask it; its agent."""
    row = await get(actor, question_id)
    unopened = GeneratedQuery.filter(agent_id=row.agent_id, opened_at=None).exclude(status__in=ENDED)
    asking = unopened.filter(plan__contains={IN_PLAN: str(row.id)})
    # The rows of the conversations come first, as everywhere.
    sessions = await asking.values_list("session_id", flat=True)
    await Session.select_for_update().filter(id__in=list(sessions)).order_by("id")
    for query in await asking:
        await query.delete()
        await log.append(query.session_id, QueryDiscarded(query_id=query.id))
    await row.delete()
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=row.agent_id, target=row.id)
    return await Agent.get(id=row.agent_id)


async def forget(before: datetime) -> int:
    """Delete the unanswered ones, of all agents, that were last asked earlier; how many went."""
    return await OpenQuestion.filter(last_asked_at__lt=before, pair_id=None).delete()


async def waiting(agent_id: UUID) -> list[OpenQuestion]:
    """What no customer has asked yet, in the order in which they will."""
    return await OpenQuestion.filter(agent_id=agent_id, pair_id=None, is_proposed=False).order_by(*_ORDER)


def asked_by(query: GeneratedQuery) -> UUID | None:
    """The open question that a customer asks by it."""
    named = query.plan.get(IN_PLAN)
    return UUID(str(named)) if named else None


async def opened(question_id: UUID) -> bool:
    """A customer asks it, and no other will; False where another one just did, or it is answered or gone."""
    waits = OpenQuestion.filter(id=question_id, pair_id=None, is_proposed=False)
    return await waits.update(is_proposed=True) > 0


async def dismiss(agent_id: UUID, question_id: UUID) -> None:
    """Nobody needs to answer it. Only inside a transaction."""
    await Agent.select_for_update().get(id=agent_id)
    await OpenQuestion.filter(id=question_id).delete()
