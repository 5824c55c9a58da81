"""The base model from safetensors and its LoRA layers: loading, reading and writing adapters."""

import importlib.util
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import torch
from peft import LoraConfig, LoraModel, PeftModel, get_peft_model
from peft.utils.transformers_weight_conversion import convert_peft_config_for_transformers
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import (
    BitsAndBytesConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from app.contracts.job import AUTO, FLOAT32, FOUR_BITS
from app.engine import chat
from app.engine.matmul import has_fast_bfloat16
from app.engine.packed.decoder import use_bfloat16
from app.engine.pretrained import load_model
from app.errors import BadInput, InvalidInput
from app.training.policy import Hyperparameters

ADAPTER = "candidate"


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Raises BadInput where it or its chat template can't be used."""
    try:
        return chat.load_tokenizer(folder)
    except InvalidInput as error:
        raise BadInput(error.message) from error


def load_base(
    folder: Path, device: torch.device, quantization: str | None = None, precision: str = FLOAT32
) -> PreTrainedModel:
    """float32 on a CPU, bfloat16 on a GPU; with "4bit" the linear layers in NF4 (QLoRA, https://arxiv.org/abs/2305.14314).

    With "auto" products are bfloat16 on a CPU that is made for it too. Raises BadInput where bitsandbytes is missing.
    """
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    options: dict[str, Any] = {}
    if quantization == FOUR_BITS:
        if importlib.util.find_spec("bitsandbytes") is None:
            raise BadInput(
                "A base model in 4 bits needs the package bitsandbytes: pip install 'coachable[quantized]', or train "
                "without COACHABLE_QUANTIZATION."
            )
        config = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
        )
        options = {"quantization_config": config, "device_map": {"": device}}
    model: PreTrainedModel = load_model(folder, dtype=dtype, **options)
    for module in model.modules():
        # On some processors bitsandbytes repacks weights when a model answers, in bfloat16 and for widths of whole
        # blocks alone: training and evaluation would no longer see the same numbers.
        if hasattr(module, "support_avx512bf16_for_cpu"):
            cast(Any, module).support_avx512bf16_for_cpu = False
    if not options:
        cast(nn.Module, model).to(device)
    model.eval()
    if precision == AUTO and has_fast_bfloat16(device):
        use_bfloat16(model)
    return model


def add_lora(model: PreTrainedModel, policy: Hyperparameters, seed: int) -> PeftModel:
    """LoRA on `target_modules`. A is random by `seed`, B zero: the first answer is the base's."""
    torch.manual_seed(seed)
    config = LoraConfig(
        r=policy.rank,
        lora_alpha=policy.alpha,
        lora_dropout=policy.dropout,
        target_modules=target_modules(model),
        task_type="CAUSAL_LM",
    )
    with _quiet():
        return get_peft_model(model, config, adapter_name=ADAPTER)


# Linear layers of mixtures of experts that route tokens, and the experts themselves. All experts of a layer are one
# parameter in transformers 5 and many in other tools: an adapter on them would load nowhere else.
_ROUTING = ("gate", "router", "shared_expert_gate")
# On a GPU Mamba's kernel takes the weight itself and would not see the adapter.
_FUSED = ("mamba.out_proj", "mixer.out_proj")


def target_modules(model: PreTrainedModel) -> list[str] | str:
    """All linear layers of the decoder but experts and head: their last names, or a regular expression where those also
    name others, as in the part of a model that sees images."""
    decoder = model.get_decoder()
    (root,) = (name for name, module in model.named_modules() if module is decoder)
    chosen = {
        f"{root}.{name}"
        for name, module in decoder.named_modules()
        if isinstance(module, nn.Linear) and not _routes(name) and not name.endswith(_FUSED)
    }
    last = sorted({name.rpartition(".")[2] for name in chosen})
    named = {name for name, _ in model.named_modules() if name.rpartition(".")[2] in last}
    if named == chosen:
        return _beside_experts(last, model)
    any_layer = [[r"\d+" if part.isdigit() else part for part in name.split(".")] for name in chosen]
    return _beside_experts("|".join(sorted({r"\.".join(parts) for parts in any_layer})), model)


def _beside_experts(targets: list[str] | str, model: PreTrainedModel) -> list[str] | str:
    """`targets` without those that peft takes for experts: of DeepSeek, GLM 4 and ERNIE the first layers, which are
    dense, have projections of the same names."""
    config = LoraConfig(target_modules=targets)
    convert_peft_config_for_transformers(config, model, conversions=None)
    return sorted(config.target_modules or ()) if config.target_parameters else targets


def _routes(name: str) -> bool:
    return any(part in _ROUTING or "expert" in part for part in name.split("."))


