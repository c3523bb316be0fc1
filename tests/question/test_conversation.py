from __future__ import annotations

import time

import pytest

from evals.collection import split_questions
from kb.question.conversation import MAX_TURN, MAX_TURNS, converse

LECTURES = "党支部书记每年至少上几次党课"


def completed(question: str, *history: str) -> str:
    return converse(question, history).likeliest


@pytest.mark.parametrize(("before", "question", "meant"), [
    (LECTURES, "那副书记呢", "副书记每年至少上几次党课"),
    (LECTURES, "副书记呢？", "副书记每年至少上几次党课"),
    (LECTURES, "换成党总支书记呢", "党总支书记每年至少上几次党课"),
    ("党员每年要学多少学时", "预备党员呢", "预备党员每年要学多少学时"),
    ("党总支每届任期几年", "支部的呢", "支部每届任期几年"),
    ("中小学党组织书记每年搞几次调研", "其他班子成员呢", "中小学其他班子成员每年搞几次调研"),
    ("学校普通党员一年参加几次组织生活", "党小组长的标准呢", "学校党小组长一年参加几次组织生活"),
    ("高校普通党员一年要学多少学时", "支委和书记呢", "高校支委和书记一年要学多少学时"),
    ("高校普通党员一年要学多少学时", "那书记要多少", "高校书记一年要学多少学时"),
])
def test_another_role_takes_the_place_of_the_one_before(before: str, question: str, meant: str) -> None:
    assert completed(question, before) == meant


@pytest.mark.parametrize(("before", "question", "meant"), [
    ("国企党员每年要学多少学时", "学校的呢", "学校党员每年要学多少学时"),
    ("国企党员每年要学多少学时", "那高校呢？", "高校党员每年要学多少学时"),
    ("学校党支部书记每年上几次党课", "国企的呢", "国企党支部书记每年上几次党课"),
    (LECTURES, "学校的呢", f"学校{LECTURES}"),
    ("黨總支每屆任期幾年", "高校的呢", "高校党总支每届任期几年"),
    ("高校的“六有”是什么", "市直机关那个呢", "市直机关的“六有”是什么"),
    ("审判庭的党员大会多久开一次", "综合部门的呢", "综合部门的党员大会多久开一次"),
    ("国企支部党员大会每季度一次对吧", "市XX局的支部呢", "市xx局支部党员大会每季度一次对吧"),
    (LECTURES, "我是高校的", f"高校{LECTURES}"),
])
def test_another_kind_of_organisation_takes_the_place_of_the_one_before(before: str, question: str, meant: str
                                                                       ) -> None:
    assert completed(question, before) == meant


def test_role_and_kind_of_organisation_are_swapped_together() -> None:
    assert completed("学校的副书记呢", "国企党支部书记每年上几次党课") == "学校副书记每年上几次党课"


def test_a_kind_of_organisation_that_has_no_such_role_is_left_out() -> None:
    before = ["国企党支部书记每年上几次党课"]
    assert completed("那机关党委书记呢", *before) == "机关党委书记每年上几次党课"
    assert completed("那党总支书记呢", *before) == "国企党总支书记每年上几次党课"
    odd = converse("那党总支书记呢", before, at_odds=lambda unit, role: (unit, role) == ("国企", "党总支书记"))
    assert odd.likeliest == "党总支书记每年上几次党课"


@pytest.mark.parametrize(("before", "question", "meant"), [
    ("党费多久公示一次", "那谈心谈话呢", "谈心谈话多久公示一次"),
    ("主题党日多久开展一次", "谈心谈话呢", "谈心谈话多久开展一次"),
    ("支委会多久开一次", "党小组会呢", "党小组会多久开一次"),
    ("支委会多久开一次", "那党员大会呢", "党员大会多久开一次"),
    ("高校党支部的支委会多久开一次", "刚才那个，党小组会呢", "高校党支部的党小组会多久开一次"),
    ("市直机关支部谈心谈话要留什么材料", "民主评议的呢", "市直机关支部民主评议要留什么材料"),
    ("学校七一前的会议研究哪些事", "年初那次呢", "学校年初的会议研究哪些事"),
])
def test_another_topic_takes_the_place_of_the_one_before(before: str, question: str, meant: str) -> None:
    assert completed(question, before) == meant


