from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import ModelError
from kb.search.index.e5 import PackedModel, Sizes, Special, read_packed
from tests.search.index.packed import HIDDEN, INNER, PIECES, POSITIONS, blocks, floats, packed_model, tensors

WHOLE = packed_model()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packed")


def read(content: bytes, folder: Path) -> PackedModel:
    path = folder / "小模型.bin"
    path.write_bytes(content)
    return read_packed(path)


def assert_refused(content: bytes, folder: Path, said: str) -> None:
    with pytest.raises(ModelError) as e:
        read(content, folder)
    assert re.fullmatch(rf"句向量模型文件读不了：小模型\.bin（.*{said}.*）", str(e.value))


def test_sizes_pieces_and_special_pieces_are_read(folder: Path) -> None:
    model = read(WHOLE, folder)
    assert model.sizes == Sizes(hidden=HIDDEN, layers=1, heads=2, intermediate=INNER, words=len(PIECES) + 1,
                                positions=POSITIONS, token_types=2)
    assert model.epsilon == 0.25
    assert model.pieces == PIECES
    assert model.scores.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert model.special == Special(bos=0, eos=2, pad=1, unknown=3)
    assert model.tensors.keys() == tensors().keys()


def test_a_block_is_its_scale_times_its_halves_less_eight(folder: Path) -> None:
    rising = bytes(low | (15 - low) << 4 for low in range(16))
    first = [(low - 8) * 0.5 for low in range(16)] + [(7 - low) * 0.5 for low in range(16)]
    second = [16.0] * 16 + [0.0] * 16
    rows = [(0.5, rising), (-2.0, bytes([0x80] * 16)), *[(0.0, bytes(16))] * 8]
    model = read(packed_model(changed={"emb.word": blocks(*rows)}), folder)
    unpacked = model.weights("emb.word", 10, 32)
    assert unpacked.dtype == np.float32
    assert unpacked.tolist() == [first, second, *[[0.0] * 32] * 8]
    assert model.weights("emb.word", 10, 32, chosen=[1, 0]).tolist() == [second, first]


def test_a_row_goes_over_as_many_blocks_as_it_has_columns_for(folder: Path) -> None:
    low, high = (1.0, bytes([0x77] * 16)), (2.0, bytes([0x99] * 16))
    model = read(packed_model(changed={"wide": blocks(low, high, high, low)}), folder)
    assert model.weights("wide", 2, 64).tolist() == [[-1.0] * 32 + [2.0] * 32, [2.0] * 32 + [-1.0] * 32]


def test_floats_have_the_shape_asked_for(folder: Path) -> None:
    model = read(packed_model(changed={"table": floats(1, 2, 3, 4, 5, 6.5)}), folder)
    assert model.floats("table", 2, 3).tolist() == [[1, 2, 3], [4, 5, 6.5]]


@pytest.mark.parametrize(("name", "content"), [
    ("emb.word", None), ("emb.word", blocks((1.0, bytes(16)))), ("emb.word", floats(*[0.0] * 45))],
    ids=["missing", "too small", "of the other type"])
def test_a_tensor_that_is_not_as_asked_for_is_named(folder: Path, name: str, content: tuple[int, bytes] | None) -> None:
    whole = packed_model(without=name) if content is None else packed_model(changed={name: content})
    model = read(whole, folder)
    with pytest.raises(ModelError, match=r"小模型\.bin（张量 emb\.word 缺失，或类型、大小不对）"):
        model.weights("emb.word", 10, 32)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_is_refused_wherever_it_was_cut(folder: Path, length: int) -> None:
    assert_refused(WHOLE[:length], folder, "不完整")


@given(st.binary(max_size=200))
def test_what_is_no_such_file_is_refused(folder: Path, content: bytes) -> None:
    assert_refused(b"PK\x03\x04" + content, folder, "开头不是 E5S1")


@given(st.binary(max_size=400))
def test_a_file_that_goes_on_with_anything_is_refused(folder: Path, content: bytes) -> None:
    assert_refused(b"E5S1" + content, folder, "")


@given(st.integers(4, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_damage_is_refused_or_leaves_a_model(folder: Path, at: int, damage: bytes) -> None:
    try:
        model = read(WHOLE[:at] + damage + WHOLE[at + len(damage):], folder)
    except ModelError as e:
        assert str(e).startswith("句向量模型文件读不了：小模型.bin（")
    else:
        assert len(model.pieces) == len(model.scores)


@pytest.mark.parametrize(("content", "said"), [
    (packed_model(hidden=33), "文件头里的大小不合理"), (packed_model(heads=0), "文件头里的大小不合理"),
    (packed_model(heads=3), "文件头里的大小不合理"), (packed_model(block=64), "文件头里的大小不合理"),
    (packed_model(unknown=9), "词表的大小或特殊词不合理"), (packed_model(unknown=-1), "词表的大小或特殊词不合理"),
    (packed_model(pieces=["<s>", "党"]), "词表的大小或特殊词不合理"),
    (WHOLE.replace("党".encode(), b"\xff\xff\xff"), "名称或词不是文字"),
    (WHOLE.replace(b"emb.word", b"emb.\xff\xff\xff\xff"), "名称或词不是文字")],
    ids=["odd size", "no heads", "heads that do not divide", "another block", "unknown beyond the end",
         "unknown before the beginning", "too few pieces", "a piece that is no text", "a name that is no text"])
def test_what_makes_no_sense_is_refused(folder: Path, content: bytes, said: str) -> None:
    assert_refused(content, folder, said)
