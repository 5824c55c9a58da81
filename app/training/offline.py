"""Processes that train or export talk to this machine alone, whatever a library or a model's files may try."""

import ipaddress
import sys
from typing import Any

_SENT = {"socket.connect", "socket.sendto", "socket.sendmsg"}  # audit events with (socket, address)


def refuse_network() -> None:
    """From now on Python's sockets reach only loopback addresses and local files; for the rest of the process's life.

    Others raise PermissionError. Names are looked up no more but for localhost. What libraries in C open themselves
    (gloo and NCCL between the processes of torchrun) is not seen.
    """
    sys.addaudithook(_audit)


def _audit(event: str, values: tuple[Any, ...]) -> None:
    if event in _SENT:
        address = values[1]
        # A path is a local socket; none was given where the socket is connected already.
        host = address[0] if isinstance(address, tuple) and address else None
    elif event == "socket.getaddrinfo":
        host = values[0]
    else:
        return
    if host is not None and not _is_here(host):
        raise PermissionError(f"A training process uses no network, but something in it asked for {host}.")


def _is_here(host: str | bytes) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name in ("", "localhost")
