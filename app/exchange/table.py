"""CSV and its kin: delimiter and header found out, columns guessed, cells kept from becoming formulas."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from app.exchange.columns import chosen, guess, known_names
from app.exchange.rows import Contents, Field, Found, Row, Unreadable, text, turns_of

csv.field_size_limit(8 << 20)  # of a whole file: a cell above 131,072 would end the table there
DELIMITERS = ",;\t|"
SAMPLE = 50  # records that the delimiter is found out by
WRITTEN = ("category", "difficulty", "context", Field.QUERY, Field.RESPONSE, "draft", "split", "earlier")
_LABEL_LENGTH = 40  # a header's cells are short
# A spreadsheet takes such a cell for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def read(content: str, wishes: Mapping[str, Field | None]) -> Contents:
    """`wishes`: {column name: field} where the guess is to be overruled."""
    delimiter = _delimiter(content)
    found = Contents()
    records: list[tuple[int, list[str]]] = []
    try:
        records.extend(_records(content, delimiter))
    except csv.Error as error:
        found.refuse(len(records) + 1, f"The table can't be read from here on: {error}.")
    if not records:
        return found
    header = _header(records, wishes.keys())
    if header is not None:
        del records[0]
    names = _distinct(header or [], max([len(cells) for _, cells in records] or [0]))
    found.columns = chosen(guess(names, [cells for _, cells in records]), wishes)
    at = {column.field: i for i, column in enumerate(found.columns) if column.field}
    missing = [
        name for field, name in ((Field.QUERY, "questions"), (Field.RESPONSE, "answers")) if field not in at
    ]
    if missing:
        line = records[0][0] if records else 1
        found.refuse(line, f"No column holds the {' and the '.join(missing)}; say which one does.", "columns")
    for line, cells in records:
        values: dict[str, str] = {f: _unescaped(cells[i]) for f, i in at.items() if i < len(cells)}
        if not values.get(Field.RESPONSE, "").strip() and values.get(Field.QUERY, "").strip():
            found.unanswered.append(values[Field.QUERY])
        try:
            if not missing:
                found.rows.append(Found(line, _row(values)))
        except Unreadable as error:
            found.refuse(line, str(error))
    return found


def head() -> str:
    return _line(WRITTEN)


def write(row: Row) -> str:
    turns = [{"role": turn.role, "content": turn.content} for turn in row.earlier]
    earlier = json.dumps(turns, ensure_ascii=False) if turns else None
    values = [earlier if name == "earlier" else getattr(row, name) for name in WRITTEN]
    return _line([_escaped(value or "") for value in values])


def _row(values: Mapping[str, str]) -> Row:
    extras = {f: v for f, v in values.items() if f not in (Field.QUERY, Field.RESPONSE, "earlier") and v}
    return Row(
        text(values.get(Field.QUERY), "The question"),
        text(values.get(Field.RESPONSE), "The answer"),
        **extras,
        earlier=turns_of(values.get("earlier") or "[]"),
    )


def _records(content: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each record that is not blank; a record may go over several lines."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _delimiter(content: str) -> str:
    """What cuts the first records into the same number of cells, and into more than one."""

    def fitness(delimiter: str) -> tuple[float, int]:
        widths: list[int] = []
        try:
            for _, cells in _records(content, delimiter):
                widths.append(len(cells))
                if len(widths) == SAMPLE:
                    break
        except csv.Error:
            pass
        width, often = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return (often / len(widths), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=fitness)


def _header(records: Sequence[tuple[int, list[str]]], wished: Set[str]) -> list[str] | None:
    """The first record when it names columns: known or wished names, or short labels above longer texts."""
    _, first = records[0]
    if any(len(cell) > _LABEL_LENGTH or "?" in cell for cell in first):
        return None
    if known_names(first) or wished & {cell.strip() for cell in first}:
        return first
    below = [max(map(len, cells), default=0) for _, cells in records[1:]]
    labels = all(cell.strip() for cell in first) and len(set(first)) == len(first)
    return first if labels and below and min(below) > _LABEL_LENGTH else None


def _distinct(header: Sequence[str], width: int) -> list[str]:
    """A name of its own for every column: the header's, or “column 3”."""
    names: list[str] = []
    for i in range(max(width, len(header))):
        name = header[i].strip() if i < len(header) else ""
        names.append(name if name and name not in names else f"column {i + 1}")
    return names


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _escaped(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


def _unescaped(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
