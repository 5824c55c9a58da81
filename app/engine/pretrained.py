"""A language model of a folder, whatever its class sees beside text. Safetensors only, no code of the folder's."""

from pathlib import Path
from typing import Any

from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    PretrainedConfig,
    PreTrainedModel,
)

SAFELY: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


def read_config(folder: Path) -> PretrainedConfig:
    """Raises OSError and ValueError."""
    config: PretrainedConfig = AutoConfig.from_pretrained(folder, **SAFELY)
    return config


def model_class(config: PretrainedConfig) -> type[PreTrainedModel] | None:
    """None where transformers has no class that writes text after such a configuration."""
    for auto in (AutoModelForCausalLM, AutoModelForImageTextToText):
        classes: Any = auto._model_mapping
        if type(config) in classes:
            found: type[PreTrainedModel] = classes[type(config)]
            return found
    return None


def load_model(folder: Path, **options: Any) -> PreTrainedModel:
    """`options` are those of `from_pretrained`. Raises OSError and ValueError."""
    found = model_class(read_config(folder))
    if found is None:
        raise ValueError(f"{folder.name} is not a model that writes text")
    return found.from_pretrained(folder, use_safetensors=True, **SAFELY, **options)
