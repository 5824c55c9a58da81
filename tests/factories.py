"""Makes rows through the services, the way a user would."""

from uuid import UUID

from app.actor import Actor
from app.agents import service as agents
from app.customers import topics
from app.models import Agent, GeneratedQuery, QueryStatus, Session
from app.pairs import service as pairs
from app.pairs.service import Saved
from app.sessions import service as sessions

DESCRIPTION = (
    "Brightdesk is a help-desk tool for small shops. The agent answers questions about plans and tickets."
)


async def make_bare_agent(actor: Actor, name: str = "Brightdesk support") -> Agent:
    """Nobody has read its description yet: it has no topics."""
    return await agents.create(actor, name=name, description=DESCRIPTION)


async def make_agent(actor: Actor, name: str = "Brightdesk support") -> Agent:
    """Its customers never react to an answer: whether one does is left to chance."""
    agent = await make_bare_agent(actor, name)
    await topics.read_description(agent)
    return await agents.update(actor, agent.id, follow_up_rate=0)


async def make_free_agent(actor: Actor, name: str = "Brightdesk support") -> Agent:
    """Its model's words go out as they are."""
    return await agents.update(actor, (await make_agent(actor, name)).id, writes_freely=True)


async def make_session(actor: Actor, agent: Agent) -> Session:
    return (await sessions.start(actor, agent.id)).session


async def write_question(query_id: UUID, text: str = "How do I add a colleague?") -> None:
    """What a worker does: the question is complete now."""
    query = await GeneratedQuery.get(id=query_id)
    status = QueryStatus.OPEN if query.opened_at else QueryStatus.READY
    await GeneratedQuery.filter(id=query_id).update(text=text, status=status)


async def make_pairs(actor: Actor, session: Session, count: int, start: int = 0) -> list[Saved]:
    """Pairs of the expert's own questions; no two are near-duplicates."""
    return [
        await pairs.add(
            actor,
            session.id,
            query=unlike_text(number),
            response=f"Answer {number}.",
        )
        for number in range(start, start + count)
    ]


def unlike_text(number: int) -> str:
    """Six words that no other number has, so that no two texts are near-duplicates."""
    letters = "bcdfghklmnprst"
    stem = letters[number // len(letters) % len(letters)] + "o" + letters[number % len(letters)]
    return " ".join(f"{stem}{vowel}{number // 196 * 'z'}lum" for vowel in ("a", "e", "i", "o", "u", "y"))
