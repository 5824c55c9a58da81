"""Which units are told apart, and which are the same thing in other sizes."""

from dataclasses import dataclass

from app.facts.fact import FactKind


@dataclass(frozen=True, slots=True)
class Unit:
    kind: FactKind
    of: str = ""  # what is measured in it, or the currency
    factor: float = 1.0


# Months and years are not converted to days: no one means 30.4 days by a month.
_TIME = {
    "duration-second": ("minutes", 1 / 60),
    "duration-minute": ("minutes", 1),
    "duration-hour": ("minutes", 60),
    "duration-day": ("minutes", 1440),
    "duration-week": ("minutes", 10080),
    "duration-month": ("months", 1),
    "duration-year": ("months", 12),
}
_PREFIXES = {
    "milli": 1e-3,
    "centi": 1e-2,
    "deci": 0.1,
    "hecto": 100.0,
    "kilo": 1e3,
    "mega": 1e6,
    "giga": 1e9,
    "tera": 1e12,
}
_SIZED = {
    "length": ("meter", ("", "kilo", "deci", "centi", "milli")),
    "mass": ("gram", ("", "kilo", "milli")),
    "volume": ("liter", ("", "hecto", "deci", "centi", "milli")),
    "power": ("watt", ("", "kilo", "mega", "giga", "milli")),
    "digital": ("byte", ("", "kilo", "mega", "giga", "tera")),
    "frequency": ("hertz", ("", "kilo", "mega", "giga")),
    "electric": ("ampere", ("", "milli")),
    "energy": ("joule", ("", "kilo")),
}
# fmt: off
_ALONE = (
    "area-square-meter", "area-square-foot", "area-hectare", "area-acre", "volume-cubic-meter", "mass-ounce",
    "length-inch", "length-foot", "length-yard", "length-mile", "volume-gallon", "volume-pint",
    "energy-kilowatt-hour", "energy-kilocalorie", "electric-volt", "force-newton", "light-lumen", "light-lux",
    "speed-kilometer-per-hour", "speed-mile-per-hour", "temperature-celsius", "temperature-fahrenheit",
    "pressure-bar", "power-horsepower", "graphics-pixel", "graphics-megapixel", "angle-degree",
)
# fmt: on
UNITS = {"concentr-percent": Unit(FactKind.PERCENT)}
UNITS |= {name: Unit(FactKind.DURATION, of, factor) for name, (of, factor) in _TIME.items()}
UNITS |= {
    f"{group}-{prefix}{base}": Unit(FactKind.MEASURE, base, _PREFIXES.get(prefix, 1.0))
    for group, (base, prefixes) in _SIZED.items()
    for prefix in prefixes
}
UNITS["mass-tonne"] = Unit(FactKind.MEASURE, "gram", 1e6)
UNITS |= {name: Unit(FactKind.MEASURE, name.partition("-")[2]) for name in _ALONE}
for _name in ("temperature-celsius", "angle-degree"):  # a bare "20 degrees" is one of them
    UNITS[_name] = Unit(FactKind.MEASURE, "degree")

_POUND = Unit(FactKind.MEASURE, "pound")  # its word is money in English and a book in French

# fmt: off
# Written the same in every language.
SYMBOLS = {
    "%": UNITS["concentr-percent"], "h": UNITS["duration-hour"], "hrs": UNITS["duration-hour"],
    "min": UNITS["duration-minute"], "m²": UNITS["area-square-meter"], "m2": UNITS["area-square-meter"],
    "qm": UNITS["area-square-meter"], "m³": UNITS["volume-cubic-meter"], "m3": UNITS["volume-cubic-meter"],
    "m": UNITS["length-meter"], "cm": UNITS["length-centimeter"], "mm": UNITS["length-millimeter"],
    "km": UNITS["length-kilometer"], "kg": UNITS["mass-kilogram"], "g": UNITS["mass-gram"],
    "mg": UNITS["mass-milligram"], "t": UNITS["mass-tonne"], "kilo": UNITS["mass-kilogram"],
    "kilos": UNITS["mass-kilogram"], "lb": _POUND, "lbs": _POUND, "l": UNITS["volume-liter"],
    "ml": UNITS["volume-milliliter"], "w": UNITS["power-watt"], "kw": UNITS["power-kilowatt"],
    "kwh": UNITS["energy-kilowatt-hour"], "v": UNITS["electric-volt"], "n": UNITS["force-newton"],
    "°c": UNITS["temperature-celsius"], "°": UNITS["angle-degree"], "°f": UNITS["temperature-fahrenheit"],
    "kb": UNITS["digital-kilobyte"], "mb": UNITS["digital-megabyte"], "gb": UNITS["digital-gigabyte"],
    "tb": UNITS["digital-terabyte"], "mph": UNITS["speed-mile-per-hour"],
    "km/h": UNITS["speed-kilometer-per-hour"],
}

# Those a price may be in, the more usual first: "dollars" are the first of all dollars, and so are "pounds".
CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "KRW", "PLN", "CZK", "HUF", "SEK", "NOK", "DKK",
    "RON", "TRY", "ILS", "AED", "SAR", "EGP", "MAD", "RUB", "UAH", "BRL", "MXN", "ARS", "CLP", "COP",
    "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "ZAR", "THB", "BGN", "ISK", "PEN", "UYU",
)
# fmt: on
# Only so that it shows which word of their names is the coin: Belarusian and Russian "rubles".
NAMESAKES = ("BYN", "PKR", "XOF", "PHP", "JOD", "KWD", "DZD", "RSD", "KPW", "LBP", "MDL", "SDG")
# Their signs are the same, and a shop that writes the one means it.
_SAME_SIGN = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
}
_CANONICAL = {code: sign for sign, codes in _SAME_SIGN.items() for code in codes}
MONEY_SIGNS = {
    "€": "EUR",
    "$": "$",
    "£": "GBP",
    "¥": "¥",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "zł": "PLN",
    "kč": "CZK",
    "kr": "kr",
    "kr.": "kr",
    "fr.": "CHF",
    "元": "¥",
    "円": "¥",
    "원": "KRW",
    "rs": "INR",
    "rs.": "INR",
    "r$": "BRL",
}


def canonical(code: str) -> str:
    return _CANONICAL.get(code, code)
