"""The moving parts of a run: steps and what goes wrong in them, the choice of the candidate, checkpoints and resume."""

import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any, TypeVar, cast

import torch
from peft import PeftModel
from torch import Tensor

from app.contracts.lines import Progress
from app.engine.attention_kinds import shares_sequences
from app.engine.captured.compilation import Compiled
from app.engine.captured.graph import CudaGraphs, Recorder
from app.errors import NanLoss
from app.training import checkpoints, lora
from app.training.captured import CapturedSteps, Taken
from app.training.checkpoints import Checkpoint
from app.training.config import RunConfig
from app.training.evaluate import Losses
from app.training.failures import is_out_of_memory, out_of_memory
from app.training.objectives.objective import Objective
from app.training.objectives.sft import Sft
from app.training.policy import Hyperparameters
from app.training.position import Position
from app.training.ranks import Ranks
from app.training.render import Sample
from app.training.state import State, Values

T = TypeVar("T")


class Run:
    """The moving parts: position, adapter, optimizer, and the adapter that would be published now."""

    def __init__(
        self,
        config: RunConfig,
        hyper: Hyperparameters,
        model: PeftModel,
        samples: Sequence[Any],
        holdout: Sequence[Sample],
        prefix: int,
        ranks: Ranks,
        objective: Objective[Any] | None = None,
        passes: Sequence[Sequence[Any]] | None = None,
    ) -> None:
        """`samples` are what `objective` makes batches of: by default rendered pairs, for SFT. `passes`: what it makes
        them of instead, one pass after the other (lessons.py)."""
        self.config, self.hyper, self.model, self.ranks = config, hyper, model, ranks
        self.samples, self.holdout, self.prefix = samples, holdout, prefix
        self.passes = passes or [samples]
        self.objective = objective or Sft()
        self.position = Position(parts=config.parts)
        self.parameters = lora.adapter_tensors(model)
        self.chosen = self._copy()
        self.chosen_losses: Losses | None = None  # known unless it was chosen before a resume
        self.optimizer = torch.optim.AdamW(
            self.parameters.values(),
            lr=hyper.learning_rate,
            betas=(0.9, hyper.adam_beta2),
            weight_decay=hyper.weight_decay,
            fused=True,
        )
        self.state = State(self.parameters, self.optimizer)
        self.recorder = self._recorder()
        self._captured: CapturedSteps | None = None
        self.started = time.monotonic()
        self.saved_at: int | None = None
        self.damaged = 0  # newer checkpoints than that of the last resume
        content = [asdict(pair) for pair in config.train + config.holdout + config.served + config.declines]
        identity = [
            config.run_id,
            config.base_model.name,
            config.base_weights,
            config.quantization,
            config.system_prompt,
            content,
            hyper.as_dict(),
            config.seed,
        ]
        self.about = {"run": hashlib.sha256(json.dumps(identity).encode()).hexdigest()}

    # Steps

    def take_step(self) -> tuple[int, float]:
        """One optimizer step. Returns the tokens that went through the model and the seconds it took."""
        started, position = time.monotonic(), self.position
        batch = next_batch(self.passes, self.hyper.batch_size, position.step, self.config.seed)
        taken = self._taken(batch)
        if not self._is_sound(taken.loss, taken.norm):
            self._roll_back(taken.loss)
            return self.take_step()
        position.step += 1
        position.train_loss = taken.loss
        position.first_loss = position.first_loss or taken.loss
        position.curve.append({"step": position.step, "loss": taken.loss, "holdout_loss": None})
        seconds = time.monotonic() - started
        position.step_seconds += seconds
        return taken.tokens, seconds

    def rate_at(self, step: int) -> float:
        return self.hyper.rate_at(step) * self.position.rate_scale

    def _taken(self, batch: Sequence[Any]) -> Taken:
        rate = self.rate_at(self.position.step + 1)
        if self.recorder is None or self.position.parts > 1:
            return self._eager(batch, rate)
        if self._captured is None:
            self._captured = self._capturing(self.recorder)
        return self._captured.take(batch, rate, self._limit(), lambda: self._eager(batch, rate))

    def _eager(self, batch: Sequence[Any], rate: float) -> Taken:
        """An unsound step changes nothing."""
        loss, tokens = self._gradients(batch)
        norm = float(
            torch.nn.utils.clip_grad_norm_(self.parameters.values(), self.hyper.clip_norm or math.inf)
        )
        if self._is_sound(loss, norm):
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            self.optimizer.step()
        self.optimizer.zero_grad()
        return Taken(loss, norm, tokens)

    def _recorder(self) -> Recorder | None:
        """None where steps are taken one operation after the other."""
        if self.model.device.type != "cuda":
            return None
        torch.set_float32_matmul_precision("high")  # TF32: of all products only the adapters' are in float32
        return CudaGraphs() if self.can_be_recorded() else None

    def can_be_recorded(self) -> bool:
        """Not where several processes share a step, for other objectives, with dropout, whose numbers a graph would
        repeat, and where each sample is a row of its own."""
        shares = shares_sequences(lora.base_of(self.model).config)
        alone = self.ranks.count == 1 and isinstance(self.objective, Sft)
        return shares and alone and not lora.drops_out(self.model)

    def _capturing(self, recorder: Recorder) -> CapturedSteps:
        hyper, config = self.hyper, self.config
        left = range(self.position.step, hyper.steps)
        return CapturedSteps(
            self.model,
            self.state,
            self.parameters,
            self.optimizer,
            hyper,
            [next_batch(self.passes, hyper.batch_size, step, config.seed) for step in left],
            self.prefix,
            recorder,
            Compiled(config.cache_dir, lora.base_of(self.model), hyper.rank),
            config.compilation,
        )

    def _gradients(self, batch: Sequence[Any]) -> tuple[float, int]:
        """Gradients of the batch's loss; a batch in parts gives the same ones."""
        sums = self._backward(batch)
        if sums is not None:
            return sums
        self._save_memory(batch)
        self.optimizer.zero_grad()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self._save_anew()
        return self._gradients(batch)

    def _save_memory(self, batch: Sequence[Any]) -> None:
        """Raises OutOfMemory when there is nothing left to try."""
        position = self.position
        if self.model.device.type == "cuda" and not position.recomputes and lora.recompute(self.model):
            print("out of memory: going on with layers that are computed again", file=sys.stderr)  # noqa: T201
            position.recomputes = True
        elif position.parts == 1 and len(batch) > 1:
            print("out of memory: going on with half batches", file=sys.stderr)  # noqa: T201
            position.parts = 2
        else:
            raise out_of_memory(halved=position.parts > 1)

    def _backward(self, batch: Sequence[Any]) -> tuple[float, int] | None:
        """Loss and tokens of the whole batch, its gradients added up; None when memory ran out in some process."""
        device, full = self.model.device, False
        try:
            sums = torch.tensor(self._backward_share(self.ranks.share(batch), batch), dtype=torch.float64)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            full = True
        # Outside of the handler, so that the exception no longer holds the tensors that filled the memory.
        if self.ranks.any(full, device):
            return None
        for parameter in self.parameters.values():
            if parameter.grad is None:  # an empty share
                parameter.grad = torch.zeros_like(parameter)
        sums = sums.to(device)
        self.ranks.add([sums])
        self.ranks.add(cast(Tensor, parameter.grad) for parameter in self.parameters.values())
        return sums[0].item(), int(sums[1])

    def _backward_share(self, samples: Sequence[Any], batch: Sequence[Any]) -> tuple[float, float]:
        self.model.train()
        # Dropout depends on seed and step alone: nothing about random numbers has to survive a crash.
        torch.manual_seed(self.config.seed * 1_000_003 + self.position.step)
        size = math.ceil(len(samples) / self.position.parts)
        total, tokens = 0.0, 0.0
        for start in range(0, len(samples), max(size, 1)):
            part = samples[start : start + size]
            loss, seen = self.objective.share(lora.base_of(self.model), part, batch, self.prefix)
            loss.backward()
            total += loss.item()
            tokens += seen
        self.model.eval()
        return total, tokens

    def _is_sound(self, loss: float, norm: float) -> bool:
        return math.isfinite(loss) and math.isfinite(norm) and loss < self._limit()

    def _limit(self) -> float:
        """A loss is not far worse than both the start and a blind guess among the vocabulary."""
        guess = math.log(lora.base_of(self.model).config.get_text_config().vocab_size)
        return 2 * max(self.position.first_loss or 0, guess)

    def _roll_back(self, loss: float) -> None:
        if self.position.rate_scale < 1:
            raise NanLoss(
                f"The loss became {loss:g} at step {self.position.step + 1}, also at half the learning rate. "
                "Look for broken or very unusual answers among the newest pairs."
            )
        print(f"loss {loss:g} at step {self.position.step + 1}: going back", file=sys.stderr)  # noqa: T201
        self.resume()
        self.position.rate_scale = 0.5
        self._save_anew()

    def end_steps(self) -> None:
        """Gives back what only steps need."""
        self._captured = None
        self.optimizer.zero_grad()

    # Choosing

    def owes_measurement(self) -> bool:
        position = self.position
        if position.step == 0 or (
            position.step % self.hyper.evaluate_every and position.step < self.hyper.steps
        ):
            return False
        return position.chosen_step != position.step and position.curve[-1]["holdout_loss"] is None

    def consider(self, losses: Losses | None) -> None:
        """Chooses the newest adapter that still has most of the best held-out gain.

        Not simply the lowest loss: style goes on improving after the loss has turned (policy.py has figures).
        """
        position = self.position
        if losses is None:
            position.chosen_step, self.chosen = position.step, self._copy()
            return
        position.curve[-1]["holdout_loss"] = losses.loss
        base_loss = position.curve[0]["holdout_loss"]
        position.best_loss = min(position.best_loss, losses.loss)
        gain, best_gain = base_loss - losses.loss, base_loss - position.best_loss
        if gain >= self.hyper.keep_gain * best_gain and gain >= 0:
            position.chosen_step, self.chosen, position.stale = position.step, self._copy(), 0
            self.chosen_losses = losses
        elif best_gain > 0:
            position.stale += 1

    def _copy(self) -> dict[str, Tensor]:
        return {name: value.detach().clone() for name, value in self.parameters.items()}

    # Checkpoints

    def save_checkpoint(self) -> bool:
        """Whether there was anything new to save."""
        position = self.position
        if self.saved_at == position.step:
            return False
        tensors = {
            "adapter": self.state.adapter(),
            "chosen": self.chosen,
            "optimizer": self.state.moments(),
        }
        position.seconds = self.seconds()
        self.started = time.monotonic()
        if self.ranks.is_first:
            checkpoints.save(self.config.checkpoint_dir, Checkpoint(asdict(position), tensors), self.about)
        self.saved_at = position.step
        return True

    def _save_anew(self) -> None:
        """What was halved must survive a crash too, though no step was taken since the last checkpoint."""
        self.saved_at = None
        self.save_checkpoint()

    def resume(self) -> None:
        """Goes to the newest good checkpoint, if there is one."""
        self.ranks.any(False, self.model.device)  # until the first process has written all of its own
        checkpoint = checkpoints.load_newest(self.config.checkpoint_dir, self.about)
        if checkpoint is None:
            return
        self.position, self.chosen_losses = Position(**checkpoint.state), None
        self.damaged = checkpoint.damaged
        self.position.parts = max(self.position.parts, self.config.parts)
        if self.position.recomputes:
            lora.recompute(self.model)
        self.state.restore(Values(checkpoint.tensors["adapter"], checkpoint.tensors["optimizer"]))
        self.chosen = {
            name: value.to(self.model.device) for name, value in checkpoint.tensors["chosen"].items()
        }
        self.saved_at = self.position.step

    # Telling

    def seconds(self) -> float:
        return self.position.seconds + self.unsaved_s()

    def unsaved_s(self) -> float:
        """Since the last checkpoint, or the start of this attempt."""
        return time.monotonic() - self.started

    def progress(self, tokens: float, seconds: float) -> Progress:
        position = self.position
        left = self.hyper.steps - position.step
        return Progress(
            step=position.step,
            total_steps=self.hyper.steps,
            loss=position.train_loss,
            holdout_loss=position.curve[-1]["holdout_loss"],
            tokens_per_second=tokens / seconds if seconds else None,
            seconds_left=left * position.step_seconds / position.step if position.step else None,
            learning_rate=self.rate_at(position.step),
        )


def next_batch(passes: Sequence[Sequence[T]], size: int, step: int, seed: int) -> list[T]:
    """The batch after `step` steps: every epoch is a new shuffle that depends on nothing but seed and epoch. The epochs
    take `passes` by turns; all are equally long."""
    count = len(passes[0])
    size = min(size, count)

    @cache  # a batch lies in two epochs at most
    def order(epoch: int) -> list[int]:
        drawn = list(range(count))
        random.Random(f"{seed}:{epoch}").shuffle(drawn)
        return drawn

    places = (divmod(place, count) for place in range(step * size, (step + 1) * size))
    return [passes[epoch % len(passes)][order(epoch)[index]] for epoch, index in places]
