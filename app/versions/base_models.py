"""Look after the base models that agents have: fetch what is not here, say what is gone or no good for them."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from app.agents.choosing import problem
from app.basemodels.default import default_of
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
    agent = await Agent.get(id=UUID(agent_id))
    await _look_after(agent.base_model, [agent.name], ctx["settings"].home)


async def look_after_base_models(ctx: dict[str, Any]) -> None:
    """Cron job, and first thing at a start: what could not be fetched before, and what a bell was lost for."""
    settings = ctx["settings"]
    for name, owners in {default_of(settings).model.id: [], **await versions.base_models()}.items():
        await _look_after(name, owners, settings.home)


async def _look_after(name: str, owners: Sequence[str], home: Path) -> None:
    """Fetch it where that is needed and not yet under way, and look at it once. Problems are told once by process."""
    found = await asyncio.to_thread(standing, name, home)
    if found.state is State.GONE:
        _tell(found.sentence, owners)
        return
    # `coachable up` fetches a default that is not here yet.
    if found.state is not State.HERE and not (owners and await _fetched(name, home)):
        return
    if wrong := await asyncio.to_thread(problem, name):
        _tell(wrong, owners)


async def _fetched(name: str, home: Path) -> bool:
    if name in _under_way:
        return False
    stopped = threading.Event()

    def go_on(*_: object) -> None:
        if stopped.is_set():
            raise asyncio.CancelledError  # in the thread that fetches, whose child ends with it

    _under_way.add(name)
    try:
        await asyncio.to_thread(ensure_base_model, name, home, go_on)
    except Misconfigured as error:
        # What `coachable up` shows of it is the event; the rest says what was tried.
        log.warning(error.message.partition("\n")[0], reason=error.message)
        return False
    finally:
        stopped.set()
        _under_way.discard(name)
    return True


def _tell(wrong: str, owners: Sequence[str]) -> None:
    sentence = f"{wrong} {_needed_by(owners)} it." if owners else wrong
    if sentence not in _told:
        _told.add(sentence)
        log.warning(sentence)


def _needed_by(owners: Sequence[str]) -> str:
    *most, last = owners
    return f"{', '.join(most)} and {last} need" if most else f"{last} needs"
