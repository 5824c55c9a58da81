"""The proof of a version: how it answers held-out questions, beside the base model and the version live then.

Source: the report of the training child with the gate's verdict (`TrainingRun.report`).
"""

from typing import Self

import strawberry

from app.api.enums import Outcome, Verdict
from app.api.ids import encode
from app.contracts import report as proof


@strawberry.type(description="Generated answers beside the expert's.")
class AnswerScore:
    total: float = strawberry.field(description="Half wording, 0.3 style, 0.2 length; 0 to 1.")
    chrf: float = strawberry.field(description="Wording in common with the expert's answer (chrF), 0 to 100.")
    style: float = strawberry.field(
        description="How far it keeps to the form of the expert's answers, 0 to 1."
    )
    length_ratio: float = strawberry.field(description="Words over the expert's words.")

    @classmethod
    def of(cls, score: proof.Quality | None) -> Self | None:
        if not score:
            return None
        return cls(total=score.total, chrf=score.chrf, style=score.style, length_ratio=score.length_ratio)


@strawberry.type(description="Checks of general abilities that coaching must not cost.")
class ProbeScore:
    instructions: int = strawberry.field(description="Passed checks of following plain instructions.")
    safety: int = strawberry.field(description="Passed checks of refusing what does harm.")
    of: int = strawberry.field(description="All checks, of both kinds.")

    @classmethod
    def of_report(cls, score: proof.Probes | None) -> Self | None:
        return cls(instructions=score.instructions, safety=score.safety, of=score.of) if score else None


@strawberry.type(description="How one model does on the held-out pairs.")
class Score:
    loss: float = strawberry.field(
        description="Mean nats per token of the expert's responses; lower is better."
    )
    token_accuracy: float = strawberry.field(
        description="Share of those tokens it would have chosen, 0 to 1."
    )
    relevance: float | None = strawberry.field(
        description="Nats per token by which an expert's response is likelier behind its own question than behind "
        "another; near 0, the model no longer listens."
    )
    fact_margin: float | None = strawberry.field(
        description="Nats per token by which the taught figures are likelier to it than other ones; null without any."
    )
    answers: AnswerScore | None = strawberry.field(description="Mean of its generated answers.")
    probes: ProbeScore | None = strawberry.field(
        description="General abilities, asked without the agent's prompt."
    )

    @classmethod
    def of(cls, score: proof.Score) -> Self:
        return cls(
            loss=score.loss,
            token_accuracy=score.token_accuracy,
            relevance=score.relevance,
            fact_margin=score.fact_margin,
            answers=AnswerScore.of(score.answers),
            probes=ProbeScore.of_report(score.probes),
        )


@strawberry.type(description="A try that did not come out right, and why.")
class WrongTry:
    pair_id: strawberry.ID
    query: str
    expected: str = strawberry.field(description="The expert's response, which stood before it.")
    answer: str
    faults: list[str] = strawberry.field(description="Sentences for people.")

    @classmethod
    def of(cls, made: proof.WrongTry) -> Self:
        return cls(
            pair_id=encode("TrainingPair", made.pair_id),
            query=made.query,
            expected=made.expected,
            answer=made.answer,
            faults=list(made.faults),
        )


@strawberry.type(
    description="Taught questions that the new version answered in its own words, each with the right answer before it "
    "among others."
)
class Truth:
    tries: int = strawberry.field(
        description="At most 24; a version that can't reach the mark stops after a few."
    )
    right: int = strawberry.field(
        description="What your answer says, and nothing else; nine in ten are the mark."
    )
    invented: int = strawberry.field(description="Tries that hold something that nobody taught.")
    against: int = strawberry.field(description="Tries that say something against your answer.")
    degenerate: int = strawberry.field(
        description="Tries that repeat themselves, change the language, break off, or are empty."
    )
    may_write: bool = strawberry.field(description="By these tries its own words may reach customers.")
    wrong: list[WrongTry] = strawberry.field(description="The first 5 that did not come out right.")

    @classmethod
    def of(cls, truth: proof.Truth | None) -> Self | None:
        if not truth:
            return None
        return cls(
            tries=truth.tries,
            right=truth.right,
            invented=truth.invented,
            against=truth.against,
            degenerate=truth.degenerate,
            may_write=truth.may_write,
            wrong=[WrongTry.of(made) for made in truth.wrong],
        )


