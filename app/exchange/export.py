"""The pairs of an agent as a file, written while it is read: memory stays flat whatever the number of pairs."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tortoise import Model
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.exchange.format import Format
from app.exchange.readers import preferences
from app.exchange.rows import Row, Subject, Turn
from app.models import Agent, AuditAction, PairSplit, PreferencePair, TrainingPair
from app.models.transaction import transactional
from app.workspaces import audit

PAGE = 500

Table = TypeVar("Table", bound=Model)


async def pieces(agent: Agent, format: Format, split: PairSplit | None = None) -> AsyncIterator[str]:
    """The file in pieces; `split` leaves the other side's pairs out. The caller may see the agent."""
    assert format.write is not None
    yield format.head(Subject(agent.name, agent.description, agent.system_prompt))
    if format is preferences.FORMAT:
        drafts = PreferencePair.filter(agent_id=agent.id).select_related("pair")
        async for some in _pages(drafts if split is None else drafts.filter(pair__split=split)):
            yield "".join(format.write(preferred(row)) for row in some)
        return
    pairs = TrainingPair.filter(agent_id=agent.id)
    async for page in _pages(pairs if split is None else pairs.filter(split=split)):
        yield "".join(format.write(row_of(pair, agent.system_prompt)) for pair in page)


@transactional
async def note(actor: Actor, agent: Agent) -> None:
    """That the pairs are about to leave as a file."""
    await audit.note(actor, AuditAction.PAIRS_EXPORTED, agent=agent.id, target=agent.id)


async def _pages(rows: QuerySet[Table]) -> AsyncIterator[list[Table]]:
    """All of `rows` by their ids."""
    page = await rows.order_by("id").limit(PAGE)
    while page:
        yield page
        page = await rows.filter(id__gt=page[-1].pk).order_by("id").limit(PAGE)


def preferred(preference: PreferencePair) -> Row:
    """As it was when the draft was changed, with what is known of the pair."""
    row = row_of(preference.pair, preference.system_prompt)
    return replace(
        row,
        query=preference.query,
        response=preference.chosen,
        draft=preference.rejected,
        earlier=_turns(preference.earlier),
    )


def row_of(pair: TrainingPair, system: str) -> Row:
    return Row(
        query=pair.query,
        response=pair.response,
        category=pair.category,
        context=pair.context or None,
        difficulty=pair.difficulty,
        draft=pair.draft,
        split=pair.split.value if pair.split else None,
        earlier=_turns(pair.earlier),
        system=system or None,
    )


def _turns(earlier: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    return tuple(Turn("user" if turn["role"] == "user" else "assistant", turn["content"]) for turn in earlier)
