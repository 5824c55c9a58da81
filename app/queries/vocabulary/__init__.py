"""Tables of what customers ask, by kind of company. Words and sentences only; the rules are in grammar.py."""

from app.queries.vocabulary.care import CARE
from app.queries.vocabulary.everyone import SITUATIONS as EVERYONE
from app.queries.vocabulary.finance import BANK, INSURANCE
from app.queries.vocabulary.shop import SHOP
from app.queries.vocabulary.software import SOFTWARE
from app.queries.vocabulary.stay import STAY
from app.queries.vocabulary.unknown import UNKNOWN

# The order breaks ties: a trade with rarer words stands first.
KINDS = (INSURANCE, BANK, CARE, STAY, SOFTWARE, SHOP)

__all__ = ["EVERYONE", "KINDS", "UNKNOWN"]
