"""Checkpoints of runs that are under way, for the host that goes on with one.

    checkpoints/<agent>/<run>/<epoch>/step-000123/adapter.safetensors …
    checkpoints/<agent>/<run>/<epoch>/newest.json       which step, and the hashes of its files

Every lease writes under an epoch of its own: a trainer that has lost its run and does not know yet is in no one's way.
"""

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from app.errors import UpstreamFailed
from app.files import sha256
from app.serving.objects import Objects, received

NEWEST = "newest.json"


@dataclass(frozen=True, slots=True)
class _Newest:
    step: str
    files: dict[str, str]  # to their SHA-256


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Of one run. All methods block. They raise UpstreamFailed or OSError where the store can't be reached."""

    objects: Objects
    agent_id: UUID
    run_id: UUID

    def put(self, epoch: int, folder: Path) -> None:
        """`folder`: a whole one, called by its step. Those that the same lease put before it are gone then.

        Raises FileNotFoundError where the training has removed it meanwhile, for a newer one.
        """
        home, before = self._home(epoch), self._newest(epoch)
        files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
        for name in files:
            self.objects.put(f"{home}/{folder.name}/{name}", folder / name)
        with TemporaryDirectory() as aside:
            pointer = Path(aside) / NEWEST
            pointer.write_text(json.dumps({"step": folder.name, "files": files}))
            self.objects.put(f"{home}/{NEWEST}", pointer)
        if before and before.step != folder.name:
            self.objects.remove(f"{home}/{before.step}")

    def fetch(self, epoch: int, folder: Path) -> bool:
        """Bring the newest one of the leases before `epoch` to `folder`, unless that has it or a newer one.

        False where there is none. Raises UpstreamFailed for files that are not what was put there.
        """
        found = next(
            ((one, newest) for one in range(epoch - 1, 0, -1) if (newest := self._newest(one))), None
        )
        if found is None:
            return False
        one, newest = found
        step, files = newest.step, newest.files
        if any(path.name >= step for path in folder.glob("step-*")):
            return False
        aside = folder / f".{step}.{secrets.token_hex(8)}"
        aside.mkdir(mode=0o700, parents=True)
        try:
            for name, digest in files.items():
                if received(self.objects, f"{self._home(one)}/{step}", name, aside) != digest:
                    raise UpstreamFailed(f"{name} of checkpoint {step} in the store is damaged.")
            aside.rename(folder / step)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return True

    def forget(self) -> None:
        self.objects.remove(f"checkpoints/{self.agent_id}/{self.run_id}")

    def _home(self, epoch: int) -> str:
        return f"checkpoints/{self.agent_id}/{self.run_id}/{epoch}"

    def _newest(self, epoch: int) -> _Newest | None:
        try:
            found = json.loads(b"".join(self.objects.read(f"{self._home(epoch)}/{NEWEST}")))
            step, files = found["step"], dict(found["files"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise UpstreamFailed("What the store says of a checkpoint can't be read.") from error
        if not isinstance(step, str) or Path(step).name != step or not step.startswith("step-"):
            raise UpstreamFailed("What the store says of a checkpoint can't be read.")
        return _Newest(step, files)
