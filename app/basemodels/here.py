"""Which base models lie on this machine, and what to do about one that does not."""

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

BYTES_A_WEIGHT = 4  # float32, in which models are loaded
# Beside the weights: products are laid out anew one by one, and replies that are being written hold keys and values.
BESIDE = 1.3
MOST_HEADER_BYTES = 100_000_000  # as safetensors itself allows


def folder_of(name: str, home: Path) -> Path | None:
    """`name` as agents have it: an id, a folder below `home`/models, or a path. None where it is not here.

    A folder of the last name below models stands in for a path that is gone: there adapters find their model again.
    """
    path = Path(name).expanduser()
    places = [path] if is_path(path) else []
    places.append(home.absolute() / "models" / path.name)
    return next((place.resolve() for place in places if is_model(place)), None)


def is_path(name: Path) -> bool:
    return name.is_absolute() or len(name.parts) > 1


def is_model(folder: Path) -> bool:
    needed = (folder / "config.json", folder / "tokenizer.json")
    return all(file.is_file() for file in needed) and any(folder.glob("*.safetensors"))


def gone(name: str, home: Path) -> str:
    """What to do, as a sentence."""
    return (
        f"Base model {name} is not on this machine: put its files into "
        f"{home.absolute() / 'models' / Path(name).name}, or choose another base model for the agent."
    )


def serving_bytes(folder: Path) -> int:
    """Memory that it takes to serve the model. 0 where the headers of its files can't be read: loading says why."""
    with suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
        return round(sum(_weights(folder)) * BYTES_A_WEIGHT * BESIDE)
    return 0


def _weights(folder: Path) -> Iterator[int]:
    """Weights by tensor (https://github.com/huggingface/safetensors#format)."""
    for file in folder.glob("*.safetensors"):
        with file.open("rb") as content:
            size = int.from_bytes(content.read(8), "little")
            if size > MOST_HEADER_BYTES:
                raise ValueError(f"{file.name} has no header.")
            header = json.loads(content.read(size))
        yield from (math.prod(entry["shape"]) for name, entry in header.items() if name != "__metadata__")
