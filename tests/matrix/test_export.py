"""What is exported of every family answers as the trained model did."""

from pathlib import Path

import pytest

from app.errors import BadInput
from app.training import lora, parity
from app.training.export import ExportJob, export
from app.training.proof import asked
from tests.matrix.conftest import Trained

pytestmark = pytest.mark.slow

GGUF = {"Llama 3.1", "Llama 3.2", "Qwen 2.5", "Qwen 3", "Phi-4"}


def clean(text: str) -> str:
    """A tiny model breaks off within a character, of which files write nothing."""
    return text.strip().rstrip("\ufffd").strip()


def exported(trained: Trained, kind: str, folder: Path) -> tuple[list[str], list[str]]:
    """What is answered from what was written, and what the trained model answered."""
    report = trained.child.lines("report")[0]["report"]
    expected = [clean(question["candidate_answer"]) for question in report["questions"]]
    config = trained.child.config
    questions = tuple(pair.query for pair in config.holdout)
    job = ExportJob(
        kind,
        "Anna",
        trained.base,
        "Acme/Tiny",
        trained.adapter,
        folder,
        config.system_prompt,
        questions,
        tuple(expected),
        asked.ANSWER_TOKENS,
    )
    with lora._quiet():
        answers, _ = export(job)
    return [clean(answer) for answer in answers], expected


@pytest.mark.parametrize("kind", ["adapter", "merged", "gguf"])
def test_it_answers_as_trained(
    trained: Trained, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parity, "CLOSE", 0.0)  # the same arithmetic: no other token may be chosen
    out = tmp_path / "out"
    if kind == "gguf" and trained.family.name not in GGUF:
        with pytest.raises(BadInput, match=r"as GGUF\. Export `merged`, then run llama.cpp's own script"):
            exported(trained, kind, out)
        assert list(tmp_path.iterdir()) == []
        return
    answers, expected = exported(trained, kind, out)
    assert answers == expected
