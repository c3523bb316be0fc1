"""A file is there whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kb.store.atomic import atomic_write

TEXT = "党课\r\n每年\n"


@pytest.mark.parametrize("content", [TEXT, TEXT.encode(), io.BytesIO(TEXT.encode())])
def test_content_comes_back_to_the_byte(tmp_path: Path, content: str | bytes | io.BytesIO) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("旧", encoding="utf-8")
    atomic_write(path, content)
    assert path.read_bytes() == TEXT.encode()
    assert [p.name for p in tmp_path.iterdir()] == ["甲.txt"]


def test_a_name_as_long_as_names_get(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 85)
    atomic_write(path, "党课")
    assert path.read_text(encoding="utf-8") == "党课"


def test_what_breaks_off_leaves_the_earlier_file_and_no_other(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    path = tmp_path / "甲.txt"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(ConnectionResetError):
        atomic_write(path, Broken())
    assert path.read_text(encoding="utf-8") == "旧"
    assert [p.name for p in tmp_path.iterdir()] == ["甲.txt"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        atomic_write(tmp_path / "没有" / "甲.txt", "党课")
    (tmp_path / "夹").mkdir()
    with pytest.raises(OSError):
        atomic_write(tmp_path / "夹", "党课")
    assert [p.name for p in tmp_path.iterdir()] == ["夹"]
