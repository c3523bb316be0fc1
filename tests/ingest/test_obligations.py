from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from kb.ingest.obligations import obligations
from kb.store.library import Library
from kb.types import Clause, Obligation

TABLE = Path(__file__).parent.parent / "data" / "obligations.jsonl"
Key = tuple[str | None, object, str | None, str | None]


def rows(text: str, *, roles: tuple[str, ...] = ("党支部",)) -> list[Obligation]:
    clause = Clause("c", "d", 0, 0, len(text), text, None, (), "清单", roles)
    found = obligations(clause)
    assert all(text[o.start:o.end] == o.quote for o in found)
    return found


def figures(text: str) -> list[tuple[str | None, str | None]]:
    return [(o.period, o.value) for o in rows(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("领导小组每年至少召开2次会议。", [("每年", "至少2次")]),
    ("党员全年参加组织生活不少于12次。", [("每年", "至少12次")]),
    ("每季度召开1次例会。", [("每季度", "1次")]),
    ("每半年进行一次自查。", [("每半年", "1次")]),
    ("主持召开班子组织生活会（每年1次）。", [("每年", "1次")]),
    ("开展好党课教育(半年一次)。", [("每半年", "1次")]),
    ("牵头修订村规民约，三年一修。", [("每三年", "1次")]),
    ("对支部书记履职情况两年一评。", [("每两年", "1次")]),
    ("支部委员会一般由3-5人组成。", [(None, "3-5人")]),
    ("支部委员会由三至五人组成。", [(None, "3-5人")]),
    ("工作经费不低于职工年度工资总额的5‰。", [(None, "不低于5‰")]),
    ("群众代表不少于参会人数的20%。", [(None, "不低于20%")]),
    ("人数之比一般不低于3：1。", [(None, "不低于3：1")]),
    ("党支部委员会每届任期3年。", [("任期", "3年")]),
    ("每年召开两次会议。", [("每年", "2次")]),
    ("每年召开二次会议。", [("每年", "2次")]),
    ("材料应在20日以内报送。", [(None, "不超过20日")]),
])
def test_each_form_of_figure(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(p if p != "一次性" else None, v) for p, v in figures(text)] == expected


def test_one_sentence_of_four_duties_is_four_rows() -> None:
    text = "每月至少召开1次支部委员会和1次支部党员大会，开展1次主题党日和1次廉政自省日。"
    assert [(o.period, o.count, o.unit) for o in rows(text)] == [("每月", 1.0, "次")] * 4
    assert [o.action for o in rows(text)] == ["召开支部委员会", "召开支部党员大会", "开展主题党日", "开展廉政自省日"]


def test_two_subjects_with_one_period() -> None:
    found = rows("党员每年学习教育不少于24个学时,领导班子成员不少于40个学时。")
    assert [(o.subject, o.count) for o in found] == [("党员", 24.0), ("领导班子成员", 40.0)]
    assert {o.period for o in found} == {"每年"}


def test_the_subject_comes_from_the_heading_where_the_sentence_names_none() -> None:
    assert rows("每年开展调研1次以上。", roles=("党组织副书记",))[0].subject == "党组织副书记"


@pytest.mark.parametrize(("text", "period", "deadline"), [
    ("每年12月底前组织开展述职评议。", "每年", "12月底前"),
    ("案例于5月6日前报送组织人事处。", "一次性", "5月6日前"),
    ("年初召开党建工作大会。", "每年", "年初"),
    ("“七·一”前召开纪念大会。", "每年", "“七·一”前"),
    ("每年6月份和12月份公示一次党费收缴情况。", "每年", "6月份和12月份"),
])
def test_deadlines(text: str, period: str, deadline: str) -> None:
    assert [(o.period, o.deadline) for o in rows(text)] == [(period, deadline)]


@pytest.mark.parametrize("text", [
    "增强“四个意识”，坚定“四个自信”，做到“两个维护”。", "依照第3条的规定执行。", "落实“一岗双责”。",
    "完成时限：××年××月。", "2014年以来的会议记录齐全。", "解决“两张皮”问题。", "做好年终工作总结。",
    "支部全年党建工作要点或计划。", "结合每年的专题组织生活会开展谈心。", "完成率在95%以上的评为优秀。",
])
def test_what_is_no_obligation(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(("text", "subjects"), [
    ("组织党员以支部为单位召开组织生活会（每年至少1次）。", ["党支部"]),
    ("组织在职党员到社区报到，参加社区活动每年不少于2次。", ["在职党员"]),
    ("及时核定数额，党员按时交纳党费，每半年公布1次收缴情况。", ["党支部"]),
    ("支部委员会每月召开1次，党小组会一般每月召开1次。", ["支部委员会", "党支部"]),
    ("基层党组织书记和班子成员每年不少于56学时。", ["基层党组织书记和班子成员"]),
    ("有条件的企业每年开展一次述职评议。", ["有条件的企业"]),
])
def test_who_does_it_is_not_whoever_is_named(text: str, subjects: list[str]) -> None:
    assert [o.subject for o in rows(text)] == subjects


def test_a_count_joined_to_a_bounded_one_is_bounded_too() -> None:
    text = "每月至少召开1次支部委员会和1次支部党员大会，开展1次主题党日。"
    assert [o.comparator for o in rows(text)] == [">=", ">=", "="]
    assert rows("每年至少到所在支部和联系支部讲1次党课。")[0].comparator == ">="


def test_what_a_phrase_leaves_out_stands_in_the_one_before() -> None:
    assert [o.action for o in rows("党员每年学习教育不少于24个学时，领导班子成员不少于40个学时。")] == ["学习教育"] * 2
    assert [o.action for o in rows("党员每年集中学习培训时间，一般不少于32学时。")] == ["集中学习培训时间"]


def key(period: str | None, count: object, unit: str | None, deadline: str | None) -> Key:
    return period, tuple(count) if isinstance(count, list) else count, {"名": "人"}.get(unit or "", unit), deadline


def test_agrees_with_the_table_made_by_hand(corpus_library: Library) -> None:
    wanted = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    titles = corpus_library.titles()
    right = given = 0
    for clause in corpus_library.clauses():
        title = titles[clause.document_id][0]
        mine = [r for r in wanted if r["document"] == title and clause.text.startswith(r["clause"])
                and r["list"] in (clause.list_title, *clause.path)]
        hand: Counter[Key] = Counter(key(r["period"], r["count"], r["unit"], r["deadline"]) for r in mine)
        found: Counter[Key] = Counter(key(o.period, o.count, o.unit, o.deadline) for o in obligations(clause))
        right += (hand & found).total()
        given += found.total()
    assert right / given >= 0.98
    assert right / len(wanted) >= 0.98
