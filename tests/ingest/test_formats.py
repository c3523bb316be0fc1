"""One document in every format: the same clauses, with the same numbers and the same headings, come out of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.formats.made import write_all
from evals.formats.score import share_right
from evals.formats.sources import Source, sources
from kb.ingest.readers.office import converting

DOCUMENTS = sources()
FORMATS = ("html", "md", "txt", "docx", "doc", "wps", "rtf", "odt", "xlsx", "csv", "xls", "ods")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Path]]]:
    """The files by document and format, as far as LibreOffice and Chromium are installed."""
    files = write_all(DOCUMENTS, tmp_path_factory.mktemp("formats"))
    with converting(path for of_one in files.values() for path in of_one.values()):
        yield files


@pytest.mark.parametrize("source", DOCUMENTS, ids=lambda source: source.name)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_clauses(made: dict[str, dict[str, Path]], source: Source, name: str) -> None:
    if name not in made[source.name]:
        pytest.skip("这种格式没有表格，或没有装能写它的程序")
    assert share_right(source, made[source.name][name]) == 1.0


@pytest.mark.parametrize("source", [s for s in DOCUMENTS if not s.has_table], ids=lambda source: source.name)
def test_pages_printed_to_pdf_give_the_same_clauses(made: dict[str, dict[str, Path]], source: Source) -> None:
    if "pdf" not in made[source.name]:
        pytest.skip("没有装能写它的程序")
    assert share_right(source, made[source.name]["pdf"]) == 1.0


def test_the_share_counts_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    source = DOCUMENTS[1]
    path = tmp_path / "a.txt"
    lines = ["后勤服务责任清单", "一、食堂管理", *(c.text for c in source.clauses[:3])]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert share_right(source, path) == pytest.approx(3 / 7)
    path.write_bytes(b"")
    assert share_right(source, path) == 0.0
