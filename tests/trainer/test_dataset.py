"""What a run learns from, as its child reads it."""

import json
from pathlib import Path

from app.actor import Actor
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import Agent, RunTrigger, TrainingPair, TrainingRun
from app.models.clock import now
from app.trainer import dataset
from app.training.config import RunConfig, Turn
from tests.factories import unlike_text


async def test_imported_turns_reach_the_child(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    messages = [
        {"role": "assistant", "content": "Welcome!"},
        {"role": "user", "content": unlike_text(50)},
        {"role": "assistant", "content": "So.", "weight": 0},
        {"role": "user", "content": unlike_text(51)},
        {"role": "assistant", "content": "And so."},
    ]
    rows: list[object] = [{"messages": messages}]
    for number in range(8):
        question = {"role": "user", "content": unlike_text(number)}
        rows.append({"messages": [question, {"role": "assistant", "content": f"Answer {number}."}]})
    content = "\n".join(json.dumps(row) for row in rows)
    await exchange.take_over(actor, agent.id, File(content))
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, pair_count=9, new_pair_count=9, queued_at=await now()
    )
    sides: dict[str, list[str]] = {"train": [], "holdout": []}
    for position, pair in enumerate(await TrainingPair.filter(agent=agent).order_by("id")):
        sides["holdout" if position > 4 else "train"].append(str(pair.id))

    path = await dataset.write_job(
        run, agent, sides, base_model=tmp_path, live=None, hyperparameters={}, folder=tmp_path / "run"
    )

    job = json.loads(path.read_text())
    (tmp_path / "model.safetensors").touch()
    config = RunConfig.parse(job)
    assert config.train[0].query == unlike_text(51)
    assert config.train[0].turns == (Turn("user", unlike_text(50)), Turn("assistant", "So."))
    assert [pair.turns for pair in config.train[1:]] == [()] * 4
