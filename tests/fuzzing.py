"""Sends junk (tests/junk.py) to the API in this process, and says which answers a client could not act on."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from app.actor import Actor
from app.api import brake
from app.api.app import create_app
from app.api.ids import encode
from app.api.schema import schema
from app.config import Settings
from app.events.hub import Hub
from app.models import AgentVersion, RunStatus, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from app.workspaces import service as workspaces
from tests.api.conftest import SECRET, Models
from tests.factories import make_agent, make_pairs, make_session, write_question
from tests.junk import Junk, Request

ANSWERED_WITHIN_S = 20.0
LISTENED_S = 0.5  # a subscription to something that exists never ends
RENEWED_AFTER = 400  # requests: some of them delete the rows that the next ones need


@dataclass
class Outcome:
    statuses: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)  # what went wrong: requests that showed it
    open: int = 0  # subscriptions that were still open after LISTENED_S

    def note(self, what: str, request: Request) -> None:
        self.wrong.setdefault(what, []).append(request.kind)


@asynccontextmanager
async def attacked(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The API without a socket. Needs a database."""
    models = Models(samples=[["Press Save."]] * 64)  # of every seed

    async def works() -> bool:
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brake, "LONGEST_WAIT_S", 0.0)  # each wrong token would wait for eight seconds
        async with models.client() as upstream:
            app: Starlette = create_app(
                settings,
                secret=SECRET,
                hub=Hub(),
                model_server=models,
                upstream=upstream,
                checks={"database": works},
            )
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                yield client


async def attack(client: httpx.AsyncClient, seed: int, count: int, at_once: int = 4) -> Outcome:
    drawn, outcome = random.Random(seed), Outcome()
    for start in range(0, count, RENEWED_AFTER):
        junk = Junk(schema._schema, await ids(await workspaces.local_actor()), drawn)
        requests = [junk.request() for _ in range(min(RENEWED_AFTER, count - start))]
        for first in range(0, len(requests), at_once):
            await asyncio.gather(*(_send(client, one, outcome) for one in requests[first : first + at_once]))
    return outcome


async def ids(actor: Actor) -> Mapping[str, Sequence[str]]:
    """A row of most kinds, by the name of its type."""
    agent = await make_agent(actor)
    session = await make_session(actor, agent)
    pairs = await make_pairs(actor, session, 6)
    run = await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        pair_count=6,
        new_pair_count=6,
        queued_at=await now(),
        status=RunStatus.SUCCEEDED,
    )
    version = await AgentVersion.create(
        agent=agent, run=run, number=1, status=VersionStatus.LIVE, base_model=agent.base_model
    )
    queries = [query.id for query in await session.queries.all()]
    for query_id in queries:
        await write_question(query_id)
    rows = {
        "Agent": [agent.id],
        "Session": [session.id],
        "TrainingPair": [saved.pair.id for saved in pairs],
        "TrainingRun": [run.id],
        "AgentVersion": [version.id],
        "GeneratedQuery": queries,
    }
    return {name: [encode(name, row) for row in found] for name, found in rows.items()}


async def _send(client: httpx.AsyncClient, request: Request, outcome: Outcome) -> None:
    headers = {"authorization": f"Bearer {SECRET}"} | dict(request.headers)
    raw = [
        (name.encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in headers.items()
    ]
    listens = request.kind.startswith("subscription")
    try:
        async with asyncio.timeout(LISTENED_S if listens else ANSWERED_WITHIN_S):
            response = await client.request(request.method, request.path, content=request.body, headers=raw)
    except TimeoutError:
        outcome.open += 1
        if not listens:
            outcome.note("no answer", request)
        return
    outcome.statuses[response.status_code] += 1
    outcome.kinds[" ".join(request.kind.split()[:2]) if request.path == "/graphql" else "http"] += 1
    if response.status_code >= 500:
        outcome.note(f"status {response.status_code}", request)
    for error in _errors(response):
        code = (error.get("extensions") or {}).get("code")
        outcome.codes[str(code)] += 1
        if code in (None, "UNEXPECTED", "INTERNAL"):
            outcome.note(f"{code}: {error.get('message', '')[:100]}", request)


def _errors(response: httpx.Response) -> list[dict[str, object]]:
    """Of GraphQL, whether it came as one JSON object or as an event stream."""
    if response.request.url.path != "/graphql":
        return []
    lines = (
        response.text.split("\n")
        if "event-stream" in response.headers.get("content-type", "")
        else [response.text]
    )
    found: list[dict[str, object]] = []
    for line in lines:
        text = line.removeprefix("data:").strip()
        if text.startswith("{"):
            body = json.loads(text)
            found += body.get("errors") or (body.get("payload") or {}).get("errors") or []
    return found
