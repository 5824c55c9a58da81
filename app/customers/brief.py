"""What planner and writers know about an agent: pure values, read from the rows once for each question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.models import Category
from app.text.words import content_words

LEAST_SHARED = 0.5  # of a topic's meaningful words, for a text to be about it
_LEAST_STEM = (
    4  # letters of a word that may be the beginning or end of a longer one ("Sperrmüll" in "Sperrmülltermin")
)


@dataclass(frozen=True, slots=True)
class TopicBrief:
    """`weight`: how often it comes beside the others. `resting` counts pairs about it that came without a plan:
    imported, or the expert's own. `questions` are examples that are asked word for word. `stands_apart`: the name may
    be a bare word such as "parcel", which goes into no sentence without an article."""

    name: str
    category: Category = Category.GENERAL
    weight: float = 1.0
    questions: tuple[str, ...] = ()
    resting: int = 0
    stands_apart: bool = False


@dataclass(frozen=True, slots=True)
class AgentBrief:
    """`language`: ISO 639-1. `avoided`: what no customer of this organisation asks about. `customers`: kinds of
    them. `asked`: what real ones wrote; `shown`: those of them that a writer reads;
    `filed`: all by topic, those of none under ""."""

    name: str
    description: str
    language: str
    system_prompt: str = ""
    topics: tuple[TopicBrief, ...] = ()
    avoided: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    filed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def about(self, topic: str) -> list[str]:
        """Real questions about the topic, then its examples."""
        own = next((t.questions for t in self.topics if t.name == topic), ())
        return list(dict.fromkeys([*self.filed.get(topic, ()), *own]))

    @property
    def about_nothing(self) -> tuple[str, ...]:
        """Real questions that are about none of the topics."""
        return self.filed.get("", ())


def topic_of(text: str, names: Sequence[str], language: str) -> str | None:
    """The topic that a text is about: most of whose words it has; None when it has half of none's."""
    said = content_words(text, language)
    shares = {name: _share(content_words(name, language), said) for name in names}
    best = max(shares, key=lambda name: (shares[name], len(name)), default=None)
    return best if best is not None and shares[best] >= LEAST_SHARED else None


def is_avoided(text: str, avoided: Iterable[str], language: str) -> bool:
    """Whether a topic or a question is about something that is avoided: "gift vouchers" by "vouchers" as well."""
    said = content_words(text, language)
    return any(
        name.casefold() == text.casefold() or _share(content_words(name, language), said) == 1.0
        for name in avoided
    )


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    if not wanted:
        return 0.0
    return sum(word in said or any(_within(word, other) for other in said) for word in wanted) / len(wanted)


def _within(word: str, other: str) -> bool:
    """Compounds of German, Dutch and the Nordic languages are one word: their parts begin or end it."""
    if len(word) < _LEAST_STEM or not word.isalpha():
        return False
    return (other.startswith(word) or other.endswith(word)) and len(other) >= len(word) + 3
