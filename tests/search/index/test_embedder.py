from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from kb.config import Settings
from kb.errors import ModelError
from kb.search.index.embedder import OnnxEmbedder, load_card
from kb.search.index.model import exported_folder

pytestmark = pytest.mark.model

TEXTS = ["党支部书记每年至少为本支部党员上1次党课。", "按时足额收缴党费，每季度公示1次。", "党", "",
         "QQ群 2023", "😀𠮷"]


@pytest.fixture(scope="module")
def folder(model_settings: Settings) -> Path:
    return exported_folder(model_settings)


@pytest.fixture
def own_copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "model"))


def test_unit_vectors_of_the_models_dimension(real_embedder: OnnxEmbedder) -> None:
    vectors = real_embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), real_embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_no_vectors(real_embedder: OnnxEmbedder) -> None:
    assert real_embedder.embed([]).shape == (0, real_embedder.dimension)


def test_a_text_has_the_same_vector_alone_among_others_and_in_another_process(real_embedder: OnnxEmbedder,
                                                                             folder: Path) -> None:
    together = real_embedder.embed(TEXTS)
    alone = np.stack([real_embedder.embed([t])[0] for t in TEXTS])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(OnnxEmbedder(folder, threads=2).embed(TEXTS), together)


def test_a_paraphrase_is_nearer_than_another_topic(real_embedder: OnnxEmbedder) -> None:
    question = real_embedder.embed_query("书记一年要给党员讲几回党课")
    lecture, fees = real_embedder.embed(TEXTS[:2]) @ question
    assert lecture > fees


def test_a_text_beyond_the_models_length_is_taken_by_its_beginning(real_embedder: OnnxEmbedder) -> None:
    text = "党支部书记每年至少上1次党课。" * 200
    np.testing.assert_array_equal(real_embedder.embed([text]), real_embedder.embed([text * 3]))


def test_each_instruction_goes_before_its_own_kind_of_text(own_copy: Path) -> None:
    def instructed(query: str, passage: str) -> OnnxEmbedder:
        card = json.loads((own_copy / "model.json").read_text(encoding="utf-8"))
        card |= {"query_instruction": query, "passage_instruction": passage}
        (own_copy / "model.json").write_text(json.dumps(card), encoding="utf-8")
        return OnnxEmbedder(own_copy, threads=2)

    plain, both = instructed("", ""), instructed("问：", "条款：")
    np.testing.assert_array_equal(both.embed_query("党课"), plain.embed_query("问：党课"))
    np.testing.assert_array_equal(both.embed(["党课"]), plain.embed(["条款：党课"]))
    np.testing.assert_array_equal(plain.embed(["党课"])[0], plain.embed_query("党课"))


def test_the_card_names_the_model(folder: Path, real_embedder: OnnxEmbedder) -> None:
    card = load_card(folder)
    assert card.name == "m3e-small"
    assert card.fingerprint == real_embedder.fingerprint != ""


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
@pytest.mark.parametrize("content", [None, b"", b"\x00broken"], ids=["missing", "empty", "broken"])
def test_a_damaged_model_is_named_with_the_remedy(own_copy: Path, name: str, content: bytes | None) -> None:
    (own_copy / name).unlink()
    if content is not None:
        (own_copy / name).write_bytes(content)
    with pytest.raises(ModelError, match="句向量模型.*再运行 kb index") as e:
        OnnxEmbedder(own_copy, threads=1)
    assert str(own_copy) in str(e.value)
    assert "\n" not in str(e.value)
