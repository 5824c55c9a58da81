"""Packed equals separate: losses and gradients, against plain transformers and plain peft."""

from pathlib import Path

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor
from transformers import AutoModelForCausalLM, PreTrainedModel

from app.engine import llama
from app.engine.packed import decoder
from app.engine.packed.batch import pack_ids
from app.training import lora
from app.training.evaluate import measure
from app.training.loss import token_losses
from app.training.packing import pack
from app.training.policy import Hyperparameters
from app.training.render import Sample, shared_prefix

CPU = torch.device("cpu")


def with_noise(model: PeftModel) -> PeftModel:
    """B starts at zero; random values make every gradient count."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in lora.adapter_tensors(model).values():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.1)
    return model


def separate(model: PreTrainedModel, samples: list[Sample]) -> Tensor:
    """The textbook way: one sample at a time, labels of -100, transformers' own loss."""
    total, count = torch.zeros(()), 0
    for sample in samples:
        ids = torch.tensor([sample.ids])
        labels = torch.where(torch.tensor([sample.mask]), ids, -100)
        tokens = sample.end - sample.start
        total, count = total + model(input_ids=ids, labels=labels).loss * tokens, count + tokens
    return total / count


def plain(tiny_model: Path, hyper: Hyperparameters) -> PeftModel:
    model = AutoModelForCausalLM.from_pretrained(tiny_model, attn_implementation="eager")
    config = LoraConfig(r=hyper.rank, lora_alpha=hyper.alpha, target_modules="all-linear")
    with lora._quiet():
        return with_noise(get_peft_model(model, config, adapter_name=lora.ADAPTER))


def gradients(model: PeftModel) -> dict[str, Tensor]:
    return {name: parameter.grad for name, parameter in lora.adapter_tensors(model).items()}


@pytest.mark.slow
@pytest.mark.parametrize("implementation", ["own", "sdpa", "eager"])
@pytest.mark.parametrize("shared", ["all", "some", "none"])
def test_loss_and_gradients_equal_separate_ones(
    tiny_model: Path,
    base: PreTrainedModel,
    hyper: Hyperparameters,
    samples: list[Sample],
    implementation: str,
    shared: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reference = plain(tiny_model, hyper)
    expected = separate(reference, samples)
    expected.backward()

    if implementation != "own":
        base.set_attn_implementation(implementation)
        monkeypatch.setattr(llama, "AGREEMENT", -1.0)
    model = with_noise(lora.add_lora(base, hyper, seed=0))
    assert (decoder.decoder_of(base) is not None) == (implementation == "own")
    prefix = {"all": shared_prefix(samples), "some": 5, "none": 0}[shared]
    loss = token_losses(base, pack(samples, prefix, base.device)).nats.mean()
    loss.backward()

    assert loss.item() == pytest.approx(expected.item(), abs=1e-5)
    ours, theirs = gradients(model), gradients(reference)
    assert ours.keys() == theirs.keys()
    assert len(ours) == 2 * 7 * 2  # A and B of seven linear layers in two blocks
    for name, gradient in theirs.items():
        torch.testing.assert_close(ours[name], gradient, atol=1e-5 * gradient.abs().max().item(), rtol=1e-5)


def test_a_head_that_does_more_takes_the_long_way(base: PreTrainedModel, samples: list[Sample]) -> None:
    batch = pack(samples, shared_prefix(samples), base.device)
    expected = token_losses(base, batch).nats
    base.config.logit_scale = 1.0
    torch.testing.assert_close(token_losses(base, batch).nats, expected, atol=1e-5, rtol=1e-5)


def test_measured_losses_are_those_of_each_pair(base: PreTrainedModel, samples: list[Sample]) -> None:
    with torch.no_grad():
        expected = {sample.pair.id: separate(base, [sample]).item() for sample in samples}
        mean = separate(base, samples).item()
    many = samples * 3  # more than one batch of measure()
    losses = measure(base, many, shared_prefix(samples), lambda: None)
    assert losses.by_pair == pytest.approx(expected, abs=1e-5)
    assert losses.loss == pytest.approx(mean, abs=1e-5)


def test_batch_lists_each_token_once(base: PreTrainedModel, samples: list[Sample]) -> None:
    prefix = shared_prefix(samples)
    batch = pack(samples, prefix, base.device)
    assert batch.tokens == prefix + sum(sample.end - 1 - prefix for sample in samples)
    assert batch.branches[0][0] == prefix
    for number, (sample, (start, end)) in enumerate(zip(samples, batch.branches, strict=True)):
        assert batch.ids[0, start:end].tolist() == list(sample.ids[prefix : sample.end - 1])
        assert batch.positions[0, start:end].tolist() == list(range(prefix, sample.end - 1))
        own = batch.owners == number
        assert batch.labels[own].tolist() == list(sample.ids[sample.start : sample.end])


def test_answers_to_one_question_share_it(base: PreTrainedModel, samples: list[Sample]) -> None:
    """Right and wrong ones behind each of two questions, then one alone."""
    asked = [samples[0], samples[0], samples[3], samples[3], samples[5]]
    said = [samples[number].ids[samples[number].start : samples[number].end] for number in (0, 1, 3, 4, 5)]
    sequences = [(*sample.ids[: sample.start], *answer) for sample, answer in zip(asked, said, strict=True)]
    starts, prefix = [sample.start for sample in asked], shared_prefix(samples)
    batch = pack_ids(sequences, starts, prefix, CPU)
    alone = [pack_ids([ids], [start], 0, CPU) for ids, start in zip(sequences, starts, strict=True)]
    shared = sum(samples[number].start - 1 - prefix for number in (0, 3))
    assert batch.tokens == sum(one.tokens for one in alone) - 4 * prefix - shared
    assert batch.stems[0] == batch.stems[1] != batch.stems[2] == batch.stems[3]
    assert batch.owners.tolist() == [n for n, answer in enumerate(said) for _ in answer]
    with torch.inference_mode():
        expected = torch.cat([token_losses(base, one).nats for one in alone])
        torch.testing.assert_close(token_losses(base, batch).nats, expected, atol=1e-5, rtol=1e-5)
        hidden = base.base_model(
            batch.ids, position_ids=batch.positions, attention_mask=batch.mask, use_cache=False
        ).last_hidden_state[0, batch.rows]
        logits = base.get_output_embeddings()(hidden)
    theirs = torch.nn.functional.cross_entropy(logits, batch.labels, reduction="none")
    torch.testing.assert_close(theirs, expected, atol=1e-5, rtol=1e-5)
