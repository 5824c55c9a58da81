"""TRL's SFTTrainer on the tokens, batches and first adapter of a comparison. Run by the peer's own Python.

`python trl_sft.py spec.json out.json`; imports nothing of this repository.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import PeftModel
from torch.utils.data import SequentialSampler
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer


def settle() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def peak_bytes() -> int:
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class InOrder(SFTTrainer):
    def _get_train_sampler(self, *_: Any) -> SequentialSampler:
        return SequentialSampler(self.train_dataset)


class Recorder(TrainerCallback):
    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.losses: list[float] = []
        self._started = 0.0

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        settle()
        self._started = time.monotonic()

    def on_step_end(self, *_: Any, **__: Any) -> None:
        settle()
        self.seconds.append(time.monotonic() - self._started)

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float], **_: Any) -> None:
        if "loss" in logs:
            self.losses.append(logs["loss"])


def main(spec_path: str, out_path: str) -> None:
    spec = json.loads(Path(spec_path).read_text())
    base = AutoModelForCausalLM.from_pretrained(
        spec["base_model"], dtype=getattr(torch, spec.get("dtype", "float32"))
    )
    model = PeftModel.from_pretrained(base, spec["adapter"], is_trainable=True)
    recorder = Recorder()
    arguments = SFTConfig(
        output_dir=spec["scratch"],
        max_steps=spec["steps"],
        per_device_train_batch_size=spec["batch_size"],
        learning_rate=spec["learning_rate"],
        lr_scheduler_type=spec.get("scheduler", "constant"),
        weight_decay=0.0,
        max_grad_norm=1.0,
        optim="adamw_torch_fused",
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="steps" if "save_every" in spec else "no",
        save_steps=spec.get("save_every", 500),
        report_to="none",
        completion_only_loss=True,
        gradient_checkpointing=spec["gradient_checkpointing"],
        bf16=spec.get("bf16", False),  # autocast; TRL's default is True
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=False,
        disable_tqdm=True,
        max_length=None,
    )
    rows = Dataset.from_list(
        [
            {"input_ids": row["ids"], "completion_mask": row["mask"]}
            for batch in spec["batches"]
            for row in batch
        ]
    )
    tokenizer = AutoTokenizer.from_pretrained(spec["base_model"])
    InOrder(
        model=model, args=arguments, train_dataset=rows, processing_class=tokenizer, callbacks=[recorder]
    ).train()
    result = {"seconds": recorder.seconds, "losses": recorder.losses, "peak_bytes": peak_bytes()}
    Path(out_path).write_text(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
