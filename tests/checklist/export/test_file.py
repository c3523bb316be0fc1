from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from kb.checklist.export.file import FORMATS, write_checklist
from kb.checklist.items import Checklist
from kb.errors import KBError
from kb.ingest.readers import office
from tests.checklist.export.samples import FOUND, LESSON, NOW, TICKS

needs_libreoffice = pytest.mark.skipif(office.find_program() is None, reason="没有 LibreOffice")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_ending_says_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"清单{suffix.upper()}"
    write_checklist(path, FOUND, ticks=TICKS, now=NOW)
    begins = {".xlsx": b"PK", ".docx": b"PK", ".ics": b"BEGIN:VCALENDAR", ".md": b"# "}
    assert path.read_bytes().startswith(begins[suffix])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_another_ending_and_a_place_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(KBError, match=r"\.xlsx、\.docx、\.ics、\.md"):
        write_checklist(tmp_path / "清单.pdf", FOUND)
    with pytest.raises(KBError, match="写不进文件"):
        write_checklist(tmp_path / "没有" / "清单.md", FOUND)


@needs_libreoffice
@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_long_list_prints_on_a4_with_its_head_on_every_page(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"清单{suffix}"
    write_checklist(path, Checklist("党支部书记", "机关", 2026, (LESSON,) * 12), now=NOW)
    program = office.find_program()
    assert program is not None
    subprocess.run([program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to",
                    "pdf", "--outdir", tmp_path, path], capture_output=True, check=True, timeout=120)
    pages = list(pypdfium2.PdfDocument(tmp_path / "清单.pdf"))
    assert len(pages) > 1
    for page in pages:
        assert (round(page.get_width()), round(page.get_height())) == (842, 595)
        assert "做什么" in page.get_textpage().get_text_bounded()
