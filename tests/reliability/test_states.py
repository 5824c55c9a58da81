"""Anything in any order, by the real services on a real database: whatever happens, the tables stay in order.

Random steps of experts, workers, trainers and the reconciler, with trainers that crash, fall silent, come back late and
write with a lease that is not theirs any more. After each step invariants.py looks at all tables.

`make test` takes some hundred steps, the same ones every time; `make torture` 5,000 others.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tortoise import connections

from app.actor import Actor
from app.agents import erasure
from app.agents import service as agents
from app.config import Settings
from app.customers import generation
from app.customers import lease as query_lease
from app.customers import service as queries
from app.customers import topics as topic_rows
from app.errors import AppError, Conflict, LeaseLost, NotFound
from app.events import doorbell
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import GoLiveWhen, QueryStatus, RunStatus, VersionStatus, Workspace
from app.models.run import ACTIVE
from app.models.transaction import settled
from app.pairs import deletion
from app.pairs import service as pairs
from app.processes import upkeep
from app.runs import auto, lease, record
from app.runs import service as runs
from app.sessions import service as sessions
from app.trainer import dataset
from app.versions import service as versions
from tests.doorbells import Recorder
from tests.factories import DESCRIPTION, unlike_text
from tests.reliability.finishing import finish
from tests.reliability.invariants import Snapshot, broken, broken_between, look
from tests.runs.test_lease import LINE, expire

pytestmark = pytest.mark.slow

R = TypeVar("R")
Rule = Callable[..., None]

MAX_CRASHES = 3
TRAINERS = ("one", "two", "three")
STATES = {"training_run": RunStatus, "agent_version": VersionStatus, "generated_query": QueryStatus}
WAYS = ["win", "lose", "die", "evaluate", "advance", "try", "fail", "release", "cancel"]  # of a trainer
CHOICE = st.integers(0, 10**6)  # of one of the rows that are there

CALM = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
SHORT = settings(max_examples=14, stateful_step_count=50, derandomize=True, phases=[Phase.generate], **CALM)
LONG = settings(max_examples=120, stateful_step_count=60, **CALM)


class World:
    """The loop on which the pool lives, and what a machine needs of the tests around it."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, home: Path, ctx: dict[str, Any], bells: Recorder
    ) -> None:
        self.loop, self.home, self.ctx, self.bells = loop, home, ctx, bells
        self.steps = 0
        self.reached: Counter[tuple[str, str]] = Counter()  # (table, status)

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)


def needs(condition: Callable[["Company"], Any]) -> Callable[[Rule], Rule]:
    """Else the rule is skipped. Not Hypothesis' `precondition`, which wants the same rows at every try: who of two that
    act at once comes first is left to chance."""

    def of(step: Rule) -> Rule:
        @wraps(step)
        def taken(self: "Company", **drawn: Any) -> None:
            if condition(self):
                step(self, **drawn)

        return taken

    return of


