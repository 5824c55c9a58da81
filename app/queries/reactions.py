"""What a customer says to an answer, where no strong model plays the customer: chosen by what the answer does.

Pure. None when nothing would fit: a reaction that ignores the answer is worse than a new customer.
"""

import random
import re
from collections.abc import Sequence

from app.queries.kinds import Behaviour

Turn = dict[str, str]  # role, content

_ASKS_BACK = re.compile(r"\?\s*$|\bplease (?:tell|send|give|let) (?:me|us)\b", re.I)
_REFUSES = re.compile(
    r"\b(?:unfortunately|sorry|(?:can(?:not|'t)|can not|don't|do not|won't|isn't|is not)\b"
    r".{0,40}\b(?:refund|possible|offer|allow\w*|give|share|do|make|help))\b|\bnot (?:possible|allowed|able)\b",
    re.I,
)
_INSTRUCTS = re.compile(
    r"\b(?:click|open|go to|choose|select|press|tap|log ?in|sign in|settings|menu|switch (?:on|off)|restart|reset|enter"
    r"|upload|download)\b| > | → ",
    re.I,
)
_PROMISES = re.compile(
    r"\b(?:within|by|in|until|after)\b[^.]{0,30}\b(?:hours?|days?|weeks?|minutes?|tomorrow|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|today)\b|\bwe(?:'ll| will)\b|\bi(?:'ll| will)\b",
    re.I,
)
_COSTS = re.compile(
    r"[€$£]\s?\d|\d\s?(?:€|euros?|dollars?|pounds?|chf|usd|eur)\b|\bfees?\b|\bper month\b", re.I
)

# In the order in which they are tried: what an answer refuses matters more than what it costs.
_REACTIONS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        _REFUSES,
        (
            "Is there really no exception, just this once?",
            "Then who could decide about an exception?",
            "That is not what I hoped for. Is there any other way?",
            "Can I have that in writing, with the reason?",
            "And what can you do for me instead?",
            "Ok, but what would have to change so that it is possible?",
        ),
    ),
    (
        _INSTRUCTS,
        (
            "I did exactly that and nothing has changed. What else can I try?",
            "I can't find that on my screen. Where exactly is it?",
            "Does that work on my phone as well?",
            "Ok, and can I undo it if something goes wrong?",
            "Do I lose anything when I do that?",
            "That sounds complicated. Can you do it for me?",
            "And how do I see that it worked?",
        ),
    ),
    (
        _PROMISES,
        (
            "And what if nothing has happened by then?",
            "Can I have that in writing, please?",
            "Is there no way to speed it up a little?",
            "Will I get a message when it is done?",
            "Do I have to do anything myself until then?",
            "Ok, and whom do I ask if it goes wrong again?",
        ),
    ),
    (
        _COSTS,
        (
            "Is that everything, or will more costs come on top?",
            "Is there anything cheaper?",
            "And when do I have to pay it?",
            "Is the tax in there already?",
            "Can I pay it in two parts?",
        ),
    ),
)
_THANKS = ("Thanks for the quick answer. ", "Ok, thanks. ", "Thank you. ", "Alright. ", "")
_IN_LOWER_CASE = frozenset({Behaviour.TERSE, Behaviour.TYPOS, Behaviour.NOT_ALLOWED})


def reaction(
    turns: Sequence[Turn], behaviour: Behaviour, seed: int, earlier: Sequence[str] = ()
) -> str | None:
    """What the customer of these turns says next; the same for the same arguments.

    Of what would fit, that which the agent's customers said least often so far (`earlier`).
    """
    answer = turns[-1]["content"]
    if _ASKS_BACK.search(answer):
        return None  # only the customer could know what the expert asks for
    fitting = next((said for pattern, said in _REACTIONS if pattern.search(answer)), ())
    asked = [turn["content"] for turn in turns if turn["role"] == "user"]
    fresh = [line for line in fitting if not _times(line, asked)]
    if not fresh:
        return None
    least = min(_times(line, earlier) for line in fresh)
    rng = random.Random(f"{answer}|{seed}")
    line = rng.choice([line for line in fresh if _times(line, earlier) == least])
    if behaviour is Behaviour.UPSET:
        return rng.choice(("Seriously? ", "Great. ", "I see. ")) + line
    if behaviour in _IN_LOWER_CASE:
        return line.lower().rstrip(".")
    return rng.choice(_THANKS) + line


def _times(line: str, texts: Sequence[str]) -> int:
    """How many texts hold the line, in whatever case and with or without its full stop."""
    return sum(line.lower().rstrip(".") in text.lower() for text in texts)
