"""What a candidate is tried on: its own source among others, as served."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.contracts.job import Try
from app.models import TrainingPair
from app.replies.prompt import as_turns
from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, texts_to_embed
from app.text import embedding
from app.trainer import tries
from app.trainer.tries import MOST

THINGS = ("refund", "voucher", "login", "invoice", "trainer", "course")


def pair(what: str, **more: Any) -> TrainingPair:
    return TrainingPair(query=f"Where do I find my {what}?", response=f"Open {what} first.", **more)


async def planned(system: str, pairs: Sequence[TrainingPair], seed: str) -> list[Try]:
    passages = [
        Passage(SourceKind.TAUGHT, one.query, one.response, pair_id=one.id)
        for one in pairs
        if not one.earlier
    ]
    entries = [Entry(one, embedding.of_passages(texts_to_embed(one)).astype("float16")) for one in passages]
    return await tries.planned(system, pairs, entries, seed)


@pytest.mark.slow
async def test_each_pair_is_asked_with_its_own_answer_among_two_others() -> None:
    pairs = [pair(what) for what in THINGS]
    rows = await planned("Be brief.", pairs, "seed")

    assert sorted(row.id for row in rows) == sorted(str(one.id) for one in pairs)
    places = set()
    for row in rows:
        said = [turn.content for turn in row.examples]
        assert [turn.role for turn in row.examples] == ["user", "assistant"] * 3
        assert len(set(said)) == 6
        places.add(said.index(row.query))
        assert said[said.index(row.query) + 1] == row.response == row.given
    assert len(places) > 1, "its place must not tell it"
    assert await planned("Be brief.", pairs, "seed") == rows
    assert await planned("Be brief.", pairs, "other") != rows


@pytest.mark.slow
async def test_no_more_than_are_worth_the_time_and_none_that_needs_an_earlier_conversation() -> None:
    assert len(await planned("", [pair(f"thing{n}") for n in range(MOST + 1)], "seed")) == MOST == 24
    earlier = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    rows = await planned("", [pair("refund"), pair("voucher", earlier=earlier)], "seed")
    assert [row.query for row in rows] == ["Where do I find my refund?"]
    assert [turn.content for turn in rows[0].examples] == [rows[0].query, rows[0].response]
    assert await planned("", [], "seed") == []


@pytest.mark.slow
async def test_the_own_source_stays_where_there_is_no_room_for_others() -> None:
    for length, sources in ((0, 3), (7_910, 1)):
        rows = await planned("s" * length, [pair(what) for what in THINGS], "seed")
        assert {len(row.examples) for row in rows} == {2 * sources}


async def test_what_would_be_given_word_for_word_is_told() -> None:
    """Of two that ask the same it is the first, which is the newest: the other one's answer never comes out."""
    newer, older = (
        TrainingPair(query="Where do I park?", response=text) for text in ("Behind us.", "On the roof.")
    )
    rows = {row.id: row for row in await planned("", [newer, older], "seed")}
    assert [rows[str(one.id)].given for one in (newer, older)] == ["Behind us.", "Behind us."]


def test_sources_stand_before_the_question_as_earlier_turns() -> None:
    assert as_turns([Passage(SourceKind.TAUGHT, "a?", "b."), Passage(SourceKind.TAUGHT, "c?", "d.")]) == [
        {"role": "user", "content": "a?"},
        {"role": "assistant", "content": "b."},
        {"role": "user", "content": "c?"},
        {"role": "assistant", "content": "d."},
    ]
