"""One training run, top to bottom: load, tokenise, measure the base, take steps, keep the best, prove it, save it."""

import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
from peft import PeftModel
from torch import Tensor

from app.training import checkpoints, lora, policy, report
from app.training.checkpoints import Checkpoint
from app.training.config import Pair, RunConfig
from app.training.evaluate import Losses, answers, measure
from app.training.failures import NanLoss, OutOfMemory, is_out_of_memory
from app.training.loss import token_losses
from app.training.packing import pack
from app.training.policy import Hyperparameters
from app.training.progress import Reporter
from app.training.render import Sample, render_pair, render_prompt, shared_prefix

ANSWERED = 8  # held-out questions answered aloud for the report
ANSWER_TOKENS = 96


class Stopped(BaseException):
    """Somebody asked us to stop. A BaseException, so that no handler of failures swallows it."""


@dataclass
class Position:
    """Where the run is; with the tensors of a checkpoint all that a resumed run needs. JSON throughout."""

    step: int = 0
    rate_scale: float = 1.0  # halved once after a loss that was not a number
    parts: int = 1  # pieces of a batch; 2 once memory ran out
    train_loss: float | None = None
    first_loss: float | None = None
    best_loss: float = math.inf  # on the held-out pairs
    chosen_step: int = 0
    stale: int = 0  # measurements in a row that were not chosen
    curve: list[dict[str, Any]] = field(default_factory=list)
    base: dict[str, Any] | None = None  # losses and answers of the bare model
    seconds: float = 0.0  # of all attempts


def train(config: RunConfig, reporter: Reporter, check_stop: Callable[[], None]) -> None:
    """Runs to the end and reports all of it. `check_stop` raises Stopped when it is time to go.

    Raises the failures of failures.py; a checkpoint that was written stays good in any case.
    """
    clock = Clock()
    with clock("load"):
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        tokenizer = lora.load_tokenizer(config.base_model)
        base_model = lora.load_base(config.base_model, device)
    with clock("tokenise"):
        room = getattr(base_model.config, "max_position_embeddings", None) or sys.maxsize
        rendered = [
            render_pair(tokenizer, config.system_prompt, pair, room) for pair in config.train + config.holdout
        ]
        prefix = shared_prefix(rendered)
        samples, holdout = rendered[: len(config.train)], rendered[len(config.train) :]
    with clock("load"):
        situation = policy.Situation(len(samples), base_model.config.hidden_size, device.type)
        hyper = policy.choose(situation).overridden(config.hyperparameters)
        model = lora.add_lora(base_model, hyper, config.seed)
        run = Run(config, hyper, model, samples, holdout, prefix)
        run.resume()
    reporter.send(
        "started",
        total_steps=hyper.steps,
        resumed_from=run.position.step,
        train_pairs=len(samples),
        holdout_pairs=len(holdout),
        device=device.type,
        threads=torch.get_num_threads(),
        hyperparameters=hyper.as_dict(),
    )

    asked = config.holdout[:ANSWERED]
    prompts = [render_prompt(tokenizer, config.system_prompt, pair.query) for pair in asked]
    shared = min([prefix, *(len(prompt) - 1 for prompt in prompts)])

    def answer(count: int = ANSWERED) -> dict[str, str]:
        with clock("samples"):
            texts = answers(base_model, tokenizer, prompts[:count], shared, ANSWER_TOKENS, check_stop)
        return {pair.id: text for pair, text in zip(asked, texts, strict=False)}

    def judge() -> report.Judged | None:
        if not holdout:
            return None
        with clock("evaluation"):
            losses = measure(base_model, holdout, prefix, check_stop)
        return report.Judged(losses, answer())

    def show(step: int, texts: dict[str, str]) -> None:
        shown = [_sample(pair, texts[pair.id]) for pair in asked[: config.sample_count]]
        if shown:
            reporter.send("sample", step=step, samples=shown)

    model.eval()
    if run.position.base is None:
        with lora.bare(model):
            bare = judge()
        run.position.base = asdict(bare) if bare else {}
        run.position.best_loss = bare.losses.loss if bare else math.inf
        run.position.curve.append(
            {"step": 0, "loss": None, "holdout_loss": bare.losses.loss if bare else None}
        )
        run.save_checkpoint()
    base = (
        report.Judged(Losses(**run.position.base["losses"]), run.position.base["answers"])
        if run.position.base
        else None
    )
    tokens, seconds = 0, 0.0
    try:
        while True:
            step = run.position.step
            # All that follows a step stands before the next one: a run resumed in between makes up for it.
            if run.owes_measurement():
                with clock("evaluation"):
                    run.consider(measure(base_model, holdout, prefix, check_stop) if holdout else None)
            reporter.send("progress", **run.progress(tokens, seconds), learning_rate=run.rate_at(step))
            if step == 0 and base:
                show(0, dict(base.answers))
            elif step == hyper.steps // 2 and holdout and config.sample_count:
                show(step, answer(config.sample_count))
            done = step >= hyper.steps or run.position.stale >= hyper.patience
            if done or step % hyper.checkpoint_every == 0:
                with clock("save"):
                    saved = run.save_checkpoint()
                if saved:
                    reporter.send("checkpoint", step=step)
            if done:
                break
            check_stop()
            with clock("steps"):
                tokens, seconds = run.take_step()
    except Stopped:
        run.save_checkpoint()
        raise

    reporter.send("evaluating")
    lora.set_adapter_tensors(model, run.chosen)
    candidate = judge()
    live = None
    if config.live_adapter and holdout:
        with lora.wearing(model, config.live_adapter):
            live = judge()
    if candidate:
        show(run.position.step, dict(candidate.answers))
    result = report.build(
        config.holdout,
        len(samples),
        base,
        live,
        candidate,
        train_loss=run.position.train_loss,
        steps=run.position.step,
        best_step=run.position.chosen_step,
        seconds=run.seconds(),
        curve=run.position.curve,
    )
    adapter = config.output_dir / "adapter"
    with clock("save"):
        about = {"base_model": config.base_model.name, "created_by": config.run_id}
        checkpoints.publish(adapter, lambda to: lora.write_adapter(model, to, config.base_model.name), about)
        reporter.send_report(result, config.output_dir / "report.json")
    reporter.send("finished", adapter_dir=str(adapter), steps=run.position.step, phases=clock.phases)


