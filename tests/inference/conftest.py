from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from app.inference.engine import Engine, EngineLimits
from app.inference.generation import GenerationRequest
from tests.inference.tiny_base import peft_quiet, write_adapter, write_base_model

Reference = Callable[[str | None, list[dict[str, str]], int], list[int]]
ReferenceNats = Callable[[str | None, list[dict[str, str]]], list[float]]


@dataclass(frozen=True)
class Served:
    """A base model `tiny` and the adapters `anna@1` and `bert@1` for it, below `adapters`."""

    base: Path
    adapters: Path

    def folder(self, name: str) -> Path:
        agent, _, number = name.partition("@")
        return self.adapters / agent / number


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("inference")
    base = write_base_model(root / "models" / "tiny")
    for seed, agent in enumerate(("anna", "bert"), start=1):
        write_adapter(root / "adapters" / agent / "1", base, seed=seed)
    yield Served(base, root / "adapters")
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
async def engine(served: Served) -> AsyncIterator[Engine]:
    engine = Engine(served.base, served.adapters, device="cpu", threads=1)
    yield engine
    engine.stop()


@pytest.fixture
async def make_engine(served: Served) -> AsyncIterator[Callable[[EngineLimits], Engine]]:
    engines: list[Engine] = []

    def make(limits: EngineLimits) -> Engine:
        engines.append(Engine(served.base, served.adapters, device="cpu", threads=1, limits=limits))
        return engines[-1]

    yield make
    for engine in engines:
        engine.stop()


@pytest.fixture(scope="session")
def models(served: Served) -> dict[str | None, torch.nn.Module]:
    """As transformers and peft themselves load them; the base model is under None."""
    found: dict[str | None, torch.nn.Module] = {
        None: AutoModelForCausalLM.from_pretrained(served.base).eval()
    }
    for name in ("anna@1", "bert@1"):
        base = AutoModelForCausalLM.from_pretrained(served.base)
        with peft_quiet():
            found[name] = PeftModel.from_pretrained(base, served.folder(name)).eval()
    return found


@pytest.fixture(scope="session")
def reference_nats(served: Served, models: dict[str | None, torch.nn.Module]) -> ReferenceNats:
    """What the tokens of a reply and its end cost, by one pass of transformers and peft over all of it."""
    tokenizer = AutoTokenizer.from_pretrained(served.base)

    def nats(model: str | None, messages: list[dict[str, str]]) -> list[float]:
        prompt = tokenizer.apply_chat_template(messages[:-1], add_generation_prompt=True)["input_ids"]
        whole = tokenizer.apply_chat_template(messages, return_dict=True, return_tensors="pt")
        ids = whole["input_ids"][0]
        with torch.inference_mode():
            logprobs = models[model](**whole).logits[0].log_softmax(-1)
        return [-float(logprobs[at - 1, ids[at]]) for at in range(len(prompt), len(ids))]

    return nats


@pytest.fixture(scope="session")
def reference(served: Served, models: dict[str | None, torch.nn.Module]) -> Reference:
    """Greedy tokens of transformers and peft themselves, one request at a time."""
    tokenizer = AutoTokenizer.from_pretrained(served.base)

    def greedy(model: str | None, messages: list[dict[str, str]], count: int) -> list[int]:
        prompt = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_dict=True, return_tensors="pt"
        )
        with torch.inference_mode():
            output = models[model].generate(**prompt, max_new_tokens=count, do_sample=False)
        return output[0, prompt["input_ids"].shape[1] :].tolist()

    return greedy


def ask(question: str, model: str = "base", count: int = 24, **sampling: object) -> GenerationRequest:
    messages = [{"role": "system", "content": "You help."}, {"role": "user", "content": question}]
    return GenerationRequest(model=model, messages=messages, max_tokens=count, **sampling)  # type: ignore[arg-type]


async def text_of(engine: Engine, request: GenerationRequest) -> str:
    return "".join([piece async for piece in await engine.generate(request)])
