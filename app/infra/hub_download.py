"""`python -m app.infra.hub_download HUB_ID REVISION OUT_DIR FILE[=SHA256] ...`: files of one revision of the Hub.

A process of its own, so that it can be ended at any moment; the next one goes on at the byte where it was ended, which
the Hub's own `snapshot_download` does only for whole files. Its last line says in a sentence what went wrong.
"""

import hashlib
import sys
from pathlib import Path

import httpx2
from huggingface_hub import constants, get_token, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.file_download import http_get
from huggingface_hub.utils.tqdm import disable_progress_bars

UNREACHABLE = 3  # exit code: nobody answers, or the network went away
NOTHING_LEFT = 416  # HTTP status: the range that was asked for begins at the end
HUB_ANSWERS_WITHIN_S = 5.0
PIECE = 1 << 20
"""Bytes written at once: what is being fetched is seen to grow, and little is fetched twice."""


class Refused(Exception):
    """The Hub answered, but not with what was asked for."""


def download(hub_id: str, revision: str, folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Not the library's own headers: for them it asks the Hub what program might be running it.
    headers = {"User-Agent": "coachable"}
    if token := get_token():  # a mirror at HF_ENDPOINT may want one
        headers["Authorization"] = f"Bearer {token}"
    first = hf_hub_url(hub_id, next(iter(files)), revision=revision)
    httpx2.head(first, headers=headers, timeout=HUB_ANSWERS_WITHIN_S)  # its own client would try for 24 s
    for name, sha256 in files.items():
        target = folder / name
        if target.exists():
            continue
        part = folder / f"{name}.part"
        with part.open("ab" if sha256 else "wb") as content:
            url = hf_hub_url(hub_id, name, revision=revision)
            try:
                http_get(url, content, resume_size=content.tell(), headers=headers)
            except HfHubHTTPError as error:
                if (
                    error.response.status_code != NOTHING_LEFT
                ):  # it was ended between the last byte and its name
                    raise
        if sha256 and _digest(part) != sha256:
            part.unlink()
            raise Refused(f"{name} was changed on its way: its SHA-256 is another one")
        part.rename(target)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def main(hub_id: str, revision: str, folder: str, *wanted: str) -> int:
    constants.DOWNLOAD_CHUNK_SIZE = PIECE
    disable_progress_bars()
    if constants.HF_HUB_OFFLINE:
        return _ends("HF_HUB_OFFLINE is set", UNREACHABLE)
    pairs = (file.partition("=") for file in wanted)
    try:
        download(hub_id, revision, Path(folder), {name: sha256 for name, _, sha256 in pairs})
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
