"""What belongs to one customer and is never shown to another, by its form."""

import re

_PRIVATE = re.compile(
    r"@|https?:|www\.|\d{4}"
    # Codes, plates and postcodes: capitals and figures together.
    r"|\b(?=[A-Z-]*\d)(?=[\d-]*[A-Z])(?:[A-Z\d]+-)*[A-Z\d]{4,}\b|\b[A-Z]{1,3}\d[A-Z\d]? ?-?\d?[A-Z\d]{2,}\b"
    # A first and a last name, "Dr. Miller", "Rose Lane". A product of two capitalised words goes with them.
    r"|(?<![.?!] )(?<!^)\b[A-ZÀ-Þ][a-zß-ÿ]+ [A-ZÀ-Þ][a-zß-ÿ]+\b|\b[A-Z][a-z]{0,3}\. ?[A-ZÀ-Þ][a-zß-ÿ]+"
)


def is_private(text: str) -> bool:
    """Holds, or may hold, a name, an address, a code, a long number or a link."""
    return bool(_PRIVATE.search(text))
