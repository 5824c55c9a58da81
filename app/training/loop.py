"""One training run, top to bottom: load, measure the base, take steps, keep the best, prove it, save it."""

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

import torch
import transformers

from app.contracts import lines
from app.contracts.events import Sample as Shown
from app.contracts.job import Pair
from app.contracts.report import CurvePoint, Measured
from app.engine.attention_kinds import shares_sequences
from app.engine.packed.decoder import path_for, precision_of
from app.engine.weights import differ
from app.errors import BadInput
from app.training import checkpoints, lessons, lora, policy
from app.training.clock import Clock
from app.training.config import RunConfig
from app.training.objectives.second import Second
from app.training.progress import Reporter
from app.training.proof import receipt, report
from app.training.proof.judge import Judge
from app.training.ranks import Ranks
from app.training.remembered import Remembered
from app.training.render import Sample, render_pair, render_whole, shared_prefix
from app.training.resident import Resident
from app.training.run import Run
from app.training.style import HouseStyle

# Fewer steps are over in a minute or two: then answers at half time, a fifth of what a run of 16 steps took beside its
# steps, are not worth waiting for.
LONG = 40

CHECKPOINT_S = 60.0  # the most that a crash may cost, where `checkpoint_every` steps take longer


class Stopped(BaseException):
    """We were asked to stop. A BaseException, so that no handler of failures swallows it."""


def train(
    config: RunConfig,
    reporter: Reporter,
    check_stop: Callable[[], None],
    ranks: Ranks | None = None,
    resident: Resident | None = None,
) -> None:
    """Runs to the end and reports all of it. `check_stop` raises Stopped when it is time to go; `resident` has the base
    model before and after.

    Raises the failures of failures.py; a checkpoint that was written stays good in any case.
    """
    resident = resident or Resident()
    training = Training(config, reporter, check_stop, ranks or Ranks(), resident)
    training.tell_start()
    training.measure_base()
    training.take_steps()
    if training.ranks.is_first:
        training.publish()
    resident.give_back(training.model, training.tokenizer)


