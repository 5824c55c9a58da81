"""The strong model's opinion: only what holds in both orders counts, and its failure harms nothing."""

import pytest

from app.contracts.report import Opinion, Report
from app.errors import AppError, KeyRefused, UpstreamBroken, UpstreamBusy, UpstreamFailed
from app.proof import opinion
from app.proof.opinion import _INSTRUCTION, Judge, _choice, with_opinion
from tests.reports import report_of


def report(*answers: tuple[str, str | None], live: bool = False) -> Report:
    old = "live_answer" if live else "base_answer"
    questions = [{"expected": "right", old: before, "candidate_answer": after} for before, after in answers]
    return report_of(live={} if live else None, questions=questions)


async def reads(messages: list[dict[str, str]]) -> str:
    """Prefers the answer that says `right`; for two wrong ones always the first place."""
    text = messages[-1]["content"]
    a, b = text.split("Answer A:\n")[1].split("\n\nAnswer B:\n")
    a, b = a.strip(), b.split("\n\n")[0].strip()
    if a == "right":
        return "A"
    return "Answer A says much.\n\n**VERDICT: B**" if b == "right" else "VERDICT: A"


class Script:
    """Replies in this order, the last one for ever; what it was asked, and how long it was left alone."""

    def __init__(self, *replies: str | AppError) -> None:
        self.replies = list(replies)
        self.asked: list[list[dict[str, str]]] = []
        self.pauses: list[float] = []

    async def ask(self, messages: list[dict[str, str]]) -> str:
        self.asked.append(messages)
        reply = self.replies[0] if len(self.replies) == 1 else self.replies.pop(0)
        if isinstance(reply, AppError):
            raise reply
        return reply

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    @property
    def judge(self) -> Judge:
        return Judge("strong", self.ask, self.pause)


async def test_both_orders() -> None:
    asked = report(
        ("wrong", "right"), ("right", "wrong"), ("wrong", "bad"), ("alike", "alike"), ("left", None)
    )
    heard = await with_opinion(asked, Judge("strong", reads))
    outcomes = [question.judge_outcome for question in heard.questions]
    assert outcomes == ["better", "worse", "same", "same", None]
    assert heard.opinion == Opinion(model="strong", better=1, same=2, worse=1, unread=0)


async def test_the_live_answers_are_the_old_ones() -> None:
    heard = await with_opinion(report(("wrong", "right"), live=True), Judge("strong", reads))
    assert heard.opinion == Opinion(model="strong", better=1, same=0, worse=0, unread=0)


async def test_no_judge_no_opinion() -> None:
    asked = report(("wrong", "right"))
    assert await with_opinion(asked, None) == asked


async def test_a_failure_is_a_sentence() -> None:
    down = Script(UpstreamFailed("The model server failed: 503"))
    asked = report(("wrong", "right"), ("right", "wrong"))
    heard = await with_opinion(asked, down.judge)
    opinion = {"model": "strong", "failure": "The model server failed: 503"}
    assert heard.payload() == asked.payload() | {"opinion": opinion}


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (UpstreamBroken("It broke."), 1.0),
        (UpstreamBusy("It is busy."), 1.0),
        (UpstreamBusy("It is busy.", 0.0), 0.0),
        (UpstreamBusy("It is busy.", 7.0), 7.0),
        (UpstreamBusy("It is busy.", 60.0), 10.0),
    ],
)
async def test_a_call_that_failed_is_made_once_more(error: AppError, pause: float) -> None:
    script = Script(error, "VERDICT: B", "VERDICT: A")
    heard = await with_opinion(report(("wrong", "right")), script.judge)
    assert heard.questions[0].judge_outcome == "better"
    assert (script.pauses, len(script.asked)) == ([pause], 3)
    assert script.asked[0] == script.asked[1]


async def test_twice_is_enough() -> None:
    script = Script(UpstreamBroken("It broke."), UpstreamBroken("It broke again."))
    heard = await with_opinion(report(("wrong", "right")), script.judge)
    assert heard.opinion == Opinion(model="strong", failure="It broke again.")
    assert len(script.asked) == 2


