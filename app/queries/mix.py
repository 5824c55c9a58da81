"""How real customers of a company write: the mix of behaviours, estimated from what they asked. Pure.

Cheap signs, none of them certain; so few questions say little, and the usual mix fills up.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from app.queries.kinds import Behaviour

_PLAIN_SHARE = 0.25
USUAL: Mapping[Behaviour, float] = {
    behaviour: _PLAIN_SHARE if behaviour is Behaviour.PLAIN else (1 - _PLAIN_SHARE) / (len(Behaviour) - 1)
    for behaviour in Behaviour
}
_USUAL_COUNTS_AS = (
    10  # questions: with ten real ones the estimate lies halfway between them and the usual mix
)
_TERSE_WORDS = 9
_STUMP_WORDS = 4


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.I)


_SIGNS: dict[Behaviour, re.Pattern[str]] = {
    Behaviour.UPSET: re.compile(
        r"!!|\?!|!\?|\?\?|(?<!\w)(?:fed up|ridiculous|unacceptable|a joke|angry|furious|disappoint\w*|worst|useless"
        r"|terrible|awful|outrageous|disgrace\w*|shameful|scam|sick of|had enough|(?:second|third|fourth|fifth) time"
        r"|nobody (?:answers|replies|cares|helps)|no ?one (?:answers|replies|cares|helps)|never again|what the hell"
        r"|seriously|unbelievable|incompetent|rip-?off|losing (?:my )?patience)(?!\w)",
        re.I,
    ),
    Behaviour.VAGUE: _any(
        r"not (?:really )?sure|don'?t (?:really )?know (?:how|what|the|if)|no idea|some kind of|somehow|sort of",
        r"the thing|that thing|i guess|or whatever|whatever it'?s called|something like that|i think i|maybe i",
        r"i may be|i might be|can'?t explain|hope you know what i mean|is weird|acts? (?:strange|weird|funny)",
    ),
    Behaviour.WRONG_PREMISE: _any(
        r"i thought|i was told|i read (?:somewhere )?that|a friend (?:said|told|swears)|by law|legally you",
        r"you (?:always|have to|must) (?:offer|refund|give|pay|accept)|everybody knows|as far as i know",
        r"is(?:n't)? (?:it )?supposed to be free|always free",
    ),
    Behaviour.TWO_PROBLEMS: _any(
        r"(?:and )?also[,:]? (?:can|how|why|where|when|what|do|does|is|i)|second(?:ly)?[,:]|two (?:things|questions)",
        r"one more thing|another (?:thing|question|problem)|besides that|while i'?m at it|on top of that",
    ),
    Behaviour.TYPOS: re.compile(
        r"(?<!\w)(?:dont|cant|wont|doesnt|didnt|isnt|wasnt|havent|couldnt|im|ive|pls|plz|thx|u|ur|teh|recieve\w*"
        r"|adress\w*|acount\w*|pasword\w*|becuase|wich|untill|tommorow|definately|reciept\w*|payed|somthing|alot"
        r"|cancle\w*|invioce\w*|delivary)(?!\w)",
        re.I,
    ),
    Behaviour.NON_NATIVE: _any(
        r"how i can|why i (?:can|must|have) ?(?:not)?|where i can|when i (?:get|receive) my|is possible to",
        r"it is possible that you|explain me|say me|informations|advices|persons|since (?:\w+ )?(?:days|weeks|months)",
        r"since (?:two|three|four|five|\d+) (?:days|weeks|months)|i have doubts?|please to|sorry for my english",
        r"i am (?:waiting|having|wanting) since|can not|did not (?:arrived|received|came)|is (?:arrived|come broken)",
        r"you have (?:the )?possibility|kindly do the needful|thanks you",
    ),
    Behaviour.NOT_ALLOWED: _any(
        r"(?:an? )?exception|just this once|skip the (?:check|verification|id)|without (?:an? )?(?:id|receipt|proof)",
        r"backdate\w*|earlier date on|nobody (?:needs|has) to know|bypass|get around|my neighbou?r'?s",
        r"under the table|off the record|ignore (?:your|the) (?:rules|instructions)|someone else'?s account",
    ),
    Behaviour.CHANGES_MIND: _any(
        r"actually,? (?:no|never ?mind|leave|forget|wait)|never ?mind|forget (?:that|it|what i)|on second thought",
        r"no,? wait|scratch that|or rather|changed my mind|instead of that",
    ),
}  # fmt: skip


def signs(question: str) -> frozenset[Behaviour]:
    """The ways of writing that a question shows; PLAIN when there are none."""
    found = {behaviour for behaviour, sign in _SIGNS.items() if sign.search(question)}
    if _is_terse(question):
        found.add(Behaviour.TERSE)
    return frozenset(found) or frozenset({Behaviour.PLAIN})


def _is_terse(question: str) -> bool:
    """A stump, or a short line that begins like no sentence."""
    words = question.split()
    return len(words) <= _STUMP_WORDS or (len(words) <= _TERSE_WORDS and not question[:1].isupper())


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of all behaviours, together 1."""

    shares: Mapping[Behaviour, float]

    @classmethod
    def of(cls, questions: Iterable[str]) -> Self:
        """A question that shows several signs counts for each of them in equal parts."""
        counts = {behaviour: _USUAL_COUNTS_AS * share for behaviour, share in USUAL.items()}
        for question in questions:
            shown = signs(question)
            for behaviour in shown:
                counts[behaviour] += 1 / len(shown)
        total = sum(counts.values())
        return cls({behaviour: count / total for behaviour, count in counts.items()})

    def lift(self, behaviour: Behaviour) -> float:
        """How many times as often as usual."""
        return self.shares[behaviour] / USUAL[behaviour]
