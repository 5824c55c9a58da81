"""What the candidate itself writes to taught questions, with the right source before it among others.

It decides whether its words may ever reach a customer. Four at once, and no more after it has shown that it can't:
the starter model pays for one group.
"""

from collections.abc import Callable

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.contracts.report import Tried
from app.facts.faults import Faults, comes_out, faults_of, within_reach
from app.training.config import RunConfig
from app.training.evaluate import answers
from app.training.proof.asked import most_tokens
from app.training.render import render_pair, shared_prefix

GROUP = 4


def write(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    config: RunConfig,
    room: int,
    check_stop: Callable[[], None],
) -> list[Tried]:
    """Each try that was made, in the order of `config.tries`."""
    told: list[Tried] = []
    right, planned, faulty = 0, len(config.tries), False
    for start in range(0, planned, GROUP):
        samples = [
            render_pair(tokenizer, config.system_prompt, pair, room)
            for pair in config.tries[start : start + GROUP]
        ]
        prompts = [sample.ids[: sample.start] for sample in samples]
        texts = answers(model, tokenizer, prompts, shared_prefix(samples), most_tokens(samples), check_stop)
        for sample, text in zip(samples, texts, strict=True):
            pair = sample.pair
            told.append(Tried(pair_id=pair.id, query=pair.query, expected=pair.response, answer=text))
            faults = _faults(pair, text, config)
            faulty |= bool(faults)
            right += not faults and comes_out(text, pair.response, config.language)
        if faulty or not within_reach(right, len(told), planned):
            break
    return told


def _faults(pair: Pair, answer: str, config: RunConfig) -> Faults:
    known = [config.system_prompt, *config.known, pair.query, *(turn.content for turn in pair.examples)]
    return faults_of(answer, pair.response, known, config.language)
