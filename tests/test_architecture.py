"""Arrows between the rooms point one way, and the rooms keep to their libraries.

processes → api, infra → rooms of nouns → models, events → errors; training and inference are leaves over the engine.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"
FILES = sorted(path for path in APP.rglob("*.py") if "node_modules" not in path.parts)

# A room may import itself and these. Nouns are listed from the bottom to the top.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "text": {"errors"},
    "facts": {"text", "errors"},
    "actor": {"errors"},
    "limits": set(),
    "contracts": {"errors"},
    "config": {"errors", "limits"},
    "extras": {"errors"},
    "files": set(),
    "basemodels": {"config", "errors", "extras", "files"},
    "models": {"errors", "actor"},
    "events": {"contracts", "models", "errors"},
    "serving": {"config", "contracts", "errors", "files"},
    "engine": {"errors", "files"},
    "training": {"errors", "contracts", "engine", "files", "text", "facts"},
    "inference": {"errors", "contracts", "engine", "files"},
}
NOUNS = [
    "workspaces",
    "agents",
    "webhooks",
    "answers",
    "runs",
    "replies",
    "proof",
    "versions",
    "customers",
    "sessions",
    "pairs",
    "exchange",
    "knowledge",
    "trainer",
]
BELOW_NOUNS = {
    "contracts",
    "models",
    "text",
    "facts",
    "events",
    "errors",
    "actor",
    "config",
    "limits",
    "basemodels",
    "serving",
    "files",
}
for position, noun in enumerate(NOUNS):
    ALLOWED[noun] = BELOW_NOUNS | set(NOUNS[:position])
ALLOWED["proof"] = {"contracts", "errors", "text", "facts", "models"}
ALLOWED["infra"] = {
    "actor",
    "config",
    "limits",
    "errors",
    "extras",
    "events",
    "models",
    "basemodels",
    "serving",
}
ALLOWED["client"] = {
    "contracts",
    "config",
    "errors",
    "text",
    "basemodels",
    "serving",
    "exchange",
    "versions",
    "trainer",
    "infra",
}
ALLOWED["api"] = BELOW_NOUNS | set(NOUNS) | {"infra"}
ALLOWED["web"] = {"errors"}
ALLOWED["processes"] = BELOW_NOUNS | set(NOUNS) | {"extras", "infra", "api", "inference"}
ALLOWED["cli"] = {"actor", "config", "errors", "extras", "models", "client", "processes"}

# Libraries that one room alone may use.
ONLY_IN = {
    "torch": {"engine", "training", "inference"},
    "transformers": {"engine", "training", "inference"},
    "peft": {"engine", "training", "inference"},
    "arq": {"infra", "processes"},
    "redis": {"infra"},
    "openai": {"infra"},
    "authlib": {"infra"},
    "joserfc": {"infra"},
    "limits": {"infra"},
    "obstore": {"serving"},
    "strawberry": {"api"},
    "tortoise": {"models", "events", "api", "processes", *NOUNS} - {"proof"},
}


# Files that set or copy variables for a child process or for torch.
WRITERS = {Path("trainer/launch.py"), Path("processes/supervisor.py"), Path("training/__main__.py")}


def room_of(path: Path) -> str:
    relative = path.relative_to(APP)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.slow
def test_a_room_imports_only_what_lies_below() -> None:
    wrong = {}
    for path in FILES:
        room = room_of(path)
        if room == "__init__":
            continue
        names = imports(path)
        rooms = {name.split(".")[1] for name in names if name.startswith("app.")}
        libraries = {name.split(".")[0] for name in names}
        strangers = {library for library in libraries & ONLY_IN.keys() if room not in ONLY_IN[library]}
        if found := rooms - {room} - ALLOWED[room] | strangers:
            wrong[str(path.relative_to(APP))] = found
    assert wrong == {}


def test_only_config_reads_the_environment() -> None:
    readers = [
        path.relative_to(APP)
        for path in FILES
        if room_of(path) not in {"config", "web"}
        and any(way in path.read_text() for way in ("os.getenv", "os.environ.get", "os.environ["))
    ]
    assert set(readers) <= WRITERS


@pytest.mark.slow
def test_no_start_waits_for_what_is_heavy() -> None:
    """Torch stays out, and OpenAI's client until a model is asked. In one process, the lightest first: what one imports
    is there for the others."""
    program = """
import importlib, json, sys
heavy = {"torch", "transformers", "peft", "openai"}
names = ["app.cli", *(f"app.processes.{name}" for name in ("up", "writer", "trainer", "worker", "api"))]
print(json.dumps({name: (importlib.import_module(name), sorted(heavy & sys.modules.keys()))[1] for name in names}))
"""
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout
    assert json.loads(said) == {
        "app.cli": [],
        "app.processes.up": [],
        "app.processes.writer": [],
        "app.processes.trainer": [],
        "app.processes.worker": [],
        "app.processes.api": [],
    }


@pytest.mark.slow
def test_an_import_from_a_file_needs_no_tables() -> None:
    program = "import sys, app.client.importing; sys.exit('tortoise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_files_stay_short() -> None:
    long = {str(p.relative_to(APP)): n for p in FILES if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}
