"""Turns a situation into the sentences of one particular customer: slots, order of sentences, way of writing."""

import random
import re
from collections.abc import Callable
from functools import lru_cache

from app.queries.kinds import Behaviour, Category, Difficulty
from app.queries.similarity import tokens
from app.queries.situation import Situation
from app.queries.topics import Profile

_ANYWHERE: dict[str, tuple[str, ...]] = {
    "past": (
        "last Tuesday",
        "two weeks ago",
        "on Monday",
        "yesterday",
        "ten days ago",
        "last Friday",
        "on the 3rd",
    ),
    "soon": ("on Friday", "tomorrow", "next week", "on Saturday", "on the 14th", "next Monday"),
    "since": ("since Monday", "for three days now", "since the weekend", "for a week now", "since yesterday"),
    "day": ("Friday", "Monday", "Wednesday", "Thursday"),
    "month": ("February", "March", "May", "August", "October"),
    "n": ("three", "four", "five", "six"),
    "ref": ("48213", "20981", "7734", "31-4470", "90562", "11846"),
    "relative": ("my mother", "my father", "my wife", "my husband", "my son", "my aunt", "my sister"),
    "colleague": (
        "Your colleague",
        "The man on the phone",
        "The lady at the desk",
        "Somebody from your team",
    ),
    "language": ("Polish", "French", "Turkish", "Spanish", "Ukrainian", "Arabic"),
    "device": ("my phone", "an old iPad", "my work laptop", "Firefox and Chrome", "my old laptop"),
}
_GREETINGS = ("Hi, ", "Hello, ", "Hi there, ", "Good morning, ", "Hey, ", "")
_THANKS = (" Thanks!", " Thank you.", " Thanks in advance.", " Many thanks.", "")
# Anger has a reason: what a complaint is about, or that nobody answered the question before.
_UPSET_FIRST = (
    "I am really fed up.",
    "This is the second time I'm writing.",
    "I can't believe this.",
    "Honestly, this is a joke.",
    "I have had enough.",
    "Nobody at your place seems to care.",
    "I'm losing my patience here.",
    "This is getting ridiculous.",
)
_UPSET_ASKED = (
    "I already asked this twice and got no answer.",
    "I wrote about this last week and never heard back.",
    "Third time I'm asking this!",
    "I was on hold for half an hour for this one question.",
    "Your last answer had nothing to do with my question.",
    "Two of your people told me two different things.",
    "I have been looking for an answer on your page for an hour.",
    "Not a single useful answer from you so far.",
)
_UPSET_LAST = (
    "If this goes on I am gone.",
    "I expect more than a sorry.",
    "Unbelievable.",
    "Sort it out.",
    "I mean it.",
    "",
)
_UPSET_ASKED_LAST = (
    "I want a clear answer today.",
    "And no copy-and-paste answer please!!",
    "Don't send me another link.",
    "I won't ask again.",
    "Is that really so hard?",
    "",
)
_VAGUE_LAST = (
    "I don't know how else to put it.",
    "Sorry, I am not good at these things.",
    "I hope you know what I mean.",
    "No idea who else to ask.",
    "I may be mixing things up.",
)
_VAGUE_FIRST = (
    "It's about {topic}.",
    "A question about {topic}, I guess.",
    "I'm not sure I'm in the right place.",
    "Maybe a silly question.",
    "I don't really understand how this works.",
)
_ALSO = (
    "And one more thing: {ask}",
    "Also, {ask}",
    "And while I'm at it, {ask}",
    "Second thing: {ask}",
    "Oh, and {ask}",
    "Besides that, {ask}",
)
_INSTEAD = (
    "Actually, no, leave that. {ask}",
    "Hm, wait, something else is more urgent: {ask}",
    "No, sorry, forget that one. {ask}",
    "On second thought, first tell me this: {ask}",
    "Or rather, let me start with this: {ask}",
)
_NON_NATIVE_FIRST = ("Hello, ", "Good day, ", "Dear team, ", "Hello dear support, ", "")
_NON_NATIVE_LAST = (
    " Sorry for my English.",
    " Thank you for understanding.",
    " Thanks you in advance.",
    "",
    "",
)
_PRESSURE = (
    "Nobody needs to know.",
    "Just this once.",
    "Other places do it too.",
    "Come on, it's not a big thing.",
    "I won't tell anybody.",
    "",
)
# How learners of English write: order of words, wrong tense, missing small words.
_NON_NATIVE: tuple[tuple[str, str], ...] = (
    (r"\bHow can I\b", "How I can"),
    (r"\bHow do I\b", "How I can"),
    (r"\bWhy do I\b", "Why I"),
    (r"\bWhere do I\b", "Where I"),
    (r"\bWhere is\b", "Where it is"),
    (r"\bWhen do I\b", "When I"),
    (r"\bWhat do I need\b", "What I need"),
    (r"\bDo you have\b", "You have"),
    (r"\bdon't\b", "do not"),
    (r"\bcan't\b", "can not"),
    (r"\bI have not\b", "I did not"),
    (r"\bdoes(?:n't| not)(?= \w)", "not"),
    (r"\bI am\b", "I'm"),
    (r"\bfor (three days|a week) now\b", r"since \1"),
    (r"\bpeople\b", "persons"),
    (r"\badvice\b", "advices"),
    (r"\binformation\b", "informations"),
    (r"\bhas arrived\b", "is arrived"),
    (r"\barrived broken\b", "is come broken"),
    (r"\bdid you\b", "you did"),
)
_FILLINGS = 8  # enough for nearly every value of a slot to occur with its line
_CHAT = (
    (r"\bplease\b", "pls"),
    (r"\byou are\b", "ur"),
    (r"\bbecause\b", "cause"),
    (r"\btomorrow\b", "tmrw"),
    (r"\bThanks\b", "thx"),
    (r"\bsomebody\b", "someone"),
)


