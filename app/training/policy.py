"""Zero configuration: what is known before a run in, every hyperparameter and the step budget out. Pure.

| What | Value | Why (measured: tests/benchmarks/RESULTS.md) |
|---|---|---|
| rank, alpha, layers | 16, 32, all linear ones | layers matter more than rank (thinkingmachines.ai/blog/lora) |
| passes over the pairs | 3, at least 12 steps, 2 for many pairs | measured: at 9 of 12 steps the style was not whole |
| rows that decline | a step for every 4 of a pass | an eighth of the pairs at most; the share is not measured |
| learning rate | 1.5e-3 at width 576, falling with its root | measured; the same source: 5e-4 at 2,000 |
| the same for less than 15 pairs | 1e-3 | measured: 12 steps are more than 3 passes there; at 2e-3 they turn |
| the same above 40 pairs | 1e-3 | not measured |
| most steps on a CPU | half an hour's | seconds go with tokens and weights; the gate judges what they brought |
| schedule | up over a quarter of the steps, then linearly to 0 | the last, small steps average out |
| dropout, weight decay, NEFTune, DoRA | none | measured: no gain, and DoRA takes twice the time |
| rsLoRA, PiSSA | none | measured: both turn after half the steps and end above where plain LoRA does |
| going on from an adapter | half the rate | what it knows has to stay; the share is not measured |
| held-out loss | 4 times | of 6 times, 3 of 3 runs with 16 pairs took the last; each is 1.3 % of such a run |
| candidate | newest adapter with 80 % of the best held-out gain | loss turns before style has settled |
| second candidate (objectives/) | from 1e9 parameters on | measured: at 135M it doubles a run; the bound is not |
| its loss | APO-zero, beta 0.1, SFT term 1 | TRL's names and beta (docs/trl/dpo_trainer); 1 is RPO's own |
| its steps | one pass over 64 pairs at most, at least 4, a fifth of the rate | not measured above 135M |

By size of the base model, for 20 pairs of 100 tokens behind a prompt of 111 (15 steps). Figures follow from the
rules above; minutes on a CPU are the step's arithmetic at the rate of the default (263 GFLOP in 1.02 s, two cores).

| base model, width | learning rate | on a CPU | source |
|---|---|---|---|
| SmolLM2-135M, 576 | 1.5e-3 | 0.3 min; half an hour from 750 steps on | measured |
| Qwen3-0.6B, 1,024 | 1.1e-3 | 1 min; from 237 steps on | not measured |
| Qwen3-1.7B, 2,048 | 8.0e-4 | 3 min; from 59 steps on | not measured |
| Qwen3-4B, 2,560 | 7.1e-4 | for a GPU | quality not measured; seconds in RESULTS.md |
| Llama-3.1-8B, 4,096 | 5.6e-4 | for a GPU | quality not measured; seconds in RESULTS.md |

Measured with SmolLM2-135M, 10 to 32 pairs of brightdesk.jsonl and three seeds. Three passes at 1.5e-3 end where four at
1e-3 do, with loss, style and wording the same, in three quarters of the time.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.errors import BadInput

DPO, APO_ZERO = "sigmoid", "apo_zero"  # loss_type, by TRL's names
PREFERENCE_PARAMETERS = 1_000_000_000  # of the base model, from which on a second candidate is tried
PREFERENCE_PAIRS = 64  # drafts before others: most of the time goes into writing the others
LEAST_STEPS = 12  # with 8, from 10 pairs, one seed in three kept but half of the house style
MEASURED_PAIRS = 40
MOST_TOKENS_ON_CPU = 300_000  # about half an hour for SmolLM2-135M, width 576, on two cores


@dataclass(frozen=True)
class Situation:
    lengths: Sequence[int]  # tokens of each row of a pass, without the system prompt that all share
    hidden_size: int  # width of the base model
    device: str  # "cpu" or "cuda"
    continued: bool = False  # from a trained adapter
    declines: int = 0  # rows of a pass beside the pairs (lessons.py)


@dataclass(frozen=True)
class Hyperparameters:
    steps: int  # optimizer steps, upper limit
    batch_size: int  # pairs a step
    learning_rate: float  # the highest, after warm-up
    warmup_steps: int
    final_rate: float  # share of the learning rate left at the last step
    rank: int
    alpha: int
    dropout: float
    weight_decay: float
    clip_norm: float
    adam_beta2: float
    evaluate_every: int  # steps
    checkpoint_every: int  # steps
    keep_gain: float  # share of the best held-out gain that a later step must still have to be the candidate
    patience: int  # measurements in a row below that, after which the run ends early

    def rate_at(self, step: int) -> float:
        """Learning rate of step 1, 2, ...: linear up, then linear down."""
        if step <= self.warmup_steps:
            return self.learning_rate * step / max(self.warmup_steps, 1)
        left = (self.steps + 1 - step) / (
            self.steps + 1 - self.warmup_steps
        )  # the last step is not wasted on 0
        return self.learning_rate * (self.final_rate + (1 - self.final_rate) * left)

    def overridden(self, values: Mapping[str, Any]) -> "Hyperparameters":
        """Raises BadInput naming every value that is unknown, of another type or out of range."""
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        problems = [f"unknown hyperparameter {name}" for name in values if name not in kinds]
        for name, value in values.items():
            kind = kinds.get(name)
            right = isinstance(value, int) or (kind is float and isinstance(value, float))
            if kind and (not right or isinstance(value, bool) or not math.isfinite(value) or value < 0):
                problems.append(f"{name} must be a {'whole ' if kind is int else ''}number of at least 0")
            elif value == 0 and name in {
                "steps",
                "batch_size",
                "rank",
                "alpha",
                "evaluate_every",
                "checkpoint_every",
                "patience",
            }:
                problems.append(f"{name} must be above 0")
        if problems:
            raise BadInput(f"The hyperparameters have problems: {'; '.join(problems)}.")
        return replace(self, **{name: kinds[name](value) for name, value in values.items()})

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def passes(pairs: int) -> int:
    """Every further pair is a new example, so that many pairs need fewer repetitions of each."""
    return 3 if pairs <= 200 else 2


def choose(situation: Situation) -> Hyperparameters:
    rows = len(situation.lengths)
    pairs = rows - situation.declines
    batch_size = min(4, pairs)
    enough = math.ceil(passes(pairs) * rows / batch_size)
    steps = max(LEAST_STEPS, enough)
    rate = 1.5e-3 if enough >= LEAST_STEPS and pairs <= MEASURED_PAIRS else 1e-3
    if situation.device == "cpu":
        affordable = MOST_TOKENS_ON_CPU * (576 / situation.hidden_size) ** 2
        step_tokens = batch_size * sum(situation.lengths) / rows
        steps = min(steps, max(LEAST_STEPS, math.floor(affordable / step_tokens)))
    every = math.ceil(steps / 4)
    return Hyperparameters(
        steps=steps,
        batch_size=batch_size,
        learning_rate=rate * math.sqrt(576 / situation.hidden_size) * (0.5 if situation.continued else 1),
        warmup_steps=math.ceil(steps / 4),
        final_rate=0.0,
        rank=16,
        alpha=32,
        dropout=0.0,
        weight_decay=0.0,
        clip_norm=1.0,
        adam_beta2=0.999,
        evaluate_every=every,
        checkpoint_every=2 * every,
        keep_gain=0.8,
        patience=2,
    )


@dataclass(frozen=True)
class PreferencePlan:
    """Of the second candidate (objectives/), which goes on from the first."""

    pairs: int  # of answers, at most
    steps: int
    batch_size: int  # pairs a step
    learning_rate: float
    loss_type: str = APO_ZERO
    beta: float = 0.1
    rpo_alpha: float = 1.0  # weight of the SFT term


def preference(parameters: int, pairs: int, hyper: Hyperparameters) -> PreferencePlan | None:
    """None where it is not worth its time. `parameters` of the base model, `hyper` of the first candidate."""
    if parameters < PREFERENCE_PARAMETERS:
        return None
    pairs = min(pairs, PREFERENCE_PAIRS)
    batch_size = min(4, pairs)
    return PreferencePlan(
        pairs=pairs,
        steps=max(4, math.ceil(pairs / batch_size)),
        batch_size=batch_size,
        learning_rate=hyper.learning_rate / 5,
    )
