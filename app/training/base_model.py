"""The folder of a base model: whether it is whole, and whether what it holds can be trained.

Of the weights only the headers are read, which takes 0.3 s with an 8B model, unless the type of the model is unknown.
"""

import json
from pathlib import Path
from typing import Any

import psutil
import torch
from safetensors import SafetensorError, safe_open
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from app.engine.attention_kinds import RECURRENT, layer_kinds, unknown_kinds
from app.engine.chat import load_tokenizer
from app.engine.pretrained import model_class, read_config
from app.errors import BadInput, InvalidInput
from app.training.lora import load_base, target_modules
from app.training.loss import agrees_with_itself

SHARE = 8  # of the memory that is left: in float32 they take twice their files


def trainable(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of a model that can be trained. Raises BadInput with what stands against it."""
    try:
        config, model = read_model(folder)
        tokenizer = load_tokenizer(folder)
        check_training(folder, config, model)
    except InvalidInput as error:
        raise BadInput(error.message) from error
    return tokenizer


def read_model(folder: Path) -> tuple[PretrainedConfig, PreTrainedModel]:
    """The model without its numbers. Raises InvalidInput where the folder is none, or is not whole."""
    if not (folder / "config.json").is_file():
        raise InvalidInput(f"{folder} is not a base model: it has no config.json.")
    try:
        config = read_config(folder)
    except Exception as error:  # whatever json, transformers and its checks raise for a strange value
        raise InvalidInput(
            f"The config.json of {folder.name} can't be read by transformers ({_first_line(error)}): choose another "
            "base model."
        ) from error
    kind = model_class(config)
    if kind is None:
        raise InvalidInput(f"{folder.name} ({config.model_type}) writes no text: choose another base model.")
    if method := (getattr(config, "quantization_config", None) or {}).get("quant_method"):
        raise InvalidInput(
            f"The weights of {folder.name} are quantised ({method}), which can't be trained here: take the edition "
            "with 16 bits."
        )
    try:
        loaded: Any = kind.from_pretrained(
            None,
            config=config,
            state_dict=_headers(folder),
            device_map="meta",
            output_loading_info=True,
            ignore_mismatched_sizes=True,
        )
        model, found = loaded
    except (AssertionError, RuntimeError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InvalidInput(
            f"The weights of {folder.name} don't fit its config.json ({_first_line(error)}): fetch the model again."
        ) from error
    wrong = sorted([*found["missing_keys"], *(entry[0] for entry in found["mismatched_keys"])])
    if wrong:
        what = "misses" if found["missing_keys"] else "has another size of"
        more = f" and {len(wrong) - 1} more" if wrong[1:] else ""
        raise InvalidInput(f"{folder.name} {what} {wrong[0]}{more}: fetch the model again.")
    return config, model


def _headers(folder: Path) -> dict[str, torch.Tensor]:
    """Names and shapes of the weights, as tensors without numbers. Raises InvalidInput."""
    files = sorted(folder.glob("*.safetensors"))
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        try:
            wanted = set(json.loads(index.read_text())["weight_map"].values())
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise InvalidInput(f"{index} can't be read: fetch the model again.") from error
        missing = sorted(wanted - {file.name for file in files})
        if missing:
            raise InvalidInput(f"{folder.name} is half a download: {missing[0]} is missing; fetch it again.")
        files = [file for file in files if file.name in wanted]
    if not files:
        raise InvalidInput(
            f"{folder.name} has no weights as safetensors, and nothing else is read: choose an edition that has."
        )
    shapes: dict[str, torch.Tensor] = {}
    for file in files:
        try:
            with safe_open(file, framework="pt") as tensors:
                for name in tensors.keys():  # noqa: SIM118 - not a mapping
                    shapes[name] = torch.empty(tensors.get_slice(name).get_shape(), device="meta")
        except (SafetensorError, OSError) as error:
            raise InvalidInput(f"{file} is broken or half a download: fetch the model again.") from error
    return shapes


def check_training(folder: Path, config: PretrainedConfig, model: PreTrainedModel) -> None:
    """Raises InvalidInput."""
    strange = unknown_kinds(config)
    says_kinds = getattr(config.get_text_config(), "layer_types", None)
    if model._is_stateful and not says_kinds and RECURRENT not in layer_kinds(config):
        strange.append("recurrent in a way of their own")
    if strange:
        raise InvalidInput(
            f"{folder.name} has layers of a kind that can't be trained here ({', '.join(strange)}): choose another "
            "base model."
        )
    if not target_modules(model):
        raise InvalidInput(f"{folder.name} has no linear layers that an adapter could be put on.")


# Types of models that tests/matrix holds against transformers and peft: nothing new is to be found out about them.
PROVEN = frozenset(
    (
        "gemma",
        "gemma2",
        "gemma3",
        "gemma3_text",
        "glm4_moe",
        "gpt_neox",
        "gpt_oss",
        "granite",
        "granitemoehybrid",
        "lfm2",
        "llama",
        "mistral",
        "mistral3",
        "olmo2",
        "olmoe",
        "phi3",
        "qwen2",
        "qwen3",
        "qwen3_moe",
        "qwen3_next",
        "smollm3",
    )
)


def check_batches(name: str, model: PreTrainedModel) -> None:
    """Raises BadInput where texts in one batch lose something else than each of them alone."""
    if not agrees_with_itself(model):
        raise BadInput(
            f"{name} computes otherwise in a batch than alone, so it can't be trained here: choose another base model."
        )


def try_out(folder: Path) -> None:
    """`check_batches` of a type that is not PROVEN, where its weights leave room for everything else: a run that finds
    it out comes after twenty answers. Raises BadInput."""
    weights = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    if read_config(folder).model_type in PROVEN or SHARE * weights > psutil.virtual_memory().available:
        return
    try:
        model = load_base(folder, torch.device("cpu"))
    except (
        Exception
    ) as error:  # whatever a class of models makes of weights whose names and shapes were right
        raise BadInput(
            f"{folder.name} can't be loaded ({_first_line(error)}): choose another base model."
        ) from error
    check_batches(folder.name, model)


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return f"{text.splitlines()[0]:.160}" if text else type(error).__name__
