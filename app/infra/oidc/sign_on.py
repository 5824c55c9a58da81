"""Signing on at an OpenID Connect provider: with a bearer token, or by the authorization code flow with PKCE."""

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]

from app.actor import Identity
from app.config import Settings
from app.errors import Misconfigured, Unauthorized, Unavailable
from app.infra.oidc import tokens
from app.infra.oidc.kept import AWAY
from app.infra.oidc.provider import TIMEOUT_S, Provider, checked_address, described

NAME_LENGTH = 100
START_AGAIN = "The sign-on did not work, or took too long: start it again."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Of one browser to sign on; what the provider is shown first, and has to answer to."""

    redirect_uri: str
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class SignOn:
    """Raises Misconfigured where settings are missing. Asks the provider nothing before someone signs on."""

    def __init__(self, settings: Settings) -> None:
        if settings.oidc_issuer is None or not settings.oidc_client_id:
            raise Misconfigured("Sign-on needs both COACHABLE_OIDC_ISSUER and COACHABLE_OIDC_CLIENT_ID.")
        self.name = settings.oidc_name
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._scope = settings.oidc_scope
        self._groups_claim = settings.oidc_groups_claim
        self._audiences = settings.oidc_audiences or (settings.oidc_client_id,)
        self._tls = httpx2.create_ssl_context()
        self._provider = Provider(_issuer(settings.oidc_issuer), self._tls)

    async def identity(self, token: str) -> Identity:
        """Whose bearer token this is. Raises Unauthorized, Unavailable."""
        return self._identity(await tokens.claims_of(token, self._provider, self._audiences))

    async def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign on. Raises Unavailable."""
        metadata = await self._provider.metadata()
        async with self._client(attempt) as client:
            url, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url)

    async def finish(self, attempt: Attempt, code: str) -> Identity:
        """Who came back with the code, which works once. Raises Unauthorized, Unavailable."""
        metadata = await self._provider.metadata()
        method = "client_secret_post" if metadata.secret_in_body and self._secret else None
        try:
            async with self._client(attempt, token_endpoint_auth_method=method) as client:
                answer = await client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                )
        except OAuthError as error:
            # invalid_grant is a matter of this attempt; all else, as invalid_client, one of the settings.
            log.warning("oidc_code_refused", error=error.error, description=error.description)
            raise Unauthorized(START_AGAIN) from error
        except (httpx2.HTTPError, ValueError) as error:
            log.warning("oidc_provider", document="token", problem=str(error) or type(error).__name__)
            raise Unavailable(AWAY) from error
        token = answer.get("id_token")
        if not isinstance(token, str):
            log.warning("oidc_no_id_token", scope=self._scope)
            raise Unauthorized(START_AGAIN)
        claims = await tokens.claims_of(token, self._provider, (self._client_id,))
        if not hmac.compare_digest(str(claims.get("nonce")).encode(), attempt.nonce.encode()):
            raise Unauthorized(START_AGAIN)
        if claims.get("azp", self._client_id) != self._client_id:
            raise Unauthorized(START_AGAIN)
        return self._identity(claims)

    def _client(self, attempt: Attempt, **options: Any) -> Any:
        return AsyncOAuth2Client(
            self._client_id,
            self._secret.get_secret_value() if self._secret else None,
            scope=self._scope,
            redirect_uri=attempt.redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            verify=self._tls,
            **options,
        )

    def _identity(self, claims: dict[str, Any]) -> Identity:
        subject = claims["sub"]
        names = (claims.get(name) for name in ("name", "preferred_username", "email"))
        name = next((name for name in names if isinstance(name, str) and name.strip()), subject)
        try:
            issued_at, expires_at = (datetime.fromtimestamp(claims[name], UTC) for name in ("iat", "exp"))
        except (ValueError, OverflowError, OSError) as error:  # in the year 10,000, say
            raise Unauthorized(tokens.INVALID) from error
        return Identity(
            issuer=self._provider.issuer,
            subject=subject,
            name="".join(filter(str.isprintable, name)).strip()[:NAME_LENGTH],
            groups=groups_of(claims, self._groups_claim),
            issued_at=issued_at,
            expires_at=expires_at,
        )


def groups_of(claims: dict[str, Any], claim: str) -> frozenset[str] | None:
    """A claim has its whole name, as `https://example.com/groups`, or lies in objects, as `realm_access.roles`."""
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return frozenset((found,))
    if isinstance(found, list):
        return frozenset(group for group in found if isinstance(group, str))
    return None


async def problem(settings: Settings) -> str | None:
    """What is wrong with the provider of the settings, in one sentence."""
    assert settings.oidc_issuer
    try:
        SignOn(settings)
        await described(_issuer(settings.oidc_issuer), httpx2.create_ssl_context())
    except (Misconfigured, Unavailable) as error:
        return error.message
    return None


def _issuer(url: str) -> str:
    return checked_address(url, "COACHABLE_OIDC_ISSUER")
