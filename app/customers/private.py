"""What belongs to one customer and is never shown to another."""

import re

_PRIVATE = re.compile(r"@|https?:|www\.|\d{4}")


def is_private(text: str) -> bool:
    """Holds, or may hold, an address, a long number or a link."""
    return bool(_PRIVATE.search(text))
