"""What makes a JWT of the provider count: RFC 7519, RFC 8725 and OpenID Connect Core 3.1.3.7, at their strictest.

Of the header only `alg`, `kid` and `typ` are looked at: a key or an address of keys that a token brings along itself
(`jwk`, `jku`, `x5u`, `x5c`) is never used, and extensions that have to be understood (`crit`) are not.
"""

import time
from collections.abc import Collection
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from app.errors import Unauthorized
from app.infra.oidc.provider import Provider

# Never `none`, and never HS*: with those a public key would pass for a secret. A key's own type decides among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
TYPES = ("jwt", "at+jwt", "application/at+jwt")  # of an ID token, and of an access token by RFC 9068
SKEW_S = 30  # by which the provider's clock may be ahead; an end is an end
INVALID = "This sign-on token is not valid here, or has ended: sign in again."


def _registry() -> JWSRegistry:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    registry.max_header_length = 8192  # joserfc's own limit of 512 is less than some providers' x5c
    return registry


_REGISTRY = _registry()


def looks_like_one(token: str) -> bool:
    return token.startswith("eyJ") and token.count(".") == 2


async def claims_of(token: str, provider: Provider, audiences: Collection[str]) -> dict[str, Any]:
    """What the provider states in a token that is meant for one of the audiences. Raises Unauthorized, with the same
    words whatever is wrong with it, and Unavailable."""
    try:
        kid = _kid(token)
        keys = await provider.keys(kid)
        claims = jwt.decode(token, keys, registry=_REGISTRY).claims
        _check(claims, provider.issuer, audiences)
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Unauthorized(INVALID) from error
    return claims


def _kid(token: str) -> str | None:
    """The key that the token names. Raises ValueError and JoseError before any key is looked for."""
    header = jws.extract_compact(token.encode(), registry=_REGISTRY).headers()
    kind, kid = header.get("typ", "JWT"), header.get("kid")
    if not isinstance(kind, str) or kind.lower() not in TYPES:
        raise ValueError("another kind of token")
    if header.get("alg") not in ALGORITHMS or "crit" in header or "b64" in header:
        raise ValueError("an algorithm or extension that is not accepted")
    if kid is not None and not isinstance(kid, str):
        raise ValueError("kid is not a string")
    return kid


def _check(claims: dict[str, Any], issuer: str, audiences: Collection[str]) -> None:
    JWTClaimsRegistry(
        leeway=SKEW_S,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True, "values": list(audiences)},
        exp={"essential": True},
        iat={"essential": True},
    ).validate(claims)
    if claims["exp"] <= time.time():
        raise ValueError("ended")
