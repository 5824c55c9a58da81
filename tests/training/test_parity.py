"""Of tokens that are all but equally likely the served one is taken, and of no others."""

import pytest
import torch
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from app.training.parity import CLOSE, Following
from tests.tiny_model import make_tiny_model

ASKED = [5, 6, 7]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(make_tiny_model(tmp_path_factory.mktemp("parity") / "tiny"))


def choice(following: Following, written: list[int], likely: dict[int, float]) -> int:
    scores = torch.full((1, 200), -50.0)
    for token, logit in likely.items():
        scores[0, token] = logit
    return int(following(torch.tensor([[*ASKED, *written]]), scores).argmax())


def test_the_served_token_wins_a_close_call(tokenizer: PreTrainedTokenizerBase) -> None:
    one, two, three = tokenizer.encode("abc", add_special_tokens=False)
    stop = tokenizer.eos_token_id
    following = Following(tokenizer, len(ASKED), "ab", [stop])
    assert choice(following, [one], {three: 9.0, two: 9.0 - CLOSE / 2}) == two
    assert following.close_calls == 1
    assert choice(following, [one], {three: 9.0, two: 9.0 - CLOSE * 2}) == three
    assert choice(following, [one], {two: 9.0, three: 9.0 - CLOSE / 2}) == two
    assert choice(following, [one], {two: 9.0, stop: 8.99}) == two  # "a" is not all that was served
    assert following.close_calls == 1
    assert choice(following, [one, two], {three: 9.0, stop: 8.99}) == stop
    assert following.close_calls == 2


def test_what_leads_elsewhere_stays_the_likeliest(tokenizer: PreTrainedTokenizerBase) -> None:
    one, two, three = tokenizer.encode("abc", add_special_tokens=False)
    following = Following(tokenizer, len(ASKED), "x", [tokenizer.eos_token_id])
    assert choice(following, [one], {three: 9.0, two: 8.99}) == three
    assert following.close_calls == 0
