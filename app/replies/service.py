"""What an agent reads before it replies: its system prompt with the house style, examples, the conversation."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tortoise.functions import Count, Max

from app.agents.service import SHORT_PROMPTS
from app.models import Agent, TrainingPair
from app.models.pair import BLOCKED
from app.replies.examples import Example, Shelf, room
from app.style.overrides import active
from app.style.service import style_of

SHELVES = 64  # agents whose examples stay in memory; 2,000 pairs take about 5 MB

_State = tuple[int, datetime | None]
_shelves: OrderedDict[UUID, tuple[_State, Shelf]] = OrderedDict()


async def messages(agent: Agent, conversation: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """`conversation` ends with the customer's message."""
    head = [{"role": "system", "content": await system_prompt(agent)}]
    left = room(turn["content"] for turn in [*head, *conversation])
    examples = await examples_for(agent, conversation[-1]["content"], left)
    return [*head, *(turn for example in examples for turn in example.turns), *conversation]


async def system_prompt(agent: Agent) -> str:
    """With the rules of the house style that are on, so that a rule which somebody adds helps at once."""
    if agent.base_model in SHORT_PROMPTS:
        return agent.system_prompt
    rules = "".join(f"\n- {rule.sentence}" for rule in active(await style_of(agent)))
    return f"{agent.system_prompt}\n\nEach of your answers:{rules}" if rules else agent.system_prompt


async def examples_for(agent: Agent, question: str, room: int) -> list[Example]:
    """All saved pairs help, from the moment that they are saved; none when the agent does without."""
    if not agent.use_examples or room <= 0:
        return []
    return (await _shelf(agent.id)).nearest(question, room)


async def _shelf(agent_id: UUID) -> Shelf:
    """Indexed anew when a pair was added, changed or deleted."""
    # A pair that needs an earlier conversation says little without it.
    pairs = TrainingPair.filter(agent_id=agent_id, earlier=[]).exclude(BLOCKED)
    row = (await pairs.annotate(n=Count("id"), newest=Max("changed_at")).values("n", "newest"))[0]
    state = (row["n"], row["newest"])
    known = _shelves.get(agent_id)
    if known is None or known[0] != state:
        rows = await pairs.order_by("id").values_list("query", "response")
        # Indexing 2,000 pairs takes 0.35 s, in which the API has others to serve.
        known = state, await asyncio.to_thread(Shelf, [Example(query, response) for query, response in rows])
        _shelves[agent_id] = known
    _shelves.move_to_end(agent_id)
    while len(_shelves) > SHELVES:
        _shelves.popitem(last=False)
    return known[1]
