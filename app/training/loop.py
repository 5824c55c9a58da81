"""One training run, top to bottom: load, tokenise, measure the base, take steps, keep the best, prove it, save it."""

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import torch

from app.training import asked as questions
from app.training import checkpoints, lora, policy, probes, receipt, report
from app.training.config import Pair, RunConfig
from app.training.evaluate import Losses, answers, measure
from app.training.progress import Reporter
from app.training.ranks import Ranks
from app.training.relevance import relevance, swapped
from app.training.render import render_pair, render_prompt, shared_prefix
from app.training.run import Run

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
    with clock("load"):
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")  # of torchrun's: its own one
        tokenizer = lora.load_tokenizer(config.base_model)
        base_model = lora.load_base(config.base_model, device, config.quantization)
    with clock("tokenise"):
        room = getattr(base_model.config, "max_position_embeddings", None) or sys.maxsize
        rendered = [
            render_pair(tokenizer, config.system_prompt, pair, room) for pair in config.train + config.holdout
        ]
        prefix = shared_prefix(rendered)
        samples, holdout = rendered[: len(config.train)], rendered[len(config.train) :]
        general = probes.rendered(tokenizer, room)
        held_out = [sample.pair for sample in holdout]  # with the examples that there is room for
        asked = questions.asked(held_out, config.run_id)
        swaps = swapped(tokenizer, config.system_prompt, asked, room)
    with clock("load"):
        start, width = config.start_adapter, base_model.config.hidden_size
        situation = policy.Situation(len(samples), width, device.type, continued=start is not None)
        hyper = policy.choose(situation).overridden(config.hyperparameters)
        if start:
            hyper = hyper.overridden(lora.size(start))
        model = lora.add_lora(base_model, hyper, config.seed)
        if start:
            lora.go_on_from(model, start)
        run = Run(config, hyper, model, samples, holdout, prefix, ranks)
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

    prompts = [render_prompt(tokenizer, config.system_prompt, pair) for pair in asked]
    shared = min([prefix, *(len(prompt) - 1 for prompt in prompts)])
    most = questions.most_tokens([sample for sample in holdout if sample.pair in asked])

    def answer(count: int = questions.ANSWERED) -> dict[str, str]:
        with clock("samples"):
            texts = answers(base_model, tokenizer, prompts[:count], shared, most, check_stop)
        return {pair.id: text for pair, text in zip(asked, texts, strict=False)}

    def judge(losses: Losses | None = None) -> report.Judged | None:
        if not holdout:
            return None
        with clock("evaluation"):
            losses = losses or measure(base_model, holdout, prefix, check_stop)
            heed = relevance(base_model, losses, swaps, prefix, check_stop)
            passed = probes.passed(base_model, general, check_stop)
        return report.Judged(losses, answer(), heed, passed)

    def show(step: int, texts: dict[str, str]) -> None:
        shown = [_sample(pair, texts[pair.id]) for pair in asked[: config.sample_count]]
        if shown:
            reporter.send("sample", step=step, samples=shown)

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
            bare = judge()
        run.position.base = asdict(bare) if bare else {}
        first = bare.losses.loss if bare else None
        if start and holdout:  # what it goes on from is what it must not fall behind
            with clock("evaluation"):
                first = measure(base_model, holdout, prefix, check_stop).loss
        run.position.best_loss = math.inf if first is None else first
        run.position.curve.append({"step": 0, "loss": None, "holdout_loss": first})
        run.save_checkpoint()
    base = report.Judged.restored(run.position.base) if run.position.base else None
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
            elif step == hyper.steps // 2 and hyper.steps >= LONG and holdout and config.sample_count:
                show(step, answer(config.sample_count))
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
    candidate = judge(run.chosen_losses)
    with clock("receipt"):
        taught = receipt.write(base_model, tokenizer, samples, prefix, check_stop)
    live = None
    if config.live_adapter and holdout:
        with lora.wearing(model, config.live_adapter):
            live = judge()
    if candidate:
        show(run.position.step, dict(candidate.answers))
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
    )
    adapter = config.output_dir / "adapter"
    with clock("save"):
        about = {"base_model": config.base_model.name, "created_by": config.run_id}
        checkpoints.publish(adapter, lambda to: lora.write_adapter(model, to, config.base_model.name), about)
        reporter.send_report(result, config.output_dir / "report.json")
    reporter.send(
        "finished", adapter_dir=str(adapter), steps=run.position.step, phases=clock.phases, cpu=clock.cpu
    )


class Clock:
    """Seconds spent in each named phase: on the wall, and of all processors together."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        started, busy = time.monotonic(), time.process_time()
        try:
            yield
        finally:
            self.phases[name] = self.phases.get(name, 0.0) + time.monotonic() - started
            self.cpu[name] = self.cpu.get(name, 0.0) + time.process_time() - busy


def _sample(pair: Pair, answer: str) -> dict[str, str]:
    return {"pair_id": pair.id, "query": pair.query, "expected": pair.response, "answer": answer}
