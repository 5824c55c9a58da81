"""What many real questions of customers have in common."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from app.text.baseforms import written
from app.text.grammar import grammar_of
from app.text.tagging import MODELS, NOUN, noun_runs

LEAST_QUESTIONS = 2
LEAST_SHARE = 0.04
MOST_WORDS = 3


def recurring(questions: Sequence[str], language: str, most: int = 12) -> list[tuple[str, list[str]]]:
    """Things that at least two questions and 4 % of them name, most named first; a question is under one thing."""
    named: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for place, question in enumerate(questions):
        for stem, form in _candidates(question, language):
            named[stem].add(place)
            forms[stem][form] += 1
    least = max(LEAST_QUESTIONS, LEAST_SHARE * len(questions))
    left = {stem: places for stem, places in named.items() if len(places) >= least}
    found: list[tuple[str, list[str]]] = []
    taken: set[int] = set()
    while left and len(found) < most:
        # Of two that as many name, the longer says more.
        stem = max(left, key=lambda one: (len(left[one] - taken), len(one.split()), one))
        places = left.pop(stem) - taken
        if len(places) < least:
            break
        longer = [
            one
            for one in left
            if f" {stem} " in f" {one} " and len(left[one] - taken) >= max(least, 0.6 * len(places))
        ]
        if longer:
            stem = max(longer, key=lambda one: (len(left[one] - taken), len(one.split())))
            places = left.pop(stem) - taken
        taken |= places
        found.append((_form(forms[stem]), [questions[place] for place in sorted(places)]))
    return sorted(found, key=lambda one: -len(one[1]))


def _form(forms: Counter[str]) -> str:
    """As it is written most often; of those the shortest, which is the base form more often than not."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _candidates(question: str, language: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    grammar = grammar_of(language)
    for run in noun_runs(question, language, frozenset() if language in MODELS else _stops(language)):
        for start, end in combinations(range(len(run) + 1), 2):
            words = run[start:end]
            if end - start > MOST_WORDS or (words[-1].kind != NOUN and language in MODELS):
                continue
            if grammar and (all(grammar.generic(word.text, word.lemma) for word in words)):
                continue
            form = written(words, grammar, "") if grammar else " ".join(word.text.lower() for word in words)
            if form:
                found.add((" ".join(word.key for word in words), form))
    return found


@lru_cache(maxsize=4)
def _stops(language: str) -> frozenset[str]:
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords(language)) if stopwordsiso.has_lang(language) else frozenset()
