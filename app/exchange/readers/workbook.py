"""Excel and OpenDocument workbooks: each sheet a table, whatever is hidden left out."""

import io
from collections.abc import Iterator
from typing import Any

from app.errors import InvalidInput
from app.exchange.columns import known_names
from app.exchange.format import Format
from app.exchange.rows import Contents
from app.exchange.source import Source, Wishes
from app.exchange.tables import Record, read_table
from app.models import MaterialKind

_OLD = b"\xd0\xcf\x11\xe0"  # what Office wrote before 2007
_MEMBERS = {"xl/workbook.xml", "xl/workbook.bin"}


def read(source: Source, wishes: Wishes) -> Contents:
    found = Contents()
    sheets = [(name, records) for name, records in _sheets(source.data) if len(records) > 1]
    asked = [(name, records) for name, records in sheets if known_names(records[0][1])]
    for name, records in asked or sheets:
        part = read_table(records, wishes)
        found.add(part)
        if len(sheets) > 1:
            found.notices.append(f"Sheet “{name}”: {len(part.rows)} pairs.")
    found.notices += [
        f"Sheet “{name}” left out: its first row names no questions or answers."
        for name, _ in sheets
        if asked and name not in dict(asked)
    ]
    return found


def _sheets(data: bytes) -> Iterator[tuple[str, list[Record]]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible is SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                yield sheet.name, _records(rows)
    except (CalamineError, OSError, ValueError) as error:
        raise InvalidInput(f"The workbook can't be read ({error}); save it as CSV.", "content") from None


def _records(rows: list[list[Any]]) -> list[Record]:
    texts = [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, start=1)]
    used = max((i + 1 for _, cells in texts for i, cell in enumerate(cells) if cell.strip()), default=0)
    return [(line, cells[:used]) for line, cells in texts if any(cell.strip() for cell in cells)]


def _text(cell: Any) -> str:
    """As a person sees it: 12 and not 12.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _claims(source: Source) -> bool:
    if source.data.startswith(_OLD):
        return source.ends(".xls", ".csv") or b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in source.data
    return bool(_MEMBERS & source.members) or (
        "content.xml" in source.members and b"spreadsheet" in source.member("mimetype")
        if "mimetype" in source.members
        else False
    )


FORMAT = Format(
    name="workbook",
    title="workbook (Excel, OpenDocument)",
    reads=".xlsx, .xls, .xlsb and .ods: the sheets whose first row names questions or answers, as tables. Hidden "
    "sheets are "
    "left out.",
    asks="As for a table.",
    suffixes=(".xlsx", ".xls", ".xlsb", ".ods"),
    kind=MaterialKind.TABLE,
    claims=_claims,
    read=read,
)
