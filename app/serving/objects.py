"""Two places for files that all hosts reach: a folder, and a bucket of anything that speaks S3.

What is there under a name is whole: both write aside first, or in one request.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from app.errors import Misconfigured, UpstreamFailed
from app.files import sync

CHUNK = 1 << 20


class Objects(Protocol):
    def put(self, name: str, source: Path) -> None:
        """Over what was there."""

    def claim(self, name: str, content: bytes) -> bool:
        """False where another was first; then theirs stays."""

    def read(self, name: str) -> Iterator[bytes]:
        """Raises FileNotFoundError, here and not later."""

    def remove(self, prefix: str) -> None:
        """All below a folder; nothing where there is none."""

    def path(self, name: str) -> Path | None:
        """Where other programs find it; None where it is not a file."""


def received(objects: Objects, home: str, name: str, folder: Path) -> str:
    """The SHA-256 of what arrived as `name` in `folder`; empty where nothing in `home` is called so, or where the name,
    which a listing in the store tells, leads out of them."""
    if name in ("", ".", "..") or Path(name).name != name:
        return ""
    digest = hashlib.sha256()
    try:
        with (folder / name).open("xb") as file:
            for chunk in objects.read(f"{home}/{name}"):
                digest.update(chunk)
                file.write(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


class Folder:
    """`root` is shared, say by NFS."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def put(self, name: str, source: Path) -> None:
        target = self._root / name
        aside = self._aside(target)
        try:
            shutil.copyfile(source, aside)
            sync(aside)
            aside.replace(target)
            sync(target.parent)
        finally:
            aside.unlink(missing_ok=True)

    def claim(self, name: str, content: bytes) -> bool:
        target = self._root / name
        aside = self._aside(target)
        try:
            aside.write_bytes(content)
            sync(aside)
            os.link(aside, target)  # unlike a rename it never replaces
            sync(target.parent)
        except FileExistsError:
            return False
        finally:
            aside.unlink(missing_ok=True)
        return True

    def read(self, name: str) -> Iterator[bytes]:
        file = (self._root / name).open("rb")

        def chunks() -> Iterator[bytes]:
            with file:
                while chunk := file.read(CHUNK):
                    yield chunk

        return chunks()

    def remove(self, prefix: str) -> None:
        shutil.rmtree(self._root / prefix, ignore_errors=True)

    def path(self, name: str) -> Path | None:
        return self._root / name

    def _aside(self, target: Path) -> Path:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        aside.touch(mode=0o600)
        return aside


class Bucket:
    """`s3://bucket/prefix`; keys, region and endpoint as AWS's own tools read them from the environment."""

    def __init__(self, url: str) -> None:
        try:
            import obstore
            from obstore.store import from_url
        except ImportError as error:
            raise Misconfigured(
                f"COACHABLE_STORE_URL={url} needs one package more: pip install 'coachable[s3]'."
            ) from error
        self._url, self._s3 = url, obstore
        # An endpoint without TLS is one that the operator wrote down so.
        self._store: Any = from_url(url, client_options={"allow_http": True})

    def put(self, name: str, source: Path) -> None:
        try:
            self._s3.put(self._store, name, source)
        except self._s3.exceptions.BaseError as error:
            raise self._failed(error) from error

    def claim(self, name: str, content: bytes) -> bool:
        try:
            self._s3.put(self._store, name, content, mode="create")
        except self._s3.exceptions.AlreadyExistsError:
            return False
        except self._s3.exceptions.BaseError as error:
            raise self._failed(error) from error
        return True

    def read(self, name: str) -> Iterator[bytes]:
        try:
            found = self._s3.get(self._store, name)
        except self._s3.exceptions.BaseError as error:
            raise self._failed(error) from error

        def chunks() -> Iterator[bytes]:
            try:
                yield from (bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK))
            except self._s3.exceptions.BaseError as error:
                raise self._failed(error) from error

        return chunks()

    def remove(self, prefix: str) -> None:
        try:
            for page in self._s3.list(self._store, prefix):
                self._s3.delete(self._store, [entry["path"] for entry in page])
        except self._s3.exceptions.BaseError as error:
            raise self._failed(error) from error

    def path(self, name: str) -> Path | None:
        return None

    def _failed(self, error: Exception) -> UpstreamFailed:
        return UpstreamFailed(f"The store {self._url} does not answer: {str(error).splitlines()[0]}.")
