"""The table in docs/models.md is what the probe says."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from app.basemodels import probe
from app.config import Settings
from app.processes import doctor
from app.processes.preflight import Finding
from app.training.probe import Answer, Findings, look
from tests.families import FAMILIES, Family

DOCS = Path(__file__).parents[2] / "docs" / "models.md"


def row(one: Family, found: Findings) -> str:
    exports = [name if name != "gguf" else "GGUF" for name, can in found.can_export.items() if can is True]
    cells = [
        one.name,
        f"`{found.architecture}`",
        ", ".join(found.attention),
        {"role": "own turn", "first turn": "first question"}[found.chat.system] if found.chat else "-",
        (f"off (`{found.chat.thinking}`)" if found.chat.thinking else "none") if found.chat else "-",
        told(found.can_train),
        told(found.can_serve),
        ", ".join(exports) or "no",
    ]
    return f"| {' | '.join(cells)} |"


def told(answer: Answer) -> str:
    return "yes" if answer is True else "no"


@pytest.mark.parametrize("one", FAMILIES, ids=str)
def test_row(one: Family, family_folder: Callable[[Family], Path]) -> None:
    found = look(family_folder(one))
    assert row(one, found) in DOCS.read_text().splitlines()
    assert (found.can_train is True) == (one.chat.template is not None)


@pytest.mark.parametrize("one", FAMILIES, ids=str)
def test_doctor_says_what_the_row_says(
    one: Family, family_folder: Callable[[Family], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The probe in this process: in one of its own the imports take seconds, for each family."""
    found = look(family_folder(one))
    monkeypatch.setattr(probe, "_look", lambda folder, _: (json.loads(json.dumps(asdict(look(folder)))), ""))
    folder = shutil.copytree(family_folder(one), tmp_path / str(one))

    told = doctor.abilities(Settings(home=tmp_path), one.name, folder)

    if found.can_train is True:
        exports = row(one, found).rsplit(" | ", 1)[1].removesuffix(" |")
        assert told == Finding("ok", f"{one.name} can be trained, served and exported ({exports}).")
    else:
        assert told.verdict == "problem"
        assert "has no chat template: take its instruct edition." in told.text


def test_no_row_is_of_nobody() -> None:
    text = DOCS.read_text()
    rows = [line for line in text[text.index("## Families") :].splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0].removeprefix("| ") for line in rows[1:]] == [one.name for one in FAMILIES]
