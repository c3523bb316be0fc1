from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.lists import counted_up, whole_list
from kb.answer.outline import Outline
from kb.answer.whole import Whole
from kb.question.finder import Finder
from kb.question.listing import listing_asked
from kb.search.holdings import Holdings
from kb.search.index.build import build_index
from kb.search.translation import Translation
from kb.types import Clause
from tests.answer.structured import BY_ID, asked, outline, recall
from tests.conftest import HashEmbedder
from tests.search.samples import clause


def answered(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> Whole | None:
    listing = listing_asked(text)
    assert listing is not None

    def admits(clause: Clause) -> bool:
        return clause.id in admitted

    return whole_list(asked(text), listing, outline(), recall(), admits=admits)


@pytest.mark.parametrize(("text", "items"), [
    ("党支部书记学习教育要做哪些", ["s1", "s2"]),
    ("组织委员在学习教育方面有哪些任务", ["o1", "o2"]),
    ("会费管理办法一共有多少条", ["第一条", "第二条", "第二条之一", "第三条", "第四条", "第五条"]),
    ("会费管理办法的全部条款有哪些", ["第一条", "第二条", "第二条之一", "第三条", "第四条", "第五条"]),
])
def test_everything_under_the_heading_meant(text: str, items: list[str]) -> None:
    whole = answered(text)
    assert whole is not None and [p.clause.id for p in whole.passages] == items
    assert whole.text.startswith(f"共 {len(items)} 条（")


@pytest.mark.parametrize("text", [
    "食堂管理有哪些要求", "学习教育要撰写哪些笔记", "花名册有哪些要求", "学习教育是哪五项", "有哪些",
])
def test_less_than_a_list_or_another_thing(text: str) -> None:
    assert answered(text) is None


def test_only_what_the_filters_let_through() -> None:
    whole = answered("党支部书记学习教育要做哪些", ("s2",))
    assert whole is not None and [p.clause.id for p in whole.passages] == ["s2"]


def test_points_that_a_clause_counts_up_itself() -> None:
    listing = listing_asked("会费缴纳有哪些标准")
    assert listing is not None
    whole = counted_up(asked("会费缴纳有哪些标准"), listing, BY_ID["第三条"], recall())
    assert whole is not None and whole.text == "共 3 项：教师每月缴纳10元；学生每月缴纳1元；退休人员免缴。"
    assert counted_up(asked("食堂管理有哪些规定"), listing_asked("食堂管理有哪些规定") or listing, BY_ID["第三条"],
                      recall()) is None
    assert counted_up(asked("会费缴纳有哪些标准"), listing, BY_ID["第四条"], recall()) is None


def test_words_of_the_title_do_not_mean_the_heading_of_these_words() -> None:
    title = "会费缴纳、使用和管理的规定"
    clauses = [replace(clause(f"{h}{n}", f"第{n}条 {text}", path=(h,), list_title=title), number=f"第{n}条")
               for h, n, text in [
                   ("会费缴纳", "一", "按月缴纳。"), ("会费缴纳", "二", "可缓缴。"), ("会费使用", "三", "集体定。")]]
    index = build_index(clauses, {"d": title}, [], HashEmbedder())
    own = Finder(index, HashEmbedder(), translation=Translation({}))
    question = own.understood("会费缴纳、使用和管理的规定一共几条")
    listing = listing_asked(question.text)
    assert listing is not None
    whole = whole_list(question, listing, Outline(Holdings.of(clauses), {"d": (title,)}), own.recall)
    assert whole is not None and len(whole.passages) == 3


def _in_rules(text: str, heading: str, rules: tuple[str, ...]) -> Whole | None:
    held = [replace(clause(str(n), rule, path=(heading,)), number=str(n)) for n, rule in enumerate(rules, start=1)]
    title = "门诊药房管理规程"
    own = Finder(build_index(held, {"d": title}, [], HashEmbedder()), HashEmbedder(), translation=Translation({}))
    question, listing = own.understood(text), listing_asked(text)
    assert listing is not None
    return whole_list(question, listing, Outline(Holdings.of(held), {"d": (title,)}), own.recall)


def test_a_clause_whose_own_title_says_more_is_asked_rather_than_the_list() -> None:
    rules = ("4.1 通则\n药师每班盘点后签名。", "4.2 盘点项目\n包括冷藏柜、货架和待发区。")
    assert _in_rules("药房盘点有哪些项目", "4 盘点", rules) is None
    whole = _in_rules("药房盘点有哪些规定", "4 盘点", rules)
    assert whole is not None and len(whole.passages) == 2


def test_one_whom_only_some_of_the_clauses_name_is_not_answered_by_all() -> None:
    rules = ("第一条 发药人员应当核对处方，不得代签，应当遵守操作规程。", "第二条 发药窗口每日7时开放。",
             "第三条 发药差错由药房主任登记。")
    assert _in_rules("发药人员应当遵守什么", "第二章 发药要求", rules) is None
    whole = _in_rules("发药有哪些要求", "第二章 发药要求", rules)
    assert whole is not None and len(whole.passages) == 3