def test_of_the_question_before_no_topic_stays_beside_the_new_one() -> None:
    meant = completed("谈心谈话呢", LECTURES)
    assert "谈心谈话" in meant
    assert "党课" not in meant


@pytest.mark.parametrize(("before", "question", "meant"), [
    ("党费收缴情况要公示吗", "多久一次", "党费收缴情况要公示，多久一次"),
    ("党费收缴情况要公示吗", "那多久一次呢？", "党费收缴情况要公示，多久一次"),
    ("党费收缴情况多久公示一次", "由谁负责", "党费收缴情况公示，由谁负责"),
    ("国企支委会每月一次吧", "一般开多长时间", "国企支委会，一般开多长时间"),
    ("学校的“书记项目”是什么", "这个由谁领衔", "学校的“书记项目”，由谁领衔"),
    ("两新组织每个支部配几名党建指导员", "他每月补贴多少", "两新组织每个支部配党建指导员，每月补贴多少"),
    ("市XX局党支部要开党员大会吗", "会议记录由谁来记", "市xx局党支部要开党员大会，会议记录由谁来记"),
])
def test_something_else_is_asked_of_the_same_topic(before: str, question: str, meant: str) -> None:
    assert completed(question, before) == meant


@pytest.mark.parametrize(("before", "question", "meant"), [
    ("国企党课是半年一次吗", "高校也一样吗", "高校党课是半年一次吗"),
    ("高校党支部的支委会多久一次", "党小组会也是每月吗", "高校党支部的党小组会是每月一次吗"),
    ("学校普通党员一年参加组织生活不少于10次吧", "中层干部的也是10次吗", "学校中层干部参加组织生活是10次吗"),
    ("市XX局支部每月至少开一次支委会？", "党员大会也是每月至少一次吗", "市xx局支部党员大会是每月至少一次吗"),
    ("党费要公示吗", "学校也要吗", "学校党费要公示吗"),
])
def test_what_was_asked_is_confirmed_of_another(before: str, question: str, meant: str) -> None:
    assert completed(question, before) == meant


def test_the_same_figure_can_be_confirmed_only_where_one_was_asked_for() -> None:
    assert converse("高校也一样吗", ["国企支委会多久开一次"]).same == "高校支委会"
    assert converse("高校也一样吗", ["国企支委会由谁主持"]).same is None
    assert converse("那高校呢", ["国企支委会多久开一次"]).same is None


@pytest.mark.parametrize(("before", "question", "meant"), [
    ("商会党建经费按会费的多少安排", "不足20万的呢", "商会党建经费不足20万怎么办"),
    ("公司党员每月几号交党费", "要是半年都没交呢", "公司党员党费半年都没交怎么办"),
    ("社区专项经费谁批", "超过五千的呢", "社区专项经费超过五千谁批"),
])
def test_a_case_that_deviates_is_asked_about(before: str, question: str, meant: str) -> None:
    assert completed(question, before) == meant


@pytest.mark.parametrize("question", [
    "党费收缴情况多久公示一次", "谈心谈话多久开展一次", "民主评议党员多久开展一次", "支委会多久开一次",
    "党员大会多久召开一次", "入党积极分子集中培训不少于多少学时", "国企支部委员会由几人组成",
])
@pytest.mark.parametrize("before", [LECTURES, "党费由谁收缴"])
def test_a_question_that_stands_alone_stays(question: str, before: str) -> None:
    assert completed(question, before) == question


def test_evaluation_questions_that_stand_alone_stay() -> None:
    alone = [q.question for q in split_questions(["train"])
             if not q.history and q.category in ("content", "who", "frequency", "scoped", "condition")]
    assert len(alone) > 80
    assert len([q for q in alone if completed(q, LECTURES) != q.strip()]) <= len(alone) / 50


@pytest.mark.parametrize("question", ["那副书记呢", "学校的呢", "多久一次", LECTURES, "", "？"])
def test_without_history_nothing_changes(question: str) -> None:
    for history in ([], ["", "  "], ["。。。"]):
        conversation = converse(question, history)
        assert (conversation.likeliest, conversation.readings, conversation.before) == (question, (), None)


