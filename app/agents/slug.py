"""The name by which OpenAI clients call an agent."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 56  # leaves room for a number within the column's 64 characters


def slug(name: str, taken: Container[str] = ()) -> str:
    """Lower-case ASCII words joined by hyphens; a number is added while the slug is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].strip("-") or "agent"
    candidate, number = stem, 2
    while candidate in taken:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate
