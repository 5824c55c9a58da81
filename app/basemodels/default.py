"""The base model of new agents, decided once by `coachable up` and named alike by every process of the machine."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.basemodels import hub, notes
from app.basemodels.catalogue import BaseModel, starter
from app.basemodels.choice import Choice, Precision, Quantization, as_wished, choose
from app.basemodels.folders import described, folder_of, here, is_model
from app.basemodels.hardware import Hardware, hardware, this_machine
from app.config import Settings

AUTO = "auto"
Look = Callable[[Path], Hardware]


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A choice, and the settings that it was made by."""

    wishes: list[str]
    id: str
    reason: str
    quantization: Quantization
    precision: Precision
    is_starter: bool
    lacks: str | None = None
    better: str | None = None
    unreachable: str | None = None


def decide(
    settings: Settings, look: Look = hardware, problem: Callable[[BaseModel], str | None] = hub.problem
) -> Choice:
    """Asks the Hub, with a short time-out, where the best for this machine would have to come from it."""
    machine = _allowed(settings, look(settings.home))
    if settings.base_model != AUTO:
        return as_wished(described(settings.base_model), machine, settings.quantization)
    at_hand = here(settings.home)
    if (kept := _kept(settings, machine, at_hand)) is not None:
        return kept
    wanted = choose(machine, reachable=True, here=at_hand, quantization=settings.quantization)
    if wanted.model.id in at_hand or wanted.is_starter:
        return wanted
    unreachable = problem(wanted.model)
    if unreachable is None:
        return wanted
    choice = choose(machine, reachable=False, here=at_hand, quantization=settings.quantization)
    return replace(choice, unreachable=unreachable)


def remember(settings: Settings, choice: Choice) -> None:
    values = {name: value for name, value in asdict(choice).items() if name != "model"}
    notes.write(_file(settings.home), _Remembered(_wishes(settings), choice.model.id, **values))


def default_of(settings: Settings, look: Look | None = None) -> Choice:
    """What `coachable up` has decided; without that, and by other settings, what is best without asking the Hub."""
    found = _remembered(settings)
    if found is not None:
        return found
    machine = _allowed(settings, (look or this_machine)(settings.home))
    if settings.base_model != AUTO:
        return as_wished(described(settings.base_model), machine, settings.quantization)
    return choose(machine, reachable=False, here=here(settings.home), quantization=settings.quantization)


def _kept(settings: Settings, machine: Hardware, at_hand: list[str]) -> Choice | None:
    """Where versions were trained new agents go on with the base model of those; before choices were remembered that
    was the starter."""
    adapters = settings.home / "adapters"
    if not adapters.is_dir() or not any(adapters.iterdir()):
        return None
    noted = notes.read(_file(settings.home), _Remembered)
    model = described(noted.id) if noted is not None and noted.wishes[:1] == [AUTO] else starter()
    if not is_model(folder_of(model, settings.home)):
        return None
    best = choose(machine, reachable=True, here=at_hand, quantization=settings.quantization).model
    better = (
        f"{best.title} would do better on this machine: set COACHABLE_BASE_MODEL={best.id} for new agents."
    )
    return replace(
        as_wished(model, machine, settings.quantization),
        reason=f"{model.title}{', the starter,' if model.is_starter else ','} as the versions here were trained on it.",
        better=better if best.parameters > model.parameters else None,
    )


def _remembered(settings: Settings) -> Choice | None:
    found = notes.read(_file(settings.home), _Remembered)
    if found is None or found.wishes != _wishes(settings):
        return None
    values = {name: value for name, value in asdict(found).items() if name not in ("wishes", "id")}
    return Choice(described(found.id), **values)


def _wishes(settings: Settings) -> list[str]:
    return [settings.base_model, settings.quantization, settings.precision]


def _allowed(settings: Settings, machine: Hardware) -> Hardware:
    return replace(machine, bfloat16=machine.bfloat16 and settings.precision == "auto")


def _file(home: Path) -> Path:
    return home / "base-model.json"
