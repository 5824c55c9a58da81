"""Every family's replies are those of transformers and peft, of the base model and of adapters."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor

from app.engine.pretrained import load_model, read_config
from app.engine.served.decoder import Decoder, Segment
from app.engine.served.kv_cache import PrefixCache
from app.engine.served.loading import load_decoder
from app.engine.served.lora import Adapter, read_adapter
from app.engine.served.packed import PackedDecoder
from app.engine.served.support import served_by
from app.training.lora import target_modules
from tests.families import FAMILIES, WINDOW, Family, make_family
from tests.inference.tiny_base import peft_quiet

CPU = torch.device("cpu")
PROMPT = [token % 31 + 7 for token in range(0, 180, 5)]  # more than two windows
OTHER = [token % 29 + 9 for token in range(0, 63, 3)]
NEW = 20
STATEFUL = {"LFM2", "Granite 4 H", "Qwen3-Next"}  # a cache holds the state after its last token alone
PLAIN = {"Gemma 2", "gpt-oss", "Qwen 3 MoE", "OLMoE", "GLM 4.5"} | STATEFUL


class Reply(NamedTuple):
    tokens: list[int]
    logits: Tensor  # [tokens, vocabulary]


Expected = Callable[[str | None, list[int], Reply], Reply]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """More cost time with matrices this small."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module", params=FAMILIES, ids=str)
def family(request: pytest.FixtureRequest) -> Family:
    one: Family = request.param
    return one


@pytest.fixture(scope="module")
def folder(family: Family, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_family(family, tmp_path_factory.mktemp("family") / "base")


@pytest.fixture(scope="module")
def peft_model(folder: Path) -> PeftModel:
    """With the adapters `anna` and `bert`, written to folders of these names, on what training puts them."""
    base = load_model(folder, dtype=torch.float32)
    targets = target_modules(base)
    for seed, name in enumerate(("anna", "bert"), start=1):
        torch.manual_seed(seed)
        config = LoraConfig(r=4, lora_alpha=8, target_modules=targets, init_lora_weights=False)
        with peft_quiet():
            if name == "anna":
                model = get_peft_model(base, config, adapter_name=name)
            else:
                model.add_adapter(name, config)
    model.eval().save_pretrained(folder.parent)
    return model


@pytest.fixture(scope="module")
def expected(peft_model: PeftModel) -> Expected:
    """What follows the prompt and each token of a reply: they are the same where each is the likeliest there."""

    def follow(adapter: str | None, prompt: list[int], reply: Reply) -> Reply:
        ids = torch.tensor([[*prompt, *reply.tokens[:-1]]])
        with torch.inference_mode(), nullcontext() if adapter else peft_model.disable_adapter():
            if adapter:
                peft_model.set_adapter(adapter)
            whole = peft_model(input_ids=ids, attention_mask=torch.ones_like(ids), use_cache=False).logits[0]
        logits = whole[len(prompt) - 1 :]
        return Reply(logits.argmax(1).tolist(), logits)

    return follow


@pytest.fixture(scope="module")
def decoder(folder: Path) -> Decoder:
    return load_decoder(folder, CPU)


@pytest.fixture(scope="module")
def adapters(peft_model: PeftModel, folder: Path, decoder: Decoder) -> dict[str | None, Adapter | None]:
    return {None: None} | {
        name: read_adapter(name, folder.parent / name, decoder.linears, CPU, decoder.adapter_dtype)
        for name in ("anna", "bert")
    }


def greedy(decoder: Decoder, segments: list[Segment]) -> list[Reply]:
    """All at once, their prompts read in two pieces."""
    halves = [replace(s, tokens=s.tokens[: len(s.tokens) // 2]) for s in segments]
    rests = [replace(s, tokens=s.tokens[len(s.tokens) // 2 :]) for s in segments]
    decoder.step(halves)
    logits = [decoder.step(rests)]
    while len(logits) < NEW:
        chosen = logits[-1].argmax(1).tolist()
        logits.append(
            decoder.step([replace(s, tokens=[token]) for s, token in zip(segments, chosen, strict=True)])
        )
    return [Reply(rows.argmax(1).tolist(), rows) for rows in torch.stack(logits, 1)]


def assert_same(ours: Reply, theirs: Reply) -> None:
    assert ours.tokens == theirs.tokens
    torch.testing.assert_close(ours.logits, theirs.logits, atol=1e-3, rtol=1e-3)


def test_the_configuration_tells_the_decoder(family: Family, folder: Path, decoder: Decoder) -> None:
    service = served_by(read_config(folder))
    assert service.decoder == ("plain" if family.name in PLAIN else "packed")
    assert isinstance(decoder, PackedDecoder) == (service.decoder == "packed")
    assert decoder.context_length > WINDOW


@pytest.mark.slow
def test_replies_of_the_base_model_and_of_two_adapters_at_once(
    decoder: Decoder, adapters: dict[str | None, Adapter | None], expected: Expected
) -> None:
    asked: list[tuple[str | None, list[int]]] = [
        (None, PROMPT),
        ("anna", PROMPT),
        ("bert", OTHER),
        ("anna", OTHER),
        (None, OTHER),
        ("bert", PROMPT),
    ]
    segments = [Segment(prompt, decoder.new_cache(), adapters[name]) for name, prompt in asked]

    replies = greedy(decoder, segments)
    assert len({tuple(reply.tokens) for reply in replies}) > 3
    for (name, prompt), reply in zip(asked, replies, strict=True):
        assert_same(reply, expected(name, prompt, reply))


@pytest.mark.slow
def test_the_next_turn_goes_on_from_what_was_kept(
    family: Family, decoder: Decoder, adapters: dict[str | None, Adapter | None], expected: Expected
) -> None:
    kept = PrefixCache(1000)
    first = Segment(PROMPT, decoder.new_cache(), adapters["anna"])
    reply = greedy(decoder, [first])[0].tokens
    said = [*PROMPT, *reply[:-1]]  # the last token was not fed
    kept.store("anna", said, first.cache)

    then = [*PROMPT, *reply, *OTHER]
    found = kept.longest("anna", then)
    assert found is not None
    assert found.length == len(said)
    for cache in (found, kept.longest("anna", then)):  # the first reply left the stored one as it was
        rest = Segment(then[len(said) :], cache, adapters["anna"])
        (again,) = greedy(decoder, [rest])
        assert_same(again, expected("anna", then, again))


def test_another_question_goes_on_from_the_common_beginning(
    family: Family, decoder: Decoder, adapters: dict[str | None, Adapter | None], expected: Expected
) -> None:
    kept = PrefixCache(1000)
    first = Segment(PROMPT, decoder.new_cache(), adapters["bert"])
    decoder.step([first])
    kept.store("bert", PROMPT, first.cache)
    greedy(decoder, [replace(first, tokens=[5, 6])])

    asked = [*PROMPT[:25], *OTHER]
    found = kept.longest("bert", asked)
    if family.name in STATEFUL:
        assert found is None
        return
    assert found is not None
    assert found.length == 25
    (reply,) = greedy(decoder, [Segment(OTHER, found, adapters["bert"])])
    assert_same(reply, expected("bert", asked, reply))
