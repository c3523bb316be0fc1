"""One file read into a document, its clauses and their obligations."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import kb.ingest.pipeline
from kb.errors import KBError
from kb.ingest.catalog import Entry
from kb.ingest.pipeline import build, fingerprint_of
from kb.ingest.readers.paragraphs import PlacedLine, laid, margins_of
from kb.ingest.readers.reading import PrintedLine, Reading
from kb.store.library import open_library

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


PRINTED = ("钥匙办法\n（2022年3月1日星河镇政府发布）\n星政发〔2022〕7号\n"
           "第一条 专人保管。\n第二条 本办法自2022年4月1日起施行。\n")


def test_what_is_printed_is_read_and_what_is_stated_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", PRINTED)
    read = build(path, key="a")[0]
    assert (read.issuer, read.number, read.date, read.effective_from, read.effective_to, read.scope) == (
        "星河镇政府", "星政发〔2022〕7号", "2022-03-01", "2022-04-01", None, ("通用",))
    stated = Entry(issuer="县政府", number="1号", date="2023", effective_from="2023-01-01", effective_to="2024-01-01",
                   scope=("农村",))
    other = build(path, key="a", entry=stated)[0]
    assert (other.issuer, other.number, other.date, other.effective_from, other.effective_to, other.scope) == (
        "县政府", "1号", "2023", "2023-01-01", "2024-01-01", ("农村",))


def test_a_stated_general_scope_wins_over_the_title(tmp_path: Path) -> None:
    path = write(tmp_path / "机关钥匙办法.txt", RULES.replace("党员守则", "机关钥匙办法"))
    assert build(path, key="a")[0].scope == ("机关",)
    document, parts = build(path, key="a", entry=Entry(scope=("通用",)))
    assert document.scope == ("通用",) and {c.scope for c in parts.clauses} == {("通用",)}


def test_a_clause_that_was_hardly_parted_is_warned_of(tmp_path: Path) -> None:
    assert build(write(tmp_path / "a.txt", RULES), key="a")[0].warnings == ()
    (warning,) = build(write(tmp_path / "b.txt", f"1.{'专人保管，' * 700}。\n2.登记。\n"), key="b")[0].warnings
    assert warning.startswith("第1条长达 3503 字")


def test_what_was_recognised_is_told_of_its_clauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Seen(PrintedLine):
        confidence: float | None = None

    def line(text: str, confidence: float | None) -> PrintedLine:
        made = Seen(text)
        object.__setattr__(made, "confidence", confidence)
        return made

    blocks = (line("钥匙办法", 0.9), line("第一条 专人保管，", 0.8), line("并且登记。", 0.6),
              line("第二条 当日归还。", None))
    monkeypatch.setattr(kb.ingest.pipeline, "read_file", lambda path: Reading(blocks, "seen/1"))
    parts = build(write(tmp_path / "a.txt", "x"), key="a")[1]
    assert [(c.number, c.ocr, c.confidence) for c in parts.clauses] == [("第一条", True, 0.6), ("第二条", False, None)]


def test_unsure_characters_are_told_of_their_clause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def line(text: str, top: int, left: int, right: int, *, unsure: str = "") -> PlacedLine:
        return PlacedLine(text, tuple(0.3 if c in unsure else 0.9 for c in text), left, right, top, top + 20)

    lines = [line("钥匙保管办法", 0, 200, 320), line("第一条  钥匙由专人保管，存放在传达室的", 30, 40, 520),
             line("柜手里，不得外带。", 60, 0, 180, unsure="手"), line("第二条  当曰归还。", 90, 40, 240, unsure="曰")]
    blocks = laid(lines, 1, margins_of([lines], 520)).blocks
    monkeypatch.setattr(kb.ingest.pipeline, "read_file", lambda path: Reading(blocks, "seen/1"))
    document, parts = build(write(tmp_path / "a.txt", "x"), key="a")

    assert [c.text.replace("  ", "") for c in parts.clauses] == [
        "第一条钥匙由专人保管，存放在传达室的柜手里，不得外带。", "第二条当曰归还。"]
    assert [[c.text[n] for n in c.unsure] for c in parts.clauses] == [["手"], ["曰"]]
    with closing(open_library(tmp_path / "library.db")) as library:
        with library.changing() as writer:
            writer.put(document, parts, fingerprint="1", location="a.txt")
        assert library.clauses() == list(parts.clauses)
