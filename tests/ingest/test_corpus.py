"""The five documents of corpus/, counted and looked up by reading them."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from kb.ingest.pipeline import build
from kb.manage.intake import ingest
from kb.store.library import Library, open_library
from tests.conftest import CORPUS
from tests.ingest.corpus_lists import BUREAU, COLLEGE, COUNTS, METHOD, SCHOOL, UNIT, clauses, document


@pytest.mark.parametrize("title", COUNTS)
def test_every_list_has_as_many_clauses_as_it_prints(corpus_library: Library, title: str) -> None:
    assert Counter(c.list_title for c in clauses(corpus_library, title)) == COUNTS[title]


def test_the_corpus_is_five_documents(corpus_library: Library) -> None:
    assert {d.title for d in corpus_library.documents()} == set(COUNTS)


@pytest.mark.parametrize("list_title", list(COUNTS[SCHOOL]))
def test_school_lists_are_numbered_through(corpus_library: Library, list_title: str) -> None:
    found = clauses(corpus_library, SCHOOL, list_title)
    assert [c.number for c in found] == [str(n) for n in range(1, len(found) + 1)]


@pytest.mark.parametrize("list_title", list(COUNTS[BUREAU]))
def test_bureau_numbers_run_on_across_headings(corpus_library: Library, list_title: str) -> None:
    found = clauses(corpus_library, BUREAU, list_title)
    assert [c.number for c in found] == [str(n) for n in range(1, len(found) + 1)]


def test_list_that_skips_a_number_keeps_what_is_printed(corpus_library: Library) -> None:
    found = clauses(corpus_library, UNIT, "市直机关党支部规范化建设参考目录")
    assert [c.number for c in found] == [*map(str, range(1, 20)), "21"]


def test_bare_numbers_restart_under_each_heading(corpus_library: Library) -> None:
    found = clauses(corpus_library, UNIT, "单位党支部建设标准")
    per_heading = Counter(c.path[-1] for c in found)
    assert list(per_heading.items()) == [
        ("一、班子建设", 6),
        ("二、服务功能", 4),
        ("三、制度台帐", 5),
        ("四、阵地建设", 4),
        ("五、日常工作", 5),
        ("六、活动组织", 5),
    ]
    assert [c.number for c in found] == [str(n) for size in per_heading.values() for n in range(1, size + 1)]


def test_bare_number_stands_in_the_text(corpus_library: Library) -> None:
    first = clauses(corpus_library, UNIT)[0]
    assert (first.number, first.text[:12]) == ("1", "1支部委员会一般由3-5")


def test_method_is_paragraphs_and_items_under_its_headings(corpus_library: Library) -> None:
    found = [(c.path[0][:2] if c.path else "", c.number) for c in clauses(corpus_library, METHOD)]
    assert found == [
        ("", None),
        ("一、", None),
        ("二、", "（一）"),
        ("二、", "（二）"),
        ("二、", "（三）"),
        ("二、", "（四）"),
        *[("三、", None)] * 3,
        *[("四、", str(n)) for n in range(1, 8)],
        *[("五、", str(n)) for n in range(1, 5)],
    ]


@pytest.mark.parametrize("title", COUNTS)
def test_segments_cover_every_character_once(corpus_library: Library, title: str) -> None:
    doc = document(corpus_library, title)
    segments = corpus_library.segments(doc.id)
    assert "".join(doc.text[s.start : s.end] for s in segments) == doc.text
    assert [(s.start, s.end) for s in segments if s.kind == "clause"] == [
        (c.start, c.end) for c in clauses(corpus_library, title)
    ]


def test_clauses_say_what_their_file_says(corpus_library: Library) -> None:
    for doc in corpus_library.documents():
        raw = (CORPUS / doc.source).read_text(encoding="utf-8").replace("[bookmark: _GoBack]", "")
        assert all(
            c.text in raw and doc.text[c.start : c.end] == c.text for c in corpus_library.clauses(doc.id)
        )


@pytest.mark.parametrize(
    "words",
    [
        "当前位置",
        "发布时间",
        "影响了",
        "猜你想看",
        "Copyright",
        "版权所有",
        "备案号",
        "目录\n",
        "XXXX",
        "案例名称",
        "一级标题",
        "方正小标宋",
        "申报达标的",
        "申报时间",
        "自评是否达标",
        "上级验收是否达标",
        "验收结果",
        "具体标准",
        "bookmark",
        "清单\t",
    ],
)
def test_no_clause_holds_what_is_no_rule(corpus_library: Library, words: str) -> None:
    assert [c.text for c in corpus_library.clauses() if words in c.text] == []


def test_no_clause_ends_in_a_heading_or_begins_with_blanks(corpus_library: Library) -> None:
    headings = {t for lists in COUNTS.values() for t in lists}
    assert [
        c for c in corpus_library.clauses() if c.text != c.text.strip() or c.text.split("\n")[-1] in headings
    ] == []


@pytest.mark.parametrize(("title", "kept"), [(METHOD, ""), (BUREAU, ""), (SCHOOL, "目录")])
def test_nothing_of_the_rules_is_left_out(corpus_library: Library, title: str, kept: str) -> None:
    doc = document(corpus_library, title)
    matter = [
        doc.text[s.start : s.end].strip() for s in corpus_library.segments(doc.id) if s.kind == "matter"
    ]
    assert [m.split("\n")[0] for m in matter if m] == ([kept] if kept else [])


def test_bookmark_marker_is_gone_and_its_clause_is_whole(corpus_library: Library) -> None:
    assert "bookmark" not in document(corpus_library, METHOD).text
    found = [c for c in clauses(corpus_library, METHOD) if "抓好统战和群团工作" in c.text]
    assert [(c.number, c.text[:4]) for c in found] == [("7", "7. 抓")]


def test_rule_inside_the_template_is_kept(corpus_library: Library) -> None:
    (only,) = clauses(corpus_library, COLLEGE, "附件1")
    assert only.text.startswith("格式要求：案例要求文本的正文页面设置为A4纸张")
    assert only.text.endswith("配20字左右文字说明。")


def test_clause_repeated_in_another_list_is_another_clause(corpus_library: Library) -> None:
    shared = "3充分发挥党支部战斗堡垒和党员先锋模范作用,对“急、难、险、重”任务,克服困难,发动党员努力完成。"
    found = [c for c in clauses(corpus_library, UNIT) if c.text == shared]
    assert [c.list_title for c in found] == ["单位党支部建设标准", "“两新”组织党支部建设标准"]
    assert found[0].id != found[1].id


def test_ids_are_unique_over_the_library(corpus_library: Library) -> None:
    ids = [c.id for c in corpus_library.clauses()]
    assert len(ids) == len(set(ids)) == 299


def test_another_reading_gives_the_same_clauses(corpus_library: Library, tmp_path: Path) -> None:
    other = open_library(tmp_path / "other.db")
    ingest(other, [], corpus=CORPUS)
    assert other.clauses() == corpus_library.clauses()
    assert other.revision() == corpus_library.revision()
    other.close()


def test_only_the_edited_clause_gets_a_new_id(tmp_path: Path) -> None:
    path = tmp_path / f"{SCHOOL}.txt"
    shutil.copy(CORPUS / path.name, path)
    before = build(path, key=path.name)[1].clauses
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("领导小组每年至少召开2次会议", "领导小组每年至少召开3次会议"), encoding="utf-8"
    )
    after = build(path, key=path.name)[1].clauses
    assert [a.number for a, b in zip(before, after, strict=True) if a.id != b.id] == ["1"]
