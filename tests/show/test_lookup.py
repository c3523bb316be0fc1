from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.errors import NotFoundError
from kb.show.lookup import list_clauses
from kb.store.library import Library
from tests.search.samples import SECRETARY, TWO_LISTS, library_of


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    held = library_of(tmp_path_factory.mktemp("lookup"), {"书记.txt": SECRETARY, "汇编.txt": TWO_LISTS})
    yield held
    held.close()


def begun(library: Library, document: str | None = None) -> list[str]:
    """The first characters of each clause."""
    return [c.text[:8] for c, _, _ in list_clauses(library, document=document)]


SECRETARY_CLAUSES = ["1.党支部书记每", "2.按时足额收缴", "3.每月主持召开"]
COMPILED = ["1.每季度至少开", "2.主持召开支部", "3.带头落实双重", "1.每季度至少开", "2.做好党费收缴", "3.建立流动党员"]


def test_all_clauses_each_document_in_printed_order(library: Library) -> None:
    found = begun(library)
    assert sorted(found) == sorted(SECRETARY_CLAUSES + COMPILED)
    assert found in (SECRETARY_CLAUSES + COMPILED, COMPILED + SECRETARY_CLAUSES)


def test_those_of_one_document_by_part_of_its_title_or_id(library: Library) -> None:
    assert begun(library, "责任汇编") == COMPILED
    (identity,) = {c.document_id for c, _, _ in list_clauses(library, document="责任汇编")}
    assert begun(library, identity) == COMPILED


def test_each_with_the_title_and_status_of_its_document(library: Library) -> None:
    assert {(title, status) for _, title, status in list_clauses(library, document="书记")} == {
        ("党支部书记工作责任清单", "现行")}


def test_a_document_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(NotFoundError, match="没有的文件") as e:
        list_clauses(library, document="没有的文件")
    assert "kb documents" in e.value.where
