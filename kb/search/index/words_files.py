"""The tokenizer's words and how they sound, on disk (词典的存取): a hundred thousand words that every answering command
reads, so in the form that is read fastest.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from kb.language.repair import Sounds

_WORDS, _COUNTS, _SOUNDS = "words.txt", "words.npy", "sounds.json"


def write_words(folder: Path, words: dict[str, int], sounds: Sounds) -> None:
    """Writes words, none of which holds a line break, with their frequencies, and their sounds."""
    (folder / _WORDS).write_text("\n".join(words), encoding="utf-8")
    np.save(folder / _COUNTS, np.fromiter(words.values(), dtype=np.int32, count=len(words)))
    (folder / _SOUNDS).write_text(json.dumps(asdict(sounds), ensure_ascii=False), encoding="utf-8")


def read_words(folder: Path) -> tuple[dict[str, int], Sounds]:
    """What was written. Raises OSError, ValueError or TypeError where it is not that."""
    text = (folder / _WORDS).read_text(encoding="utf-8")
    counts = np.load(folder / _COUNTS, allow_pickle=False).tolist()
    words = dict(zip(text.split("\n") if text else [], counts, strict=True))
    return words, Sounds(**json.loads((folder / _SOUNDS).read_text(encoding="utf-8")))
