"""The embedding model in torch, read from its packed file, so that its biases and norms can be fitted."""

import mmap
import struct
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm, linear, normalize, scaled_dot_product_attention

from app.text.embedding import packed_file
from app.text.packed import Packed

# 32 weights in 4 bits, (number - 8) * scale each: the lower halves of 16 bytes, then the upper ones.
QUANTIZED = 32
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", QUANTIZED // 2)])
SPACE, META = 0x20, "▁"
EPSILON = 1e-12
WINDOW = 510  # tokens between beginning and end
# Rows and columns, as places in `Packed.shape`.
WEIGHTS = {"q": (0, 0), "k": (0, 0), "v": (0, 0), "ao": (0, 0), "fi": (3, 0), "fo": (0, 3)}
FITTED = ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b")


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        with packed_file().open("rb") as file:
            self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._file = Packed.read(self._data)
        self.pieces = Pieces(self._data, self._file)
        shape = self._file.shape
        self._width, layers, self._heads = shape[:3]
        self._word = self._weights("emb.word", shape[4], self._width)
        self._position = self._floats("emb.pos").reshape(-1, self._width)
        self._type = self._floats("emb.type")[: self._width]
        self._matrices = {
            f"l{at}.{name}.w": self._weights(f"l{at}.{name}.w", shape[rows], shape[columns])
            for at in range(layers)
            for name, (rows, columns) in WEIGHTS.items()
        }
        names = ["emb.ln.w", "emb.ln.b", *(f"l{at}.{name}" for at in range(layers) for name in FITTED)]
        self._before = {name: self._floats(name) for name in names}
        self._changes = nn.ParameterDict(
            {_key(name): nn.Parameter(torch.zeros_like(values)) for name, values in self._before.items()}
        )

    def forward(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """Ids of each -> [texts, width], rows of length 1."""
        longest = max(map(len, texts))
        ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
        there = torch.tensor([[at < len(text) for at in range(longest)] for text in texts])
        x = self._norm(self._word[ids] + self._position[:longest] + self._type, "emb.ln")
        for at in range(self._file.shape[1]):
            queries, keys, values = (self._split(self._map(x, f"l{at}.{name}")) for name in "qkv")
            attended = scaled_dot_product_attention(queries, keys, values, attn_mask=there[:, None, None, :])
            joined = attended.transpose(1, 2).reshape(x.shape)
            x = self._norm(x + self._map(joined, f"l{at}.ao"), f"l{at}.aln")
            inner = gelu(self._map(x, f"l{at}.fi"))
            x = self._norm(x + self._map(inner, f"l{at}.fo"), f"l{at}.oln")
        shares = there[..., None].float() / there.sum(1)[:, None, None]
        return normalize((x * shares).sum(1), dim=-1)

    def changes(self) -> dict[str, np.ndarray]:
        """As app/text/embedding.py adds them."""
        return {name: self._changes[_key(name)].detach().half().numpy() for name in self._before}

    def _at(self, name: str) -> Tensor:
        return self._before[name] + self._changes[_key(name)]

    def _map(self, x: Tensor, name: str) -> Tensor:
        return linear(x, self._matrices[f"{name}.w"], self._at(f"{name}.b"))

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return layer_norm(x, (self._width,), self._at(f"{name}.w"), self._at(f"{name}.b"), EPSILON)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self._heads, -1).transpose(1, 2)

    def _floats(self, name: str) -> Tensor:
        offset, size = self._file.tensors[name]
        return torch.tensor(np.frombuffer(self._data, "<f4", size // 4, offset))

    def _weights(self, name: str, rows: int, columns: int) -> Tensor:
        count = rows * columns // QUANTIZED
        blocks = np.frombuffer(self._data, BLOCK, count, self._file.tensors[name].offset)
        halves = [blocks["pairs"] & 15, blocks["pairs"] >> 4]
        values = np.concatenate(halves, 1).astype(np.float32) - 8
        return torch.tensor((values * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns))


def _key(name: str) -> str:
    """A parameter's name holds no dot."""
    return name.replace(".", "_")


class Pieces:
    """The likeliest split into pieces of the vocabulary, as SentencePiece's unigram model makes it."""

    def __init__(self, data: memoryview, file: Packed) -> None:
        count, at = file.pieces, file.vocabulary
        self._begin, self._end, _pad, self._unknown = struct.unpack_from("<4i", data, at - 24)
        (size,) = struct.unpack_from("<Q", data, at - 8)
        ends = np.frombuffer(data, "<u4", count + 1, at)
        self._scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
        blob = at + 4 * (count + 1) + 4 * count
        text = bytes(data[blob : blob + size])
        self._places = {text[ends[n] : ends[n + 1]]: n for n in reversed(range(count))}
        self._longest = int(np.diff(ends).max())
        self._strange = float(self._scores.min()) - 10
        self._replaced = _replacements(data, blob + size)

    def ids(self, text: str) -> list[int]:
        codes = [code for letter in text for code in self._replaced.get(ord(letter), (ord(letter),))]
        codes = [code for at, code in enumerate(codes) if not at or (code, codes[at - 1]) != (SPACE, SPACE)]
        if codes[:1] != [SPACE]:
            codes.insert(0, SPACE)
        letters = [(META if code == SPACE else chr(code)).encode() for code in codes]
        best = [0.0] + [-np.inf] * len(letters)
        back: list[tuple[int, int]] = [(0, 0)] * (len(letters) + 1)  # piece, and where it begins
        for begin in range(len(letters)):
            piece = b""
            for end in range(begin + 1, len(letters) + 1):
                piece += letters[end - 1]
                if len(piece) > self._longest:
                    break
                found = self._places.get(piece, self._unknown)
                if found != self._unknown and best[begin] + self._scores[found] > best[end]:
                    best[end], back[end] = best[begin] + self._scores[found], (found, begin)
            if best[begin] + self._strange > best[begin + 1]:
                best[begin + 1], back[begin + 1] = best[begin] + self._strange, (self._unknown, begin)
        found, at = [], len(letters)
        while at:
            piece_id, at = back[at]
            found.append(piece_id)
        return [self._begin, *found[::-1][:WINDOW], self._end]


def _replacements(data: memoryview, at: int) -> dict[int, tuple[int, ...]]:
    """Of characters, before a text is split."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 8
    found = {}
    for _ in range(count):
        letter, length = struct.unpack_from("<IB", data, at)
        found[letter] = struct.unpack_from(f"<{length}I", data, at + 5)
        at += 5 + 4 * length
    return found
