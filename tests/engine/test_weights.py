import json
import os
from pathlib import Path

import pytest

from app.engine.weights import REMEMBERED, differ, digest_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model-1.safetensors").write_bytes(b"one")
    (tmp_path / "model-2.safetensors").write_bytes(b"two")
    return tmp_path


def test_content_decides_and_nothing_else(folder: Path) -> None:
    first = digest_of(folder)
    (folder / "config.json").write_text("{}")
    os.utime(folder / "model-1.safetensors", ns=(1, 1))
    assert digest_of(folder) == first

    (folder / "model-2.safetensors").write_bytes(b"twO")
    os.utime(folder / "model-2.safetensors", ns=(2, 2))
    assert digest_of(folder) != first


def test_what_did_not_change_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = digest_of(folder)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("read again"))

    assert digest_of(folder) == first


@pytest.mark.parametrize("left", ["", "[]", "{", '{"model-1.safetensors": 3}'])
def test_a_broken_memory_is_none(folder: Path, left: str) -> None:
    first = digest_of(folder)
    (folder / REMEMBERED).write_text(left)

    assert digest_of(folder) == first


def test_an_adapter_that_names_no_weights_fits(folder: Path) -> None:
    adapter = folder / "adapter"
    adapter.mkdir()
    digest = digest_of(folder)
    assert not differ(adapter, digest)
    for named, expected in ((None, False), (digest, False), ("0" * 64, True)):
        (adapter / "manifest.json").write_text(json.dumps({"base_weights": named}))
        assert differ(adapter, digest) is expected
