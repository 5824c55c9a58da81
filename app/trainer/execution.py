"""Carries out one run: claim, train in a child, relay its progress, publish, let the gate decide.

Everything it writes carries the epoch of its lease. It may be killed at any moment: the reconciler gives the run to
the next trainer, which goes on from the last checkpoint.
"""

import asyncio
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from app.agents import service as agents
from app.agents.files import judged_file
from app.basemodels.listing import State, standing
from app.contracts import lines
from app.contracts.events import RunSampled
from app.contracts.job import FLOAT32, Job, Precision, Quantization
from app.contracts.report import Report
from app.errors import AppError, DiskFull, LeaseLost, RunFailure, Unavailable
from app.models import Agent, TrainingRun
from app.models.run import ACTIVE
from app.proof.opinion import Judge, with_opinion
from app.proof.truth import with_truth
from app.runs import lease, record
from app.serving import canaries
from app.serving.canaries import Canary
from app.serving.store import Store
from app.trainer import dataset
from app.trainer.child import Child
from app.trainer.outage import once, patiently
from app.trainer.safekeeping import Safekeeping, cancelled_after
from app.trainer.spare import Spare
from app.versions import service as versions
from app.versions import traces
from app.versions.folders import adapter_folder, at_hand, publish, share

HEARTBEAT_S = 1.0  # also how soon a cancellation is seen
PROGRESS_S = 0.2  # at most five progress events a second
# A file that says: an attempt was killed, most likely by a system without memory. Later ones take half batches.
KILLED = "killed"
LOG = "child.log"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Trainer:
    """What a run needs from the outside."""

    owner: str
    home: Path
    lease_s: int
    max_crashes: int
    find_base_model: Callable[[str], Awaitable[Path]]
    ensure: Callable[[str], Awaitable[None]]  # has the model server serve a version; may fail without harm
    hyperparameters: Mapping[str, float] = field(default_factory=dict)  # instead of what the policy chooses
    processes: int = 1  # that share each batch
    quantization: Callable[[str], Quantization] = lambda _: None  # of a base model while it trains: "4bit"
    precision: Precision = FLOAT32  # of products on a CPU while it trains
    judge: Judge | None = None  # a strong model, where one is configured
    spare: Spare | None = None  # takes part in runs of one process
    store: Store | None = None  # where other hosts find what is made here
    # Whether it is served as trained, as `Serving.unproven`; None: nobody is asked.
    prove: Callable[[str, Sequence[Canary]], Awaitable[str | None]] | None = None

    async def at_hand(self, agent_id: UUID, number: int) -> Path:
        return await asyncio.to_thread(at_hand, self.store, self.home, agent_id, number)


@dataclass(slots=True)
class _Progress:
    """Gathers progress lines between two writes."""

    line: lines.Progress | None = None
    points: list[dict[str, object]] = field(default_factory=list)
    written_at: float = 0.0


class _Cancelled(Exception):
    """The child has to end."""


async def execute(run_id: UUID, trainer: Trainer) -> None:
    epoch = await _claim(run_id, trainer)
    if epoch is None:
        return
    kept = await _safekeeping(run_id, epoch, trainer)
    try:
        await _carry_out(run_id, epoch, trainer, kept)
    except LeaseLost:
        log.warning("lease_lost", run_id=str(run_id), epoch=epoch)
        await once(lease.came_back, run_id, epoch)
    finally:
        run = await patiently(lambda: _with_agent(run_id))
        over = run is None or run.status not in ACTIVE
        await asyncio.to_thread(_tidy, _folder(trainer.home, run_id), epoch, over)
        if over:
            await kept.forget()
        if run and run.agent.deleted_at:
            judged_file(trainer.home, run.agent_id).unlink(missing_ok=True)
    if trainer.spare:
        trainer.spare.renew_later()