_MISSPELT = {
    "address": "adress", "account": "acount", "password": "pasword", "receive": "recieve", "received": "recieved",
    "because": "becuase", "tomorrow": "tommorow", "appointment": "apointment", "receipt": "reciept",
    "cancel": "cancle", "believe": "beleive", "which": "wich", "really": "realy", "different": "diffrent",
    "their": "there", "delivery": "delivary", "definitely": "definately", "invoice": "invioce",
    "insurance": "insurence", "paid": "payed", "friend": "freind", "website": "webiste", "something": "somthing",
    "available": "availible", "immediately": "immediatly", "question": "qestion", "colleague": "collegue",
    "membership": "memebership", "until": "untill", "confirmation": "confimation", "problem": "probelm",
}  # fmt: skip
_REFERS_BACK = re.compile(
    r"\b(?:it|its|he|she|him|her|his|they|them|both|one|this|that|these|those|there)\b", re.I
)
_GREETS = re.compile(r"Hello|Test test")
_KEPT_CAPITAL = re.compile(r"^(?:I\b|[A-Z]{2,})")


def compose(
    situation: Situation,
    other: Situation | None,
    *,
    behaviour: Behaviour,
    difficulty: Difficulty,
    company: Profile,
    rng: random.Random,
) -> str:
    """One question; `other` is the second situation of customers with two problems or a changed mind."""
    fill = _filler(company, rng)
    ask = fill(rng.choice(situation.asks))
    details = [fill(line) for line in rng.sample(situation.details, len(situation.details))]
    twists = [fill(line) for line in rng.sample(situation.twists, len(situation.twists))]
    facts: list[str] = []
    if difficulty is not Difficulty.EASY:
        facts += details[:1]
    if difficulty is Difficulty.HARD:
        facts += twists[:1] or details[1:2]
    if behaviour is Behaviour.WRONG_PREMISE and situation.premises:
        facts = facts[:1] + [fill(rng.choice(situation.premises))]
    # A fact that says "it" needs the question before it.
    told_first = bool(facts) and not _REFERS_BACK.search(facts[0]) and rng.random() < 0.6
    sentences = [_sentence(line) for line in ([*facts, ask] if told_first else [ask, *facts])]
    second = fill(max(other.asks, key=len)) if other else ""
    style = _STYLES[behaviour]
    return _tidy(style(sentences, second, situation, rng), company)


