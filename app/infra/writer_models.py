"""Which model plays the customers on this machine: the best small multilingual one that it can hold.

It is apart from the agents' base model, which learns. Free of torch.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from app.basemodels.catalogue import CATALOGUE, BaseModel, starter
from app.basemodels.choice import Choice as BaseChoice
from app.basemodels.default import default_of
from app.basemodels.folders import described, folder_of, is_model, is_path, lack_of
from app.basemodels.hardware import Hardware
from app.basemodels.needs import GIB, GPU_PROCESS, Room, room, serving_bytes, taken
from app.config import Settings

DISK_STAYS_FREE = 2 * GIB

CORES = {"qwen3-4b-instruct-2507": 8, "qwen3-1.7b": 4, "qwen3-0.6b": 2}
"""The best first, and the cores without which a question takes too long. Gemma 3 would fit as well, but its files are
given only to who has agreed to its terms."""
TABLE: tuple[BaseModel, ...] = tuple(model for id in CORES for model in CATALOGUE if model.id == id)


@dataclass(frozen=True, slots=True)
class Choice:
    model: BaseModel | None
    reason: str  # a sentence
    on_gpu: bool = False
    is_mistake: bool = False  # of who set COACHABLE_WRITER_MODEL


def choose(machine: Hardware, *, here: Collection[str] = (), base: Room | None = None) -> Choice:
    """The best of the table that leaves room for a training beside it.

    `here`: ids of those that need not be fetched any more. `base`: what training and serving the agents' base model
    takes, by default the starter.
    """
    base = base or taken(starter(), machine)
    left = room(machine).memory - base.memory
    no_disk: BaseModel | None = None
    for model in TABLE:
        on_gpu = _fits_gpu(model, machine, base)
        needs = GPU_PROCESS if on_gpu else memory_bytes(model, machine.bfloat16)
        if needs > left or not (on_gpu or machine.cores >= CORES[model.id]):
            continue
        if model.id not in here and machine.disk_bytes < model.bytes + DISK_STAYS_FREE:
            no_disk = no_disk or model
            continue
        place = (
            f"a GPU of {_gib(machine.gpu_bytes)}"
            if on_gpu
            else f"{_cores(machine.cores)} and {_gib(machine.memory_bytes)} of memory"
        )
        verb = "leaves" if on_gpu else "leave"
        return Choice(model, f"{model.title}, as {place} {verb} room for it beside a training.", on_gpu)
    if no_disk is not None:
        return Choice(
            None,
            f"none, as {no_disk.title} needs {_gib(no_disk.bytes + DISK_STAYS_FREE)} on the disk and "
            f"{_gib(machine.disk_bytes)} are free.",
        )
    return Choice(
        None,
        f"none, as {_cores(machine.cores)} and {_gib(machine.memory_bytes)} of memory leave no room beside a training.",
    )


def writer_of(settings: Settings, look: Callable[[Path], Hardware], base: BaseChoice | None = None) -> Choice:
    """What COACHABLE_WRITER_MODEL says, else what the machine holds beside the base model of new agents. `look` is
    asked only where it matters: it may take a second."""
    wish = settings.writer_model
    if settings.llm_base_url:
        return Choice(None, "none, as COACHABLE_LLM_BASE_URL names who plays the customers.")
    if wish == "none":
        return Choice(None, "none, as COACHABLE_WRITER_MODEL says.")
    if wish == "auto":
        found = look(settings.home)
        machine = replace(found, bfloat16=found.bfloat16 and settings.precision == "auto")
        base = base or default_of(settings, lambda _: machine)
        return choose(
            machine,
            here=[model.id for model in TABLE if is_model(folder_of(model, settings.home))],
            base=taken(base.model, machine, four_bits=base.quantization == "4bit"),
        )
    local = Path(wish).expanduser()
    if is_path(local):
        if (lack := lack_of(local)) is not None:
            return Choice(None, f"none, as COACHABLE_WRITER_MODEL={wish} {lack}.", is_mistake=True)
        model = replace(described(wish), id=str(local.resolve()))
        if not model.parameters:
            reason = f"none, as the *.safetensors files in COACHABLE_WRITER_MODEL={wish} can't be read."
            return Choice(None, reason, is_mistake=True)
        return _as_wished(model, look(settings.home))
    for model in TABLE:
        if model.id == wish:
            return _as_wished(model, look(settings.home))
    known = ", ".join(("auto", "none", *(model.id for model in TABLE)))
    reason = f"none, as COACHABLE_WRITER_MODEL={wish} is neither a folder nor one of {known}."
    return Choice(None, reason, is_mistake=True)


def to_fetch(model: BaseModel, home: Path) -> str:
    """A sentence about what is still to come from the hub; empty when nothing is."""
    if model.folder is not None or is_model(folder_of(model, home)):
        return ""
    return f"Its {model.bytes / 1e9:.1f} GB ({model.licence}) are fetched in the background."


def memory_bytes(model: BaseModel, bfloat16: bool) -> int:
    """What serving takes of the machine's own memory, without a GPU."""
    return serving_bytes(model, "cpu with bfloat16" if bfloat16 else "cpu")


def _as_wished(model: BaseModel, found: Hardware) -> Choice:
    on_gpu = _fits_gpu(model, found, taken(starter(), found))
    return Choice(model, f"{model.title}, as COACHABLE_WRITER_MODEL says.", on_gpu)


def _fits_gpu(model: BaseModel, machine: Hardware, base: Room) -> bool:
    return serving_bytes(model, "cuda") + base.gpu <= room(machine).gpu


def _gib(size: int) -> str:
    return f"{size / GIB:.0f} GiB"


def _cores(count: int) -> str:
    return "one core" if count == 1 else f"{count} cores"
