"""Reads that many fields of one operation ask for, gathered into one statement each.

Made anew for every operation: on a WebSocket the context lives for hours, and a loader remembers what it read.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from strawberry import Parent
from strawberry.dataloader import DataLoader
from tortoise import Model, connections

from app.agents import service as agents
from app.agents.rewriting import Point, Span, rewriting
from app.agents.service import AgentStats
from app.answers.style import newest_responses
from app.api.paging import Slice, listed
from app.customers import service as queries
from app.customers import topics
from app.customers.coverage import Coverage, coverage
from app.customers.topics import Usage
from app.knowledge import proposals
from app.models import AgentVersion, AutoTraining, GeneratedQuery, OpenQuestion, Topic
from app.replies import open_questions as openquestions
from app.runs import auto
from app.runs.outlook import Facts
from app.sessions import service as sessions
from app.sessions.service import SessionStats
from app.versions import service as versions
from app.versions import traces, votes
from app.versions.votes import Tally
from app.workspaces import teams

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class PartOf:
    """A page of the rows that belong to one parent."""

    parent: UUID
    part: Slice


class Loaders:
    def __init__(self) -> None:
        self._rows: dict[type[Model], DataLoader[UUID, Any]] = {}
        self._pages: dict[tuple[type[Model], str], DataLoader[PartOf, Any]] = {}
        self._counts: dict[tuple[type[Model], str], DataLoader[UUID, int | None]] = {}

    def row(self, table: type[Row]) -> DataLoader[UUID, Row | None]:
        """A row by its id, for ids that come from a row that the actor may see."""
        if table not in self._rows:
            self._rows[table] = DataLoader(_by(table, "id"))
        return self._rows[table]

    def page(self, table: type[Row], parent: str) -> DataLoader[PartOf, Sequence[Row]]:
        """Up to one row more than the page of each parent; `parent` is the column that names it."""
        if (table, parent) not in self._pages:
            self._pages[table, parent] = DataLoader(_pages_of(table, parent))
        return self._pages[table, parent]

    def count(self, table: type[Row], parent: str) -> DataLoader[UUID, int | None]:
        """How many rows each parent has."""
        if (table, parent) not in self._counts:
            self._counts[table, parent] = DataLoader(_in_order(partial(_counts, table, parent)))
        return self._counts[table, parent]

    @cached_property
    def auto_training(self) -> DataLoader[UUID, AutoTraining | None]:
        return DataLoader(_by(AutoTraining, "agent_id"))

    @cached_property
    def training_facts(self) -> DataLoader[UUID, tuple[Facts, datetime] | None]:
        return DataLoader(_in_order(auto.facts_now))

    @cached_property
    def newest_responses(self) -> DataLoader[UUID, list[str] | None]:
        return DataLoader(_in_order(newest_responses))

    @cached_property
    def edited_share(self) -> dict[Span, DataLoader[UUID, list[Point] | None]]:
        return {by: DataLoader(_in_order(partial(rewriting, by=by))) for by in Span}

    @cached_property
    def version_of_run(self) -> DataLoader[UUID, AgentVersion | None]:
        return DataLoader(_by(AgentVersion, "run_id"))

    @cached_property
    def deleted_pairs(self) -> DataLoader[UUID, int | None]:
        return DataLoader(_in_order(traces.deleted_of))

    @cached_property
    def live_version(self) -> DataLoader[UUID, AgentVersion | None]:
        return DataLoader(_in_order(versions.live_of))

    @cached_property
    def member_count(self) -> DataLoader[UUID, int | None]:
        return DataLoader(_in_order(teams.member_counts))

    @cached_property
    def subject_name(self) -> DataLoader[tuple[UUID, str], str | None]:
        return DataLoader(teams.names_of)

    @cached_property
    def agent_stats(self) -> DataLoader[UUID, AgentStats | None]:
        return DataLoader(_in_order(agents.stats))

    @cached_property
    def vote_tallies(self) -> DataLoader[UUID, list[Tally] | None]:
        return DataLoader(_in_order(votes.tallies))

    @cached_property
    def coverage(self) -> DataLoader[UUID, Coverage | None]:
        return DataLoader(_in_order(coverage))

    @cached_property
    def topics(self) -> DataLoader[UUID, list[Topic] | None]:
        return DataLoader(_in_order(topics.of_agents))

    @cached_property
    def open_questions(self) -> DataLoader[UUID, list[OpenQuestion] | None]:
        return DataLoader(_in_order(openquestions.listed_of))

    @cached_property
    def topic_usage(self) -> DataLoader[UUID, dict[str, Usage] | None]:
        return DataLoader(_in_order(topics.usage))

    @cached_property
    def session_stats(self) -> DataLoader[UUID, SessionStats | None]:
        return DataLoader(_in_order(sessions.stats))

    @cached_property
    def proposed_count(self) -> DataLoader[UUID, int | None]:
        return DataLoader(_in_order(proposals.open_counts))

    @cached_property
    def current_query(self) -> DataLoader[UUID, GeneratedQuery | None]:
        return DataLoader(_in_order(queries.current_of))

    @cached_property
    def last_seq(self) -> DataLoader[UUID, int | None]:
        return DataLoader(_in_order(_last_seq))

    @cached_property
    def first_seq_of_query(self) -> DataLoader[UUID, int | None]:
        return DataLoader(_in_order(_first_seq_of_query))


@dataclass(frozen=True, slots=True)
class RowsOf:
    """Rows of `table` whose column `parent` is `owner`; those of many owners are read together."""

    loaders: Loaders
    table: type[Model]
    parent: str
    owner: UUID

    async def read(self, part: Slice) -> Sequence[Any]:
        return await self.loaders.page(self.table, self.parent).load(PartOf(self.owner, part))

    async def count(self) -> int:
        return await self.loaders.count(self.table, self.parent).load(self.owner) or 0


def nested(table: type[Model], parent: str, of: Any, description: str) -> Any:
    """A field that is the list of its owner's rows of `table`, whose column `parent` names the owner."""

    def rows(root: Parent[Any], info: strawberry.Info[Any, None]) -> Any:
        return RowsOf(info.context.loaders, table, parent, root.id)

    return listed(of, description, resolver=rows)


