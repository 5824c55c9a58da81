"""Arrows between the rooms point one way, and the rooms keep to their libraries (design: processes → api | tasks |
infra → rooms of nouns → models, events → errors; training and inference are leaves over the engine)."""

import ast
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
    "config": {"errors"},
    "logs": {"config"},
    "files": set(),
    "basemodels": {"config", "errors", "files"},
    "models": {"errors", "actor"},
    "doorbell": {"models"},
    "events": {"models", "doorbell", "errors"},
    "weights": {"files"},
    "serving": {"config", "errors", "files"},
    "engine": {"errors"},
    "training": {"errors", "engine", "files", "weights", "text", "facts"},
    "inference": {"errors", "engine", "files", "weights"},
}
NOUNS = [
    "audit", "workspaces", "agents", "materials", "style", "runs", "findings", "openquestions", "replies", "versions",
    "customers", "sessions", "pairs", "exchange", "proposals", "trainer",
]  # fmt: skip
BELOW_NOUNS = {
    "models",
    "text",
    "facts",
    "events",
    "doorbell",
    "errors",
    "actor",
    "config",
    "basemodels",
    "serving",
    "files",
}
for position, noun in enumerate(NOUNS):
    ALLOWED[noun] = BELOW_NOUNS | set(NOUNS[:position])
ALLOWED["infra"] = {"config", "errors", "doorbell", "events", "models", "basemodels", "serving"}
ALLOWED["tasks"] = BELOW_NOUNS | set(NOUNS)
ALLOWED["coach"] = {"errors", "config"}
ALLOWED["api"] = BELOW_NOUNS | set(NOUNS) | {"infra"}
ALLOWED["web"] = {"errors"}
ALLOWED["processes"] = BELOW_NOUNS | set(NOUNS) | {"infra", "tasks", "api", "inference", "coach", "logs"}
ALLOWED["cli"] = {"actor", "config", "errors", "logs", "models", "processes", "infra"}

# Libraries that one room alone may use.
ONLY_IN = {
    "torch": {"engine", "training", "inference"},
    "transformers": {"engine", "training", "inference"},
    "peft": {"engine", "training", "inference"},
    "arq": {"infra", "processes"},
    "redis": {"infra"},
    "openai": {"infra"},
    "obstore": {"serving"},
    "strawberry": {"api"},
    "tortoise": {"models", "events", "api", "processes", *NOUNS},
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_a_room_imports_only_what_lies_below(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("app.")}
    assert rooms - {room} <= ALLOWED[room]
    libraries = {name.split(".")[0] for name in imports(path)}
    strangers = {library for library in libraries & ONLY_IN.keys() if room not in ONLY_IN[library]}
    assert strangers == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_only_config_reads_the_environment(path: Path) -> None:
    text = path.read_text()
    if room_of(path) in {"config", "web"} or path.relative_to(APP) in WRITERS:
        return
    assert "os.getenv" not in text
    assert "os.environ.get" not in text
    assert "os.environ[" not in text


@pytest.mark.parametrize(
    "module",
    ["app.processes.api", "app.processes.worker", "app.processes.trainer", "app.processes.writer", "app.cli"],
)
def test_torch_stays_out(module: str) -> None:
    program = (
        f"import {module}, sys; sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'peft')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_files_stay_short() -> None:
    long = {str(p.relative_to(APP)): n for p in FILES if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}
