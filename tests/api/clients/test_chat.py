"""Real clients of OpenAI's dialect, as they come from npm and PyPI, against a real server."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.pairs import service as pairs
from tests.api.conftest import SECRET, Api
from tests.factories import make_agent, make_session

pytestmark = pytest.mark.clients

QUESTION, ANSWER = "How do I pay?", "By card or by SEPA direct debit."


@pytest.fixture
async def arguments(api: Api) -> list[str]:
    """Base URL, key, model, question."""
    agent = await make_agent(api.actor, "Tidepool")
    session = await make_session(api.actor, agent)
    await pairs.add(api.actor, session.id, query=QUESTION, response=ANSWER)
    return [f"http://127.0.0.1:{api.port}/v1", SECRET, agent.slug, QUESTION]


async def test_openai_for_node_and_the_vercel_ai_sdk(
    printed: Callable[..., Awaitable[Any]], arguments: list[str]
) -> None:
    said = await printed("chat.mjs", *arguments)
    assert said["node"] == {
        "model": "tidepool@0",
        "answers": [ANSWER] * 4,
        "refused": [400, "unsupported_parameter", "n"],
    }
    assert said["vercel"] == {"answers": [ANSWER] * 4}


async def test_langchain(printed: Callable[..., Awaitable[Any]], arguments: list[str]) -> None:
    assert await printed("langchain_chat.py", *arguments) == [ANSWER] * 4
