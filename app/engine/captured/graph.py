"""CUDA graphs: the kernels of a function recorded once, then launched together without Python in between.

A step of a 135M model is 7,500 kernels that keep an H200 busy for 23 of 446 ms; the rest is Python launching them.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

import torch

Work = Callable[[], None]


class Recorder(Protocol):
    def __call__(self, work: Work, warm_ups: int = 1) -> Work:
        """Runs `work` a few times, as a recording needs what libraries set up at first use, and returns what does the
        same again. `work` reads and writes tensors that stay where they are; it may neither wait for the device nor
        look at values."""
        ...


class CudaGraphs:
    """Graphs in one pool of memory: one at a time may run, and none reads what another has left."""

    @cached_property
    def _pool(self) -> Any:
        return torch.cuda.graph_pool_handle()

    @cached_property
    def _stream(self) -> torch.cuda.Stream:
        return torch.cuda.Stream()

    def __call__(self, work: Work, warm_ups: int = 1) -> Work:
        current = torch.cuda.current_stream()
        try:
            self._stream.wait_stream(current)
            with torch.cuda.stream(self._stream):
                for _ in range(warm_ups):
                    work()
            current.wait_stream(self._stream)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph, pool=self._pool, stream=self._stream):
                work()
            return graph.replay
        finally:
            torch.cuda.set_stream(current)  # where recording fails, torch.cuda.graph stays on its own
