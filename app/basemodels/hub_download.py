"""`python -m app.basemodels.hub_download HUB_ID REVISION OUT_DIR FILE[=SHA256] FILE? ...`: files of one revision.

FILE? is one that not every repository has. A process of its own, so that it can be ended at any moment; the next one
goes on at the byte where it was ended, which the Hub's own `snapshot_download` does only for whole files. Its last line
says in a sentence what went wrong.
"""

import re
import sys
from pathlib import Path

import httpx2
from huggingface_hub import constants, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.file_download import http_get
from huggingface_hub.utils.tqdm import disable_progress_bars

from app.basemodels.catalogue import INDEX, WEIGHTS, BaseModel
from app.basemodels.folders import shards_of
from app.basemodels.hub import headers
from app.files import sha256

UNREACHABLE = 3  # exit code: the hub can't be reached, or the network went away
NOTHING_LEFT = 416  # HTTP status: the range that was asked for begins at the end
HUB_ANSWERS_WITHIN_S = 5.0
PIECE = 1 << 20
"""Bytes written at once: what is being fetched is seen to grow, and little is fetched twice."""


class Refused(Exception):
    """The Hub answered, but not with what was asked for."""


def command(model: BaseModel, folder: Path, optional: frozenset[str]) -> list[str]:
    """What to run to fetch the model's files into the folder."""
    files = [
        f"{name}={sha256}" if sha256 else f"{name}{'?' if name in optional else ''}"
        for name, sha256 in model.files.items()
    ]
    program = [sys.executable, "-m", "app.basemodels.hub_download"]
    return [*program, model.hub_id, model.revision, str(folder), *files]


def download(hub_id: str, revision: str, folder: Path, files: dict[str, str], optional: set[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    first = hf_hub_url(hub_id, next(iter(files)), revision=revision)
    httpx2.head(first, headers=headers(), timeout=HUB_ANSWERS_WITHIN_S)  # its own client would try for 24 s
    for name, expected in files.items():
        _fetch(hub_id, revision, folder, name, expected, name in optional)
    if INDEX in files:
        shards = _shards(folder) if (folder / INDEX).exists() else {WEIGHTS}
        for name in sorted(shards - files.keys()):
            _fetch(hub_id, revision, folder, name, "", False)


def _fetch(hub_id: str, revision: str, folder: Path, name: str, expected: str, is_optional: bool) -> None:
    target, part = folder / name, folder / f"{name}.part"
    if target.exists():
        return
    url = hf_hub_url(hub_id, name, revision=revision)
    told = httpx2.head(url, headers=headers(), timeout=HUB_ANSWERS_WITHIN_S)
    if is_optional and told.status_code == 404:
        return
    # Of a large file, whose ETag the Hub makes of its SHA-256.
    etag = told.headers.get("X-Linked-Etag", "").strip('"')
    expected = expected or (etag if re.fullmatch("[0-9a-f]{64}", etag) else "")
    with part.open("ab" if expected else "wb") as content:
        try:
            http_get(url, content, resume_size=content.tell(), headers=headers())
        except HfHubHTTPError as error:
            # Else it was ended between the last byte and its name.
            if error.response.status_code != NOTHING_LEFT:
                raise
    if expected and sha256(part) != expected:
        part.unlink()
        raise Refused(f"{name} was changed on its way: its SHA-256 is another one")
    part.rename(target)


def _shards(folder: Path) -> set[str]:
    try:
        return shards_of(folder)
    except ValueError as error:
        (folder / INDEX).unlink()
        raise Refused(f"{INDEX} can't be read: {error}") from error


def main(hub_id: str, revision: str, folder: str, *wanted: str) -> int:
    constants.DOWNLOAD_CHUNK_SIZE = PIECE
    disable_progress_bars()
    if constants.HF_HUB_OFFLINE:
        return _ends("HF_HUB_OFFLINE is set", UNREACHABLE)
    pairs = [file.removesuffix("?").partition("=") for file in wanted]
    optional = {file.removesuffix("?") for file in wanted if file.endswith("?")}
    try:
        download(hub_id, revision, Path(folder), {name: sha256 for name, _, sha256 in pairs}, optional)
    except HfHubHTTPError as error:
        status = error.response.status_code
        return _ends(f"the hub answered {status} for {hub_id}", UNREACHABLE if status >= 500 else 1)
    except httpx2.HTTPError as error:
        return _ends(str(error) or type(error).__name__, UNREACHABLE)
    except OSError as error:
        return _ends(error.strerror or str(error), 1)
    except Refused as error:
        return _ends(str(error), 1)
    return 0


def _ends(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
