"""A base model in 4 bits: the same run, where bitsandbytes is installed, and a sentence where it is not."""

import importlib.util
from pathlib import Path

import pytest
import torch

from app.contracts.job import FOUR_BITS
from app.errors import BadInput
from app.training import loop, lora
from tests.training.conftest import make_child

has_bitsandbytes = importlib.util.find_spec("bitsandbytes") is not None


def test_without_the_package_it_says_what_is_missing(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    child = make_child(tmp_path, tiny_model, quantization=FOUR_BITS)
    with pytest.raises(BadInput, match="needs the package bitsandbytes"):
        loop.train(child.config, child.reporter, lambda: None)


def test_another_quantization_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    with pytest.raises(BadInput, match="quantization should be '4bit'"):
        make_child(tmp_path, tiny_model, quantization="1bit")


@pytest.mark.skipif(not has_bitsandbytes, reason="bitsandbytes is not installed")
def test_a_run_on_4_bits(tmp_path: Path, tiny_model: Path) -> None:
    """Its adapter is one like any other, and goes on from a checkpoint."""
    first = make_child(tmp_path, tiny_model, quantization=FOUR_BITS)
    loop.train(first.config, first.reporter, lambda: None)
    report = first.lines("report")[0]["report"]
    assert report["candidate"]["loss"] < 0.9 * report["base"]["loss"]
    adapter = first.lines("finished")[0]["adapter_dir"]
    live = make_child(tmp_path / "live", tiny_model, quantization=FOUR_BITS, live_adapter=adapter)
    loop.train(live.config, live.reporter, lambda: None)
    compared = live.lines("report")[0]["report"]
    assert compared["live"]["loss"] == pytest.approx(report["candidate"]["loss"], abs=1e-4)


@pytest.mark.skipif(not has_bitsandbytes, reason="bitsandbytes is not installed")
def test_only_linear_layers_shrink(tiny_model: Path) -> None:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = lora.load_base(tiny_model, device, FOUR_BITS)
    packed = {name for name, parameter in model.named_parameters() if parameter.dtype == torch.uint8}
    layers = model.config.num_hidden_layers
    assert len(packed) == 7 * layers
    assert not any("lm_head" in name or "embed" in name for name in packed)
    whole = lora.load_base(tiny_model, device)
    assert model.get_memory_footprint() < whole.get_memory_footprint()
