"""The engine on other kinds of models: no batching, caches that can't be cropped, windows."""

from pathlib import Path

import pytest
import torch

from app.engine.pretrained import load_model
from app.inference.engine import Engine
from app.inference.generation import GenerationRequest
from app.inference.sampling import Sampler
from tests.families import family, make_family

pytestmark = pytest.mark.slow

NEW = 12


@pytest.mark.parametrize("name", ["LFM2", "Gemma 2", "Gemma 3", "Qwen3-Next"])
async def test_a_conversation_gets_the_tokens_of_transformers(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[int] = []
    choose = Sampler.choose

    def watched(self: Sampler, logits: torch.Tensor) -> int:
        chosen.append(choose(self, logits))
        return chosen[-1]

    monkeypatch.setattr(Sampler, "choose", watched)
    folder = make_family(family(name), tmp_path / "base")
    model = load_model(folder, dtype=torch.float32).eval()
    engine = Engine(folder, tmp_path, device="cpu", threads=1)
    try:
        said = [{"role": "user", "content": "How do I pay the invoice?"}]
        for question in ("Open Settings?", "Next: press Pay?"):
            for _ in range(2):  # the second time from what was kept, where that can be
                chosen.clear()
                request = GenerationRequest("base", said, max_tokens=NEW)
                answer = "".join([piece async for piece in await engine.generate(request)])
                prompt = torch.tensor([engine._render(request)])
                expected = model.generate(
                    prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=NEW, do_sample=False
                )
                assert chosen == expected[0, prompt.shape[1] :].tolist()
            said += [{"role": "assistant", "content": answer or "?"}, {"role": "user", "content": question}]
    finally:
        engine.stop()
