"""Where adapters lie, and how a finished one gets there: aside, verified, renamed; then never changed."""

import errno
import os
import shutil
from pathlib import Path
from uuid import UUID

from app.errors import DiskFull, TrainingFailed, UpstreamFailed
from app.files import sha256, sync
from app.serving.store import Files, Store

FILES = {"adapter_config.json", "adapter_model.safetensors", "manifest.json"}


def adapter_folder(home: Path, agent_id: UUID, number: int) -> Path:
    return home.absolute() / "adapters" / str(agent_id) / str(number)


def publish(made: Path, target: Path, epoch: int) -> Files:
    """Bring the folder `made` to `target`; repeatable after a crash.

    Raises DiskFull or OSError; then nothing new is left behind.
    """
    try:
        if not target.is_dir():
            _copy(made, target, epoch)
        return listing(target)
    except OSError as error:
        if full := _full(error):
            raise full from error
        raise


def share(store: Store, home: Path, agent_id: UUID, number: int) -> Files:
    """Put a published version into the store. Another host's attempt at it may have been first: then that one is the
    version, here too. Raises UpstreamFailed or DiskFull."""
    folder = adapter_folder(home, agent_id, number)
    ours = listing(folder)
    try:
        files = store.put(agent_id, number, folder, ours)
        if files != ours:
            store.fetch(agent_id, number, folder)
    except OSError as error:
        unwritten = UpstreamFailed(
            f"The store of versions can't be used: {error.strerror or error}. Mend it, then train again."
        )
        raise (_full(error) or unwritten) from error
    return files


def at_hand(store: Store | None, home: Path, agent_id: UUID, number: int) -> Path:
    """The folder of a version, which other hosts' versions are fetched to first. Whoever loads it looks whether it is
    there. Raises UpstreamFailed or OSError."""
    folder = adapter_folder(home, agent_id, number)
    if store is not None and not folder.is_dir():
        store.fetch(agent_id, number, folder)
    return folder


def is_kept(store: Store | None, home: Path, agent_id: UUID, number: int, files: Files) -> bool:
    """Whether it can be served: all files are there, in the store or, where there is none, on this host."""
    if store is not None:
        return bool(files) and store.listing(agent_id, number) == files
    return is_complete(adapter_folder(home, agent_id, number), files)


def _copy(made: Path, target: Path, epoch: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for earlier in range(1, epoch):  # attempts that were killed while they copied
        shutil.rmtree(_aside(target, earlier), ignore_errors=True)
    aside = _aside(target, epoch)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        shutil.copytree(made, aside)
        for path in aside.iterdir():
            sync(path)
        sync(aside)
        aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync(target.parent)


def _aside(target: Path, epoch: int) -> Path:
    return target.with_name(f"{target.name}.tmp-{epoch}")


def _full(error: OSError) -> DiskFull | None:
    """copytree gathers what went wrong with each file as text, which is all that is left of the number."""
    told = str(error) if isinstance(error, shutil.Error) else ""
    codes = [code for code in (errno.ENOSPC, errno.EDQUOT) if os.strerror(code) in told]
    return DiskFull.of(OSError(codes[0], told) if codes else error)


def is_complete(folder: Path, files: Files) -> bool:
    """All files are there with the sizes they had (their hashes are checked by the code that loads them)."""
    return bool(files) and all(
        (folder / name).is_file() and (folder / name).stat().st_size == entry["bytes"]
        for name, entry in files.items()
    )


def listing(folder: Path) -> Files:
    names = {path.name for path in folder.iterdir()}
    if names != FILES:
        raise TrainingFailed(
            f"The adapter folder holds {sorted(names)} instead of {sorted(FILES)}; train again."
        )
    return {name: entry(folder / name) for name in sorted(names)}


def entry(file: Path) -> dict[str, object]:
    return {"sha256": sha256(file), "bytes": file.stat().st_size}
