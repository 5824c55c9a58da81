"""The base model that a waiting process keeps in memory from one run to the next, as it came from the disk."""

import ctypes
import gc
from dataclasses import dataclass

import psutil
import torch
from peft import PeftModel
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.training import gpu, lora
from app.training.base_model import check_batches, trainable
from app.training.config import RunConfig

SHARE = 4  # the process keeps at most this part of the machine's memory, unless told otherwise
LEAST_FREE = 10  # and goes when less than this part of it is left for others


@dataclass
class Base:
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


class Resident:
    """Holds one base model at most, and none while a run has it: a run that fails takes it along."""

    def __init__(self) -> None:
        self._about: tuple[object, ...] = ()
        self._base: Base | None = None

    @property
    def is_held(self) -> bool:
        return self._base is not None

    def take(self, config: RunConfig, device: torch.device) -> Base:
        """The one that is kept, if it is the run's, else a fresh one, once the memory of the other is free.

        Raises BadInput where it can't be trained.
        """
        about = (config.base_model, config.base_weights, config.quantization, config.precision, device)
        kept, self._base = self._base, None
        base = kept if self._about == about else None
        self._about = about
        if base is None:
            if kept:
                del kept
                free_memory()
            gpu.check_room(config.base_model, device, config.quantization)
            tokenizer = trainable(config.base_model)
            model = lora.load_base(config.base_model, device, config.quantization, config.precision)
            check_batches(config.base_model.name, model)
            base = Base(model, tokenizer)
        return base

    def give_back(self, model: PeftModel, tokenizer: PreTrainedTokenizerBase) -> None:
        """After a run that went well: its adapter is taken off, and nothing else of it has touched the model."""
        self._base = Base(lora.taken_off(model), tokenizer)

    def may_stay(self, most_bytes: int | None) -> bool:
        """Whether there is room for what is kept. `most_bytes` of the process; None: by the machine."""
        memory = psutil.virtual_memory()
        most = memory.total // SHARE if most_bytes is None else most_bytes
        return self.is_held and held_bytes() <= most and not is_short_of_memory()


def held_bytes() -> int:
    """Of this process, on a GPU the memory there too."""
    on_gpu = torch.cuda.memory_reserved() if torch.cuda.is_available() else 0
    return int(psutil.Process().memory_info().rss + on_gpu)


def is_short_of_memory() -> bool:
    """Whether others need what this process holds."""
    memory = psutil.virtual_memory()
    free, total = torch.cuda.mem_get_info() if torch.cuda.is_available() else (1, 1)
    return bool(memory.available * LEAST_FREE < memory.total or free * LEAST_FREE < total)


def free_memory() -> None:
    """What a run has left. The process is started so that the C library keeps all memory (app/trainer/launch.py)."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
    if trim:
        trim(0)
