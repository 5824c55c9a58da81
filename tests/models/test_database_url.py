"""What DATABASE_URL may say: libpq's options work on a real server with TLS, or are refused by name."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import Misconfigured
from app.infra.postgres import EmbeddedPostgres
from app.infra.reachable import database_problem
from app.models.database_url import CONNECT_WITHIN_S, connect_arguments
from app.processes.api import build
from tests.models.test_migrations import run
from tests.pooler import pooler
from tests.tls import make_certificate

ASK = """
import asyncio, sys
from tortoise import connections
from app.models.orm import database

async def ask():
    async with database(sys.argv[1]):
        print((await connections.get("default").execute_query_dict("SHOW application_name"))[0]["application_name"])

asyncio.run(ask())
"""
HERE = "postgresql://me:p%40ss@db.example:6432/coach"
OURS = {"application_name": "coachable"}


@pytest.mark.parametrize(
    ("query", "left", "more"),
    [
        ("", "", {}),
        ("?sslmode=require", "?sslmode=require", {}),
        ("?ssl=require", "?sslmode=require", {}),
        ("?ssl=false", "?sslmode=disable", {}),
        ("?target_session_attrs=read-write", "?target_session_attrs=read-write", {}),
        ("?connect_timeout=3", "", {"timeout": 3.0}),
        ("?connect_timeout=0", "", {"timeout": None}),
        ("?statement_cache_size=0", "", {"statement_cache_size": 0}),
        ("?pgbouncer=true", "", {"statement_cache_size": 0}),
        ("?pgbouncer=true&statement_cache_size=9", "", {"statement_cache_size": 9}),
        ("?application_name=a+b", "", {"server_settings": {"application_name": "a+b"}}),
        ("?options=-c%20jit%3Doff", "", {"server_settings": OURS | {"options": "-c jit=off"}}),
        ("?gssencmode=disable&channel_binding=prefer&client_encoding=utf8", "", {}),
        ("?host=%2Frun%2Fpg+1", "?host=%2Frun%2Fpg%2B1", {}),
    ],
)
def test_every_option_finds_its_place(query: str, left: str, more: dict[str, Any]) -> None:
    plain = {"dsn": f"{HERE}{left}", "timeout": CONNECT_WITHIN_S, "server_settings": OURS}
    assert connect_arguments(f"{HERE}{query}".replace("postgresql", "asyncpg")) == plain | more


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "sslmode=yes",
            "sslmode=yes is not possible; choose disable or allow or prefer or require or verify-ca or",
        ),
        ("ssl=maybe", "sslmode=maybe is not possible"),
        ("sslrootcert=/nowhere.pem", "there is no file /nowhere.pem, which sslrootcert names."),
        ("sslmode=require&sslrootcert=system", "sslrootcert=system needs sslmode=verify-full."),
        (
            "target_session_attrs=leader",
            "target_session_attrs=leader is not possible; choose any or primary or",
        ),
        ("connect_timeout=soon", "connect_timeout=soon is not possible; write a whole number."),
        ("statement_cache_size=-1", "statement_cache_size=-1 is not possible; write a whole number."),
        ("pgbouncer=perhaps", "pgbouncer=perhaps is not possible; choose true or false."),
        ("channel_binding=require", "channel_binding=require is not possible; choose disable or prefer."),
        ("keepalives_idle=30", "the option keepalives_idle is not known; leave it out."),
    ],
)
def test_what_is_not_possible_is_refused_by_name(query: str, sentence: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        connect_arguments(f"{HERE}?{query}")
    assert refused.value.message.startswith(f"DATABASE_URL: {sentence}")
    assert "p%40ss" not in refused.value.message


async def test_doctor_and_api_say_the_same_sentence(tmp_path: Path) -> None:
    url = f"{HERE}?keepalives_idle=30"
    sentence = "DATABASE_URL: the option keepalives_idle is not known; leave it out."
    assert await database_problem(url) == sentence
    with pytest.raises(Misconfigured, match=sentence):
        build(Settings(home=tmp_path, database_url=url, redis_url="redis://nowhere"))


def test_another_scheme_is_refused() -> None:
    with pytest.raises(Misconfigured, match="has to begin with postgresql:// or postgres://"):
        connect_arguments("mysql://db/coach")


def test_the_certificates_of_the_system_count_where_they_are_asked_for() -> None:
    arguments = connect_arguments(f"{HERE}?sslmode=verify-full&sslrootcert=system")
    assert arguments["dsn"] == HERE
    assert (arguments["ssl"].verify_mode, arguments["ssl"].check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.fixture(scope="module")
def secured(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """What speaks TLS is the pooler: the embedded PostgreSQL is built without."""
    with pooler(postgres_server, tls=True) as (url, folder):
        yield f"{url}?pgbouncer=true&connect_timeout=5&sslrootcert={folder}/server.crt&sslmode="


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["allow", "prefer", "require", "verify-ca", "verify-full"])
async def test_every_mode_of_tls_reaches_the_server(secured: str, mode: str) -> None:
    url = f"{secured}{mode}&target_session_attrs=read-write&application_name=trial"
    assert await database_problem(url) is None
    assert await run(ASK, url) == "trial"


async def test_it_is_said_why_a_server_is_not_taken(secured: str, tmp_path: Path) -> None:
    assert "SSL required" in str(await database_problem(f"{secured}disable"))
    other, _ = make_certificate(tmp_path, "127.0.0.1")
    root = secured.partition("sslrootcert=")[2].partition("&")[0]
    problem = await database_problem(f"{secured}verify-full".replace(root, str(other)))
    assert "CERTIFICATE_VERIFY_FAILED" in str(problem)
