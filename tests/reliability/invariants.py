"""What has to be true of the tables whatever happened, and of two looks at them whatever happened in between.

`look()` reads all tables at one moment; `broken(snapshot)` and `broken_between(before, after)` name what is wrong, one
sentence each.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tortoise import connections

from app.models.pair import PairSplit
from app.models.query import ENDED, QueryStatus
from app.models.run import ACTIVE, ALLOWED, RunStatus
from app.models.transaction import transactional
from app.models.version import VersionStatus

Row = Mapping[str, Any]
Table = Mapping[UUID, Row]  # by id

ERASED = "agent.erased"
JSON = ("payload", "dataset", "files")  # of the columns in JSON, which come as text, those that are read here
OWNED = (RunStatus.RUNNING, RunStatus.EVALUATING)
OVER = tuple(status for status in RunStatus if not ALLOWED[status])


@dataclass(frozen=True)
class Snapshot:
    agent: Table
    auto_training: Table
    session: Table
    generated_query: Table
    training_pair: Table
    training_run: Table
    agent_version: Table
    share_link: Table
    event: Table
    audit_entry: Table

    def events(self) -> Mapping[UUID, list[Row]]:
        """By stream, in order."""
        streams: dict[UUID, list[Row]] = defaultdict(list)
        for row in sorted(self.event.values(), key=lambda row: row["seq"]):
            streams[row["stream"]].append(row)
        return streams


@transactional
async def look() -> Snapshot:
    tables: dict[str, Table] = {}
    connection = connections.get("default")
    await connection.execute_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    for name in Snapshot.__dataclass_fields__:
        key = "agent_id" if name == "auto_training" else "id"
        rows = await connection.execute_query_dict(f'SELECT * FROM "{name}"')
        tables[name] = {row[key]: _parsed(row) for row in rows}
    return Snapshot(**tables)


def _parsed(row: Row) -> Row:
    return dict(row) | {name: json.loads(row[name]) for name in JSON if row.get(name)}


def broken(seen: Snapshot, max_crashes: int = 3) -> list[str]:
    return [
        *_broken_agents(seen),
        *_broken_sessions(seen),
        *_broken_queries(seen),
        *_broken_pairs(seen),
        *_broken_runs(seen, max_crashes),
        *_broken_versions(seen),
        *_broken_links(seen),
        *_broken_events(seen),
    ]


def _broken_agents(seen: Snapshot) -> Iterator[str]:
    slugs = Counter(
        (row["workspace_id"], row["slug"]) for row in seen.agent.values() if not row["deleted_at"]
    )
    for (_, slug), count in slugs.items():
        if count > 1:
            yield f"{count} agents are called {slug}"
    if seen.agent.keys() != seen.auto_training.keys():
        yield "an agent has no row that orders its runs, or the row no agent"


def _broken_sessions(seen: Snapshot) -> Iterator[str]:
    pairs = Counter(row["session_id"] for row in seen.training_pair.values())
    skips = Counter(
        row["session_id"] for row in seen.generated_query.values() if row["status"] == QueryStatus.SKIPPED
    )
    waiting = [row for row in seen.generated_query.values() if row["status"] not in ENDED]
    opened = Counter(row["session_id"] for row in waiting if row["opened_at"])
    left = Counter(row["session_id"] for row in waiting)
    for session_id, row in seen.session.items():
        if row["pair_count"] != pairs[session_id]:
            yield f"session {session_id} counts {row['pair_count']} pairs and has {pairs[session_id]}"
        if row["skip_count"] != skips[session_id]:
            yield f"session {session_id} counts {row['skip_count']} skips and has {skips[session_id]}"
        if row["status"] == "active" and opened[session_id] != 1:
            yield f"session {session_id} has {opened[session_id]} open questions"
        if row["status"] != "active" and left[session_id]:
            yield f"session {session_id} is over and has {left[session_id]} questions left"
        if (row["status"] != "active") != bool(row["completed_at"]):
            yield f"session {session_id} is {row['status']} and ended {row['completed_at']}"


def _broken_queries(seen: Snapshot) -> Iterator[str]:
    answers = Counter(row["generated_query_id"] for row in seen.training_pair.values())
    for query_id, row in seen.generated_query.items():
        status = row["status"]
        if (status in ENDED) != bool(row["ended_at"]):
            yield f"question {query_id} is {status} and ended {row['ended_at']}"
        if status == QueryStatus.OPEN and not (row["opened_at"] and row["text"]):
            yield f"question {query_id} is open without a text, or nobody sees it"
        if status == QueryStatus.READY and (row["opened_at"] or not row["text"]):
            yield f"question {query_id} is ready without a text, or open"
        if answers[query_id] > (status == QueryStatus.ANSWERED):
            yield f"question {query_id} is {status} and has {answers[query_id]} answers"


def _broken_pairs(seen: Snapshot) -> Iterator[str]:
    keys = Counter(
        (row["agent_id"], row["idempotency_key"])
        for row in seen.training_pair.values()
        if row["idempotency_key"]
    )
    for (_, key), count in keys.items():
        if count > 1:
            yield f"{count} pairs were saved with the key {key}"
    saved = {row["target_id"] for row in seen.audit_entry.values() if row["action"] == "pair.saved"}
    for pair_id, row in seen.training_pair.items():
        session = seen.session[row["session_id"]]
        if session["agent_id"] != row["agent_id"]:
            yield f"pair {pair_id} is of another agent than its session"
        if row["training_run_id"] and row["training_run_id"] not in seen.training_run:
            yield f"pair {pair_id} started a run that is not there"
        if session["status"] == "active" and pair_id not in saved:
            yield f"nobody saved pair {pair_id}"


def _broken_runs(seen: Snapshot, max_crashes: int) -> Iterator[str]:
    active = Counter(row["agent_id"] for row in seen.training_run.values() if row["status"] in ACTIVE)
    for agent_id, count in active.items():
        if count > 1:
            yield f"{count} runs of agent {agent_id} are under way"
    started = {row["target_id"] for row in seen.audit_entry.values() if row["action"] == "training.started"}
    for run_id, row in seen.training_run.items():
        status, owned = row["status"], row["status"] in OWNED
        if (bool(row["lease_owner"]), bool(row["lease_until"])) != (owned, owned):
            yield f"run {run_id} is {status} and belongs to {row['lease_owner']} until {row['lease_until']}"
        if owned and not row["lease_epoch"]:
            yield f"run {run_id} is {status} in no epoch"
        if (status in OVER) != bool(row["finished_at"] and row["reason"]):
            yield f"run {run_id} is {status} and finished {row['finished_at']}: {row['reason']}"
        if (status == RunStatus.FAILED) != bool(row["failure_code"]):
            yield f"run {run_id} is {status} with the code {row['failure_code']}"
        if row["crashes"] > max_crashes or (row["crashes"] == max_crashes and status not in OVER):
            yield f"run {run_id} is {status} after {row['crashes']} crashes"
        if row["crashes"] < 0:
            yield f"run {run_id} has {row['crashes']} crashes"
        if run_id not in started:
            yield f"nobody started run {run_id}"
        yield from _broken_dataset(seen, row)


def _broken_dataset(seen: Snapshot, run: Row) -> Iterator[str]:
    sides = run["dataset"] or {}
    if both := set(sides.get("train", ())) & set(sides.get("holdout", ())):
        yield f"run {run['id']} trains on what it is judged by: {both}"
    for side in PairSplit:
        for pair_id in map(UUID, sides.get(side, ())):
            pair = seen.training_pair.get(pair_id)
            if pair is not None and pair["split"] != side:
                yield f"pair {pair_id} is on the side {side} of run {run['id']} and on {pair['split']} itself"


def _broken_versions(seen: Snapshot) -> Iterator[str]:
    live = Counter(
        row["agent_id"] for row in seen.agent_version.values() if row["status"] == VersionStatus.LIVE
    )
    numbers = Counter((row["agent_id"], row["number"]) for row in seen.agent_version.values())
    runs = Counter(row["run_id"] for row in seen.agent_version.values())
    for what, counts in (("live versions", live), ("versions with one number", numbers), ("versions", runs)):
        for of, count in counts.items():
            if count > 1:
                yield f"{of} has {count} {what}"
    for version_id, row in seen.agent_version.items():
        run = seen.training_run[row["run_id"]]
        if run["agent_id"] != row["agent_id"]:
            yield f"version {version_id} is of another agent than its run"
        if (row["status"] == VersionStatus.CANDIDATE) and run["status"] not in ACTIVE:
            yield f"version {version_id} is a candidate of a run that is {run['status']}"
        if row["status"] == VersionStatus.LIVE and not (row["live_at"] and row["files"]):
            yield f"version {version_id} is live without files, or since never"
    for run_id, run in seen.training_run.items():
        if run["status"] == RunStatus.SUCCEEDED and not runs[run_id]:
            yield f"run {run_id} succeeded without a version"


def _broken_links(seen: Snapshot) -> Iterator[str]:
    done = {(row["action"], row["target_id"]) for row in seen.audit_entry.values()}
    for link_id, row in seen.share_link.items():
        if ("link.created", link_id) not in done:
            yield f"nobody made link {link_id}"
        if (("link.revoked", link_id) in done) != bool(row["revoked_at"]):
            yield f"link {link_id} was revoked {row['revoked_at']}, and the audit log says otherwise"


def _broken_events(seen: Snapshot) -> Iterator[str]:
    for stream, rows in seen.events().items():
        numbers = [row["seq"] for row in rows]
        erased = any(row["kind"] == ERASED for row in rows)  # what a workspace was told of the agent is gone
        if numbers != list(range(1, len(rows) + 1)) and not erased:
            yield f"the events of {stream} are numbered {numbers}"
        if stream in seen.session:
            yield from _broken_telling_of_pairs(seen.session[stream], rows)
        elif stream in seen.training_run:
            yield from _broken_telling_of_a_run(seen.training_run[stream], rows)
        elif stream in {row["workspace_id"] for row in seen.audit_entry.values()}:
            yield from _broken_telling_of_changes(seen, stream, rows)
        else:
            yield f"events are told of {stream}, which is not there"
    for table in (seen.session, seen.training_run):
        for untold in table.keys() - seen.events().keys():
            yield f"nothing is told of {untold}"


def _broken_telling_of_pairs(session: Row, rows: list[Row]) -> Iterator[str]:
    counts = [row["payload"]["pair_count"] for row in rows if "pair_count" in row["payload"]]
    if counts and counts[-1] != session["pair_count"]:
        yield f"session {session['id']} has {session['pair_count']} pairs and told {counts[-1]}"
    ends = [row for row in rows if row["kind"] == "session.completed"]
    if len(ends) != (session["status"] != "active"):
        yield f"session {session['id']} is {session['status']} and told so {len(ends)} times"


def _broken_telling_of_a_run(run: Row, rows: list[Row]) -> Iterator[str]:
    told = [
        RunStatus(row["payload"]["status"]) for row in rows if row["kind"] in ("run.status", "run.finished")
    ]
    for before, after in zip(told, told[1:], strict=False):
        if after is not before and after not in reachable(before):
            yield f"run {run['id']} told that it went from {before} to {after}"
    ends = [row for row in rows if row["kind"] == "run.finished"]
    if len(ends) != (run["status"] in OVER):
        yield f"run {run['id']} is {run['status']} and told {len(ends)} ends"
    if ends and (rows[-1] is not ends[-1] or told[-1] != run["status"]):
        yield f"run {run['id']} is {run['status']} and went on after its end, or told another one"


def _broken_telling_of_changes(seen: Snapshot, workspace_id: UUID, rows: list[Row]) -> Iterator[str]:
    told = {(row["kind"].partition(".")[0], row["payload"]["id"]) for row in rows if row["kind"] != ERASED}
    agents = {key for key, row in seen.agent.items() if row["workspace_id"] == workspace_id}
    tables = {"session": seen.session, "run": seen.training_run, "pair": seen.training_pair}
    for name, table in tables.items():
        for key, row in table.items():
            # Of an import its conversation is told, not each pair.
            imported = name == "pair" and seen.session[row["session_id"]]["status"] != "active"
            if row["agent_id"] in agents and not imported and (name, str(key)) not in told:
                yield f"workspace {workspace_id} was not told of {name} {key}"


def reachable(status: RunStatus) -> frozenset[RunStatus]:
    """In one change or more. Not every change is told: a claim is not."""
    found: set[RunStatus] = set()
    ahead = list(ALLOWED[status])
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += ALLOWED[one]
    return frozenset(found)


FINAL = {  # table: columns that never change, whatever happens to the row
    "session": ("agent_id", "created_at", "target_pairs", "welcome"),
    "generated_query": ("agent_id", "session_id", "created_at"),
    "training_pair": ("agent_id", "session_id", "generated_query_id", "idempotency_key", "created_at"),
    "training_run": ("agent_id", "trigger", "idempotency_key", "queued_at"),
    "agent_version": ("agent_id", "run_id", "number", "created_at"),
    "share_link": ("agent_id", "prefix", "digest", "origins", "created_by", "created_at", "expires_at"),
}
ONCE = {  # table: columns that are set once and stay
    "training_pair": ("split",),
    "training_run": ("dataset", "started_at", "cancel_requested_at"),
    "agent_version": ("files",),
    "generated_query": ("ended_at",),
    "share_link": ("revoked_at",),
}
FOR_EVER = ("event", "audit_entry")
# What goes together with a deleted pair (app/pairs/traces.py), out of rows that never change else.
WORDS = {
    "event": ("payload",),
    "generated_query": ("text", "earlier", "follows"),
    "training_run": ("report", "samples"),
}


def broken_between(before: Snapshot, after: Snapshot) -> list[str]:
    gone = list(_gone(before, after))  # an erased agent's events are told by their words
    if before.training_pair.keys() - after.training_pair.keys():
        before, after = _without_words(before), _without_words(after)
    return [
        *gone,
        *_changed_for_good(before, after),
        *_illegal_changes(before, after),
    ]


def _without_words(seen: Snapshot) -> Snapshot:
    left = {
        table: {
            key: {n: v for n, v in row.items() if n not in columns}
            for key, row in getattr(seen, table).items()
        }
        for table, columns in WORDS.items()
    }
    return replace(seen, **left)


def _gone(before: Snapshot, after: Snapshot) -> Iterator[str]:
    erased = before.agent.keys() - after.agent.keys()
    if any(not before.agent[agent_id]["deleted_at"] for agent_id in erased):
        yield "an agent went that was not deleted"
    streams = {
        row["id"]
        for table in (before.session, before.training_run)
        for row in table.values()
        if row["agent_id"] in erased
    }
    for name in ("session", "generated_query", "training_run", "agent_version"):
        for lost in getattr(before, name).keys() - getattr(after, name).keys():
            if getattr(before, name)[lost]["agent_id"] not in erased:
                yield f"the row {lost} of {name} went"
    for lost in before.event.keys() - after.event.keys():
        of_agent = before.event[lost]["payload"].get("agent_id", "")
        if before.event[lost]["stream"] not in streams and of_agent not in map(str, erased):
            yield f"event {before.event[lost]['seq']} of {before.event[lost]['stream']} went"
    if before.audit_entry.keys() - after.audit_entry.keys():
        yield "an audit entry went"


def _changed_for_good(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for name in FOR_EVER:
        old, new = getattr(before, name), getattr(after, name)
        for key in old.keys() & new.keys():
            if old[key] != new[key]:
                yield f"the row {key} of {name} changed"
    for name, columns in FINAL.items():
        old, new = getattr(before, name), getattr(after, name)
        for key in old.keys() & new.keys():
            for column in columns:
                if old[key][column] != new[key][column]:
                    yield f"{column} of {name} {key} went from {old[key][column]} to {new[key][column]}"
    for name, columns in ONCE.items():
        old, new = getattr(before, name), getattr(after, name)
        for key in old.keys() & new.keys():
            for column in columns:
                if old[key][column] and old[key][column] != new[key][column]:
                    yield f"{column} of {name} {key} was {old[key][column]} and is {new[key][column]}"


def _illegal_changes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    for run_id in before.training_run.keys() & after.training_run.keys():
        old, new = before.training_run[run_id], after.training_run[run_id]
        if old["status"] in OVER and old != new:
            yield f"run {run_id} was {old['status']} and changed: {_differing(old, new)}"
        if new["status"] != old["status"] and new["status"] not in reachable(RunStatus(old["status"])):
            yield f"run {run_id} went from {old['status']} to {new['status']}"
        if new["lease_epoch"] < old["lease_epoch"]:
            yield f"run {run_id} went back to epoch {new['lease_epoch']}"
    for query_id in before.generated_query.keys() & after.generated_query.keys():
        old, new = before.generated_query[query_id], after.generated_query[query_id]
        if old["status"] in ENDED and old != new:
            yield f"question {query_id} was {old['status']} and changed: {_differing(old, new)}"
        if new["lease_epoch"] < old["lease_epoch"]:
            yield f"question {query_id} went back to epoch {new['lease_epoch']}"
    for session_id in before.session.keys() & after.session.keys():
        old, new = before.session[session_id], after.session[session_id]
        if old["status"] != "active" and new["status"] not in (old["status"], "archived"):
            yield f"session {session_id} was {old['status']} and is {new['status']}"
    decided = (VersionStatus.LIVE, VersionStatus.RETIRED, VersionStatus.REJECTED)
    for version_id in before.agent_version.keys() & after.agent_version.keys():
        old, new = before.agent_version[version_id], after.agent_version[version_id]
        if old["status"] in decided and new["status"] == VersionStatus.CANDIDATE:
            yield f"version {version_id} was {old['status']} and is a candidate again"
        if old["live_at"] and new["status"] == VersionStatus.REJECTED:
            yield f"version {version_id} was live and is rejected"


def _differing(old: Row, new: Row) -> str:
    return ", ".join(f"{name} {old[name]} → {new[name]}" for name in old if old[name] != new[name])
