"""`python -m app.inference.convert GGUF OUT_DIR`: a GGUF file becomes a folder with float32 safetensors.

A process of its own: a GGUF parser has no place in a server, and the memory is given back at its end.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any, cast

import gguf
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class _Reader(gguf.GGUFReader):
    """Cuts half a million pieces out of a plain array; out of numpy's memmap each costs three times as much."""

    @property
    def data(self) -> Any:  # gguf's own type is the memmap
        return self._data

    @data.setter
    def data(self, mapped: Any) -> None:
        self._data = np.asarray(mapped)


# transformers 5.23 reads the whole file three times (for tokenizer, config and weights) and makes the table of tensor
# names, the same for all, once a module. With this the 135M model takes 6 s instead of 19, bit for bit the same.
_library: Any = gguf
_library.GGUFReader = cache(_Reader)
_library.get_tensor_name_map = cache(gguf.get_tensor_name_map)


def convert(file: Path, out_dir: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32, local_files_only=True
    )
    # transformers 5.23 still takes the dequantised model for a quantised one and refuses to save it.
    cast(Any, model).hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(out_dir)
    tokenizer.save_pretrained(out_dir)


if __name__ == "__main__":
    convert(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
