"""The steps of a run on a GPU: forward, backward, clipping and AdamW as one CUDA graph, for each of a few shapes.

The first step of each shape is taken without a graph, and what it did is what the graph has to do from the same start;
otherwise, or where anything goes wrong, the run goes on without. Nothing that a recording does stays.
"""

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from peft import PeftModel
from torch import Tensor, nn

from app.contracts.job import AUTO, Compilation
from app.engine.captured.buckets import Bucket, bucket_for, buckets
from app.engine.captured.buffers import Buffers
from app.engine.captured.compilation import Compiled, compiled, is_worth_it
from app.engine.captured.graph import Recorder, Work
from app.training import lora
from app.training.loss import token_losses
from app.training.packing import pack
from app.training.policy import Hyperparameters
from app.training.render import Sample
from app.training.state import State, Values

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Taken:
    """A step, or, where its loss or its gradients' norm is unsound, what would have been one."""

    loss: float
    norm: float
    tokens: int


@dataclass(frozen=True)
class Agreement:
    """How far a recorded step may be from the one that it repeats, as shares of what that one did."""

    loss: float
    gradient: float
    update: (
        float  # the first updates of Adam are signs: where a gradient is nearly 0, rounding turns them around
    )


# Compiled layers round less often than others, and padding makes libraries choose other kernels. In bfloat16 that moved
# a loss by 0.03 %, gradients by 1 % and updates by 16 % (SmolLM2-135M, eight layers, on a CPU); losses of two engines
# were 0.2 % apart (8B).
AGREEMENT = {torch.float32: Agreement(1e-4, 1e-2, 0.1), torch.bfloat16: Agreement(1e-2, 0.2, 0.6)}


class Disagreement(Exception):
    """A recorded step did something else than the one that it repeats."""


class CapturedSteps:
    """`batches` are those of the whole run, so that shapes are known from the start."""

    def __init__(
        self,
        model: PeftModel,
        state: State,
        parameters: Mapping[str, nn.Parameter],
        optimizer: torch.optim.Optimizer,
        hyper: Hyperparameters,
        batches: Sequence[Sequence[Sample]],
        prefix: int,
        record: Recorder,
        cache: Compiled,
        compilation: Compilation = AUTO,
    ) -> None:
        self._model, self._state, self._optimizer, self._hyper = model, state, optimizer, hyper
        self._base = lora.base_of(model)
        self._parameters, self._prefix = parameters, prefix
        self._record, self._cache = record, cache
        self._buckets = buckets([_size(batch, prefix) for batch in batches])
        self._compiles = self._worth_compiling(len(batches), compilation)
        self._shapes: dict[Bucket, _Shape] = {}
        self._trusted = True

    def take(self, batch: Sequence[Sample], rate: float, limit: float, eager: Callable[[], Taken]) -> Taken:
        """One step at this learning rate, as `eager` takes it. With a loss of `limit` or more nothing changes."""
        packed = pack(batch, self._prefix, CPU)
        bucket = bucket_for(self._buckets, packed.tokens, len(packed.labels))
        if not self._trusted or bucket is None:
            return eager()
        if bucket not in self._shapes:
            before = self._state.copy()
            taken = eager()
            if math.isfinite(taken.norm) and taken.loss < limit:
                shape = _Shape(bucket, self._model.device)
                shape.load(packed, rate, limit)
                self._begin(shape, before, taken)
            return taken
        shape = self._shapes[bucket]
        shape.load(packed, rate, limit)
        return shape.take(packed.tokens)

    def _begin(self, shape: "_Shape", before: Values, taken: Taken) -> None:
        """Records the step that was taken and compares. Whatever comes of it, the state is that after the step."""
        after = self._state.copy()
        # Layers that are computed again on the way back are recorded as they are.
        compiles = self._compiles and not self._base.is_activation_checkpointing
        for compiling in [True, False] if compiles else [False]:
            try:
                self._state.restore(before)
                shape.replay = self._recorded(shape, compiling)
                self._state.restore(before)
                self._compare(before, after, taken, shape.take(taken.tokens))
                self._shapes[shape.bucket] = shape
                if compiling:
                    self._cache.remember(shape.bucket)
                return
            except Exception as error:
                self._compiles = False
                way = "compiled layers" if compiling else "CUDA graphs"
                print(f"going on without {way}: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
            finally:
                self._optimizer.zero_grad()
                self._state.restore(after)
        self._shapes.clear()
        self._trusted = False

    def _recorded(self, shape: "_Shape", compiling: bool) -> Work:
        self._model.train()
        try:
            with compiled(self._base) if compiling else nullcontext():
                return self._record(lambda: self._step(shape), warm_ups=1 + compiling)
        finally:
            self._model.eval()

    def _step(self, shape: "_Shape") -> None:
        """Neither waits for the device nor looks at a value: an unsound step is one that AdamW itself leaves out."""
        parameters = self._parameters.values()
        self._optimizer.zero_grad()
        nats = token_losses(self._base, shape.inputs.batch).nats
        loss = (nats * shape.inputs.weights).sum()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters, self._hyper.clip_norm or math.inf)
        is_sound = loss.isfinite() & norm.isfinite() & (loss < shape.limit)
        with _without_values(self._optimizer, shape.rate, is_sound):
            self._optimizer.step()
        shape.told.copy_(torch.stack([loss.detach(), norm]))

    def _compare(self, before: Values, after: Values, taken: Taken, repeated: Taken) -> None:
        allowed = AGREEMENT[self._base.dtype]
        if not abs(repeated.loss - taken.loss) <= allowed.loss * abs(taken.loss):
            raise Disagreement(f"a loss of {repeated.loss:g} in place of {taken.loss:g}")
        now = Values(self._state.adapter(), self._state.moments())
        # The first moment is a mean of gradients: what a step adds to it is its gradient.
        kept = self._optimizer.param_groups[0]["betas"][0]
        apart = _apart(_first(before.moments), _first(after.moments), _first(now.moments), kept)
        if not apart <= allowed.gradient:
            raise Disagreement(f"gradients {apart:.1%} apart")
        apart = _apart(before.adapter, after.adapter, now.adapter)
        if not apart <= allowed.update:
            raise Disagreement(f"updates {apart:.1%} apart")

    def _worth_compiling(self, steps: int, wanted: str) -> bool:
        if wanted != AUTO:
            return wanted == "always"
        warm = sum(self._cache.knows(bucket) for bucket in self._buckets)
        parameters = self._base.num_parameters()
        return is_worth_it(parameters, steps, len(self._buckets) - warm, warm)


