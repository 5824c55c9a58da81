from dataclasses import replace
from pathlib import Path

import pytest

from app.basemodels.catalogue import BaseModel, starter
from app.basemodels.choice import choose
from app.basemodels.default import decide, default_of, remember
from app.basemodels.hardware import Hardware
from app.basemodels.needs import GIB
from app.config import Settings

LAPTOP = Hardware(16 * GIB, 8, 0, 100 * GIB, bfloat16=False)


def laptop(_home: Path) -> Hardware:
    return LAPTOP


def gives(_model: BaseModel) -> None:
    return None


def away(_model: BaseModel) -> str:
    return "no route to host"


def never(_model: BaseModel) -> str:
    raise AssertionError("the Hub was asked for nothing")


def fetched(home: Path, name: str) -> None:
    folder = home / "models" / name
    folder.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / file).touch()


def trained(home: Path) -> None:
    (home / "adapters" / "an-agent" / "1").mkdir(parents=True)


def test_where_the_hub_gives_it_the_machine_gets_its_best(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(model: BaseModel) -> None:
        asked.append(model.id)

    assert decide(Settings(home=tmp_path), laptop, ask).model.id == "qwen3-0.6b"
    assert asked == ["qwen3-0.6b"]


def test_where_it_does_not_it_is_the_starter_and_why(tmp_path: Path) -> None:
    choice = decide(Settings(home=tmp_path), laptop, away)
    assert (choice.model, choice.is_starter, choice.unreachable) == (starter(), True, "no route to host")


def test_what_is_here_needs_no_hub(tmp_path: Path) -> None:
    fetched(tmp_path, "qwen3-0.6b")
    assert decide(Settings(home=tmp_path), laptop, never).model.id == "qwen3-0.6b"


def test_what_was_decided_holds_for_every_process(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    choice = decide(settings, laptop, away)
    remember(settings, choice)

    def not_looked(_home: Path) -> Hardware:
        raise AssertionError("the machine was looked at for nothing")

    assert default_of(settings, not_looked) == choice


def test_nothing_is_written_by_deciding(tmp_path: Path) -> None:
    decide(Settings(home=tmp_path), laptop, gives)
    default_of(Settings(home=tmp_path), laptop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("changes", [{"base_model": "qwen3-4b-instruct-2507"}, {"quantization": "none"}])
def test_other_settings_make_another_choice(changes: dict[str, str], tmp_path: Path) -> None:
    remember(Settings(home=tmp_path), decide(Settings(home=tmp_path), laptop, gives))
    settings = Settings(home=tmp_path, **changes)
    assert default_of(settings, laptop).model.id == changes.get("base_model", "smollm2-135m-instruct")


@pytest.mark.parametrize("content", ["", "[]", '{"id": 3}', '{"wishes": ["auto", "auto", "auto"]}'])
def test_a_note_that_can_not_be_read_is_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "base-model.json").write_text(content)
    assert default_of(Settings(home=tmp_path), laptop) == choose(LAPTOP, reachable=False)


def test_without_up_the_hub_is_not_asked(tmp_path: Path) -> None:
    assert default_of(Settings(home=tmp_path), laptop).is_starter
    fetched(tmp_path, "qwen3-0.6b")
    assert default_of(Settings(home=tmp_path), laptop).model.id == "qwen3-0.6b"


def test_a_name_that_was_set_is_taken(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, base_model=str(tmp_path / "mine"))
    choice = decide(settings, laptop, never)
    assert (choice.model.id, choice.model.folder) == (str(tmp_path / "mine"), tmp_path / "mine")
    assert decide(Settings(home=tmp_path, base_model="smollm2-135m-instruct"), laptop, never).is_starter


def test_versions_keep_the_base_model_that_they_were_trained_on(tmp_path: Path) -> None:
    """Of an installation from before choices were remembered."""
    fetched(tmp_path, "smollm2-135m-instruct")
    trained(tmp_path)
    choice = decide(Settings(home=tmp_path), laptop, never)
    assert (choice.model, choice.is_starter) == (starter(), True)
    assert choice.reason == "SmolLM2 135M, the starter, as the versions here were trained on it."
    assert choice.better == (
        "Qwen3 0.6B would do better on this machine: set COACHABLE_BASE_MODEL=qwen3-0.6b for new agents."
    )


def test_versions_keep_what_was_chosen_for_them(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    fetched(tmp_path, "qwen3-0.6b")
    remember(settings, decide(settings, laptop, never))
    trained(tmp_path)
    more = replace(LAPTOP, memory_bytes=64 * GIB)
    choice = decide(settings, lambda _: more, never)
    assert choice.model.id == "qwen3-0.6b"
    assert choice.better is not None
    assert choice.better.startswith("Qwen3 1.7B would do better")


def test_versions_keep_it_whatever_else_is_set(tmp_path: Path) -> None:
    for name in ("smollm2-135m-instruct", "qwen3-0.6b"):
        fetched(tmp_path, name)
    remember(Settings(home=tmp_path), decide(Settings(home=tmp_path), laptop, never))
    trained(tmp_path)
    assert decide(Settings(home=tmp_path, precision="float32"), laptop, never).model.id == "qwen3-0.6b"


def test_before_anything_was_trained_a_better_one_is_taken(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    fetched(tmp_path, "smollm2-135m-instruct")
    remember(settings, decide(settings, laptop, away))
    assert decide(settings, laptop, gives).model.id == "qwen3-0.6b"


def test_float32_by_wish_takes_longer_and_so_a_smaller_one(tmp_path: Path) -> None:
    def two_cores(_home: Path) -> Hardware:
        return Hardware(24 * GIB, 1, 0, 100 * GIB, bfloat16=True)

    assert decide(Settings(home=tmp_path), two_cores, gives).model.id == "qwen3-0.6b"
    slow = decide(Settings(home=tmp_path, precision="float32"), two_cores, gives)
    assert (slow.model, slow.precision) == (starter(), "float32")
