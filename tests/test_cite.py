from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cite import Edition, citation, editions, number_label
from kb.store.library import Library
from kb.types import Clause

CLAUSE = Clause(
    id="d-1",
    document_id="d",
    ordinal=0,
    start=0,
    end=9,
    text="3.按月交纳党费。",
    number="3",
    path=("党支部书记责任清单",),
    list_title="党支部书记责任清单",
)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("3", "第3条"),
        ("（三）", "第（三）项"),
        ("（3）", "第（3）项"),
        ("第十二条", "第十二条"),
        (None, None),
    ],
)
def test_number_is_spoken_of_as_lists_and_articles_are(number: str | None, label: str | None) -> None:
    assert number_label(replace(CLAUSE, number=number)) == label


def test_citation_names_document_list_and_number() -> None:
    assert citation(CLAUSE, "市XX局责任清单") == "《市XX局责任清单》党支部书记责任清单 第3条"


def test_heading_that_is_the_title_is_not_said_twice() -> None:
    found = replace(CLAUSE, path=("单位党支部建设标准", "一、班子建设"))
    assert citation(found, "单位党支部建设标准") == "《单位党支部建设标准》一、班子建设 第3条"


def test_clause_without_headings_is_cited_by_number() -> None:
    assert citation(replace(CLAUSE, path=(), number="第二条"), "工作规则") == "《工作规则》 第二条"


def test_clause_without_number_is_cited_by_its_headings() -> None:
    found = replace(CLAUSE, number=None, path=("附件2", "（一）登记表", "班子建设", "班子任期"))
    assert citation(found, "通知") == "《通知》附件2 （一）登记表 班子建设 班子任期"


def test_preamble_is_cited_by_the_document_alone() -> None:
    assert citation(replace(CLAUSE, number=None, path=()), "实施办法") == "《实施办法》"


def test_citations_of_a_real_list(corpus_library: Library) -> None:
    titles = corpus_library.titles()
    found = next(
        c for c in corpus_library.clauses() if c.list_title == "市XX局党支部书记责任清单" and c.number == "3"
    )
    assert (
        citation(found, titles[found.document_id][0])
        == "《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条"
    )


class TestEditions:
    def test_only_those_that_share_a_title_are_told_apart(self) -> None:
        assert editions([Edition("a", "差旅办法", "1.txt"), Edition("b", "考勤办法", "2.txt")]) == {}

    def test_the_first_mark_that_all_bear_and_none_shares(self) -> None:
        old = Edition("a", "差旅办法", "1.txt", "财务科", None, "2018-03-01")
        new = Edition("b", "差旅办法", "2.txt", "财务科", None, None, "2023-10-01")
        assert editions([old, new]) == {"a": "2018年", "b": "2023年"}
        assert editions([replace(old, issuer="办公室"), new]) == {"a": "办公室", "b": "财务科"}
        assert editions([replace(old, date="2023-01-01"), new]) == {"a": "2023-01-01", "b": "2023-10-01"}
        assert editions([replace(old, date=None), new]) == {"a": "文件 1.txt", "b": "文件 2.txt"}

    def test_the_citation_says_it(self) -> None:
        clause = replace(CLAUSE, path=(), number="第三条", edition="2018年")
        assert citation(clause, "差旅办法") == "《差旅办法》（2018年） 第三条"
