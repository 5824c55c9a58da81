"""Bytes of files as spreadsheets and editors write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.decoding import decoded

TEXT = "Grüße, 5 €"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_survives(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@given(data=st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    decoded(data)
