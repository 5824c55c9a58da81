"""What recording does, in its order, with torch's CUDA played by a notebook."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import torch

from app.engine.captured.graph import CudaGraphs


class Device:
    """Notes what is asked of torch.cuda."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.noted: list[str] = []
        self.current = "main"
        self.fails = False
        for name in (
            "graph_pool_handle",
            "Stream",
            "current_stream",
            "stream",
            "CUDAGraph",
            "graph",
            "set_stream",
        ):
            monkeypatch.setattr(torch.cuda, name, getattr(self, name))

    def graph_pool_handle(self) -> str:
        self.noted.append("pool")
        return "pool"

    def Stream(self) -> Any:
        return _Stream("side", self.noted)

    def current_stream(self) -> Any:
        return _Stream(self.current, self.noted)

    @contextmanager
    def stream(self, stream: Any) -> Iterator[None]:
        before, self.current = self.current, stream.name
        yield
        self.current = before

    def CUDAGraph(self) -> Any:
        return self

    def replay(self) -> None:
        self.noted.append("replay")

    @contextmanager
    def graph(self, graph: Any, pool: str, stream: Any) -> Iterator[None]:
        self.noted.append(f"capture into {pool}")
        self.current = stream.name
        yield
        if self.fails:
            raise RuntimeError(
                "capture failed"
            )  # torch.cuda.graph leaves its stream only where all went well
        self.current = "main"
        self.noted.append("captured")

    def set_stream(self, stream: Any) -> None:
        self.current = stream.name


class _Stream:
    def __init__(self, name: str, noted: list[str]) -> None:
        self.name, self._noted = name, noted

    def wait_stream(self, other: "_Stream") -> None:
        self._noted.append(f"{self.name} waits for {other.name}")


def work(device: Device) -> Callable[[], None]:
    return lambda: device.noted.append(f"work on {device.current}")


def test_warm_up_then_capture_on_a_stream_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device(monkeypatch)
    replay = CudaGraphs()(work(device), warm_ups=2)
    expected = [
        "side waits for main",
        "work on side",
        "work on side",
        "main waits for side",
        "pool",
        "capture into pool",
        "work on side",
        "captured",
    ]
    assert device.noted == expected
    replay()
    assert device.noted == [*expected, "replay"]
    assert device.current == "main"


def test_graphs_share_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device(monkeypatch)
    record = CudaGraphs()
    record(work(device))
    record(work(device))
    assert device.noted.count("pool") == 1


def test_where_capture_fails_the_stream_is_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device(monkeypatch)
    device.fails = True
    with pytest.raises(RuntimeError, match="capture failed"):
        CudaGraphs()(work(device))
    assert device.current == "main"
