"""Which model plays the customers on this machine: the best small multilingual one that it can hold.

It is apart from the agents' base model, which learns and is small for that. Free of torch.
"""

import json
import math
import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.config import Settings
from app.infra.base_models import is_model, is_path
from app.infra.hardware import Hardware

GIB = 1 << 30

COACHABLE_NEEDS = 7 * GIB // 2
"""Model server 1 GiB, a training run on the CPU 2 GiB, the rest 0.5 GiB (see `coachable doctor`)."""
GPU_TRAINING_NEEDS = 4 * GIB
GPU_PROCESS_NEEDS = 3 * GIB
"""Of the machine's own memory: the GPU's libraries; the weights are only read through it."""
OTHERS_SHARE = 4
"""A quarter of the memory stays with what else runs on the machine."""
DISK_STAYS_FREE = 2 * GIB
LARGEST_HEADER = 100 << 20  # bytes, the format's own limit


@dataclass(frozen=True, slots=True)
class WriterModel:
    """A row of the table, or a local folder (then there is nothing to fetch)."""

    id: str
    title: str
    parameters: int
    cores: int = 1  # with fewer a question takes too long
    licence: str = ""
    languages: str = ""
    hub_id: str = ""
    revision: str = ""
    bytes: int = 0  # to fetch
    files: Mapping[str, str | None] = field(default_factory=dict)  # name to SHA-256
    thinks: bool = False  # its chat template knows `enable_thinking`
    folder: Path | None = None

    def memory_bytes(self, bfloat16: bool) -> int:
        """What serving takes: the weights, a tenth more for the head in the order in which it is read, and libraries
        and conversations. Seen with random weights of these shapes and four conversations: 3.7 GiB for Qwen3 1.7B in
        bfloat16, where this says 4.5, and 2.6 for 0.6B in float32, where it says 3.4."""
        return self.parameters * (2 if bfloat16 else 4) * 11 // 10 + GIB


# Revisions, sizes and hashes of weights and tokenizer as several public projects have them pinned; the Hub itself could
# not be asked when this was written.
_QWEN = {
    "tokenizer.json": "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4",
    "config.json": None,
    "generation_config.json": None,
    "tokenizer_config.json": None,  # with the chat template
}
_SHARDED: dict[str, str | None] = {**_QWEN, "model.safetensors.index.json": None}
_LANGUAGES = "more than 100 languages and dialects"

TABLE: tuple[WriterModel, ...] = (
    WriterModel(
        id="qwen3-4b-instruct-2507",
        title="Qwen3 4B",
        parameters=4_022_468_096,
        cores=8,
        licence="Apache-2.0",
        languages=_LANGUAGES,
        hub_id="Qwen/Qwen3-4B-Instruct-2507",
        revision="cdbee75f17c01a7cc42f958dc650907174af0554",
        bytes=8_056_000_000,
        files={
            **_SHARDED,
            "model-00001-of-00003.safetensors": "75311d91bb08cf0b882913da464a1e722a31fb44db35208663487efb7a3d8ed6",
            "model-00002-of-00003.safetensors": "0b48adbb1f60e901153d91907ba11ce63bd4b8b584482e730f48808d055dfba1",
            "model-00003-of-00003.safetensors": "7dd39ccca5e4de123c74c14af44c9bf2eb75df33b4614382af0134528e060d5d",
        },
    ),
    WriterModel(
        id="qwen3-1.7b",
        title="Qwen3 1.7B",
        parameters=1_720_574_976,
        cores=4,
        licence="Apache-2.0",
        languages=_LANGUAGES,
        hub_id="Qwen/Qwen3-1.7B",
        revision="70d244cc86ccca08cf5af4e1e306ecf908b1ad5e",
        bytes=4_075_000_000,
        files={
            **_SHARDED,
            "model-00001-of-00002.safetensors": "169ad53ec313c3a34b06c0809216e4fc072cce444a5d4ff2b59690d064130ed5",
            "model-00002-of-00002.safetensors": "912becff8d60672aa8628ef08c05898d9adf17c2ad4ae3caf99b065622fdeff9",
        },
        thinks=True,
    ),
    WriterModel(
        id="qwen3-0.6b",
        title="Qwen3 0.6B",
        parameters=596_049_920,
        cores=2,
        licence="Apache-2.0",
        languages=_LANGUAGES,
        hub_id="Qwen/Qwen3-0.6B",
        revision="c1899de289a04d12100db370d81485cdf75e47ca",
        bytes=1_515_000_000,
        files={
            **_QWEN,
            "model.safetensors": "f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b",
        },
        thinks=True,
    ),
)
"""The best first. Gemma 3 would fit as well, but its files are given only to who has agreed to its terms."""


@dataclass(frozen=True, slots=True)
class Choice:
    model: WriterModel | None
    reason: str  # a sentence
    on_gpu: bool = False
    is_mistake: bool = False  # of who set COACHABLE_WRITER_MODEL


