"""Files that are no Word documents, or no whole ones."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.readers import read_file
from tests.ingest.helpers import DATA, text_of


def refused(path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    assert path.name in str(caught.value)
    assert "请" in str(caught.value)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    data = (DATA / "rules.docx").read_bytes()
    path = tmp_path / "残缺.docx"
    path.write_bytes(data[: int(len(data) * share)])
    refused(path)


@pytest.mark.parametrize(
    "data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是文档".encode(), b"PK\x05\x06" + bytes(18)]
)
def test_old_doc_text_and_empty_zip_under_the_ending_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "旧文档.docx"
    path.write_bytes(data)
    refused(path)


def test_zip_without_the_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "压缩包.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "党员守则")
    refused(path)


def test_broken_xml_inside_is_refused(tmp_path: Path) -> None:
    source, made = zipfile.ZipFile(DATA / "rules.docx"), io.BytesIO()
    with source, zipfile.ZipFile(made, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data[: len(data) // 2] if name == "word/document.xml" else data)
    path = tmp_path / "坏.docx"
    path.write_bytes(made.getvalue())
    refused(path)


@pytest.mark.parametrize("seed", range(20))
def test_damaged_bytes_give_text_or_a_read_error(tmp_path: Path, seed: int) -> None:
    data, dice = bytearray((DATA / "rules.docx").read_bytes()), random.Random(seed)
    for _ in range(5):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / "损坏.docx"
    path.write_bytes(bytes(data))
    try:
        assert text_of(read_file(path)).strip()
    except ReadError as e:
        assert "损坏.docx" in str(e)
