"""`python -m app.training.probe FOLDER`: what a base model is good for, as one JSON object, before anything is started.

Configuration, tokenizer and the headers of the weights are read, the weights are not: with an 8B model that takes 0.3 s
beside the imports. Training asks the same (`trainable`).
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import torch
from safetensors import SafetensorError, safe_open
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging

from app.engine.attention_kinds import RECURRENT, layer_kinds, unknown_kinds
from app.engine.chat import Format, format_of, load_tokenizer
from app.engine.pretrained import model_class, read_config
from app.engine.served.support import served_by
from app.errors import InvalidInput, Misconfigured
from app.training import gguf_file
from app.training.failures import BadInput
from app.training.lora import target_modules
from app.training.offline import refuse_network

Answer = Literal[True] | str  # or a sentence why not


@dataclass(frozen=True)
class Findings:
    """Without what is not known where the folder can't be read."""

    loads: Answer
    can_train: Answer
    can_serve: Answer
    can_export: dict[str, Answer]  # adapter, merged, gguf
    architecture: str | None = None  # transformers' class
    attention: tuple[str, ...] = ()  # kinds of its layers (engine/attention_kinds.py)
    context: int | None = None  # tokens
    chat: Format | None = None


def look(folder: Path) -> Findings:
    try:
        config, model = read_model(folder)
    except InvalidInput as error:
        return _nothing(error.message, error.message)
    about = {
        "architecture": type(model).__name__,
        "attention": tuple(dict.fromkeys(layer_kinds(config))),
        "context": getattr(config.get_text_config(), "max_position_embeddings", None),
    }
    try:
        tokenizer = load_tokenizer(folder)
    except InvalidInput as error:
        return _nothing(True, error.message, **about)
    can_train = _sentence(lambda: _check_training(folder, config, model))
    gguf = gguf_file.refusal(config, tokenizer) or True if can_train is True else can_train
    return Findings(
        loads=True,
        can_train=can_train,
        can_serve=_sentence(lambda: served_by(config)),
        can_export={"adapter": can_train, "merged": can_train, "gguf": gguf},
        chat=format_of(tokenizer),
        **about,
    )


def trainable(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of a model that can be trained. Raises BadInput with what stands against it."""
    try:
        config, model = read_model(folder)
        tokenizer = load_tokenizer(folder)
        _check_training(folder, config, model)
    except InvalidInput as error:
        raise BadInput(error.message) from error
    return tokenizer


def read_model(folder: Path) -> tuple[PretrainedConfig, PreTrainedModel]:
    """The model without its numbers. Raises InvalidInput where the folder is none, or is not whole."""
    if not (folder / "config.json").is_file():
        raise InvalidInput(f"{folder} is no base model: it has no config.json.")
    try:
        config = read_config(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
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
        model, found = kind.from_pretrained(
            None,
            config=config,
            state_dict=_headers(folder),
            device_map="meta",
            output_loading_info=True,
            ignore_mismatched_sizes=True,
        )
    except (RuntimeError, ValueError, KeyError, AttributeError, TypeError) as error:
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


def _check_training(folder: Path, config: PretrainedConfig, model: PreTrainedModel) -> None:
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


def _nothing(loads: Answer, why: str, **about: object) -> Findings:
    return Findings(loads, why, why, dict.fromkeys(("adapter", "merged", "gguf"), why), **about)


def _sentence(check: Callable[[], object]) -> Answer:
    try:
        check()
    except (InvalidInput, Misconfigured) as error:
        return error.message
    return True


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return f"{text.splitlines()[0]:.160}" if text else type(error).__name__


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m app.training.probe FOLDER", file=sys.stderr)  # noqa: T201
        return 2
    refuse_network()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    print(json.dumps(asdict(look(Path(sys.argv[1]).absolute()))))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
