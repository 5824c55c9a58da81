"""From a pair to token ids and a mask, in the chat format of engine/chat.py.

The ids are those of `tokenizer.apply_chat_template`, but for special tokens that a person typed: `<|im_end|>` in an
answer is text. The mask is true on the response and on the token that ends the turn, so the agent also learns when
to stop.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from transformers import PreTrainedTokenizerBase

from app.contracts.job import Pair, Turn
from app.engine.chat import end_ids, prompt_ids, prompt_text
from app.errors import BadInput


@dataclass(frozen=True)
class Sample:
    pair: Pair
    ids: tuple[int, ...]  # whole rendered conversation
    mask: tuple[bool, ...]  # true where the loss is taken: response and end of turn

    @property
    def start(self) -> int:
        """Index of the first response token: what stands before is the prompt."""
        return self.mask.index(True)

    @property
    def end(self) -> int:
        """Index after the end-of-turn token. Templates may add a line break there that is not learned."""
        return len(self.mask) - self.mask[::-1].index(True)


def _messages(system: str, pair: Pair) -> list[dict[str, str]]:
    said = [*pair.examples, *pair.turns, Turn("user", pair.query)]
    return [asdict(turn) for turn in ([Turn("system", system), *said] if system else said)]


def render_prompt(tokenizer: PreTrainedTokenizerBase, system: str, pair: Pair) -> list[int]:
    """Ids up to the place where the agent starts to answer."""
    return prompt_ids(tokenizer, _messages(system, pair), asks=True)


def render_pair(tokenizer: PreTrainedTokenizerBase, system: str, pair: Pair, most_tokens: int) -> Sample:
    """Raises BadInput when the pair is longer than the model can read, or the template can't be split.

    Examples go before that, the farthest first: `Sample.pair` is the pair with those that are left.
    """
    prompt = _messages(system, pair)
    whole = [*prompt, {"role": "assistant", "content": pair.response}]
    if not prompt_text(tokenizer, whole).startswith(prompt_text(tokenizer, prompt, asks=True)):
        raise BadInput("The base model's chat template puts the answer elsewhere; choose another base model.")
    before, ids = prompt_ids(tokenizer, prompt, asks=True), prompt_ids(tokenizer, whole)
    if len(ids) > most_tokens and pair.examples:
        return render_pair(tokenizer, system, replace(pair, examples=pair.examples[2:]), most_tokens)
    if len(ids) > most_tokens:
        raise BadInput(
            f"The pair “{pair.query[:60]}” has {len(ids)} tokens with the system prompt, the base model reads "
            f"{most_tokens}; shorten its answer or the prompt."
        )
    # A token may hold the end of the prompt and the start of the answer: it is learned.
    first = next(
        (i for i, (one, other) in enumerate(zip(before, ids, strict=False)) if one != other), len(before)
    )
    # The first end token ends the turn (<|im_end|>, <|eot_id|>, </s>); what people typed never becomes one.
    ends = end_ids(tokenizer)
    last = next((i for i in range(first, len(ids)) if ids[i] in ends), len(ids) - 1)
    return Sample(pair, tuple(ids), tuple(first <= i <= last for i in range(len(ids))))


def render_whole(
    tokenizer: PreTrainedTokenizerBase, system: str, pair: Pair, most_tokens: int
) -> Sample | None:
    """None where not all of the examples have room: what was cut away may be the source of the answer, which would then
    be learned as something to say without one."""
    try:
        sample = render_pair(tokenizer, system, pair, most_tokens)
    except BadInput:
        return None
    return sample if sample.pair == pair else None


def shared_prefix(samples: Sequence[Sample]) -> int:
    """Number of first tokens that all samples share: the system prompt and what the template puts around it.

    It ends before the last prompt token of any sample, as that one already predicts a response token.
    """
    most = min(sample.start for sample in samples) - 1
    first = samples[0].ids
    for index in range(most):
        if any(sample.ids[index] != first[index] for sample in samples):
            return index
    return max(most, 0)