async def _carry_out(run_id: UUID, epoch: int, trainer: Trainer, kept: Safekeeping) -> None:
    """Raises LeaseLost."""
    try:
        await _with_heartbeat(_work(run_id, epoch, trainer, kept), run_id, epoch, trainer.lease_s)
    except _Cancelled:
        await once(record.cancelled, run_id, epoch)
    except LeaseLost:
        raise
    except asyncio.CancelledError:
        await kept.keep_last()
        with suppress(AppError):  # gone already, or it can't be told
            await record.released(run_id, epoch)
        raise
    except Unavailable:
        # Before there was a child, or beside it: what is written for the child waits by itself.
        await once(record.released, run_id, epoch, record.AFTER_OUTAGE)
    except AppError as error:
        await once(record.failed, run_id, epoch, error.code, error.message)
    except Exception as error:
        log.exception("run_failed", run_id=str(run_id))
        unknown = "The trainer met an unexpected error; your pairs are safe. Start the training again."
        code, reason = (
            (full.code, full.message) if (full := DiskFull.of(error)) else (RunFailure.INTERNAL, unknown)
        )
        await once(record.failed, run_id, epoch, code, reason)


async def _safekeeping(run_id: UUID, epoch: int, trainer: Trainer) -> Safekeeping:
    run = await patiently(lambda: _with_agent(run_id))
    kept = trainer.store.checkpoints(run.agent_id, run_id) if trainer.store and run else None
    return Safekeeping(kept, epoch, _folder(trainer.home, run_id) / dataset.CHECKPOINTS)


async def waits_for_its_base_model(run_id: UUID, trainer: Trainer) -> bool:
    """A base model that is being fetched may take an hour: others go first, and the reconciler rings again."""
    run = await patiently(lambda: _with_agent(run_id))
    if run is None:
        return False
    name = run.base_model or run.agent.base_model
    return (await asyncio.to_thread(standing, name, trainer.home)).state is State.FETCHING


async def _with_agent(run_id: UUID) -> TrainingRun | None:
    """None where its agent was erased meanwhile."""
    return await TrainingRun.get_or_none(id=run_id).select_related("agent")


async def _claim(run_id: UUID, trainer: Trainer) -> int | None:
    try:
        return await lease.claim(run_id, trainer.owner, trainer.lease_s)
    except Unavailable:  # perhaps it was claimed and the answer was lost
        return await patiently(lambda: lease.epoch_of(run_id, trainer.owner))


