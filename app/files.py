"""What is asked of files in many rooms: their hashes, and that they are on the disk."""

import hashlib
import os
from pathlib import Path


def sha256(path: Path) -> str:
    """In hexadecimal; a part of the file at a time, as weights have gigabytes."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Returns when the file, or the entries of the folder, would outlast a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
