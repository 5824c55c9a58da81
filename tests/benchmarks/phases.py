"""`python -m tests.benchmarks.phases --base-model FOLDER [--pairs FILE] [--keep FOLDER] [--rounds 2]`

One whole run as the trainer starts it, without database: wall-clock and processor seconds of each of its phases.
Processor seconds tell most on a busy machine; a phase on two idle cores takes about half of them. With more rounds the
waiting process takes one run after the other, as it does for an agent that is trained again.
"""

import argparse
import asyncio
import json
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from app.contracts.job import AUTO, FLOAT32, Job, Pair
from app.contracts.lines import Failed, Finished, Reported
from app.contracts.report import Report
from app.proof.gate import judge
from app.trainer.child import Child
from app.trainer.spare import Spare
from tests.benchmarks.tried import tries_of

TRAINED, HELD_OUT = 16, 4  # what the first training of an agent has
PAIRS = TRAINED + HELD_OUT


def write_job(options: argparse.Namespace, folder: Path, shared: Path) -> Path:
    head, *rows = [
        json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines() if line
    ]
    pairs = tuple(Pair(row["id"], row["query"], row["response"]) for row in rows[:PAIRS])
    job = Job(
        run_id="phases",
        base_model=options.base_model.resolve(),
        system_prompt=head["system"],
        train=pairs[:TRAINED],
        holdout=pairs[TRAINED:],
        tries=tuple(tries_of(head["system"], pairs, "phases")),
        known=(head.get("description", ""),),
        live_adapter=options.live.resolve() if options.live else None,
        output_dir=folder / "attempt-0001",
        checkpoint_dir=folder / "checkpoints",
        precision=options.precision,
        cache_dir=shared / "compiled",
        judged_file=shared / "judged.json",
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "run.json"
    path.write_bytes(job.to_json())
    return path


async def follow(job: Path, log: Path, spare: Spare | None = None) -> tuple[Finished, Report, float, float]:
    """The last line, the report, and the seconds until the first line and until the last."""
    began, first, report = time.monotonic(), 0.0, None
    async with Child(job, log, spare=spare) as child:
        async for line in child.lines():
            first = first or time.monotonic() - began
            if isinstance(line, Reported):
                report = Report(**dict(line.report))
            elif isinstance(line, Finished | Failed):
                break
    if not isinstance(line, Finished) or report is None:
        raise SystemExit(f"The run did not finish: {line}; see {log}.")
    return line, report, first, time.monotonic() - began


async def rounds(options: argparse.Namespace, folder: Path) -> None:
    async with Spare() if options.rounds > 1 else nullcontext() as spare:
        for number in range(1, options.rounds + 1):
            own = folder if options.rounds == 1 else folder / str(number)
            job = await asyncio.to_thread(write_job, options, own, folder)
            show(*await follow(job, own / "child.log", spare))


def show(finished: Finished, report: Report, first: float, whole: float) -> None:
    wall, cpu = finished.phases, finished.cpu
    rows = {"start": (first - wall["load"] - wall["tokenise"], None)}
    rows |= {name: (wall[name], cpu[name]) for name in wall}
    rows["whole run"] = whole, sum(cpu.values())
    rows["all but the steps"] = whole - wall["steps"], sum(cpu.values()) - cpu["steps"]
    print("| phase | seconds | CPU seconds |\n|---|---|---|")
    for name, (seconds, busy) in rows.items():
        print(f"| {name} | {seconds:.2f} | {'-' if busy is None else f'{busy:.2f}'} |")
    losses = f"{report.base.loss:.4f} to {report.candidate.loss:.4f}"
    verdict = judge(report, "the base model").verdict
    print(f"\n{finished.steps} steps; held-out loss {losses}; verdict {verdict}\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, default=Path("tests/data/tidepool.jsonl"))
    parser.add_argument("--live", type=Path, help="folder of an adapter that serves already")
    parser.add_argument("--keep", type=Path, help="folder for the adapter and its report; must be empty")
    parser.add_argument("--precision", choices=(AUTO, FLOAT32), default=AUTO)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(rounds(options, folder))


if __name__ == "__main__":
    main()