async def _with_heartbeat(work: Coroutine[Any, Any, None], run_id: UUID, epoch: int, lease_s: int) -> None:
    """Run `work` while the lease holds; whichever ends first ends the other."""

    async def beat() -> None:
        while True:
            renewal = await patiently(lambda: lease.renew(run_id, epoch, lease_s))
            if not renewal.held:
                raise LeaseLost(f"Run {run_id} belongs to another trainer now.")
            if renewal.cancel_requested:
                raise _Cancelled
            await asyncio.sleep(HEARTBEAT_S)

    working, beating = asyncio.create_task(work), asyncio.create_task(beat())
    try:
        await asyncio.wait({working, beating}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        beating.result()
    finally:
        for task in (working, beating):
            task.cancel()
        await asyncio.gather(working, beating, return_exceptions=True)


async def _work(run_id: UUID, epoch: int, trainer: Trainer, kept: Safekeeping) -> None:
    await kept.bring()
    sides = await dataset.fix(run_id, epoch)
    run = await TrainingRun.get(id=run_id)
    agent = agents.on_base(await Agent.get(id=run.agent_id), run.base_model)
    folder = _folder(trainer.home, run_id)
    live = (await versions.live_of([agent.id])).get(agent.id)
    start = dataset.continued(sides)
    # Neither its loss nor its layers mean anything beside those of another base model.
    rival = live if live and live.base_model == run.base_model else None
    job = await dataset.write_job(
        run,
        agent,
        sides,
        base_model=await trainer.find_base_model(run.base_model),
        live=await trainer.at_hand(agent.id, rival.number) if rival else None,
        start=await trainer.at_hand(agent.id, start) if start else None,
        hyperparameters=trainer.hyperparameters,
        folder=folder,
        quantization=trainer.quantization(run.base_model),
        precision=trainer.precision,
        parts=2 if (folder / KILLED).exists() else 1,
        cache_dir=trainer.home.absolute() / "compiled",
        judged=judged_file(trainer.home, agent.id),
    )
    report: Report | None = None
    async with (
        cancelled_after(kept.follow()),
        Child(job, folder / LOG, trainer.processes, trainer.spare) as child,
    ):
        progress = _Progress()
        async for line in child.lines():
            if isinstance(line, lines.Reported):
                report = Report(**dict(line.report), rival=live.number if live else None)
            elif isinstance(line, lines.Finished):
                assert report is not None, (
                    "the child says what it measured before it says that it has finished"
                )
                await _flush(run_id, epoch, progress)
                # Reading facts takes as long as the heartbeat has time.
                asked = await asyncio.to_thread(Job.of, job)
                report = await asyncio.to_thread(
                    with_truth,
                    report,
                    asked,
                    taught=len(sides["train"]),
                    writes_freely=agent.writes_freely,
                    live_may_write=bool(live and live.may_write),
                )
                found = canaries.canaries(report, asked)
                report = report.model_copy(update={"canaries": canaries.kept(found)})
                report = await traces.without_deleted(report, sides)
                await _publish(run_id, epoch, trainer, agent, line, report, found)
                return
            elif isinstance(line, lines.Failed):
                await once(record.failed, run_id, epoch, line.code, line.message)
                return
            else:
                await _relay(run_id, epoch, line, progress)
        code = await child.exit_code()
    log.warning("child_ended", run_id=str(run_id), exit_code=code)
    if code == -signal.SIGKILL:
        (folder / KILLED).touch()
    await kept.keep_last()
    await once(lease.crashed, run_id, epoch, trainer.max_crashes)


async def _relay(run_id: UUID, epoch: int, line: lines.Line, progress: _Progress) -> None:
    match line:
        case lines.Loading():
            await once(record.loading, run_id, epoch)
        case lines.Started():
            known = line.model_dump(include={"total_steps", "resumed_from", "damaged"})
            await once(record.started, run_id, epoch, **known)
        case lines.Progress():
            progress.line = line
            progress.points.append(line.model_dump(include={"step", "loss", "holdout_loss"}))
            if time.monotonic() - progress.written_at >= PROGRESS_S:
                await _flush(run_id, epoch, progress)
        case lines.Sampled():
            await _flush(run_id, epoch, progress)
            await once(record.samples, run_id, epoch, RunSampled(step=line.step, samples=line.samples))
        case lines.Evaluating():
            await _flush(run_id, epoch, progress)
            await once(record.evaluating, run_id, epoch)


async def _flush(run_id: UUID, epoch: int, progress: _Progress) -> None:
    if progress.line is not None:
        await once(record.progress, run_id, epoch, progress.line, progress.points)
        progress.line, progress.points, progress.written_at = None, [], time.monotonic()


async def _publish(
    run_id: UUID,
    epoch: int,
    trainer: Trainer,
    agent: Agent,
    line: lines.Finished,
    report: Report,
    asked: Sequence[Canary],
) -> None:
    began = time.monotonic()
    version = await once(versions.candidate, run_id, epoch)
    target = adapter_folder(trainer.home, agent.id, version.number)
    files = await asyncio.to_thread(publish, Path(line.adapter_dir), target, epoch)
    if trainer.store:
        files = await asyncio.to_thread(share, trainer.store, trainer.home, agent.id, version.number)
    name = versions.serving_name(agent, version.number)
    try:
        await trainer.ensure(name)
    except (AppError, OSError) as error:  # it is loaded at its first request then
        log.warning("adapter_not_preloaded", run_id=str(run_id), reason=str(error))
    doubt = await trainer.prove(name, asked) if trainer.prove else None
    published = time.monotonic()
    report = await with_opinion(report, trainer.judge)
    phases = line.phases | {
        "publish": round(published - began, 3),
        "opinion": round(time.monotonic() - published, 3),
    }
    judgement = await once(versions.decide, run_id, epoch, files, report, phases, doubt)
    log.info("run_decided", run_id=str(run_id), verdict=judgement.verdict, number=version.number)


def _folder(home: Path, run_id: UUID) -> Path:
    return home.absolute() / "runs" / str(run_id)


def _tidy(folder: Path, epoch: int, over: bool) -> None:
    """The attempt's files are published or worthless now; those of earlier ones and the checkpoints once no other
    attempt will follow. The log stays. A job holds texts of pairs, which have to go when someone deletes them.
    """
    job = dataset.job_file(folder, epoch)
    done = [folder / f"attempt-{epoch:04d}", job] if not over else folder.glob("*")
    for path in done:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != LOG:
            path.unlink(missing_ok=True)