def size(folder: Path) -> dict[str, int]:
    """Rank and alpha of a written adapter, as hyperparameters."""
    config = json.loads((folder / "adapter_config.json").read_text())
    return {"rank": config["r"], "alpha": config["lora_alpha"]}


def go_on_from(model: PeftModel, folder: Path) -> None:
    """The adapter in training takes the values of a written one. Raises BadInput where the two differ in shape."""
    values = load_file(folder / "adapter_model.safetensors")
    shapes = {name: parameter.shape for name, parameter in adapter_tensors(model).items()}
    if {name: value.shape for name, value in values.items()} != shapes:
        raise BadInput(f"The adapter {folder} was made for another base model.")
    set_adapter_tensors(model, values)


@contextmanager
def _quiet() -> Iterator[None]:
    """peft 0.21 asks transformers 5.23 for a property under its old name."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        yield


def adapter_tensors(model: PeftModel) -> dict[str, nn.Parameter]:
    """The trained parameters in a fixed order, under the names of the file format (no adapter name in them)."""
    return {
        name.replace(f".{ADAPTER}.", "."): parameter
        for name, parameter in model.named_parameters()
        if f".{ADAPTER}." in name
    }


@torch.no_grad()
def set_adapter_tensors(model: PeftModel, values: Mapping[str, Tensor]) -> None:
    for name, parameter in adapter_tensors(model).items():
        parameter.copy_(values[name])


def base_of(model: PeftModel) -> PreTrainedModel:
    """With the adapter's layers in it. peft knows no more of it than that it is a module."""
    return cast(PreTrainedModel, model.get_base_model())


def taken_off(model: PeftModel) -> PreTrainedModel:
    """The base model as it was before `add_lora`, its layers no longer wrapped."""
    base = cast(PreTrainedModel, cast(LoraModel, model.base_model).unload())
    if base.is_activation_checkpointing:
        base.activation_checkpointing_disable()
    return base


def drops_out(model: PeftModel) -> bool:
    """Whether training leaves anything out by chance, in the adapter or in the base model."""
    config = base_of(model).config.get_text_config()
    names = (
        "attention_dropout",
        "attn_pdrop",
        "resid_pdrop",
        "embd_pdrop",
        "hidden_dropout",
        "hidden_dropout_prob",
    )
    return any(isinstance(module, nn.Dropout) and module.p > 0 for module in model.modules()) or any(
        getattr(config, name, 0) for name in names
    )


def recompute(model: PeftModel) -> bool:
    """From now on training computes each layer again on the way back instead of keeping what it computed (gradient
    checkpointing); False where the model can't."""
    base = base_of(model)
    if base.supports_gradient_checkpointing:
        # Looking at random numbers would forbid to record a step, and only dropout needs them.
        base.activation_checkpointing_enable({"use_reentrant": False, "preserve_rng_state": drops_out(model)})
    return bool(base.supports_gradient_checkpointing)


@contextmanager
def bare(model: PeftModel) -> Iterator[None]:
    """The base model alone, as it answers without any adapter."""
    with model.disable_adapter():
        yield


@contextmanager
def active(model: PeftModel, folder: Path) -> Iterator[None]:
    """The adapter that serves now in place of the one in training.

    Files are checked before peft sees the path: missing ones would send it to pickle files or to the Hub.
    """
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        if not (folder / name).is_file():
            raise BadInput(f"The live adapter {folder} has no {name}.")
    with _quiet():
        model.load_adapter(str(folder.resolve()), "live", is_trainable=False, use_safetensors=True)
    try:
        model.set_adapter("live", inference_mode=True)
        yield
    finally:
        model.set_adapter(ADAPTER)
        model.delete_adapter("live")


def write_adapter(model: PeftModel, folder: Path, base_name: str) -> None:
    """adapter_config.json and adapter_model.safetensors as peft and vLLM read them, nothing else."""
    tensors = {name: value.detach().cpu().contiguous() for name, value in adapter_tensors(model).items()}
    file = folder / "adapter_model.safetensors"
    save_file(tensors, file, metadata={"format": "pt"})
    written = load_file(file)
    if any(not torch.equal(written[name], value) for name, value in tensors.items()):
        raise OSError(f"{file} does not hold what was written to it")
    config = model.peft_config[ADAPTER].to_dict()
    config |= {"base_model_name_or_path": base_name, "inference_mode": True}
    # peft keeps what it looks up as sets, and an empty one where a mixture of experts has no such parameter.
    plain = {
        name: sorted(value) or None if isinstance(value, set) else value for name, value in config.items()
    }
    (folder / "adapter_config.json").write_text(json.dumps(plain, indent=2, sort_keys=True, default=str))
