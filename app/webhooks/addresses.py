"""Where webhooks may lead: to public addresses over https, and wherever the operator allows it.

What a name resolves to is looked at when something is sent, and that very address is connected to: looked at before, it
could be another one by then.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from app.config import LOOPBACK, Settings
from app.errors import InvalidInput

URL_LENGTH = 2000
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are the address that is meant


def checked_url(url: str, settings: Settings) -> str:
    """Raises InvalidInput, whose field is `url`."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or len(url) > URL_LENGTH or not url.isascii() or any(one <= " " for one in url):
        raise InvalidInput(
            f"{url[:80]!r} is not an address such as https://hooks.example.com/coachable.", "url"
        )
    if parts.username is not None or parts.fragment:
        raise InvalidInput("Leave out user, password and what follows # in the address.", "url")
    may_be_plain = settings.auth == "local" and host in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
        raise InvalidInput(f"{host} must be called over https.", "url")
    try:
        literal = str(ip_address(host))
    except ValueError:
        return url
    if (refused := refusal(literal, settings)) is not None:
        raise InvalidInput(refused, "url")
    return url


def refusal(address: str, settings: Settings) -> str | None:
    """Why nothing is sent there; `address`: as a name was resolved."""
    found = _meant(ip_address(address.partition("%")[0]))
    is_allowed = (
        any(found in network for network in map(ip_network, settings.webhook_networks))
        or (found.is_loopback and settings.auth == "local")
        or (found.is_global and not found.is_multicast)
    )
    return (
        None if is_allowed else f"{address} is not a public address; COACHABLE_WEBHOOK_NETWORKS may allow it."
    )


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address within one of IPv6 that stands for one of IPv4."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
