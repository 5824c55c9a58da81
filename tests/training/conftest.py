"""A tiny base model, a run on it, and the pieces of a run as the loop has them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.training import lora
from app.training.config import RunConfig
from app.training.policy import Hyperparameters, Situation, choose
from app.training.progress import Reporter
from app.training.proof import asked
from app.training.render import Sample, render_pair
from tests.tiny_model import make_tiny_model

SYSTEM = "You are the support agent of a small shop. Be brief."
PAIRS = tuple(
    Pair(
        f"p{number}", f"How do I {verb} the {noun}?", f"Open {menu} first. Next: press {verb} for the {noun}."
    )
    for number, (verb, noun, menu) in enumerate(
        (
            ("pay", "invoice", "Settings > Billing"),
            ("close", "ticket", "Inbox"),
            ("rename", "menu in the shop", "Settings > Plan"),
            ("open", "Menü", "Path: Settings"),
            ("find", "plan", "Billing > Plan > Settings"),
            ("press", "button", "Settings"),
            ("send", "reply to the agent", "Inbox > Reply"),
        )
    )
)
SHORT = {"steps": 6, "learning_rate": 0.01, "evaluate_every": 2, "checkpoint_every": 2, "batch_size": 2}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Two threads on 64-wide matrices only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def _short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    short_answers(monkeypatch)


def short_answers(patch: pytest.MonkeyPatch) -> None:
    """A random model never ends its turn."""
    patch.setattr(asked, "ANSWER_TOKENS", 6)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def one_layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what depends on the course of a run, not on what it computes."""
    return make_tiny_model(tmp_path_factory.mktemp("models") / "tiny", layers=1, heads=2)


@pytest.fixture(scope="session")
def tokenizer(tiny_model: Path) -> PreTrainedTokenizerBase:
    return lora.load_tokenizer(tiny_model)


@pytest.fixture
def base(tiny_model: Path) -> PreTrainedModel:
    return lora.load_base(tiny_model, torch.device("cpu"))


@pytest.fixture(scope="session")
def samples(tokenizer: PreTrainedTokenizerBase) -> list[Sample]:
    return [render_pair(tokenizer, SYSTEM, pair, 512) for pair in PAIRS]


@pytest.fixture
def hyper() -> Hyperparameters:
    return choose(Situation([30] * 5, 64, "cpu")).overridden(SHORT)


def run_file(folder: Path, tiny_model: Path, **changes: Any) -> dict[str, Any]:
    """run.json of a short run: five pairs to train on, two held out."""
    rows = [{"id": pair.id, "query": pair.query, "response": pair.response} for pair in PAIRS]
    return {
        "run_id": "run-1",
        "base_model": str(tiny_model),
        "system_prompt": SYSTEM,
        "train": rows[:5],
        "holdout": rows[5:],
        "live_adapter": None,
        "output_dir": str(folder / "attempt-0001"),
        "checkpoint_dir": str(folder / "checkpoints"),
        "hyperparameters": SHORT,
        "seed": 0,
        "sample_count": 2,
        "house_style": ["Next:"],
        **changes,
    }


@dataclass
class Child:
    """A run in this process, and the lines that the parent would have read."""

    config: RunConfig
    stream: StringIO
    reporter: Reporter

    def lines(self, kind: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [line for line in lines if line["type"] == kind]


def make_child(folder: Path, tiny_model: Path, **changes: Any) -> Child:
    stream = StringIO()
    return Child(RunConfig.parse(run_file(folder, tiny_model, **changes)), stream, Reporter(stream))
