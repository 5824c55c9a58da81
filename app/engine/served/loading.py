"""A decoder for the base model in a folder."""

import logging
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from app.engine.matmul import has_fast_bfloat16
from app.engine.served.decoder import Decoder
from app.engine.served.packed import PackedDecoder
from app.engine.served.plain import PlainDecoder
from app.engine.served.support import served_by

log = logging.getLogger(__name__)


def load_decoder(
    folder: Path, device: torch.device, allow_bfloat16: bool = False, all_bfloat16: bool = False
) -> Decoder:
    """bfloat16 on a GPU, float32 on a CPU. Raises Misconfigured for a model that is not served.

    `allow_bfloat16`: on a CPU that is made for it, the products of known layers are bfloat16. With `all_bfloat16` too
    everything is: half the memory, for a model of several GB that nobody trains.
    """
    local = {"local_files_only": True, "trust_remote_code": False}
    config = AutoConfig.from_pretrained(folder, **local)
    service = served_by(config)
    is_fast = allow_bfloat16 and has_fast_bfloat16(device)
    half = device.type != "cpu" or (all_bfloat16 and is_fast)
    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.bfloat16 if half else torch.float32, use_safetensors=True, **local
    )
    model = model.to(device).eval().requires_grad_(False)
    reason = service.reason
    if service.decoder == "packed":
        packed = PackedDecoder.of(model, is_fast)
        if packed is not None:
            log.info("%s is served with all replies in one pass: %s", folder.name, reason)
            return packed
        reason = "its logits in one pass are not those of transformers"
    log.info("%s is served with a pass for each reply: %s", folder.name, reason)
    return PlainDecoder(model)
