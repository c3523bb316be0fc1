from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KBError
from kb.show.lookup import list_obligations
from kb.show.objects import obligation_object
from kb.show.obligation_file import as_csv, write_obligations
from kb.store.library import Library
from kb.types import Clause, Obligation
from tests.conftest import CORPUS, KB, environment

Row = tuple[Obligation, Clause, str]


@pytest.fixture(scope="module")
def rows(corpus_library: Library) -> Iterator[list[Row]]:
    yield list_obligations(corpus_library)


def row(**stated: Any) -> Row:
    text = stated.pop("text", "每年至少1次")
    clause = Clause(id="d-1", document_id="d", ordinal=0, start=0, end=len(text), text=text, number="1", path=(),
                    list_title="守则")
    plain = {"subject": "书记", "action": "上党课", "period": "每年", "deadline": None, "value": "至少1次"}
    return Obligation(clause_id="d-1", quote=text, start=0, end=len(text), count=1, comparator=">=", unit="次",
                      **{**plain, **stated}), clause, "守则"


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


def test_csv_holds_every_row_and_opens_as_utf8(rows: list[Row], tmp_path: Path) -> None:
    write_obligations(tmp_path / "事项.csv", rows)
    content = (tmp_path / "事项.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *body = cells(content.decode("utf-8-sig"))
    assert head[:2] == ["谁", "做什么"]
    assert len(body) == len(rows) > 100
    assert {len(line) for line in body} == {len(head)}
    assert [line[8].lstrip("'") for line in body] == [o.quote for o, _, _ in rows]
    assert [line[-1] for line in body] == [c.id for _, c, _ in rows]


def test_jsonl_is_what_the_command_prints(rows: list[Row], tmp_path: Path) -> None:
    write_obligations(tmp_path / "a.JSONL", rows)
    lines = (tmp_path / "a.JSONL").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [obligation_object(o, c, document=t) for o, c, t in rows]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "＝HYPERLINK(1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    (_, line) = cells(as_csv([row(subject=cell, action=cell, text=cell)]))
    assert [line[0], line[1], line[8]] == ["'" + cell] * 3


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    odd = '甲，乙,丙"丁"\n戊'
    (_, line) = cells(as_csv([row(subject=odd)]))
    assert line[0] == odd


@pytest.mark.parametrize("name", ["事项.xls", "事项", ".csv", "事项.csv.bak"])
def test_another_kind_of_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(KBError, match="请用 .csv"):
        write_obligations(tmp_path / name, [row()])
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_the_earlier_file_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(KBError, match="写不进文件.*a.csv"):
        write_obligations(tmp_path / "a.csv", [row()])
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(KBError, match="写不进文件"):
        write_obligations(tmp_path / "没有" / "a.csv", [row()])


def test_the_command_writes_it_and_says_so(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "事项.csv"
    from kb.manage.intake import ingest
    from kb.store.library import open_library

    library = open_library(data / "library.db")
    ingest(library, [], corpus=CORPUS)
    library.close()

    def obligations(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([KB, "obligations", "--data", data, "--scope", "学校", *more], capture_output=True,
                              text=True, env=environment({}), timeout=60, check=False)

    done = obligations("--output", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    rows = json.loads(obligations("--json").stdout)
    assert f"已导出 {len(rows)} 项" in done.stderr
    assert len(cells(out.read_text(encoding="utf-8-sig"))) == len(rows) + 1
    refused = obligations("--output", str(tmp_path / "a.pdf"))
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
