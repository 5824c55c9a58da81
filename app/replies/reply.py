"""A reply, and what it stands on."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Basis(StrEnum):
    TAUGHT = "taught"  # a taught answer, word for word
    WRITTEN = "written"  # the model's words; each fact of them stands in a source
    UNSURE = "unsure"  # nothing that it knows answers the question; the nearest may be offered


class SourceKind(StrEnum):
    TAUGHT = "taught"
    PAGE = "page"
    PROMPT = "prompt"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Passage:
    """`title` is the question that a taught answer belongs to, or the heading above a passage of a page."""

    kind: SourceKind
    title: str
    text: str
    pair_id: UUID | None = None
    material_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unfounded:
    """Words of a draft that no source holds, as [start, end) in characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    basis: Basis
    sources: tuple[Passage, ...] = ()
    unfounded: tuple[Unfounded, ...] = ()
