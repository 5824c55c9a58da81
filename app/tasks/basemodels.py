"""Fetch the base models that agents have and that are not on this machine."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from app.basemodels.fetching import ensure_base_model
from app.basemodels.listing import State, standing
from app.errors import Misconfigured
from app.models import Agent
from app.versions import service as versions

log = structlog.get_logger()

_under_way: set[str] = set()
_told: set[str] = set()


async def fetch_base_model(ctx: dict[str, Any], agent_id: str) -> None:
    """Job `base_model.fetch`: what an agent was just given."""
    await _fetch((await Agent.get(id=UUID(agent_id))).base_model, ctx["settings"].home)


async def fetch_base_models(ctx: dict[str, Any]) -> None:
    """Cron job, and first thing at a start: what could not be fetched before, and what a bell was lost for. Says which
    ones are gone, once by process."""
    home = ctx["settings"].home
    for name, owners in sorted((await versions.base_models()).items()):
        found = await asyncio.to_thread(standing, name, home)
        if found.state is State.GONE and name not in _told:
            _told.add(name)
            log.warning(f"{found.sentence} {_needed_by(owners)} it.")
        await _fetch(name, home)


async def _fetch(name: str, home: Path) -> None:
    missing = (await asyncio.to_thread(standing, name, home)).state
    if missing not in (State.NOT_HERE, State.FETCHING) or name in _under_way:
        return
    stopped = threading.Event()

    def go_on(*_: object) -> None:
        if stopped.is_set():
            raise asyncio.CancelledError  # in the thread that fetches, whose child ends with it

    _under_way.add(name)
    try:
        await asyncio.to_thread(ensure_base_model, name, home, go_on)
        log.info("base_model_fetched", name=name)
    except Misconfigured as error:
        # What `coachable up` shows of it is the event; the rest says what was tried.
        log.warning(error.message.partition("\n")[0], reason=error.message)
    finally:
        stopped.set()
        _under_way.discard(name)


def _needed_by(owners: Sequence[str]) -> str:
    *most, last = owners
    return f"{', '.join(most)} and {last} need" if most else f"{last} needs"
