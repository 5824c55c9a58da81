"""As much of the Hugging Face Hub as a download asks for: files of a revision over HTTP, also from a byte on."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PIECE = 1 << 20


@dataclass
class Hub:
    """`stop_after` bytes of a file it says no more until the client has gone; `status` answers everything with that."""

    files: dict[str, bytes]
    url: str = ""
    stop_after: int | None = None
    status: int = 200
    large: dict[str, str] = field(default_factory=dict)  # name to the SHA-256 that the hub tells
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # GETs: path, Range
    stopped: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def of(cls, folder: Path) -> "Hub":
        return cls({file.name: file.read_bytes() for file in folder.iterdir()})

    def sha256(self, name: str) -> str:
        return hashlib.sha256(self.files[name]).hexdigest()


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            hub.asked.append((self.path, self.headers["Range"]))
            self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            body = hub.files.get(self.path.rpartition("/")[2])
            if hub.status != 200 or body is None:
                self.send_error(404 if hub.status == 200 else hub.status)
                return
            start = int((self.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            if start and start >= len(body):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body) - start))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            if sha256 := hub.large.get(self.path.rpartition("/")[2]):
                self.send_header("X-Linked-Etag", f'"{sha256}"')
            self.end_headers()
            if with_body:
                self._write(body[start:])

        def _write(self, body: bytes) -> None:
            if hub.stop_after is None or len(body) <= hub.stop_after:
                self.wfile.write(body)
                return
            self.wfile.write(body[: hub.stop_after])
            self.wfile.flush()
            hub.stopped.set()
            self.rfile.read(1)  # returns when the client goes
            hub.left.set()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
