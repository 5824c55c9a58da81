"""When a server that is busy wants to be asked again."""

from datetime import UTC, datetime

import pytest

from app.infra.refusals import retry_after

NOW = datetime(2026, 2, 3, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 2.5 ", 2.5),
        ("0", 0.0),
        ("61", 60.0),
        ("999999999", 60.0),
        ("Tue, 03 Feb 2026 12:00:12 GMT", 12.0),
        ("Tue, 03 Feb 2026 13:00:12 GMT", 60.0),
        ("Tue, 03 Feb 2026 11:00:00 GMT", 0.0),
        ("Tue, 03 Feb 2026 14:00:12 +0200", 12.0),
        ("Tue, 03 Feb 2026 12:00:12 -0000", 12.0),
        ("soon", None),
        ("nan", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
