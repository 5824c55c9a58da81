"""CSV and its kin: delimiter and header found out, columns guessed, cells kept from becoming formulas."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from app.exchange.columns import known_names
from app.exchange.format import Format
from app.exchange.rows import Contents, Field, Row, Subject
from app.exchange.source import Source, Wishes
from app.exchange.tables import LABEL_LENGTH, Record, read_table
from app.models import MaterialKind

csv.field_size_limit(8 << 20)  # of a whole file: a cell above 131,072 would end the table there
DELIMITERS = ",;\t|"
SAMPLE = 50  # records that the delimiter is found out by
WRITTEN = ("category", "difficulty", "context", Field.QUERY, Field.RESPONSE, "draft", "split", "earlier")
# A spreadsheet takes such a cell for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_TOLD = re.compile(r"\"?sep=([^\n\"])\"?\r?\n", re.I)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHARE = 0.9  # of the first records, that have to be as wide as most are for a text to be a table


def read(source: Source, wishes: Wishes) -> Contents:
    content = source.text
    delimiter = _delimiter(content)
    if told := _TOLD.match(content):  # Excel's; the line stays, so that lines can be counted
        content, delimiter = "\n" + content[told.end() :], told[1]
    records: list[Record] = []
    broken: csv.Error | None = None
    try:
        records.extend(_records(content, delimiter))
    except csv.Error as error:
        broken = error
    is_own = bool(records) and records[0][1] == list(WRITTEN)
    if is_own:
        records[1:] = [(line, [_unescaped(cell) for cell in cells]) for line, cells in records[1:]]
    found = read_table(records, wishes, is_own=is_own, delimiter=delimiter)
    if broken is not None:
        found.refuse(len(records) + 1, f"The table can't be read from here on: {broken}.")
    return found


def is_table(text: str) -> bool:
    """Whether a text without a telling name has a header that names columns; Markdown's tables begin with a bar."""
    if text.lstrip().startswith("|"):
        return False
    first = next(iter(_first_records(text)), [])
    return len(first) > 1 and all(len(cell) <= LABEL_LENGTH for cell in first) and known_names(first) > 1


def is_even(text: str) -> bool:
    """Whether its lines have the same cells, whatever they are called."""
    widths = list(map(len, _first_records(text)))
    if len(widths) < 2:
        return False
    [(width, often)] = Counter(widths).most_common(1)
    return width > 1 and often >= _SHARE * len(widths)


def _first_records(text: str) -> list[list[str]]:
    try:
        text = _TOLD.sub("", text, count=1) if text[:4].lower() == "sep=" else text
        return [cells for _, cells in islice(_records(text, _delimiter(text)), SAMPLE)]
    except csv.Error:
        return []


def head(subject: Subject) -> str:
    return _line(WRITTEN)


def write(row: Row) -> str:
    turns = [{"role": turn.role, "content": turn.content} for turn in row.earlier]
    earlier = json.dumps(turns, ensure_ascii=False) if turns else None
    values = [earlier if name == "earlier" else getattr(row, name) for name in WRITTEN]
    return _line([_escaped(value or "") for value in values])


def _records(content: str, delimiter: str) -> Iterator[Record]:
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
        # The first one is the header where there is one: what cuts it is the delimiter, whatever commas texts have.
        width, often = Counter(widths).most_common(1)[0] if widths else (0, 0)
        named = widths[0] if widths and widths[0] > 1 else 0
        return (
            (often / len(widths) + (0.5 if named == width else 0.0), width)
            if width > 1
            else (0.4 * bool(named), named)
        )

    return max(DELIMITERS, key=fitness)


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _escaped(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


def _unescaped(value: str) -> str:
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


FORMAT = Format(
    name="csv",
    title="table (CSV)",
    reads="CSV, TSV and text from spreadsheets with any delimiter; questions with answers, or one message a row "
    "with the id "
    "of its thread. Headers in the twenty most used languages; columns are guessed by name, else by their texts.",
    writes="A column for everything that is known; a cell that a spreadsheet would take for a formula has an "
    "apostrophe "
    "before it.",
    asks="Columns that are guessed by their texts, which side is the customer's, ratings that are not yes or no.",
    purpose="to read and edit in a spreadsheet",
    suffixes=(".csv", ".tsv", ".tab", ".txt"),
    kind=MaterialKind.TABLE,
    claims=lambda source: (
        source.ends(".csv", ".tsv", ".tab")
        or (not source.ends(".md", ".markdown", ".mdx", ".rst") and is_table(source.text))
    ),
    read=read,
    head=head,
    write=write,
    written_suffix="csv",
    media_type="text/csv",
)
