"""Sentence vectors from an exported model: onnxruntime and tokenizers, no torch.

Each text is embedded alone: an int8 model scales its activations over what it is given, so a text embedded beside
others would get a slightly different vector, and scores would not be reproducible.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into unit vectors. Equal fingerprints mean equal vectors; `name` is the model's."""

    name: str
    fingerprint: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimension,)."""
        ...


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What an exported model folder says of itself (model.json)."""

    name: str
    dimension: int
    pooling: str
    max_tokens: int
    query_instruction: str
    fingerprint: str
    passage_instruction: str = ""


def load_card(folder: Path) -> ModelCard:
    """The card of an exported model. Raises ModelError where the folder is incomplete."""
    try:
        data = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return ModelCard(**data)
    except (OSError, ValueError, TypeError) as e:
        raise ModelError(f"句向量模型不完整：{folder}。请删掉这个文件夹，再运行 kb index。") from e


class OnnxEmbedder:
    """Runs an exported model folder (model.onnx, tokenizer.json, model.json)."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        import onnxruntime as ort
        from tokenizers import Tokenizer

        self.card = load_card(folder)
        self.name = self.card.name
        self.fingerprint = self.card.fingerprint
        self.dimension = self.card.dimension
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Threads that wait for work by spinning take the cores from everything else that answers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = ort.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as e:  # both libraries raise bare Exception subclasses of their own
            raise ModelError(f"句向量模型打不开：{folder}（{e}）。请删掉这个文件夹，再运行 kb index。") from e
        self._tokenizer.enable_truncation(self.card.max_tokens)
        self._tokenizer.no_padding()
        self._inputs = {i.name for i in self._session.get_inputs()}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, behind the model's passage instruction, shape (len(texts), dimension)."""
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for n, text in enumerate(texts):
            out[n] = self._one(self.card.passage_instruction + text)
        return out

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, behind the model's query instruction."""
        return self._one(self.card.query_instruction + text)

    def _one(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {k: v for k, v in feeds.items() if k in self._inputs})[0][0]
        pooled = hidden[0] if self.card.pooling == "cls" else hidden.mean(axis=0)
        return np.asarray(pooled / max(float(np.linalg.norm(pooled)), 1e-12), dtype=np.float32)
