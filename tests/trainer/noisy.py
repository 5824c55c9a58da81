"""`python -m tests.trainer.noisy run.json`: the training child, but that its adapter ends as random noise."""

import sys

import torch

from app.training import __main__ as child
from app.training import run
from app.training.evaluate import Losses


def choose_noise(self: run.Run, losses: Losses | None) -> None:
    torch.manual_seed(0)
    self.chosen = {name: torch.randn_like(value) for name, value in self.parameters.items()}
    self.chosen_losses = None
    self.position.chosen_step = self.position.step
    self.position.curve[-1]["holdout_loss"] = losses.loss if losses else None


if __name__ == "__main__":
    run.Run.consider = choose_noise  # type: ignore[method-assign]
    sys.exit(child.main())
