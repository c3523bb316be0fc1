from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.errors import ModelError
from kb.search.index.e5 import read_packed
from kb.search.index.e5_folder import kept_pieces, parameters, write_folder
from tests.search.index.packed import HIDDEN, INNER, PIECES, POSITIONS, packed_model

UP = np.array([1.0] * 16 + [-1.0] * 16)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "小模型.bin"
    path.write_bytes(packed_model())
    return path


def kept(tmp_path: Path, *pieces: str) -> list[str]:
    path = tmp_path / "词表.bin"
    path.write_bytes(packed_model(pieces=["<s>", "<pad>", "</s>", "<unk>", *pieces]))
    model = read_packed(path)
    return [model.pieces[n] for n in kept_pieces(model)][4:]


def test_chinese_ascii_and_the_signs_of_documents_are_kept(tmp_path: Path) -> None:
    pieces = ["▁", "党", "▁党支部", "㐀", "，", "。", "《", "①", "⑴", "·", "—", "％", "℃", "■", "→", "7", "2023", "▁12",
              "QQ", "▁abc", "a党"]
    assert kept(tmp_path, *pieces) == pieces


def test_other_scripts_are_cut_away(tmp_path: Path) -> None:
    assert kept(tmp_path, "は", "党は", "한", "é", "Ω", "ж", "ا", "😀", "党") == ["党"]


def test_of_long_latin_words_only_those_before_every_text_are_kept(tmp_path: Path) -> None:
    assert kept(tmp_path, "▁query", "▁passage", "query", "▁world", "▁2024", "12345", "abcd") == [
        "▁query", "▁passage", "abcd"]


def test_special_pieces_are_kept_whatever_they_consist_of(packed: Path) -> None:
    model = read_packed(packed)
    assert [PIECES[n] for n in kept_pieces(model)] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "党", "课"]


def test_every_weight_has_its_place_and_words_are_those_kept(packed: Path) -> None:
    found = parameters(read_packed(packed), [0, 1, 2, 3, 4, 6, 7])
    assert len(found) == 5 + 6 * 2 + 2 * 2
    np.testing.assert_array_equal(found["embeddings.word_embeddings.weight"], [UP] * 5 + [-UP] * 2)
    assert {n: w.shape for n, w in found.items() if "intermediate" in n or "position" in n} == {
        "embeddings.position_embeddings.weight": (POSITIONS, HIDDEN),
        "encoder.layer.0.intermediate.dense.weight": (INNER, HIDDEN),
        "encoder.layer.0.intermediate.dense.bias": (INNER,)}
    assert found["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, INNER)


def test_a_tensor_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "小模型.bin"
    path.write_bytes(packed_model(without="l0.fo.w"))
    with pytest.raises(ModelError, match=r"小模型\.bin（张量 l0\.fo\.w 缺失"):
        write_folder(path, tmp_path / "model")


@pytest.mark.parametrize(("text", "direction"), [
    ("党", 1),  # <s> ▁ 党 </s>: three up, one down
    ("党课党课", -1),  # three up, four down
    ("は党课", 1),  # は is unknown now: four up, two down
    ("党课党 　 课党", -1),  # blanks of either width are one: four up, five down
])
def test_sentence_transformers_reads_the_folder_and_takes_the_mean(packed: Path, tmp_path: Path, text: str,
                                                                   direction: int) -> None:
    from sentence_transformers import SentenceTransformer

    write_folder(packed, tmp_path / "model")
    model = SentenceTransformer(str(tmp_path / "model"), device="cpu")
    assert model.max_seq_length == POSITIONS
    vector = model.encode([text], normalize_embeddings=True)[0]
    np.testing.assert_allclose(vector, direction * UP / np.sqrt(HIDDEN), atol=1e-5)
