"""Every family is trained and judged as plain transformers and peft train and judge it, one sample at a time."""

import json

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor
from transformers import PreTrainedModel

from app.training import lora
from app.training.proof import asked
from app.training.render import Sample
from app.training.run import next_batch
from tests.matrix.conftest import HYPER, Trained

LEAST_APART = 1e-3  # a step changes the loss by more, else nothing would have been learned


def nats(model: PreTrainedModel, sample: Sample) -> Tensor:
    """transformers' own loss, with labels of -100 outside of the answer."""
    ids = torch.tensor([sample.ids])
    labels = torch.where(torch.tensor([sample.mask]), ids, -100)
    return model(input_ids=ids, labels=labels).loss * (sample.end - sample.start)


def generated(model: PreTrainedModel, trained: Trained, sample: Sample) -> str:
    prompt = torch.tensor([sample.ids[: sample.start]])
    output = model.generate(
        input_ids=prompt,
        attention_mask=torch.ones_like(prompt),
        max_new_tokens=asked.ANSWER_TOKENS,
        do_sample=False,
    )
    return trained.tokenizer.decode(output[0, sample.start :], skip_special_tokens=True).strip()


@pytest.mark.slow
def test_losses_equal_transformers_and_peft(trained: Trained) -> None:
    config = json.loads((trained.adapter / "adapter_config.json").read_text())
    plain = trained.plain_model()  # some draw random numbers while they are made
    torch.manual_seed(trained.child.config.seed)
    with lora._quiet():
        model = get_peft_model(
            plain,
            LoraConfig(r=4, lora_alpha=8, target_modules=config["target_modules"], task_type="CAUSAL_LM"),
        )
    hyper = trained.child.lines("started")[0]["hyperparameters"]
    optimizer = torch.optim.AdamW(
        [parameter for parameter in model.parameters() if parameter.requires_grad],
        betas=(0.9, hyper["adam_beta2"]),
        weight_decay=hyper["weight_decay"],
    )
    samples, losses = trained.samples("train"), []
    rates = [line["learning_rate"] for line in trained.child.lines("progress")][1:]
    for step, rate in enumerate(rates):
        batch = next_batch([samples], HYPER["batch_size"], step, trained.child.config.seed)
        loss = sum(nats(model, sample) for sample in batch) / sum(s.end - s.start for s in batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), hyper["clip_norm"])
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())

    report = trained.child.lines("report")[0]["report"]
    assert [point["loss"] for point in report["curve"][1:]] == pytest.approx(losses, abs=1e-4)
    assert abs(report["candidate"]["loss"] - report["base"]["loss"]) > LEAST_APART


def test_judged_as_the_written_adapter_answers(trained: Trained) -> None:
    """Held-out losses and greedy answers are those of the adapter as peft loads it, and of the base without it."""
    report = trained.child.lines("report")[0]["report"]
    holdout = trained.samples("holdout")
    with lora._quiet():
        model = PeftModel.from_pretrained(trained.plain_model(), trained.adapter)
    for name, loaded in (("candidate", model), ("base", trained.plain_model())):
        with torch.inference_mode():
            total = sum(nats(loaded, sample) for sample in holdout).item()
            answers = {sample.pair.id: generated(loaded, trained, sample) for sample in holdout}
        tokens = sum(sample.end - sample.start for sample in holdout)
        assert report[name]["loss"] == pytest.approx(total / tokens, abs=1e-4)
        told = {question["pair_id"]: question[f"{name}_answer"] for question in report["questions"]}
        assert told == answers
