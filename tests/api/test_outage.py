"""While the database is away clients are told to come again; when it is back the next request works."""

from websockets.exceptions import ConnectionClosed

from app.config import Settings
from app.infra.postgres import EmbeddedPostgres
from app.models.client import AWAY
from tests.api.conftest import Api, serving
from tests.servers import kill

AGENTS = "{ agents { edges { node { name } } } }"
TOLD = {"message": AWAY, "extensions": {"code": "UNAVAILABLE"}}


async def test_an_operation_is_unavailable_and_works_again(
    api: Api, postgres_server: EmbeddedPostgres
) -> None:
    assert await api.data(AGENTS) == {"agents": {"edges": []}}
    await kill(postgres_server)
    try:
        (error,) = (await api.graphql(AGENTS))["errors"]
    finally:
        postgres_server.start()
    assert (error["message"], error["extensions"]) == (AWAY, {"code": "UNAVAILABLE"})
    assert await api.data(AGENTS) == {"agents": {"edges": []}}


async def test_before_anybody_is_known_it_is_503_or_1013(
    db: None, settings: Settings, postgres_server: EmbeddedPostgres
) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        key = {"Authorization": "Bearer ck_nobody_has_this_key"}
        await kill(postgres_server)
        try:
            refused = await api.http.post("/graphql", json={"query": AGENTS}, headers=key)
            code = None
            try:
                async with api.socket(**key) as socket:
                    await socket.init("ck_nobody_has_this_key")
            except ConnectionClosed as closed:
                code = closed.rcvd and closed.rcvd.code
        finally:
            postgres_server.start()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert refused.json() == {"errors": [TOLD]}
        assert code == 1013
        assert (await api.http.post("/graphql", json={"query": AGENTS}, headers=key)).status_code == 401
