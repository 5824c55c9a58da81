"""Leaves out what a reasoning model writes to itself before it speaks. Pure."""

# As models mark it in their text: DeepSeek R1, Qwen 3 and most others; some that were tuned on such texts; OpenThinker
# and Sky-T1; Magistral. A server with a reasoning parser sends none of them.
TAGS = {
    "<think>": "</think>",
    "<thinking>": "</thinking>",
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "[THINK]": "[/THINK]",
}


class Thoughts:
    """What is said of one text, however it is cut into pieces.

    Only thoughts at the very start are left out, with the white space around them: further down a tag is something that
    the model wants to say. Thoughts without an end are nothing but thoughts.
    """

    def __init__(self) -> None:
        self._held = ""
        self._closing: str | None = None  # of the thought that is going on
        self._thought = False
        self._speaks = False

    def spoken(self, piece: str) -> str:
        """What of the text so far can be passed on now."""
        if self._speaks:
            return piece
        self._held += piece
        while self._closing is not None or self._opens():
            assert self._closing is not None
            _, closed, after = self._held.partition(self._closing)
            if not closed:
                self._held = self._held[1 - len(self._closing) :]  # may hold the beginning of the tag
                return ""
            self._held, self._closing = after, None
        start = self._held.lstrip()
        if any(opening.startswith(start) for opening in TAGS):  # also where nothing but white space has come
            return ""
        self._speaks = True
        return self.rest()

    def rest(self) -> str:
        """What was held back, once the text has ended."""
        held, self._held = self._held, ""
        if self._closing is not None:
            return ""
        return held.lstrip() if self._thought else held

    def _opens(self) -> bool:
        start = self._held.lstrip()
        for opening, closing in TAGS.items():
            if start.startswith(opening):
                self._held, self._closing, self._thought = start[len(opening) :], closing, True
                return True
        return False
