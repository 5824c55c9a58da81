"""`/readyz`: what has to work, and what is only told."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from app.api import probes
from app.api.permissions import Gate
from app.config import Settings


def client(checks: dict[str, probes.Check], optional: dict[str, probes.Check]) -> httpx.AsyncClient:
    app = Starlette(routes=probes.routes(Gate(Settings(), "secret"), checks, optional))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api")


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def breaks() -> bool:
    raise RuntimeError


@pytest.mark.parametrize(
    ("checks", "optional", "code", "told"),
    [
        ({"a": yes}, {"b": yes}, 200, {"a": True, "b": True}),
        ({"a": yes}, {"b": no}, 200, {"a": True, "b": False}),
        ({"a": yes}, {"b": breaks}, 200, {"a": True, "b": False}),
        ({"a": no}, {"b": yes}, 503, {"a": False, "b": True}),
        ({"a": breaks}, {}, 503, {"a": False}),
    ],
)
async def test_only_what_has_to_work_makes_it_unready(
    checks: dict[str, probes.Check], optional: dict[str, probes.Check], code: int, told: dict[str, bool]
) -> None:
    async with client(checks, optional) as http:
        ready = await http.get("/readyz")
    assert (ready.status_code, ready.json()) == (code, told)


async def test_nobody_waits_for_a_slow_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last word is told meanwhile, and one check at a time goes on."""
    monkeypatch.setattr(probes, "OPTIONAL_WITHIN_S", 0.01)
    begun, goes_on, ended = 0, asyncio.Event(), asyncio.Event()

    async def slow() -> bool:
        nonlocal begun
        begun += 1
        await goes_on.wait()
        ended.set()
        return False

    async with client({"a": yes}, {"b": slow}) as http:
        assert [(await http.get("/readyz")).json()["b"] for _ in range(3)] == [True, True, True]
        assert begun == 1
        goes_on.set()
        await ended.wait()
        assert (await http.get("/readyz")).json() == {"a": True, "b": False}
