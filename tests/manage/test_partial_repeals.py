"""Single clauses that a newer document repeals, in what the library shows and builds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kb.checklist.library import library_checklist
from kb.manage.intake import ingest
from kb.show.lookup import clause_in_context, list_clauses, list_documents, list_obligations
from kb.show.objects import document_object
from kb.store.library import Library, open_library
from kb.training.topics.library import library_topic

OLD = ("党支部学习办法\n（2022年5月5日印发）\n第一条 党支部书记每月至少讲一次党课。\n"
       "第二条 党支部书记每季度至少撰写一篇学习心得。\n"
       "第三条 党支部书记每年至少组织两次考试。\n第四条 本办法自2022年6月1日起施行。\n")
NEW = ("党支部考核规定\n（2025年2月1日印发）\n第一条 考核由上级党委组织。\n"
       "第二条 本规定自2025年3月1日起施行。《党支部学习办法》第二条同时废止，"
       "《党支部学习办法》第三条自2027年1月1日起废止。\n")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "学习.txt").write_text(OLD, encoding="utf-8")
    (folder / "考核.txt").write_text(NEW, encoding="utf-8")
    return folder


def opened(corpus: Path, day: date) -> Library:
    return open_library(corpus.parent / "library.db", today=lambda: day)


@pytest.fixture
def library(corpus: Path) -> Iterator[Library]:
    with closing(opened(corpus, date(2026, 11, 28))) as held:
        ingest(held, [], corpus=corpus)
        yield held


def standing(library: Library) -> dict[str, tuple[str, str | None]]:
    rows = list_clauses(library, document="学习办法")
    return {c.number or "": (status, c.effective_to) for c, _, status in rows}


def test_a_clause_is_repealed_from_its_day_and_the_others_stay(library: Library, corpus: Path) -> None:
    assert standing(library) == {"第一条": ("现行", None), "第二条": ("已废止", "2025-02-28"),
                                 "第三条": ("现行", "2026-12-31"), "第四条": ("现行", None)}
    for day, gone in ((date(2025, 2, 28), set()), (date(2025, 3, 1), {"第二条"}),
                      (date(2027, 1, 1), {"第二条", "第三条"})):
        with closing(opened(corpus, day)) as then:
            assert {n for n, (status, _) in standing(then).items() if status == "已废止"} == gone


def test_documents_and_clause_objects_say_it(library: Library) -> None:
    documents = {d.title: document_object(d, lists) for d, lists in list_documents(library)}
    old, new = documents["党支部学习办法"], documents["党支部考核规定"]
    assert (old["status"], old["repealed_clauses"], old["effective_to"]) == ("现行", ["第2条"], None)
    assert new["repeals"] == []
    assert new["repeals_clauses"] == [{"title": "党支部学习办法", "clauses": ["第2条"]},
                                      {"title": "党支部学习办法", "clauses": ["第3条"]}]
    second = list_clauses(library, document="学习办法")[1][0]
    shown = clause_in_context(library, second.id).as_object()
    assert (shown["status"], shown["effective_to"]) == ("已废止", "2025-02-28")


def test_what_is_built_of_the_rules_leaves_it_out(library: Library) -> None:
    items = library_checklist(library, role="党支部书记", scope="通用", year=2026).items
    quoted = "".join(i.quote for i in items)
    assert "党课" in quoted and "学习心得" not in quoted
    assert all("学习心得" not in o.quote for o, _, _ in list_obligations(library))
    assert any("学习心得" in o.quote for o, _, _ in list_obligations(library, document="学习办法"))
    assert all("心得" not in r.quote for r in library_topic(library, name="党课").rows)


def test_an_article_number_that_several_lists_bear_names_none(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    two = "支部清单\n书记责任清单\n1.每月讲课1次。\n2.每年述职1次。\n委员责任清单\n1.每月谈心1次。\n2.每年自查1次。\n"
    (folder / "清单.txt").write_text(two, encoding="utf-8")
    (folder / "决定.txt").write_text(
        "考核规定\n第一条 本规定自2025年3月1日起施行。\n第二条 《支部清单》第2条同时废止。\n", encoding="utf-8")
    with closing(open_library(tmp_path / "library.db")) as held:
        ingest(held, [], corpus=folder)
        assert {c.repealed_by for c in held.clauses()} == {None}


PARTED = ("门卫办法\n（2022年5月5日印发）\n第一条 党支部书记每月至少讲一次党课。\n"
          "党支部书记每季度至少撰写一篇学习心得。\n第二条 党支部书记每年至少组织两次考试。\n"
          "第三条 本办法自2022年6月1日起施行。\n")
AMENDS = ("关于修改《门卫办法》的决定\n（2025年2月1日印发）\n一、删去第一条第二款。\n"
          "二、将第二条修改为：“第二条 党支部书记每年至少组织三次考试。”\n"
          "三、将第一条中的“每月”修改为“每季度”。\n本决定自2025年3月1日起施行。\n")


def test_parts_that_a_decision_deletes_and_clauses_that_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "门卫.txt").write_text(PARTED, encoding="utf-8")
    (folder / "决定.txt").write_text(AMENDS, encoding="utf-8")
    with closing(opened(folder, date(2025, 3, 1))) as held:
        ingest(held, [], corpus=folder)
        first, second, third = (c for c, title, _ in list_clauses(held) if title == "门卫办法")
        assert [(g.name, first.text[g.start:g.end], g.until, g.changed) for g in first.gone] == [
            ("第2款", "党支部书记每季度至少撰写一篇学习心得。", "2025-02-28", False),
            ("“每月”", "第一条 党支部书记每月至少讲一次党课。", "2025-02-28", True)]
        assert [clause_in_context(held, c.id).status for c in (first, second, third)] == ["现行", "已修改", "现行"]
        document = held.document(first.document_id)
        assert document.repealed_clauses == ("第1条第2款",)
        assert document.changed_clauses == ("第2条", "第1条“每月”")
        assert [o.quote for o, *_ in list_obligations(held)] == ["党支部书记每年至少组织三次考试"]
        quoted = [i.quote for i in library_checklist(held, role="党支部书记", scope="通用", year=2025).items]
        assert quoted == ["党支部书记每年至少组织三次考试"]
    with closing(opened(folder, date(2025, 2, 28))) as held:
        assert "党支部书记每年至少组织三次考试" not in [o.quote for o, *_ in list_obligations(held)]
        assert len(list_obligations(held)) == 3
