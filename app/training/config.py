"""What one run is asked to do (app/contracts/job.py), as the child reads it from run.json."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from app.contracts.fields import problems
from app.contracts.job import Job
from app.engine.weights import digest_of
from app.errors import BadInput, NoPairs


@dataclass(frozen=True, kw_only=True)
class RunConfig(Job):
    @cached_property
    def base_weights(self) -> str:
        """Digest of the base model's weights as they were when it was first asked for."""
        return digest_of(self.base_model)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises BadInput with all problems of the file, or NoPairs."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadInput(f"{path} is not a readable JSON file: {error}") from error
        return cls.parse(data)

    @classmethod
    def parse(cls, data: object) -> Self:
        if not isinstance(data, dict):
            raise BadInput("The run file must hold one JSON object.")
        try:
            config = super().parse(data)
        except ValidationError as error:
            raise _bad(problems(error)) from error
        if wrong := [*config._missing_files(), *config._misplaced_pairs()]:
            raise _bad(wrong)
        if not config.train:
            raise NoPairs("There is no pair to train on; answer some questions first.")
        return config

    def _missing_files(self) -> Iterator[str]:
        if not any(self.base_model.glob("*.safetensors")):
            yield f"base_model {self.base_model} has no safetensors file"
        for name, adapter in (("live", self.live_adapter), ("start", self.start_adapter)):
            if adapter is not None and not (adapter / "adapter_model.safetensors").is_file():
                yield f"{name}_adapter {adapter} has no adapter_model.safetensors"

    def _misplaced_pairs(self) -> Iterator[str]:
        ids = [pair.id for pair in self.train + self.holdout]
        if len(ids) != len(set(ids)):
            yield "a pair id occurs more than once in train and holdout"
        trained = {pair.id for pair in self.train}
        for name, rows in (("served", self.served), ("declines", self.declines)):
            if len(own := {pair.id for pair in rows}) < len(rows) or own - trained:
                yield f"{name} must hold pairs of train, each once"


def _bad(wrong: list[str]) -> BadInput:
    return BadInput(f"The run file has problems: {'; '.join(wrong)}.")
