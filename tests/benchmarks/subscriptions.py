"""`python -m tests.benchmarks.subscriptions fanout --subscriptions 4000 --rounds 3`: many who follow one training run.

Real API process on PostgreSQL and Valkey of its own, and Node's graphql-ws beside it, by turns; a client of raw
sockets (sockets.py) that drives both. The page's subscription, one a socket, each under an id of its own.

fanout   beside Node: memory of an idle subscription; time from before an event is written until it is with each
idle     many that say nothing for minutes: drops, memory, and a query meanwhile
jobs     fifty trainings with twenty followers each: time to each, pauses of the event loop, growth of the memory
latency  one follower: time from before an event is written until it is there
slow     a tenth that never reads: what the others notice, and when it is dropped
storm    all cut at once, events meanwhile, all back with the place that they had reached
churn    subscribe and complete, over and over, on a few sockets
query    a small query, asked over and over
"""

import argparse
import asyncio
import os
import random
import re
import resource
import statistics
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import uvloop
from tortoise import connections

from app.api.ids import encode
from app.models import TrainingRun
from tests.benchmarks.sockets import Subscriber, connect
from tests.benchmarks.subscribed import (
    FOLLOW_RUN,
    Served,
    append,
    coachable,
    connected,
    new_run,
    node,
    peer,
    progress,
    services,
)

AT_ONCE = 100  # connections under way
WARM = 50
WITHIN_S = 120.0
STEP = re.compile(rb'"step": ?(\d+),')
TOOK = "coachable_graphql_operation_seconds_sum"


@dataclass
class Audience:
    """Subscribers of one run, what each has heard, and when they heard the step that is waited for."""

    served: Served
    subscribers: list[Subscriber] = field(default_factory=list)
    step: int = 0  # the last that they have heard
    arrived: list[float] = field(default_factory=list)
    all_here: asyncio.Event = field(default_factory=asyncio.Event)
    steps: dict[Subscriber, list[int]] = field(default_factory=dict)
    _awaited: int = -1
    _of: int = 0

    def heard(self, subscriber: Subscriber, text: bytes, moment: float) -> None:
        found = STEP.search(text)
        if found is None:
            return
        step = int(found[1])
        self.steps[subscriber].append(step)
        if step == self._awaited:
            self.arrived.append(moment)
            if len(self.arrived) == self._of:
                self.all_here.set()

    def expect(self, step: int, of: int | None = None) -> None:
        self.arrived, self.all_here = [], asyncio.Event()
        self._awaited, self._of = step, len(self.subscribers) if of is None else of

    async def grow(self, count: int) -> float:
        """Subscriptions a second."""
        gate, begun = asyncio.Semaphore(AT_ONCE), time.perf_counter()

        async def one() -> None:
            async with gate:
                subscriber = await connect(self.served.port, self.served.token, self.heard)
                self.steps[subscriber] = []
                subscriber.subscribe(FOLLOW_RUN, {"runId": self.served.run, "after": str(self.step)})
                self.subscribers.append(subscriber)

        await asyncio.gather(*(one() for _ in range(count)))
        return count / (time.perf_counter() - begun)

    async def hear(self) -> list[float]:
        """Milliseconds to each subscriber. Raises TimeoutError."""
        self.step += 1
        self.expect(self.step)
        begun = time.perf_counter()
        async with asyncio.timeout(WITHIN_S):
            await self.served.publish(self.step)
            await self.all_here.wait()
        return sorted(1000 * (moment - begun) for moment in self.arrived)

    def leave(self) -> None:
        for subscriber in self.subscribers:
            assert subscriber.transport is not None
            subscriber.transport.abort()
        self.subscribers, self.steps = [], {}


@dataclass
class Figures:
    kib: float
    median: float
    p99: float
    last: float
    micros: float  # of the server's processor for a delivery
    a_second: float  # connections with their subscriptions


