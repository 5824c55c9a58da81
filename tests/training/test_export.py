"""What is exported answers like the server does, and nothing but safetensors is written."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from gguf import GGUFReader
from safetensors.torch import load_file

from app.errors import BadInput
from app.inference.engine import Engine
from app.inference.generation import GenerationRequest
from app.training.export import ExportJob, export
from tests.inference.tiny_base import peft_quiet, write_adapter, write_base_model
from tests.tiny_model import make_tiny_model

pytestmark = pytest.mark.slow

QUESTIONS = ("How do I pay?", "Where is the plan?")
SYSTEM = "You help."


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> ExportJob:
    root = tmp_path_factory.mktemp("export")
    base = write_base_model(root / "models" / "tiny")
    write_adapter(root / "adapters" / "anna" / "1", base, seed=1)
    adapter = root / "adapters" / "anna" / "1"
    return ExportJob(
        "adapter",
        "Anna, version 1",
        base,
        "Acme/Tiny",
        adapter,
        root / "out",
        SYSTEM,
        QUESTIONS,
        ("", ""),
        24,
    )


async def served(job: ExportJob, model: str) -> list[str]:
    engine = Engine(job.base_model, job.adapter.parents[1], device="cpu", threads=1)
    try:
        return [
            "".join(
                [
                    piece
                    async for piece in await engine.generate(
                        GenerationRequest(
                            model=model,
                            messages=[
                                {"role": "system", "content": SYSTEM},
                                {"role": "user", "content": question},
                            ],
                            max_tokens=24,
                        )
                    )
                ]
            )
            for question in QUESTIONS
        ]
    finally:
        engine.stop()


@pytest.mark.parametrize("kind", ["adapter", "merged"])
async def test_the_written_files_answer_as_the_server_does(job: ExportJob, kind: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    expected = tuple(await served(job, "anna@1"))
    with peft_quiet():
        answers, close_calls = export(replace(job, kind=kind, output_dir=out, served=expected))

    assert (tuple(answers), close_calls) == (expected, 0)
    assert answers != await served(job, "base")
    names = {path.name for path in out.iterdir()}
    weights = "adapter_model.safetensors" if kind == "adapter" else "model.safetensors"
    assert {"chat_template.jinja", "tokenizer.json", "tokenizer_config.json", weights} <= names
    assert not [name for name in names if name.endswith((".bin", ".pt", ".pkl"))]
    template = (out / "chat_template.jinja").read_text()
    assert template == (job.base_model / "chat_template.jinja").read_text()
    if kind == "adapter":
        config = json.loads((out / "adapter_config.json").read_text())
        assert config["base_model_name_or_path"] == "Acme/Tiny"
        assert str(job.base_model) not in (out / "adapter_config.json").read_text()
    else:
        assert "lora" not in " ".join(load_file(out / weights))


async def test_files_of_another_version_answer_otherwise(job: ExportJob, tmp_path: Path) -> None:
    expected = tuple(await served(job, "base"))
    with peft_quiet():
        answers, _ = export(replace(job, output_dir=tmp_path / "out", served=expected))
    assert all(own != other for own, other in zip(answers, expected, strict=True))


async def test_a_gguf_file_answers_as_the_server_does_by_itself(tmp_path: Path) -> None:
    base = make_tiny_model(tmp_path / "models" / "tiny")
    adapter = tmp_path / "adapters" / "anna" / "1"
    write_adapter(adapter, base, seed=1)
    out = tmp_path / "out"
    job = ExportJob("gguf", "Anna, version 1", base, "Acme/Tiny", adapter, out, SYSTEM, QUESTIONS, (), 24)
    expected = tuple(await served(job, "anna@1"))
    with peft_quiet():
        answers, close_calls = export(replace(job, served=expected))

    assert (tuple(answers), close_calls) == (expected, 0)
    assert answers != await served(job, "base")
    assert [path.name for path in out.iterdir()] == ["model.gguf"]
    assert GGUFReader(out / "model.gguf").get_field("general.name").contents() == "Anna, version 1"


def test_the_child_tells_what_is_wrong_and_leaves_nothing(job: ExportJob, tmp_path: Path) -> None:
    data = {
        "kind": "merged",
        "base_model": str(job.base_model),
        "name": "x",
        "base_name": "x",
        "adapter": str(tmp_path),
        "output_dir": str(tmp_path / "out"),
        "system_prompt": "",
        "questions": [],
        "served": [],
        "most_tokens": 1,
    }
    file = tmp_path / "job.json"
    file.write_text(json.dumps(data))

    child = subprocess.run(
        [sys.executable, "-m", "app.training.export", str(file)], capture_output=True, text=True, check=False
    )

    assert child.returncode == 1
    assert json.loads(child.stdout)["message"] == (
        f"The adapter {tmp_path} has no adapter_config.json and no adapter_model.safetensors."
    )
    assert {path.name for path in tmp_path.iterdir()} == {"job.json"}


def test_an_older_export_is_not_overwritten(job: ExportJob, tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    file.write_text(
        json.dumps(
            {
                "kind": "adapter",
                "base_model": str(job.base_model),
                "name": "x",
                "base_name": "x",
                "adapter": str(job.adapter),
                "output_dir": str(tmp_path),
                "system_prompt": "",
                "questions": [],
                "served": [],
                "most_tokens": 1,
            }
        )
    )
    with pytest.raises(BadInput, match="is there already"):
        ExportJob.read(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "the file is not JSON: "),
        (
            '{"kind": "onnx", "size": 1}',
            "kind should be 'adapter', 'merged' or 'gguf'; name is missing",
        ),
        ('{"kind": "onnx", "size": 1}', "size is unknown"),
    ],
)
def test_a_bad_order_is_told(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "job.json"
    path.write_text(content)
    with pytest.raises(BadInput) as raised:
        ExportJob.read(path)
    assert said in raised.value.message