class _Shape:
    """A recorded step: what it reads, and what it tells."""

    replay: Work

    def __init__(self, bucket: Bucket, device: torch.device) -> None:
        self.bucket, self.inputs = bucket, Buffers(bucket, device)
        self.rate, self.limit = torch.zeros((), device=device), torch.zeros((), device=device)
        self.told = torch.zeros(2, device=device)  # loss, norm

    def load(self, packed: Any, rate: float, limit: float) -> None:
        self.inputs.fill(packed)
        self.rate.fill_(rate)
        self.limit.fill_(limit)

    def take(self, tokens: int) -> Taken:
        self.replay()
        loss, norm = self.told.tolist()
        return Taken(loss, norm, tokens)


@contextmanager
def _without_values(optimizer: torch.optim.Optimizer, rate: Tensor, is_sound: Tensor) -> Iterator[None]:
    """Meanwhile the learning rate, and whether a step changes anything, are tensors, read anew at each replay."""
    (group,) = optimizer.param_groups
    before = group["lr"], group["capturable"]
    group["lr"], group["capturable"] = rate, True
    optimizer.found_inf = (~is_sound).float()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del optimizer.found_inf  # type: ignore[attr-defined]
        group["lr"], group["capturable"] = before


def _size(batch: Sequence[Sample], prefix: int) -> tuple[int, int]:
    packed = pack(batch, prefix, torch.device("meta"))  # shapes alone
    return packed.tokens, len(packed.labels)


def _first(moments: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value for name, value in moments.items() if name.endswith("exp_avg")}


def _apart(
    before: Mapping[str, Tensor], after: Mapping[str, Tensor], now: Mapping[str, Tensor], kept: float = 1.0
) -> float:
    """How far `now` is from `after`, as a share of what was added to `kept` times `before`."""
    off = [torch.linalg.vector_norm(now[name] - value) for name, value in after.items()]
    added = [
        torch.linalg.vector_norm(value - kept * before[name] if name in before else value)
        for name, value in after.items()
    ]
    return float(torch.stack(off).norm() / torch.stack(added).norm())
