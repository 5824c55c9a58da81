"""A gate for models with random weights."""

import math

import pytest

from app.proof import faults, reasons, voices


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights listen to no question and hold no figure for likelier: beside their loss all is chance. What the
    gate makes of it is tested in tests/proof."""
    monkeypatch.setattr(faults, "DEAF", math.inf)
    monkeypatch.setattr(faults, "SAME_FIGURES", math.inf)
    monkeypatch.setattr(faults, "LEARNED_FIGURES", -math.inf)
    monkeypatch.setattr(faults, "_fallen_apart", lambda *_: 0)
    monkeypatch.setattr(reasons, "SLACK", math.inf)
    monkeypatch.setattr(voices, "_answer_voice", lambda _: "same")