def test_blanks_around_the_question_go() -> None:
    assert completed("  党费收缴情况多久公示一次\n") == "党费收缴情况多久公示一次"


@pytest.mark.parametrize("question", ["", "？", "。。。"])
def test_what_is_no_question_stays(question: str) -> None:
    assert completed(question, LECTURES) == question


class TestChains:
    def test_a_chain_of_follow_ups_is_completed_from_the_first_on(self) -> None:
        assert completed("学校的呢", LECTURES, "那副书记呢") == "学校副书记每年至少上几次党课"
        assert completed("那国企呢", LECTURES, "那副书记呢", "学校的呢") == "国企副书记每年至少上几次党课"
        chain = ("国企支部学习多久一次", "那党课呢", "高校的呢")
        assert completed("那学习呢", *chain) == "高校支部学习多久一次"

    def test_only_the_latest_topic_counts(self) -> None:
        assert completed("学校的呢", LECTURES, "谈心谈话多久开展一次") == "学校谈心谈话多久开展一次"

    def test_what_is_aside_is_passed_over(self) -> None:
        history = ["国企党支部的支委会多久开一次", "今天天气怎么样", "你这个系统怎么导出记录"]
        meant = converse("党小组会呢", history, aside=lambda turn: "天气" in turn).likeliest
        assert meant == "国企党支部的党小组会多久开一次"

    def test_an_earlier_question_is_gone_back_to(self) -> None:
        history = ("高校党总支一届任期几年", "“双带头人”是什么意思")
        assert completed("回到任期那个，支部是几年", *history) == "高校支部一届任期几年"
        history = ("市XX局党支部书记一年上几次党课", "两新组织党费多久交一次")
        meant = completed("前面说的那个局，支部党员大会多久一次", *history)
        assert meant.startswith("市xx局")
        assert "党费" not in meant

    def test_who_asks_is_kept_in_mind(self) -> None:
        assert completed("党员每年学多少学时", "我们是两新组织的") == "两新组织党员每年学多少学时"
        assert completed("支委呢", "我们是两新组织的", "党员每年学多少学时") == "两新组织支委每年学多少学时"
        assert completed("一年上几次党课", "我是支部书记") == "支部书记一年上几次党课"
        assert completed("国企党员每年学多少学时", "我是高校的") == "国企党员每年学多少学时"

    def test_the_last_question_is_told_as_it_was_meant(self) -> None:
        assert converse("依据是什么", [LECTURES, "那副书记呢"]).before == "副书记每年至少上几次党课"
        assert converse("原文", [LECTURES, "依据是什么"]).before == LECTURES
        assert converse("依据是什么", [LECTURES, "食堂几点开门"], aside=lambda t: "食堂" in t).before == "食堂几点开门"


def test_the_same_question_and_history_give_the_same_and_history_is_left_alone() -> None:
    history = [LECTURES, "那副书记呢"]
    first = converse("学校的呢", history)
    converse("那谈心谈话呢", ["党费由谁收缴"])
    assert converse("学校的呢", tuple(history)) == first
    assert history == [LECTURES, "那副书记呢"]


def test_every_evaluation_follow_up_has_a_reading_that_asks() -> None:
    follow_ups = [q for q in split_questions(["train", "dev"]) if q.category == "followup"]
    assert len(follow_ups) > 20
    assert all(converse(q.question, q.history).readings for q in follow_ups)


def test_of_a_long_history_only_the_end_is_read_and_quickly() -> None:
    long = "我们支部今年想把党员大会、支委会、党小组会和党课都安排好，" * 70
    assert len(long) >= 2000
    many = [f"国企党支部书记每年上{n}次党课吗" for n in range(40)]
    assert converse("那高校呢", many) == converse("那高校呢", many[-MAX_TURNS:])
    assert converse("那高校呢", [long[:2000]]) == converse("那高校呢", [long[:2000][-MAX_TURN:]])
    began = time.process_time()
    converse(long[:2000], [long[:2000]] * 20)
    assert time.process_time() - began < 5
