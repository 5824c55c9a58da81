"""Records of cells, whatever file they come from: their header found out, then read like objects with these keys."""

import json
from collections.abc import Sequence, Set
from typing import Any

from app.exchange import shapes
from app.exchange.columns import fits, form_of, known_names
from app.exchange.conversation import are_messages
from app.exchange.rows import Contents, Field, FindingCode
from app.exchange.source import Wishes
from app.text.fields import counted

Record = tuple[int, list[str]]  # the line it begins in, from 1
LABEL_LENGTH = 40  # characters of a header's cells, which are short
_LABEL_WORDS = 4
_MOST_ABOVE = 6  # rows of a title, and the header


def read_table(
    records: Sequence[Record], wishes: Wishes, *, is_own: bool = False, delimiter: str = ""
) -> Contents:
    """`is_own`: written by Coachable, kept to the letter. `delimiter`: told of where a record has too many cells."""
    if not records:
        return Contents()
    above = _above(records) if not is_own and not wishes else 0
    records = records[above:]
    header = _header(records, wishes.keys())
    below = records if header is None else [one for one in records[1:] if one[1] != header]
    again = 0 if header is None or is_own else len(records) - 1 - len(below)
    width = len(header) if header is not None else max((len(cells) for _, cells in below), default=0)
    names = _distinct(header or [], width)
    problems = Contents()
    lines: list[tuple[int, dict[str, Any]]] = []
    for line, cells in below:
        if any(cell.strip() for cell in cells[width:]):
            problems.refuse(
                line,
                f"This row has {len(cells)} cells below a header of {width}: a text with “{delimiter or ','}” in "
                "it has to stand in quotes.",
            )
        else:
            lines.append(
                (
                    line,
                    {
                        name: cell if is_own else _value(cell)
                        for name, cell in zip(names, cells, strict=False)
                    },
                )
            )
    found = shapes.read(lines, wishes, is_own=is_own)
    if again:
        found.notices.append(
            f"The header stands {counted(again, 'time')} more below; these rows are left out."
        )
    if above:
        found.notices.append(f"{counted(above, 'row')} above the header left out.")
    if header is None and len(records) > 1:
        found.doubt(
            FindingCode.HEADER,
            "The first row names no columns, so it was read as a pair: "
            + ", ".join(f"“{cell[:LABEL_LENGTH]}”" for cell in records[0][1][:3] if cell.strip()),
        )
    found.problems = sorted([*found.problems, *problems.problems], key=lambda problem: problem.line)
    return found


def _above(records: Sequence[Record]) -> int:
    """Rows of a title that stand above a header with names of both questions and answers."""
    for place, (_, cells) in enumerate(records[:_MOST_ABOVE]):
        if all(any(fits(field, cell) for cell in cells) for field in (Field.QUERY, Field.RESPONSE)):
            title = [cell for _, above in records[:place] for cell in above if cell.strip()]
            return place if len(title) <= 2 * place else 0
    return 0


def _header(records: Sequence[Record], wished: Set[str]) -> list[str] | None:
    """The first record when it names columns: known or wished names, or short labels above longer texts."""
    _, first = records[0]
    if any(len(cell) > LABEL_LENGTH or cell.rstrip().endswith(("?", "？", "؟")) for cell in first):
        return None
    if known_names(first) or wished & {cell.strip() for cell in first}:
        return first
    if (
        any(len(cell.split()) > _LABEL_WORDS for cell in first)
        or form_of([c for c in first if c.strip()]) == "numbers"
    ):
        return None
    below = [max(map(len, cells), default=0) for _, cells in records[1:]]
    label = max(map(len, first), default=0)
    distinct = len({cell.strip() for cell in first if cell.strip()}) == len(
        [cell for cell in first if cell.strip()]
    )
    longer = sum(length > label for length in below) * 2 > len(below)
    return first if distinct and below and longer else None


def _distinct(header: Sequence[str], width: int) -> list[str]:
    """A name of its own for every column: the header's, “Answer 2” for a second one, or “column 3”."""
    names: list[str] = []
    for i in range(width):
        name = header[i].strip() if i < len(header) else ""
        again = next((f"{name} {n}" for n in range(2, width + 2) if f"{name} {n}" not in names), "")
        names.append((again if name in names else name) or f"column {i + 1}")
    return names


def _value(cell: str) -> Any:
    """A conversation that stands in a cell as JSON; anything else is text."""
    if cell.lstrip()[:2] == "[{" and cell.rstrip()[-2:] == "}]":
        try:
            value = json.loads(cell)
        except (ValueError, RecursionError):
            return cell
        return value if are_messages(value) else cell
    return cell
