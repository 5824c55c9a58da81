"""Judges one model after another, whatever adapter is active, by the same held-out questions."""

from collections.abc import Callable, Mapping, Sequence

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.events import Sample as Shown
from app.contracts.report import Tried
from app.training.clock import Clock
from app.training.config import RunConfig
from app.training.evaluate import Losses, answers, measure
from app.training.proof import asked, figures, probes, tries
from app.training.proof.relevance import relevance, swapped
from app.training.proof.report import Judged
from app.training.remembered import Remembered
from app.training.render import Sample, render_prompt


class Judge:
    """`holdout` are the rendered held-out pairs, which share their first `prefix` tokens; none has more than `room`.

    `check_stop` is called between the parts of all work and may raise.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        config: RunConfig,
        holdout: Sequence[Sample],
        prefix: int,
        room: int,
        clock: Clock,
        check_stop: Callable[[], None],
    ) -> None:
        self._model, self._tokenizer, self._clock, self._check_stop = model, tokenizer, clock, check_stop
        self._config, self._room = config, room
        self._holdout, self._prefix, self._shown = holdout, prefix, config.sample_count
        pairs = [sample.pair for sample in holdout]  # with the examples that there is room for
        self._probes = probes.rendered(tokenizer, room)
        self._asked = asked.asked(pairs, config.run_id)
        self._swaps = swapped(tokenizer, config.system_prompt, self._asked, room)
        self._figures = figures.changed(tokenizer, config.system_prompt, config.train, room)
        self._most_tokens = asked.most_tokens([sample for sample in holdout if sample.pair in self._asked])
        self._prompts = [render_prompt(tokenizer, config.system_prompt, pair) for pair in self._asked]

    def losses(self, remembered: Remembered | None = None) -> Losses | None:
        """None without held-out pairs, as everywhere here."""
        if not self._holdout:
            return None
        with self._clock("evaluation"):
            return measure(self._model, self._holdout, self._prefix, self._check_stop, remembered)

    def judged(self, losses: Losses | None = None, remembered: Remembered | None = None) -> Judged | None:
        """`losses`: where they are known already. `remembered`: of this very model."""
        losses = losses or self.losses(remembered)
        if losses is None:
            return None
        with self._clock("evaluation"):
            heed = relevance(self._model, losses, self._swaps, self._prefix, self._check_stop, remembered)
            margins = probes.margins(self._model, self._probes, self._check_stop, remembered)
            fact_margin = figures.margin(self._model, self._figures, self._check_stop, remembered)
        return Judged(losses, self._answers(len(self._asked), remembered), heed, margins, fact_margin)

    def tries(self) -> list[Tried]:
        """What it writes with the right source before it."""
        with self._clock("tries"):
            return tries.write(self._model, self._tokenizer, self._config, self._room, self._check_stop)

    def samples(self, known: Mapping[str, str] | None = None) -> list[Shown]:
        """The few answers that people see during a run."""
        texts = self._answers(self._shown) if known is None else known
        return [
            Shown(pair_id=p.id, query=p.query, expected=p.response, answer=texts[p.id])
            for p in self._asked[: self._shown]
        ]

    def _answers(self, count: int, remembered: Remembered | None = None) -> dict[str, str]:
        """By pair id."""
        prompts = self._prompts[:count]
        shared = min([self._prefix, *(len(prompt) - 1 for prompt in prompts)])
        with self._clock("samples"):
            texts = answers(
                self._model, self._tokenizer, prompts, shared, self._most_tokens, self._check_stop, remembered
            )
        return {pair.id: text for pair, text in zip(self._asked, texts, strict=False)}
