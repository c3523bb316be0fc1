"""Tables saved as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Heading, Table

ROWS = [["序号", "责任人", "任务"], ["1", "支部书记", "讲党课"], ["2", "组织委员", "收缴党费,公示结果"]]


def table_in(path: Path) -> list[list[str]]:
    (table,) = [b for b in read_file(path).blocks if isinstance(b, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def written(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "清单.csv"
    path.write_bytes(written(delimiter).encode(encoding))
    assert table_in(path) == ROWS


def test_the_delimiter_that_excel_states_is_used(tmp_path: Path) -> None:
    (tmp_path / "清单.csv").write_text("sep=;\n" + written(";"), encoding="utf-8")
    assert table_in(tmp_path / "清单.csv") == ROWS


def test_a_line_above_the_header_is_a_title(tmp_path: Path) -> None:
    (tmp_path / "清单.tsv").write_text("支部任务清单\t\t\n" + written("\t"), encoding="utf-8")
    assert read_file(tmp_path / "清单.tsv").blocks[0] == Heading("支部任务清单", 1)
    assert table_in(tmp_path / "清单.tsv") == ROWS


def test_line_breaks_within_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    (tmp_path / "清单.csv").write_text('项目,要求\n党课,"每季度一次\n有记录"\n党费,每月一次\n', encoding="utf-8")
    assert table_in(tmp_path / "清单.csv")[1] == ["党课", "每季度一次\n有记录"]
