"""A certificate of our own making, for servers in tests."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def make_certificate(folder: Path, address: str, owner: int | None = None) -> tuple[Path, Path]:
    """(certificate, key) for an IP address, both belonging to the user `owner`."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    certificate, key = folder / "server.crt", folder / "server.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-days", "2", "-subj", "/CN=test", "-addext", f"subjectAltName=IP:{address}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    key.chmod(0o600)
    if owner is not None:
        for file in (certificate, key):
            os.chown(file, owner, -1)
    return certificate, key
