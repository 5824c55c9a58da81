"""What a base model can't do for an agent, said before it costs anybody anything."""

import asyncio
from pathlib import Path

from app.agents.choosing import known_problem
from app.agents.language import language_of_agent
from app.basemodels.catalogue import by_id
from app.basemodels.listing import State, place_of, standing, title_of
from app.config import get_settings
from app.models import Agent, AgentVersion
from app.text.language import NAMES


async def base_model_notice(agent: Agent, live: AgentVersion | None) -> str | None:
    """In the person's words; None where nothing is known against it. `live`: the version that answers now."""
    return await asyncio.to_thread(_noticed, agent, live, get_settings().home)


def _noticed(agent: Agent, live: AgentVersion | None, home: Path) -> str | None:
    left = _left(agent, live, home) if live and live.base_model not in ("", agent.base_model) else None
    answers = "" if left else "your answers are given word for word and "
    said = [_missing(agent.base_model, answers, home), left, _foreign(agent)]
    return " ".join(filter(None, said)) or None


def _missing(name: str, answers: str, home: Path) -> str | None:
    """`answers`: what it answers until then, where no other base model does."""
    found = standing(name, home)
    if found.state is State.HERE:
        return known_problem(name)
    if found.state is State.GONE:
        return f"{found.sentence} Until then {answers}nothing is trained."
    return f"{found.sentence.rstrip('.')}. Until it is here {answers}training waits for it."


def _left(agent: Agent, live: AgentVersion, home: Path) -> str:
    """After a change of the base model."""
    trained, new = (
        f"Version {live.number} was trained on {title_of(live.base_model)}",
        title_of(agent.base_model),
    )
    if place_of(live.base_model, home) is None:
        return f"{trained}, which is not here: your answers are given word for word until a version of {new} is live."
    return f"{trained}, on which it goes on answering until a version of {new} is better."


def _foreign(agent: Agent) -> str | None:
    model = by_id(agent.base_model)
    language = language_of_agent(agent)
    if model is None or not model.languages or language in model.languages:
        return None
    *most, last = (NAMES[code] for code in model.languages)
    names = f"{', '.join(most)} and {last}" if most else last
    return (
        f"The base model {agent.base_model} writes {names} only. Your answers in {NAMES[language]} are given word for "
        "word; drafts, and what it says in its own words, will often be wrong. A multilingual base model does better."
    )
