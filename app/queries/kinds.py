"""The words a plan is made of, and what the customer is told about the agent."""

from dataclasses import dataclass
from enum import StrEnum

from app.queries.headings import Heading


class Category(StrEnum):
    GENERAL = "general"
    TECHNICAL = "technical"
    BILLING = "billing"
    ACCOUNT = "account"
    COMPLAINT = "complaint"
    EDGE_CASE = "edge_case"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Behaviour(StrEnum):
    """How real customers write; their mix matters more than the subject (research: features, 3d)."""

    PLAIN = "plain"
    TERSE = "terse"
    VAGUE = "vague"
    UPSET = "upset"
    WRONG_PREMISE = "wrong_premise"
    TWO_PROBLEMS = "two_problems"
    TYPOS = "typos"
    NON_NATIVE = "non_native"
    NOT_ALLOWED = "not_allowed"
    CHANGES_MIND = "changes_mind"


@dataclass(frozen=True, slots=True)
class AgentBrief:
    name: str
    description: str
    system_prompt: str = ""
    avoided: tuple[str, ...] = ()  # topics that no customer of this company asks about
    asked: tuple[str, ...] = ()  # what real customers asked
    pages: tuple[Heading, ...] = ()  # what the company's own pages are about