async def measure(served: Served, count: int, events: int) -> Figures:
    audience = Audience(served)
    await audience.grow(WARM)
    await audience.hear()
    await served.settle()
    before = served.kib()
    a_second = await audience.grow(count - WARM)
    await served.settle()
    kib = (served.kib() - before) / (count - WARM)
    await audience.hear()  # the first one finds cold paths
    busy, times = served.busy(), []
    for _ in range(events):
        times.append(await audience.hear())
    micros = 1e6 * (served.busy() - busy) / (events * count)
    audience.leave()
    return Figures(
        kib,
        statistics.median(one[len(one) // 2] for one in times),
        statistics.median(one[int(len(one) * 0.99)] for one in times),
        statistics.median(one[-1] for one in times),
        micros,
        a_second,
    )


async def fanout(options: argparse.Namespace) -> None:
    figures: dict[str, list[Figures]] = {}
    with services() as (home, url, redis_url):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(connected(url, redis_url))
            folder = stack.enter_context(peer())
            for _ in range(options.rounds):
                for server in (coachable(home, url, redis_url), node(folder)):
                    async with server as served:
                        found = await measure(served, options.subscriptions, options.events)
                        figures.setdefault(served.name, []).append(found)
    print(
        f"{options.subscriptions} subscriptions, {options.events} events a round, {options.rounds} rounds, "
        f"load {os.getloadavg()[0]:.1f}; median (least to most)"
    )
    print("| server | KiB each | p50 ms | p99 ms | last ms | processor µs a delivery | subscribed a second |")
    print("|---|---|---|---|---|---|---|")
    for name, rounds in figures.items():
        cells = [
            _spread([getattr(one, column) for one in rounds])
            for column in ("kib", "median", "p99", "last", "micros", "a_second")
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def _spread(values: list[float]) -> str:
    digits = 1 if max(values) < 100 else 0
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


@asynccontextmanager
async def api() -> AsyncIterator[Served]:
    with services() as (home, url, redis_url):
        async with connected(url, redis_url), coachable(home, url, redis_url) as served:
            yield served


async def idle(options: argparse.Namespace) -> None:
    async with api() as served:
        audience = Audience(served)
        before = served.kib()
        await audience.grow(options.subscriptions)
        await served.settle()
        print(
            f"{options.subscriptions} subscriptions: {served.kib() / 1024:.0f} MiB, {before / 1024:.0f} without"
        )
        end, waits = time.perf_counter() + 60 * options.minutes, []
        async with httpx.AsyncClient(trust_env=False) as http:
            while time.perf_counter() < end:
                waits.append(await _ask(http, served))
                await asyncio.sleep(0.2)
        dropped = sum(one.closed is not None for one in audience.subscribers)
        heard = len(await audience.hear()) if not dropped else 0
        print(
            f"after {options.minutes} min: {dropped} dropped, {heard} hear the next event, "
            f"{served.kib() / 1024:.0f} MiB; a query meanwhile {_quantiles(waits)}; load {os.getloadavg()[0]:.1f}"
        )


async def jobs(options: argparse.Namespace) -> None:
    async with api() as served:
        audiences = []
        for _ in range(options.runs):
            run = await new_run()
            audiences.append((run, Audience(replace(served, run=encode("TrainingRun", run.id)))))
            await audiences[-1][1].grow(options.followers)
        await served.settle()
        end, pauses, sizes, all_times = time.perf_counter() + 60 * options.minutes, [], [], []

        async def train(run: TrainingRun, audience: Audience) -> None:
            step = 0
            await asyncio.sleep(random.random() / options.rate)
            while time.perf_counter() < end:
                step += 1
                begun = time.perf_counter()
                audience.expect(step)
                await append(run.id, "run.progress", progress(step))
                await asyncio.wait_for(audience.all_here.wait(), WITHIN_S)
                all_times.extend(1000 * (moment - begun) for moment in audience.arrived)
                await asyncio.sleep(max(0.0, begun + 1 / options.rate - time.perf_counter()))

        async def watch() -> None:
            async with httpx.AsyncClient(trust_env=False) as http:
                while time.perf_counter() < end:
                    begun = time.perf_counter()
                    await http.get(f"http://127.0.0.1:{served.port}/healthz")
                    pauses.append(1000 * (time.perf_counter() - begun))
                    sizes.append((begun / 60, served.kib() / 1024))
                    await asyncio.sleep(0.1)

        busy = served.busy()
        await asyncio.gather(watch(), *(train(run, audience) for run, audience in audiences))
        rest = sizes[len(sizes) // 5 :]  # without the start
        slope = statistics.linear_regression(*zip(*rest, strict=True)).slope
        print(
            f"{options.runs} runs × {options.rate}/s × {options.followers} followers, {options.minutes} min: "
            f"{len(all_times)} deliveries, {_quantiles(all_times)}; /healthz meanwhile {_quantiles(pauses)}; "
            f"memory {slope:+.2f} MiB a minute; {100 * (served.busy() - busy) / (60 * options.minutes):.0f} % "
            f"of a core; load {os.getloadavg()[0]:.1f}"
        )


async def latency(options: argparse.Namespace) -> None:
    async with api() as served:
        audience = Audience(served)
        await audience.grow(1)
        await served.settle()
        await audience.hear()
        times = []
        for _ in range(options.events):
            times += await audience.hear()
            await asyncio.sleep(0.05)
        print(f"{options.events} events: {_quantiles(times)}; load {os.getloadavg()[0]:.1f}")


async def slow(options: argparse.Namespace) -> None:
    async with api() as served:
        good, deaf = Audience(served), Audience(served)
        await good.grow(options.subscriptions * 9 // 10)
        await served.settle()
        await good.hear()
        before, without, beside = served.kib(), [], []
        for _ in range(options.events):
            without += await good.hear()
        deaf.step = good.step
        await deaf.grow(options.subscriptions // 10)
        await served.settle()
        for one in deaf.subscribers:
            assert one.transport is not None
            one.transport.pause_reading()
        begun, dropped_at = time.perf_counter(), None
        while dropped_at is None or len(beside) < len(without):
            beside += await good.hear()
            if dropped_at is None and await _count(served) == len(good.subscribers):
                dropped_at = time.perf_counter() - begun
            await asyncio.sleep(0.2)
        print(
            f"{len(good.subscribers)} readers: alone {_quantiles(without)}; beside {len(deaf.subscribers)} that never "
            f"read {_quantiles(beside)}; those dropped within {dropped_at:.0f} s; memory "
            f"{(served.kib() - before) / 1024:+.1f} MiB; load {os.getloadavg()[0]:.1f}"
        )


async def storm(options: argparse.Namespace) -> None:
    async with api() as served:
        audience = Audience(served)
        await audience.grow(options.subscriptions)
        await served.settle()
        await audience.hear()
        reached = audience.step
        audience.leave()
        for step in range(reached + 1, reached + 1 + options.events):
            await served.publish(step)
        audience.step = reached  # where they were
        await asyncio.sleep(1.5)  # PostgreSQL writes its statistics once a second
        scans = await _reads()
        begun = time.perf_counter()
        audience.expect(reached + options.events, of=options.subscriptions)
        await audience.grow(options.subscriptions)
        await asyncio.wait_for(audience.all_here.wait(), WITHIN_S)
        took = time.perf_counter() - begun
        await asyncio.sleep(1.5)
        wrong = sum(
            list(steps) != list(range(reached + 1, reached + options.events + 1))
            for steps in audience.steps.values()
        )
        print(
            f"{options.subscriptions} back after {took:.1f} s, {options.events} events each, {wrong} with gaps or "
            f"doubles, {(await _reads() - scans) / options.subscriptions:.2f} reads of the log each; "
            f"load {os.getloadavg()[0]:.1f}"
        )


async def churn(options: argparse.Namespace) -> None:
    async with api() as served:
        audience = Audience(served)
        await audience.grow(20)
        for one in audience.subscribers:
            one.complete()
        await served.settle()
        before = 0.0
        for part in range(10):
            for _ in range(options.subscriptions // 10 // 20):
                for one in audience.subscribers:
                    one.subscribe(FOLLOW_RUN, {"runId": served.run, "after": "0"})
                    one.complete()
                await asyncio.sleep(0)
            await served.settle()
            if part == 0:
                before = served.kib()  # the first tenth fills caches
        print(
            f"{options.subscriptions} subscribed and completed: {await _count(served)} open, "
            f"{(served.kib() - before) / 1024:+.1f} MiB; load {os.getloadavg()[0]:.1f}"
        )


async def query(options: argparse.Namespace) -> None:
    async with api() as served, httpx.AsyncClient(trust_env=False) as http:
        for _ in range(100):
            await _ask(http, served)
        seconds = await _metric(served, TOOK, 'type="query"')
        busy, waits = served.busy(), [await _ask(http, served) for _ in range(options.queries)]
        after = await _metric(served, TOOK, 'type="query"')
        print(
            f"{options.queries} queries: {_quantiles(waits)} over HTTP, "
            f"{1000 * (after - seconds) / options.queries:.2f} ms from the start to the result of an operation, "
            f"{1000 * (served.busy() - busy) / options.queries:.2f} ms of the processor; load {os.getloadavg()[0]:.1f}"
        )


async def _ask(http: httpx.AsyncClient, served: Served) -> float:
    begun = time.perf_counter()
    headers = {"Authorization": f"Bearer {served.token}"}
    url = f"http://127.0.0.1:{served.port}/graphql"
    reply = await http.post(url, json={"query": "{ viewer { subject } }"}, headers=headers)
    assert reply.json() == {"data": {"viewer": {"subject": "local"}}}
    return 1000 * (time.perf_counter() - begun)


async def _metric(served: Served, name: str, label: str = "") -> float:
    async with httpx.AsyncClient(
        trust_env=False, headers={"Authorization": f"Bearer {served.token}"}
    ) as http:
        lines = (await http.get(f"http://127.0.0.1:{served.port}/metrics")).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name) and label in line)


async def _count(served: Served) -> int:
    return int(await _metric(served, "coachable_subscribers"))


async def _reads() -> int:
    rows = await connections.get("default").execute_query_dict(
        "SELECT sum(idx_scan) AS reads FROM pg_stat_user_indexes WHERE relname = 'event'"
    )
    return int(rows[0]["reads"])


def _quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {ordered[len(ordered) // 2]:.1f} ms, p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms"


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], Coroutine[Any, Any, None]], dict[str, float]]] = {
    "fanout": (fanout, {"subscriptions": 4000, "events": 10, "rounds": 3}),
    "idle": (idle, {"subscriptions": 10_000, "minutes": 10.0}),
    "jobs": (jobs, {"runs": 50, "followers": 20, "rate": 5, "minutes": 10.0}),
    "latency": (latency, {"events": 200}),
    "slow": (slow, {"subscriptions": 1000, "events": 20}),
    "storm": (storm, {"subscriptions": 2000, "events": 20}),
    "churn": (churn, {"subscriptions": 100_000}),
    "query": (query, {"queries": 2000}),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    for name, (run, settings) in COMMANDS.items():
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        for setting, value in settings.items():
            command.add_argument(f"--{setting}", type=type(value), default=value)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # servers inherit it
    uvloop.run(options.run(options))


if __name__ == "__main__":
    main()
