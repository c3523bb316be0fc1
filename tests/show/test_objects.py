"""The shapes that other programs rely on."""

from __future__ import annotations

from dataclasses import replace

from kb.show.objects import clause_object, document_object
from kb.show.quote import recognised
from kb.types import Clause, Document

CLAUSE = Clause("d-1", "d", 0, 0, 9, "1.专人保管。", "1", (), "办法")
DOCUMENT = Document("d", "办法", "规章/办法.DOCX", "ab", "docx/2+3", "1.专人保管。", issuer="办公室", number="1号",
                    date="2022-03-01", effective_from="2022-04-01", warnings=("第 2 页没有读出。",))


def test_a_document() -> None:
    shown = document_object(DOCUMENT, {"办法": 1})
    stated = ("id", "title", "file", "format", "issuer", "number", "date", "effective_from", "effective_to", "status",
              "replaces", "replaced_by", "scope", "clauses", "warnings")
    assert {k: shown[k] for k in stated} == {
        "id": "d", "title": "办法", "file": "规章/办法.DOCX", "format": "docx", "issuer": "办公室", "number": "1号",
        "date": "2022-03-01", "effective_from": "2022-04-01", "effective_to": None, "status": "现行", "replaces": None,
        "replaced_by": None, "scope": ["通用"], "clauses": 1, "warnings": ["第 2 页没有读出。"]}


def test_a_clause_says_whether_it_was_recognised_and_when_it_is_in_force() -> None:
    clause = replace(CLAUSE, ocr=True, confidence=0.874, unsure=(2,), lead=True, effective_from="2022-04-01")
    shown = clause_object(clause, document="办法", citation="《办法》第1条", status="现行")
    assert [shown[k] for k in ("ocr", "confidence", "unsure", "lead", "effective_from", "effective_to")] == [
        True, 0.874, [2], True, "2022-04-01", None]


def test_what_was_recognised_is_said_on_the_card() -> None:
    assert recognised(CLAUSE) is None
    assert recognised(replace(CLAUSE, ocr=True, confidence=0.874)) == "识别自扫描件，可信度 87%"
    assert recognised(replace(CLAUSE, ocr=True)) == "识别自扫描件"
    assert recognised(replace(CLAUSE, ocr=True, confidence=0.874, unsure=(2, 5))) == (
        "识别自扫描件，可信度 87%，“专管”把握不大")
    long = replace(CLAUSE, ocr=True, text="甲乙丙丁戊己庚辛壬癸", unsure=tuple(range(10)))
    assert recognised(long) == "识别自扫描件，“甲乙丙丁戊己庚辛”等 10 字把握不大"
