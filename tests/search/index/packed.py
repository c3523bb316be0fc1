"""A packed model (kb.search.index.e5) of a few words and one layer, small enough to reckon with by hand."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

HIDDEN, INNER, POSITIONS, EPSILON = 32, 64, 16, 0.25
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "は", "党", "课", "▁world")
UP, DOWN = 1.0, -1.0
Packed = tuple[int, bytes]


def floats(*values: float) -> Packed:
    """A tensor of float32."""
    return 0, struct.pack(f"<{len(values)}f", *values)


def blocks(*scales_and_bytes: tuple[float, bytes]) -> Packed:
    """A tensor of blocks of 32 weights: each a scale and its 16 bytes."""
    return 1, b"".join(struct.pack("<e", scale) + halves for scale, halves in scales_and_bytes)


def row(scale: float) -> tuple[float, bytes]:
    """A row of 32 weights: the first 16 are `scale`, the others -`scale`."""
    return scale, bytes([0x79] * 16)


def tensors(*, words: int = len(PIECES) + 1) -> dict[str, Packed]:
    """Layers that add nothing, so that a word's vector comes out as it goes in: 16 times 1 and 16 times -1.

    党 and 课 are the other way round. There is one word more than pieces, as in the original.
    """
    nothing = (0.0, bytes(16))
    square, bias = blocks(*[nothing] * HIDDEN), floats(*[0.0] * HIDDEN)
    ones = floats(*[1.0] * HIDDEN)
    words_in_order = [row(DOWN if n in (6, 7) else UP) for n in range(words)]
    out = {"emb.word": blocks(*words_in_order), "emb.pos": floats(*[0.0] * HIDDEN * POSITIONS),
           "emb.type": floats(*[0.0] * HIDDEN * 2), "emb.ln.w": ones, "emb.ln.b": bias}
    for name in ("q", "k", "v", "ao"):
        out |= {f"l0.{name}.w": square, f"l0.{name}.b": bias}
    out |= {"l0.fi.w": blocks(*[nothing] * INNER), "l0.fi.b": floats(*[0.0] * INNER),
            "l0.fo.w": blocks(*[nothing] * INNER), "l0.fo.b": bias}
    for name in ("aln", "oln"):
        out |= {f"l0.{name}.w": ones, f"l0.{name}.b": bias}
    return out


def packed_model(*, pieces: Sequence[str] = PIECES, changed: Mapping[str, Packed] | None = None,
                 without: str = "", hidden: int = HIDDEN, heads: int = 2, block: int = 32, unknown: int = 3) -> bytes:
    """The whole file; `changed` replaces or adds tensors, `without` leaves one out."""
    letters = [p.encode() for p in pieces]
    bounds = [sum(map(len, letters[:n])) for n in range(len(letters) + 1)]
    head = b"E5S1" + struct.pack("<i7ifi", 1, hidden, 1, heads, INNER, len(pieces) + 1, POSITIONS, 2, EPSILON, block)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, unknown, bounds[-1])
    head += struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(pieces)}f", *map(float, range(len(pieces))))
    head += b"".join(letters) + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFF11, 1, 0x31)
    kept = {n: t for n, t in (tensors(words=len(pieces) + 1) | dict(changed or {})).items() if n != without}
    start = len(head) + 4 + sum(2 + len(n) + 21 for n in kept)
    directory, contents = struct.pack("<i", len(kept)), b""
    for name, (kind, content) in kept.items():
        at = start + len(contents)
        directory += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, 0, at, len(content))
        contents += content
    return head + directory + contents
