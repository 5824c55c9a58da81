"""`python -m tests.benchmarks.generated --requests 20000`: schemathesis against the API; counts what is no answer.

It makes operations from schema.graphql, with selections as deep as the types go, and HTTP requests from the OpenAPI
document below; our own `fuzz` makes junk by type, odd documents and broken bodies, and knows rows that exist.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import structlog
from graphql import build_schema
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import brake
from app.api.app import create_app
from app.config import Settings
from app.events.hub import Hub
from app.limits import RATES
from app.models.migrate import migrate
from app.models.orm import database
from app.processes.api import server
from app.workspaces import service as workspaces
from tests.api.conftest import SECRET, Models
from tests.benchmarks.database import own_database
from tests.fuzzing import ids

ROOT = Path(__file__).parents[2]
TEXT = {"type": "string"}
NAME = {"in": "path", "required": True, "schema": TEXT}
ANY = {"content": {"application/json": {"schema": {}}}}
CHAT = {
    "type": "object",
    "properties": {
        "model": {"anyOf": [{"enum": ["brightdesk-support", "brightdesk-support@1"]}, {}]},
        "messages": {
            "anyOf": [
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "role": {"enum": ["system", "user", "assistant", "tool", "x"]},
                            "content": {},
                        },
                    },
                },
                {},
            ]
        },
        "stream": {},
        "temperature": {},
        "max_tokens": {},
        "n": {},
        "stop": {},
        "tools": {},
        "coachable": {},
    },
}


def openapi() -> dict[str, Any]:
    def parameters(**named: str) -> list[dict[str, Any]]:
        return [
            {"name": name, "in": where, "schema": TEXT} | (NAME if where == "path" else {})
            for name, where in named.items()
        ]

    def body(schema: object) -> dict[str, Any]:
        return {"requestBody": {"content": {"application/json": {"schema": schema}}}}

    paths: dict[str, dict[str, Any]] = {
        "/v1/models": {"get": {}},
        "/v1/models/{name}": {"get": {"parameters": parameters(name="path")}},
        "/v1/chat/completions": {"post": body(CHAT)},
        "/v1/responses": {
            "post": body({"type": "object", "properties": {"model": {}, "input": {}, "stream": {}}})
        },
        "/agents/{agent}/export": {
            "get": {"parameters": parameters(agent="path", format="query", split="query")}
        },
        "/audit/export": {"get": {"parameters": parameters(format="query", actor="query", action="query")}},
        "/login": {"get": {"parameters": parameters(token="query")}},
        "/logout": {"post": {}},
        "/healthz": {"get": {}},
        "/metrics": {"get": {}},
        "/graphql": {
            "get": {"parameters": parameters(query="query", variables="query", operationName="query")},
            "post": body({}),
        },
        "/{path}": {"get": {"parameters": parameters(path="path")}},
    }
    for entry in paths.values():
        for operation in entry.values():
            operation["responses"] = {"default": {"description": "Whatever is planned."}}
    return {"openapi": "3.1.0", "info": {"title": "Coachable", "version": "1"}, "paths": paths}


class Counted:
    """Statuses of the answers; an exception is a 500 of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.statuses: Counter[int] = Counter()
        self.wrong: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"])
            await send(message)

        try:
            await self.app(scope, receive, counted)
        except Exception:
            self._count(scope, 500)
            raise

    def _count(self, scope: Scope, status: int) -> None:
        self.statuses[status] += 1
        if status >= 500:
            self.wrong[f"{status} {scope['method']} {scope['path'][:60]!r}"] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument(
        "--schemathesis", default="schemathesis", help="Its program; it lives in an environment of its own."
    )
    options = parser.parse_args()
    with own_database() as (home, url):
        settings = Settings(home=home, database_url=url, rate_limits=dict.fromkeys(RATES))
        return asyncio.run(_run(settings, options))


async def _run(settings: Settings, options: argparse.Namespace) -> int:
    masked: Counter[str] = Counter()

    def note(_logger: object, _method: str, event: Any) -> str:
        if event["event"] == "unexpected_error":
            masked[repr(event.get("exc_info"))[:120]] += 1
        raise structlog.DropEvent

    structlog.configure([note])
    url = str(settings.database_url)
    await migrate(url)
    brake.LONGEST_WAIT_S = 0.0  # each wrong token would wait for eight seconds
    models = Models(samples=[["Press Save."]] * 64)

    async def works() -> bool:
        return True

    began = time.perf_counter()
    async with database(url), models.client() as upstream:
        await ids(await workspaces.local_actor())
        app = create_app(
            settings,
            secret=SECRET,
            hub=Hub(),
            model_server=models,
            upstream=upstream,
            checks={"database": works},
        )
        counted = Counted(app)
        instance = server(counted, settings, "127.0.0.1", 0)  # type: ignore[arg-type]
        task = asyncio.create_task(instance.serve())
        while not instance.started:  # noqa: ASYNC110  (uvicorn offers no event)
            await asyncio.sleep(0)
        base = f"http://127.0.0.1:{instance.servers[0].sockets[0].getsockname()[1]}"
        schema = build_schema((ROOT / "schema.graphql").read_text())
        roots = [root for root in (schema.query_type, schema.mutation_type) if root]
        operations = sum(len(root.fields) for root in roots)
        document = settings.home / "openapi.json"
        document.write_text(json.dumps(openapi()))
        share = options.requests * 3 // 4
        await _schemathesis(
            options, settings.home, str(ROOT / "schema.graphql"), f"{base}/graphql", share // operations + 1
        )
        by_graphql = counted.statuses.total()
        calls = sum(map(len, openapi()["paths"].values()))
        await _schemathesis(
            options, settings.home, str(document), base, (options.requests - share) // calls + 1
        )
        instance.should_exit = True
        await task
    print(
        f"{counted.statuses.total()} requests, {by_graphql} of them to {operations} operations of GraphQL, "
        f"seed {options.seed}, {time.perf_counter() - began:.0f} s"
    )
    print("status:", dict(sorted(counted.statuses.items())))
    for what, count in (counted.wrong + masked).most_common():
        print(ascii(f"{count} × {what}"))
    return 1 if counted.wrong or masked else 0


async def _schemathesis(options: argparse.Namespace, folder: Path, schema: str, url: str, most: int) -> None:
    """Its own verdict is about more than we ask: that errors of GraphQL are none, say."""
    process = await asyncio.create_subprocess_exec(
        options.schemathesis,
        "run",
        schema,
        "--url",
        url,
        "--header",
        f"Authorization: Bearer {SECRET}",
        "--max-examples",
        str(most),
        "--seed",
        str(options.seed),
        "--checks",
        "not_a_server_error",
        "--phases",
        "coverage,fuzzing",
        "--continue-on-failure",
        "--no-shrink",
        "--suppress-health-check",
        "all",
        "--warnings",
        "off",
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    print("\n".join(output.decode(errors="replace").splitlines()[-12:]))


if __name__ == "__main__":
    sys.exit(main())
