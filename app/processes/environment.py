"""The settings of a command, with what is wrong about them in plain words."""

from typing import TYPE_CHECKING

from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.config import Settings


def settings() -> "Settings":
    """Raises Misconfigured."""
    from pydantic import ValidationError

    from app.config import get_settings, variable

    try:
        return get_settings()
    except ValidationError as error:
        names = [str(item["loc"][0]) for item in error.errors()]  # of an aliased one its variable
        variables = [name if name.isupper() else variable(name) for name in names]
        wrong = [f"{name}: {item['msg']}" for name, item in zip(variables, error.errors(), strict=True)]
        raise Misconfigured("\n".join(wrong)) from error


def with_services() -> "Settings":
    """With the addresses of the database and of Redis, where they are the embedded ones."""
    from app.infra.embedded import resolve_urls

    return resolve_urls(settings())
