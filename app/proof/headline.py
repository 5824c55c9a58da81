"""The verdict in one sentence for the person who taught: what is ready, and what is for practice only."""

from collections.abc import Mapping
from typing import Any

# What may be wrong with a model's own words, the worst first, by the report's counts of tries.
_WRONG = {
    "invented": "held something that nobody taught",
    "against": "said something against your answer",
    "degenerate": "went to pieces",
}


def ready(truth: Mapping[str, Any] | None, won: str) -> str:
    """Of a version that goes live. `won`: what is known where there were no tries, in reports of earlier versions."""
    if not truth:
        return f"Ready: {won}."
    if truth["may_write"]:
        right, taught = truth["taught_right"], truth["taught"]
        said = f"{right} of {taught} taught answers come out right, none false in {truth['tries']} tries"
        if right == taught:
            return f"{said.replace(f'{right} of', 'All', 1)}: ready."
        return f"{said}, {taught - right} will be given word for word: ready."
    given = f"All {truth['taught_pairs']} taught answers are given word for word"
    if truth["astray"]:
        given += (
            f", in {truth['astray']} of {truth['planned']} tries to a question that another one fits better"
        )
    elif truth["planned"]:
        given += f", none false in {truth['planned']} tries"
    return " ".join([f"{given}: ready.", *own_words(truth)])


def own_words(truth: Mapping[str, Any]) -> list[str]:
    """Why the model's own words never reach a customer; nothing where they were not tried."""
    if not truth["tries"]:
        return []
    return [f"Its own words are for practice only: {what_was_wrong(truth)}."]


def what_was_wrong(truth: Mapping[str, Any]) -> str:
    tries = f"{truth['tries']} tries" if truth["tries"] != 1 else "1 try"
    for kind, what in _WRONG.items():
        if truth[kind]:
            return f"in {truth[kind]} of {tries} they {what}"
    return f"in {truth['tries'] - truth['right']} of {tries} they did not say what your answer says"


def has_faults(truth: Mapping[str, Any] | None) -> bool:
    """Whether a try held something invented or false, or went to pieces."""
    return truth is not None and any(truth[kind] for kind in _WRONG)


def practice_only(why: str) -> str:
    return f"Practice only: {why}."


def given_all_the_same(truth: Mapping[str, Any] | None) -> str:
    """What taught answers do for customers although a version did not go live; nothing where an agent writes freely."""
    if not truth or truth["served"]:
        return ""
    return "What you taught is given word for word all the same."
