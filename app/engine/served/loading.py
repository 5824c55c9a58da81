"""A decoder for the base model in a folder."""

import logging
from pathlib import Path
from typing import Any

import torch

from app.engine.matmul import has_fast_bfloat16
from app.engine.pretrained import load_model, read_config
from app.engine.served.decoder import Decoder
from app.engine.served.packed import PackedDecoder
from app.engine.served.plain import PlainDecoder
from app.engine.served.support import served_by

log = logging.getLogger(__name__)


def load_decoder(
    folder: Path, device: torch.device, allow_bfloat16: bool = False, all_bfloat16: bool = False
) -> Decoder:
    """bfloat16 on a GPU, float32 on a CPU. Raises Misconfigured for a model that is not served.

    `allow_bfloat16`: on a CPU that is made for it, products of layers that are computed by hand are bfloat16. With
    `all_bfloat16` too all of a model is, by hand or not: half the memory, for one of several GB that nobody trains.
    """
    service = served_by(read_config(folder))
    is_fast = allow_bfloat16 and has_fast_bfloat16(device)
    half = device.type != "cpu" or (all_bfloat16 and is_fast)
    model: Any = load_model(folder, dtype=torch.bfloat16 if half else torch.float32)
    model = model.to(device).eval().requires_grad_(False)
    reason = service.reason
    if service.decoder == "packed":
        packed = PackedDecoder.of(model, is_fast)
        if packed is not None:
            how = "transformers' layers" if packed.llama is None else "layers by hand"
            log.info("%s is served with all replies in one pass, by %s: %s", folder.name, how, reason)
            return packed
        reason = "with all replies in one pass its logits are others than transformers'"
    log.info("%s is served with a pass for each reply: %s", folder.name, reason)
    return PlainDecoder(model)
