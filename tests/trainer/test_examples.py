"""The job file asks held-out questions as they will be served, with examples from the training side alone."""

import json
from pathlib import Path

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.models import Agent, TrainingPair
from app.pairs import service as pairs
from app.runs import service as runs
from app.trainer import dataset
from tests.factories import make_session


@pytest.mark.parametrize("shown", [True, False])
async def test_examples_of_held_out_questions(
    actor: Actor, agent: Agent, tmp_path: Path, shown: bool
) -> None:
    agent = await agents.update(actor, agent.id, use_examples=shown)
    session = await make_session(actor, agent)
    for what in ("refund", "voucher", "login", "invoice", "trainer", "course", "plan", "hall"):
        await pairs.add(
            actor, session.id, query=f"Where do I find my {what}?", response=f"Open {what} refund."
        )
    run = await runs.start(actor, agent.id)
    ids = [str(pair.id) for pair in await TrainingPair.filter(agent=agent).order_by("id")]
    split = {"train": ids[1:], "holdout": ids[:1]}

    path = await dataset.write_job(
        run, agent, split, base_model=tmp_path, live=None, hyperparameters={}, folder=tmp_path
    )

    job = json.loads(path.read_text())
    (asked,) = job["holdout"]
    assert asked["query"] == "Where do I find my refund?"
    assert len(asked["turns"]) == (6 if shown else 0)
    assert asked["query"] not in {turn["content"] for turn in asked["turns"]}
    assert [turn["role"] for turn in asked["turns"]] == ["user", "assistant"] * (3 if shown else 0)
    assert all(pair["turns"] == [] for pair in job["train"])
