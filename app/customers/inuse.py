"""A customer asks what the agent had no answer to in use: word for word, and before anything is invented.

No model is asked: someone wrote the question already.
"""

from dataclasses import replace

from app.customers import lease
from app.customers import topics as topic_rows
from app.customers.company import Company
from app.customers.plan import Behaviour, Plan
from app.customers.starter import REAL
from app.customers.topics import Filing
from app.models import Agent, GeneratedQuery, OpenQuestion, QuerySource, Session
from app.models.query import ENDED
from app.models.transaction import transactional
from app.replies import open_questions as openquestions


async def ask(query: GeneratedQuery, epoch: int, agent: Agent, known: Company) -> bool:
    """Complete the question by the open one that is due; False where there is none, or it is a reaction.

    Raises Gone.
    """
    if query.earlier or not await openquestions.waiting(agent.id):
        return False
    return await _ask(query, epoch, agent, known)


@transactional
async def _ask(query: GeneratedQuery, epoch: int, agent: Agent, known: Company) -> bool:
    await lease.wait_for_turn(query.id)
    session = await Session.get(id=query.session_id)
    prepared = await GeneratedQuery.filter(session=session, opened_at=None).exclude(status__in=ENDED)
    taken = {openquestions.asked_by(other) for other in prepared}
    is_open = await lease.is_open(query.id, epoch)
    filing = Filing.of(agent, await topic_rows.of_agent(agent.id))
    for row in await openquestions.waiting(agent.id):
        topic = filing.topic(row.text) or ""
        if row.id in taken or not _may_come(row, topic, session, known):
            continue
        if is_open and not await openquestions.opened(row.id):
            continue
        plan = replace(
            Plan.from_json(query.plan),
            persona="",
            behaviour=Behaviour.PLAIN,
            topic=topic,
            category=filing.category(row.text),
            frame=REAL,
        )
        await lease.finish(query.id, epoch, row.text, QuerySource.REAL_USE, plan=plan, open_question=row.id)
        return True
    return False


def _may_come(row: OpenQuestion, topic: str, session: Session, known: Company) -> bool:
    """Not about a topic that is off, nor what the guide says nobody asks; a session with topics has no others."""
    on = {one.name for one in known.brief.topics}
    wanted = {name.casefold() for name in session.topics} & {name.casefold() for name in on}
    is_of_session = not wanted or topic.casefold() in wanted
    return is_of_session and (not topic or topic in on) and not known.forbids(row.text)
