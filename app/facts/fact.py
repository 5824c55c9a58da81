"""Fact: something that a text states and another text can confirm."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    WEEKDAY = "weekday"
    MONTH = "month"
    CLOCK = "clock"
    DURATION = "duration"
    MEASURE = "measure"
    COUNT = "count"
    PHONE = "phone"
    ADDRESS = "address"
    CODE = "code"
    PATH = "path"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Fact:
    """`value` is what two ways of writing the same have in common, `span` is [start, end) in the text.

    MONEY (amount, currency), "" for a cent of any; PERCENT and COUNT a number; DATE (day, month, year or None);
    WEEKDAY 0 to 6 from Monday; MONTH 1 to 12; CLOCK minutes since midnight; DURATION ("minutes" | "months", number);
    MEASURE (unit, number); PHONE its digits; ADDRESS and CODE what is written; PATH its steps; STANCE yes or no.
    """

    kind: FactKind
    value: Hashable
    text: str
    span: tuple[int, int]
