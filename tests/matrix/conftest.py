"""A short run on a tiny model of each family, once for all tests of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from app.training import loop
from app.training.lora import load_tokenizer
from app.training.proof import asked
from app.training.render import Sample, render_pair
from tests.families import FAMILIES, Family
from tests.training.conftest import Child, make_child

HYPER = {
    "steps": 3,
    "learning_rate": 0.02,
    "evaluate_every": 3,
    "checkpoint_every": 3,
    "batch_size": 2,
    "keep_gain": 0.0,
    "rank": 4,
    "alpha": 8,
}
TRAINABLE = [one for one in FAMILIES if one.chat.template]


@dataclass(frozen=True)
class Trained:
    family: Family
    base: Path
    child: Child
    tokenizer: PreTrainedTokenizerBase

    @property
    def adapter(self) -> Path:
        return Path(self.child.lines("finished")[0]["adapter_dir"])

    def samples(self, pairs: str) -> list[Sample]:
        config = self.child.config
        return [
            render_pair(self.tokenizer, config.system_prompt, pair, 1024) for pair in getattr(config, pairs)
        ]

    def plain_model(self) -> PreTrainedModel:
        auto = AutoModelForImageTextToText if self.family.model_type == "mistral3" else AutoModelForCausalLM
        return auto.from_pretrained(self.base, dtype=torch.float32, attn_implementation="eager").eval()


@contextmanager
def quick() -> Iterator[None]:
    """Two threads on 32-wide matrices only wait for each other, and a random model never ends its turn. What runs
    after these tests in the same process finds both as they were."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked, "ANSWER_TOKENS", 6)
        yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="session", params=TRAINABLE, ids=str)
def trained(
    request: pytest.FixtureRequest,
    family_folder: Callable[[Family], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Trained:
    base = family_folder(request.param)
    child = make_child(tmp_path_factory.mktemp("run"), base, hyperparameters=HYPER)
    with quick():
        loop.train(child.config, child.reporter, lambda: None)
    return Trained(request.param, base, child, load_tokenizer(base))
