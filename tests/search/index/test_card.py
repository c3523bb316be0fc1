"""The card of an exported model: what makes its vectors, told from what is written there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import ModelError
from kb.search.index.embedder import load_card
from kb.search.index.model import write_card


def test_the_fingerprint_follows_everything_that_makes_the_vectors(tmp_path: Path) -> None:
    def fingerprint(onnx: bytes = b"o", *, pooling: str = "mean", tokens: int = 512, query: str = "",
                    passage: str = "") -> str:
        (tmp_path / "model.onnx").write_bytes(onnx)
        (tmp_path / "tokenizer.json").write_bytes(b"t")
        write_card(tmp_path, name="n", dimension=2, pooling=pooling, max_tokens=tokens, query_instruction=query,
                   passage_instruction=passage)
        return load_card(tmp_path).fingerprint

    assert fingerprint() == fingerprint()
    changed = {fingerprint(), fingerprint(b"p"), fingerprint(pooling="cls"), fingerprint(tokens=256),
               fingerprint(query="问："), fingerprint(passage="问："), fingerprint(query="问：", passage="问：")}
    assert len(changed) == 7


@pytest.mark.parametrize("card", [None, "", "{", "[]", "{}", json.dumps({"name": "m3e-small"})])
def test_an_incomplete_card_is_named_with_the_remedy(tmp_path: Path, card: str | None) -> None:
    if card is not None:
        (tmp_path / "model.json").write_text(card, encoding="utf-8")
    with pytest.raises(ModelError, match="不完整.*再运行 kb index") as e:
        load_card(tmp_path)
    assert str(tmp_path) in str(e.value)
