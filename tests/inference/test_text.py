from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from app.inference.text import TextStream
from tests.inference.conftest import Served


@pytest.fixture(scope="module")
def tokenizer(served: Served) -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(Path(served.base))


def pieces(tokenizer: PreTrainedTokenizerBase, tokens: list[int], stop: tuple[str, ...] = ()) -> list[str]:
    stream = TextStream(tokenizer, stop)
    written = []
    for token in tokens:
        written.append(stream.feed(token))
        if stream.stopped:
            break
    return [*written, stream.finish()]


@given(text=st.text(st.characters(exclude_characters="\ufffd", exclude_categories=["Cs"]), max_size=30))
def test_the_pieces_are_the_text_and_each_is_whole(tokenizer: PreTrainedTokenizerBase, text: str) -> None:
    tokens = tokenizer(text, add_special_tokens=False)["input_ids"]

    written = pieces(tokenizer, tokens)

    assert "".join(written) == text
    assert all("\ufffd" not in piece for piece in written)


def test_a_character_in_four_tokens_comes_in_one_piece(tokenizer: PreTrainedTokenizerBase) -> None:
    tokens = tokenizer("a😀b", add_special_tokens=False)["input_ids"]

    assert len(tokens) == 6
    assert pieces(tokenizer, tokens) == ["a", "", "", "", "😀", "b", ""]


def test_half_a_character_at_the_end_is_dropped(tokenizer: PreTrainedTokenizerBase) -> None:
    tokens = tokenizer("a😀", add_special_tokens=False)["input_ids"][:-1]

    assert "".join(pieces(tokenizer, tokens)) == "a"


def test_special_tokens_are_not_text(tokenizer: PreTrainedTokenizerBase) -> None:
    tokens = tokenizer("a<|im_end|>b", add_special_tokens=False)["input_ids"]

    assert "".join(pieces(tokenizer, tokens)) == "ab"


@given(
    text=st.text("abc", max_size=20),
    stops=st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=3),
)
def test_nothing_of_a_stop_string_is_shown(
    tokenizer: PreTrainedTokenizerBase, text: str, stops: list[str]
) -> None:
    tokens = tokenizer(text, add_special_tokens=False)["input_ids"]

    written = "".join(pieces(tokenizer, tokens, tuple(stops)))

    # The text is read a character at a time: it ends with the first character that completes a stop string.
    ends = [n for n in range(len(text) + 1) if any(text[:n].endswith(stop) for stop in stops)]
    if not ends:
        assert written == text
    else:
        first = min(text[: ends[0]].find(stop) for stop in stops if stop in text[: ends[0]])
        assert written == text[:first]
