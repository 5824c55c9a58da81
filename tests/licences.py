"""`make licences`: what is installed with Coachable may be used and passed on without binding who does so."""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
# Copyleft that reaches what it is linked with, or no word at all. LGPL and MPL stay with their own files.
DENIED = re.compile(
    r"\b(A?GPL|AFFERO|GNU GENERAL|SSPL|BUSL|CC-BY-NC|PROPRIETARY|UNKNOWN|UNLICENSED)", re.IGNORECASE
)
ALLOWED = re.compile(r"L(ESSER )?GPL|GNU LESSER|LGPL", re.IGNORECASE)
# Looked up by hand, where the metadata says nothing or too much: package → why it may stay.
KNOWN: dict[str, str] = {
    "docutils": "public domain and BSD; what is GPL is a mode for Emacs, which the wheel does not have",
}


def main() -> int:
    (tool,) = sys.argv[1:]
    found = subprocess.run(
        [tool, "--python", sys.executable, "--format", "json", "--from", "mixed", "--with-system"],
        check=True,
        capture_output=True,
        text=True,
    )
    python = {canonicalize_name(row["Name"]): row["License"] for row in json.loads(found.stdout)}
    runtime = needed("coachable")
    refused = {
        name: python.get(name, "UNKNOWN")
        for name in sorted(runtime)
        if not fits(name, python.get(name, "UNKNOWN"))
    }
    page = page_licences()
    refused |= {f"npm: {name}": licence for name, licence in page.items() if not fits(name, licence)}
    for name, licence in refused.items():
        print(f"{name}: {licence}")
    print(f"{len(runtime)} packages of Python, {len(page)} of the page, {len(refused)} refused.")
    return 1 if refused else 0


def fits(name: str, licence: str) -> bool:
    if name in KNOWN:
        return True
    choices = re.split(r"\bOR\b", licence) if "(" not in licence or " AND " not in licence else [licence]
    return any(not DENIED.search(ALLOWED.sub("", choice)) and choice.strip() for choice in choices)


def needed(root: str, extras: frozenset[str] = frozenset({"s3"})) -> set[str]:
    """What the package asks for on this machine, and what that asks for."""
    seen: set[str] = set()
    rest = [(canonicalize_name(root), extras)]
    while rest:
        name, wanted = rest.pop()
        for text in metadata.requires(name) or ():
            requirement = Requirement(text)
            asked = any(
                requirement.marker is None or requirement.marker.evaluate({"extra": extra})
                for extra in (wanted or {""})
            )
            child = canonicalize_name(requirement.name)
            if asked and child not in seen and child != root:
                seen.add(child)
                rest.append((child, frozenset(requirement.extras)))
    return seen


def page_licences() -> dict[str, str]:
    """Of what is built into the page."""
    packages = json.loads((ROOT / "app/web/package-lock.json").read_text())["packages"]
    found = {}
    for path, entry in packages.items():
        if path and not entry.get("dev") and not entry.get("devOptional"):
            manifest = ROOT / "app/web" / path / "package.json"
            licence = entry.get("license") or (
                json.loads(manifest.read_text()).get("license") if manifest.exists() else ""
            )
            found[path.rpartition("node_modules/")[2]] = str(licence or "UNKNOWN")
    return found


if __name__ == "__main__":
    sys.exit(main())
