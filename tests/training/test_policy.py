"""Hyperparameters follow from the situation, and overrides are checked."""

import pytest

from app.errors import BadInput
from app.training.policy import PREFERENCE_PARAMETERS, Hyperparameters, Situation, choose, passes, preference

TOKENS = 100


def chosen(
    pairs: int, hidden_size: int = 576, device: str = "cpu", continued: bool = False
) -> Hyperparameters:
    return choose(Situation([TOKENS] * pairs, hidden_size, device, continued))


@pytest.mark.parametrize(
    ("pairs", "device", "steps", "batch"),
    [(1, "cpu", 12, 1), (5, "cpu", 12, 4), (16, "cpu", 12, 4), (20, "cpu", 15, 4), (100, "cpu", 75, 4)]
    + [(2000, "cpu", 750, 4), (2000, "cuda", 1000, 4)],
)
def test_step_budget(pairs: int, device: str, steps: int, batch: int) -> None:
    hyper = chosen(pairs, device=device)
    assert (hyper.steps, hyper.batch_size) == (steps, batch)


def test_half_an_hour_on_a_cpu_is_counted_in_tokens_and_weights() -> None:
    assert choose(Situation([50, 350] * 1000, 576, "cpu")).steps == 300_000 // (4 * 200)
    assert chosen(2000, 2 * 576).steps == 750 // 4
    assert choose(Situation([4000] * 20, 2304, "cpu")).steps == 12  # fewer would teach nothing


@pytest.mark.parametrize(
    ("pairs", "declines", "steps"), [(16, 0, 12), (16, 2, 14), (40, 5, 34), (200, 25, 169), (201, 25, 113)]
)
def test_rows_that_decline_are_steps_and_no_pairs(pairs: int, declines: int, steps: int) -> None:
    hyper = choose(Situation([TOKENS] * (pairs + declines), 576, "cpu", declines=declines))
    assert (hyper.steps, hyper.learning_rate) == (steps, chosen(pairs).learning_rate)
    assert passes(pairs) == (3 if pairs <= 200 else 2)


@pytest.mark.parametrize(("pairs", "rate"), [(1, 1e-3), (14, 1e-3), (15, 1.5e-3), (40, 1.5e-3), (41, 1e-3)])
def test_the_rate_is_higher_where_three_passes_are_enough_steps(pairs: int, rate: float) -> None:
    assert chosen(pairs).learning_rate == pytest.approx(rate)


def test_wider_models_learn_slower() -> None:
    assert chosen(16).learning_rate == pytest.approx(1.5e-3)
    assert chosen(16, 2304).learning_rate == pytest.approx(7.5e-4)


@pytest.mark.parametrize(
    ("width", "rate", "most_steps"), [(576, 1.5e-3, 750), (1024, 1.1e-3, 237), (2048, 8.0e-4, 59)]
)
def test_rows_of_the_table_by_size(width: int, rate: float, most_steps: int) -> None:
    assert chosen(20, width).learning_rate == pytest.approx(rate, rel=0.03)
    assert [chosen(20, width, device).steps for device in ("cpu", "cuda")] == [15, 15]
    assert chosen(2000, width).steps == most_steps
    assert chosen(2000, width, "cuda").steps == 1000


def test_going_on_is_gentler() -> None:
    assert chosen(16, continued=True).learning_rate == pytest.approx(7.5e-4)


def test_rate_rises_then_falls_to_its_last_share() -> None:
    hyper = chosen(16).overridden({"steps": 6, "warmup_steps": 2, "learning_rate": 1.0, "final_rate": 0.2})
    assert [hyper.rate_at(step) for step in range(7)] == pytest.approx([0, 0.5, 1.0, 0.84, 0.68, 0.52, 0.36])


def test_overrides_name_every_problem() -> None:
    values = {"steps": 0, "rank": 2.5, "learning_rate": float("nan"), "speed": 1, "dropout": True}
    with pytest.raises(BadInput) as caught:
        chosen(16).overridden(values)
    assert caught.value.message == (
        "The hyperparameters have problems: unknown hyperparameter speed; steps must be above 0; "
        "rank must be a whole number of at least 0; learning_rate must be a number of at least 0; "
        "dropout must be a number of at least 0."
    )


def test_a_second_candidate_is_for_larger_models() -> None:
    hyper = chosen(20)
    assert preference(135_000_000, 20, hyper) is None
    assert preference(PREFERENCE_PARAMETERS - 1, 20, hyper) is None
    plan = preference(PREFERENCE_PARAMETERS, 20, hyper)
    assert plan is not None
    assert (plan.loss_type, plan.beta, plan.rpo_alpha) == ("apo_zero", 0.1, 1.0)
    assert plan.learning_rate < hyper.learning_rate


@pytest.mark.parametrize(
    ("pairs", "compared", "steps", "batch"), [(1, 1, 4, 1), (3, 3, 4, 3), (20, 20, 5, 4), (2000, 64, 16, 4)]
)
def test_it_takes_one_pass_over_the_newest(pairs: int, compared: int, steps: int, batch: int) -> None:
    plan = preference(PREFERENCE_PARAMETERS, pairs, chosen(pairs))
    assert plan is not None
    assert (plan.pairs, plan.steps, plan.batch_size) == (compared, steps, batch)
