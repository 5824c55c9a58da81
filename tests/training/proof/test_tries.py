"""The tries of a candidate: in groups, with the sources before the question, and no longer than they can succeed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair, Turn
from app.training.config import RunConfig
from app.training.evaluate import answers
from app.training.proof import tries
from app.training.render import render_prompt
from tests.training.conftest import PAIRS, SYSTEM, run_file


@pytest.fixture
def config(tmp_path: Path, tiny_model: Path) -> RunConfig:
    """Seven tries, each with its own source before it."""
    rows = []
    for pair in PAIRS:
        turns = [{"role": "user", "content": pair.query}, {"role": "assistant", "content": pair.response}]
        rows.append({"id": pair.id, "query": pair.query, "response": pair.response, "examples": turns})
    return RunConfig.parse(run_file(tmp_path, tiny_model, tries=rows, known=["A shop."], language="en"))


class Script:
    """Stands in for the model: says what it is told to, and notes how many prompts came at once."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.groups = list(texts), []

    def __call__(self, _model: Any, _tokenizer: Any, prompts: list[Any], *_rest: Any) -> list[str]:
        self.groups.append(len(prompts))
        some, self.texts = self.texts[: len(prompts)], self.texts[len(prompts) :]
        return some


RIGHT = [pair.response for pair in PAIRS]


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        (RIGHT, [4, 3]),
        # One of seven that does not come out right is too many, and so is any fault.
        (["I can't say.", *RIGHT[1:]], [4]),
        (["", *RIGHT[1:]], [4]),
        (RIGHT[:3] + [RIGHT[3] + " It costs 95 EUR."] + RIGHT[4:], [4]),
        (RIGHT[:4] + ["I can't say."] + RIGHT[5:], [4, 3]),
    ],
)
def test_it_stops_where_the_mark_is_out_of_reach(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    config: RunConfig,
    monkeypatch: pytest.MonkeyPatch,
    texts: list[str],
    groups: list[int],
) -> None:
    script = Script(*texts)
    monkeypatch.setattr(tries, "answers", script)
    told = tries.write(base, tokenizer, config, 512, lambda: None)
    assert script.groups == groups
    assert [one.answer for one in told] == texts[: sum(groups)]
    assert [one.pair_id for one in told] == [f"p{n}" for n in range(sum(groups))]
    assert told[0].payload().keys() == {"pair_id", "query", "expected", "answer"}


def test_a_tenth_may_be_wrong(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    config: RunConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = tuple(replace(config.tries[0], id=f"t{n}") for n in range(20))
    for wrong, groups in (
        (["I can't say."] * 2, [4, 4, 4, 4, 4]),
        (["I can't say."] * 3, [4]),
        (["It costs 95 EUR."], [4]),  # an invented fact is one too many
    ):
        script = Script(*wrong, *[RIGHT[0]] * (20 - len(wrong)))
        monkeypatch.setattr(tries, "answers", script)
        tries.write(base, tokenizer, replace(config, tries=many), 512, lambda: None)
        assert script.groups == groups


def test_what_the_model_reads_is_what_is_served(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, config: RunConfig
) -> None:
    """Greedy, and alone as in company."""
    told = tries.write(base, tokenizer, config, 512, lambda: None)
    assert len(told) == 4
    for one, pair in zip(told, config.tries, strict=False):
        assert pair.examples == (Turn("user", pair.query), Turn("assistant", pair.response))
        prompt = render_prompt(tokenizer, SYSTEM, pair)
        assert one.answer == answers(base, tokenizer, [prompt], 0, 6, lambda: None)[0]


def test_nothing_to_try_is_no_try(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, config: RunConfig
) -> None:
    assert tries.write(base, tokenizer, replace(config, tries=()), 512, lambda: None) == []
    assert Pair("p", "q", "a").examples == ()
