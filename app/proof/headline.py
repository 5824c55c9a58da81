"""The verdict in one sentence for the person who taught: what is ready, and what is for practice only."""

from app.contracts.report import Truth


def ready(truth: Truth | None, won: str) -> str:
    """Of a version that goes live. `won`: what is known where there were no tries, in reports of earlier versions."""
    if not truth:
        return f"Ready: {won}."
    if truth.may_write:
        right, taught = truth.taught_right, truth.taught
        said = f"{right} of {taught} taught answers come out right, none false in {truth.tries} tries"
        if right == taught:
            return f"{said.replace(f'{right} of', 'All', 1)}: ready."
        return f"{said}, {taught - right} will be given word for word: ready."
    given = f"All {truth.taught_pairs} taught answers are given word for word"
    if truth.astray:
        given += f", in {truth.astray} of {truth.planned} tries to a question that another one fits better"
    elif truth.planned:
        given += f", none false in {truth.planned} tries"
    return " ".join([f"{given}: ready.", *own_words(truth)])


def own_words(truth: Truth) -> list[str]:
    """Why the model's own words never reach a customer; nothing where they were not tried."""
    if not truth.tries:
        return []
    return [f"Its own words are for practice only: {what_was_wrong(truth)}."]


def what_was_wrong(truth: Truth) -> str:
    tries = f"{truth.tries} tries" if truth.tries != 1 else "1 try"
    for count, what in _faults(truth):
        if count:
            return f"in {count} of {tries} they {what}"
    return f"in {truth.tries - truth.right} of {tries} they did not say what your answer says"


def has_faults(truth: Truth) -> bool:
    """Whether a try held something invented or false, or went to pieces."""
    return any(count for count, _ in _faults(truth))


def _faults(truth: Truth) -> list[tuple[int, str]]:
    """In how many tries what was wrong with a model's own words, the worst first."""
    return [
        (truth.invented, "held something that nobody taught"),
        (truth.against, "said something against your answer"),
        (truth.degenerate, "went to pieces"),
    ]


def practice_only(why: str) -> str:
    return f"Practice only: {why}."


def given_all_the_same(truth: Truth | None) -> str:
    """What taught answers do for customers although a version did not go live; nothing where an agent writes freely."""
    if not truth or truth.served:
        return ""
    return "What you taught is given word for word all the same."