class Training:
    """A run in the making; its methods are called once, in this order."""

    def __init__(
        self,
        config: RunConfig,
        reporter: Reporter,
        check_stop: Callable[[], None],
        ranks: Ranks,
        resident: Resident,
    ) -> None:
        self.config, self.reporter, self.check_stop, self.ranks = config, reporter, check_stop, ranks
        self.clock = Clock()
        self._refuse_other_weights()
        with self.clock("load"):
            self.device = torch.device(
                "cuda" if torch.cuda.is_available() else "cpu"
            )  # of torchrun's: its own one
            base = resident.take(config, self.device)
            self.base_model, self.tokenizer = base.model, base.tokenizer
        with self.clock("tokenise"):
            self._render()
        with self.clock("load"):
            self._begin()
        self.base: report.Judged | None = None

    def _refuse_other_weights(self) -> None:
        start = self.config.start_adapter
        if start and differ(start, self.config.base_weights):
            name = self.config.base_model.name
            raise BadInput(
                f"The version that this run goes on from was trained on other weights of {name}: put those back, or "
                "take the version offline and start anew."
            )

    def _render(self) -> None:
        config, tokenizer = self.config, self.tokenizer
        shape = self.base_model.config.get_text_config()
        self.room = getattr(shape, "max_position_embeddings", None) or sys.maxsize
        self.samples, self.holdout = (
            [render_pair(tokenizer, config.system_prompt, pair, self.room) for pair in pairs]
            for pairs in (config.train, config.holdout)
        )
        self._served, self._declines = self._whole(config.served), self._whole(config.declines)
        rendered = [*self.samples, *self.holdout, *self._served, *self._declines]
        self.prefix = shared_prefix(rendered) if shares_sequences(shape) else 0
        self.judge = Judge(
            self.base_model,
            tokenizer,
            config,
            self.holdout,
            self.prefix,
            self.room,
            self.clock,
            self.check_stop,
        )

    def _whole(self, pairs: Sequence[Pair]) -> list[Sample]:
        whole = (render_whole(self.tokenizer, self.config.system_prompt, pair, self.room) for pair in pairs)
        return [sample for sample in whole if sample]

    def _begin(self) -> None:
        """The hyperparameters, the adapter, and where an earlier attempt has come to."""
        config, start = self.config, self.config.start_adapter
        rounds = policy.passes(len(self.samples))
        passes = lessons.by_pass(self.samples, self._served, self._declines, rounds, config.run_id)
        # Of a row as it is on average.
        lengths = [
            sum(len(s.ids) for s in row) // len(row) - self.prefix for row in zip(*passes, strict=True)
        ]
        width, declines = self.base_model.config.get_text_config().hidden_size, len(self._declines)
        situation = policy.Situation(lengths, width, self.device.type, start is not None, declines)
        hyper = policy.choose(situation).overridden(config.hyperparameters)
        if start:
            hyper = hyper.overridden(lora.size(start))
        self.parameters = self.base_model.num_parameters()
        self.model = lora.add_lora(self.base_model, hyper, config.seed)
        if start:
            lora.go_on_from(self.model, start)
        self.run = Run(
            config, hyper, self.model, self.samples, self.holdout, self.prefix, self.ranks, passes=passes
        )
        self.run.resume()
        self.model.eval()

    def tell_start(self) -> None:
        print(f"{self.config.base_model.name} is {path_for(self.base_model)}", file=sys.stderr)  # noqa: T201
        started = lines.Started(
            total_steps=self.run.hyper.steps,
            resumed_from=self.run.position.step,
            damaged=self.run.damaged,
            train_pairs=len(self.samples),
            holdout_pairs=len(self.holdout),
            device=self.device.type,
            precision=precision_of(self.base_model),
            threads=torch.get_num_threads(),
            hyperparameters=self.run.hyper.as_dict(),
        )
        self.reporter.send(started)

    def measure_base(self) -> None:
        """What the candidate has to beat: the bare base model, and what the run goes on from."""
        run = self.run
        if run.position.base is None:
            with lora.bare(self.model):
                bare = self._bare()
            run.position.base = asdict(bare) if bare else {}
            first = self.judge.losses() if self.config.start_adapter else bare and bare.losses
            run.position.best_loss = first.loss if first else math.inf
            run.position.curve.append(
                {"step": 0, "loss": None, "holdout_loss": first.loss if first else None}
            )
            run.save_checkpoint()
        self.base = report.Judged.restored(run.position.base) if run.position.base else None

    def _bare(self) -> report.Judged | None:
        """Measured once for all runs of an agent, but for pairs that are new."""
        config = self.config
        about = (
            config.base_weights,
            config.quantization,
            precision_of(self.base_model),
            self.device.type,
            torch.__version__,
            transformers.__version__,
        )
        remembered = Remembered(config.judged_file, about)
        bare = self.judge.judged(remembered=remembered)
        if self.ranks.is_first:
            remembered.save()
        return bare

    def take_steps(self) -> None:
        """All that follows a step stands before the next one: a run resumed in between makes up for it."""
        try:
            tokens, seconds = 0, 0.0
            while not self._is_done(tokens, seconds):
                self._stop_together()
                with self.clock("steps"):
                    tokens, seconds = self.run.take_step()
        except Stopped:
            self.run.save_checkpoint()
            raise
        self.run.end_steps()

    def _is_done(self, tokens: int, seconds: float) -> bool:
        """Measures, tells and saves what the last step made due."""
        run, step = self.run, self.run.position.step
        hyper = run.hyper
        if run.owes_measurement():
            run.consider(self.judge.losses())
        self.reporter.send(run.progress(tokens, seconds))
        if step == 0 and self.base:
            self._show(self.judge.samples(self.base.answers))
        elif step == hyper.steps // 2 and hyper.steps >= LONG:
            self._show(self.judge.samples())
        done = self.ranks.any(step >= hyper.steps or run.position.stale >= hyper.patience, self.device)
        if done or step % hyper.checkpoint_every == 0 or run.unsaved_s() > CHECKPOINT_S:
            with self.clock("save"):
                saved = run.save_checkpoint()
            if saved:
                self.reporter.send(lines.Checkpoint(step=step))
        return done

    def _show(self, samples: Sequence[Shown]) -> None:
        if samples:
            self.reporter.send(lines.Sampled(step=self.run.position.step, samples=tuple(samples)))

    def _stop_together(self) -> None:
        """No process may wait for the gradients of one that has gone."""
        stopped = False
        try:
            self.check_stop()
        except Stopped:
            stopped = True
        if self.ranks.any(stopped, self.device):
            raise Stopped

    def publish(self) -> None:
        """The candidate beside the base model and the version that serves now, and its adapter as files."""
        config, run = self.config, self.run
        self.reporter.send(lines.Evaluating())
        lora.set_adapter_tensors(self.model, run.chosen)
        plan = policy.preference(self.parameters, len(self.samples), run.hyper)
        second = Second(run, plan, self.judge, self.tokenizer, self.room, self.clock, self.check_stop)
        candidate, preference = second.compete(self.judge.judged(run.chosen_losses))
        with self.clock("receipt"):
            taught = receipt.write(
                self.base_model, self.tokenizer, self.samples, self.prefix, self.check_stop
            )
        tried = self.judge.tries()
        live = self._live()
        if candidate:
            self._show(self.judge.samples(candidate.answers))
        style = HouseStyle(config.house_style)
        compared = report.compare(config.holdout, config.train, self.base, live, candidate, style)
        result = Measured(
            **dict(compared),
            train_loss=run.position.train_loss,
            steps=run.position.step,
            best_step=run.position.chosen_step,
            seconds=run.seconds(),
            curve=tuple(CurvePoint(**point) for point in run.position.curve),
            receipt=tuple(taught),
            tries=tuple(tried),
            preference=preference,
        )
        adapter, name = config.output_dir / "adapter", config.base_model.name
        with self.clock("save"):
            about = {"base_model": name, "base_weights": config.base_weights, "created_by": config.run_id}
            checkpoints.publish(adapter, lambda to: lora.write_adapter(self.model, to, name), about)
            self.reporter.send_report(result, config.output_dir / "report.json")
        phases, cpu = self.clock.phases, self.clock.cpu
        self.reporter.send(
            lines.Finished(adapter_dir=str(adapter), steps=run.position.step, phases=phases, cpu=cpu)
        )

    def _live(self) -> report.Judged | None:
        adapter = self.config.live_adapter
        if adapter and differ(adapter, self.config.base_weights):
            note = "the live version was trained on other weights: only the base model is beaten"
            print(note, file=sys.stderr)  # noqa: T201
        elif adapter and self.holdout:
            with lora.active(self.model, adapter):
                return self.judge.judged()
        return None
