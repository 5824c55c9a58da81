"""Folders with base models: where one lies, what one lacks, what is known of one that is not in the catalogue."""

import json
import math
import os
import struct
from pathlib import Path

from app.basemodels.catalogue import CATALOGUE, INDEX, BaseModel, by_id

LARGEST_HEADER = 100 << 20  # bytes, the format's own limit
_POINTER = b"version https://git-lfs"


def is_path(name: Path) -> bool:
    return name.is_absolute() or len(name.parts) > 1


def folder_of(model: BaseModel, home: Path) -> Path:
    return model.folder or home.absolute() / "models" / model.id


def is_model(folder: Path) -> bool:
    return lack_of(folder) is None


def lack_of(folder: Path) -> str | None:
    """What the folder lacks to be a base model, for a sentence that begins with its name; None for a whole one."""
    try:
        return _lack_of(folder)
    except OSError as error:  # no rights, a name that is too long
        return f"can't be read ({error.strerror})"


def _lack_of(folder: Path) -> str | None:
    if not folder.is_dir():
        return "is not there"
    weights = {file.name for file in folder.glob("*.safetensors")}
    missing = [name for name in ("config.json", "tokenizer.json") if not (folder / name).is_file()]
    missing += [] if weights else ["*.safetensors"]
    if missing:
        return f"lacks {', '.join(missing)}"
    try:
        shards = shards_of(folder)
    except ValueError as error:
        return f"has a {INDEX} that can't be read ({error})"
    if absent := sorted(shards - weights):
        rest = f" and {len(absent) - 1} more are" if len(absent) > 1 else " is"
        return f"is half a download: {absent[0]}{rest} missing"
    for name in sorted(shards or weights):
        with (folder / name).open("rb") as content:
            if content.read(len(_POINTER)) == _POINTER:
                return f"has only the Git LFS pointer of {name}; `git lfs pull` brings the weights"
    return None


def shards_of(folder: Path) -> set[str]:
    """The files that the index names; none where the weights are one file. Raises ValueError for a broken index."""
    try:
        found = json.loads((folder / INDEX).read_bytes())
    except FileNotFoundError:
        return set()
    names = found.get("weight_map", {}).values() if isinstance(found, dict) else ()
    shards = {name for name in names if isinstance(name, str)}
    if not shards or any(Path(name).name != name or Path(name).suffix != ".safetensors" for name in shards):
        raise ValueError("it names no shards")
    return shards


def described(name: str) -> BaseModel:
    """The row of that id, or what is known of a folder; of anything else the name alone."""
    folder = Path(name).expanduser()
    if not is_path(folder):
        return by_id(name) or BaseModel(id=name, title=name)
    config = _config(folder)
    heads = _whole(config, "num_attention_heads")
    head_width = _whole(config, "head_dim") or (_whole(config, "hidden_size") // heads if heads else 0)
    try:
        parameters = sum(parameters_of(file) for file in folder.glob("*.safetensors"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error):
        parameters = 0
    return BaseModel(
        id=name,
        title=folder.name,
        parameters=parameters,
        hidden_size=_whole(config, "hidden_size"),
        layers=_whole(config, "num_hidden_layers"),
        kv_width=(_whole(config, "num_key_value_heads") or heads) * head_width,
        context=_whole(config, "max_position_embeddings"),
        folder=Path(os.path.realpath(folder)),  # Path.resolve raises for links in a circle
    )


def here(home: Path) -> list[str]:
    """Ids of the catalogue's models whose files are there."""
    return [model.id for model in CATALOGUE if is_model(folder_of(model, home))]


def parameters_of(file: Path) -> int:
    """Read from the header alone: 8 bytes with its length, then JSON with the shape of each tensor."""
    with file.open("rb") as content:
        (length,) = struct.unpack("<Q", content.read(8))
        if length > LARGEST_HEADER:
            raise ValueError(f"{file} is not a safetensors file")
        header = json.loads(content.read(length))
    return sum(math.prod(entry["shape"]) for name, entry in header.items() if name != "__metadata__")


def _config(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    text = found.get("text_config")  # of a model that reads pictures too
    return text if isinstance(text, dict) else found


def _whole(config: dict[str, object], name: str) -> int:
    value = config.get(name)
    return value if isinstance(value, int) else 0
