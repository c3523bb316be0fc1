"""Who does what in which case, and what is kept of it: the rows of the table of obligations one by one."""

from __future__ import annotations

import pytest

from kb.ingest.obligations import obligations
from kb.types import Clause, Obligation


def rows(text: str, *, number: str | None = None, roles: tuple[str, ...] = ("党支部",)) -> list[Obligation]:
    found = obligations(Clause("c", "d", 0, 0, len(text), text, number, (), "清单", roles))
    assert all(text[o.start:o.end] == o.quote for o in found)
    assert all(o.condition is None or o.condition in text for o in found)
    assert all(word in text for o in found for word in o.record)
    return found


@pytest.mark.parametrize(("text", "condition", "subject"), [
    ("党委（总支）建制单位，每季度要召开1次例会。", "党委（总支）建制单位", "党支部"),
    ("设党委的，每半年听取1次汇报。", "设党委的", "党支部"),
    ("直属党支部，每月召开1次支委会。", "直属党支部", "党支部"),
    ("有条件的企业每年开展一次述职评议。", "有条件的", "有条件的企业"),
    ("正式党员不足7人的党支部，设1名书记。", "正式党员不足7人的党支部", "党支部"),
    ("必要时可以设1名副书记。", "必要时", "党支部"),
    ("不能答复的7个工作日内回复。", "不能答复的", "党支部"),
    ("党员7名以上的总支部设立委员会。", "党员7名以上的总支部", "总支部"),
    ("党员每年学习不少于32学时。", None, "党员"),
])
def test_the_case_that_a_duty_is_bound_to(text: str, condition: str | None, subject: str) -> None:
    assert [(o.condition, o.subject) for o in rows(text)] == [(condition, subject)]


def test_a_kind_of_organisation_is_meant_until_another_is_named() -> None:
    text = "党委（总支）建制单位，每季度要召开1次例会。每半年进行1次检查。党员每年学习不少于32学时。"
    kind = "党委（总支）建制单位"
    assert [o.condition for o in rows(text)] == [kind, kind, None]
    assert [o.condition for o in rows("经费充足的，每年组织1次参观；每季度上1次党课。")] == ["经费充足的", None]


@pytest.mark.parametrize(("text", "values"), [
    ("支部大会讨论两个以上的发展对象入党时，应当逐个表决。", []),
    ("出国6个月以上的，要办理手续。", []),
    ("出国6个月以上，按期返回的党员，要办理手续。", []),
    ("一次性支付金额一万元及以上的项目，需报领导同意。", []),
    ("主要看是否经过一年以上的培养。", []),
    ("不计入应到会人数：自费出国半年以上的；", []),
    ("3000元以下（含3000元）者，交纳0.5％；3000元以上者，交纳1％。", ["0.5%", "1%"]),
    ("5000元以下（含5000元）的按0.5％交纳党费。", ["0.5%"]),
    ("有正式党员3人以上的，都应当成立党支部。", ["至少3人"]),
    ("农民党员每月交纳党费0.2元—1元。", ["0.2-1元"]),
    ("一名党员不宜同时担任两名及两名以上发展对象的介绍人。", ["不超过1名"]),
    ("应当在一年内完成。", ["不超过1年"]),
    ("90分以上为优秀，60分以下为不合格。", []),
    ("对80岁以上独居老人每周至少联系1次。", ["至少1次"]),
    ("超期5日未办结的提请书记督办。", []),
    ("连续两次不合格的列为软弱涣散党组织。", []),
    ("单笔2000元以下由副书记审批。", []),
    ("任期与报批", []),
    ("每50名党员配备1名指导员。", ["1名"]),
    ("两场内容应当一致。", []),
    ("不足7人的设书记1名。", ["1名"]),
    ("预备党员的预备期为一年。", ["1年"]),
    ("对任期届满的党支部，提前6个月提醒换届。", ["6个月"]),
    ("将情况公示5个工作日。", ["5个工作日"]),
    ("不得超过党员数的15%、党组织数的30%。", ["不超过15%", "不超过30%"]),
])
def test_a_figure_that_only_says_in_which_case_is_no_duty(text: str, values: list[str]) -> None:
    assert [o.value for o in rows(text)] == values


