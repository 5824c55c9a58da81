"""The second candidate of a run: a few steps of preference from where SFT has ended.

It costs nothing where the policy does not try it, and it never costs the run its first candidate: whatever goes wrong
here, the first is published. Stopped or killed, it starts again from there.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from transformers import PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.contracts.report import SecondCandidate
from app.errors import NanLoss, OutOfMemory
from app.training import lora
from app.training.clock import Clock
from app.training.evaluate import answers
from app.training.objectives import rivals
from app.training.objectives.preference import Comparison, Preference, both, log_probabilities, margin
from app.training.policy import PreferencePlan
from app.training.proof import asked, report
from app.training.proof.judge import Judge
from app.training.proof.report import Judged
from app.training.render import Sample, render_pair, render_prompt, shared_prefix
from app.training.run import Run
from app.training.style import HouseStyle

# Where nothing was tried; `reason` says why.
NOTHING = SecondCandidate(
    tried=False, pairs=0, drafts=0, steps=0, margin=None, better=0, same=0, worse=0, chosen=False, reason=None
)


class Second:
    """Goes on from `run`, whose chosen adapter is active. All samples have at most `room` tokens."""

    def __init__(
        self,
        run: Run,
        plan: PreferencePlan | None,
        judge: Judge,
        tokenizer: PreTrainedTokenizerBase,
        room: int,
        clock: Clock,
        check_stop: Callable[[], None],
    ) -> None:
        self._run, self._plan, self._judge, self._tokenizer = run, plan, judge, tokenizer
        self._room, self._clock, self._check_stop = room, clock, check_stop

    def compete(self, first: Judged | None) -> tuple[Judged | None, SecondCandidate]:
        """The better candidate, which is active from now on, and what there is to say about the second."""
        plan = self._plan
        if plan is None:
            return first, _untried("The base model is too small to gain from it.")
        if reason := self._reason():
            return first, _untried(reason)
        try:
            second, tried = self._tried(plan, first)
        except (NanLoss, OutOfMemory) as error:
            second, tried = None, NOTHING.model_copy(update={"tried": True, "reason": error.message})
        if second is None or not tried.chosen:
            self._run.optimizer.zero_grad()
            lora.set_adapter_tensors(self._run.model, self._run.chosen)
        return (second if tried.chosen else first), tried

    def _reason(self) -> str | None:
        """Why nothing is tried."""
        if len(self._run.holdout) < rivals.LEAST_ASKED:
            return "There are too few held-out questions to tell two candidates apart."
        if self._run.ranks.count > 1:
            return "It is not tried where several processes share a run."
        return None

    def _tried(self, plan: PreferencePlan, first: Judged | None) -> tuple[Judged | None, SecondCandidate]:
        run, stop = self._run, self._check_stop
        base = lora.base_of(run.model)
        with self._clock("preference"):
            drafts, pairs = self._comparisons(plan.pairs)
            if not pairs:
                return None, _untried("No answer to do worse than the expert's was found.")
            prefix = shared_prefix(both(pairs))
            known = log_probabilities(base, both(pairs), prefix, stop)
            pairs = [
                replace(pair, reference=(known[2 * number], known[2 * number + 1]))
                for number, pair in enumerate(pairs)
            ]
            self._learn(plan, pairs, prefix)
            gained = margin(base, pairs, prefix, plan.beta, stop)
        second = self._judge.judged()
        beside = report.compare(
            run.config.holdout, run.config.train, first, None, second, HouseStyle(run.config.house_style)
        )
        count = rivals.outcomes(beside)
        return second, SecondCandidate(
            tried=True,
            pairs=len(pairs),
            drafts=drafts,
            steps=plan.steps,
            margin=gained,
            better=count["better"],
            same=count["same"],
            worse=count["worse"],
            chosen=rivals.prefers_second(beside),
            reason=None,
        )

    def _learn(self, plan: PreferencePlan, pairs: Sequence[Comparison], prefix: int) -> None:
        """All steps, in a run of its own: what goes wrong in a step is met as in the first one."""
        run = self._run
        config = replace(
            run.config,
            run_id=f"{run.config.run_id}/{plan}",  # a checkpoint of another plan is not gone on from
            train=tuple(replace(p.chosen.pair, rejected=p.rejected.pair.response) for p in pairs),
            checkpoint_dir=run.config.checkpoint_dir / "preference",
        )
        hyper = replace(
            run.hyper,
            steps=plan.steps,
            batch_size=plan.batch_size,
            learning_rate=plan.learning_rate,
            warmup_steps=-(-plan.steps // 4),
        )
        objective = Preference(plan.loss_type, plan.beta, plan.rpo_alpha)
        steps = Run(config, hyper, run.model, pairs, [], prefix, run.ranks, objective)
        # A pair is two answers: no more of them at once than SFT had room for.
        steps.position.parts = 2 * run.position.parts
        steps.resume()
        steps.save_checkpoint()  # to have something to go back to
        while steps.position.step < plan.steps:
            self._check_stop()
            steps.take_step()
        steps.optimizer.zero_grad()

    def _comparisons(self, most: int) -> tuple[int, list[Comparison]]:
        """How many of them have a draft, and all of them, without their reference.

        Where no draft was kept, the base model's own answer is the worse one, as DITTO does
        (https://arxiv.org/abs/2406.00888).
        """
        # Drafts last, and of either kind the newest: those are kept where there are many.
        samples = sorted(self._run.samples, key=lambda sample: bool(sample.pair.rejected))[-most:]
        written = self._written([sample for sample in samples if not sample.pair.rejected])
        drafts, pairs = 0, []
        for sample in samples:
            draft = sample.pair.rejected
            text = draft or written[sample.pair.id]
            if not text or text == sample.pair.response.strip():
                continue
            rejected = self._rendered(replace(sample.pair, response=text))
            if len(rejected.ids) > self._room:
                continue
            drafts += bool(draft)
            # It is unknown whether the base model would have ended there: it may have been cut off.
            pairs.append(Comparison(sample, rejected if draft else _without_end(rejected), (0.0, 0.0)))
        return drafts, pairs

    def _written(self, samples: Sequence[Sample]) -> dict[str, str]:
        """By pair id, the bare model's greedy answers."""
        if not samples:
            return {}
        run = self._run
        prompts = [
            render_prompt(self._tokenizer, run.config.system_prompt, sample.pair) for sample in samples
        ]
        shared = min([run.prefix, *(len(prompt) - 1 for prompt in prompts)])
        with lora.bare(run.model):
            texts = answers(
                lora.base_of(run.model),
                self._tokenizer,
                prompts,
                shared,
                asked.most_tokens(samples),
                self._check_stop,
            )
        return {sample.pair.id: text for sample, text in zip(samples, texts, strict=True)}

    def _rendered(self, pair: Pair) -> Sample:
        return render_pair(self._tokenizer, self._run.config.system_prompt, pair, sys.maxsize)


def _untried(reason: str) -> SecondCandidate:
    return NOTHING.model_copy(update={"reason": reason})


def _without_end(sample: Sample) -> Sample:
    """The same answer, its end of turn neither learned nor unlearned."""
    mask = list(sample.mask)
    mask[sample.end - 1] = sample.end - sample.start == 1  # something has to be left
    return replace(sample, mask=tuple(mask))
