"""A strong model reads what the expert called unrealistic and writes rules for the next questions."""

import re
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from app.customers import realism
from app.customers.guide import VALUE_LENGTH, Guide, Origin, RuleKind
from app.models import Agent

MOST_SENTENCES = 5
# Below this a single odd question would become a law.
LEAST_EXAMPLES = 2
_SHOWN = 12

Messages = list[dict[str, str]]
Ask = Callable[[Messages, int], AsyncIterator[str]]

_SYSTEM = (
    "You improve the instructions of a program that plays customers of a company. An expert of that company "
    "marked some of its messages as unrealistic. Find out what makes them so, and write rules that prevent it.\n"
    f'Answer with at most {MOST_SENTENCES} lines, one short rule in each, in the second person ("You never ..."), '
    "and nothing else."
)


async def refine(agent_id: UUID, ask: Ask) -> None:
    """Rewrite the model's own rules in the agent's guide; those of people stay. Raises UpstreamFailed."""
    agent = await Agent.get(id=agent_id)
    guide = Guide.from_json(agent.realism_guide)
    if len(guide.values(RuleKind.NOT_LIKE)) < LEAST_EXAMPLES:
        return
    answer = "".join([piece async for piece in ask(messages(agent.description, guide), 0)])
    if sentences := rules(answer):
        await realism.rewrite(agent_id, guide, sentences)


def messages(description: str, guide: Guide) -> Messages:
    unlike = "\n".join(f"- {text}" for text in guide.values(RuleKind.NOT_LIKE)[-_SHOWN:])
    own = [r.value for r in guide.rules if r.kind is RuleKind.WRITE and r.origin is Origin.PERSON]
    user = f"The company: {description}\n\nUnrealistic messages:\n{unlike}"
    if own:
        user += "\n\nRules that exist already, don't repeat them:\n" + "\n".join(f"- {rule}" for rule in own)
    return [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": user}]


def rules(answer: str) -> list[str]:
    """The lines of an answer without bullets and numbers; a preamble that ends in a colon is not a rule."""
    lines = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s*", "", line).strip().strip("*") for line in answer.splitlines()]
    kept = [line for line in lines if len(line.split()) >= 3 and not line.endswith(":")]
    return [line[:VALUE_LENGTH] for line in kept[:MOST_SENTENCES]]
