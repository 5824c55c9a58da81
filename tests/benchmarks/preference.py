"""`python -m tests.benchmarks.preference --base-model FOLDER --data FILE [--only NAME …] [--seeds 0 1 2]`

What a second candidate gains over the first: the policy's SFT on 20 pairs, then from its result each variant of the
preference stage. The last sixteen lines of the file are held out. Worse answers are the base model's own, or drafts: of
a version that was trained on the first half of the pairs, for the other half. Every result is kept in `--keep`.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.training.__main__ import THREADS

for variable, value in THREADS.items():  # as in the process that trains; read when torch is imported
    os.environ.setdefault(variable, value)

import torch  # noqa: E402

from app.answers.learn import house_style  # noqa: E402
from app.contracts.job import AUTO  # noqa: E402
from app.training import lora, policy  # noqa: E402
from app.training.clock import Clock  # noqa: E402
from app.training.config import RunConfig  # noqa: E402
from app.training.evaluate import answers  # noqa: E402
from app.training.objectives import rivals  # noqa: E402
from app.training.objectives.preference import both, log_probabilities, margin  # noqa: E402
from app.training.objectives.second import Second  # noqa: E402
from app.training.policy import APO_ZERO, DPO, Situation, choose  # noqa: E402
from app.training.proof import asked, report  # noqa: E402
from app.training.proof.judge import Judge  # noqa: E402
from app.training.ranks import Ranks  # noqa: E402
from app.training.render import Sample, render_pair, render_prompt, shared_prefix  # noqa: E402
from app.training.run import Run  # noqa: E402
from app.training.style import HouseStyle  # noqa: E402
from tests.benchmarks.training import Data  # noqa: E402

PAIRS, HELD_OUT = 20, 16


@dataclass(frozen=True)
class Variant:
    loss_type: str = APO_ZERO
    rate: float = 1.0  # times the policy's
    beta: float = 0.1
    drafts: bool = False


SFT = "SFT alone"
VARIANTS = {
    "more SFT (no preference)": Variant(beta=0.0),  # both terms are constant then
    "apo_zero": Variant(),
    "sigmoid": Variant(DPO),
    "apo_zero, drafts": Variant(drafts=True),
    "sigmoid, drafts": Variant(DPO, drafts=True),
    "apo_zero, drafts, 5 times the rate": Variant(drafts=True, rate=5.0),
}


@dataclass(frozen=True)
class Outcome:
    variant: str
    seed: int
    loss: float  # held out
    chrf: float
    style: float
    total: float  # of the answers
    margin: float | None = None
    won: str = ""  # held-out questions better, same, worse than the first candidate's
    chosen: bool = False
    writing_cpu_s: float = 0.0  # of the worse answers
    steps_cpu_s: float = 0.0  # with the reference
    judging_cpu_s: float = 0.0


class Bench:
    """One seed: the SFT candidate, and what each variant makes of it."""

    def __init__(self, options: argparse.Namespace, seed: int, scratch: Path) -> None:
        data = Data.read(options.data, sys.maxsize)
        rest, held = data.pairs[:-HELD_OUT], data.pairs[-HELD_OUT:]
        train = tuple(random.Random(seed).sample(rest, PAIRS))
        self.seed, self.tokenizer = seed, lora.load_tokenizer(options.base_model)
        self.base = lora.load_base(options.base_model, torch.device("cpu"), precision=AUTO)
        rendered = [render_pair(self.tokenizer, data.system_prompt, p, sys.maxsize) for p in (*train, *held)]
        self.samples, self.holdout = rendered[:PAIRS], rendered[PAIRS:]
        self.prefix = shared_prefix(rendered)
        style = tuple(rule.pattern for rule in house_style([pair.response for pair in train]))
        self.config = RunConfig(
            run_id=f"preference-{seed}",
            base_model=options.base_model,
            system_prompt=data.system_prompt,
            train=train,
            holdout=held,
            output_dir=scratch,
            checkpoint_dir=scratch / "checkpoints",
            seed=seed,
            house_style=style,
        )
        lengths = [len(sample.ids) - self.prefix for sample in self.samples]
        self.hyper = choose(Situation(lengths, self.base.config.hidden_size, "cpu"))
        self.model = lora.add_lora(self.base, self.hyper, seed)
        self.start = {name: p.detach().clone() for name, p in lora.adapter_tensors(self.model).items()}
        self.judge = Judge(
            self.base, self.tokenizer, self.config, self.holdout, self.prefix, sys.maxsize, Clock(), go_on
        )

    def sft(self, samples: Sequence[Sample]) -> Run:
        """The last adapter is worn; it is the best one as a rule (RESULTS.md)."""
        lora.set_adapter_tensors(self.model, self.start)
        lengths = [len(sample.ids) - self.prefix for sample in samples]
        hyper = choose(Situation(lengths, self.base.config.hidden_size, "cpu"))
        run = Run(self.config, hyper, self.model, samples, self.holdout, self.prefix, Ranks())
        while run.position.step < hyper.steps:
            run.take_step()
        run.consider(None)
        return run

    def drafted(self) -> list[Sample]:
        """The samples, those of the second half with a draft of a version that has learned the first."""
        half = PAIRS // 2
        self.sft(self.samples[:half])
        prompts = [
            render_prompt(self.tokenizer, self.config.system_prompt, s.pair) for s in self.samples[half:]
        ]
        shared = min([self.prefix, *(len(prompt) - 1 for prompt in prompts)])
        most = asked.most_tokens(self.samples[half:])
        texts = answers(self.base, self.tokenizer, prompts, shared, most, go_on)
        later = [
            replace(sample, pair=replace(sample.pair, rejected=text))
            for sample, text in zip(self.samples[half:], texts, strict=True)
        ]
        return [*self.samples[:half], *later]


def outcomes(options: argparse.Namespace, seed: int, names: Sequence[str], scratch: Path) -> Any:
    bench = Bench(options, seed, scratch)
    drafted = bench.drafted() if any(VARIANTS[name].drafts for name in names) else bench.samples
    run = bench.sft(bench.samples)
    first = bench.judge.judged()
    yield rated(bench, SFT, first, first)
    known: dict[bool, Any] = {}
    for name in names:
        variant = VARIANTS[name]
        plan = policy.preference(sys.maxsize, PAIRS, run.hyper)
        plan = replace(
            plan,
            loss_type=variant.loss_type,
            beta=variant.beta,
            learning_rate=plan.learning_rate * variant.rate,
        )
        lora.set_adapter_tensors(bench.model, run.chosen)
        run.samples = drafted if variant.drafts else bench.samples
        second = Second(run, plan, bench.judge, bench.tokenizer, sys.maxsize, Clock(), go_on)
        if variant.drafts not in known:
            began = time.process_time()
            _, pairs = second._comparisons()
            writing = time.process_time() - began
            known[variant.drafts] = pairs, writing
        pairs, writing = known[variant.drafts]
        began, base, prefix = time.process_time(), bench.base, shared_prefix(both(pairs))
        sums = log_probabilities(base, both(pairs), prefix, go_on)
        pairs = [replace(p, reference=(sums[2 * n], sums[2 * n + 1])) for n, p in enumerate(pairs)]
        second._learn(pairs, prefix)
        gained = margin(base, pairs, prefix, plan.beta or 0.1, go_on)
        steps, began = time.process_time() - began, time.process_time()
        judged = bench.judge.judged()
        yield replace(
            rated(bench, name, first, judged),
            margin=gained,
            writing_cpu_s=writing,
            steps_cpu_s=steps,
            judging_cpu_s=time.process_time() - began,
        )


def rated(bench: Bench, name: str, first: report.Judged, second: report.Judged) -> Outcome:
    config = bench.config
    beside = report.compare(config.holdout, config.train, first, None, second, HouseStyle(config.house_style))
    count, rates = rivals.outcomes(beside), beside.candidate and beside.candidate.answers
    assert rates is not None, "its questions are answered aloud"
    won = f"{count['better']}/{count['same']}/{count['worse']}"
    return Outcome(
        name,
        bench.seed,
        second.losses.loss,
        rates.chrf,
        rates.style,
        rates.total,
        won=won,
        chosen=rivals.prefers_second(beside),
    )


def go_on() -> None:
    """Nobody stops a benchmark."""


def table(results: Sequence[Outcome]) -> str:
    lines = [
        "| variant | seeds | held-out loss | chrF | style | answers | margin | better/same/worse | taken | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(result.variant for result in results):
        some = [result for result in results if result.variant == name]
        margins = [result.margin for result in some if result.margin is not None]
        cpu = [statistics.mean(getattr(r, f"{part}_cpu_s") for r in some) for part in PARTS]
        cells = [
            spread([r.loss for r in some], 3),
            spread([r.chrf for r in some], 1),
            spread([r.style for r in some], 2),
            spread([r.total for r in some], 3),
            f"{statistics.mean(margins):.2f}" if margins else "-",
            ", ".join(r.won for r in some) if margins else "-",
            f"{sum(r.chosen for r in some)} of {len(some)}" if margins else "-",
            " + ".join(f"{seconds:.0f}" for seconds in cpu) if margins else "-",
        ]
        lines.append(f"| {name} | {len(some)} | {' | '.join(cells)} |")
    return "\n".join(lines)


PARTS = ("writing", "steps", "judging")


def spread(values: Sequence[float], digits: int) -> str:
    return f"{statistics.mean(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--keep", type=Path, default=Path("preference-runs.jsonl"))
    options = parser.parse_args()
    options.keep.touch()
    results = [Outcome(**json.loads(line)) for line in options.keep.read_text().splitlines()]
    for seed in options.seeds:
        done = {result.variant for result in results if result.seed == seed}
        names = [name for name in options.only if name not in done]
        if not names:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            for result in outcomes(options, seed, names, Path(scratch)):
                if result.variant in done:
                    continue
                results.append(result)
                with options.keep.open("a") as file:
                    file.write(json.dumps(asdict(result)) + "\n")
                print(result, file=sys.stderr, flush=True)
    print(table(results))


if __name__ == "__main__":
    main()
