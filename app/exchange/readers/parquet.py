"""Parquet, as Hugging Face data sets come; read with pyarrow, which is an extra for its 50 MB."""

import io
from typing import Any

from app.errors import InvalidInput, LimitReached
from app.exchange import shapes
from app.exchange.format import Format
from app.exchange.rows import Contents
from app.exchange.source import Source, Wishes

_MOST_ROWS = 50_000


def read(source: Source, wishes: Wishes) -> Contents:
    """Raises InvalidInput, also where pyarrow is not installed, and LimitReached."""
    return shapes.read([(line, row) for line, row in enumerate(_rows(source.data), start=1)], wishes)


def _rows(data: bytes) -> list[dict[str, Any]]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InvalidInput(
            "This is a Parquet file; reading it needs pyarrow: pip install 'coachable[parquet]', or save it as JSONL.",
            "content",
        ) from None
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        if file.metadata.num_rows > _MOST_ROWS:
            raise LimitReached(f"The file has {file.metadata.num_rows:,} rows; import it in parts.")
        rows: list[dict[str, Any]] = file.read().to_pylist()
    except pyarrow.ArrowException as error:
        raise InvalidInput(f"The Parquet file can't be read: {str(error)[:200]}", "content") from None
    return rows


FORMAT = Format(
    name="parquet",
    title="Parquet",
    reads="Rows with the keys of any JSON format above. Needs `pip install 'coachable[parquet]'`.",
    suffixes=(".parquet",),
    claims=lambda source: source.data.startswith(b"PAR1"),
    read=read,
)
