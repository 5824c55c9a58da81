"""Tables of what customers ask, by kind of company. Words and sentences only; the rules are in grammar.py."""

from app.queries.vocabulary.care import CARE
from app.queries.vocabulary.everyone import ABOUT, NAMED
from app.queries.vocabulary.everyone import SITUATIONS as EVERYONE
from app.queries.vocabulary.finance import BANK, INSURANCE
from app.queries.vocabulary.food import FOOD
from app.queries.vocabulary.heard import HEARD
from app.queries.vocabulary.lending import LIBRARY
from app.queries.vocabulary.members import MEMBERS
from app.queries.vocabulary.shop import SHOP
from app.queries.vocabulary.software import SOFTWARE
from app.queries.vocabulary.stay import STAY
from app.queries.vocabulary.trades import TRADES
from app.queries.vocabulary.travel import PARCELS, TRAVEL
from app.queries.vocabulary.unknown import UNKNOWN
from app.queries.vocabulary.utility import UTILITY

# The order breaks ties: a trade with rarer words stands first.
KINDS = (
    LIBRARY,
    INSURANCE,
    BANK,
    CARE,
    STAY,
    UTILITY,
    SOFTWARE,
    MEMBERS,
    PARCELS,
    TRAVEL,
    FOOD,
    TRADES,
    SHOP,
)

__all__ = ["ABOUT", "EVERYONE", "HEARD", "KINDS", "NAMED", "UNKNOWN"]
