"""The page and GraphiQL: files built into app/web/dist, never from another server.

`assets/` holds files with a hash in their name, which never change. All other paths of the page lead to its
index, because the page has addresses of its own.
"""

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "web" / "dist"
NO_CACHE = {"Cache-Control": "no-cache"}
# What is smaller takes one packet anyway.
PACKED_FROM_BYTES = 1024

NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Coachable</title>
<h1>Coachable is running</h1>
<p>The page is not part of this installation. The GraphQL API is at <code>/graphql</code>;
<code>coachable coach</code> runs the whole journey in a terminal.</p>
</html>
"""


class HashedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def routes(dist: Path = DIST, *, explorer: bool = True) -> list[BaseRoute]:
    if not (dist / "index.html").is_file():
        return [Route("/", _not_built), Route("/graphiql", _not_built if explorer else _not_offered)]
    # Files beside the index, such as the icon; a name is looked up here, so that no path leads out.
    others = {"chat.html"} if explorer else {"chat.html", "graphiql.html"}
    beside = {file.name for file in dist.iterdir() if file.is_file()} - others

    async def graphiql(_request: Request) -> Response:
        return FileResponse(dist / "graphiql.html", headers=NO_CACHE)

    async def page(request: Request) -> Response:
        name = request.path_params.get("path", "")
        return FileResponse(dist / (name if name in beside else "index.html"), headers=NO_CACHE)

    assets = HashedFiles(directory=dist / "assets", check_dir=False)
    return [
        # Only these: they hold no secret whose length could tell it, and nothing that has to come bit by bit.
        Mount("/assets", GZipMiddleware(assets, minimum_size=PACKED_FROM_BYTES, compresslevel=6)),
        Route("/graphiql", graphiql if explorer else _not_offered),
        Route("/", page),
        Route("/{path:path}", page, methods=["GET"]),
    ]


async def _not_offered(_request: Request) -> Response:
    return PlainTextResponse("GraphiQL is not offered here (COACHABLE_EXPLORER).", 404)


async def _not_built(_request: Request) -> Response:
    return HTMLResponse(NOT_BUILT, headers=NO_CACHE)
