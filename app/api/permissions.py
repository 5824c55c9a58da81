"""Who may speak: the local token, API keys or tokens of a sign-on provider, by `Authorization: Bearer`, cookie or
connection_init.

A browser's cookie goes along with requests that other pages make, so it counts only where the request comes from
our own page. Programs send their token themselves; where from does not matter.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from starlette.requests import HTTPConnection
from strawberry.http.websocket_origin import is_same_origin

from app.actor import Actor, Identity
from app.config import Settings
from app.errors import Unauthorized
from app.infra import login_links
from app.infra.oidc import tokens
from app.infra.oidc.sign_on import SignOn
from app.workspaces import identities, members
from app.workspaces import service as workspaces

COOKIE = "coachable"
SIGN_IN = "Sign in first: open the link that `coachable login` prints, or send a token."
USED_LINK = "This link was opened before, or its time is over: `coachable login` prints a new one."
WRONG_TOKEN = "This token is not valid; `coachable token` prints one that is."


@dataclass
class Gate:
    """`secret` is the token of this machine (COACHABLE_HOME/local.token). It signs cookies in both modes; as a
    token it is accepted in the mode `local` only. `sign_on`: None without a provider."""

    settings: Settings
    secret: str = field(repr=False)
    sign_on: SignOn | None = None
    local_actor: Actor | None = None  # read once

    def __post_init__(self) -> None:
        self._grants = identities.Grants(self.settings.oidc_roles)

    async def actor(self, connection: HTTPConnection) -> Actor:
        """Who makes this request or handshake. Raises Unauthorized."""
        actor = await self.actor_if_any(connection)
        if actor is None:
            raise Unauthorized(SIGN_IN)
        return actor

    async def actor_if_any(self, connection: HTTPConnection) -> Actor | None:
        """None without credentials; wrong ones raise Unauthorized."""
        if (header := connection.headers.get("authorization")) is not None:
            scheme, _, token = header.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthorized("Use `Authorization: Bearer TOKEN`.")
            return await self.actor_of_token(token.strip())
        if (cookie := connection.cookies.get(COOKIE)) is not None:
            if not from_own_page(connection):
                raise Unauthorized("This request comes from another site's page; the cookie does not count.")
            return await self._actor_of_cookie(cookie)
        return None

    async def actor_of_token(self, token: object) -> Actor:
        if not isinstance(token, str):
            raise Unauthorized(WRONG_TOKEN)
        if self.sign_on is not None and tokens.looks_like_one(token):
            identity = await self.sign_on.identity(token)
            member = await identities.member_of(identity, self._grants)
            return replace(members.actor_of(member), until=identity.expires_at)
        if self.settings.auth == "keys":
            return workspaces.actor_of(await workspaces.verify_key(token))
        if not hmac.compare_digest(token.encode(), self.secret.encode()):
            raise Unauthorized(WRONG_TOKEN)
        return await self._local()

    async def cookie_for(self, token: str) -> str:
        """The cookie that a valid token is exchanged for; it never holds the token. Raises Unauthorized."""
        if token.startswith(members.INVITATION):
            return self._signed((await members.accept(token)).subject)
        if token.startswith(login_links.LINK):
            return await self._opened(token)
        if self.sign_on is not None and tokens.looks_like_one(token):
            raise Unauthorized(WRONG_TOKEN)  # this one ends, and its cookie would not
        await workspaces.note_sign_in(await self.actor_of_token(token))
        if self.settings.auth == "keys":
            return self._signed(str((await workspaces.verify_key(token)).id))
        return self._signed(workspaces.LOCAL)

    async def cookie_of(self, identity: Identity, workspace: str | None) -> str:
        """For a workspace by its name, or the first of theirs. Ends with the sign-on. Raises Unauthorized."""
        member = await identities.member_of(identity, self._grants, workspace)
        await workspaces.note_sign_in(members.actor_of(member))
        return self._signed(f"{workspaces.IDENTITY}:{member.id}:{int(identity.expires_at.timestamp())}")

    async def _opened(self, token: str) -> str:
        link = login_links.read(self.secret, token) if self.settings.auth == "local" else None
        if link is None or not await workspaces.use_link(link.digest, link.expires_at):
            raise Unauthorized(USED_LINK)
        await workspaces.note_sign_in(await self._local())
        return self._signed(workspaces.LOCAL)

    async def _actor_of_cookie(self, cookie: str) -> Actor:
        subject = cookie.partition(".")[0]
        if not hmac.compare_digest(cookie.encode(), self._signed(subject).encode()):
            raise Unauthorized(SIGN_IN)
        kind, _, rest = subject.partition(":")
        if kind == workspaces.MEMBER:
            return await members.signed_in(UUID(rest))
        if kind == workspaces.IDENTITY:
            member, _, until = rest.partition(":")
            if self.sign_on is None or int(until) <= time.time():
                raise Unauthorized(SIGN_IN)
            actor = await members.signed_in(UUID(member))
            return replace(actor, until=datetime.fromtimestamp(int(until), UTC))
        if self.settings.auth == "keys" and subject != workspaces.LOCAL:
            return await workspaces.key_actor(UUID(subject))
        if self.settings.auth == "local" and subject == workspaces.LOCAL:
            return await self._local()
        raise Unauthorized(SIGN_IN)

    def signature(self, purpose: str, text: str) -> bytes:
        """Of `text` for this purpose alone."""
        return hmac.new(self.secret.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()

    def _signed(self, subject: str) -> str:
        return f"{subject}.{self.signature('cookie', subject).hex()}"

    async def _local(self) -> Actor:
        if self.local_actor is None:
            self.local_actor = await workspaces.local_actor()
        return self.local_actor


def from_own_page(connection: HTTPConnection) -> bool:
    """By what browsers say and pages can't forge. SameSite=Strict alone would let other ports of this host in."""
    origin = connection.headers.get("origin")
    if origin is not None and not is_same_origin(origin, connection.headers.get("host")):
        return False
    return connection.headers.get("sec-fetch-site") in (None, "same-origin", "none")
