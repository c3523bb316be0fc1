"""Damaged files of any format give blocks or one clear line, never another error."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from openpyxl import Workbook
from pptx import Presentation

from kb.errors import ReadError
from kb.ingest.readers import read_file
from tests.ingest.helpers import text_of

ROWS = ("序号,任务,时限", "1,每季度召开一次党员大会，讨论支部工作,每季度", "2,按月足额收缴党费并公示,每月")
PAGE = "<html><head><title>办法</title></head><body><table><tr><td><a>首页</a></td><td><h1>办法</h1>" + "".join(
    f"<p>第{n}条 按月交纳党费。</p><table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>" for n in range(20))
TEXT = "# 办法\n\n**第一条** 按月交纳。[^1]\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n1. 戊\n   - 己\n\n[^1]: 庚\n" * 5


def workbook(path: Path) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row.split(","))
    book.active.merge_cells("A2:A3")
    book.save(path)


def slides(path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "按月交纳党费"
    deck.save(str(path))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    workbook(folder / "a.xlsx")
    slides(folder / "a.pptx")
    for name, text in (("a.csv", "\n".join(ROWS)), ("a.html", PAGE), ("a.md", TEXT)):
        (folder / name).write_bytes(text.encode("gb18030"))
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("ending", [".xlsx", ".pptx", ".csv", ".html", ".md"])
def test_a_damaged_file_is_read_or_refused(whole: dict[str, bytes], tmp_path: Path, ending: str, seed: int) -> None:
    dice, data = random.Random(seed), bytearray(whole[ending])
    if seed % 4 == 0:
        del data[dice.randrange(1, len(data)):]
    else:
        for _ in range(dice.choice((1, 5, 40))):
            data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / f"残{ending}"
    path.write_bytes(data)
    try:
        assert text_of(read_file(path)).strip()
    except ReadError as e:
        assert path.name in str(e) and "\n" not in str(e)
