"""The probe is asked once of the same files, and what goes wrong in it becomes a sentence."""

import json
import os
import shutil
from pathlib import Path

import pytest

from app.basemodels import probe as room
from app.basemodels.probe import REMEMBERED, probe
from tests.tiny_model import make_tiny_model


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("probe") / "tiny")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "tiny")


@pytest.mark.slow
def test_it_is_asked_once_of_the_same_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = probe(folder)
    assert (found.loads, found.can_train, found.can_serve, found.refusal) == (True, True, True, None)
    assert found.can_export == {"adapter": True, "merged": True, "gguf": True}
    assert (found.architecture, found.attention, found.context) == ("LlamaForCausalLM", ("full",), 512)

    monkeypatch.setattr(room, "_MODULE", "app.no_such_module")
    assert probe(folder) == found
    os.utime(folder / "config.json", ns=(1, 1))
    again = probe(folder)
    assert again.refusal == (
        f"tiny can't be looked at ({again.refusal.split('(')[1].split(')')[0]}): choose another base model."
    )
    assert "No module named app.no_such_module" in again.refusal


@pytest.mark.slow
def test_what_is_wrong_is_remembered_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "chat_template.jinja").write_text("{{ raise_exception('no') }}")
    sentence = "The chat template of tiny can't be split into prompt and answer: choose another base model."
    assert probe(folder).refusal == sentence
    monkeypatch.setattr(room, "_MODULE", "app.no_such_module")
    assert probe(folder).refusal == sentence


def test_a_folder_that_lacks_a_file_needs_no_child(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MODULE", "app.no_such_module")
    (folder / "model.safetensors").unlink()
    assert probe(folder).refusal == "tiny lacks *.safetensors."
    assert probe(folder / "nothing").refusal == "nothing is not there."


def test_patience_ends(folder: Path) -> None:
    assert probe(folder, patience_s=0.01).refusal == (
        "tiny can't be looked at (it took longer than 0 s): choose another base model."
    )
    assert not (folder / REMEMBERED).exists()


@pytest.mark.slow
def test_a_note_of_another_time_is_passed_over(folder: Path) -> None:
    probe(folder)
    note = json.loads((folder / REMEMBERED).read_text())
    (folder / REMEMBERED).write_text(json.dumps(note | {"found": {"loads": True}}))
    assert probe(folder).can_train is True
