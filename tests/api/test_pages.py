"""The built page: what is served, and how long a browser may keep it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.api import pages

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("the page")
    (dist / "graphiql.html").write_text("graphiql")
    (dist / "icon.svg").write_text("<svg/>")
    (dist / "assets" / "page-abc123.js").write_text("script")
    (tmp_path / "secret.txt").write_text("secret")
    app = Starlette(routes=pages.routes(dist))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "text", "cache"),
    [
        ("/", "the page", "no-cache"),
        ("/agents/1/sessions", "the page", "no-cache"),
        ("/graphiql", "graphiql", "no-cache"),
        ("/icon.svg", "<svg/>", "no-cache"),
        ("/assets/page-abc123.js", "script", IMMUTABLE),
    ],
)
async def test_paths(http: httpx.AsyncClient, path: str, text: str, cache: str) -> None:
    response = await http.get(path)

    assert (response.status_code, response.text, response.headers["cache-control"]) == (200, text, cache)


async def test_large_assets_are_packed_for_those_who_can_unpack_them(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    script = "let value = 1;\n" * 1000
    (tmp_path / "dist" / "assets" / "large-abc123.js").write_text(script)

    packed = await http.get("/assets/large-abc123.js", headers={"Accept-Encoding": "gzip"})
    plain = await http.get("/assets/large-abc123.js", headers={"Accept-Encoding": "identity"})

    assert (packed.text, plain.text) == (script, script)
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(packed.headers.get("content-length", packed.num_bytes_downloaded)) < len(script) / 10
    assert (packed.headers["cache-control"], plain.headers["cache-control"]) == (IMMUTABLE, IMMUTABLE)
    assert "content-encoding" not in plain.headers
    for small in ("/assets/page-abc123.js", "/"):
        assert "content-encoding" not in (await http.get(small)).headers


async def test_a_missing_asset_is_not_the_page(http: httpx.AsyncClient) -> None:
    response = await http.get("/assets/page-old.js")

    assert response.status_code == 404
    assert "cache-control" not in response.headers


@pytest.mark.parametrize(
    "path", ["/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt", "//secret.txt"]
)
async def test_no_path_leads_out(http: httpx.AsyncClient, path: str) -> None:
    assert "secret" not in (await http.get(path)).text


async def test_without_a_built_page_there_is_a_plain_one(tmp_path: Path) -> None:
    app = Starlette(routes=pages.routes(tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        response = await client.get("/")

    assert (response.status_code, "Coachable is running" in response.text) == (200, True)


needs_page = pytest.mark.skipif(not (pages.DIST / "index.html").is_file(), reason="The page is not built.")


@needs_page
def test_shipped_pages_load_nothing_from_elsewhere() -> None:
    """Scripts and styles would run with the rights of the page (and fail without a network)."""
    files = [*pages.DIST.glob("*.html"), *pages.DIST.glob("assets/*.css")]
    assert {file.name for file in files} >= {"index.html", "graphiql.html", "chat.html"}
    loads = re.compile(
        r"""(?:src|href|srcset|action|data)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)|(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)"""
    )
    found = {
        file.name: [match[1] or match[2] for match in loads.finditer(file.read_text())] for file in files
    }
    assert {name: urls for name, urls in found.items() if urls} == {}
    scripts = "".join(file.read_text() for file in pages.DIST.glob("**/*.js"))
    assert not re.search(r"""import\(\s*["'`](?:https?:)?//|importScripts\(\s*["'`](?:https?:)?//""", scripts)


@needs_page
def test_what_other_sites_embed_is_small() -> None:
    """The page of a share link needs neither React nor the sentences of the others, and its script nothing at all."""
    named = re.findall(r'(?:src|href)="(/assets/[^"]+)"', (pages.DIST / "chat.html").read_text())
    loaded = {pages.DIST / name[1:] for name in named}
    scripts = {file: file.read_text() for file in loaded if file.suffix == ".js"}
    imported = {
        file.parent / Path(name).name
        for file, text in scripts.items()
        for name in re.findall(r"""(?:from|import)\s*\(?["'`](\./[^"'`]+)""", text)
    }
    assert imported <= loaded, "the page names all that its scripts import"
    assert 5_000 < sum(map(len, scripts.values())) < 12_000
    embed = (pages.DIST / "embed.js").read_bytes()
    assert 1_000 < len(embed) < 4_000
    assert not re.search(rb"\b(?:import|export)\b", embed)
