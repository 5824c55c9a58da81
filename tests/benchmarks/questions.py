"""`python -m tests.benchmarks.questions --base-url http://127.0.0.1:8001/v1 --token-file FILE`

Writes 100 questions for each of three agents the way the worker does, with the model behind `--base-url` (the own
model server, or any OpenAI-compatible one with `--style instruct`), and prints how good they are. `--out` keeps the
questions with all samples for reading by eye, `--replay` judges the samples of such a file again without a model.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from app.infra.writers import Writer
from app.queries.audition import Audition
from app.queries.checks import Rejection, check
from app.queries.fallback import fallback_question
from app.queries.generation import SAMPLES
from app.queries.kinds import AgentBrief
from app.queries.merit import merit
from app.queries.plan import Plan, PlanRecord
from app.queries.planner import next_plan
from app.queries.prompts import build_messages
from app.queries.similarity import TOO_SIMILAR, similarity, tokens

AGENTS = {
    "help desk": AgentBrief(
        "Brightdesk",
        "Brightdesk is a help desk for small online shops. The agent answers questions about orders, tickets, "
        "plans and connecting a shop.",
    ),
    "dental clinic": AgentBrief(
        "Lindenhof Dental",
        "Lindenhof Dental is a dental clinic with two dentists and a hygienist. The assistant answers patients "
        "about appointments, treatments, costs and insurance.",
    ),
    "B2B software": AgentBrief(
        "Ledgerline",
        "Ledgerline is invoicing software for companies. It sends invoices, matches payments and exports to "
        "accounting; the agent helps accountants and administrators.",
    ),
}


@dataclass(frozen=True)
class Asked:
    plan: Plan
    text: str
    source: str
    samples: tuple[str, ...]  # all that the model wrote for it
    accepted: int
    seconds: float


async def main(options: argparse.Namespace) -> None:
    writer = Writer(
        "hosted" if options.style == "instruct" else "local",
        options.base_url,
        options.model,
        api_key=options.token_file.read_text().strip() if options.token_file else "",
        timeout_s=options.timeout,
    )
    written = Recorded.read(options.replay) if options.replay else None
    for name, agent in AGENTS.items():
        if options.agent in (None, name):

            async def write(
                plan: Plan, name: str = name, agent: AgentBrief = agent
            ) -> tuple[tuple[str, ...], float]:
                if options.no_model:
                    return (), 0.0
                return written.of(name, plan) if written else await _samples(plan, agent, writer)

            asked = await session(agent, write, options.count, options.at_once)
            report(name, asked)
            if options.out:
                lines = [json.dumps({"agent": name, **asdict(row)}, ensure_ascii=False) for row in asked]
                with options.out.open("a") as file:
                    file.write("\n".join(lines) + "\n")


@dataclass(frozen=True)
class Recorded:
    """What a model said in an earlier run, by agent and plan."""

    rows: dict[tuple[str, str], tuple[tuple[str, ...], float]]

    @classmethod
    def read(cls, path: Path) -> "Recorded":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        return cls({(r["agent"], _key(r["plan"])): (tuple(r["samples"]), r["seconds"]) for r in rows})

    def of(self, name: str, plan: Plan) -> tuple[tuple[str, ...], float]:
        return self.rows[name, _key(asdict(plan))]


def _key(plan: dict[str, Any]) -> str:
    return json.dumps(plan, sort_keys=True)


Write = Callable[[Plan], Awaitable[tuple[tuple[str, ...], float]]]


async def session(agent: AgentBrief, write: Write, count: int, at_once: int) -> list[Asked]:
    """As many questions as one very long conversation; `at_once` are written side by side to save time."""
    history: list[PlanRecord] = []
    asked: list[Asked] = []
    while len(asked) < count:
        plans = []
        for _ in range(min(at_once, count - len(asked))):
            plan = next_plan(agent, history, seed=1000 + len(history))
            history.append(PlanRecord.from_json(asdict(plan)))
            plans.append(plan)
        earlier = [row.text for row in asked]
        samples = await asyncio.gather(*(write(plan) for plan in plans))
        for plan, (texts, seconds) in zip(plans, samples, strict=True):
            asked.append(_choose(plan, agent, earlier, texts, seconds))
            earlier.append(asked[-1].text)
    return asked


async def _samples(plan: Plan, agent: AgentBrief, writer: Writer) -> tuple[tuple[str, ...], float]:
    """What the model says to one plan; collected before the checks, so that each sample is counted."""
    messages = build_messages(plan, agent, [], style="instruct" if writer.kind == "hosted" else "few_shot")
    began = time.monotonic()
    heard: list[str] = []

    def keep(text: str) -> float:
        heard.append(text)
        return 0.0

    def ask(seed: int) -> AsyncIterator[str]:
        return writer.ask(messages, seed)

    audition = Audition(ask, [plan.seed + 1 + n for n in range(SAMPLES)], keep)
    await audition.run(_heard)
    audition.best()
    return tuple(heard), time.monotonic() - began


async def _heard() -> None: ...


def _choose(
    plan: Plan, agent: AgentBrief, earlier: Sequence[str], texts: Sequence[str], seconds: float
) -> Asked:
    def judge(text: str) -> float | Rejection:
        found = check(text, plan, agent, earlier, small_model=True)
        return found[0] if found else merit(text, plan, agent, earlier).total

    passed = [(score, text) for text in texts if not isinstance(score := judge(text), Rejection)]
    if passed:
        return Asked(plan, max(passed)[1], "model", tuple(texts), len(passed), seconds)
    question = fallback_question(plan, agent, earlier, plan.seed)
    return Asked(plan, question.text, "fallback", tuple(texts), 0, seconds)


def report(name: str, asked: Sequence[Asked]) -> None:
    texts = [row.text for row in asked]
    by_source = Counter(row.source for row in asked)
    samples, accepted = sum(len(row.samples) for row in asked), sum(row.accepted for row in asked)
    pairs = [(similarity(one, other), one, other) for one, other in combinations(texts, 2)]
    nearest = max(pairs)
    distinct = " / ".join(f"{_distinct(texts, n):.2f}" for n in (1, 2, 3))
    print(
        f"{name}: {len(asked)} questions, model {by_source['model']}, fallback {by_source['fallback']}; "
        f"samples accepted {accepted} of {samples}; distinct-1/2/3 {distinct}; "
        f"near-duplicates {sum(likeness >= TOO_SIMILAR for likeness, _, _ in pairs)}; "
        f"largest similarity {nearest[0]:.2f}; words {statistics.mean(len(t.split()) for t in texts):.1f}; "
        f"seconds for {SAMPLES} samples, median {statistics.median(row.seconds for row in asked):.1f}",
        flush=True,
    )


def _distinct(texts: Sequence[str], n: int) -> float:
    """Different n-grams of words per n-gram (Li et al. 2016)."""
    grams = [gram for text in texts for gram in zip(*(tokens(text)[i:] for i in range(n)), strict=False)]
    return len(set(grams)) / len(grams)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base-url", default="http://127.0.0.1:8001/v1")
    parser.add_argument("--token-file", type=Path, help="models.token of the own model server")
    parser.add_argument("--model", default="base")
    parser.add_argument("--style", choices=["few_shot", "instruct"], default="few_shot")
    parser.add_argument("--timeout", type=float, default=300.0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--agent", choices=list(AGENTS))
    parser.add_argument("--no-model", action="store_true", help="the grammar alone")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--replay", type=Path)
    asyncio.run(main(parser.parse_args()))
