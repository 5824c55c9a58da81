"""Which base models an agent may have: looked at when one is chosen, not after twenty answers."""

import asyncio
from pathlib import Path

from app.basemodels.choice import quantization_of
from app.basemodels.default import default_of
from app.basemodels.folders import folder_of
from app.basemodels.hardware import this_machine
from app.basemodels.listing import State, known_as, standing
from app.basemodels.needs import Fit, fit
from app.basemodels.probe import Probe, probe, remembered
from app.config import Settings, get_settings
from app.errors import InvalidInput
from app.events import doorbell
from app.models import Agent
from app.text.fields import trimmed

FIELD = "baseModel"
NAME_BYTES = 255


async def chosen(wanted: str | None) -> str:
    """The name that the agent keeps; None is the default. Raises InvalidInput."""
    settings = get_settings()
    default = default_of(settings).model.id
    if wanted is not None and not trimmed(wanted):
        raise InvalidInput("The name of the base model is empty: choose one of `baseModels`.", FIELD)
    name = trimmed(wanted) or default
    if len(name.encode()) > NAME_BYTES:
        raise InvalidInput(
            f"The name of a base model has at most {NAME_BYTES} bytes, as one of a folder.", FIELD
        )
    if name != default:
        await asyncio.to_thread(_check, name, settings)
    elif refusal := await asyncio.to_thread(known_problem, name):
        raise InvalidInput(refusal, FIELD)
    return name


async def have_fetched(agent: Agent) -> None:
    """Where its base model is not here. `coachable up` fetches the default itself, before anybody asks."""
    settings = get_settings()
    if agent.base_model == default_of(settings).model.id:
        return
    if (await asyncio.to_thread(standing, agent.base_model, settings.home)).state is State.NOT_HERE:
        await doorbell.ring_job(doorbell.FETCH_BASE_MODEL, agent.id)


def _check(name: str, settings: Settings) -> None:
    if Path(name).name != name or name == "..":
        models = settings.home.absolute() / "models"
        raise InvalidInput(
            f"{name} is a path: put the model into {models} and give its folder's name.", FIELD
        )
    state = standing(name, settings.home).state
    if state is State.GONE:
        raise InvalidInput(
            f"Base model {name} is unknown: choose one of `baseModels`, or put its files into "
            f"{settings.home.absolute() / 'models' / name}.",
            FIELD,
        )
    model = known_as(name, settings.home)
    fitting, hardware = fit(model, this_machine(settings.home)), this_machine(settings.home)
    if fitting.fit is Fit.NO:
        raise InvalidInput(f"{model.title} is too large for this machine. {fitting.reason}", FIELD)
    if fitting.fit is Fit.FOUR_BITS and quantization_of(model, hardware, settings.quantization) != "4bit":
        way = " Set COACHABLE_QUANTIZATION=auto." if settings.quantization == "none" else ""
        raise InvalidInput(f"{model.title} fits in 4 bits only. {fitting.reason}{way}", FIELD)
    if state is State.HERE and (found := problem(name)):
        raise InvalidInput(found, FIELD)


def problem(name: str) -> str | None:
    """What a model that is here is not good for; takes seconds the first time."""
    return _hindrance(probe(_folder(name)))


def known_problem(name: str) -> str | None:
    """The same without a look: the worker has had one (app/versions/base_models.py)."""
    found = remembered(_folder(name))
    return _hindrance(found) if found else None


def _folder(name: str) -> Path:
    home = get_settings().home
    return folder_of(known_as(name, home), home)


def _hindrance(probed: Probe) -> str | None:
    """Another model server than our own may serve more."""
    return probed.problem if get_settings().models_url is None else probed.refusal
