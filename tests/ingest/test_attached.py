from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.attached import MAX_LENGTH, attached_path, load_attached
from kb.manage.intake import ingest
from kb.store.library import open_library
from kb.types import Clause
from tests.conftest import CORPUS
from tests.search.samples import SECRETARY

LIST = "党支部书记责任清单"


def clause(identity: str, number: str | None, text: str, list_title: str = LIST) -> Clause:
    return Clause(id=identity, document_id="d", ordinal=0, start=0, end=len(text), text=text, number=number, path=(),
                  list_title=list_title)


CLAUSES = [
    clause("d-1", "1", "1.每年至少上1次党课。"),
    clause("d-2", "2", "2.收缴党费。"),
    clause("d-3", "1", "1.每年至少上1次党课。", "组织委员责任清单"),
    clause("d-4", None, "负责解释本清单。"),
]


def line(**changed: object) -> str:
    row = {"list": LIST, "number": "1", "clause": "1.每年", "question": "一年上几次课"} | changed
    return json.dumps(row, ensure_ascii=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "清单.questions.jsonl"


def test_questions_lie_beside_their_document() -> None:
    assert attached_path(Path("规章/清单.txt")) == Path("规章/清单.questions.jsonl")
    assert attached_path(Path("规章/2.0版.docx")) == Path("规章/2.0版.questions.jsonl")


def test_no_file_means_no_questions(path: Path) -> None:
    assert load_attached(path, CLAUSES) == []


def test_questions_find_their_clauses_by_list_number_and_first_words(path: Path) -> None:
    rows = [line(), line(list="组织委员责任清单", question="组织委员上几次课"),
            line(number=None, clause="负责", question="谁解释"),
            line(number="2", clause="2.收缴", question=" 党费谁收 \n")]
    path.write_text("\ufeff" + "\n\n".join(rows) + "\n  \n", encoding="utf-8")
    assert load_attached(path, CLAUSES) == [
        ("d-1", "一年上几次课"), ("d-3", "组织委员上几次课"), ("d-4", "谁解释"), ("d-2", "党费谁收")]


def test_lines_may_end_as_on_windows(path: Path) -> None:
    path.write_bytes(f"{line()}\r\n\r\n{line(question='几节课')}\r\n".encode())
    assert load_attached(path, CLAUSES) == [("d-1", "一年上几次课"), ("d-1", "几节课")]


@pytest.mark.parametrize("bad", [
    "不是 JSON", '{"list": "', "[]", "5", "null", '"文字"', '{"list": "甲", "number": "1", "clause": "1."}',
    line(list="没有的清单"), line(number="9"), line(number=1), line(clause="2.收缴"), line(clause=5), line(question=""),
    line(question="  "), line(question=None), line(question=5), line(question="党" * (MAX_LENGTH + 1)),
], ids=["text", "cut off", "list", "number", "null", "string", "no question", "unknown list", "unknown number",
        "number as a number", "other words", "words as a number", "empty question", "blank question", "null question",
        "question as a number", "too long"])
def test_a_wrong_line_is_named_by_file_and_number(path: Path, bad: str) -> None:
    path.write_text(f"{line()}\n{bad}\n", encoding="utf-8")
    with pytest.raises(ReadError) as e:
        load_attached(path, CLAUSES)
    assert "清单.questions.jsonl" in str(e.value)
    assert "第 2 行" in str(e.value)
    assert "\n" not in str(e.value)


def test_a_question_of_the_greatest_length_is_taken(path: Path) -> None:
    path.write_text(line(question="党" * MAX_LENGTH), encoding="utf-8")
    assert load_attached(path, CLAUSES) == [("d-1", "党" * MAX_LENGTH)]


def test_a_file_in_another_encoding_is_named_with_the_remedy(path: Path) -> None:
    path.write_bytes(line().encode("gb18030"))
    with pytest.raises(ReadError, match="清单.questions.jsonl.*UTF-8"):
        load_attached(path, CLAUSES)


class TestInTheLibrary:
    @pytest.fixture
    def corpus(self, tmp_path: Path) -> Path:
        folder = tmp_path / "规章"
        folder.mkdir()
        (folder / "清单.txt").write_text(SECRETARY, encoding="utf-8")
        return folder

    def write(self, corpus: Path, *questions: str) -> None:
        rows = [line(list="党支部书记工作责任清单", number="2", clause="2.按时", question=q) for q in questions]
        (corpus / "清单.questions.jsonl").write_text("\n".join(rows), encoding="utf-8")

    def test_questions_are_kept_with_their_clauses_in_file_order(self, tmp_path: Path, corpus: Path) -> None:
        self.write(corpus, "党费怎么收", "党费公示吗")
        with closing(open_library(tmp_path / "library.db")) as library:
            ingest(library, [], corpus=corpus)
            asked = library.questions()
            assert [q for _, q in asked] == ["党费怎么收", "党费公示吗"]
            assert {library.clause(c).number for c, _ in asked} == {"2"}

    def test_changed_questions_replace_those_before_and_renew_the_revision(self, tmp_path: Path,
                                                                          corpus: Path) -> None:
        self.write(corpus, "党费怎么收")
        with closing(open_library(tmp_path / "library.db")) as library:
            ingest(library, [], corpus=corpus)
            revision = library.revision()
            self.write(corpus, "党费公示吗")
            assert [r.status for r in ingest(library, [], corpus=corpus)] == ["updated"]
            assert [q for _, q in library.questions()] == ["党费公示吗"]
            assert library.revision() != revision
            (corpus / "清单.questions.jsonl").unlink()
            ingest(library, [], corpus=corpus)
            assert library.questions() == []

    def test_questions_of_a_withdrawn_document_are_gone(self, tmp_path: Path, corpus: Path) -> None:
        self.write(corpus, "党费怎么收")
        (corpus / "守则.txt").write_text(SECRETARY.replace("工作责任清单", "守则清单"), encoding="utf-8")
        with closing(open_library(tmp_path / "library.db")) as library:
            ingest(library, [], corpus=corpus)
            (corpus / "清单.txt").unlink()
            ingest(library, [], corpus=corpus)
            assert library.questions() == []

    def test_a_wrong_line_fails_its_document_and_not_the_others(self, tmp_path: Path, corpus: Path) -> None:
        (corpus / "清单.questions.jsonl").write_text("坏了的一行", encoding="utf-8")
        (corpus / "守则.txt").write_text(SECRETARY, encoding="utf-8")
        with closing(open_library(tmp_path / "library.db")) as library:
            results = {Path(r.file).name: r for r in ingest(library, [], corpus=corpus)}
        assert {name: r.status for name, r in results.items()} == {"清单.txt": "failed", "守则.txt": "added"}
        assert "第 1 行" in str(results["清单.txt"].reason)

    def test_every_clause_of_the_corpus_has_questions(self, tmp_path: Path) -> None:
        with closing(open_library(tmp_path / "library.db")) as library:
            assert {r.status for r in ingest(library, [], corpus=CORPUS)} == {"added"}
            asked = {c for c, _ in library.questions()}
            assert [c.id for c in library.clauses() if c.id not in asked] == []
