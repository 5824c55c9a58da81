"""What a base model can't do is said before training."""

from app.agents.abilities import base_model_notice
from app.models import Agent


def test_a_language_that_the_base_model_does_not_write() -> None:
    agent = Agent(name="A", description="", base_model="smollm2-135m-instruct", language="de")
    assert base_model_notice(agent) == (
        "The base model smollm2-135m-instruct writes English only. Your answers in German are given word for word; "
        "drafts, and what it says in its own words, will often be wrong. A multilingual base model does better."
    )
    agent.language = "en"
    assert base_model_notice(agent) is None
    agent.base_model, agent.language = "qwen3-4b", "de"
    assert base_model_notice(agent) is None
