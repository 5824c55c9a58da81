"""run.json: what a training run is asked to do. The trainer writes it, `python -m app.training` reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from app.contracts.fields import Filled, Folder, Regex, Whole

FOUR_BITS: Literal["4bit"] = "4bit"
FLOAT32: Literal["float32"] = "float32"
AUTO: Literal["auto"] = "auto"

Quantization = Literal["4bit"] | None
Precision = Literal["float32", "auto"]
Compilation = Literal["auto", "always", "never"]


@dataclass(frozen=True)
class Turn:
    role: Literal["user", "assistant", "system"]
    content: str


def _alternating(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Chat templates refuse all others: they start with the user and end with the assistant."""
    right = [turn.role == ("user", "assistant")[index % 2] for index, turn in enumerate(turns)]
    if len(turns) % 2 or not all(right) or not all(turn.content.strip() for turn in turns):
        raise ValueError("must alternate user and assistant, each with some content")
    return turns


def _draft(text: str | None) -> str | None:
    """One of nothing but spaces is none."""
    return text and (text.strip() or None)


_TURNS = TypeAdapter(tuple[Turn, ...])


def turns(rows: Iterable[Mapping[str, str]]) -> tuple[Turn, ...]:
    return _TURNS.validate_python(rows)


Turns = Annotated[tuple[Turn, ...], AfterValidator(_alternating)]


@dataclass(frozen=True)
class Pair:
    id: Filled
    query: Filled
    response: Filled
    turns: Turns = ()  # what was said before the query; read, never learned
    examples: Turns = ()  # shown before that, the nearest last; left out where there is no room
    category: str = ""  # of the question; those that are answered aloud are spread over them
    # What the agent proposed, where the expert made another answer of it.
    rejected: Annotated[str | None, AfterValidator(_draft)] = None


@dataclass(frozen=True)
class Try(Pair):
    """A taught question with its sources as examples, which the candidate answers."""

    given: str | None = None  # the taught answer that would be given word for word


@dataclass(frozen=True, kw_only=True)
class Job:
    """Files of earlier versions stay readable: what is new has a default."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    run_id: Filled
    base_model: Folder  # with config.json, safetensors and tokenizer
    system_prompt: str
    train: tuple[Pair, ...] = ()
    holdout: tuple[Pair, ...] = ()  # never trained on
    tries: tuple[Try, ...] = ()
    known: tuple[str, ...] = ()  # what an answer may repeat beside prompt, sources and question
    language: str = "en"  # ISO 639-1, of the answers
    house_style: tuple[Regex, ...] = ()  # what generated answers are measured by
    live_adapter: Folder | None = None  # None: the bare base model serves now
    start_adapter: Folder | None = None  # to go on from; None: a new one
    output_dir: Folder  # gets adapter/ and report.json
    checkpoint_dir: Folder  # shared by all attempts of a run
    hyperparameters: Mapping[str, Any] = field(default_factory=dict)  # instead of what the policy chooses
    seed: Annotated[Whole, Field(ge=0)] = 0
    quantization: Quantization = None  # of the frozen base model; None: its own numbers
    precision: Precision = (
        FLOAT32  # of products on a CPU; "auto": bfloat16 where the processor is made for it
    )
    # Pieces of a batch from the start; 2 after an attempt that was killed, perhaps for memory.
    parts: Annotated[Whole, Field(ge=1)] = 1
    sample_count: Annotated[Whole, Field(ge=0)] = 3  # held-out questions answered aloud during training
    # Rows that are learned beside `train` and counted nowhere: the same pairs with their sources as examples, and with
    # other sources only, where the response says that the agent does not know.
    served: tuple[Pair, ...] = ()
    declines: tuple[Pair, ...] = ()
    cache_dir: Folder | None = None  # keeps what torch.compile made from one run to the next
    compilation: Compilation = AUTO  # of layers on a GPU; "auto": where it is worth its time
    judged_file: Folder | None = None  # what the bare base model was measured at in earlier runs

    @classmethod
    def parse(cls, data: object) -> Self:
        """From JSON values. Raises ValidationError with all that is wrong."""
        return TypeAdapter(cls).validate_python(data)

    @classmethod
    def of(cls, path: Path) -> Self:
        """What `to_json` made of it."""
        return TypeAdapter(cls).validate_json(path.read_bytes())

    def to_json(self) -> bytes:
        return TypeAdapter(type(self)).dump_json(self, indent=1)
