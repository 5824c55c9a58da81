"""What a sentence about the customers says of the ways in which they write: "They are always brief". Pure.

The guide's free sentences are for a strong model; the grammar and the small model follow them by what is planned.
Only plain words for a way of writing count, and a sentence without one changes nothing.
"""

import re
from collections.abc import Iterable

from app.queries.kinds import Behaviour

MORE, LESS = 4.0, 0.2  # what the weight of a way of writing is multiplied by

_CLAUSES = re.compile(r"[,;:.!?()]|\b(?:and|but|or|yet|though|while|because)\b", re.I)
_NEGATED = re.compile(
    r"\b(?:never|not|no|nobody|none|nothing|rarely|seldom|hardly|barely|without|less|fewer|few|avoids?|stops?)\b"
    r"|n['’]t\b",
    re.I,
)


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.I)


# Words for a way of writing, and words for its opposite.
_TRAITS: dict[Behaviour, tuple[re.Pattern[str], re.Pattern[str] | None]] = {
    Behaviour.TERSE: (
        _words(
            r"brief(?:ly)?", r"short(?:er)?", r"terse", r"curt", r"laconic", r"few(?:er)? words", r"in a hurry",
            r"hurried", r"one[- ]liners?", r"to the point", r"keywords",
        ),
        _words(r"long(?:er|-winded)?", r"detailed", r"elaborate", r"verbose", r"wordy", r"whole sentences",
               r"full sentences", r"complete sentences"),
    ),
    Behaviour.VAGUE: (
        _words(r"vague(?:ly)?", r"unsure", r"(?:not|\w+n['’]t) (?:be )?sure", r"unclear", r"confused", r"beginners?",
               r"(?:don['’]t|do not|never) know (?:the|what|how|our)\b[^,.]*", r"roundabout", r"non-?technical"),
        _words(r"precise(?:ly)?", r"exact(?:ly)?", r"experts?", r"experienced", r"specialists?",
               r"professionals?", r"know what they want"),
    ),
    Behaviour.UPSET: (
        _words(r"angry", r"anger", r"angrily", r"upset", r"furious", r"annoyed", r"rude(?:ly)?", r"impatient",
               r"frustrated", r"complain(?:s|ing)?", r"swear(?:s|ing)?", r"shout(?:s|ing)?", r"insult(?:s|ing)?",
               r"aggressive", r"threaten(?:s|ing)?"),
        _words(r"polite(?:ly)?", r"friendly", r"patient", r"calm(?:ly)?", r"kind", r"respectful"),
    ),
    Behaviour.WRONG_PREMISE: (
        _words(r"mistaken", r"misinformed", r"misunderstand", r"misunderstood", r"wrong (?:idea|belief|assumption)s?",
               r"wrongly (?:believe|think|assume)", r"believe wrong things", r"false beliefs?", r"confuse us with"),
        _words(r"well[- ]informed", r"read (?:the|our) (?:page|website|terms|manual)s?"),
    ),
    Behaviour.TWO_PROBLEMS: (
        _words(r"(?:two|several|many|more than one) (?:questions?|problems?|things|topics|issues|requests)",
               r"all at once", r"at the same time"),
        _words(r"one (?:question|problem|thing|topic|issue|request)", r"a single (?:question|problem|thing|issue)"),
    ),
    Behaviour.TYPOS: (
        _words(r"typos?", r"misspell(?:s|ed|ing|ings)?", r"spelling (?:mistakes|errors)", r"typing mistakes",
               r"lower ?case", r"sloppy", r"sloppily", r"on (?:a|their|the|your) (?:phone|mobile)s?"),
        _words(r"correct(?:ly)? spell(?:ed|ing)", r"spell(?:s)? correctly", r"well[- ]written", r"correct English",
               r"proof-?read"),
    ),
    Behaviour.NON_NATIVE: (
        _words(r"(?:non|not|\w+n['’]t)[- ](?:a )?native(?: speakers?)?", r"broken English", r"simple English",
               r"foreign(?:ers)?", r"poor English", r"bad English", r"second language",
               r"English is not (?:your|their) (?:first|own) language"),
        _words(r"native speakers?", r"good English", r"correct English", r"perfect English"),
    ),
    Behaviour.NOT_ALLOWED: (
        _words(r"push(?:y|es)?", r"exceptions?", r"haggle", r"bargain", r"loopholes?", r"not allowed", r"forbidden",
               r"cheat", r"trick(?:s)? (?:us|you)", r"special treatment",
               r"what we (?:do not|don['’]t|never) (?:do|give|offer)"),
        _words(r"honest", r"modest", r"follow(?:s)? the rules"),
    ),
    Behaviour.CHANGES_MIND: (
        _words(r"chang(?:e|es|ing) (?:their|your|his|her) minds?", r"undecided", r"indecisive", r"waver(?:s|ing)?"),
        _words(r"decided", r"know what they want"),
    ),
    Behaviour.PLAIN: (_words(r"plain(?:ly)?", r"simply", r"normal(?:ly)?", r"ordinary", r"matter-of-fact"), None),
}  # fmt: skip


def factors(sentences: Iterable[str]) -> dict[Behaviour, float]:
    """By how much each way of writing that they speak of becomes more or less common; the last word counts."""
    found: dict[Behaviour, float] = {}
    for clause in (clause for sentence in sentences for clause in _CLAUSES.split(sentence)):
        for behaviour, (trait, opposite) in _TRAITS.items():
            for pattern, factor, inverse in ((opposite, LESS, MORE), (trait, MORE, LESS)):
                if pattern is not None and (match := pattern.search(clause)):
                    negated = _NEGATED.search(clause, 0, match.start())
                    found[behaviour] = inverse if negated else factor
    return found
