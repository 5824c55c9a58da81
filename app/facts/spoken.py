"""The language of a text that may be a few words long."""

from itertools import pairwise

from app.facts.plain import WORD
from app.facts.vocabulary import speakers
from app.text.language import identifier, sure_language
from app.text.stopwords import language_by_stop_words

_VOTES = 3


def spoken(low: str) -> str:
    """The language of a text in lower case; of one that is too short to tell, the one that has most of its words."""
    tokens = WORD.findall(low)
    voted = language_by_stop_words(tokens, _VOTES)
    if voted is not None:
        return voted
    if (sure := sure_language(low)) is not None:
        return sure
    votes: dict[str, int] = {}
    # Of unspaced scripts every letter and every two may be a word.
    runs = "".join(token for token in tokens if len(token) > 1 and "\u3000" < token[0] < "\ud7ff")
    for token in {*tokens, *runs, *map("".join, pairwise(runs))}:
        for language in speakers().get(token, ()):
            votes[language] = votes.get(language, 0) + 1
    best = [language for language, count in votes.items() if count == max(votes.values())]
    if not best or "en" in best:
        return "en"
    # Their letters tell which of them it is more likely to be.
    return (
        best[0] if len(best) == 1 else next(str(code) for code, _ in identifier().rank(low) if code in best)
    )
