"""How many times a plan has something: every way of writing it, each counted by hand."""

from __future__ import annotations

import pytest

from tests.checklist.selfcheck.samples import (
    ASSEMBLY,
    DAY,
    HOURS,
    LECTURE,
    MEETING,
    OWN_LECTURE,
    item,
    text_plan,
    verdict,
)


@pytest.mark.parametrize(("text", "found"), [
    ("每月召开一次支委会。", 12),
    ("支委会每月召开1次。", 12),
    ("坚持每月1次支部委员会会议", 12),
    ("支委会（每月一次）", 12),
    ("支委会，1次/月", 12),
    ("支委会按月召开", 12),
    ("每两周召开一次支委会", 26),
    ("每两个月召开一次支委会", 6),
    ("每季度召开两次支委会", 8),
    ("全年召开支委会10次", 10),
    ("支委会：全年不少于12次", 12),
    ("支委会十二次，党员大会四次", 12),
    ("3—12月每月召开支委会", 10),
    ("3月至6月，每月召开支委会1次", 4),
    ("3月、6月、9月、12月各召开一次支委会", 4),
    ("3、6、9、12月召开支委会", 4),
    ("第一、三季度各召开支委会1次", 2),
    ("上半年召开支委会5次，下半年召开支委会6次", 11),
    ("1月5日召开支委会；2月3日召开支委会；2月3日召开支委会", 2),
    ("1.5 支委会\n2.6 支委会\n3.7 支委会", 3),
    ("2026-01-05 召开支委会\n2026/02/06 召开支委会", 2),
    ("3月5日、4月8日、5月6日召开支委会", 3),
    ("一月份：\n召开支委会\n二月份：\n召开支委会\n三月份：\n组织学习", 2),
    ("一季度：每月召开支委会\n二季度：每月召开支委会", 6),
    ("1月 召开支委会、开展主题党日\n2月 召开支委会", 2),
    ("每月召开支委会、党员大会各一次", 12),
    ("支委会、党员大会、主题党日每月各一次", 12),
    ("支委每月碰头一次", 12),
    ("今年召开了支委会，研究了党员发展。", None),
    ("支委会 12 次", 12),
    ("支委会到会2/3以上，每月一次", 12),
    ("支委会须2/3以上到会", None),
    ("支委会坚持月例会制", 12),
    ("支委会（1—12月）", 12),
    ("支委会两周一次", 26),
    ("支委会一季一开", 4),
    ("每周召开支委会", 52),
    ("年中、年底两次召开支委会", 2),
    ("5月7日、5月28日召开支委会两次", 2),
    ("6月28日召开支委会，总结上半年工作", 1),
    ("（一）1月份工作安排\n1.召开支委会\n（二）2月份工作安排\n1.召开支委会", 2),
    ("一月 1.召开支委会\n2.学习文件\n二月 1.学习文件\n2.召开支委会", 2),
    ("第一季度（1—3月）\n每月召开支委会", 3),
])
def test_a_meeting_of_the_committee(text: str, found: float | None) -> None:
    assert verdict(MEETING, text_plan("2026年工作计划\n" + text)).found == found


@pytest.mark.parametrize(("text", "found"), [
    ("每季度一次党员大会", 4),
    ("支部大会每季度召开1次，支委会每月召开1次", 4),
    ("支委会每月召开1次，支部大会每季度召开1次", 4),
    ("全体党员大会一年四次", 4),
    ("每半年召开党员大会", 2),
    ("团支部大会每月一次", 0),
    ("第二季度、第四季度召开党员大会", 2),
])
def test_an_assembly(text: str, found: float) -> None:
    assert verdict(ASSEMBLY, text_plan(text)).found == found


@pytest.mark.parametrize(("text", "found"), [
    ("全年党课4次", 4),
    ("党课四堂，每季度一堂", 4),
    ("每季度组织1次党课，其中书记讲2次", 4),
    ("邀请专家讲党课2次，书记讲党课1次", 2),
    ("组织法律课4次", 0),
    ("每月组织党员学习党章", 0),
])
def test_a_lecture(text: str, found: float) -> None:
    assert verdict(LECTURE, text_plan(text)).found == found


