"""All base models that an agent could have, and how each stands on this machine."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.basemodels.catalogue import CATALOGUE, BaseModel, by_id
from app.basemodels.default import default_of
from app.basemodels.fetch_state import fetch_state
from app.basemodels.folders import described, folder_of, is_model, is_path
from app.basemodels.hardware import this_machine
from app.basemodels.needs import Fitting, fit
from app.basemodels.probe import Probe, remembered
from app.config import Settings


class State(StrEnum):
    HERE = "here"
    FETCHING = "fetching"
    NOT_HERE = "not_here"  # it is fetched when an agent wants it
    GONE = "gone"  # it was a folder, and there is no address to fetch it from


@dataclass(frozen=True, slots=True)
class Standing:
    """`sentence`: what a person reads. `bytes_total`: 0 where that is not known."""

    state: State
    sentence: str
    bytes_done: int = 0
    bytes_total: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    model: BaseModel
    fitting: Fitting
    standing: Standing
    is_default: bool = False
    notice: str | None = None  # of the default: what it can't do, and what would be better here
    probed: Probe | None = None  # None before its files were looked at


def listed(settings: Settings, wanted: Iterable[str] = ()) -> list[Listed]:
    """The default first, then the catalogue and folders below models, the smallest first, then what is gone of
    `wanted`, the names that agents have."""
    choice = default_of(settings)
    folders = sorted(file.parent for file in (settings.home / "models").glob("[!.]*/config.json"))
    local = [folder.name for folder in folders if is_model(folder) and by_id(folder.name) is None]
    known = [known_as(name, settings.home) for name in (*(model.id for model in CATALOGUE), *local)]
    first = known_as(choice.model.id, settings.home)
    gone = [known_as(name, settings.home) for name in sorted(set(wanted))]
    models = [first, *sorted(known, key=lambda model: model.parameters), *gone]
    notice = " ".join(filter(None, (choice.lacks, choice.better))) or None
    unique = {model.id: model for model in reversed(models)}
    return [
        Listed(
            unique[id],
            fit(unique[id], this_machine(settings.home)),
            standing(id, settings.home),
            is_default=id == first.id,
            notice=notice if id == first.id else None,
            probed=remembered(folder_of(unique[id], settings.home)),
        )
        for id in dict.fromkeys(model.id for model in models)
    ]


def known_as(name: str, home: Path) -> BaseModel:
    """The row of the catalogue, or what a folder tells, also of one below models."""
    if is_path(Path(name)) or by_id(name) is not None:
        return described(name)
    return replace(described(str(home.absolute() / "models" / name)), id=name)


def standing(name: str, home: Path) -> Standing:
    model = known_as(name, home)
    if is_model(folder_of(model, home)):
        return Standing(State.HERE, f"{model.title} is here.")
    if by_id(name) is None:
        return Standing(State.GONE, gone(name, home))
    found = fetch_state(home, name)
    if found.phase in ("waiting", "download", "unpack", "convert"):
        return Standing(State.FETCHING, found.sentence, found.bytes_done, found.bytes_total)
    return Standing(State.NOT_HERE, found.sentence, 0, model.bytes)


def title_of(name: str) -> str:
    return described(name).title


def gone(name: str, home: Path) -> str:
    place = home.absolute() / "models" / Path(name).name
    return f"Base model {name} is gone: put its files into {place}, or choose another one for the agent."


def place_of(name: str, home: Path) -> Path | None:
    """The folder of a model that is here. One below models of its last name stands in for a path that is gone: that is
    how adapters call it."""
    for called in dict.fromkeys((name, Path(name).name)):
        folder = folder_of(known_as(called, home), home)
        if is_model(folder):
            return folder.resolve()
    return None