async def test_what_is_refused_is_not_asked_again() -> None:
    script = Script(KeyRefused("It refuses the key."))
    heard = await with_opinion(report(("wrong", "right")), script.judge)
    assert heard.opinion == Opinion(model="strong", failure="It refuses the key.")
    assert (script.pauses, len(script.asked)) == ([], 1)


async def test_an_unreadable_reply_is_asked_for_once_more() -> None:
    script = Script("Answer A is closer. Answer B omits the path.", "VERDICT: B", "VERDICT: A")
    heard = await with_opinion(report(("wrong", "right")), script.judge)
    assert heard.questions[0].judge_outcome == "better"
    assert script.asked[1] == [
        *script.asked[0],
        {"role": "assistant", "content": "Answer A is closer. Answer B omits the path."},
        {
            "role": "user",
            "content": "Your verdict can't be read. "
            "Reply with one line only: VERDICT: A, VERDICT: B or VERDICT: TIE.",
        },
    ]


async def test_an_empty_reply_is_no_turn_of_a_conversation() -> None:
    script = Script(" \n", "VERDICT: B", "VERDICT: A")
    heard = await with_opinion(report(("wrong", "right")), script.judge)
    assert heard.questions[0].judge_outcome == "better"
    assert script.asked[0] == script.asked[1]


@pytest.mark.parametrize("readable", [(), ("VERDICT: B",)])
async def test_where_one_order_cannot_be_read_there_is_no_opinion(
    readable: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinion, "AT_ONCE", 1)
    script = Script(*readable, "A, no, B.", "B, no, A.", "VERDICT: B", "VERDICT: A")
    questions = report(("wrong", "right"), ("wrong", "right"))
    heard = await with_opinion(questions, script.judge)
    assert [question.judge_outcome for question in heard.questions] == [None, "better"]
    assert heard.opinion == Opinion(model="strong", better=1, same=0, worse=0, unread=1)


async def test_a_judge_of_whom_nothing_can_be_read_was_none() -> None:
    asked = report(("wrong", "right"), ("right", "wrong"))
    heard = await with_opinion(asked, Script("Both are fine.").judge)
    opinion = {"model": "strong", "failure": "none of its replies could be read."}
    assert heard.payload() == asked.payload() | {"opinion": opinion}


def test_a_verdict_is_asked_for_in_the_form_that_is_read() -> None:
    for verdict in ("A", "B", "TIE"):
        assert f"VERDICT: {verdict}" in _INSTRUCTION
        assert _choice(f"VERDICT: {verdict}") == verdict


@pytest.mark.parametrize(
    ("reply", "choice"),
    [
        ("A", "A"),
        (" b.\n", "B"),
        ("**tie**", "TIE"),
        ("VERDICT: A", "A"),
        ("verdict: tie.", "TIE"),
        ("A is polite, B is exact.\n\n**VERDICT: B**\n", "B"),
        ("A is polite, B is exact.\n**Verdict:** TIE", "TIE"),
        ("VERDICT: A would be wrong.\nVERDICT: B", "B"),
        ("Answer A is closer. Answer B omits the path.", None),
        ("Answer A is closer\nBut B", None),
        ("Both say much. **B**", None),
        ("A is polite, B is exact.\n\nB", None),
        ("B\nIt is the shorter one.", None),
        ("VERDICT: A\nVERDICT: B", None),
        ("VERDICT: A\nVERDICT: A", None),
        ("VERDICT: A\nNo, on second thoughts B is.", None),
        ("VERDICT: A or B", None),
        ("My VERDICT: A", None),
        ("VERDICT: A, VERDICT: B or VERDICT: TIE", None),
        ("A and B say the same.", None),
        ("Neither.", None),
        ("", None),
    ],
)
def test_what_a_reply_chooses(reply: str, choice: str | None) -> None:
    assert _choice(reply) == choice
