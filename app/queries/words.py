"""Which words of a question carry meaning."""

import re


def small_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = small_words("""
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can cannot could did do does doing down during each few for from further
    get give go had has have having he her here hers him his how i if in into is it its just let like
    make may me might more most much must my need no nor not now of off on once only or other our ours
    out over own per please pls same shall she should so some still such take tell than that the their
    them then there these they this those through to too under until up us use used very want was we
    were what when where which while who whom why will with within without would yes yet you your yours
    really get got one two three thing things something somebody anybody nobody im ive dont cant doesnt
    isnt wont id ill hi hello hey thanks thank
    """)


def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning, so that "refunds" and "refund" are one."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    return frozenset(
        stem(word) for word in words if word.replace("'", "") not in STOP_WORDS and len(word) > 2
    )


def stem(word: str) -> str:
    for suffix, kept in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            return word[: -len(suffix)] + kept
    return word