def _by(table: type[Row], column: str) -> Callable[[list[UUID]], Awaitable[list[Row | None]]]:
    async def load(keys: list[UUID]) -> list[Row | None]:
        rows = {getattr(row, column): row for row in await table.filter(**{f"{column}__in": keys})}
        return [rows.get(key) for key in keys]

    return load


def _in_order(
    read: Callable[[Iterable[UUID]], Awaitable[dict[UUID, Value]]],
) -> Callable[[list[UUID]], Awaitable[list[Value | None]]]:
    async def load(keys: list[UUID]) -> list[Value | None]:
        found = await read(keys)
        return [found.get(key) for key in keys]

    return load


def _pages_of(table: type[Row], parent: str) -> Callable[[list[PartOf]], Awaitable[list[list[Row]]]]:
    """Two statements for any number of parents: the ids by a lateral join, which uses the index, then the rows."""

    async def load(keys: list[PartOf]) -> list[list[Row]]:
        found: dict[PartOf, list[UUID]] = {}
        for part in {key.part for key in keys}:
            parents = [key.parent for key in keys if key.part == part]
            for parent_id, row_id in await _ids(table, parent, parents, part):
                found.setdefault(PartOf(parent_id, part), []).append(row_id)
        ids = [row_id for page in found.values() for row_id in page]
        rows = {row.pk: row for row in await table.filter(id__in=ids)} if ids else {}
        return [[rows[row_id] for row_id in found.get(key, []) if row_id in rows] for key in keys]

    return load


async def _ids(table: type[Model], parent: str, parents: list[UUID], part: Slice) -> list[tuple[UUID, UUID]]:
    # The names come from the models, the values travel as parameters.
    direction = "DESC" if part.descending else "ASC"
    name = table._meta.db_table
    statement = (
        f"SELECT p.id AS parent, r.id AS id FROM unnest($1::uuid[]) AS p(id), LATERAL ("
        f"SELECT id FROM {name} WHERE {parent} = p.id "
        f"AND ($2::uuid IS NULL OR id > $2::uuid) AND ($3::uuid IS NULL OR id < $3::uuid) "
        f"ORDER BY id {direction} LIMIT $4) AS r ORDER BY r.id {direction}"
    )
    rows = await connections.get("default").execute_query_dict(
        statement, [parents, part.above, part.below, part.size + 1]
    )
    return [(row["parent"], row["id"]) for row in rows]


async def _counts(table: type[Model], parent: str, owners: Iterable[UUID]) -> dict[UUID, int]:
    rows = await connections.get("default").execute_query_dict(
        f"SELECT {parent} AS owner, count(*) AS n FROM {table._meta.db_table} "
        f"WHERE {parent} = ANY($1::uuid[]) GROUP BY {parent}",
        [list(owners)],
    )
    return {row["owner"]: row["n"] for row in rows}


async def _last_seq(streams: Iterable[UUID]) -> dict[UUID, int]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT stream, max(seq) AS seq FROM event WHERE stream = ANY($1::uuid[]) GROUP BY stream",
        [list(streams)],
    )
    return {row["stream"]: row["seq"] for row in rows}


async def _first_seq_of_query(ids: Iterable[UUID]) -> dict[UUID, int]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT q.id AS id, min(e.seq) AS seq FROM generated_query q JOIN event e ON e.stream = q.session_id "
        "WHERE q.id = ANY($1::uuid[]) AND e.kind = 'query.started' AND e.payload->>'query_id' = q.id::text "
        "GROUP BY q.id",
        [list(ids)],
    )
    return {row["id"]: row["seq"] for row in rows}
