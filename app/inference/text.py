"""Tokens to text, piece by piece: whole characters only, and nothing after a stop string."""

from collections.abc import Sequence

from transformers import PreTrainedTokenizerBase

REPLACEMENT = "\ufffd"


class TextStream:
    def __init__(self, tokenizer: PreTrainedTokenizerBase, stop: Sequence[str] = ()) -> None:
        self.stopped = False
        self._tokenizer = tokenizer
        self._stop = [text for text in stop if text]
        self._tokens: list[int] = []
        self._start = 0  # whether a space belongs before a token is told by those before it
        self._read = 0  # tokens before this one are in the text already
        self._held = ""

    def feed(self, token: int) -> str:
        """The text that is certain now: may be empty, never half a character or a part of a stop string."""
        self._tokens.append(token)
        known = self._decode(self._start, self._read)
        text = self._decode(self._start, len(self._tokens))
        if text.endswith(REPLACEMENT):  # the bytes of a character may come in several tokens
            return ""
        self._start, self._read = self._read, len(self._tokens)
        return self._release(text[len(known) :])

    def finish(self) -> str:
        """What was held back. Bytes that never became a character are dropped."""
        if self.stopped:
            return ""
        known = self._decode(self._start, self._read)
        rest = self._decode(self._start, len(self._tokens))[len(known) :].rstrip(REPLACEMENT)
        text = self._release(rest) + ("" if self.stopped else self._held)
        self._held = ""
        return text

    def _decode(self, start: int, end: int) -> str:
        text = self._tokenizer.decode(
            self._tokens[start:end], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        assert isinstance(text, str)
        return text

    def _release(self, text: str) -> str:
        pending = self._held + text
        ends = [at for at in (pending.find(stop) for stop in self._stop) if at >= 0]
        if ends:
            self.stopped, self._held = True, ""
            return pending[: min(ends)]
        keep = max((_overlap(pending, stop) for stop in self._stop), default=0)
        self._held = pending[len(pending) - keep :]
        return pending[: len(pending) - keep]


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` with which `stop` begins."""
    return next((n for n in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:n])), 0)
