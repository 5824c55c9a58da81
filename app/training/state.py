"""What a step changes: the adapter and AdamW's moments."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

MOMENTS = ("step", "exp_avg", "exp_avg_sq")


@dataclass(frozen=True)
class Values:
    adapter: Mapping[str, Tensor]
    moments: Mapping[str, Tensor]  # name of the parameter, a dot, one of MOMENTS; none before the first step


class State:
    """Values come and go, the tensors stay the same ones: a CUDA graph knows them by their address."""

    def __init__(self, parameters: Mapping[str, nn.Parameter], optimizer: torch.optim.Optimizer) -> None:
        self._parameters, self._optimizer = parameters, optimizer

    def adapter(self) -> dict[str, Tensor]:
        return {name: parameter.detach() for name, parameter in self._parameters.items()}

    def moments(self) -> dict[str, Tensor]:
        state = self._optimizer.state
        return {
            f"{n}.{key}": state[p][key] for n, p in self._parameters.items() if p in state for key in MOMENTS
        }

    def copy(self) -> Values:
        return Values(*({n: v.clone() for n, v in some.items()} for some in (self.adapter(), self.moments())))

    @torch.no_grad()
    def restore(self, values: Values) -> None:
        state = self._optimizer.state
        for name, parameter in self._parameters.items():
            parameter.copy_(values.adapter[name])
            if parameter not in state and f"{name}.{MOMENTS[0]}" not in values.moments:
                continue
            own = state[parameter]
            for key in MOMENTS:
                value = values.moments.get(f"{name}.{key}")
                if value is not None and key not in own:
                    own[key] = torch.empty_like(value, device=parameter.device)
                if value is None:  # AdamW begins with zeros
                    own[key].zero_()
                else:
                    own[key].copy_(value)
