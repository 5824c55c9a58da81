"""What a format is: how it is recognised, read and written, and what people are told about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.exchange.notes import Notes
from app.exchange.rows import Contents, Row, Subject
from app.exchange.source import Source, Wishes
from app.models import MaterialKind

Line = tuple[int, Mapping[str, Any]]  # where an object begins, from 1
Shape = Callable[[dict[str, Any], Notes], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """`name`: as the API, the command line and the page's address say it. `title`, `reads`, `writes`, `asks`: for
    people, in docs/formats.md; `purpose`: what a file of it is good for elsewhere.

    A file is read by the first format that `claims` it. Formats of JSON objects have a `shape` instead, which reads
    one object, and the `signs` by which one is recognised: objects of several of them may stand in one file. `compared`
    is what the objects of a format say together and none of them says alone.
    """

    name: str
    title: str
    reads: str
    writes: str = ""
    asks: str = ""
    purpose: str = ""
    suffixes: tuple[str, ...] = ()
    kind: MaterialKind = MaterialKind.RECORDS
    claims: Callable[[Source], bool] = lambda source: False
    read: Callable[[Source, Wishes], Contents] | None = None
    signs: Callable[[Mapping[str, Any]], bool] = lambda data: False
    compared: Callable[[Sequence[Line], Notes], Sequence[Line]] = lambda lines, notes: lines
    shape: Shape | None = None
    head: Callable[[Subject], str] = lambda subject: ""
    write: Callable[[Row], str] | None = None
    written_suffix: str = "jsonl"
    media_type: str = "application/jsonl"
