"""How far a run has come."""

import math
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Position:
    """Where the run is; with the tensors of a checkpoint all that a resumed run needs. JSON throughout."""

    step: int = 0
    rate_scale: float = 1.0  # halved once after a loss that was not a number
    parts: int = 1  # pieces of a batch; 2 once memory ran out
    recomputes: bool = False  # layers are computed again on the way back: less memory, more time
    train_loss: float | None = None
    first_loss: float | None = None
    best_loss: float = math.inf  # on the held-out pairs
    chosen_step: int = 0
    stale: int = 0  # measurements in a row that were not chosen
    curve: list[dict[str, Any]] = field(default_factory=list)
    base: dict[str, Any] | None = None  # losses and answers of the bare model
    seconds: float = 0.0  # of all attempts
    step_seconds: float = 0.0  # of these, in steps