class Company(RuleBasedStateMachine):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.made = 0
        self.saved: list[tuple[UUID, str, str, UUID]] = []  # (session, text, key, pair)
        self.leases: list[tuple[UUID, int]] = []  # (run, epoch) of every claim, the lost ones too
        self.seen: Snapshot | None = None

    @initialize(ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=2), late=st.sampled_from(WAYS))
    def begin(self, ways: list[str], late: str) -> None:
        self.do(self._begin())
        self.train(choice=0, ways=ways, late=late)

    async def _begin(self) -> None:
        tables = await connections.get("default").execute_query_dict(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich'"
        )
        names = ", ".join(f'"{row["tablename"]}"' for row in tables)
        # As a replica would: the audit log refuses to be emptied.
        await connections.get("default").execute_script(
            f"BEGIN; SET LOCAL session_replication_role = replica; TRUNCATE {names} CASCADE; COMMIT"
        )
        shutil.rmtree(self.world.home / "adapters", ignore_errors=True)
        self.actor = Actor((await Workspace.create(name="Test")).id, "local")
        await self._agent()

    async def _agent(self) -> None:
        self.made += 1
        agent = await agents.create(self.actor, name=f"Brightdesk {self.made}", description=DESCRIPTION)
        await topic_rows.read_description(agent)
        await auto.update(
            self.actor,
            agent.id,
            pair_threshold=8,
            cooldown_minutes=0,
            max_runs_per_day=96,
            go_live_when=GoLiveWhen.PROBABLY_BETTER,
        )
        await self._session(agent.id)
        await self._import(agent.id)

    async def _session(self, agent_id: UUID) -> None:
        """With the first question written."""
        await generation.generate((await sessions.start(self.actor, agent_id)).query.id, [])

    async def _import(self, agent_id: UUID, key: str | None = None) -> None:
        """Eight pairs, the least that can be trained on."""
        rows = [{"query": unlike_text(self._next()), "response": f"Answer {self.made}."} for _ in range(8)]
        content = "\n".join(json.dumps(row) for row in rows)
        await exchange.take_over(self.actor, agent_id, File(content, "rows.jsonl"), idempotency_key=key)

    def _next(self) -> int:
        self.made += 1
        return self.made

    def do(self, work: Coroutine[Any, Any, R]) -> R:
        """Take the step and look at all tables."""
        try:
            return self.world.run(work)
        finally:
            self.world.steps += 1
            self.world.run(settled())
            after = self.world.run(look())
            wrong = broken(after, MAX_CRASHES)
            if self.seen is not None:
                wrong += broken_between(self.seen, after)
            assert not wrong, wrong
            self._note(after)
            self.seen = after

    def _note(self, after: Snapshot) -> None:
        for table in STATES:
            for row_id, row in getattr(after, table).items():
                before = getattr(self.seen, table).get(row_id) if self.seen else None
                if before is None or before["status"] != row["status"]:
                    self.world.reached[table, row["status"]] += 1

    def refused(self, work: Coroutine[Any, Any, Any], *errors: type[AppError]) -> None:
        """Nothing is written."""
        before = self.seen
        with pytest.raises(errors):
            self.do(work)
        assert self.seen == before

    def rows(self, table: str, **wanted: object) -> list[Any]:
        """Ids in the order in which they were made."""
        assert self.seen is not None
        found = getattr(self.seen, table)
        hidden = {i for i, row in self.seen.agent.items() if row["deleted_at"]}
        return sorted(
            i
            for i, row in found.items()
            if all(
                row[name] in (value if isinstance(value, tuple) else (value,))
                for name, value in wanted.items()
            )
            and row.get("agent_id") not in hidden
            and i not in hidden
        )

    def row(self, table: str, row_id: UUID) -> Any:
        assert self.seen is not None
        return getattr(self.seen, table)[row_id]

    # Experts

    @rule()
    @needs(lambda self: len(self.rows("agent")) < 3)
    def create_agent(self) -> None:
        self.do(self._agent())

    @rule(choice=CHOICE)
    @needs(lambda self: len(self.rows("agent")) > 1)
    def delete_agent(self, choice: int) -> None:
        agent_id = _one(self.rows("agent"), choice)
        self.do(agents.delete(self.actor, agent_id))
        self.refused(runs.start(self.actor, agent_id), NotFound)

    @rule()
    def erase(self) -> None:
        self.do(erasure.erase_deleted(self.world.ctx))

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("agent"))
    def start_session(self, choice: int) -> None:
        self.do(self._session(_one(self.rows("agent"), choice)))

    @rule(choice=CHOICE)
    @needs(lambda self: len(self.rows("session", status="active")) > 1)
    def complete_session(self, choice: int) -> None:
        session_id = _one(self.rows("session", status="active"), choice)
        self.do(sessions.complete(self.actor, session_id))
        self.refused(queries.next_query(self.actor, session_id), Conflict)

    @rule(choice=CHOICE, twice=st.booleans())
    @needs(lambda self: self.rows("generated_query", status="open"))
    def answer(self, choice: int, twice: bool) -> None:
        """At once on two tabs, perhaps: with one key it is saved once."""
        query_id, key = _one(self.rows("generated_query", status="open"), choice), f"key-{self._next()}"
        text = f"Press button {self.made}."

        async def on_tabs() -> list[pairs.Saved]:
            tabs = [
                pairs.submit(self.actor, query_id, text, idempotency_key=key)
                for _ in range(2 if twice else 1)
            ]
            return list(await asyncio.gather(*tabs))

        saved = self.do(on_tabs())
        assert len({one.pair.id for one in saved}) == 1
        assert (
            self.do(pairs.submit(self.actor, query_id, text, idempotency_key=key)).pair.id == saved[0].pair.id
        )
        self.refused(pairs.submit(self.actor, query_id, "Other.", idempotency_key=key), Conflict)

    @rule(choice=CHOICE)
    @needs(lambda self: len(self.rows("generated_query", status="open")) > 0)
    def answer_and_skip_at_once(self, choice: int) -> None:
        """One of them is too late."""
        query_id = _one(self.rows("generated_query", status="open"), choice)

        async def both() -> list[Any]:
            return await asyncio.gather(
                pairs.submit(self.actor, query_id, f"Press button {self._next()}."),
                queries.skip(self.actor, query_id),
                return_exceptions=True,
            )

        done = self.do(both())
        assert sorted(type(one).__name__ for one in done if isinstance(one, Exception)) == ["Conflict"], done

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("session", status="active"))
    def add_pair(self, choice: int) -> None:
        session_id, text = _one(self.rows("session", status="active"), choice), unlike_text(self._next())
        key = f"key-{self.made}"
        saved = self.do(
            pairs.add(self.actor, session_id, query=text, response="Press it.", idempotency_key=key)
        )
        self.saved.append((session_id, text, key, saved.pair.id))

    @rule(choice=CHOICE)
    @needs(lambda self: self.saved)
    def repeat_a_pair(self, choice: int) -> None:
        session_id, text, key, pair_id = _one(self.saved, choice)
        if pair_id not in self.rows("training_pair"):
            return
        before = self.seen
        again = self.do(
            pairs.add(self.actor, session_id, query=text, response="Press it.", idempotency_key=key)
        )
        assert (again.pair.id, self.seen) == (pair_id, before)
        self.refused(
            pairs.add(self.actor, session_id, query=text, response="Other.", idempotency_key=key), Conflict
        )

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("agent") and len(self.rows("training_pair")) < 60)
    def import_pairs(self, choice: int) -> None:
        self.do(self._import(_one(self.rows("agent"), choice), f"key-{self._next()}"))

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("training_pair"))
    def change_pair(self, choice: int) -> None:
        pair_id = _one(self.rows("training_pair"), choice)
        self.do(pairs.update(self.actor, pair_id, response=f"Press button {self._next()} instead."))

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("training_pair"))
    def delete_pair(self, choice: int) -> None:
        pair_id = _one(self.rows("training_pair"), choice)
        self.do(deletion.delete(self.actor, pair_id))
        self.refused(deletion.delete(self.actor, pair_id), NotFound)

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("session", status="active"))
    def next_question(self, choice: int) -> None:
        self.do(queries.next_query(self.actor, _one(self.rows("session", status="active"), choice)))

    @rule(choice=CHOICE, at_once=st.integers(1, 3))
    @needs(lambda self: self.rows("agent"))
    def start_run(self, choice: int, at_once: int) -> None:
        """However many ask at once with one key, there is one run."""
        agent_id, key = _one(self.rows("agent"), choice), f"key-{self._next()}"

        async def several() -> list[Any]:
            asked = [runs.start(self.actor, agent_id, key) for _ in range(at_once)]
            return await asyncio.gather(*asked, return_exceptions=True)

        done = self.do(several())
        assert len({str(getattr(one, "id", one)) for one in done}) == 1, done

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("training_run"))
    def cancel_run(self, choice: int) -> None:
        run_id = _one(self.rows("training_run"), choice)
        if self.row("training_run", run_id)["status"] in (*ACTIVE, "cancelled"):
            self.do(runs.cancel(self.actor, run_id))
        else:
            self.refused(runs.cancel(self.actor, run_id), Conflict)

    @rule(choice=CHOICE, confirm=st.booleans())
    @needs(lambda self: self.rows("agent_version"))
    def promote(self, choice: int, confirm: bool) -> None:
        with suppress(Conflict):
            self.do(versions.promote(self.actor, _one(self.rows("agent_version"), choice), confirm))

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("agent"))
    def retire(self, choice: int) -> None:
        self.do(versions.retire(self.actor, _one(self.rows("agent"), choice)))

    # Workers

    @rule(choice=CHOICE, workers=st.integers(1, 3))
    @needs(lambda self: self.rows("generated_query", status="generating"))
    def write_question(self, choice: int, workers: int) -> None:
        query_id = _one(self.rows("generated_query", status="generating"), choice)

        async def write() -> None:
            await asyncio.gather(*(generation.generate(query_id, []) for _ in range(workers)))

        self.do(write())

    @rule(choice=CHOICE)
    @needs(lambda self: self.rows("generated_query", status="generating"))
    def worker_dies(self, choice: int) -> None:
        """Its lease is over at once, and nothing that it says later counts."""
        query_id = _one(self.rows("generated_query", status="generating"), choice)
        first = self.do(query_lease.claim(query_id, 0))
        if first is None:
            return
        assert self.do(query_lease.claim(query_id, 0)) == first + 1
        before = self.seen
        with pytest.raises(query_lease.Gone):
            self.do(query_lease.tell(query_id, first, "How", 0))
        assert self.seen == before

    @rule()
    def reconcile(self) -> None:
        """Whatever waits is rung for again."""
        self.world.bells.jobs.clear()
        self.do(upkeep.reconcile(self.world.ctx))
        assert self.seen is not None
        waiting = {i for i, row in self.seen.training_run.items() if row["status"] == "queued"}
        assert waiting <= set(self.world.bells.rung(doorbell.TRAIN))

    @rule()
    def tick(self) -> None:
        self.do(auto.tick())

    # Trainers

    @rule(
        choice=CHOICE,
        ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=3),
        late=st.sampled_from(WAYS),
    )
    @needs(lambda self: self.rows("training_run", status="queued"))
    def train(self, choice: int, ways: list[str], late: str) -> None:
        """Somebody takes it and comes so far, and may write what comes late."""
        run_id = _one(self.rows("training_run", status="queued"), choice)
        place = self.claim(run_id)
        for way in ways:
            self.go_on(choice=place, way=way)
        if self.holds(*self.leases[place]):
            self.fall_silent(run_id)
            if self.row("training_run", run_id)["status"] == "queued":
                self.claim(run_id)
            self.go_on(choice=place, way=late)
            self.come_back(*self.leases[place])

    def come_back(self, run_id: UUID, epoch: int) -> None:
        """Its silence was no crash, and nothing else has changed."""
        before = self.row("training_run", run_id)
        self.do(lease.came_back(run_id, epoch))
        is_active = before["status"] in ACTIVE and before["crashes"] > 0
        assert self.row("training_run", run_id) == {**before, "crashes": before["crashes"] - is_active}

    def claim(self, run_id: UUID) -> int:
        """All want it at once; one gets it. Returns the place of its lease."""

        async def race() -> list[int | None]:
            return list(await asyncio.gather(*(lease.claim(run_id, name, 3600) for name in TRAINERS)))

        (epoch,) = [epoch for epoch in self.do(race()) if epoch is not None]
        self.leases.append((run_id, epoch))
        return len(self.leases) - 1

    def fall_silent(self, run_id: UUID) -> None:
        """Two reconcilers see it at once; it is put back once."""
        crashes = self.row("training_run", run_id)["crashes"]
        self.do(expire(run_id))

        async def twice() -> None:
            await asyncio.gather(*(lease.requeue_lost(MAX_CRASHES) for _ in range(2)))

        self.do(twice())
        assert self.row("training_run", run_id)["crashes"] == crashes + 1

    @rule(choice=CHOICE)
    @needs(lambda self: self.leases)
    def renew(self, choice: int) -> None:
        run_id, epoch = _one(self.leases, choice)
        assert self.do(lease.renew(run_id, epoch, 3600)).held is self.holds(run_id, epoch)

    @rule(choice=CHOICE, way=st.sampled_from(WAYS))
    @needs(lambda self: self.leases)
    def go_on(self, choice: int, way: str) -> None:
        """The trainer of any lease, also of one that was lost long ago."""
        run_id, epoch = _one(self.leases, choice)
        match way:
            case "advance":
                work: Coroutine[Any, Any, Any] = self._advance(run_id, epoch)
            case "evaluate":
                work = record.evaluating(run_id, epoch)
            case "try":
                work = versions.candidate(run_id, epoch)
            case "win" | "lose":
                work = finish(run_id, epoch, self.world.home, way == "win")
            case "die":
                work = lease.crashed(run_id, epoch, MAX_CRASHES)
            case "release":
                work = record.released(run_id, epoch)
            case "fail":
                work = record.failed(run_id, epoch, "INTERNAL", "It failed.")
            case _:
                work = record.cancelled(run_id, epoch)
        self.as_owner(run_id, epoch, work)

    async def _advance(self, run_id: UUID, epoch: int) -> None:
        await record.loading(run_id, epoch)
        await dataset.fix(run_id, epoch)
        await record.started(run_id, epoch, total_steps=9, resumed_from=0)
        await record.progress(run_id, epoch, LINE, [])

    def holds(self, run_id: UUID, epoch: int) -> bool:
        assert self.seen is not None
        row = self.seen.training_run.get(run_id, {"status": "gone"})
        return row["status"] in ("running", "evaluating") and row["lease_epoch"] == epoch

    def as_owner(self, run_id: UUID, epoch: int, work: Coroutine[Any, Any, Any]) -> None:
        """The work of whoever has this lease. Where it is lost, nothing is written."""
        assert self.seen is not None
        if run_id not in self.seen.training_run:  # its agent is erased
            work.close()
        elif self.holds(run_id, epoch):
            self.do(work)
        else:
            self.refused(work, LeaseLost)


def _one(rows: list[R], choice: int) -> R:
    return rows[choice % len(rows)]


@pytest.fixture
async def world(
    db: None, settings: Settings, home: Path, bells: Recorder, monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setattr(upkeep, "FORGOTTEN_S", 0.0)
    monkeypatch.setattr(erasure, "AFTER", erasure.timedelta(0))
    return World(asyncio.get_running_loop(), home, {"settings": settings}, bells)


async def take_steps(world: World, length: settings) -> set[tuple[str, str]]:
    """Returns the states that no row came to."""
    Company.world = world
    await asyncio.to_thread(run_state_machine_as_test, Company, settings=length)
    print(f"{world.steps} steps: {dict(world.reached)}")
    every = {(table, status.value) for table, statuses in STATES.items() for status in statuses}
    return every - world.reached.keys()


async def test_no_order_of_steps_breaks_the_tables(world: World) -> None:
    assert len(await take_steps(world, SHORT)) < 8, "the steps don't come far"


@pytest.mark.torture
async def test_no_order_of_5_000_steps_breaks_the_tables(world: World) -> None:
    assert await take_steps(world, LONG) == set()
    assert world.steps >= 5_000
