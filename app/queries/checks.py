"""What a generated question must not be. Strict: a refused one costs a second sample, a bad one costs the expert."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from app.queries import phrases
from app.queries.fluency import sentences, unheard
from app.queries.grammar import spoken
from app.queries.kinds import AgentBrief, Behaviour, Category
from app.queries.language import is_english
from app.queries.plan import Plan
from app.queries.similarity import TOO_SIMILAR, similarity, tokens
from app.queries.topics import Profile, profile
from app.queries.words import content_words, small_words

MIN_WORDS = 3
MAX_WORDS = 90
MAX_CHARACTERS = 600
# Read by eye on 54 samples of SmolLM2-135M: below 0.6 most sentences are odd, above nearly none.
CLOSE_TO_KNOWN = 0.6
SHORT_SENTENCE = 4
_TWO_SUBJECTS = (Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND)


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_A_QUESTION = "not_a_question"
    NOT_THE_CUSTOMER = "not_the_customer"
    META_TEXT = "meta_text"
    PLACEHOLDER = "placeholder"
    PLAN_LEAK = "plan_leak"
    REPETITIVE = "repetitive"
    TOO_SIMILAR = "too_similar"
    WRONG_LANGUAGE = "wrong_language"
    HARMFUL = "harmful"
    INVENTED_COMPANY = "invented_company"
    SAYS_IT_IS_AN_AI = "says_it_is_an_ai"
    OFF_TOPIC = "off_topic"
    ONE_SUBJECT = "one_subject"
    NO_SENSE = "no_sense"


@dataclass(frozen=True, slots=True)
class Rejection:
    code: Reason
    sentence: str


_SAFE_NAMES = small_words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December Google Microsoft Apple Windows Outlook Gmail Firefox
    Chrome Safari Android PayPal Visa Mastercard Facebook Instagram WhatsApp Amazon Shopify Stripe Slack
    Zapier Excel Switzerland Germany France Italy Spain Portugal Poland Europe Austria Japan Paris
    London Berlin English French German Polish Spanish Italian Turkish Ukrainian Arabic Portuguese
    Christmas Easter Wi Teams Mailchimp DATEV Zendesk Netflix I It The My Customer Internet Cloudflare
    Etsy Ebay
    """)
# Words of trouble and of paying that fit any company, as stems.
_GENERIC = content_words(
    """refund money back password login account invoice bill charge charged payment pay price cost order orders booking
    reservation appointment cancel cancelled subscription contract delivery parcel email phone number address website
    page app error message answer reply reset link code discount voucher opening hours complaint staff data delete
    newsletter confirmation person manager service card bank fee deposit change customer insurance help name"""
)


def check(
    text: str,
    plan: Plan,
    agent: AgentBrief,
    earlier: Sequence[str],
    *,
    small_model: bool = False,
    reacts: bool = False,
) -> list[Rejection]:
    """Everything that is wrong with a question; an empty list means that a person may see it.

    One that `reacts` to an answer need not name its subject: "And how long will that take?"
    `small_model` also refuses sentences unlike any that customers of such a company say. Hosted models don't
    need it, and it would refuse what they invent well.
    """
    text = text.strip()
    words = re.findall(r"[\w'’]+", text)
    if not words:
        return [Rejection(Reason.EMPTY, "There is no text.")]
    company = profile(agent)
    found = [
        *_length(text, words),
        *_voice(text, small_model),
        *_patterns(text),
        *_loops(words),
        *_language(text),
        *_company(text, company, agent),
        *(() if reacts else _subject(text, plan, company)),
        *(_sense(text, plan, company) if small_model else ()),
    ]
    alike = max(earlier, key=lambda old: similarity(text, old), default=None)
    if alike is not None and similarity(text, alike) >= TOO_SIMILAR:
        found.append(Rejection(Reason.TOO_SIMILAR, f"It is too close to an earlier question: {alike[:80]}"))
    return found


def _length(text: str, words: list[str]) -> list[Rejection]:
    if len(words) < MIN_WORDS:
        return [Rejection(Reason.TOO_SHORT, f"It has fewer than {MIN_WORDS} words.")]
    if len(words) > MAX_WORDS or len(text) > MAX_CHARACTERS:
        return [
            Rejection(Reason.TOO_LONG, f"It has more than {MAX_WORDS} words or {MAX_CHARACTERS} characters.")
        ]
    return []


