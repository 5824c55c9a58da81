"""Facts of a text in any language, compared by value: "14 EUR" is "fourteen euros", 90 minutes are 1.5 hours."""

from app.facts.claims import Claim, claims, differs, needles
from app.facts.comparing import clash
from app.facts.fact import Fact, FactKind
from app.facts.known import Known
from app.facts.reading import read
from app.facts.stances import stance

__all__ = ["Claim", "Fact", "FactKind", "Known", "claims", "clash", "differs", "needles", "read", "stance"]
