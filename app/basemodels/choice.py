"""Which base model new agents get where none was chosen: the best that this machine trains in minutes. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from app.basemodels.catalogue import CATALOGUE, BaseModel, by_id, starter
from app.basemodels.hardware import Hardware
from app.basemodels.needs import Fit, fit, gib, training_seconds

Quantization = Literal["none", "4bit"]
Precision = Literal["float32", "bfloat16"]
Wish = Literal["auto", "none", "4bit"]  # COACHABLE_QUANTIZATION

AUTOMATIC = ("qwen3-8b", "qwen3-4b-instruct-2507", "qwen3-1.7b", "qwen3-0.6b")
"""The best first: plain dense models of many languages that anybody may fetch. Others are taken where they are here."""
MOST_SECONDS = 300  # of a first training on a CPU
DISK_STAYS_FREE = 2 << 30

STARTER_LACKS = (
    "It learns how you write, not what you know, and writes English only: agents on it give your answers word for word "
    "and decline the rest."
)


@dataclass(frozen=True, slots=True)
class Choice:
    model: BaseModel
    reason: str  # a sentence
    quantization: Quantization = "none"  # of its weights while it trains
    precision: Precision = "float32"  # of the products with its weights
    is_starter: bool = False
    lacks: str | None = None  # what it can't do
    better: str | None = None  # what would be better here, and how to get it
    unreachable: str | None = None  # why the Hub could not be asked


def choose(
    machine: Hardware,
    *,
    reachable: bool,
    here: Collection[str] = (),
    quantization: Wish = "auto",
) -> Choice:
    """`here`: ids of the models that need not be fetched."""
    wanted = [model for id in AUTOMATIC if (model := by_id(id)) is not None]
    present = [model for model in CATALOGUE if model.id in here and not model.is_starter]
    ranked = sorted({model.id: model for model in (*wanted, *present)}.values(), key=_size, reverse=True)
    fitting = [model for model in ranked if _is_quick(model, machine) and _way(model, machine, quantization)]
    room = machine.disk_bytes - DISK_STAYS_FREE
    had = [model for model in fitting if model.id in here or (reachable and model.bytes <= room)]
    best = next(iter(fitting), None)
    if not had:
        return _starter(machine, best, reachable)
    model = had[0]
    way = _way(model, machine, quantization)
    in_bits = " in 4 bits" if way == "4bit" else ""
    return Choice(
        model,
        f"{model.title}{in_bits}, the best that {_machine(machine)} {_trains(machine, '')}.",
        way or "none",
        precision_of(machine),
        better=_better(best, reachable) if best is not None and best is not model else None,
    )


def as_wished(model: BaseModel, machine: Hardware, quantization: Wish = "auto") -> Choice:
    """What COACHABLE_BASE_MODEL names, whatever the machine has."""
    return Choice(
        model,
        f"{model.title}, as COACHABLE_BASE_MODEL says.",
        quantization_of(model, machine, quantization),
        precision_of(machine),
        is_starter=model.is_starter,
        lacks=STARTER_LACKS if model.is_starter else None,
    )


def quantization_of(model: BaseModel, machine: Hardware, wish: Wish) -> Quantization:
    if wish != "auto":
        return wish
    return "4bit" if machine.four_bits and fit(model, machine).fit is Fit.FOUR_BITS else "none"


def precision_of(machine: Hardware) -> Precision:
    return "bfloat16" if machine.gpu_bytes or machine.bfloat16 else "float32"


def _way(model: BaseModel, machine: Hardware, wish: Wish) -> Quantization | None:
    """None where the model doesn't fit in any way that the settings allow. On a CPU 4 bits are never the first choice:
    they save memory there, but not time, which is scarcer."""
    way, found = quantization_of(model, machine, wish), fit(model, machine).fit
    if way == "4bit" and wish == "auto" and not machine.gpu_bytes:
        return None
    return way if found is Fit.NOW or (found is Fit.FOUR_BITS and way == "4bit") else None


def _starter(machine: Hardware, best: BaseModel | None, reachable: bool) -> Choice:
    model = starter()
    if best is None:
        why = f"{_machine(machine)} {_trains(machine, 'no larger one')}"
    elif reachable:
        why = f"the disk has no room for {best.title}"
    else:
        why = "the model hub was not reached"
    return Choice(
        model,
        f"{model.title}, the starter, as {why}.",
        "none",
        precision_of(machine),
        is_starter=True,
        lacks=STARTER_LACKS,
        better=_better(best, reachable) if best is not None else None,
    )


def _better(best: BaseModel, reachable: bool) -> str:
    way = (
        f"make {gib(best.bytes + DISK_STAYS_FREE)} of room on the disk"
        if reachable
        else f"let this machine reach {best.page}, or copy its files into models/{best.id} below COACHABLE_HOME"
    )
    return f"{best.title} would do better on this machine: {way}; then start Coachable again."


def _is_quick(model: BaseModel, machine: Hardware) -> bool:
    return bool(machine.gpu_bytes) or training_seconds(model, machine) <= MOST_SECONDS


def _size(model: BaseModel) -> int:
    return model.parameters


def _machine(machine: Hardware) -> str:
    if machine.gpu_bytes:
        return f"a GPU of {gib(machine.gpu_bytes)}"
    cores = "one core" if machine.cores == 1 else f"{machine.cores} cores"
    return f"{cores} and {gib(machine.memory_bytes)} of memory"


def _trains(machine: Hardware, what: str) -> str:
    words = ("trains and serves", what) if machine.gpu_bytes else ("train", what, "in minutes")
    return " ".join(word for word in words if word)
