"""What can happen to a customer, read from tables that a person without Python can extend."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.queries.kinds import Category


@dataclass(frozen=True, slots=True)
class Situation:
    """One thing that can happen. An easy question is an ask alone, a medium one adds a detail,
    a hard one a complication; `premises` are false beliefs; `forbidden` asks for what no agent may give."""

    category: Category
    topic: str
    asks: tuple[str, ...]
    details: tuple[str, ...] = ()
    twists: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Domain:
    """One trade of a kind of company: the words that give it away and the words its customers use."""

    name: str
    signs: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of company (shop, bank, ...): its situations, its trades, words common to all of them.

    `never`: words of what customers ask anywhere that nobody would say here."""

    name: str
    situations: tuple[Situation, ...]
    domains: tuple[Domain, ...]
    never: tuple[str, ...] = ()


_FIELDS = {"?": "asks", "+": "details", "-": "twists", "~": "premises"}


def situations(table: str) -> tuple[Situation, ...]:
    """Blocks `category | topic [| forbidden]`, then lines: `?` ask, `+` detail, `-` twist, `~` premise."""
    found: list[Situation] = []
    for block in table.strip().split("\n\n"):
        head, *lines = block.strip().splitlines()
        category, topic, *flags = (part.strip() for part in head.split("|"))
        parts: dict[str, list[str]] = {"asks": [], "details": [], "twists": [], "premises": []}
        for line in lines:
            parts[_FIELDS[line[0]]].append(line[1:].strip())
        found.append(
            Situation(
                Category(category),
                topic,
                **{name: tuple(values) for name, values in parts.items()},
                forbidden="forbidden" in flags,
            )
        )
    return tuple(found)


def domains(table: str, **shared: str) -> tuple[Domain, ...]:
    """Blocks `name | sign, sign`, then lines `slot: value; value`, where the slot `signs` adds signs.
    `shared` are slots of every block."""
    common = {name: _values(text) for name, text in shared.items()}
    found: list[Domain] = []
    for block in table.strip().split("\n\n"):
        head, *lines = block.strip().splitlines()
        name, signs = (part.strip() for part in head.split("|", 1))
        slots = dict(common)
        for line in lines:
            slot, values = line.split(":", 1)
            slots[slot.strip()] = slots.get(slot.strip(), ()) + _values(values)
        given = tuple(sign.strip() for sign in signs.split(",") if sign.strip())
        found.append(Domain(name, given + slots.pop("signs", ()), slots))
    return tuple(found)


def _values(text: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in text.split(";") if value.strip())
