"""An agent together with what its description says of its customers: their language and their topics."""

import asyncio
from collections.abc import Coroutine
from copy import copy
from typing import Any
from uuid import UUID

from app.actor import Actor
from app.agents import service as agents
from app.agents.choosing import chosen, have_fetched
from app.agents.language import language_of_agent
from app.customers import topics
from app.errors import InvalidInput, every_field
from app.models import Agent
from app.text.language import NAMES, likely_language, sure_language

PATIENCE_S = 2.5
_under_way: set[asyncio.Task[None]] = set()


async def create(
    actor: Actor,
    *,
    name: str,
    description: str,
    system_prompt: str | None = None,
    base_model: str | None = None,
    language: str | None = None,
) -> Agent:
    """Raises InvalidInput."""
    with every_field() as field:
        with field():
            agents.checked(name, description, system_prompt)
        with field():
            language = known_language(language)
        with field():
            base_model = await chosen(base_model)
    agent = await agents.create(
        actor,
        name=name,
        description=description,
        system_prompt=system_prompt,
        base_model=base_model,
        language=language or likely_language(description, system_prompt or ""),
    )
    await have_fetched(agent)
    await _for_a_moment(topics.read_description(agent))
    await topics.want_more(agent.id)
    return agent


async def update(
    actor: Actor,
    agent_id: UUID,
    *,
    name: str | None = None,
    description: str | None = None,
    system_prompt: str | None = None,
    use_examples: bool | None = None,
    follow_up_rate: float | None = None,
    language: str | None = None,
    writes_freely: bool | None = None,
    unsure_sentence: str | None = None,
    base_model: str | None = None,
) -> Agent:
    """Change what is given. Another description, or another language of it, is read for topics again."""
    before = await agents.get(actor, agent_id)
    if language is None and description is not None and description != before.description:
        language = sure_language(description)
    changes: dict[str, Any] = {
        "name": name,
        "description": description,
        "system_prompt": system_prompt,
        "use_examples": use_examples,
        "follow_up_rate": follow_up_rate,
        "writes_freely": writes_freely,
        "unsure_sentence": unsure_sentence,
    }
    with every_field() as field:
        with field():
            agents.change(copy(before), **changes)
        with field():
            language = known_language(language)
        with field():
            base_model = None if base_model is None else await chosen(base_model)
    agent = await agents.update(actor, agent_id, language=language, base_model=base_model, **changes)
    if base_model is not None:
        await have_fetched(agent)
    old = language_of_agent(before)
    if (agent.description, language_of_agent(agent)) != (before.description, old):
        await _for_a_moment(topics.reread_description(agent, before.description, old))
        await topics.want_more(agent.id)
    return agent


async def _for_a_moment(reading: Coroutine[None, None, None]) -> None:
    """Most descriptions are read within a second. Where it takes longer nobody waits for it: the topics come a little
    later, and before the first question is written at the latest."""
    task = asyncio.create_task(reading)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    await asyncio.wait([task], timeout=PATIENCE_S)
    if task.done():
        task.result()


def known_language(code: str | None) -> str | None:
    """Lower case; None for none. Raises InvalidInput for a language that the product does not know."""
    code = (code or "").strip().lower() or None
    if code is not None and code not in NAMES:
        raise InvalidInput(f"{code!r} is not a language code; choose one of {', '.join(NAMES)}.", "language")
    return code
