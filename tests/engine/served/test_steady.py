"""A reply at temperature 0 is always the same: every logit of it is, in every bit, whatever else is served."""

import asyncio
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import silu
from transformers import PretrainedConfig

from app.engine.matmul import linear
from app.engine.served import attention, layers, loading, packed, steady
from app.engine.served.decoder import Segment
from app.engine.served.kv_cache import KvCache
from app.engine.served.layers import AdapterRows, project_down
from app.engine.served.loading import load_decoder
from app.engine.served.lora import Adapter
from app.engine.served.packed import PackedDecoder
from app.engine.served.steady import JUDGE, SIZES, Product, Sizes, agreeing, by_whole_rows, forms
from app.inference.engine import Engine, EngineLimits
from app.inference.generation import GenerationRequest
from app.inference.sampling import Sampler
from tests.inference.conftest import ask
from tests.model_classes import KNOWN, OTHERS, name, random_model

pytestmark = pytest.mark.slow

MakeEngine = Callable[[EngineLimits], Engine]
TOKENS = [token % 37 + 1 for token in range(0, 700, 5)]  # in three blocks of keys


@pytest.fixture
def greedy(monkeypatch: pytest.MonkeyPatch) -> list[Tensor]:
    """Logits from which temperature 0 chose."""
    seen: list[Tensor] = []
    choose = Sampler.choose

    def watched(self: Sampler, logits: Tensor) -> int:
        if self.temperature == 0:
            seen.append(logits.clone())
        return choose(self, logits)

    monkeypatch.setattr(Sampler, "choose", watched)
    return seen


async def logits_of(
    engine: Engine, greedy: list[Tensor], request: GenerationRequest, others: int = 0
) -> tuple[str, Tensor]:
    """Also the text; `others` start before it and are still written when it ends."""
    company = [
        await engine.generate(
            ask(f"Other {i} " * (i + 1), ("base", "anna@1", "bert@1")[i % 3], 300, temperature=1.0, seed=i)
        )
        for i in range(others)
    ]
    await asyncio.gather(*(anext(other, "") for other in company[::2]))
    greedy.clear()
    text = "".join([piece async for piece in await engine.generate(request)])
    for other in company:
        other.cancel()
    return text, torch.stack(greedy)


def assert_same(ours: tuple[str, Tensor], expected: tuple[str, Tensor]) -> None:
    assert ours[0] == expected[0]
    assert torch.equal(ours[1], expected[1])


@pytest.mark.parametrize("model", ["base", "anna@1"])
async def test_greedy_logits_are_the_same_in_any_company(
    make_engine: MakeEngine, greedy: list[Tensor], model: str
) -> None:
    engine = make_engine(EngineLimits(prefix_tokens=0))
    request = ask("How do I refund a course that was cancelled? " * 3, model, 40)
    alone = await logits_of(engine, greedy, request)

    for others in (0, 1, 3, 15):
        assert_same(await logits_of(engine, greedy, request, others), alone)


@pytest.mark.parametrize("model", ["base", "anna@1"])
async def test_greedy_logits_are_the_same_whatever_prompts_were_kept(
    make_engine: MakeEngine, greedy: list[Tensor], model: str
) -> None:
    request = ask("How do I refund a course that was cancelled? " * 3, model, 40)
    alone = await logits_of(make_engine(EngineLimits()), greedy, request)
    warmed = [
        ["How"],
        ["How do I refund a course" * 2],
        [request.messages[1]["content"] + "Please!"],
        ["H", "How do"],
    ]

    for questions in warmed:
        engine = make_engine(EngineLimits())
        for question in questions:
            await logits_of(engine, greedy, ask(question, model, 7))
        for others in (0, 3):
            assert_same(await logits_of(engine, greedy, request, others), alone)


async def test_greedy_logits_are_the_same_however_prompts_are_divided(
    make_engine: MakeEngine, greedy: list[Tensor]
) -> None:
    request = ask("How do I refund a course that was cancelled? " * 12, "bert@1", 10)
    alone = await logits_of(make_engine(EngineLimits(prefix_tokens=0)), greedy, request)

    for prompt, shared in ((1, 1), (7, 3), (100, 90), (1000, 200)):
        engine = make_engine(EngineLimits(prefix_tokens=0, prompt_chunk=prompt, shared_prompt_chunk=shared))
        for others in (0, 3):
            assert_same(await logits_of(engine, greedy, request, others), alone)


