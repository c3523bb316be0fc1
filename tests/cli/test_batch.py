from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kb.answer.dated import DatedAnswerer
from kb.cli.batch import answer_lines, read_lines
from kb.errors import ReadError
from kb.question.finder import Finder
from kb.search.index.build import update_index
from kb.store.library import Library
from tests.conftest import HashEmbedder

QUESTION = "党支部书记每年至少上几次党课"
KEYS = {"id", "question", "status", "answer", "findings", "clauses", "took_ms"}


@pytest.fixture(scope="module")
def answerer(corpus_library: Library, tmp_path_factory: pytest.TempPathFactory) -> DatedAnswerer:
    index = update_index(tmp_path_factory.mktemp("batch") / "index", corpus_library, HashEmbedder())
    return DatedAnswerer.of_library(corpus_library, Finder(index, HashEmbedder()))


def answers(answerer: DatedAnswerer, *lines: str) -> list[dict[str, Any]]:
    return list(answer_lines(answerer, lines, scope=None, role=None))


def line(**row: object) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def test_a_question_gets_the_answer_object_with_its_id(answerer: DatedAnswerer) -> None:
    (out,) = answers(answerer, line(id="q-1", question=QUESTION))
    assert KEYS <= set(out)
    assert (out["id"], out["question"], out["status"]) == ("q-1", QUESTION, "answered")
    assert "error" not in out


@pytest.mark.parametrize("identity", ["甲", 7, None, ["a", 1], {"n": 1}, True])
def test_an_id_of_any_kind_comes_back_as_it_was(answerer: DatedAnswerer, identity: object) -> None:
    (out,) = answers(answerer, line(id=identity, question=QUESTION))
    assert out["id"] == identity


def test_a_line_without_id_has_none(answerer: DatedAnswerer) -> None:
    (out,) = answers(answerer, line(question=QUESTION))
    assert (out["id"], out["status"]) == (None, "answered")


@pytest.mark.parametrize(("bad", "reason"), [
    ("不是 JSON", "第 2 行"),
    ('{"id": 2, "question": "党课', "第 2 行"),
    ('["党课几次"]', "第 2 行"),
    ("null", "第 2 行"),
    ('{"id": 2}', "question"),
    ('{"id": 2, "question": null}', "question"),
    ('{"id": 2, "question": 5}', "question"),
    ('{"id": 2, "question": "党课几次", "history": "党费"}', "history"),
    ('{"id": 2, "question": "党课几次", "history": [1]}', "history"),
    ('{"id": 2, "question": "' + "党" * 10_000 + '"}', "问题太长"),
    ('{"id": 2, "question": "党课\\ud800几次"}', "第 3 个字不是文字"),
    ('{"id": 2, "question": "党课几次", "history": ["\\udcff"]}', "不是文字"),
    ('{"id": "\\ud800", "question": "党课几次"}', "id"),
    ('{"id": NaN, "question": "党课几次"}', "第 2 行"),
    ('{"id": 1e999, "question": "党课几次"}', "id"),
    ("[" * 100_000, "第 2 行"),
    ('{"id": ' + "9" * 5000 + ', "question": "党课几次"}', "第 2 行"),
], ids=["text", "cut off", "list", "null", "no question", "null question", "number", "history text", "history number",
        "10,000 characters", "lone surrogate", "lone surrogate in history", "lone surrogate in id", "NaN", "infinity",
        "deeply nested", "huge number"])
def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on(
        answerer: DatedAnswerer, bad: str, reason: str) -> None:
    out = answers(answerer, line(id=1, question=QUESTION), bad, line(id=3, question=QUESTION))
    assert [(o["id"], o["status"]) for o in (out[0], out[2])] == [(1, "answered"), (3, "answered")]
    assert set(out[1]) >= KEYS | {"error"}
    assert out[1]["status"] == "invalid"
    assert out[1]["error"].startswith("第 2 行：")
    assert reason in out[1]["error"]
    json.dumps(out[1], ensure_ascii=False, allow_nan=False).encode()
    assert out[1]["findings"] == out[1]["clauses"] == []
    assert out[1]["id"] in (2, None)


def test_an_id_nested_to_any_depth_comes_back_or_is_an_error(answerer: DatedAnswerer) -> None:
    def nested(depth: int) -> str:
        return '{"question": "党课几次", "id": ' + "[" * depth + "]" * depth + "}"

    for out in answers(answerer, *map(nested, range(100, 1100, 10))):
        json.dumps(out, ensure_ascii=False)
        assert ("error" in out) == (out["id"] is None)


def test_a_bad_line_keeps_its_id_where_it_has_one(answerer: DatedAnswerer) -> None:
    assert [o["id"] for o in answers(answerer, line(id="a"), line(id="b", question="党" * 10_000))] == ["a", "b"]


@pytest.mark.parametrize("question", ["", "   ", "？！……", "。"])
def test_a_question_without_words_is_invalid_but_no_error(answerer: DatedAnswerer, question: str) -> None:
    (out,) = answers(answerer, line(id=1, question=question))
    assert (out["status"], out["findings"], out["clauses"]) == ("invalid", [], [])
    assert "error" not in out
    assert out["answer"]


def test_every_line_out_can_be_printed_as_json_in_utf8(answerer: DatedAnswerer) -> None:
    for out in answers(answerer, line(id=1, question=QUESTION), '{"id": "\\ud800", "question": "党课几次"}', "坏"):
        assert json.loads(json.dumps(out, ensure_ascii=False).encode()) == out


def test_earlier_questions_are_taken(answerer: DatedAnswerer) -> None:
    (out,) = answers(answerer, line(id=1, question="那每季度呢", history=[QUESTION, "党费多久公示一次"]))
    assert "error" not in out
    assert out["question"] == "那每季度呢"


def test_a_line_does_not_see_the_lines_before_it(answerer: DatedAnswerer) -> None:
    rows = [line(id=1, question="党费多久公示一次"), line(id=2, question="那每季度呢")]
    _, after = answers(answerer, *rows)
    (alone,) = answers(answerer, rows[1])
    assert after | {"took_ms": 0} == alone | {"took_ms": 0}


def test_lines_of_a_file_without_its_mark_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "问题.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"id": 1}\r\n\r\n  \n{"id": 2}')
    assert [json.loads(x) for x in read_lines(path) if x.strip()] == [{"id": 1}, {"id": 2}]


def test_standard_input_is_utf8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    written = b"\xef\xbb\xbf" + line(question="党课几次").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written), encoding="gb18030"))
    assert [json.loads(x) for x in read_lines(Path("-"))] == [{"question": "党课几次"}]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "空.jsonl").touch()
    assert list(read_lines(tmp_path / "空.jsonl")) == []


def test_a_bad_line_is_named_by_its_place_in_the_file(tmp_path: Path, answerer: DatedAnswerer) -> None:
    path = tmp_path / "问题.jsonl"
    path.write_text(line(id=1, question="党课几次") + "\n\n坏了的一行\n", encoding="utf-8")
    assert "第 4 行" in answers(answerer, *read_lines(path))[1]["error"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有的.jsonl.*请检查路径"):
        list(read_lines(tmp_path / "没有的.jsonl"))


def test_a_file_in_another_encoding_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "旧.jsonl").write_bytes(line(id=1, question="党课几次").encode("gb18030"))
    with pytest.raises(ReadError, match="不是 UTF-8.*旧.jsonl.*另存为"):
        list(read_lines(tmp_path / "旧.jsonl"))
