"""What is said of a base model before it costs anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.agents.abilities import base_model_notice
from app.models import Agent, AgentVersion

DEFAULT = "smollm2-135m-instruct"


@pytest.fixture
def files(home: Path) -> Iterator[Path]:
    """Of the default; nobody reads them."""
    folder = home / "models" / DEFAULT
    folder.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / name).write_text("{}")
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def agent(language: str = "en", base_model: str = DEFAULT) -> Agent:
    return Agent(name="Shop", description="A shop.", language=language, base_model=base_model)


async def test_a_model_of_one_language_is_no_good_for_another(files: Path) -> None:
    assert await base_model_notice(agent("de"), None) == (
        "The base model smollm2-135m-instruct writes English only. Your answers in German are given word for word; "
        "drafts, and what it says in its own words, will often be wrong. A multilingual base model does better."
    )
    assert await base_model_notice(agent("en"), None) is None


async def test_one_that_is_not_here_is_fetched_and_one_that_is_gone_has_to_be_brought(home: Path) -> None:
    assert await base_model_notice(agent(), None) == (
        "SmolLM2 135M is not here. Until it is here your answers are given word for word and training waits for it."
    )
    assert await base_model_notice(agent(base_model="own"), None) == (
        f"Base model own is gone: put its files into {home / 'models' / 'own'}, or choose another one for the agent. "
        "Until then your answers are given word for word and nothing is trained."
    )


async def test_a_live_version_of_the_base_model_before_is_named(files: Path, home: Path) -> None:
    live, other = AgentVersion(number=3, base_model=DEFAULT), agent(base_model="qwen3-0.6b")
    waits = "Qwen3 0.6B is not here. Until it is here training waits for it. "

    assert await base_model_notice(other, live) == (
        f"{waits}Version 3 was trained on SmolLM2 135M, on which it goes on answering until a version of Qwen3 0.6B "
        "is better."
    )
    (files / "config.json").unlink()
    assert await base_model_notice(other, live) == (
        f"{waits}Version 3 was trained on SmolLM2 135M, which is not here: your answers are given word for word "
        "until a version of Qwen3 0.6B is live."
    )


async def test_a_live_version_of_the_same_base_model_is_nothing_to_say(files: Path) -> None:
    assert await base_model_notice(agent(), AgentVersion(number=3, base_model=DEFAULT)) is None