async def test_the_next_turn_is_the_same_whether_the_reply_before_was_written_here(
    make_engine: MakeEngine, greedy: list[Tensor]
) -> None:
    first = ask("How do I refund?", "anna@1", 60)
    writer = make_engine(EngineLimits())
    reply, _ = await logits_of(writer, greedy, first, others=2)
    turns = [
        *first.messages,
        {"role": "assistant", "content": reply},
        {"role": "user", "content": "And then?"},
    ]
    then = GenerationRequest("anna@1", turns, max_tokens=20)

    assert_same(
        await logits_of(writer, greedy, then),
        await logits_of(make_engine(EngineLimits()), greedy, then),
    )


def outcome(
    decoder: PackedDecoder, adapter: Adapter | None, cuts: list[int], company: int
) -> tuple[list[Tensor], list[Tensor]]:
    """Keys and values by layer, and the last logits, of TOKENS read in such pieces."""
    pick = random.Random(company)
    cache, others = decoder.new_cache(), [decoder.new_cache() for _ in range(company)]
    logits, at = torch.empty(0), 0
    for cut in cuts:
        segments = [Segment(TOKENS[at : at + cut], cache, adapter)]
        for number, other in enumerate(others):
            some = [pick.randrange(40) for _ in range(pick.choice((1, 1, 1, 9)))]
            segments.append(Segment(some, other, adapter if number % 2 else None))
        pick.shuffle(segments)
        logits = decoder.step(segments)[[segment.cache is cache for segment in segments].index(True)]
        at += cut
    assert cache.length == len(TOKENS)
    return [*cache.between(0, at)[0], *cache.between(0, at)[1]], [logits]


def made(config: PretrainedConfig, folder: Path, **how: bool) -> tuple[PackedDecoder, Adapter]:
    random_model(config).save_pretrained(folder)
    decoder = load_decoder(folder, torch.device("cpu"), **how)
    adapter = Adapter(
        "a",
        {
            key: (torch.randn(fan_in, 2) * 0.1, torch.randn(2, fan_out) * 0.1)
            for key, (fan_in, fan_out) in decoder.linears.items()
            if not key.endswith("k_proj")
        },
    )
    return decoder, adapter


# The first of each stand for the others.
SOME = [
    *(
        pytest.param(config, marks=[pytest.mark.families] * bool(place))
        for group in (KNOWN, OTHERS)
        for place, config in enumerate(group)
    ),
]
CUTS = [
    ([len(TOKENS)], 0),
    ([64, 64, len(TOKENS) - 128], 1),
    ([7] * 20, 3),
    ([100] + [1] * (len(TOKENS) - 100), 15),
    ([3] + [1] * 5 + [len(TOKENS) - 8], 40),  # more than end in one step
]


@pytest.mark.parametrize("config", SOME, ids=name)
@pytest.mark.parametrize("is_bfloat16", [False, True])
def test_keys_values_and_logits_are_the_same_in_every_bit(
    config: PretrainedConfig,
    is_bfloat16: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "has_fast_bfloat16", lambda _: True)
    decoder, adapter = made(config, tmp_path, allow_bfloat16=is_bfloat16)
    expected = outcome(decoder, adapter, [1] * len(TOKENS), 0)

    for cuts, company in CUTS:
        for ours, theirs in zip(outcome(decoder, adapter, cuts, company), expected, strict=True):
            assert all(map(torch.equal, ours, theirs)), (cuts, company)


@pytest.mark.parametrize("config", SOME, ids=name)
def test_so_they_are_when_all_is_bfloat16(
    config: PretrainedConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "has_fast_bfloat16", lambda _: True)
    decoder, _ = made(config, tmp_path, allow_bfloat16=True, all_bfloat16=True)
    expected = outcome(decoder, None, [1] * len(TOKENS), 0)

    for cuts, company in CUTS:
        for ours, theirs in zip(outcome(decoder, None, cuts, company), expected, strict=True):
            assert all(map(torch.equal, ours, theirs)), (cuts, company)


