"""Which of several acceptable questions is the best one: cheap signs of what readers called good."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.queries import phrases
from app.queries.kinds import AgentBrief, Category, Difficulty
from app.queries.plan import Plan
from app.queries.similarity import similarity
from app.queries.topics import profile
from app.queries.words import content_words

# Words of a message that is neither a stump nor a ramble, by difficulty.
_LENGTH = {Difficulty.EASY: (5, 18), Difficulty.MEDIUM: (10, 35), Difficulty.HARD: (18, 60)}


@dataclass(frozen=True, slots=True)
class Merit:
    """Each part between 0 and 1."""

    on_topic: float
    voice: float
    length: float
    novelty: float

    @property
    def total(self) -> float:
        return 2 * self.on_topic + self.voice + self.length + self.novelty


def merit(text: str, plan: Plan, agent: AgentBrief, earlier: Sequence[str]) -> Merit:
    said, company = content_words(text), profile(agent)
    topic = content_words(plan.topic)
    on_topic = (bool(said & topic) if topic else 1.0) * 0.5 + 0.5 * _share(said, company.words | topic)
    # The customer speaks of himself and asks.
    voice = (bool(phrases.SPEAKER.search(text)) + bool(phrases.ASKS.search(text))) / 2
    least, most = _LENGTH[plan.difficulty]
    words = len(text.split())
    length = min(1.0, words / least, most / max(words, 1))
    nearest = max((similarity(text, old) for old in earlier), default=0.0)
    if plan.category is Category.EDGE_CASE:
        on_topic = max(on_topic, 0.5)  # the unusual has no words in the tables
    return Merit(on_topic, voice, length, 1 - nearest)


def _share(said: frozenset[str], known: frozenset[str]) -> float:
    return len(said & known) / len(said) if said else 0.0