class Run:
    """The moving parts: position, adapter, optimizer, and the adapter that would be published now."""

    def __init__(
        self,
        config: RunConfig,
        hyper: Hyperparameters,
        model: PeftModel,
        samples: Sequence[Sample],
        holdout: Sequence[Sample],
        prefix: int,
    ) -> None:
        self.config, self.hyper, self.model = config, hyper, model
        self.samples, self.holdout, self.prefix = samples, holdout, prefix
        self.position = Position()
        self.parameters = lora.adapter_tensors(model)
        self.chosen = self._copy()
        self.optimizer = torch.optim.AdamW(
            self.parameters.values(),
            lr=hyper.learning_rate,
            betas=(0.9, hyper.adam_beta2),
            weight_decay=hyper.weight_decay,
            fused=True,
        )
        self.started = time.monotonic()
        self.saved_at: int | None = None
        content = [asdict(pair) for pair in config.train + config.holdout]
        identity = [
            config.run_id,
            config.base_model.name,
            config.system_prompt,
            content,
            hyper.as_dict(),
            config.seed,
        ]
        self.about = {"run": hashlib.sha256(json.dumps(identity).encode()).hexdigest()}

    # Steps

    def take_step(self) -> tuple[int, float]:
        """One optimizer step. Returns the tokens that went through the model and the seconds it took."""
        started = time.monotonic()
        loss, tokens = self._gradients()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters.values(), self.hyper.clip_norm or math.inf)
        if not self._is_sound(loss, float(norm)):
            self._roll_back(loss)
            return self.take_step()
        position = self.position
        position.step += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate_at(position.step)
        self.optimizer.step()
        self.optimizer.zero_grad()
        position.train_loss = loss
        position.first_loss = position.first_loss or loss
        position.curve.append({"step": position.step, "loss": loss, "holdout_loss": None})
        return tokens, time.monotonic() - started

    def rate_at(self, step: int) -> float:
        return self.hyper.rate_at(step) * self.position.rate_scale

    def _gradients(self) -> tuple[float, int]:
        """Gradients of the batch's mean nats per response token; a batch in parts gives the same ones."""
        batch = next_batch(self.samples, self.hyper.batch_size, self.position.step, self.config.seed)
        try:
            return self._backward(batch)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
        # Outside of the handler, so that the exception no longer holds the tensors that filled the memory.
        if self.position.parts > 1 or len(batch) < 2:
            raise OutOfMemory(
                "The machine ran out of memory even with half batches. "
                "Close other programs or choose a smaller base model."
            )
        print("out of memory: going on with half batches", file=sys.stderr)  # noqa: T201
        self.position.parts = 2
        self.optimizer.zero_grad()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        return self._backward(batch)

    def _backward(self, samples: Sequence[Sample]) -> tuple[float, int]:
        self.model.train()
        # Dropout depends on seed and step alone: nothing about random numbers has to survive a crash.
        torch.manual_seed(self.config.seed * 1_000_003 + self.position.step)
        labels = sum(sample.end - sample.start for sample in samples)
        size = math.ceil(len(samples) / self.position.parts)
        total, tokens = 0.0, 0
        for start in range(0, len(samples), size):
            batch = pack(samples[start : start + size], self.prefix, self.model.device)
            loss = token_losses(self.model.get_base_model(), batch).nats.sum() / labels
            loss.backward()
            total += loss.item()
            tokens += batch.tokens
        self.model.eval()
        return total, tokens

    def _is_sound(self, loss: float, norm: float) -> bool:
        """Finite, and not far worse than both the start and a blind guess among the vocabulary."""
        guess = math.log(self.model.get_base_model().config.vocab_size)
        return (
            math.isfinite(loss)
            and math.isfinite(norm)
            and loss < 2 * max(self.position.first_loss or 0, guess)
        )

    def _roll_back(self, loss: float) -> None:
        if self.position.rate_scale < 1:
            raise NanLoss(
                f"The loss became {loss:g} at step {self.position.step + 1}, also at half the learning rate. "
                "Look for broken or very unusual answers among the newest pairs."
            )
        print(f"loss {loss:g} at step {self.position.step + 1}: going back", file=sys.stderr)  # noqa: T201
        self.optimizer.zero_grad()
        self.resume()
        self.position.rate_scale = 0.5
        self.saved_at = None  # the halved rate must survive a crash too
        self.save_checkpoint()

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
        tensors = {"adapter": dict(self.parameters), "chosen": self.chosen, "optimizer": self._moments()}
        position.seconds = self.seconds()
        self.started = time.monotonic()
        checkpoints.save(self.config.checkpoint_dir, Checkpoint(asdict(position), tensors), self.about)
        self.saved_at = position.step
        return True

    def resume(self) -> None:
        """Goes to the newest good checkpoint, if there is one."""
        checkpoint = checkpoints.load_newest(self.config.checkpoint_dir, self.about)
        if checkpoint is None:
            return
        self.position = Position(**checkpoint.state)
        lora.set_adapter_tensors(self.model, checkpoint.tensors["adapter"])
        self.chosen = {
            name: value.to(self.model.device) for name, value in checkpoint.tensors["chosen"].items()
        }
        moments = checkpoint.tensors["optimizer"]
        self.optimizer.state.clear()
        for name, parameter in self.parameters.items():
            own = {key: moments[f"{name}.{key}"] for key in MOMENTS if f"{name}.{key}" in moments}
            if own:
                self.optimizer.state[parameter] = {k: v.to(parameter.device) for k, v in own.items()}
        self.saved_at = self.position.step

    def _moments(self) -> dict[str, Tensor]:
        state = self.optimizer.state
        return {
            f"{n}.{key}": state[p][key] for n, p in self.parameters.items() if p in state for key in MOMENTS
        }

    # Telling

    def seconds(self) -> float:
        return self.position.seconds + time.monotonic() - self.started

    def progress(self, tokens: float, seconds: float) -> dict[str, Any]:
        position = self.position
        left = self.hyper.steps - position.step
        return {
            "step": position.step,
            "total_steps": self.hyper.steps,
            "loss": position.train_loss,
            "holdout_loss": position.curve[-1]["holdout_loss"],
            "tokens_per_second": tokens / seconds if seconds else None,
            "seconds_left": left * self.seconds() / position.step if position.step else None,
        }


MOMENTS = ("step", "exp_avg", "exp_avg_sq")


def next_batch(samples: Sequence[Sample], size: int, step: int, seed: int) -> list[Sample]:
    """The batch after `step` steps: every epoch is a new shuffle that depends on nothing but seed and epoch."""
    count = len(samples)
    size = min(size, count)

    def at(place: int) -> Sample:
        epoch, index = divmod(place, count)
        order = list(range(count))
        random.Random(f"{seed}:{epoch}").shuffle(order)
        return samples[order[index]]

    return [at(place) for place in range(step * size, (step + 1) * size)]


class Clock:
    """Seconds spent in each named phase."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self.phases[name] = self.phases.get(name, 0.0) + time.monotonic() - started


def _sample(pair: Pair, answer: str) -> dict[str, str]:
    return {"pair_id": pair.id, "query": pair.query, "expected": pair.response, "answer": answer}
