"""What one run is asked to do: run.json as a frozen object, with every problem of the file named at once."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.training.failures import BadInput, NoPairs
from app.training.style import HouseStyle
from app.weights import digest_of

FOUR_BITS = "4bit"
FLOAT32, AUTO = "float32", "auto"


@dataclass(frozen=True)
class Turn:
    role: str  # "user" or "assistant"
    content: str


@dataclass(frozen=True)
class Pair:
    id: str
    query: str
    response: str
    turns: tuple[Turn, ...] = ()  # what was said before the query; read, never learned
    examples: tuple[Turn, ...] = ()  # shown before that, the nearest last; left out where there is no room
    category: str = ""  # of the question; those that are answered aloud are spread over them
    rejected: str | None = None  # what the agent proposed, where the expert made another answer of it


@dataclass(frozen=True)
class RunConfig:
    run_id: str
    base_model: Path  # folder with config.json, safetensors and tokenizer
    system_prompt: str
    train: tuple[Pair, ...]
    holdout: tuple[Pair, ...]  # never trained on
    live_adapter: Path | None  # None: the bare base model serves now
    output_dir: Path  # gets adapter/ and report.json
    checkpoint_dir: Path  # shared by all attempts of a run
    hyperparameters: Mapping[str, Any]  # overrides of the policy
    seed: int = 0
    sample_count: int = 3  # held-out questions answered aloud during training
    house_style: HouseStyle = HouseStyle()  # what generated answers are measured by
    start_adapter: Path | None = None  # to go on from; None: a new one
    quantization: str | None = None  # of the frozen base model: "4bit", or None for its own numbers
    precision: str = FLOAT32  # of products on a CPU; "auto": bfloat16 where the processor is made for it
    tries: tuple[
        Pair, ...
    ] = ()  # taught questions with their sources as examples; the candidate answers them
    known: tuple[str, ...] = ()  # what an answer may repeat beside prompt, sources and question
    language: str = "en"  # ISO 639-1, of the answers
    parts: int = 1  # pieces of a batch from the start; 2 after an attempt that was killed, perhaps for memory
    # Rows that are learned beside `train` and counted nowhere: the same pairs with their sources as examples, and with
    # other sources only, where the response says that the agent does not know.
    served: tuple[Pair, ...] = ()
    declines: tuple[Pair, ...] = ()
    cache_dir: Path | None = None  # keeps what torch.compile made from one run to the next
    compilation: str = "auto"  # of layers on a GPU: "auto", where it is worth its time; "always"; "never"
    judged_file: Path | None = None  # what the bare base model was measured at in earlier runs

    @cached_property
    def base_weights(self) -> str:
        """Digest of the base model's weights as they were when it was first asked for."""
        return digest_of(self.base_model)

    @classmethod
    def read(cls, path: Path) -> "RunConfig":
        """Raises BadInput with all problems of the file, or NoPairs."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadInput(f"{path} is not a readable JSON file: {error}") from error
        return cls.parse(data)

    @classmethod
    def parse(cls, data: Any) -> "RunConfig":
        if not isinstance(data, dict):
            raise BadInput("The run file must hold one JSON object.")
        problems: list[str] = []

        def text(name: str, empty_allowed: bool = False) -> str:
            value = data.get(name)
            if not isinstance(value, str) or not (value or empty_allowed):
                problems.append(f"{name} must be a {'' if empty_allowed else 'non-empty '}string")
                return ""
            return value

        def folder(name: str) -> Path:
            path = Path(text(name))
            if not path.is_absolute():
                problems.append(f"{name} must be an absolute path")
            return path

        def whole(name: str, default: int) -> int:
            value = data.get(name, default)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                problems.append(f"{name} must be a whole number of at least 0")
                return default
            return value

        unknown = sorted(set(data) - set(cls.__dataclass_fields__))
        if unknown:
            problems.append(f"unknown fields: {', '.join(unknown)}")
        overrides = data.get("hyperparameters", {})
        if not isinstance(overrides, dict):
            problems.append("hyperparameters must be an object")
            overrides = {}
        config = cls(
            run_id=text("run_id"),
            base_model=folder("base_model"),
            system_prompt=text("system_prompt", empty_allowed=True),
            train=_pairs(data, "train", problems),
            holdout=_pairs(data, "holdout", problems),
            live_adapter=folder("live_adapter") if data.get("live_adapter") is not None else None,
            start_adapter=folder("start_adapter") if data.get("start_adapter") is not None else None,
            output_dir=folder("output_dir"),
            checkpoint_dir=folder("checkpoint_dir"),
            hyperparameters=overrides,
            seed=whole("seed", 0),
            sample_count=whole("sample_count", 3),
            house_style=_house_style(data, problems),
            quantization=data.get("quantization"),
            precision=data.get("precision", FLOAT32),
            tries=_pairs(data, "tries", problems),
            known=tuple(str(text) for text in data.get("known", ())),
            language=str(data.get("language", "en")),
            parts=max(whole("parts", 1), 1),
            served=_pairs(data, "served", problems),
            declines=_pairs(data, "declines", problems),
            cache_dir=folder("cache_dir") if data.get("cache_dir") is not None else None,
            compilation=str(data.get("compilation", "auto")),
            judged_file=folder("judged_file") if data.get("judged_file") is not None else None,
        )
        if config.quantization not in (None, FOUR_BITS):
            problems.append(f'quantization must be null or "{FOUR_BITS}"')
        if config.precision not in (FLOAT32, AUTO):
            problems.append(f'precision must be "{FLOAT32}" or "{AUTO}"')
        if config.compilation not in (AUTO, "always", "never"):
            problems.append('compilation must be "auto", "always" or "never"')
        if config.base_model.is_absolute() and not list(config.base_model.glob("*.safetensors")):
            problems.append(f"base_model {config.base_model} has no safetensors file")
        for name, adapter in (("live", config.live_adapter), ("start", config.start_adapter)):
            if adapter is not None and not (adapter / "adapter_model.safetensors").is_file():
                problems.append(f"{name}_adapter {adapter} has no adapter_model.safetensors")
        ids = [pair.id for pair in config.train + config.holdout]
        if len(ids) != len(set(ids)):
            problems.append("a pair id occurs more than once in train and holdout")
        trained = {pair.id for pair in config.train}
        for name, rows in (("served", config.served), ("declines", config.declines)):
            if len(own := {pair.id for pair in rows}) < len(rows) or own - trained:
                problems.append(f"{name} must hold pairs of train, each once")
        if problems:
            raise BadInput(f"The run file has problems: {'; '.join(problems)}.")
        if not config.train:
            raise NoPairs("There is no pair to train on; answer some questions first.")
        return config


def _pairs(data: Mapping[str, Any], name: str, problems: list[str]) -> tuple[Pair, ...]:
    rows = data.get(name, [])
    if not isinstance(rows, list):
        problems.append(f"{name} must be a list")
        return ()
    pairs = []
    for number, row in enumerate(rows):
        values: list[Any] = [None]
        if isinstance(row, dict):
            values = [row.get(key) for key in ("id", "query", "response")]
        if not all(isinstance(value, str) and value.strip() for value in values):
            problems.append(f"{name}[{number}] needs id, query and response as non-empty strings")
        elif broken := [key for key in ("turns", "examples") if _turns(row.get(key, [])) is None]:
            problems.append(
                f"{name}[{number}].{broken[0]} must alternate user and assistant, each with some content"
            )
        elif not isinstance(rejected := row.get("rejected"), str | None):
            problems.append(f"{name}[{number}].rejected must be a string or null")
        else:
            turns, examples = (_turns(row.get(key, [])) or () for key in ("turns", "examples"))
            # A draft of nothing but spaces is none.
            rejected = rejected.strip() or None if rejected else None
            pairs.append(
                Pair(values[0], values[1], values[2], turns, examples, str(row.get("category", "")), rejected)
            )
    return tuple(pairs)


def _turns(rows: Any) -> tuple[Turn, ...] | None:
    """None when a chat template would refuse them: they start with the user and end with the assistant."""
    if not isinstance(rows, list) or len(rows) % 2:
        return None
    turns = [Turn(row.get("role", ""), row.get("content", "")) for row in rows if isinstance(row, dict)]
    right = [turn.role == ("user", "assistant")[index % 2] for index, turn in enumerate(turns)]
    filled = [isinstance(turn.content, str) and turn.content.strip() for turn in turns]
    return tuple(turns) if len(turns) == len(rows) and all(right) and all(filled) else None


def _house_style(data: Mapping[str, Any], problems: list[str]) -> HouseStyle:
    patterns = data.get("house_style", [])
    try:
        if isinstance(patterns, list):
            return HouseStyle(tuple(re.compile(pattern).pattern for pattern in patterns))
    except (TypeError, re.error):
        pass
    problems.append("house_style must be a list of regular expressions")
    return HouseStyle()
