"""What a base model can't do for an agent, said before it costs anybody anything."""

from app.agents.language import language_of_agent
from app.models import Agent
from app.text.language import NAMES

# By the beginning of the name; the model cards say so (https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct).
_WRITES = {"smollm2": ("en",)}


def base_model_notice(agent: Agent) -> str | None:
    """In the person's words; None where nothing is known against it."""
    written = next(
        (codes for start, codes in _WRITES.items() if agent.base_model.lower().startswith(start)), None
    )
    language = language_of_agent(agent)
    if written is None or language in written:
        return None
    names = " and ".join(NAMES[code] for code in written)
    return (
        f"The base model {agent.base_model} writes {names} only. Your answers in {NAMES[language]} are given word for "
        "word; drafts, and what it says in its own words, will often be wrong. A multilingual base model does better."
    )