def _voice(text: str, small_model: bool) -> list[Rejection]:
    if phrases.ANSWERS.search(text):
        return [Rejection(Reason.NOT_THE_CUSTOMER, "It answers or serves instead of asking.")]
    if not phrases.ASKS.search(text) and (small_model or not phrases.REPORTS.search(text)):
        return [Rejection(Reason.NOT_A_QUESTION, "It asks for nothing.")]
    return []


def _patterns(text: str) -> list[Rejection]:
    rules = (
        (phrases.META, Reason.META_TEXT, "It talks about the question instead of asking it"),
        (phrases.PLACEHOLDER, Reason.PLACEHOLDER, "It holds a placeholder or markup"),
        (phrases.PLAN_LEAK, Reason.PLAN_LEAK, "It repeats a label of the plan"),
        (phrases.SAYS_AI, Reason.SAYS_IT_IS_AN_AI, "The customer speaks as a machine"),
        (phrases.HARMFUL, Reason.HARMFUL, "It holds a word that no expert should have to read"),
    )
    return [
        Rejection(code, f"{sentence}: {match[0]!r}.")
        for pattern, code, sentence in rules
        if (match := pattern.search(text))
    ]


def _loops(words: list[str]) -> list[Rejection]:
    """Three words in a row that come again, or one meaningful word that fills the text."""
    lower = [word.lower() for word in words]
    triples = Counter(zip(lower, lower[1:], lower[2:], strict=False))
    long = Counter(word for word in lower if len(word) > 4)
    if any(count > 2 for count in triples.values()) or sum(c - 1 for c in triples.values()) > 2:
        return [Rejection(Reason.REPETITIVE, "It says the same thing again and again.")]
    if any(count > 4 for count in long.values()):
        return [Rejection(Reason.REPETITIVE, f"It repeats {long.most_common(1)[0][0]!r}.")]
    return []


def _language(text: str) -> list[Rejection]:
    return [] if is_english(text) else [Rejection(Reason.WRONG_LANGUAGE, "It is not English.")]


def _company(text: str, company: Profile, agent: AgentBrief) -> list[Rejection]:
    known = f"{agent.name} {agent.description} {agent.system_prompt} {company.company or ''}"
    for match in phrases.NAMES.finditer(text):
        name = match[1] or match[2]
        if name not in _SAFE_NAMES and name not in known:
            return [Rejection(Reason.INVENTED_COMPANY, f"{name!r} is not in the description.")]
    return []


def _subject(text: str, plan: Plan, company: Profile) -> list[Rejection]:
    """The rarest questions may be about anything; all others share a word with the company or with any support."""
    if plan.category is Category.EDGE_CASE or content_words(text) & (
        _GENERIC | content_words(plan.topic) | company.words
    ):
        return []
    return [Rejection(Reason.OFF_TOPIC, "It has nothing to do with what this company does.")]


def _sense(text: str, plan: Plan, company: Profile) -> list[Rejection]:
    """A 135M model writes fluent nonsense; what it writes close to sentences that customers say is sound."""
    if strange := unheard(text, company, mistyped=plan.behaviour is Behaviour.TYPOS):
        return [Rejection(Reason.NO_SENSE, f"No customer would say: {strange}")]
    if plan.behaviour in _TWO_SUBJECTS and len(re.findall(r"\?+", text)) < 2:
        return [Rejection(Reason.ONE_SUBJECT, "It asks about one thing where the customer has two.")]
    about: frozenset[str] | None = None
    for sentence in sentences(text):
        words = tokens(sentence)
        if len(words) < SHORT_SENTENCE:
            continue
        near = [
            topics
            for line, topics in spoken(company)
            if Indel.normalized_similarity(words, line) >= CLOSE_TO_KNOWN
        ]
        if not near:
            return [Rejection(Reason.NO_SENSE, f"No customer would say: {sentence[:80]}")]
        if all(near):  # no turn of phrase that goes with any subject
            topics = frozenset().union(*near)
            about = topics if about is None else about & topics
        if about == frozenset() and plan.behaviour not in _TWO_SUBJECTS:
            return [Rejection(Reason.NO_SENSE, f"It has nothing to do with the rest: {sentence[:80]}")]
    return []