@strawberry.type(description="A held-out question, and what each model answers.")
class ReportQuestion:
    pair_id: strawberry.ID
    query: str
    expected: str = strawberry.field(description="The expert's response.")
    outcome: Outcome = strawberry.field(
        description="Loss and answer together: BETTER or WORSE when one says so and the other does not object."
    )
    base_loss: float = strawberry.field(description="Mean nats per token of the expert's response.")
    live_loss: float | None
    candidate_loss: float
    base_answer: str | None = strawberry.field(description="Answers are there for at most 8 questions.")
    live_answer: str | None
    candidate_answer: str | None
    base_quality: AnswerScore | None
    live_quality: AnswerScore | None
    candidate_quality: AnswerScore | None
    base_faults: list[str] | None = strawberry.field(
        description="What is wrong with its answer, in sentences; null where there is none, or nobody looked."
    )
    live_faults: list[str] | None
    candidate_faults: list[str] | None

    @classmethod
    def of(cls, question: proof.Question) -> Self:
        assert question.outcome is not None
        return cls(
            pair_id=encode("TrainingPair", question.pair_id),
            query=question.query,
            expected=question.expected,
            outcome=Outcome(question.outcome),
            base_loss=question.base_loss,
            live_loss=question.live_loss,
            candidate_loss=question.candidate_loss,
            base_answer=question.base_answer,
            live_answer=question.live_answer,
            candidate_answer=question.candidate_answer,
            base_quality=AnswerScore.of(question.base_quality),
            live_quality=AnswerScore.of(question.live_quality),
            candidate_quality=AnswerScore.of(question.candidate_quality),
            base_faults=_listed(question.base_faults),
            live_faults=_listed(question.live_faults),
            candidate_faults=_listed(question.candidate_faults),
        )


def _listed(faults: tuple[str, ...] | None) -> list[str] | None:
    return None if faults is None else list(faults)


@strawberry.type(description="The comparison that decided whether a version went live.")
class Report:
    verdict: Verdict | None
    sentence: str | None = strawberry.field(description="The verdict for people, with its figures.")
    reasons: list[str] = strawberry.field(
        description="What the comparison found, point by point, for people."
    )
    train_pairs: int
    holdout_pairs: int
    base: Score = strawberry.field(description="The base model without training.")
    live: Score | None = strawberry.field(description="The version that was live then; null when none was.")
    candidate: Score = strawberry.field(description="The new version.")
    better: int = strawberry.field(description="Held-out questions that the new version answers better.")
    same: int
    worse: int
    questions: list[ReportQuestion]
    truth: Truth | None = strawberry.field(
        description="How true its own words are; null in reports before the tries."
    )
    train_loss: float | None = strawberry.field(description="Loss of the last step, in nats per token.")
    steps: int
    best_step: int = strawberry.field(
        description="The step whose weights were kept: the newest with most of the best held-out gain."
    )
    seconds: float = strawberry.field(description="Time of the training itself.")

    @classmethod
    def of(cls, report: proof.Report | None) -> Self | None:
        if report is None:
            return None
        questions = [ReportQuestion.of(question) for question in report.questions]
        outcomes = [question.outcome for question in questions]
        return cls(
            verdict=report.verdict,
            sentence=report.sentence,
            reasons=list(report.reasons),
            train_pairs=report.train_pairs,
            holdout_pairs=report.holdout_pairs,
            base=Score.of(report.base),
            live=Score.of(report.live) if report.live else None,
            candidate=Score.of(report.candidate),
            better=outcomes.count(Outcome.BETTER),
            same=outcomes.count(Outcome.SAME),
            worse=outcomes.count(Outcome.WORSE),
            questions=questions,
            truth=Truth.of(report.truth),
            train_loss=report.train_loss,
            steps=report.steps,
            best_step=report.best_step,
            seconds=report.seconds,
        )