@pytest.mark.parametrize(("text", "subjects"), [
    ("第十条 社区党支部书记每年至少讲1次党课。", ["社区党支部书记"]),
    ("第二条 支部委员会设书记1人。", ["支部委员会"]),
    ("第二条 应当设立支部委员会，由3至5人组成。", ["支部委员会"]),
    ("第二条 由支部委员会每月通报1次。", ["支部委员会"]),
    ("第三条 党支部收到申请后，应当研究。应当在一个月内答复。", ["党支部"]),
    ("第四条 党支部党员大会是议事机构，由全体党员参加，一般每季度召开1次。", ["党支部"]),
    ("第五条 各省党委，各部委组织部，每年报告一次。", ["各省党委，各部委组织部"]),
    ("第六条 补交时间不得超过6个月。", [None]),
    ("第七条 按月领取工资的党员，每月交纳党费。", ["按月领取工资的党员"]),
])
def test_in_articles_the_doer_stands_in_the_text(text: str, subjects: list[str | None]) -> None:
    assert [o.subject for o in rows(text, number=text[:3], roles=("党员",))] == subjects


@pytest.mark.parametrize(("text", "subjects"), [
    ("总支部委员会设委员5人，设书记1人，院长担任副书记，配备干事1名。", ["总支部委员会"] * 3),
    ("建立基层党组织定期分析制度，每年组织排查1次。", ["党支部"]),
    ("经党总支书记签字后于5月6日前报送组织部。", ["党支部"]),
    ("书记和支委每年学习不少于56学时。", ["书记和支委"]),
    ("团支部每月召开1次会议。", ["团支部"]),
    ("各党总支主要负责人每年要述职1次。", ["党总支主要负责人"]),
    ("每半年听取一次汇报、班子成员每人联系一户企业、每年开展一次谈心。", ["党支部", "班子成员", "党支部"]),
    ("每年开展1次巡察。（责任单位：市委组织部、镇（街道）；完成时限：××年）", ["市委组织部、镇（街道）"]),
    ("市委认真履行责任，加强领导，每年至少听取1次汇报。", ["市委"]),
])
def test_a_doer_is_a_whole_name(text: str, subjects: list[str]) -> None:
    assert [o.subject for o in rows(text)] == subjects


@pytest.mark.parametrize(("text", "actions"), [
    ("年初专题研究党建工作要点。", ["专题研究党建工作要点"]),
    ("每月按时向党委上交党费和向党员公布一次收缴情况。", ["按时向党委上交党费", "向党员公布收缴情况"]),
    ("每年6月做好组织关系转接、9月对党员进行1次排查。", ["做好组织关系转接", "对党员进行排查"]),
    ("党支部委员会设委员3人，书记1人。", ["设委员", "设书记"]),
    ("支部党员大会每季度召开1次。", ["召开支部党员大会"]),
    ("完善领导干部带头讲党课制度，保证每年不少于1次。", ["带头讲党课"]),
    ("领导小组每年至少召开2次会议。年初召开一次。", ["召开会议", "召开会议"]),
    ("组织党员召开组织生活会（每年至少1次）。", ["组织党员召开组织生活会"]),
    ("收到申请书后1个月内，党支部应当派人谈话。", ["派人谈话"]),
    ("对审批的决议，应当在三个月内审批，但不得超过六个月。", ["对审批的决议审批"] * 2),
])
def test_what_is_done_in_the_words_of_the_clause(text: str, actions: list[str]) -> None:
    assert [o.action for o in rows(text)] == actions


@pytest.mark.parametrize(("text", "record"), [
    ("每年召开1次会议，会议记录存档，实行签到。", ("会议记录", "存档", "签到")),
    ("每年开展1次调研，形成1篇调研报告。", ("调研报告",)),
    ("每月召开1次会议；考勤按月汇总。", ("考勤",)),
    ("考勤按月汇总；每月召开1次会议。", ()),
    ("每年上1次党课。", ()),
])
def test_the_papers_to_keep_of_it(text: str, record: tuple[str, ...]) -> None:
    assert rows(text)[0].record == record


def test_a_time_limit_has_no_period_of_an_earlier_phrase() -> None:
    found = rows("每年3月底前公开，调整职务的应当在5日内更新。")
    assert [(o.period, o.deadline, o.value) for o in found] == [("每年", "3月底前", None), (None, None, "不超过5日")]


@pytest.mark.parametrize(("text", "deadline"), [
    ("培训情况于2016 年 1 月 20 日前报组织部。", "2016 年 1 月 20 日前"),
    ("每年6月和12月公示一次。", "6月和12月"),
    ("每年6月底、12月底各报送1次情况。", "6月底、12月底"),
    ("每年3月31日前和9月30日前报告。", "3月31日前和9月30日前"),
    ("每季度末向党员公示明细。", "季度末"),
    ("每季度末月25日前归档。", "末月25日前"),
    ("月底交组织委员查阅。", "月底"),
    ("每季度最后1个月25日前上交党费。", "最后1个月25日前"),
    ("春节、“七一”各慰问1次。", "春节、“七一”"),
    ("本办法自2018年10月28日起施行。", None),
])
def test_dates(text: str, deadline: str | None) -> None:
    assert [o.deadline for o in rows(text)] == ([deadline] if deadline else [])
