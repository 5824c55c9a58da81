"""Posts to an address that someone else has named, and to no other machine than it may.

The name is resolved here and the connection goes to the address that was looked at, so that a name can't lead to a
public one first and to our own network then. No proxy, no redirect, no cookie; of the answer its status counts.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

ANSWER_BYTES = 4096  # read so that the connection ends in order; their content is ignored
Refusal = Callable[[str], str | None]  # (address): why it may not be reached; None where it may


class Poster:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        """`tls` is made once: reading the certificates takes a tenth of a second."""
        self._client = httpx.AsyncClient(
            verify=tls or ssl.create_default_context(),
            trust_env=False,
            timeout=None,
            follow_redirects=False,
            # A connection is known by its address alone, and two names may have the same.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def post(
        self, url: str, headers: dict[str, str], body: bytes, *, refusal: Refusal, within_s: float
    ) -> tuple[int | None, str | None]:
        """The status, or None and why there was none."""
        try:
            async with asyncio.timeout(within_s):
                return await self._post(url, headers, body, refusal)
        except TimeoutError:
            return None, f"It did not answer within {within_s:.0f} s."
        except socket.gaierror:
            return None, "Its name could not be resolved."
        except (httpx.HTTPError, OSError) as error:
            # The kind alone: what a strange machine says is not shown.
            return None, f"It could not be reached ({type(error).__name__})."

    async def _post(
        self, url: str, headers: dict[str, str], body: bytes, refusal: Refusal
    ) -> tuple[int | None, str | None]:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:  # all: a name that also leads into a network of ours is none to trust
            if (refused := refusal(address)) is not None:
                return None, refused
        request = self._client.build_request(
            "POST",
            httpx.URL(url).copy_with(host=addresses[0]),
            content=body,
            headers=headers | {"host": parts.netloc},
            extensions={"sni_hostname": host},
        )
        answer = await self._client.send(request, stream=True)
        try:
            read = 0
            async for piece in answer.aiter_raw():
                if (read := read + len(piece)) > ANSWER_BYTES:
                    break
        finally:
            await answer.aclose()
        return answer.status_code, None

    async def close(self) -> None:
        await self._client.aclose()
