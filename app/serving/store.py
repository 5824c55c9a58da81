"""Versions of all agents, for every host: put once, never changed, checked whenever they are fetched.

    adapters/<agent>/<number>/<digest>/adapter_model.safetensors …
    adapters/<agent>/<number>/version.json       which digest, and the hashes of its files

A version is there once its listing is: that is written last, by the first to finish. Another attempt's files lie
beside, under a digest of their own, and are never read.
"""

import hashlib
import json
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from app.config import Settings
from app.errors import Misconfigured, UpstreamFailed
from app.files import sha256
from app.serving.checkpoints import Checkpoints
from app.serving.objects import Bucket, Folder, Objects, received

Files = dict[str, dict[str, object]]  # {name: {"sha256", "bytes"}}
LISTING = "version.json"


@dataclass(frozen=True, slots=True)
class Store:
    """All methods block. They raise UpstreamFailed or OSError where the place can't be reached."""

    objects: Objects

    def put(self, agent_id: UUID, number: int, folder: Path, files: Files) -> Files:
        """What is there from now on: `files` of `folder`, or those of the attempt that was first."""
        home, digest = _home(agent_id, number), _digest(files)
        if (there := self.listing(agent_id, number)) is not None:
            return there
        for name in files:
            self.objects.put(f"{home}/{digest}/{name}", folder / name)
        listing = json.dumps({"digest": digest, "files": files}, sort_keys=True).encode()
        if self.objects.claim(f"{home}/{LISTING}", listing):
            return files
        there = self.listing(agent_id, number)
        assert there is not None, "someone was first"
        return there

    def listing(self, agent_id: UUID, number: int) -> Files | None:
        """None for a version that has not been put here."""
        try:
            content = b"".join(self.objects.read(f"{_home(agent_id, number)}/{LISTING}"))
            files: Files = {name: dict(entry) for name, entry in json.loads(content)["files"].items()}
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UpstreamFailed(f"The listing of version {number} in the store can't be read.") from error
        return files

    def fetch(self, agent_id: UUID, number: int, target: Path) -> bool:
        """Bring the version to `target`, whole and with the hashes of its listing; False where there is none.

        Raises UpstreamFailed for files that are not what was put there; then nothing is left behind.
        """
        files = self.listing(agent_id, number)
        if files is None:
            return False
        if _hashes(target) == {name: entry["sha256"] for name, entry in files.items()}:
            return True
        home = f"{_home(agent_id, number)}/{_digest(files)}"
        aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        aside.mkdir(mode=0o700, parents=True)
        try:
            for name, entry in files.items():
                if received(self.objects, home, name, aside) != entry["sha256"]:
                    raise UpstreamFailed(
                        f"{name} of version {number} in the store differs from its listing; train again."
                    )
            _replace(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return True

    def location(self, agent_id: UUID, number: int) -> Path | None:
        """The folder that other servers may read it from; None in a bucket."""
        files = self.listing(agent_id, number)
        return self.objects.path(f"{_home(agent_id, number)}/{_digest(files)}") if files else None

    def forget(self, agent_id: UUID) -> None:
        """All versions of an agent, and checkpoints of its runs."""
        self.objects.remove(f"adapters/{agent_id}")
        self.objects.remove(f"checkpoints/{agent_id}")

    def checkpoints(self, agent_id: UUID, run_id: UUID) -> Checkpoints:
        return Checkpoints(self.objects, agent_id, run_id)


@lru_cache(maxsize=2)
def _opened(url: str) -> Store:
    scheme = urlsplit(url).scheme
    if scheme == "s3":
        return Store(Bucket(url))
    path = Path(urlsplit(url).path if scheme == "file" else url)
    if scheme not in ("", "file") or not path.is_absolute():
        raise Misconfigured(f"COACHABLE_STORE_URL={url} is neither an absolute path nor s3://bucket/prefix.")
    return Store(Folder(path))


def store_of(settings: Settings) -> Store | None:
    """None where one host does all. Raises Misconfigured."""
    return _opened(settings.store_url) if settings.store_url else None


def _home(agent_id: UUID, number: int) -> str:
    return f"adapters/{agent_id}/{number}"


def _digest(files: Files) -> str:
    lines = "".join(f"{name} {files[name]['sha256']}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def _hashes(folder: Path) -> dict[str, str]:
    """Empty for what is not there, or is being taken away while it is read."""
    try:
        return {path.name: sha256(path) for path in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _replace(aside: Path, target: Path) -> None:
    """Put `aside` in the place of an earlier attempt, if there is one.

    Others may bring the same version at the same time. What the first one put there stays: it may be in use.
    """
    wanted = _hashes(aside)
    while True:
        try:
            aside.rename(target)
        except OSError:
            if not target.is_dir():
                raise
        else:
            return
        if _hashes(target) == wanted:
            return
        earlier = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        with suppress(FileNotFoundError):  # someone else has taken it away
            target.rename(earlier)
        shutil.rmtree(earlier, ignore_errors=True)
