"""One file read into a document, its clauses and their obligations."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import KBError
from kb.ingest.catalog import Entry
from kb.ingest.pipeline import build, fingerprint_of

RULES = "党员守则\n\n1.按月交纳党费。\n2.每季度汇报1次思想。\n3.执行支部决议。\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_build_takes_the_title_from_the_catalogue_the_page_or_the_name(tmp_path: Path) -> None:
    printed = build(write(tmp_path / "a.txt", RULES), key="a")[0]
    nameless = build(write(tmp_path / "党费规定.txt", "1.按月交纳党费。\n2.每年公示。\n"), key="b")[0]
    assert (printed.title, nameless.title) == ("党员守则", "党费规定")


def test_document_id_depends_on_the_key_alone(tmp_path: Path) -> None:
    one = build(write(tmp_path / "a.txt", RULES), key="甲")[0]
    two = build(write(tmp_path / "b.txt", RULES + "4.遵守纪律。\n"), key="甲")[0]
    assert one.id == two.id
    assert one.sha256 != two.sha256


@pytest.mark.parametrize("name", ["没有.txt", "没有.docx"])
def test_build_of_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KBError, match=name):
        build(tmp_path / name, key=name)


def test_build_finds_the_obligations_of_each_clause(tmp_path: Path) -> None:
    parts = build(write(tmp_path / "a.txt", RULES), key="a")[1]
    assert [c.number for c in parts.clauses if c.id in parts.obligations] == ["2"]
    clause = parts.clauses[1]
    (report,) = parts.obligations[clause.id]
    assert (report.quote, report.period, report.count, report.unit) == ("每季度汇报1次思想", "每季度", 1, "次")
    assert clause.text[report.start:report.end] == report.quote


def test_a_fingerprint_is_that_of_content_and_catalogue_entry(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", RULES)
    before = fingerprint_of(path, Entry())
    assert fingerprint_of(path, Entry.of_json(Entry().as_json())) == before
    assert fingerprint_of(path, Entry(title="守则")) != before
    write(path, RULES + "4.遵守纪律。\n")
    assert fingerprint_of(path, Entry()) != before
