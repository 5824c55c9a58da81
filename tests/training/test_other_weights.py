"""A base model whose weights were exchanged under the same name."""

import json
from pathlib import Path

import pytest

from app.engine.weights import digest_of
from app.errors import BadInput
from app.training import loop
from tests.training.conftest import make_child

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


@pytest.fixture
def foreign(tmp_path: Path, tiny_model: Path) -> Path:
    """An adapter of a run, said to be trained on other weights."""
    child = make_child(tmp_path / "first", tiny_model)
    loop.train(child.config, child.reporter, lambda: None)
    adapter = Path(child.lines("finished")[0]["adapter_dir"])
    manifest = json.loads((adapter / "manifest.json").read_text())
    assert manifest["base_weights"] == digest_of(tiny_model)
    (adapter / "manifest.json").write_text(json.dumps(manifest | {"base_weights": "0" * 64}))
    return adapter


def test_a_live_version_that_no_longer_runs_is_no_rival(
    tmp_path: Path, tiny_model: Path, foreign: Path
) -> None:
    child = make_child(tmp_path / "second", tiny_model, live_adapter=str(foreign))
    loop.train(child.config, child.reporter, lambda: None)

    assert child.lines("report")[0]["report"]["live"] is None


def test_no_run_goes_on_from_other_weights(tmp_path: Path, tiny_model: Path, foreign: Path) -> None:
    child = make_child(tmp_path / "second", tiny_model, start_adapter=str(foreign))
    with pytest.raises(BadInput, match="trained on other weights of tiny: put those back"):
        loop.train(child.config, child.reporter, lambda: None)

    assert not child.config.output_dir.exists()
    assert not child.config.checkpoint_dir.exists()