def choose(
    memory_bytes: int,
    cores: int,
    gpu_bytes: int,
    disk_bytes: int,
    *,
    bfloat16: bool = True,
    here: Collection[str] = (),
) -> Choice:
    """The best of the table that leaves room for a training beside it.

    `bfloat16`: the processor is made for it. `here`: ids of those that need not be fetched any more.
    """
    left = memory_bytes - memory_bytes // OTHERS_SHARE - COACHABLE_NEEDS
    no_disk: WriterModel | None = None
    for model in TABLE:
        on_gpu = _fits_gpu(model, gpu_bytes)
        needs = GPU_PROCESS_NEEDS if on_gpu else model.memory_bytes(bfloat16)
        if needs > left or not (on_gpu or cores >= model.cores):
            continue
        if model.id not in here and disk_bytes < model.bytes + DISK_STAYS_FREE:
            no_disk = no_disk or model
            continue
        place = (
            f"a GPU of {_gib(gpu_bytes)}" if on_gpu else f"{_cores(cores)} and {_gib(memory_bytes)} of memory"
        )
        verb = "leaves" if on_gpu else "leave"
        return Choice(model, f"{model.title}, as {place} {verb} room for it beside a training.", on_gpu)
    if no_disk is not None:
        return Choice(
            None,
            f"none, as {no_disk.title} needs {_gib(no_disk.bytes + DISK_STAYS_FREE)} on the disk and "
            f"{_gib(disk_bytes)} are free.",
        )
    return Choice(
        None, f"none, as {_cores(cores)} and {_gib(memory_bytes)} of memory leave no room beside a training."
    )


def writer_of(settings: Settings, look: Callable[[Path], Hardware]) -> Choice:
    """What COACHABLE_WRITER_MODEL says, else what the machine holds. `look` is asked only where it matters: it may
    take a second."""
    wish = settings.writer_model
    if settings.llm_base_url:
        return Choice(None, "none, as COACHABLE_LLM_BASE_URL names who plays the customers.")
    if wish == "none":
        return Choice(None, "none, as COACHABLE_WRITER_MODEL says.")
    if wish == "auto":
        found = look(settings.home)
        return choose(
            found.memory_bytes,
            found.cores,
            found.gpu_bytes,
            found.disk_bytes,
            bfloat16=found.bfloat16 and settings.precision == "auto",
            here=[model.id for model in TABLE if is_model(folder_of(model, settings.home))],
        )
    local = Path(wish).expanduser()
    if is_path(local):
        if not is_model(local):
            lacks = f"COACHABLE_WRITER_MODEL={wish} lacks config.json, tokenizer.json or *.safetensors"
            return Choice(None, f"none, as {lacks}.", is_mistake=True)
        try:
            model = _local(local.resolve())
        except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error):
            reason = f"none, as the *.safetensors files in COACHABLE_WRITER_MODEL={wish} can't be read."
            return Choice(None, reason, is_mistake=True)
        return _as_wished(model, look(settings.home))
    for model in TABLE:
        if model.id == wish:
            return _as_wished(model, look(settings.home))
    known = ", ".join(("auto", "none", *(model.id for model in TABLE)))
    reason = f"none, as COACHABLE_WRITER_MODEL={wish} is no folder and none of {known}."
    return Choice(None, reason, is_mistake=True)


def folder_of(model: WriterModel, home: Path) -> Path:
    return model.folder or home.absolute() / "models" / model.id


def to_fetch(model: WriterModel, home: Path) -> str:
    """A sentence about what is still to come from the hub; empty when nothing is."""
    if model.folder is not None or is_model(folder_of(model, home)):
        return ""
    return f"Its {model.bytes / 1e9:.1f} GB ({model.licence}) are fetched in the background."


def _as_wished(model: WriterModel, found: Hardware) -> Choice:
    return Choice(model, f"{model.title}, as COACHABLE_WRITER_MODEL says.", _fits_gpu(model, found.gpu_bytes))


def _fits_gpu(model: WriterModel, gpu_bytes: int) -> bool:
    return model.memory_bytes(True) + GPU_TRAINING_NEEDS <= gpu_bytes


def _local(folder: Path) -> WriterModel:
    parameters = sum(_parameters(file) for file in folder.glob("*.safetensors"))
    return WriterModel(id=str(folder), title=folder.name, parameters=parameters, folder=folder)


def _parameters(file: Path) -> int:
    """Read from the header alone: 8 bytes with its length, then JSON with the shape of each tensor."""
    with file.open("rb") as content:
        (length,) = struct.unpack("<Q", content.read(8))
        if length > LARGEST_HEADER:
            raise ValueError(f"{file} is no safetensors file")
        header = json.loads(content.read(length))
    return sum(math.prod(entry["shape"]) for name, entry in header.items() if name != "__metadata__")


def _gib(size: int) -> str:
    return f"{size / GIB:.0f} GiB"


def _cores(count: int) -> str:
    return "one core" if count == 1 else f"{count} cores"
