from __future__ import annotations

import pytest

from kb.answer.verdict import verdict
from kb.ingest.analysis import analyse
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import understand
from tests.search.samples import clause

TOKENIZER = Tokenizer(dictionary())


def said(question: str, text: str, *, roles: tuple[str, ...] = ()) -> str | None:
    analysis = analyse(clause("c", text, roles=roles), "清单")
    frame = analysis.frames[0] if analysis.frames else None
    return verdict(understand(question, TOKENIZER), analysis, frame, text)


@pytest.mark.parametrize(("question", "text", "expected"), [
    ("党课是半年上一次，对吗", "认真开展党课教育(半年一次)。", "是"),
    ("党课一年上两次对吗", "党课每半年1次。", "是"),
    ("党课是一个月一次吧", "党课每半年1次。", "不是"),
    ("政治学习一个季度组织一次就够了，对吧", "每月至少组织1次政治学习。", "不够"),
    ("政治学习一周组织一次够吗", "每月至少组织1次政治学习。", "够"),
    ("群众代表至少要占两成，是吗", "群众代表不少于参会人数的20%。", "是"),
    ("人数之比是三比一吗", "积极分子与发展对象人数之比一般不低于3：1。", "是"),
    ("事假一次请三天可以吗", "事假每次不超过四天。", "可以"),
    ("事假一次请五天可以吗", "事假每次不超过四天。", "不可以"),
    ("委员会是3到5人组成吗", "支部委员会一般由3-5人组成。", "是"),
    ("委员会是5到7人组成吗", "支部委员会一般由3-5人组成。", "不是"),
    ("委员会由4人组成对吗", "支部委员会一般由3-5人组成。", "是"),
    ("不是要提前一个月申请吗", "由本人提前7天提出申请。", "不是"),
    ("要提前一周申请对吗", "由本人提前7天提出申请。", "是"),
    ("组织关系每年1月排查对吗", "每年9月对组织关系进行排查。", "不是"),
    ("组织关系每年九月排查对吗", "每年9月对组织关系进行排查。", "是"),
    ("组织关系是在六月和十二月公示吧", "在每年6月份和12月份公示组织关系。", "是"),
    ("正式党员到了三分之二就可以开会了吗", "须有五分之四以上正式党员到会方能进行。", "不可以"),
    ("须有五分之四以上正式党员到会，对吗", "须有五分之四以上正式党员到会方能进行。", "是"),
    ("常委会是不是每周都要开一次", "常委会每两周召开1次。", "不是"),
    ("每月满5天才达标，是吗", "每月工作不少于3天。", "不是"),
    ("每月满5天就达标，是吗", "每月工作不少于3天。", "是"),
])
def test_a_stated_figure_is_compared_as_a_number(question: str, text: str, expected: str) -> None:
    assert said(question, text) == expected


@pytest.mark.parametrize(("question", "text", "expected"), [
    ("异动信息是报给人力资源部门吗", "党员异动信息及时报告公司党群工作部门。", "不是"),
    ("异动信息是报给党群工作部门吗", "党员异动信息及时报告公司党群工作部门。", "是"),
    ("预备党员能提前转正吗", "预备党员不得提前转正。", "不可以"),
    ("缺席的人要补课，是不是这样", "缺席人员应补课。", "是"),
    ("专职副书记能不能列席民主生活会", "专职副书记可以列席民主生活会。", "可以"),
])
def test_a_named_body_or_a_ban_settles_a_claim_without_figures(question: str, text: str, expected: str) -> None:
    assert said(question, text) == expected


TIERS = "单笔1000元以上的党费，全部上缴省委。"


@pytest.mark.parametrize(("question", "expected"), [
    ("他一次交了2000元党费，是不是全部上缴省委", "是"),
    ("他一次交了500元党费，是不是全部上缴省委", None),  # the condition is not met: the clause does not rule it
    ("他一次交了2000元党费，是不是全部留给支部", None),
])
def test_a_count_of_the_situation_is_held_against_the_condition(question: str, expected: str | None) -> None:
    assert said(question, TIERS) == expected


@pytest.mark.parametrize(("question", "expected"), [
    ("学校有三名以上党员就要单独建支部，对吧", "是"), ("学校要有10名党员才需要单独建支部，是吗", "不是")])
def test_from_how_many_on_something_is_ruled(question: str, expected: str) -> None:
    assert said(question, "有3名以上党员的学校，都要单独建支部。") == expected


def test_a_day_or_a_year_named_as_the_period_is_no_claim() -> None:
    assert said("一天加班四个小时可以吗", "加班每日不超过三小时。") == "不可以"


def test_nothing_is_said_where_the_clause_does_not_settle_it() -> None:
    assert said("支部大会能不能用视频表决", "支部大会采取无记名投票方式进行表决。") is None


def test_whose_list_it_is_answers_who_it_is() -> None:
    assert said("党员手册是由副书记牵头管理吗", "牵头做好党员手册的管理。", roles=("副书记",)) == "是"


@pytest.mark.parametrize(("question", "text", "expected"), [
    # a ban elsewhere in the clause decides nothing
    ("仪器外借得经处长批准，对吧", "仪器外借须经处长批准，大型仪器不得外借。", "是"),
    ("没转正的同事能当党小组组长吗", "党小组组长由党员推选，没转正的同事不担任党小组组长。", "不可以"),
    ("缺席的书面意见可以计入票数吗", "缺席的，书面意见不计入票数。", "不可以"),
    # what only tells things apart denies nothing
    ("支部书记每届任期是三年，对吧", "不设支部委员会的支部书记，每届任期3年。", "是"),
    # 不是……吗 claims that it is
    ("党员不是每年都要参加民主评议吗", "党员每年都要参加民主评议。", "是"),
])
def test_what_denies_the_claim_stands_in_the_phrase_that_says_it(question: str, text: str, expected: str) -> None:
    assert said(question, text) == expected


@pytest.mark.parametrize(("question", "text", "expected"), [
    ("手上留7000元现金不算超，对吗", "库存现金限额为8000元。", "是"),
    ("手上留9000元现金不算超，对吗", "库存现金限额为8000元。", "不是"),
    ("提前20分钟到岗，够不够", "接班人员应当提前15分钟到岗。", "够"),
    ("一次讨论8名发展对象没问题吧", "一次会议讨论的发展对象不得超过5名。", "不是"),
])
def test_whether_a_bound_is_kept(question: str, text: str, expected: str) -> None:
    assert said(question, text) == expected


def test_a_figure_of_the_circumstances_is_not_what_is_claimed() -> None:
    assert said("连续6个月没交党费，批评一下就行，对吗", "连续6个月不交纳党费的，按自行脱党处理。") is None
