"""`coachable login`: a link that signs one browser in."""

from rich.console import Console

from app.config import Settings, authority
from app.errors import InvalidInput
from app.infra.login_links import new_token
from app.infra.secrets import sign_in_secret


def run(settings: Settings) -> None:
    """Raises InvalidInput with COACHABLE_AUTH=keys."""
    if settings.auth != "local":
        raise InvalidInput(
            "With COACHABLE_AUTH=keys people are invited: `coachable workspace invite` prints a link for one."
        )
    Console().print(link(settings), highlight=False, soft_wrap=True, markup=False)


def link(settings: Settings) -> str:
    """Opens the page signed in, once, within a quarter of an hour; with COACHABLE_AUTH=keys the page alone."""
    if settings.auth != "local":
        return page_url(settings)
    return f"{page_url(settings)}login?token={new_token(sign_in_secret(settings))}"


def page_url(settings: Settings) -> str:
    if settings.public_url is not None:
        return f"{settings.public_url.rstrip('/')}/"
    host = "127.0.0.1" if settings.is_loopback else settings.host
    return f"http://{authority(host, settings.port)}/"