@pytest.mark.parametrize("config", [KNOWN[0], OTHERS[0]], ids=name)
def test_all_products_have_rows_that_were_tried(
    config: PretrainedConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of small models agree in more sizes than those of large ones."""
    counts: set[int] = set()

    def counted(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
        counts.add(x.shape[-2])
        return linear(x, weight, bias)

    def down_counted(x: Tensor, down: Tensor, at: AdapterRows) -> Tensor:
        assert at.padded.start <= at.rows.start < at.rows.stop <= at.padded.stop
        counts.add(at.padded.stop - at.padded.start)
        return project_down(x, down, at)

    monkeypatch.setattr(steady, "linear", counted)
    for module in (packed, layers):
        monkeypatch.setattr(module, "project_down", down_counted)
    decoder, adapter = made(config, tmp_path)
    counts.clear()
    for cuts, company in CUTS:
        outcome(decoder, adapter, cuts, company)

    assert 4 in counts
    assert counts <= set(SIZES)


def test_where_no_sizes_agree_there_are_more_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = outcome(*made(KNOWN[0], tmp_path / "one"), [len(TOKENS)], 0)
    monkeypatch.setattr(Sizes, "_agrees", lambda _self, _form, _product, size: size == JUDGE)
    monkeypatch.setattr(attention, "_steady_multiple", lambda *_: 32)
    decoder, adapter = made(KNOWN[0], tmp_path / "two")
    first = outcome(decoder, adapter, [len(TOKENS)], 0)

    for cuts, company in CUTS[1:]:
        for ours, theirs in zip(outcome(decoder, adapter, cuts, company), first, strict=True):
            assert all(map(torch.equal, ours, theirs)), (cuts, company)
    for ours, theirs in zip(first, expected, strict=True):
        for our, their in zip(ours, theirs, strict=True):
            torch.testing.assert_close(our, their, atol=1e-4, rtol=1e-4)


def test_sizes_are_those_that_give_a_row_the_same() -> None:
    weight = torch.randn(24, 32)

    def odd(rows: Tensor) -> Tensor:
        """Other sums for a few rows, and for the third of more than 40."""
        out = rows @ weight.T
        if len(rows) < 4:
            return out * (1 + 1e-6)
        if len(rows) > 40:
            out[2] *= 1 + 1e-6
        return out

    rows = torch.empty(0, 32)
    assert agreeing(lambda x: x * 2, rows, SIZES) == list(SIZES)
    assert agreeing(odd, rows, SIZES) == [4, 8, 16, 24, 32, 40]


def test_rows_are_padded_to_the_next_size_that_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    used = forms([Product(torch.randn(outs, 32)) for outs in (24, 24, 8)])
    assert len(used) == 2  # one stands for those of the same form
    monkeypatch.setattr(
        Sizes, "_agrees", lambda _self, _form, product, size: size != 8 or len(product.weight) == 24
    )
    sizes = Sizes(least=1)

    assert [sizes.padded(rows, used) for rows in (1, 2, 3, 5, 16, 17, 256)] == [2, 2, 4, 16, 16, 24, 256]
    assert sizes.padded(257, used) is None


@pytest.fixture
def threads() -> Iterator[Callable[[int], None]]:
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


def test_silu_is_the_same_where_threads_would_share_a_row(threads: Callable[[int], None]) -> None:
    both = torch.randn(256, 2 * 1536)
    threads(1)
    expected = silu(both)
    threads(5)
    for count in (4, 96, 128, 256):
        for x, wanted in ((both[:count], expected[:count]), (both[:count, :1536], expected[:count, :1536])):
            assert torch.equal(by_whole_rows(silu, x), wanted)


def test_a_cache_is_clear_up_to_the_end_of_its_block() -> None:
    """Hidden keys are multiplied by zero, and no zero comes of what is not a number."""
    like = torch.full((1, 2, 8), torch.nan)
    cache = KvCache(3)
    for count in (5, 100, 300, 1):
        for slot in cache.reserve(count, like):
            slot.fill_(1)
        cache.advance(count)
        end = -(-cache.length // 64) * 64
        for side in cache.between(0, end):
            assert all(part.shape == (1, 2, end, 8) and bool(part.isfinite().all()) for part in side)
            assert all(int(part.sum()) == 2 * 8 * cache.length for part in side)
    fork = cache.fork(70)
    fork.reserve(1, like)
    assert all(bool(part.isfinite().all()) for side in fork.between(0, 128) for part in side)
