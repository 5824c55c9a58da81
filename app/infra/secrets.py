"""Secrets: those of the settings, which all hosts share, or else random tokens of this machine, in files that only
their owner reads."""

import os
import secrets
import stat
from pathlib import Path

from app.config import Settings
from app.errors import Misconfigured

TOKEN_BYTES = 32


def sign_in_secret(settings: Settings) -> str:
    """Signs cookies; in the mode `local` it is the token too. Raises Misconfigured."""
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    return read_or_create_token(settings.home / "local.token")


def models_key(settings: Settings) -> str:
    """What the model server of the agents is shown. Raises Misconfigured."""
    if settings.models_api_key is not None:
        return settings.models_api_key.get_secret_value()
    return read_or_create_token(settings.home / "models.token")


def read_or_create_token(path: Path) -> str:
    """The token in `path`, made on first use: 32 random bytes, urlsafe, file 0600, a new folder 0700.

    However many processes ask at once, all get the same one. Raises Misconfigured when others may read it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Misconfigured(f"{path} is readable by others (mode {mode:o}); run: chmod 600 {path}")
    token = path.read_text(encoding="ascii").strip()
    if not token:
        raise Misconfigured(f"{path} is empty; delete it and start again.")
    return token


def _create(path: Path) -> None:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(TOKEN_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(
                aside, path
            )  # unlike a rename it never replaces the token that another process has just made
        except FileExistsError:
            return
    finally:
        aside.unlink()