@lru_cache(maxsize=64)
def spoken(company: Profile) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Words of every sentence that the grammar can say to this company, with the topics in which it says them; none
    for what goes with any topic."""
    return tuple((tokens(line), topics) for line, topics in _said(company).items())


def lines_of(company: Profile) -> tuple[str, ...]:
    """Every sentence that the grammar can say to this company, slots filled each time differently."""
    return tuple(_said(company))


@lru_cache(maxsize=64)
def _said(company: Profile) -> dict[str, frozenset[str]]:
    rng = random.Random(0)
    lines: dict[str, set[str]] = {}
    for situation in company.situations:
        for line in (*situation.asks, *situation.details, *situation.twists, *situation.premises):
            lines.setdefault(line, set()).add(situation.topic)
    said: dict[str, frozenset[str]] = {}
    for line, topics in sorted(lines.items()):
        for _ in range(_FILLINGS if "{" in line else 1):
            said[_filler(company, rng)(line)] = frozenset(topics)
    frames = [*_UPSET_FIRST, *_UPSET_ASKED, *_UPSET_LAST, *_UPSET_ASKED_LAST]
    frames += [*_VAGUE_FIRST, *_VAGUE_LAST, *_PRESSURE, *_THANKS]
    said |= {line: frozenset() for line in frames if line}
    for subject in company.subjects:
        said |= dict.fromkeys(subject.questions, frozenset({subject.topic}))
    # Greetings go before any sentence.
    greeted = {g + line: topics for line, topics in said.items() for g in rng.sample(_GREETINGS, 2)}
    return {line: topics for line, topics in (said | greeted).items() if line}


def _filler(company: Profile, rng: random.Random) -> Callable[[str], str]:
    """Fills slots; within one question a slot keeps its value, and values may hold slots themselves."""
    chosen: dict[str, str] = {}

    def value(match: re.Match[str]) -> str:
        slot = match[1]
        if slot not in chosen:
            picked = fill(rng.choice(company.domain.slots.get(slot) or _ANYWHERE[slot]))
            chosen[slot] = (
                _money(picked, company.currency) if slot in ("amount", "small", "large") else picked
            )
        return chosen[slot]

    def fill(line: str) -> str:
        return re.sub(r"\{(\w+)\}", value, line)

    return fill


def _money(number: str, currency: str) -> str:
    return f"{currency}{number}" if currency in "$£" else f"{number} {currency}"


def _sentence(line: str) -> str:
    line = line[0].upper() + line[1:]
    return line if line[-1] in ".?!" else line + "."


def _inside(line: str) -> str:
    """The line as it stands in the middle of a sentence."""
    return line if _KEPT_CAPITAL.match(line) else line[0].lower() + line[1:]


def _plain(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join(sentences)
    if rng.random() < 0.5:
        greeting = "" if _GREETS.match(text) else rng.choice(_GREETINGS)
        text = greeting + (_inside(text) if greeting else text)
    elif rng.random() < 0.5:
        text = _lower(text)
    thankful = situation.category is not Category.COMPLAINT and rng.random() < 0.4
    thanks = rng.choice(_THANKS) if thankful else ""
    return text + (thanks.lower() if text.islower() else thanks)


def _terse(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = _lower(" ".join(sentences[:2])).rstrip(".")
    return rng.choice((text, text.rstrip("?")))


def _vague(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    named = f"the {situation.topic}" if situation.topic.isupper() else situation.topic
    if rng.random() < 0.5:
        return " ".join((rng.choice(_VAGUE_FIRST).format(topic=named), *sentences))
    return " ".join((*sentences, rng.choice(_VAGUE_LAST)))


def _upset(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    complains = situation.category is Category.COMPLAINT
    text = " ".join((rng.choice(_UPSET_FIRST if complains else _UPSET_ASKED), *sentences))
    if rng.random() < 0.4:
        text = re.sub(r"\b(twice|again|nobody|never|still|finally|today|nothing)\b", _shout, text, count=1)
    if rng.random() < 0.5:
        text = re.sub(r"\?(?=\s|$)", rng.choice(("??", "?!", "???")), text, count=1)
    return f"{text} {rng.choice(_UPSET_LAST if complains else _UPSET_ASKED_LAST)}"


def _two_problems(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join(sentences)
    return f"{text} {rng.choice(_ALSO).format(ask=_inside(second))}" if second else text


def _changes_mind(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join(sentences)
    if not second:
        return text
    frame = rng.choice(_INSTEAD)
    return f"{text} {frame.format(ask=_inside(second) if ': {' in frame else second)}"


def _typos(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join(sentences)
    for pattern, short in _CHAT:
        if rng.random() < 0.6:
            text = re.sub(pattern, short, text)
    words = _lower(text.replace("'", "") if rng.random() < 0.7 else text).split(" ")
    wanted = max(2, len(words) // 9)
    places = [i for i, word in enumerate(words) if word.strip(".,?!") in _MISSPELT]
    long = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha() and i not in places]
    rng.shuffle(places)
    rng.shuffle(long)
    for i in (places + long)[:wanted]:
        bare = words[i].strip(".,?!")
        words[i] = words[i].replace(bare, _MISSPELT.get(bare) or _slip(bare, rng))
    text = " ".join(words)
    return text.rstrip(".") if rng.random() < 0.6 else text


def _slip(word: str, rng: random.Random) -> str:
    """A slip of the finger: two letters swapped, one left out or doubled; never the first one."""
    i = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
        )
    )


def _non_native(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join(sentences)
    for pattern, learner in _NON_NATIVE:
        text = re.sub(pattern, learner, text)
    text = re.sub(r"\b(\w+ \w+) ago\b", lambda found: "before " + found[1].lower(), text)
    # Articles are what learners drop most.
    text = re.sub(
        r"\b(?:the|a|an) (?!ones?\b|same\b|first\b|other\b|year\b|month\b|week\b|day\b|\d)(?=\w)",
        lambda found: found[0] if rng.random() < 0.45 else "",
        text,
    )
    text = re.sub(r"(^|[.?!] )(\w)", lambda found: found[1] + found[2].upper(), text)
    greeting = "" if _GREETS.match(text) else rng.choice(_NON_NATIVE_FIRST)
    complains = situation.category is Category.COMPLAINT
    last = "" if complains else rng.choice(_NON_NATIVE_LAST)
    return greeting + (_inside(text) if greeting else text) + last


def _not_allowed(sentences: list[str], second: str, situation: Situation, rng: random.Random) -> str:
    text = " ".join((*sentences, rng.choice(_PRESSURE) if len(sentences) < 3 else "")).strip()
    return _lower(text) if rng.random() < 0.4 else text


_STYLES: dict[Behaviour, Callable[[list[str], str, Situation, random.Random], str]] = {
    Behaviour.PLAIN: _plain,
    Behaviour.TERSE: _terse,
    Behaviour.VAGUE: _vague,
    Behaviour.UPSET: _upset,
    Behaviour.WRONG_PREMISE: _plain,
    Behaviour.TWO_PROBLEMS: _two_problems,
    Behaviour.TYPOS: _typos,
    Behaviour.NON_NATIVE: _non_native,
    Behaviour.NOT_ALLOWED: _not_allowed,
    Behaviour.CHANGES_MIND: _changes_mind,
}


def _shout(found: re.Match[str]) -> str:
    return found[0].upper()


def _lower(text: str) -> str:
    """Lower case as people type it on a phone; abbreviations stay."""
    return " ".join(
        word if len(word.strip(".,?!")) > 1 and word.isupper() else word.lower() for word in text.split(" ")
    )


def _tidy(text: str, company: Profile) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\b([Aa]) (?=[aeio]|un(?!i))", r"\1n ", text)
    return re.sub(r"\s+([.,?!])", r"\1", text)
