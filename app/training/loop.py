"""One training run, top to bottom: load, tokenise, measure the base, take steps, keep the best, prove it, save it."""

import math
import sys
from collections.abc import Callable
from dataclasses import asdict

import torch

from app.engine.attention_kinds import shares_sequences
from app.engine.packed.decoder import precision_of
from app.training import checkpoints, lessons, lora, policy
from app.training.base_model import trainable
from app.training.clock import Clock
from app.training.config import RunConfig
from app.training.failures import BadInput
from app.training.loss import agrees_with_itself
from app.training.objectives.second import Second
from app.training.progress import Reporter
from app.training.proof import receipt, report
from app.training.proof.judge import Judge
from app.training.ranks import Ranks
from app.training.render import render_pair, render_whole, shared_prefix
from app.training.run import Run
from app.weights import differ

# Fewer steps are over in a minute or two: then answers at half time, a fifth of what a run of 16 steps took beside its
# steps, are not worth waiting for.
LONG = 40

CHECKPOINT_S = 60.0  # the most that a crash may cost, where `checkpoint_every` steps take longer


class Stopped(BaseException):
    """Somebody asked us to stop. A BaseException, so that no handler of failures swallows it."""


def train(
    config: RunConfig, reporter: Reporter, check_stop: Callable[[], None], ranks: Ranks | None = None
) -> None:
    """Runs to the end and reports all of it. `check_stop` raises Stopped when it is time to go.

    Raises the failures of failures.py; a checkpoint that was written stays good in any case.
    """
    clock, ranks = Clock(), ranks or Ranks()
    if config.start_adapter and differ(config.start_adapter, config.base_weights):
        raise BadInput(
            f"The version that this run goes on from was trained on other weights of {config.base_model.name}: "
            "put those back, or take the version offline and start anew."
        )
    with clock("load"):
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")  # of torchrun's: its own one
        tokenizer = trainable(config.base_model)
        base_model = lora.load_base(config.base_model, device, config.quantization, config.precision)
        if not agrees_with_itself(base_model):
            raise BadInput(
                f"{config.base_model.name} computes otherwise in a batch than alone, so it can't be trained here: "
                "choose another base model."
            )
    with clock("tokenise"):
        shape = base_model.config.get_text_config()
        room = getattr(shape, "max_position_embeddings", None) or sys.maxsize
        rendered = [
            render_pair(tokenizer, config.system_prompt, pair, room) for pair in config.train + config.holdout
        ]
        served, declines = (
            [
                sample
                for pair in pairs
                if (sample := render_whole(tokenizer, config.system_prompt, pair, room))
            ]
            for pairs in (config.served, config.declines)
        )
        prefix = shared_prefix([*rendered, *served, *declines]) if shares_sequences(shape) else 0
        samples, holdout = rendered[: len(config.train)], rendered[len(config.train) :]
        judge = Judge(base_model, tokenizer, config, holdout, prefix, room, clock, check_stop)
    with clock("load"):
        start, width = config.start_adapter, shape.hidden_size
        parameters = base_model.num_parameters()
        passes = lessons.by_pass(samples, served, declines, policy.passes(len(samples)), config.run_id)
        # Of a row as it is on average.
        lengths = [sum(len(s.ids) for s in row) // len(row) - prefix for row in zip(*passes, strict=True)]
        situation = policy.Situation(lengths, width, device.type, start is not None, len(declines))
        hyper = policy.choose(situation).overridden(config.hyperparameters)
        if start:
            hyper = hyper.overridden(lora.size(start))
        model = lora.add_lora(base_model, hyper, config.seed)
        if start:
            lora.go_on_from(model, start)
        run = Run(config, hyper, model, samples, holdout, prefix, ranks, passes=passes)
        run.resume()
    reporter.send(
        "started",
        total_steps=hyper.steps,
        resumed_from=run.position.step,
        train_pairs=len(samples),
        holdout_pairs=len(holdout),
        device=device.type,
        precision=precision_of(base_model),
        threads=torch.get_num_threads(),
        hyperparameters=hyper.as_dict(),
    )

    def show(step: int, samples: list[dict[str, str]]) -> None:
        if samples:
            reporter.send("sample", step=step, samples=samples)

    def stop_together() -> None:
        """Nobody may wait for gradients of one who has gone."""
        stopped = False
        try:
            check_stop()
        except Stopped:
            stopped = True
        if ranks.any(stopped, device):
            raise Stopped

    model.eval()
    if run.position.base is None:
        with lora.bare(model):
            bare = judge.judged()
        run.position.base = asdict(bare) if bare else {}
        # What it goes on from is what it must not fall behind.
        first = judge.losses() if start else bare and bare.losses
        run.position.best_loss = first.loss if first else math.inf
        run.position.curve.append({"step": 0, "loss": None, "holdout_loss": first.loss if first else None})
        run.save_checkpoint()
    base = report.Judged.restored(run.position.base) if run.position.base else None
    tokens, seconds = 0, 0.0
    try:
        while True:
            step = run.position.step
            # All that follows a step stands before the next one: a run resumed in between makes up for it.
            if run.owes_measurement():
                run.consider(judge.losses())
            reporter.send("progress", **run.progress(tokens, seconds), learning_rate=run.rate_at(step))
            if step == 0 and base:
                show(0, judge.samples(base.answers))
            elif step == hyper.steps // 2 and hyper.steps >= LONG:
                show(step, judge.samples())
            done = ranks.any(step >= hyper.steps or run.position.stale >= hyper.patience, device)
            if done or step % hyper.checkpoint_every == 0 or run.unsaved_s() > CHECKPOINT_S:
                with clock("save"):
                    saved = run.save_checkpoint()
                if saved:
                    reporter.send("checkpoint", step=step)
            if done:
                break
            stop_together()
            with clock("steps"):
                tokens, seconds = run.take_step()
    except Stopped:
        run.save_checkpoint()
        raise

    reporter.send("evaluating")
    lora.set_adapter_tensors(model, run.chosen)
    if not ranks.is_first:
        return
    plan = policy.preference(parameters, len(samples), hyper)
    second = Second(run, plan, judge, tokenizer, room, clock, check_stop)
    candidate, preference = second.compete(judge.judged(run.chosen_losses))
    with clock("receipt"):
        taught = receipt.write(base_model, tokenizer, samples, prefix, check_stop)
    tried = judge.tries()
    live = None
    if config.live_adapter and differ(config.live_adapter, config.base_weights):
        print("the live version was trained on other weights: only the base model is beaten", file=sys.stderr)  # noqa: T201
    elif config.live_adapter and holdout:
        with lora.wearing(model, config.live_adapter):
            live = judge.judged()
    if candidate:
        show(run.position.step, judge.samples(candidate.answers))
    result = report.build(
        config.holdout,
        config.train,
        base,
        live,
        candidate,
        config.house_style,
        train_loss=run.position.train_loss,
        steps=run.position.step,
        best_step=run.position.chosen_step,
        seconds=run.seconds(),
        curve=run.position.curve,
        receipt=taught,
        tries=tried,
        preference=preference,
    )
    adapter = config.output_dir / "adapter"
    with clock("save"):
        about = {
            "base_model": config.base_model.name,
            "base_weights": config.base_weights,
            "created_by": config.run_id,
        }
        checkpoints.publish(adapter, lambda to: lora.write_adapter(model, to, config.base_model.name), about)
        reporter.send_report(result, config.output_dir / "report.json")
    reporter.send(
        "finished", adapter_dir=str(adapter), steps=run.position.step, phases=clock.phases, cpu=clock.cpu
    )
