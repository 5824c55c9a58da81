"""`python -m app.training.export job.json`: an adapter alone, or merged into its base model as safetensors or GGUF.

Writes a folder and reads it back: the answers that it prints come from the files that were written. A process of its
own, because it loads torch.
"""

import json
import os
import shutil
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.contracts.fields import problems
from app.contracts.lines import Exported, Failed
from app.errors import BadInput
from app.training.failures import as_failure
from app.training.offline import refuse_network
from app.training.progress import Reporter

CONFIG, WEIGHTS, GGUF = "adapter_config.json", "adapter_model.safetensors", "model.gguf"


@dataclass(frozen=True)
class ExportJob:
    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Literal["adapter", "merged", "gguf"]
    name: str  # of the agent and its version
    base_model: Path
    base_name: str  # under which other tools find the base model
    adapter: Path
    output_dir: Path  # does not exist yet
    system_prompt: str
    questions: tuple[str, ...]
    served: tuple[str, ...]  # how the served version answered them
    most_tokens: int

    @classmethod
    def read(cls, path: Path) -> "ExportJob":
        """Raises BadInput."""
        try:
            job = TypeAdapter(cls).validate_json(path.read_bytes())
        except ValidationError as error:
            raise BadInput(f"{path} is not an order to export: {'; '.join(problems(error))}.") from error
        missing = [name for name in (CONFIG, WEIGHTS) if not (job.adapter / name).is_file()]
        if missing:
            raise BadInput(f"The adapter {job.adapter} has no {' and no '.join(missing)}.")
        if job.output_dir.exists():
            raise BadInput(f"{job.output_dir} is there already; choose another folder.")
        return job


def export(job: ExportJob) -> tuple[list[str], int]:
    """Write the folder, and answer the questions with what lies in it (parity.py): the answers, and all close calls."""
    import torch  # imported late: a bad job file is told before seconds of loading
    from peft import PeftModel
    from transformers import AutoTokenizer, PreTrainedModel

    from app.engine.pretrained import SAFELY, load_model, read_config
    from app.training import gguf_file, parity
    from app.training.lora import load_tokenizer

    def load(folder: Path) -> PreTrainedModel:
        return load_model(folder, dtype=torch.float32)

    def with_adapter(folder: Path) -> PeftModel:
        return PeftModel.from_pretrained(
            load(job.base_model), str(folder), local_files_only=True, use_safetensors=True
        )

    def merged() -> PreTrainedModel:
        whole: PreTrainedModel = with_adapter(job.adapter).merge_and_unload(safe_merge=True)
        return whole

    tokenizer = load_tokenizer(job.base_model)
    if job.kind == "gguf" and (reason := gguf_file.refusal(read_config(job.base_model), tokenizer)):
        raise BadInput(reason)
    aside = job.output_dir.with_name(f".{job.output_dir.name}.{os.getpid()}")
    aside.mkdir(parents=True)
    try:
        if job.kind == "gguf":  # all in one file
            whole = merged()
            gguf_file.write(whole, tokenizer, aside / GGUF, job.name)
            model: Any = gguf_file.read(aside / GGUF, whole.config)
            tokenizer = AutoTokenizer.from_pretrained(aside, gguf_file=GGUF, **SAFELY)
        else:
            if job.kind == "merged":
                merged().save_pretrained(aside)
            else:
                _copy_adapter(job, aside)
            tokenizer.save_pretrained(aside)
            if (generation := job.base_model / "generation_config.json").is_file():
                shutil.copy(generation, aside)
            model = load(aside) if job.kind == "merged" else with_adapter(aside)
        answers = [
            parity.answer(model.eval(), tokenizer, job.system_prompt, question, served, job.most_tokens)
            for question, served in zip(job.questions, job.served, strict=True)
        ]
        aside.rename(job.output_dir)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [answer for answer, _ in answers], sum(close_calls for _, close_calls in answers)


def _copy_adapter(job: ExportJob, folder: Path) -> None:
    """Only the two files that peft reads; the base model under its public name."""
    shutil.copy(job.adapter / WEIGHTS, folder)
    config = json.loads((job.adapter / CONFIG).read_text())
    config["base_model_name_or_path"] = job.base_name
    (folder / CONFIG).write_text(json.dumps(config, indent=2, sort_keys=True))


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m app.training.export job.json", file=sys.stderr)  # noqa: T201
        return 2
    reporter = Reporter.taking_over_stdout()
    refuse_network()
    try:
        answers, close_calls = export(ExportJob.read(Path(sys.argv[1])))
    except Exception as error:
        traceback.print_exc()
        failure = as_failure(error)
        reporter.send(Failed(code=failure.code, message=failure.message))
        return 1
    reporter.send(Exported(answers=answers, close_calls=close_calls))
    return 0


if __name__ == "__main__":
    sys.exit(main())