@pytest.mark.parametrize(("text", "name"), [
    ("支部书记每年讲党课1次", "已列入"),
    ("七一前书记为全体党员上党课", "已列入"),
    ("书记给党员讲课一次", "已列入"),
    ("党课4次，由支委轮流讲", "拿不准"),
    ("副书记讲党课2次", "拿不准"),
    ("党课：5月由书记讲，10月由组织委员讲", "已列入"),
    ("本人讲党课1次", "已列入"),
    ("组织观看电影", "未列入"),
])
def test_the_secretary_s_own_lecture(text: str, name: str) -> None:
    assert verdict(OWN_LECTURE, text_plan(text)).verdict == name


@pytest.mark.parametrize(("text", "found"), [
    ("党员每年学习教育不少于32学时", 32),
    ("集中学习全年24个学时", 24),
    ("一季度集中学习8学时\n二季度集中学习6学时", 14),
    ("每季度集中学习6课时", 24),
    ("每月组织学习", 0),
    ("每月15日组织党员学习，年人均不低于24学时", 24),
    ("发展对象培训40学时，党员集中学习20学时", 20),
    ("1月14日集中学习2学时\n3月20日集中学习3学时", 5),
    ("1月、2月各集中学习2学时", 4),
    ("职工业务培训40学时", 0),
])
def test_hours(text: str, found: float) -> None:
    assert verdict(HOURS, text_plan(text)).found == found


def test_counts_of_other_years_are_not_this_year_s() -> None:
    text = "一、2025年工作回顾\n召开支委会12次\n二、2026年工作安排\n召开支委会8次"
    assert verdict(MEETING, text_plan(text)).found == 8
    assert verdict(MEETING, text_plan(text), year=2025).found == 12
    assert text_plan(text).year() == 2026
    assert text_plan("2025年党建工作总结\n2026年打算另报").year() == 2025
    assert text_plan("2025年工作总结和2026年工作计划\n一、2025年回顾").year() == 2026
    assert text_plan("2025年3月5日 召开支委会").year() == 2025
    assert text_plan("支部2026年计划\n回顾2025年").year() == 2026
    assert text_plan("每月召开支委会").year() is None


@pytest.mark.parametrize(("found", "period", "count", "comparator", "name"), [
    (4, "每年", 3.0, ">=", "已列入"),
    (4, "每年", 4.0, "=", "已列入"),
    (4, "每年", 5.0, ">=", "次数不足"),
    (4, "每年", 3.0, "<=", "拿不准"),
    (4, "每年", 6.0, "<=", "已列入"),
    (4, "每年", (3.0, 5.0), "range", "已列入"),
    (2, "每年", (3.0, 5.0), "range", "次数不足"),
    (4, "每半年", 2.0, ">=", "已列入"),
    (4, "每三年", 1.0, ">=", "已列入"),
])
def test_the_comparator_decides(found: int, period: str, count: object, comparator: str, name: str) -> None:
    wanted = item("开展警示教育", period, count, comparator=comparator)  # type: ignore[arg-type]
    assert verdict(wanted, text_plan(f"全年开展警示教育{found}次")).verdict == name


def test_what_need_not_come_every_year_is_no_gap() -> None:
    assert verdict(item("按期换届", "每三年", 1), text_plan("每月召开支委会")).verdict == "拿不准"


def test_months_that_lack_it_are_named() -> None:
    months = "\n".join(f"{m}月：召开支委会" for m in range(1, 13) if m not in (2, 8))
    found = verdict(MEETING, text_plan(months))
    assert (found.verdict, found.found, found.reason) == ("次数不足", 10, "2、8月没有")


def test_enough_but_not_in_every_month_is_left_to_the_reader() -> None:
    days = "\n".join(f"{m}月{d}日 主题党日" for m in (1, 2, 3, 4, 5, 6) for d in (5, 20))
    assert verdict(DAY, text_plan(days)).verdict == "拿不准"
