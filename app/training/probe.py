"""`python -m app.training.probe FOLDER`: what a base model is good for, as one JSON object, before anything is started.

Training asks the same of it (base_model.py). basemodels/probe.py runs this as a child process.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from transformers.utils import logging

from app.engine.attention_kinds import layer_kinds
from app.engine.chat import Format, format_of, load_tokenizer
from app.engine.served.support import served_by
from app.errors import BadInput, InvalidInput, Misconfigured
from app.training import gguf_file
from app.training.base_model import check_training, read_model, try_out
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
        return _nothing(Findings, error.message, error.message)
    known: Callable[..., Findings] = partial(
        Findings,
        architecture=type(model).__name__,
        attention=tuple(dict.fromkeys(layer_kinds(config))),
        context=getattr(config.get_text_config(), "max_position_embeddings", None),
    )
    try:
        tokenizer = load_tokenizer(folder)
    except InvalidInput as error:
        return _nothing(known, True, error.message)
    can_train = _sentence(lambda: check_training(folder, config, model))
    if can_train is True:
        can_train = _sentence(lambda: try_out(folder))
    gguf: Answer = can_train
    if can_train is True:
        gguf = gguf_file.refusal(config, tokenizer) or True
    return known(
        loads=True,
        can_train=can_train,
        can_serve=_sentence(lambda: served_by(config)),
        can_export={"adapter": can_train, "merged": can_train, "gguf": gguf},
        chat=format_of(tokenizer),
    )


def _nothing(known: Callable[..., Findings], loads: Answer, why: str) -> Findings:
    exports: dict[str, Answer] = dict.fromkeys(("adapter", "merged", "gguf"), why)
    return known(loads=loads, can_train=why, can_serve=why, can_export=exports)


def _sentence(check: Callable[[], object]) -> Answer:
    try:
        check()
    except (BadInput, InvalidInput, Misconfigured) as error:
        return error.message
    return True


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
