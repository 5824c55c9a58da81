"""DATABASE_URL as libpq and its tools write it, in the words of asyncpg.

asyncpg reads most of libpq's options itself, but sends every name that it does not know to the server as a setting,
which refuses the connection; Tortoise hands them on as arguments, which is a TypeError. So each is known here, or is
refused by name (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from app.errors import Misconfigured

SCHEMES = ("postgres", "postgresql", "asyncpg", "postgresql+asyncpg")
CONNECT_WITHIN_S = 10.0  # where the URL says nothing; asyncpg alone waits for a minute

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "target_session_attrs": ("any", "primary", "standby", "read-write", "read-only", "prefer-standby"),
    # What these ask for is so anyway.
    "gssencmode": ("disable", "prefer", "allow"),
    "channel_binding": ("disable", "prefer"),
    "client_encoding": ("utf8", "utf-8", "UTF8", "UTF-8"),
}
_NEEDLESS = ("gssencmode", "channel_binding", "client_encoding")
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_READ_BY_ASYNCPG = (
    *("host", "port", "dbname", "user", "password", "passfile", "service", "krbsrvname", "gsslib"),
    *(
        "sslmode",
        "sslpassword",
        "sslnegotiation",
        "ssl_min_protocol_version",
        "ssl_max_protocol_version",
        *_FILES,
    ),
    "target_session_attrs",
)
_SETTINGS = ("application_name", "options", "search_path", "timezone")  # go to the server as they are
_TRUE, _FALSE = ("true", "1", "on", "yes"), ("false", "0", "off", "no")


def connect_arguments(url: str) -> dict[str, Any]:
    """Arguments of `asyncpg.connect` and `asyncpg.create_pool`. Raises Misconfigured, naming the option.

    Beside libpq's options: `statement_cache_size=0` or `pgbouncer=true` for a pooler that hands each transaction to
    another connection, where no prepared statement is found again, and `ssl=…` for `sslmode=…`.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise Misconfigured("DATABASE_URL has to begin with postgresql:// or postgres://.")
    options = _options(parts.query)
    arguments: dict[str, Any] = {"timeout": _timeout(options.pop("connect_timeout", None))}
    if (size := _statement_cache_size(options)) is not None:
        arguments["statement_cache_size"] = size
    if options.get("sslrootcert") == "system":
        if options.pop("sslmode", "verify-full") != "verify-full":
            raise Misconfigured("DATABASE_URL: sslrootcert=system needs sslmode=verify-full.")
        del options["sslrootcert"]
        arguments["ssl"] = ssl.create_default_context()
    settings = {name: options.pop(name) for name in _SETTINGS if name in options}
    arguments["server_settings"] = {"application_name": "coachable"} | settings
    for name in _NEEDLESS:
        options.pop(name, None)
    query = urlencode(options, quote_via=quote)
    return arguments | {"dsn": urlunsplit(("postgresql", parts.netloc, parts.path, query, ""))}


def _options(query: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    options = {unquote(name): unquote(value) for name, _, value in pairs}  # libpq takes a plus for a plus
    if "ssl" in options:
        given = options.pop("ssl")
        options["sslmode"] = {**dict.fromkeys(_TRUE, "require"), **dict.fromkeys(_FALSE, "disable")}.get(
            given, given
        )
    if "database" in options:
        options["dbname"] = options.pop("database")
    for name, value in options.items():
        if name in _CHOICES and value not in _CHOICES[name]:
            raise Misconfigured(
                f"DATABASE_URL: {name}={value} is not possible; choose {' or '.join(_CHOICES[name])}."
            )
        if name in _FILES and not (name == "sslrootcert" and value == "system") and not Path(value).is_file():
            raise Misconfigured(f"DATABASE_URL: there is no file {value}, which {name} names.")
        if name not in (
            *_READ_BY_ASYNCPG,
            *_SETTINGS,
            *_NEEDLESS,
            "connect_timeout",
            "statement_cache_size",
            "pgbouncer",
        ):
            raise Misconfigured(f"DATABASE_URL: the option {name} is not known; leave it out.")
    return options


def _timeout(value: str | None) -> float | None:
    """Zero means for ever, as for libpq."""
    if value is None:
        return CONNECT_WITHIN_S
    return float(_whole("connect_timeout", value)) or None


def _statement_cache_size(options: dict[str, str]) -> int | None:
    size, pooler = options.pop("statement_cache_size", None), options.pop("pgbouncer", "false")
    if pooler not in (*_TRUE, *_FALSE):
        raise Misconfigured(f"DATABASE_URL: pgbouncer={pooler} is not possible; choose true or false.")
    if size is not None:
        return _whole("statement_cache_size", size)
    return 0 if pooler in _TRUE else None


def _whole(name: str, value: str) -> int:
    if not value.isdecimal():
        raise Misconfigured(f"DATABASE_URL: {name}={value} is not possible; write a whole number.")
    return int(value)
