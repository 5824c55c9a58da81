"""How vLLM's server is started for one base model: https://docs.vllm.ai/en/stable/features/lora.html."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.engine.chat import load_tokenizer
from app.inference.folders import BASE
from app.inference.protocol import DEFAULT_TEMPERATURE

MOST_TOKENS = 8192  # of a conversation and its reply; the own server reads half (app/inference/engine.py)
RANK = 16  # of our adapters (app/training/policy.py)
AT_ONCE, KEPT = 8, 64  # adapters in one batch, and in memory; vLLM reads others again when they are asked for
_OURS = ("COACHABLE_", "DATABASE_URL", "REDIS_URL", "AWS_")


def arguments(folder: Path, context: int, host: str, port: int, template: Path) -> list[str]:
    """Of `vllm serve`. `template`: a file to write the chat template to that the adapters were trained with
    (engine/chat.py). Raises InvalidInput where the folder has none."""
    template.write_text(str(load_tokenizer(folder).chat_template))
    return [
        str(folder),
        *("--host", host, "--port", str(port)),
        *("--served-model-name", BASE, folder.name),
        *("--enable-lora", "--max-lora-rank", str(RANK)),
        *("--max-loras", str(AT_ONCE), "--max-cpu-loras", str(KEPT)),
        *("--max-model-len", str(min(MOST_TOKENS, context) if context else MOST_TOKENS)),
        *("--chat-template", str(template)),
        *("--generation-config", "vllm"),
        *("--override-generation-config", json.dumps({"temperature": DEFAULT_TEMPERATURE})),
        "--disable-uvicorn-access-log",
    ]


def environment(inherited: Iterable[tuple[str, str]], key: str) -> Mapping[str, str]:
    """None of our secrets goes along. The key stands here, as others may read arguments."""
    passed = {name: value for name, value in inherited if not name.startswith(_OURS)}
    return passed | {
        "VLLM_API_KEY": key,
        "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        "HF_HUB_OFFLINE": "1",
    }
