"""Hyperparameters follow from the situation, and overrides are checked."""

import pytest

from app.training.failures import BadInput
from app.training.policy import Situation, choose


@pytest.mark.parametrize(
    ("pairs", "device", "steps", "batch"),
    [(1, "cpu", 12, 1), (5, "cpu", 12, 4), (16, "cpu", 16, 4), (20, "cpu", 20, 4), (100, "cpu", 75, 4)]
    + [(2000, "cpu", 600, 4), (2000, "cuda", 1000, 4)],
)
def test_step_budget(pairs: int, device: str, steps: int, batch: int) -> None:
    hyper = choose(Situation(pairs, 576, device))
    assert (hyper.steps, hyper.batch_size) == (steps, batch)


def test_wider_models_learn_slower() -> None:
    assert choose(Situation(16, 576, "cpu")).learning_rate == pytest.approx(1e-3)
    assert choose(Situation(16, 2304, "cpu")).learning_rate == pytest.approx(5e-4)


def test_going_on_is_gentler() -> None:
    assert choose(Situation(16, 576, "cpu", continued=True)).learning_rate == pytest.approx(5e-4)


def test_rate_rises_then_falls_to_its_last_share() -> None:
    hyper = choose(Situation(16, 576, "cpu")).overridden(
        {"steps": 6, "warmup_steps": 2, "learning_rate": 1.0, "final_rate": 0.2}
    )
    assert [hyper.rate_at(step) for step in range(7)] == pytest.approx([0, 0.5, 1.0, 0.84, 0.68, 0.52, 0.36])


def test_overrides_name_every_problem() -> None:
    values = {"steps": 0, "rank": 2.5, "learning_rate": float("nan"), "speed": 1, "dropout": True}
    with pytest.raises(BadInput) as caught:
        choose(Situation(16, 576, "cpu")).overridden(values)
    assert caught.value.message == (
        "The hyperparameters have problems: unknown hyperparameter speed; steps must be above 0; "
        "rank must be a whole number of at least 0; learning_rate must be a number of at least 0; "
        "dropout must be a number of at least 0."
    )
