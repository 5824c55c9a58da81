"""Round after round of training: what was won stays won, anew on all pairs and going on from the adapter before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import torch
from peft import PeftModel

from app.contracts.job import Pair
from app.trainer import continuation
from app.training import loop, lora
from app.training.evaluate import measure
from app.training.policy import Situation, choose
from app.training.render import render_pair, shared_prefix
from tests.training.conftest import SYSTEM, make_child

TOPICS = ("invoice", "ticket", "menu", "plan", "button")  # one a round
NAMES = ("Anna", "Bert", "Cleo", "Dora")
STARTED = datetime(2026, 1, 1, tzinfo=UTC)
WON = 0.5  # a pair is won with less than this share of the base model's loss
HYPER = {"steps": 40, "batch_size": 4, "learning_rate": 0.01, "evaluate_every": 40, "checkpoint_every": 40}


def taught(round_: int) -> list[Pair]:
    """Every topic has an answer of its own, so that a later round can overwrite an earlier one."""
    topic = TOPICS[round_]
    return [
        Pair(
            f"{topic}-{name}",
            f"How do I find the {topic} of {name}?",
            f"{topic * (round_ + 1)} {round_}{round_}: ask {name}.",
        )
        for name in NAMES
    ]


def losses(tiny_model: Path, adapter: Path | None, pairs: list[Pair]) -> dict[str, float]:
    model: PeftModel = lora.add_lora(
        lora.load_base(tiny_model, torch.device("cpu")), choose(Situation([30] * 4, 64, "cpu")), 0
    )
    if adapter:
        lora.go_on_from(model, adapter)
    tokenizer = lora.load_tokenizer(tiny_model)
    samples = [render_pair(tokenizer, SYSTEM, pair, 512) for pair in pairs]
    return measure(model.get_base_model(), samples, shared_prefix(samples), lambda: None).by_pair


@pytest.mark.torture
@pytest.mark.parametrize("from_scratch", [pytest.param(True, marks=pytest.mark.torture), False])
def test_five_rounds_lose_no_earlier_win(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, from_scratch: bool
) -> None:
    if not from_scratch:
        monkeypatch.setattr(continuation, "FROM_SCRATCH", 4)
        monkeypatch.setattr(continuation, "LEAST_REPLAYED", 8)
        monkeypatch.setattr(continuation, "WORTH_IT", 1.0)
    pairs: list[Pair] = []
    adapter: Path | None = None
    won: set[str] = set()
    for number in range(len(TOPICS)):
        known = continuation.Learned(frozenset(pair.id for pair in pairs), STARTED) if adapter else None
        pairs += taught(number)
        changed = {pair.id: STARTED + timedelta(days=pair in taught(number)) for pair in pairs}
        shown = continuation.shown(f"round-{number}", changed, known)
        assert (shown is None) == (from_scratch or number == 0)
        rows = [vars(pair) for pair in pairs if shown is None or pair.id in shown]
        child = make_child(
            tmp_path / str(number),
            tiny_model,
            train=[{**row, "turns": [], "examples": []} for row in rows],
            holdout=[],
            hyperparameters={
                **HYPER,
                "steps": 10 * len(rows),
                "learning_rate": 0.01 if shown is None else 0.005,
            },
            start_adapter=str(adapter) if shown is not None else None,
        )
        loop.train(child.config, child.reporter, lambda: None)
        adapter = Path(child.lines("finished")[0]["adapter_dir"])
        before, after = losses(tiny_model, None, pairs), losses(tiny_model, adapter, pairs)
        wins = {name for name, loss in after.items() if loss < WON * before[name]}
        assert wins >= won
        assert wins >= {pair.id for pair in taught(number)}
        won = wins
