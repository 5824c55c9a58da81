"""A draft in the house style from a small model: several are written where the first breaks a rule.

A small model does not follow rules that it is told, but now and then keeps one by chance. The likeliest answer comes
word by word as before; where it keeps every rule, which a trained version mostly does, it is the draft and nothing
else is written. Only else two more are sampled side by side, and the expert, who reads meanwhile, gets the best one.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from app.errors import AppError
from app.models import Agent
from app.style.overrides import active
from app.style.rules import Rule
from app.style.service import style_of

SAMPLES = 2  # beside the first
PATIENCE_S = 8.0  # of an expert who has a draft already

Ask = Callable[[int], AsyncGenerator[str, None]]  # seed -> pieces of a sampled answer


async def best_draft(agent: Agent, first: str, ask: Ask) -> str:
    """The answer that keeps most rules among `first` and what is written in time; `first` when none keeps more."""
    rules = active(await style_of(agent))
    if kept(first, rules) == len(rules):
        return first
    more = await asyncio.gather(*(_written(ask, seed) for seed in range(SAMPLES)))
    return max([first, *more], key=lambda text: kept(text, rules))


def kept(answer: str, rules: Sequence[Rule]) -> int:
    """How many rules it keeps; no answer keeps none."""
    return sum(rule.kept_by(answer) for rule in rules) if answer.strip() else 0


async def _written(ask: Ask, seed: int) -> str:
    """Nothing when it is late or the server fails: there is a draft already."""
    pieces: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE_S), aclosing(ask(seed)) as stream:
            async for piece in stream:
                pieces.append(piece)
    except (AppError, TimeoutError):
        return ""
    return "".join(pieces)
