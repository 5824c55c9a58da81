"""What real customers ask about: the things that come up again and again in their questions. Pure.

A thing is what stands behind "my", "the" or "a"; the one that most questions name comes first, then the one that most
of the others name, and so on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.queries.headings import Heading
from app.queries.kinds import Behaviour, Category
from app.queries.mix import signs
from app.queries.words import STOP_WORDS, content_words, small_words, stem

MOST_SUBJECTS = 12
_LEAST_QUESTIONS = 2
_LEAST_SHARE = 0.04  # of all questions
_COMPOUND = 0.6  # of "my return", so many must go on with "label" for a "return label"
_ONE_OF = 0.25  # of a subject's questions, for a category to have the subject

_NOUN = re.compile(
    r"\b(my|our|your|the|an?|this|that)\s+([^\W\d_]+)(?:[\s-]+([^\W\d_]+))?(?:[\s-]+([^\W\d_]+))?", re.I
)
_PRIVATE = re.compile(r"@|https?:|www\.|\d{4}")
_ADJECTIVES = small_words("""
    new old last first second third wrong right same next small big free full latest current whole other
    previous original only missing broken damaged real actual entire different personal own online lost
    """)
_NO_THINGS = small_words("""
    way time day question problem answer help issue reason week month year hour minute person people
    customer lot bit morning evening afternoon moment end rest name side case fact company support team
    service money friend wife husband mother father son daughter boss few status middle man lady guy
    """)
_VERBS = small_words("""
    came broke says shows went keeps got did has had does looks seems comes goes never still always fell
    gets says wants needs took made shows stays lost
    """)
_SPEAK_OF: dict[Category, frozenset[str]] = {
    Category.BILLING: content_words(
        "charge charged invoice refund pay paid payment price bill cost fee card bank discount expensive credit debit"
    ),
    Category.ACCOUNT: content_words(
        "login log password account email address profile data sign access username cancel membership booking"
    ),
    Category.TECHNICAL: content_words(
        "error work broken page app button load crash screen slow connect install upload bug fail update website"
        " sync printer setup settings blank freeze"
    ),
    Category.COMPLAINT: content_words(
        "late rude waiting complain complaint disappointed apology damaged promise promised unacceptable worst"
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """`topic` names it ("return labels"), `matter` as a customer does ("my return label"); `questions` are about it,
    `share` is their part of all real questions."""

    category: Category
    topic: str
    matter: str
    questions: tuple[str, ...]
    share: float


def subjects(questions: Sequence[str]) -> tuple[Subject, ...]:
    """At most MOST_SUBJECTS things, those with the most questions first; a thing may have several categories."""
    said = {question: content_words(question) for question in dict.fromkeys(questions)}
    things = _things(said)
    least = max(_LEAST_QUESTIONS, _LEAST_SHARE * len(said))
    left, found = dict(said), list[Subject]()
    for _ in range(MOST_SUBJECTS):
        reach = {
            thing: [question for question, words in left.items() if thing.stems <= words] for thing in things
        }
        best = max(reach, key=lambda thing: (len(reach[thing]), len(thing.stems)), default=None)
        if best is None or len(reach[best]) < least:
            break
        found += _by_category(best, reach[best], len(said))
        left = {question: words for question, words in left.items() if question not in set(reach[best])}
    return tuple(found)


def of_pages(headings: Sequence[Heading]) -> tuple[Subject, ...]:
    """What help pages are about, in the category that the words speak of and as something to be explained."""
    return tuple(
        Subject(category, heading.topic, heading.matter, (), 1 / len(headings))
        for heading in headings
        for category in dict.fromkeys((category_of(heading.topic), Category.GENERAL))
    )


def is_private(question: str) -> bool:
    """Holds, or may hold, what belongs to one customer: an address, a long number, a link."""
    return bool(_PRIVATE.search(question))


def category_of(question: str) -> Category:
    """By its words; GENERAL when none of them says more."""
    words = content_words(question)
    votes = {category: len(words & known) for category, known in _SPEAK_OF.items()}
    if Behaviour.UPSET in signs(question):
        votes[Category.COMPLAINT] += 2
    best = max(votes, key=lambda category: votes[category])
    return best if votes[best] else Category.GENERAL


@dataclass(frozen=True, slots=True)
class _Thing:
    stems: frozenset[str]
    topic: str
    matter: str


def _things(questions: Iterable[str]) -> list[_Thing]:
    seen: Counter[str] = Counter()
    owned: Counter[str] = Counter()
    counted: set[str] = set()
    followed: dict[str, Counter[str]] = {}
    for question in questions:
        for article, *rest in _NOUN.findall(question):
            words = [word.lower() for word in rest if word]
            while words and words[0] in _ADJECTIVES:
                words.pop(0)
            if not words or not _names_a_thing(words[0]):
                continue
            name, *after = words
            seen[name] += 1
            owned[name] += article.lower() in ("my", "our")
            if article.lower() in ("a", "an"):
                counted.add(name)
            if after and _names_a_thing(after[0]) and not re.search(r"(?:ed|ing)$", after[0]):
                followed.setdefault(name, Counter())[after[0]] += 1
    return [
        _thing(name, followed.get(name, Counter()), count, owned[name], name in counted)
        for name, count in seen.items()
        if count >= _LEAST_QUESTIONS
    ]


def _names_a_thing(word: str) -> bool:
    return len(word) > 2 and word not in STOP_WORDS | _NO_THINGS | _VERBS | _ADJECTIVES


def _thing(name: str, followed: Counter[str], count: int, owned: int, counted: bool) -> _Thing:
    for second, times in followed.most_common(1):
        if times >= max(_LEAST_QUESTIONS, _COMPOUND * count):
            name = f"{name} {second}"
    article = "my" if 2 * owned >= count else "the"
    topic = f"{name}s" if counted and not name.endswith("s") else f"the {name}"
    return _Thing(frozenset(stem(word) for word in name.split()), topic, f"{article} {name}")


def _by_category(thing: _Thing, questions: Sequence[str], total: int) -> list[Subject]:
    by_category: dict[Category, list[str]] = {}
    for question in questions:
        by_category.setdefault(category_of(question), []).append(question)
    most = max(len(said) for said in by_category.values())
    least = min(most, max(_LEAST_QUESTIONS, _ONE_OF * len(questions)))
    return [
        Subject(category, thing.topic, thing.matter, tuple(said), len(said) / total)
        for category, said in by_category.items()
        if len(said) >= least
    ]
