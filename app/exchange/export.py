"""The pairs of an agent as a file, written while it is read: memory stays flat whatever the number of pairs."""

from collections.abc import AsyncIterator
from uuid import UUID

from app.exchange import formats
from app.exchange.formats import Format
from app.exchange.rows import Row, Subject, Turn
from app.models import Agent, PairSplit, TrainingPair

PAGE = 500


async def pieces(agent: Agent, format: Format, split: PairSplit | None = None) -> AsyncIterator[str]:
    """The file in pieces; `split` leaves the other side's pairs out. The caller may see the agent."""
    yield formats.head(format, Subject(agent.name, agent.description, agent.system_prompt))
    after: UUID | None = None
    while True:
        rows = TrainingPair.filter(agent_id=agent.id)
        if after is not None:
            rows = rows.filter(id__gt=after)
        if split is not None:
            rows = rows.filter(split=split)
        page = await rows.order_by("id").limit(PAGE)
        yield "".join(formats.write(row_of(pair, agent.system_prompt), format) for pair in page)
        if len(page) < PAGE:
            return
        after = page[-1].id


def row_of(pair: TrainingPair, system: str) -> Row:
    return Row(
        query=pair.query,
        response=pair.response,
        category=pair.category,
        context=pair.context or None,
        difficulty=pair.difficulty,
        draft=pair.draft,
        split=pair.split.value if pair.split else None,
        earlier=tuple(
            Turn("user" if turn["role"] == "user" else "assistant", turn["content"]) for turn in pair.earlier
        ),
        system=system or None,
    )
