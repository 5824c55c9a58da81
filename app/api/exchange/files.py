"""A file inside a request: as text, or as bytes in Base64."""

import base64
import binascii

from app.errors import InvalidInput


def bytes_of(text: str | None, encoded: str | None) -> bytes | None:
    """None for a file that came as text. Raises InvalidInput when there is none or both."""
    if (text is None) == (encoded is None):
        raise InvalidInput("Send the file either as text or in base64.", "base64")
    if encoded is None:
        return None
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("This is not valid Base64.", "base64") from None
