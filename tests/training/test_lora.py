"""LoRA layers: the base stays untouched, and the files are what others can read."""

import json
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, PreTrainedModel

from app.engine.packed.decoder import precision_of
from app.errors import BadInput
from app.training import checkpoints, lora
from app.training.policy import Hyperparameters
from tests.training.test_packing import with_noise

IDS = torch.tensor([[5, 9, 17, 200, 31, 8]])


def test_only_lora_parameters_are_trained(base: PreTrainedModel, hyper: Hyperparameters) -> None:
    model = lora.add_lora(base, hyper, seed=0)
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    assert len(trained) == 28
    assert all(".lora_" in name and "lm_head" not in name for name in trained)


def test_bare_is_the_base_model(tiny_model: Path, base: PreTrainedModel, hyper: Hyperparameters) -> None:
    expected = AutoModelForCausalLM.from_pretrained(tiny_model)(IDS).logits
    model = with_noise(lora.add_lora(base, hyper, seed=0))
    with lora.bare(model), torch.no_grad():
        torch.testing.assert_close(model(IDS).logits, expected, atol=1e-5, rtol=1e-5)
    assert not torch.allclose(model(IDS).logits, expected, atol=1e-2)


def test_published_adapter_is_what_peft_reads(
    tiny_model: Path, base: PreTrainedModel, hyper: Hyperparameters, tmp_path: Path
) -> None:
    model = with_noise(lora.add_lora(base, hyper, seed=0))
    folder = tmp_path / "adapter"
    checkpoints.publish(folder, lambda to: lora.write_adapter(model, to, "tiny"), {"base_model": "tiny"})
    assert sorted(path.name for path in folder.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "manifest.json",
    ]
    assert checkpoints.verifies(folder)
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"] == "tiny"
    with lora._quiet():
        other = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(tiny_model), str(folder))
    with torch.no_grad():
        torch.testing.assert_close(other(IDS).logits, model(IDS).logits, atol=1e-5, rtol=1e-5)


def test_live_adapter_is_worn_and_taken_off(
    tiny_model: Path, base: PreTrainedModel, hyper: Hyperparameters, tmp_path: Path
) -> None:
    model = with_noise(lora.add_lora(base, hyper, seed=0))
    live = tmp_path / "live"
    checkpoints.publish(live, lambda to: lora.write_adapter(model, to, "tiny"), {})
    with torch.no_grad():
        expected = model(IDS).logits
        lora.set_adapter_tensors(
            model, {n: torch.zeros_like(p) for n, p in lora.adapter_tensors(model).items()}
        )
        without = model(IDS).logits
        with lora.active(model, live):
            torch.testing.assert_close(model(IDS).logits, expected)
        torch.testing.assert_close(model(IDS).logits, without)
    assert all(parameter.requires_grad for parameter in lora.adapter_tensors(model).values())


def test_incomplete_live_adapter_never_reaches_peft(
    base: PreTrainedModel, hyper: Hyperparameters, tmp_path: Path
) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    (tmp_path / "adapter_model.bin").write_bytes(b"pickle")
    model = lora.add_lora(base, hyper, seed=0)
    with pytest.raises(BadInput, match=r"has no adapter_model\.safetensors"), lora.active(model, tmp_path):
        pass


@pytest.mark.slow
def test_going_on_starts_where_the_other_ended(
    tiny_model: Path, base: PreTrainedModel, hyper: Hyperparameters, tmp_path: Path
) -> None:
    other = with_noise(lora.add_lora(base, hyper.overridden({"rank": 4, "alpha": 6}), seed=0))
    folder = tmp_path / "adapter"
    checkpoints.publish(folder, lambda to: lora.write_adapter(other, to, "tiny"), {})
    assert lora.size(folder) == {"rank": 4, "alpha": 6}
    fresh = lora.load_base(tiny_model, torch.device("cpu"))
    model = lora.add_lora(fresh, hyper.overridden(lora.size(folder)), seed=1)
    lora.go_on_from(model, folder)
    for name, value in lora.adapter_tensors(other).items():
        assert torch.equal(lora.adapter_tensors(model)[name], value)
    another = lora.add_lora(lora.load_base(tiny_model, torch.device("cpu")), hyper, seed=1)
    with pytest.raises(BadInput, match="was made for another base model"):
        lora.go_on_from(another, folder)


@pytest.mark.parametrize(
    ("precision", "is_fast", "expected"),
    [("auto", True, "bfloat16"), ("auto", False, "float32"), ("float32", True, "float32")],
)
def test_precision_is_asked_for_and_possible(
    tiny_model: Path, precision: str, is_fast: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lora, "has_fast_bfloat16", lambda _: is_fast)
    base = lora.load_base(tiny_model, torch.device("cpu"), precision=precision)
    assert precision_of(base) == expected
    assert {parameter.dtype for parameter in base.parameters()} == {torch.float32}
