"""The language of an agent's customers."""

from app.models import Agent
from app.text.language import likely_language


def language_of_agent(agent: Agent) -> str:
    """ISO 639-1: what the row says, else what its description is written in."""
    return agent.language or likely_language(agent.description, agent.system_prompt)
