"""What the parent process hears: one JSON object a line on standard output, and nothing else there."""

import json
import math
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel

from app.contracts.lines import Reported
from app.contracts.report import Measured


class ParentGone(BaseException):
    """The reader of our lines has gone. A BaseException, so that no handler of failures swallows it."""


class Reporter:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @classmethod
    def taking_over_stdout(cls) -> "Reporter":
        """Keeps the real standard output for itself; what libraries print goes to standard error from now on."""
        stream = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(stream)

    @classmethod
    def silent(cls) -> "Reporter":
        """For all but the first of several processes."""
        sys.stdout = sys.stderr
        return cls(Path(os.devnull).open("w"))

    def send(self, said: BaseModel) -> None:
        """Raises ParentGone when the reader has gone."""
        line = json.dumps(_plain(said.model_dump()), ensure_ascii=False, allow_nan=False)
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except (BrokenPipeError, ValueError) as error:
            raise ParentGone from error

    def send_report(self, report: Measured, file: Path) -> None:
        """Sends the report and leaves it beside the adapter."""
        file.write_text(
            json.dumps(_plain(report.payload()), ensure_ascii=False, allow_nan=False, indent=2),
            encoding="utf-8",
        )
        self.send(Reported(report=report))


def _plain(value: Any) -> Any:
    """JSON has no NaN: what is not finite becomes null. Floats keep six digits."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
