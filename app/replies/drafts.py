"""A draft for the expert: written freely, since a person reads it before anybody else does.

What no source holds is marked in it. A small model does not follow rules that it is told, but now and then keeps one
by chance: where the likeliest answer breaks a rule of the house style two more are sampled side by side, and the
expert, who reads meanwhile, gets the best one.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from app.agents.service import SHORT_PROMPTS
from app.answers.overrides import active
from app.answers.rules import Rule
from app.answers.style import style_of
from app.errors import AppError
from app.models import Agent
from app.replies.prompt import Message
from app.replies.reply import Basis, Reply, Unfounded
from app.replies.service import fallback, is_sure, read_freely, search
from app.replies.writing import known_facts, stood_on

SAMPLES = 2  # beside the first
PATIENCE_S = 8.0  # of an expert who has a draft already

# Messages and a seed (None: the likeliest words) -> pieces of an answer.
AskSampled = Callable[[list[dict[str, str]], int | None], AsyncGenerator[str, None]]


async def draft(
    agent: Agent, conversation: Sequence[Message], ask: AskSampled
) -> AsyncGenerator[str | Reply, None]:
    """Pieces, then the Reply, whose text may be a better one. A taught answer that fits is the draft as it is."""
    found = await search(agent, conversation)
    if is_sure(agent, found):
        taught = fallback(agent, found)
        yield taught.text
        yield taught
        return
    messages, _ = await read_freely(agent, conversation, found)
    pieces: list[str] = []
    async with aclosing(ask(messages, None)) as stream:
        async for piece in stream:
            pieces.append(piece)
            yield piece
    text = "".join(pieces)
    if agent.base_model in SHORT_PROMPTS:
        text = await best_draft(agent, text, lambda seed: ask(messages, seed))
    passages = [item.passage for item in found]
    missing = known_facts(agent, passages, conversation).missing(text)
    yield Reply(
        text,
        Basis.WRITTEN,
        stood_on(agent, text, passages, conversation) if text.strip() else (),
        tuple(Unfounded(fact.text, *fact.span) for fact in missing),
    )


async def best_draft(agent: Agent, first: str, ask: Callable[[int], AsyncGenerator[str, None]]) -> str:
    """The answer that keeps most rules among `first` and what is written in time; `first` when none keeps more."""
    rules = active(await style_of(agent))
    if kept(first, rules) == len(rules):
        return first
    more = await asyncio.gather(*(_written(ask, seed) for seed in range(SAMPLES)))
    return max([first, *more], key=lambda text: kept(text, rules))


def kept(answer: str, rules: Sequence[Rule]) -> int:
    """How many rules it keeps; no answer keeps none."""
    return sum(rule.kept_by(answer) for rule in rules) if answer.strip() else 0


async def _written(ask: Callable[[int], AsyncGenerator[str, None]], seed: int) -> str:
    """Nothing when it is late or the server fails: there is a draft already."""
    pieces: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE_S), aclosing(ask(seed)) as stream:
            async for piece in stream:
                pieces.append(piece)
    except (AppError, TimeoutError):
        return ""
    return "".join(pieces)
