"""What a base model can't do for an agent, said before it costs anybody anything."""

from app.agents.language import language_of_agent
from app.basemodels.catalogue import by_id
from app.models import Agent
from app.text.language import NAMES


def base_model_notice(agent: Agent) -> str | None:
    """In the person's words; None where nothing is known against it."""
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
