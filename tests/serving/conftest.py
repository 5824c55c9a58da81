"""Both kinds of a store."""

from pathlib import Path

import pytest

from app.config import Settings
from app.serving.store import Store, store_of
from tests.buckets import bucket

__all__ = ["bucket"]


@pytest.fixture(params=["folder", "bucket"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "shared") if request.param == "folder" else request.getfixturevalue("bucket")


@pytest.fixture
def store(url: str) -> Store:
    found = store_of(Settings(store_url=url))
    assert found is not None
    return found
